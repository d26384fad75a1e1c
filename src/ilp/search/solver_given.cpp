// Points and branchings that the caller gives: the start, and what his callbacks hand in.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/solver.hpp"
#include "ilp/search/start_plan.hpp"

namespace tenon::ilp {

namespace {

bool is_whole(const std::vector<double>& given) {
    return std::none_of(given.begin(), given.end(), [](double x) { return std::isnan(x); });
}

}  // namespace

// A point without gaps that is a plan is kept as it is, even where presolve has no room for it.
Judged Solver::keep_whole(const std::vector<double>& given) {
    if (given.empty() || !is_whole(given)) return {};
    // What solvers leave of an integer is rounded off.
    std::vector<double> point = given;
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if (problem_.type()[j] != ColumnType::continuous &&
            distance_to_integer(point[j]) <= integrality_tolerance)
            point[j] = std::round(point[j]);
    return plans_.consider(point);
}

bool Solver::keep_start() {
    const Judged judged = keep_whole(options_.start);
    start_refusal_ = judged.reason;
    return judged.accepted;
}

// Continuous columns that presolve calls integer are left open: theirs are solved for.
std::vector<double> Solver::projected(const std::vector<double>& given) const {
    if (presolves_.empty()) return given;
    std::vector<double> point = presolves_.project(given);
    const std::vector<std::uint8_t>& integer = search_->program().integer;
    std::vector<double> continuous;
    for (const ColumnType type : problem_.type())
        continuous.push_back(type == ColumnType::continuous ? 1 : 0);
    continuous = presolves_.carry(continuous);
    for (std::size_t j = 0; j < point.size(); ++j)
        if (integer[j] && continuous[j] != 0) point[j] = std::numeric_limits<double>::quiet_NaN();
    return point;
}

// What of a point that was not kept as it is has been used, or why nothing was; in the caller's
// words, where there are some. `verdict` is that of use_start, `refusal` that of the whole point.
// Presolve may have taken out columns that a point says impossible things of; what the others gave
// is then a plan, but not the point's.
std::string Solver::explain(const std::vector<double>& given, const char* what, std::string verdict,
                            const std::string& refusal) const {
    std::string reason = contradiction_of_start(plans_.judged(), given, what);
    if (!reason.empty()) return reason;
    const std::string in_it = std::string("in the ") + what + " " + refusal;
    if (!verdict.empty()) return refusal.empty() ? verdict : in_it;
    reason = rounded_in_start(problem_, given);
    if (reason.empty() && !refusal.empty())
        reason = "used with its integers, and continuous columns solved for anew: " + in_it;
    return reason;
}

// In the search it counts at least as a limit.
void Solver::take_start() {
    if (plans_.found()) search_->incumbent().set_limit(plans_.objective());
    if (options_.start.empty()) {
        use_start(*search_, projected(start_), "start", "the start");
        return;
    }
    const bool kept = keep_start();
    std::string verdict = use_start(*search_, projected(start_), "start", "the start");
    if (kept) {
        if (!search_->incumbent().found()) search_->incumbent().set_limit(plans_.objective());
        return;
    }
    answer_.start_verdict = explain(options_.start, "start", std::move(verdict), start_refusal_);
}

bool Solver::ask_for_plans(std::span<const double> point, double objective) {
    NewPlans plans(problem_.columns());
    plans_.ask_for_plans(in_callers_columns(point), objective, plans);
    handed_in_ = plans.points();
    return !handed_in_.empty() && !control_.stopped();
}

void Solver::take_plans() {
    const std::vector<std::vector<double>> given = std::exchange(handed_in_, {});
    PlanVerdict verdict;
    for (std::size_t k = 0; k < given.size() && !control_.stopped(); ++k) {
        verdict.number = static_cast<std::int32_t>(k);
        take_plan(given[k], verdict);
    }
}

void Solver::take_plan(const std::vector<double>& given, PlanVerdict& verdict) {
    constexpr const char* what = "plan";
    control_.add_work(problem_.nonzeros());
    const std::int64_t before = plans_.kept();
    const bool limited = plans_.found();
    const Judged whole = keep_whole(given);
    const bool kept = plans_.kept() > before;
    std::string in_search;
    if (!control_.stopped()) in_search = use_start(*search_, projected(given), what, "a callback");
    if (plans_.found()) {
        search_->take_limit(plans_.objective());
        if (within_gap(known_bound_, plans_.objective())) control_.stop(Stop::proven);
    }
    verdict.taken = plans_.kept() > before;
    if (verdict.taken) ++answer_.counters.user_plans;
    if (!options_.callbacks.plan_verdict) return;
    verdict.objective =
        verdict.taken ? sign_ * plans_.last_kept() : std::numeric_limits<double>::quiet_NaN();
    std::string reason;
    if (!verdict.taken && (whole.accepted || whole.dear)) {
        reason = whole.reason;
    } else if (!kept) {
        if (verdict.taken) in_search.clear();
        if (!verdict.taken && limited && !is_whole(given))
            in_search = "no completion of it that is better than the best plan so far was found";
        reason = explain(given, what, std::move(in_search), whole.reason);
    }
    verdict.reason = reason;
    plans_.tell_verdict(verdict);
}

// The sides of the caller's column are those of the reduced one that it is an image of. Both must
// hold some value: a side that holds all there is would be the node itself again.
std::optional<HostBranch> Solver::split_of(const Branching& given,
                                           const std::vector<double>& point) {
    // Above it doubles are no more than one apart.
    constexpr double largest = 4503599627370496.0;  // 2^52
    const AffineColumn& image = images_[given.column()];
    if (image.column < 0 || !search_->program().integer[image.column]) return {};
    const Domain& domain = search_->domain();
    const double low = domain.lower(image.column), high = domain.upper(image.column);
    const double value = std::isnan(given.value()) ? point[given.column()] : given.value();
    const double near = std::round(value);
    const bool whole = std::fabs(value - near) <= integrality_tolerance;
    // An integral value is split off upwards, or downwards where nothing lies above it.
    for (const double between : {whole ? near + 0.5 : std::floor(value) + 0.5, near - 0.5}) {
        const double at = std::floor((between - image.constant) / image.coefficient);
        if (std::fabs(at) < largest && at >= low && at + 1 <= high) {
            BranchSide first = given.first();
            if (image.coefficient < 0 && first != BranchSide::automatic)
                first = first == BranchSide::up ? BranchSide::down : BranchSide::up;
            return HostBranch{image.column, at + 0.5, first};
        }
        if (!whole) break;
    }
    return {};
}

std::optional<HostBranch> Solver::ask_for_branching(std::span<const double> point,
                                                    double objective) {
    Branching given(problem_);
    const std::vector<double> values = in_callers_columns(point);
    plans_.ask_for_branching(values, objective, given);
    if (given.column() < 0) return {};
    return split_of(given, values);
}

}  // namespace tenon::ilp
