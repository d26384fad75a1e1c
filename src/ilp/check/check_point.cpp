// Re-evaluates a point in the caller's own problem. No line of it is shared with the solver.
//
//   breach = max over rows and columns of  lower - a'x  and  a'x - upper,   and of |x - round(x)|
//
// with a'x rounded once (exact_sum.hpp).

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "ilp/check/exact_sum.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// Of a side: it and the coefficients are decimals rounded to doubles.
constexpr double number_rounding = 2.4e-16;

// Remembers the worst breach; one outside its tolerance counts for more than any inside.
class Worst {
  public:
    explicit Worst(const CheckTolerances& tolerances) : tolerances_(tolerances) {}

    // `size`: what may be missed by the relative tolerance; of a row no more than the side
    // less its integers.
    void see(double violation, double bound, double size, bool is_row,
             std::int32_t index) noexcept {
        if (!(violation > 0)) return;
        largest_ = std::max(largest_, violation);
        const double allowed =
            std::max(tolerances_.feasibility, tolerances_.relative * std::fabs(size)) +
            std::min(tolerances_.relative, number_rounding) * std::fabs(bound);
        const bool outside = !(violation <= allowed);
        if (outside < outside_ || (outside == outside_ && violation <= violation_)) return;
        outside_ = outside;
        violation_ = violation;
        is_row_ = is_row;
        index_ = index;
    }

    bool any_outside() const noexcept { return outside_; }
    double largest() const noexcept { return largest_; }
    std::string name(const Problem& problem) const {
        if (index_ < 0) return {};
        return is_row_ ? problem.row_name(index_) : problem.column_name(index_);
    }

  private:
    CheckTolerances tolerances_;
    double largest_ = 0, violation_ = 0;
    bool outside_ = false, is_row_ = false;
    std::int32_t index_ = -1;
};

// How far the exact sum lies outside [lower, upper], rounded once. `rounded` is its value.
struct Breach {
    double violation = 0, bound = 0;
};

Breach breach_of(ilp::ExactSum& sum, double rounded, double lower, double upper) noexcept {
    // A sum that rounds to a bound may still be past it, by less than half a unit of its last
    // place: past either of two that are one number.
    if (rounded >= upper) {
        if (rounded == infinity) return {upper < infinity ? infinity : 0, upper};
        sum.add(-upper);
        const double above = sum.value();
        return {upper > lower ? above : std::fabs(above), upper};
    }
    if (rounded <= lower) {
        if (rounded == -infinity) return {lower > -infinity ? infinity : 0, lower};
        sum.add(-lower);
        return {-sum.value(), lower};
    }
    return {};
}

void check_arguments(const Problem& problem, std::span<const double> values,
                     const CheckTolerances& tolerances) {
    if (values.size() != static_cast<std::size_t>(problem.columns()))
        throw Error(Status::argument,
                    "the point has " + std::to_string(values.size()) + " values, the problem has " +
                        std::to_string(problem.columns()) + " columns; give one value a column",
                    {.argument = "values"});
    for (const auto& [name, value] :
         {std::pair<const char*, double>{"feasibility", tolerances.feasibility},
          {"integrality", tolerances.integrality},
          {"relative", tolerances.relative}})
        if (!(value >= 0))
            throw Error(Status::argument,
                        std::string(name) + " is a tolerance: zero or a positive number",
                        {.argument = name});
}

// Bounds and integrality of the columns; the least integer one is noted on the way.
void check_columns(const Problem& problem, std::span<const double> values, Verdict& verdict,
                   Worst& worst, std::int32_t& least_integer) {
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const auto at = static_cast<std::size_t>(j);
        const double x = values[at];
        if (!std::isfinite(x)) {
            worst.see(infinity, 0, 0, false, j);
            continue;
        }
        // One rounding: the difference of two doubles.
        worst.see(problem.lower()[at] - x, 0, problem.lower()[at], false, j);
        worst.see(x - problem.upper()[at], 0, problem.upper()[at], false, j);
        if (problem.type()[at] == ColumnType::continuous) continue;
        const double distance = std::fabs(x - std::round(x));
        if (distance <= verdict.max_integrality) continue;
        verdict.max_integrality = distance;
        least_integer = j;
    }
}

void check_rows(const Problem& problem, std::span<const double> values, Verdict& verdict,
                Worst& worst) {
    const auto start = problem.row_start();
    const auto index = problem.index();
    const auto value = problem.value();
    ilp::ExactSum sum;
    verdict.row_activity.resize(static_cast<std::size_t>(problem.rows()));
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const auto row = static_cast<std::size_t>(i);
        sum.clear();
        bool finite = true;
        double integers = 0;
        for (std::int64_t k = start[row]; k < start[row + 1]; ++k) {
            const auto entry = static_cast<std::size_t>(k);
            const auto column = static_cast<std::size_t>(index[entry]);
            const double x = values[column];
            finite = finite && std::isfinite(x);
            if (!finite) continue;
            sum.add_product(value[entry], x);
            if (problem.type()[column] != ColumnType::continuous) integers += value[entry] * x;
        }
        if (!finite) {  // already told as the fault of a column
            verdict.row_activity[row] = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        const double activity = sum.value();
        verdict.row_activity[row] = activity;
        const Breach breach =
            breach_of(sum, activity, problem.row_lower()[row], problem.row_upper()[row]);
        // Integers are exact: what they add up to is no reason for a larger breach. The numbers of
        // the row themselves are rounded.
        const double rest = std::min(std::fabs(breach.bound), std::fabs(breach.bound - integers));
        worst.see(breach.violation, breach.bound, rest, true, i);
    }
}

double objective_of(const Problem& problem, std::span<const double> values) {
    ilp::ExactSum sum;
    sum.add(problem.offset());
    for (std::size_t j = 0; j < values.size(); ++j) {
        if (problem.cost()[j] == 0) continue;
        if (!std::isfinite(values[j])) return std::numeric_limits<double>::quiet_NaN();
        sum.add_product(problem.cost()[j], values[j]);
    }
    return sum.value();
}

}  // namespace

Verdict check_point(const Problem& problem, std::span<const double> values,
                    const CheckTolerances& tolerances) {
    check_arguments(problem, values, tolerances);
    Verdict verdict;
    Worst worst(tolerances);
    std::int32_t least_integer = -1;
    check_columns(problem, values, verdict, worst, least_integer);
    check_rows(problem, values, verdict, worst);
    verdict.objective = objective_of(problem, values);
    verdict.max_violation = worst.largest();
    verdict.worst = worst.name(problem);
    const bool integer = verdict.max_integrality <= tolerances.integrality;
    if (!integer && !worst.any_outside()) verdict.worst = problem.column_name(least_integer);
    verdict.feasible = integer && !worst.any_outside();
    return verdict;
}

}  // namespace tenon
