#include "ilp/certified/answer_proof.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "ilp/presolve/tolerances.hpp"
#include "tenon/check.hpp"

namespace tenon::ilp::certified {

namespace {

// Costs without a step are proved to this share of them at best: plans that are better by 1e-9 are
// not looked for by the search, and LP values are no closer.
constexpr double closest = 4e-9;
// Of the time that is left, for the proof; the rest is for writing it down.
constexpr double time_share = 0.95;
constexpr double step_room = 1e-6;
// Without a step a plan is better by more than this share of its cost: less is the tolerance of
// rows.
constexpr double least_gain = 1e-6;

// The bound that is to be proved, of the minimisation: within the gap that the caller allows.
double wanted_bound(const CostGrid& grid, double objective, const SolveOptions& options) {
    const double allowed =
        std::max(options.absolute_gap, options.relative_gap * std::fabs(objective));
    if (grid.holds(objective)) {
        const double steps = std::floor(allowed / grid.step() + step_room);
        const double bound = objective - steps * grid.step();
        return grid.holds(bound) ? bound : objective;
    }
    return objective - std::max(allowed, closest * std::max(1.0, std::fabs(objective)));
}

// Rows and bounds of the program as the judge keeps them, which passes what misses them by a
// little: 0.1 + 0.2 is not 0.3 in doubles. A search that went to its end has looked at such plans;
// of one that was ended the proof must leave them in.
MixedProgram program_of_judge(const Problem& problem) {
    MixedProgram program = exact_program(problem);
    const ProofRows rows(program);
    const auto widen = [](double& low, double& high) {
        low -= scaled(feasibility_tolerance, low);
        high += scaled(feasibility_tolerance, high);
    };
    for (std::int32_t i = 0; i < problem.rows(); ++i)
        if (!rows.whole(i)) widen(program.lp.row_lower[i], program.lp.row_upper[i]);
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        if (!program.integer[j]) widen(program.lp.lower[j], program.lp.upper[j]);
    return program;
}

// The plan of an answer, with all that is said of it.
void put_plan(const Problem& problem, std::vector<double> plan, std::int32_t pool_size,
              Solution& answer) {
    const Verdict verdict = check_point(problem, plan);
    answer.has_values = true;
    answer.objective = verdict.objective;
    answer.max_violation = verdict.max_violation;
    answer.worst_row = verdict.max_violation > 0 ? verdict.worst : std::string();
    answer.row_activity = verdict.row_activity;
    if (pool_size > 0) {
        answer.pool.insert(answer.pool.begin(), PoolPlan{plan, verdict.objective});
        if (answer.pool.size() > static_cast<std::size_t>(pool_size)) answer.pool.pop_back();
    }
    answer.values = std::move(plan);
}

}  // namespace

bool claims_something(Outcome outcome) noexcept {
    return outcome == Outcome::optimal || outcome == Outcome::infeasible;
}

double relative_gap(double objective, double bound) {
    if (std::isnan(objective)) return infinity;
    if (objective == bound) return 0;
    return std::fabs(objective - bound) / std::max(std::fabs(objective), least_objective);
}

SolveOptions remaining(const SolveOptions& options, const SolveCounters& spent) {
    SolveOptions left = options;
    left.time_limit_seconds =
        time_share * std::max(0.0, options.time_limit_seconds - spent.seconds);
    if (options.work_limit >= 0)
        left.work_limit = std::max<std::int64_t>(0, options.work_limit - spent.work);
    return left;
}

AnswerProof::AnswerProof(const Problem& problem, Solution& answer, Control& control,
                         const Judge& judge, ProofOf of)
    : problem_(problem),
      answer_(answer),
      control_(control),
      judge_(judge),
      sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0),
      program_(of == ProofOf::rows ? exact_program(problem) : program_of_judge(problem)),
      grid_(program_) {
    control_.tell_in_sense(sign_);
}

// True if the point is a plan and better than the one that was to be proved best.
bool AnswerProof::take(std::span<const double> point) {
    std::vector<double> plan(point.begin(), point.end());
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if (program_.integer[j]) plan[j] = std::round(plan[j]) + 0.0;
    const Judged judged = judge_(plan);
    if (!judged.accepted) return false;
    const double gain = target_.step > 0 ? 0 : scaled(least_gain, target_.bound);
    if (answer_.has_values && !(judged.objective < target_.bound - gain)) return false;
    const std::int32_t pool_size = answer_.pool.empty() ? 0 : std::numeric_limits<int>::max();
    put_plan(problem_, std::move(plan), pool_size, answer_);
    ++mended_;
    return true;
}

void AnswerProof::run(const SolveOptions& options) {
    do {
        const bool bounded = answer_.has_values && answer_.outcome != Outcome::unbounded;
        target_ = cost_target(
            grid_, bounded ? wanted_bound(grid_, sign_ * answer_.objective, options) : infinity,
            program_.lp.offset);
        if (prover_) nodes_ += prover_->nodes();
        prover_.emplace(program_, control_, target_.least, target_.limit, options.cuts);
        if (answer_.has_values) prover_->tell_plan(sign_ * answer_.objective);
        // Boxes without an exact point may hold plans within the tolerance of rows, whatever ended
        // the search.
        if (answer_.outcome != Outcome::unbounded &&
            answer_.outcome != Outcome::infeasible_or_unbounded)
            prover_->show_points([this](std::span<const double> point) { return take(point); });
        prover_->run();
    } while (prover_->found_better() && !control_.stopped());
    nodes_ += prover_->nodes();
    if (mended_ == 0) return;
    // What was claimed has been refuted, and its bound with it; that of a search that was ended has
    // not, and may be of more points than the proof.
    const double known =
        claims_something(answer_.outcome) ? reached().bound : sign_ * answer_.bound;
    const double bound = std::min(known, sign_ * answer_.objective);
    answer_.bound = sign_ * bound;
    answer_.gap = relative_gap(answer_.objective, answer_.bound);
}

CostTarget AnswerProof::reached() const {
    CostTarget reached = target_;
    const double least = prover_ ? prover_->bound() : -infinity;  // of c x
    if (least == -infinity) {
        reached.bound = -infinity;
    } else if (least < target_.least) {
        const double bound = (ExactNumber(least) + ExactNumber(program_.lp.offset)).below();
        reached.bound = target_.step > 0 ? grid_.lift(bound) : bound;
        reached.step = target_.step > 0 && grid_.holds(reached.bound) ? target_.step : 0;
    }
    return reached;
}

}  // namespace tenon::ilp::certified
