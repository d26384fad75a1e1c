// Plans not far from the best one, counted in binaries that differ,
//
//   D(x) = sum over x*_j = 0 of x_j + sum over x*_j = 1 of (1 - x_j):
//
//   local branching   the program with D(x) <= k as a further row
//   proximity         min D(x) over plans that cost less by a share of the open gap
//
// M. Fischetti, A. Lodi: Local branching, Mathematical Programming 98, 2003; M. Fischetti,
// M. Monaci: Proximity search for 0-1 mixed-integer convex programming, Journal of Heuristics 20,
// 2014.
#include <algorithm>
#include <cmath>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

namespace {

// Binaries that may differ: a share of those that are one in the plan, within limits.
constexpr double ball_share = 0.2;
constexpr double smallest_ball = 4, largest_ball = 30;
// A near plan must be better by this share of the open gap.
constexpr double improvement = 0.1;

bool binary(const Workbench& search, std::int32_t j) {
    const LinearProgram& lp = search.program().lp;
    return search.program().integer[j] && lp.lower[j] == 0 && lp.upper[j] == 1;
}

double goal_of(Workbench& search) {
    const Incumbent& best = search.incumbent();
    double goal = best.strict_cutoff();
    if (search.lp_objective() > -infinity)
        goal = std::min(
            goal, best.objective() - improvement * (best.objective() - search.lp_objective()));
    return goal;
}

}  // namespace

bool near_best_plan(Workbench& search, Neighbourhood kind, SubProblem& part) {
    if (!search.incumbent().found()) return false;
    const std::vector<double>& plan = search.incumbent().point();
    search.domain().global_bounds(part.lower, part.upper);
    const auto columns = static_cast<std::int32_t>(plan.size());
    Cut row;
    double ones = 0, binaries = 0;
    part.cost.assign(plan.size(), 0);
    for (std::int32_t j = 0; j < columns; ++j) {
        if (!binary(search, j) || part.lower[j] == part.upper[j]) continue;
        ++binaries;
        ones += plan[j];
        part.cost[j] = 1 - 2 * plan[j];
        row.index.push_back(j);
        row.value.push_back(part.cost[j]);
    }
    // Within the ball lies nearly everything.
    if (binaries <= 2 * largest_ball) return false;
    if (kind == Neighbourhood::local_branching) {
        row.right = std::clamp(std::round(ball_share * ones), smallest_ball, largest_ball) - ones;
        part.rows.push_back(std::move(row));
        part.cost.clear();
        part.cutoff = goal_of(search);
    } else {
        Cut better;
        for (std::int32_t j = 0; j < columns; ++j) {
            if (search.program().lp.cost[j] == 0) continue;
            better.index.push_back(j);
            better.value.push_back(search.program().lp.cost[j]);
        }
        better.right = goal_of(search) - search.program().lp.offset;
        part.rows.push_back(std::move(better));
        part.first_plan = true;
    }
    return true;
}

}  // namespace tenon::ilp
