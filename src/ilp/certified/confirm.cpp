#include "ilp/certified/confirm.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <string>
#include <utility>

#include "base/number_text.hpp"
#include "ilp/certified/answer_proof.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp::certified {

namespace {

// Against enumeration of small random problems no plan was lost with coefficients up to 1e12 apart
// (60,000 solves), some were from 1e13 on; large problems have more digits to lose.
constexpr double widest_trusted = 1e9;
// Rows that come late find less of what presolve and propagation would say of them: plans were lost
// from 9.9e7 on (4 of 270,000).
constexpr double widest_with_lazy_rows = 1e7;
// Whole coefficients of this many units of their greatest common divisor: one rounding of a sum of
// them is a share of a unit. A false optimum was seen at 1e15 (1 of 23,830), and at 1e14 without
// presolve; none from 1e6 to 1e13.
constexpr double most_units = 1e12;
// Without limits of the caller the proof may take this many times the work of the solve, and a
// start: a few seconds.
constexpr std::int64_t work_share = 20, work_start = 1'000'000'000;

struct Spread {
    double smallest = infinity, largest = 0;
    bool integers = false;
    double ratio() const { return integers && largest > 0 ? largest / smallest : 1; }
};

// Of whole numbers as doubles, which fmod divides exactly.
double common_divisor(double a, double b) {
    while (b > 0) a = std::exchange(b, std::fmod(a, b));
    return a;
}

Spread spread_of(const Problem& problem, std::int32_t row) {
    Spread out;
    for (std::int64_t k = problem.row_start()[row]; k < problem.row_start()[row + 1]; ++k) {
        const double size = std::fabs(problem.value()[k]);
        if (size == 0) continue;
        out.smallest = std::min(out.smallest, size);
        out.largest = std::max(out.largest, size);
        out.integers |= problem.type()[problem.index()[k]] != ColumnType::continuous;
    }
    return out;
}

bool has_many_units(const Problem& problem, std::int32_t row, const Spread& spread) {
    if (!spread.integers || !(spread.largest > most_units)) return false;
    double divisor = 0;
    for (std::int64_t k = problem.row_start()[row]; k < problem.row_start()[row + 1]; ++k) {
        const double size = std::fabs(problem.value()[k]);
        if (size != std::round(size)) return false;
        divisor = common_divisor(size, divisor);
    }
    return spread.largest / divisor > most_units;
}

std::string doubt_of(const Problem& problem, std::int32_t row) {
    const Spread spread = spread_of(problem, row);
    return "row \"" + problem.row_name(row) + "\" has coefficients from " +
           format_double(spread.smallest) + " to " + format_double(spread.largest) +
           ", too far apart or of too many digits for linear programs in doubles; what they said "
           "could not be proved in exact arithmetic. Write the row with fewer digits, in smaller "
           "units, or as several rows";
}

void prove(const Context& context, const Problem& problem, const SolveOptions& options,
           std::int32_t row, const Judge& judge, Solution& answer) {
    SolveOptions left = remaining(options, answer.counters);
    if (options.node_limit >= 0)
        left.node_limit = std::max<std::int64_t>(0, options.node_limit - answer.counters.nodes);
    const std::int64_t most = work_start + work_share * answer.counters.work;
    const bool own_limit = left.work_limit < 0 || left.work_limit > most;
    if (own_limit) left.work_limit = most;
    Control control(context, left);
    AnswerProof proof(problem, answer, control, judge,
                      claims_something(answer.outcome) ? ProofOf::rows : ProofOf::judge);
    proof.run(left);
    answer.counters.proof_nodes += proof.nodes();
    answer.counters.proof_seconds += control.seconds();
    answer.counters.work += control.work();
    answer.counters.seconds += control.seconds();
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const double proved = proof.reached().bound;
    const auto state_bound = [&] {
        answer.bound =
            sign * (answer.has_values ? std::min(proved, sign * answer.objective) : proved);
        answer.gap = relative_gap(answer.objective, answer.bound);
    };
    if (proof.finished()) {
        if (!claims_something(answer.outcome)) state_bound();
        answer.outcome = answer.has_values ? Outcome::optimal : Outcome::infeasible;
        return;
    }
    state_bound();
    Stop why = control.reason();
    if (why == Stop::work && own_limit) why = Stop::none;
    if (claims_something(answer.outcome)) answer.outcome = outcome_of(why);
    answer.doubt = doubt_of(problem, row);
}

}  // namespace

std::int32_t row_beyond_doubles(const Problem& problem, bool lazy_rows) {
    std::int32_t worst = -1;
    double most = lazy_rows ? widest_with_lazy_rows : widest_trusted;
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const Spread spread = spread_of(problem, i);
        if (worst < 0 && has_many_units(problem, i, spread)) worst = i;
        if (!(spread.ratio() > most)) continue;
        most = spread.ratio();
        worst = i;
    }
    return worst;
}

void confirm(const Context& context, const Problem& problem, const SolveOptions& options,
             std::int32_t row, const Judge& judge, Solution& answer) {
    if (answer.outcome == Outcome::unbounded || answer.outcome == Outcome::infeasible_or_unbounded)
        return;
    const auto take_back = [&](Outcome outcome) {
        if (claims_something(answer.outcome)) answer.outcome = outcome;
        answer.bound = problem.sense() == Sense::maximize ? infinity : -infinity;
        answer.gap = infinity;
        answer.doubt = doubt_of(problem, row);
    };
    if (answer.outcome == Outcome::memory_limit) return take_back(Outcome::memory_limit);
    try {
        prove(context, problem, options, row, judge, answer);
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
        take_back(error.status() == Status::cancelled ? Outcome::cancelled : Outcome::memory_limit);
    } catch (const std::bad_alloc&) {
        take_back(Outcome::memory_limit);
    }
}

}  // namespace tenon::ilp::certified
