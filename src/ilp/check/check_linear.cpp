// Plan and prices of a linear program, judged together.
//
// As a minimisation (signs turned for a maximisation), with d = c - A'y:
//   dual objective  = sum over rows of    y > 0 ? y row_lower : y row_upper
//                   + sum over columns of d > 0 ? d lower     : d upper      + offset,
// where a price without a finite side is a dual breach and is left out. For a feasible pair
//   objective - dual objective = sum of |price| * distance from its side >= 0.
#include <algorithm>
#include <cmath>

#include "ilp/check/column_entries.hpp"
#include "ilp/check/exact_sum.hpp"
#include "tenon/check.hpp"

namespace tenon {

namespace {

class LinearJudge {
  public:
    explicit LinearJudge(const Problem& problem) : problem_(problem) {
        dual_total_.add(problem.offset() * sign());
    }

    // A row or column at `value` with its price and the sizes the price was computed from.
    void see(double value, double price, double terms, double lower, double upper, bool is_row,
             std::int32_t index) {
        const double below = lower - value, above = value - upper;
        const double breach = std::max(below, above);
        if (breach > 0) {
            const double side = below > above ? lower : upper;
            note(breach, breach / std::max(1.0, std::fabs(side)), out.primal, out.primal_scaled,
                 worst_primal_, is_row, index);
        }
        if (price == 0) return;
        const double side = price > 0 ? lower : upper;
        if (std::fabs(side) == infinity) {
            note(std::fabs(price), std::fabs(price) / std::max(1.0, terms), out.dual,
                 out.dual_scaled, worst_dual_, is_row, index);
            return;
        }
        dual_total_.add_product(price, side);
        out.complementarity = std::max(out.complementarity,
                                       std::fabs(price) * std::max(0.0, std::fabs(value - side)));
    }

    LinearResiduals finish(double objective) {
        out.objective = objective;
        out.dual_objective = sign() * dual_total_.value() + 0.0;
        out.gap =
            std::fabs(out.objective - out.dual_objective) / std::max(1.0, std::fabs(objective));
        out.worst_primal = name(worst_primal_);
        out.worst_dual = name(worst_dual_);
        return out;
    }

    double sign() const { return problem_.sense() == Sense::maximize ? -1.0 : 1.0; }

  private:
    struct Place {
        bool is_row = false;
        std::int32_t index = -1;
    };
    static void note(double absolute, double scaled, double& largest, double& largest_scaled,
                     Place& place, bool is_row, std::int32_t index) {
        largest = std::max(largest, absolute);
        if (scaled <= largest_scaled) return;
        largest_scaled = scaled;
        place = {is_row, index};
    }
    std::string name(const Place& place) const {
        if (place.index < 0) return {};
        return place.is_row ? problem_.row_name(place.index) : problem_.column_name(place.index);
    }

    const Problem& problem_;
    LinearResiduals out;
    ilp::ExactSum dual_total_;
    Place worst_primal_, worst_dual_;
};

}  // namespace

LinearResiduals check_linear(const Problem& problem, std::span<const double> values,
                             std::span<const double> dual) {
    ilp::check_numbers(values, problem.columns(), "values", "column");
    ilp::check_numbers(dual, problem.rows(), "dual", "row");
    const Verdict verdict = check_point(problem, values, {infinity, infinity});
    LinearJudge judge(problem);
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        judge.see(verdict.row_activity[at], judge.sign() * dual[at], std::fabs(dual[at]),
                  problem.row_lower()[at], problem.row_upper()[at], true, i);
    }
    const ilp::ColumnEntries entries(problem);
    ilp::ExactSum sum;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const auto at = static_cast<std::size_t>(j);
        sum.clear();
        sum.add(problem.cost()[at]);
        double terms = std::fabs(problem.cost()[at]);
        for (std::size_t k = entries.start[at]; k < entries.start[at + 1]; ++k) {
            const double y = dual[entries.row[k]];
            sum.add_product(-entries.value[k], y);
            terms = std::max(terms, std::fabs(entries.value[k] * y));
        }
        judge.see(values[at], judge.sign() * sum.value(), terms, problem.lower()[at],
                  problem.upper()[at], false, j);
    }
    return judge.finish(verdict.objective);
}

}  // namespace tenon
