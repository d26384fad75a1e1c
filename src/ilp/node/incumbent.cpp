#include "ilp/node/incumbent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ilp/presolve/integral_scale.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Costs that differ by less than this share of what plans can change of them are one cost: the LP's
// own accuracy.
constexpr double objective_noise = 1e-9;
// What an LP value is off by at most where costs have a step, as a share of the same.
constexpr double value_noise = 1e-11;
// Of the whole value, with its offset: a few roundings.
constexpr double rounding = 8 * std::numeric_limits<double>::epsilon();
// Earlier plans that are kept for heuristics to combine.
constexpr std::size_t most_plans = 5;
// The part of a step that LP values may be wrong by where their noise is less, and at most.
constexpr double step_room = 0.05, largest_step_room = 0.5;
// The part that an exact bound is given, beside the drift of costs.
constexpr double exact_room = 1e-4;
// Of the first room, for costs that are not quite multiples of the step.
constexpr double largest_drift_share = 0.2;
// And costs of plans, which are exact but for their last digits. A limit may be that of a plan
// which presolve has no room for: it lies anywhere between two steps.
constexpr double plan_room = 1e-6;
// The judge's exact sums, in numbers touched for each entry of the matrix.
constexpr std::int64_t judge_weight = 10;
// Completions of one point while its judge brings new rows; the tree meets the point again.
constexpr int most_completions = 20;

constexpr const char* no_better = "it is no better than the best plan so far";

void add_to(Simplex& lp, const Cut& row) {
    const double lower = -infinity;
    const std::int64_t start[] = {0, static_cast<std::int64_t>(row.index.size())};
    lp.add_rows({&lower, 1}, {&row.right, 1}, start, row.index, row.value);
}

}  // namespace

ObjectiveGrid objective_grid(const MixedProgram& program) {
    const LinearProgram& lp = program.lp;
    ObjectiveGrid grid{lp.offset, 0};
    std::vector<double> costs, reach;
    bool whole = true;
    for (std::size_t j = 0; j < program.integer.size(); ++j) {
        if (lp.cost[j] == 0) continue;
        if (lp.lower[j] == lp.upper[j]) {
            grid.from += lp.cost[j] * lp.lower[j];
            continue;
        }
        whole = whole && program.integer[j] != 0;
        costs.push_back(lp.cost[j]);
        reach.push_back(std::fmax(std::fabs(lp.lower[j]), std::fabs(lp.upper[j])));
    }
    if (!whole) return grid;
    grid.step = common_step(costs).value_or(0);
    if (grid.step > 0) grid.drift = drift_from_step(costs, reach, grid.step) / grid.step;
    if (grid.drift > largest_drift_share * step_room) grid.step = 0;
    return grid;
}

Incumbent::Incumbent(const MixedProgram& program, Judge judge, GapRule gap, Control& control,
                     CostRule costs)
    : program_(program),
      judge_(std::move(judge)),
      gap_(gap),
      control_(control),
      grid_(objective_grid(program)) {
    if (!costs.step) grid_.step = 0;
    if (costs.attainable) costs_ = AttainableCosts::find(program, grid_.step);
    for (const std::uint8_t integer : program.integer) has_continuous_ |= !integer;
}

Incumbent::Incumbent(const Incumbent& other, Judge judge, Control& control)
    : program_(other.program_),
      judge_(std::move(judge)),
      gap_(other.gap_),
      control_(control),
      has_continuous_(other.has_continuous_),
      every_plan_(other.every_plan_),
      grid_(other.grid_),
      costs_(other.costs_) {}

Incumbent::~Incumbent() = default;

void Incumbent::adopt(const Incumbent& other) {
    point_ = other.point_;
    plans_ = other.plans_;
    found_ = other.found_;
    objective_ = other.objective_;
    source_ = other.source_;
    limit_ = other.limit_;
    strict_ = other.strict_;
    relaxed_ = other.relaxed_;
}

void Incumbent::set_limit(double objective) {
    if (objective >= limit_) return;
    limit_ = objective;
    set_cutoffs(objective);
}

// In steps: what an LP value of this size may be off by. Nothing where that hides a step.
std::optional<double> Incumbent::room_of_values(double value) const {
    if (grid_.step == 0 || std::isinf(value)) return std::nullopt;
    const double noise = std::fabs(value - grid_.from) * value_noise + std::fabs(value) * rounding;
    if (noise > largest_step_room * grid_.step) return std::nullopt;
    return std::max(step_room, noise / grid_.step);
}

void Incumbent::set_cutoffs(double objective) {
    if (const std::optional<double> room = room_of_values(objective)) {
        const double next = next_lower(objective);
        strict_ = next + std::min(*room * grid_.step, (objective - next) / 2);
    } else
        strict_ = objective - scaled(objective_noise, objective - grid_.from) -
                  std::fabs(objective) * rounding;
    relaxed_ = std::min(strict_,
                        objective - std::max(gap_.absolute, gap_.relative * std::fabs(objective)));
}

double Incumbent::round_up(double bound) const {
    return round_up(bound, step_room);
}

double Incumbent::round_up_exact(double bound) const {
    return round_up(bound, exact_room + grid_.drift);
}

double Incumbent::round_up(double bound, double room) const {
    const std::optional<double> of_values = room_of_values(bound);
    if (!of_values) return bound;
    if (*of_values > step_room) room = std::max(room, *of_values);
    const double multiples = (bound - grid_.from) / grid_.step;
    double whole = std::ceil(multiples - room);
    if (costs_) whole = costs_->at_least(whole).value_or(whole);
    return std::max(bound, grid_.from + whole * grid_.step);
}

// The dearest cost that a plan can have below this one.
double Incumbent::next_lower(double objective) const {
    const double own = std::ceil((objective - grid_.from) / grid_.step - plan_room);
    const double below = costs_ ? costs_->below(own).value_or(own - 1) : own - 1;
    return grid_.from + below * grid_.step;
}

void Incumbent::add_row(const Cut& row) {
    rows_.push_back(row);
    if (completion_) add_to(*completion_, row);
}

std::unique_ptr<Simplex> Incumbent::make_completion() const {
    auto lp = std::make_unique<Simplex>(program_.lp);
    for (const Cut& row : rows_) add_to(*lp, row);
    return lp;
}

Incumbent::Completion Incumbent::complete(std::vector<double>& point) {
    if (!completion_) completion_ = make_completion();
    for (std::int32_t j = 0; j < program_.lp.columns; ++j)
        if (program_.integer[j]) completion_->set_bounds(j, point[j], point[j]);
    const std::int64_t before = completion_->counters().work;
    control_.tell_linear_programs(true);
    LpLimits limits = control_.lp_limits();
    if (found_ && !every_plan_) limits.objective_cutoff = objective_;
    const LpStatus status = completion_->solve(limits);
    control_.tell_linear_programs(false);
    control_.add_work(completion_->counters().work - before);
    if (status == LpStatus::cutoff) return Completion::dear;
    if (status != LpStatus::optimal) return Completion::failed;
    const std::span<const double> x = completion_->primal();
    for (std::int32_t j = 0; j < program_.lp.columns; ++j)
        if (!program_.integer[j])
            point[j] = std::clamp(x[j], program_.lp.lower[j], program_.lp.upper[j]);
    return Completion::made;
}

bool Incumbent::offer(std::span<const double> point, const char* source) {
    return take(point, source, false);
}

bool Incumbent::offer_completed(std::span<const double> point, const char* source) {
    return take(point, source, true);
}

bool Incumbent::take(std::span<const double> point, const char* source, bool completed) {
    refusal_.clear();
    dear_ = false;
    tried_.assign(point.begin(), point.end());
    for (std::size_t j = 0; j < tried_.size(); ++j) {
        if (!program_.integer[j]) continue;
        tried_[j] = std::round(tried_[j]);
        if (tried_[j] < program_.lp.lower[j] || tried_[j] > program_.lp.upper[j]) {
            refusal_ = "an integer lies outside its bounds";
            return false;
        }
    }
    Judged judged;
    for (int round = 0; round < most_completions; ++round) {
        if (has_continuous_ && (!completed || round > 0)) {
            const Completion completion = complete(tried_);
            if (completion == Completion::dear) {
                refusal_ = no_better;
                dear_ = true;
                return false;
            }
            // Where it fails, the judge sees the point as it came.
            if (completion == Completion::failed && round > 0) break;
        }
        control_.add_work(judge_weight * static_cast<std::int64_t>(
                                             tried_.size() + program_.lp.matrix.index.size()));
        judged = judge_(tried_);
        if (judged.accepted || !judged.rows_added || !has_continuous_ || control_.stopped()) break;
    }
    if (!judged.accepted) {
        refusal_ = judged.reason;
        dear_ = judged.dear;
        return false;
    }
    if (found_ && judged.objective >= objective_) {
        refusal_ = no_better;
        dear_ = true;
        return false;
    }
    found_ = true;
    objective_ = judged.objective;
    point_ = tried_;
    if (plans_.size() == most_plans) plans_.erase(plans_.begin());
    plans_.push_back(point_);
    source_ = source;
    set_limit(objective_);
    return true;
}

}  // namespace tenon::ilp
