// Fix and propagate. Integers are fixed one by one at the value next to a given point, nearest
// first, and each choice is spread over the rows at once. Where a choice proves impossible its
// opposite is tried; where that fails too, the attempt ends. Continuous columns are left to the
// completion of the incumbent.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Fixes j near value, or on its other side; false if neither is possible.
bool place(Domain& domain, std::int32_t j, double value) {
    const std::size_t mark = domain.mark();
    const double first = std::clamp(std::round(value), domain.lower(j), domain.upper(j));
    domain.fix(j, first, Domain::by_choice);
    if (!domain.infeasible() && domain.propagate()) return true;
    domain.undo_to(mark);
    double second = first + (value >= first ? 1 : -1);
    if (second < domain.lower(j) || second > domain.upper(j)) second = 2 * first - second;
    if (second < domain.lower(j) || second > domain.upper(j)) return false;
    domain.fix(j, second, Domain::by_choice);
    if (!domain.infeasible() && domain.propagate()) return true;
    domain.undo_to(mark);
    return false;
}

}  // namespace

bool fix_and_propagate(Workbench& search, std::span<const double> point) {
    const Stint stint(search.control(), SearchPart::fix_and_propagate);
    Domain& domain = search.domain();
    std::vector<std::int32_t> order(search.integers().begin(), search.integers().end());
    // Columns away from zero first among the integral ones: they carry the plan.
    const auto rank = [&](std::int32_t j) {
        const double away = distance_to_integer(point[j]);
        return away + (std::round(point[j]) == 0 ? 0.25 : 0.0);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int32_t a, std::int32_t b) { return rank(a) < rank(b); });
    const std::size_t mark = domain.mark();
    bool possible = true;
    for (const std::int32_t j : order) {
        if (domain.fixed(j)) continue;
        possible = !search.control().stopped() && place(domain, j, point[j]);
        if (!possible) break;
    }
    bool found = false;
    if (possible) {
        std::vector<double> x(point.begin(), point.end());
        for (std::int32_t j = 0; j < domain.columns(); ++j)
            x[j] = std::clamp(x[j], domain.lower(j), domain.upper(j));
        domain.undo_to(mark);
        found = search.offer(x, "fix and propagate");
    }
    domain.undo_to(mark);
    return found;
}

}  // namespace tenon::ilp
