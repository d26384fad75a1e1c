// Proofs that a linear program has no plan, or no best one, weighed with exact sums.
//
//   No plan: with d = -A'y every plan x and its activities s have  y's + d'x = 0. If the least
//   value of the left side over the bounds of s and x is above zero, there is no plan (J. Farkas
//   1902; with bounds and rounding: A. Neumaier, O. Shcherbina: Safe bounds in linear and
//   mixed-integer linear programming, Math. Programming 99, 2004).
//
//   No best plan: a direction r that improves the objective and along which no row and no bound
//   comes nearer to a finite side.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ilp/check/column_entries.hpp"
#include "ilp/check/exact_sum.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// Adds the least value of coefficient * z over lower <= z <= upper.
class LeastValue {
  public:
    // `rounding`: the coefficient is within this of the true one. `terms`: what it was made of.
    void add(double coefficient, double rounding, double terms, double lower, double upper) {
        if (coefficient == 0) return;
        const double side = coefficient > 0 ? lower : upper;
        if (std::fabs(side) == infinity) {
            unexplained = std::max(unexplained, std::fabs(coefficient) / terms);
            return;
        }
        total_.add_product(coefficient, side);
        doubt += rounding * std::fabs(side);
    }
    double value() { return total_.value(); }

    double doubt = 0, unexplained = 0;

  private:
    ilp::ExactSum total_;
};

}  // namespace

InfeasibilityVerdict check_infeasible(const Problem& problem, std::span<const double> multipliers) {
    ilp::check_numbers(multipliers, problem.rows(), "multipliers", "row");
    LeastValue least;
    for (std::size_t i = 0; i < multipliers.size(); ++i)
        least.add(multipliers[i], 0, std::fabs(multipliers[i]), problem.row_lower()[i],
                  problem.row_upper()[i]);
    const ilp::ColumnEntries entries(problem);
    ilp::ExactSum sum;
    for (std::size_t j = 0; j < static_cast<std::size_t>(problem.columns()); ++j) {
        sum.clear();
        double terms = 0;
        for (std::size_t k = entries.start[j]; k < entries.start[j + 1]; ++k) {
            const double y = multipliers[entries.row[k]];
            sum.add_product(-entries.value[k], y);
            terms = std::max(terms, std::fabs(entries.value[k] * y));
        }
        const double d = sum.value();
        // d is rounded once.
        least.add(d, epsilon * std::fabs(d), std::max(terms, std::fabs(d)), problem.lower()[j],
                  problem.upper()[j]);
    }
    InfeasibilityVerdict verdict;
    verdict.value = least.value();
    // The sum itself is rounded once more.
    verdict.doubt = least.doubt * (1 + 4 * epsilon) + epsilon * std::fabs(verdict.value);
    verdict.unexplained = least.unexplained;
    verdict.proves = verdict.unexplained == 0 && verdict.value > verdict.doubt;
    return verdict;
}

RayVerdict check_ray(const Problem& problem, std::span<const double> ray, double tolerance) {
    ilp::check_numbers(ray, problem.columns(), "ray", "column");
    if (!(tolerance >= 0))
        throw Error(Status::argument, "the tolerance must be zero or a positive number",
                    {.argument = "tolerance"});
    double largest = 0;
    for (const double r : ray) largest = std::max(largest, std::fabs(r));
    RayVerdict verdict;
    const auto see = [&](double move, double terms, double lower, double upper,
                         const std::string& name) {
        if (!((move > 0 && upper < infinity) || (move < 0 && lower > -infinity))) return;
        const double breach = std::fabs(move) / terms;
        if (breach <= verdict.breach) return;
        verdict.breach = breach;
        verdict.worst = name;
    };
    ilp::ExactSum sum, slope;
    double slope_terms = 0;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const auto at = static_cast<std::size_t>(j);
        see(ray[at], largest, problem.lower()[at], problem.upper()[at], problem.column_name(j));
        slope.add_product(problem.cost()[at], ray[at]);
        slope_terms = std::max(slope_terms, std::fabs(problem.cost()[at] * ray[at]));
    }
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        sum.clear();
        double terms = 0;
        for (std::int64_t k = problem.row_start()[at]; k < problem.row_start()[at + 1]; ++k) {
            const auto entry = static_cast<std::size_t>(k);
            const double r = ray[static_cast<std::size_t>(problem.index()[entry])];
            sum.add_product(problem.value()[entry], r);
            terms = std::max(terms, std::fabs(problem.value()[entry] * r));
        }
        if (terms > 0)
            see(sum.value(), terms, problem.row_lower()[at], problem.row_upper()[at],
                problem.row_name(i));
    }
    verdict.slope = slope.value();
    const double gain = problem.sense() == Sense::maximize ? verdict.slope : -verdict.slope;
    verdict.proves = verdict.breach <= tolerance && gain > tolerance * slope_terms;
    return verdict;
}

}  // namespace tenon
