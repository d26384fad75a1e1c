// Why a start cannot be completed. First the bounds, then each row by itself with everything
// unknown (and every continuous column) at its best, then what rows imply together: the known
// integers are fixed one by one, and the first that leaves nothing is named with the row that it
// breaks.
#include <cmath>
#include <vector>

#include "base/number_text.hpp"
#include "ilp/node/domain.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/start_plan.hpp"

namespace tenon::ilp {

namespace {

struct Breach {
    std::int32_t row = -1;
    double amount = 0;
};

// The row that the box breaks most, relative to its tolerance.
Breach worst_row(const Problem& problem, std::span<const double> lower,
                 std::span<const double> upper) {
    Breach worst;
    double most = 1;
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        double least = 0, largest = 0;
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            const double a = problem.value()[k];
            const std::int32_t j = problem.index()[k];
            least += a * (a > 0 ? lower[j] : upper[j]);
            largest += a * (a > 0 ? upper[j] : lower[j]);
        }
        const auto see = [&](double amount, double side) {
            const double share = amount / scaled(feasibility_tolerance, side);
            if (!(share > most)) return;
            most = share;
            worst = {i, amount};
        };
        see(least - problem.row_upper()[i], problem.row_upper()[i]);
        see(problem.row_lower()[i] - largest, problem.row_lower()[i]);
    }
    return worst;
}

// `given`: by the start, before it was rounded.
std::string of_column(const Problem& problem, std::int32_t j, double value, double given) {
    std::string out = "\"" + problem.column_name(j) + "\" = " + format_double(value);
    if (std::fabs(given - value) > integrality_tolerance)
        out += " (rounded from " + format_double(given) + ")";
    return out;
}

std::string of_row(const Problem& problem, const Breach& breach) {
    return "row \"" + problem.row_name(breach.row) + "\" is broken by " +
           format_double(breach.amount);
}

// Integers as they are tried: rounded.
std::string breach_of_bounds(const Problem& problem, std::int32_t j, double value, double given,
                             const std::string& says) {
    const double low = problem.lower()[j], high = problem.upper()[j];
    if (std::isinf(value)) return says + of_column(problem, j, value, value);
    const bool above = value > high;
    const double amount = above ? value - high : low - value;
    if (!(amount > scaled(feasibility_tolerance, above ? high : low))) return {};
    return says + of_column(problem, j, value, given) + ", which breaks the " +
           (above ? "upper bound " + format_double(high) : "lower bound " + format_double(low)) +
           " by " + format_double(amount);
}

}  // namespace

std::string contradiction_of_start(const Problem& problem, std::span<const double> start,
                                   const char* what) {
    const std::string says = std::string("the ") + what + " says ";
    std::vector<double> lower(problem.lower().begin(), problem.lower().end());
    std::vector<double> upper(problem.upper().begin(), problem.upper().end());
    std::vector<std::int32_t> known;
    bool whole = true;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const bool integer = problem.type()[j] != ColumnType::continuous;
        if (std::isnan(start[j])) {
            whole = whole && !integer;
            continue;
        }
        if (!integer) {
            if (std::isinf(start[j])) return breach_of_bounds(problem, j, start[j], start[j], says);
            continue;
        }
        const double value = std::round(start[j]);
        std::string breach = breach_of_bounds(problem, j, value, start[j], says);
        if (!breach.empty()) return breach;
        known.push_back(j);
        lower[j] = upper[j] = value;
    }
    const Breach alone = worst_row(problem, lower, upper);
    if (alone.row >= 0)
        return std::string("with the integers of the ") + what + " " + of_row(problem, alone) +
               (whole ? "" : ", whatever the others are");

    Domain domain(to_mixed_program(problem));
    if (!domain.propagate()) return "the rows leave no plan at all";
    for (const std::int32_t j : known) {
        domain.fix(j, std::round(start[j]), Domain::by_choice);
        if (!domain.infeasible() && domain.propagate()) continue;
        std::string out = says + of_column(problem, j, std::round(start[j]), start[j]) +
                          ", which cannot be joined with the integers it names before that column";
        const Breach together = worst_row(problem, domain.lower(), domain.upper());
        if (together.row >= 0) out += ": " + of_row(problem, together) + " by what they imply";
        return out;
    }
    return {};
}

std::string rounded_in_start(const Problem& problem, std::span<const double> start) {
    std::string out;
    std::int64_t others = 0;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        if (problem.type()[j] == ColumnType::continuous || !std::isfinite(start[j])) continue;
        if (distance_to_integer(start[j]) <= integrality_tolerance) continue;
        if (out.empty())
            out = "used with " + of_column(problem, j, std::round(start[j]), start[j]);
        else
            ++others;
    }
    if (others > 0) out += " and " + std::to_string(others) + " more integers rounded";
    return out;
}

}  // namespace tenon::ilp
