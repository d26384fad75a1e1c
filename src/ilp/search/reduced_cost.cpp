// Reduced cost fixing. At an LP optimum of value z, moving a nonbasic column by t from its bound
// costs at least |d_j| t; a plan below the cutoff therefore has
//
//   d_j > 0:  x_j <= l_j + (cutoff - z) / d_j,     d_j < 0:  x_j >= u_j + (cutoff - z) / d_j.
//
// H. Crowder, E. Johnson, M. Padberg: Solving large-scale zero-one linear programming problems,
// Operations Research 31, 1983.
#include <cmath>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// Smaller reduced costs are within the dual tolerance of the LP.
constexpr double least_reduced_cost = 1e-6;
// Bounds this large are no news.
constexpr double largest_move = 1e7;

// The most a column may move, in whole units.
double allowed_move(double room, double reduced_cost) {
    return std::floor(room / std::fabs(reduced_cost) + integrality_tolerance);
}

}  // namespace

std::int64_t Search::fix_by_reduced_costs(double objective) {
    if (!incumbent_.limited() || !options_.reduced_costs) return 0;
    const Stint stint(control_, SearchPart::reduced_costs);
    const double room = incumbent_.strict_cutoff() - objective;
    if (room < 0) return 0;
    const std::span<const double> d = relaxation_.reduced_costs();
    const std::span<const double> x = relaxation_.primal();
    const std::size_t before = domain_.mark();
    for (const std::int32_t j : integers_) {
        if (domain_.fixed(j) || std::fabs(d[j]) < least_reduced_cost) continue;
        const double move = allowed_move(room, d[j]);
        if (move > largest_move) continue;
        if (d[j] > 0 && x[j] <= domain_.lower(j) + integrality_tolerance)
            domain_.drop_upper(j, domain_.lower(j) + move, Domain::by_reduced_cost);
        else if (d[j] < 0 && x[j] >= domain_.upper(j) - integrality_tolerance)
            domain_.raise_lower(j, domain_.upper(j) - move, Domain::by_reduced_cost);
    }
    const auto changes = static_cast<std::int64_t>(domain_.mark() - before);
    control_.effort().of(SearchPart::reduced_costs).found += changes;
    return changes;
}

void Search::remember_root_costs() {
    root_objective_ = relaxation_.objective();
    root_costs_.assign(relaxation_.reduced_costs().begin(), relaxation_.reduced_costs().end());
    root_values_.assign(relaxation_.primal().begin(), relaxation_.primal().end());
    // The bounds the values stand at are needed with them.
    for (const std::int32_t j : integers_) {
        const double d = root_costs_[j];
        if (std::fabs(d) < least_reduced_cost) {
            root_costs_[j] = 0;
            continue;
        }
        const double bound = d > 0 ? domain_.lower(j) : domain_.upper(j);
        if (std::fabs(root_values_[j] - bound) > integrality_tolerance) root_costs_[j] = 0;
        root_values_[j] = bound;
    }
}

// The same with the root's costs, whenever the cutoff has become better; at the root of the tree.
bool Search::fix_by_root_costs() {
    if (!incumbent_.limited() || root_costs_.empty() || !options_.reduced_costs) return true;
    if (incumbent_.strict_cutoff() >= root_costs_cutoff_) return true;
    root_costs_cutoff_ = incumbent_.strict_cutoff();
    const double room = root_costs_cutoff_ - root_objective_;
    if (room < 0) return true;  // the bound ends the search by itself
    for (const std::int32_t j : integers_) {
        if (root_costs_[j] == 0) continue;
        const double move = allowed_move(room, root_costs_[j]);
        if (move > largest_move) continue;
        if (root_costs_[j] > 0)
            domain_.drop_upper(j, root_values_[j] + move, Domain::by_reduced_cost);
        else
            domain_.raise_lower(j, root_values_[j] - move, Domain::by_reduced_cost);
    }
    return !domain_.infeasible();
}

}  // namespace tenon::ilp
