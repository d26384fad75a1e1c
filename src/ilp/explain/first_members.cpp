// Sets of sides that cannot hold together, to begin with.
#include <algorithm>
#include <cmath>

#include "base/sum.hpp"
#include "ilp/explain/conflict_search.hpp"
#include "ilp/linear/linear_form.hpp"

namespace tenon::ilp {

namespace {

// A row is called infeasible by itself only beyond this, relative to its side: well outside what
// the engine tolerates.
constexpr double clear_breach = 1e-6;
// Less than this in all, in sums of violations, is within what the engine tolerates.
constexpr double least_violation = 1e-7;

LinearProgram without_costs(const Problem& problem) {
    LinearProgram lp = linear_form(problem);
    std::fill(lp.cost.begin(), lp.cost.end(), 0.0);
    lp.offset = 0;
    return lp;
}

// The greatest (sign 1) or least (sign -1) activity of a row within the bounds, times sign.
double reach(const Problem& problem, std::int32_t row, double sign) {
    Sum total;
    for (std::int64_t k = problem.row_start()[row]; k < problem.row_start()[row + 1]; ++k) {
        const double a = sign * problem.value()[k];
        const auto j = static_cast<std::size_t>(problem.index()[k]);
        const double bound = a > 0 ? problem.upper()[j] : problem.lower()[j];
        if (std::fabs(bound) == infinity) return infinity;
        total.add_product(a, bound);
    }
    return total.value();
}

}  // namespace

ConflictSearch::Members ConflictSearch::of_one_column() const {
    for (std::int32_t j = 0; j < problem_.columns(); ++j) {
        if (problem_.type()[j] == ColumnType::continuous) continue;
        if (std::ceil(problem_.lower()[j]) <= std::floor(problem_.upper()[j])) continue;
        return {{Part::column_lower, j, true},
                {Part::column_upper, j, true},
                {Part::integrality, j, true}};
    }
    return {};
}

ConflictSearch::Members ConflictSearch::of_one_row() const {
    std::vector<double> y(static_cast<std::size_t>(problem_.rows()), 0.0);
    for (std::int32_t i = 0; i < problem_.rows(); ++i) {
        const double low = problem_.row_lower()[i], high = problem_.row_upper()[i];
        if (low > -infinity &&
            reach(problem_, i, 1) < low - clear_breach * std::max(1.0, std::fabs(low)))
            y[i] = 1;
        else if (high < infinity &&
                 -reach(problem_, i, -1) > high + clear_breach * std::max(1.0, std::fabs(high)))
            y[i] = -1;
        if (y[i] != 0) return support_of(problem_, y);
    }
    return {};
}

ConflictSearch::Members ConflictSearch::of_relaxation() {
    LpTolerances refined;
    refined.refine = true;  // a proof that holds rigorously names no more sides than it leans on
    Simplex simplex(without_costs(problem_), refined);
    switch (solve(simplex)) {
        case LpStatus::infeasible: {
            const std::vector<double> y = simplex.farkas();
            return y.empty() ? of_elastic_rows() : support_of(problem_, y);
        }
        case LpStatus::stopped:
            out_.outcome = stop_reason();
            return {};
        case LpStatus::optimal:
            out_.outcome = Outcome::optimal;
            return {};
        default:
            return of_elastic_rows();
    }
}

// minimise the sum of violations of the row sides; its prices combine the rows that contradict each
// other.
ConflictSearch::Members ConflictSearch::of_elastic_rows() {
    LinearProgram lp = without_costs(problem_);
    for (std::int32_t i = 0; i < lp.rows; ++i)
        for (const double direction : {1.0, -1.0}) {
            if ((direction > 0 ? lp.row_lower : lp.row_upper)[i] == -direction * infinity) continue;
            lp.cost.push_back(1);
            lp.lower.push_back(0);
            lp.upper.push_back(infinity);
            lp.matrix.index.push_back(i);
            lp.matrix.value.push_back(direction);
            lp.matrix.start.push_back(static_cast<std::int64_t>(lp.matrix.index.size()));
            ++lp.columns;
        }
    Simplex simplex(std::move(lp));
    const LpStatus status = solve(simplex);
    if (status == LpStatus::optimal) {
        if (simplex.objective() > least_violation) return support_of(problem_, simplex.dual());
        out_.outcome = Outcome::optimal;
        return {};
    }
    out_.outcome = status == LpStatus::stopped ? stop_reason() : Outcome::numerical;
    return {};
}

ConflictSearch::Members ConflictSearch::all_sides() const {
    Members members;
    for (std::int32_t i = 0; i < problem_.rows(); ++i) {
        if (problem_.row_lower()[i] > -infinity) members.push_back({Part::row_lower, i, false});
        if (problem_.row_upper()[i] < infinity) members.push_back({Part::row_upper, i, false});
    }
    for (std::int32_t j = 0; j < problem_.columns(); ++j) {
        if (problem_.lower()[j] > -infinity) members.push_back({Part::column_lower, j, false});
        if (problem_.upper()[j] < infinity) members.push_back({Part::column_upper, j, false});
    }
    return members;
}

}  // namespace tenon::ilp
