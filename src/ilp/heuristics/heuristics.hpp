// Ways to plans: each a function over the search that offers points and leaves domain and
// relaxation as it found them. Listed here, scheduled in schedule.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

// The schedule: before the first LP; at the root with an LP optimum; at a node with a fractional
// LP optimum. The last returns whether a better plan was found.
void run_start_heuristics(Workbench& search);
void run_root_heuristics(Workbench& search);
// Instead of the first, where an earlier search, which took former_work, has left a plan that is none
// any more.
void run_mending(Workbench& search, std::int64_t former_work);
// After the cuts: sub-problems around the LP optimum and the best plan.
void run_repair(Workbench& search);
void run_root_neighbourhoods(Workbench& search);
bool run_node_heuristics(Workbench& search, std::int32_t depth, std::int64_t nodes);

// rounding.cpp: every fractional column goes where no row holds it back.
bool round_by_locks(Workbench& search, std::span<const double> point);

// shifting.cpp: rounds, then repairs broken rows by single moves.
bool shift(Workbench& search, std::span<const double> point);

// octane.cpp: 0/1 points along rays from the LP optimum of a program of binaries alone.
bool octane(Workbench& search, std::span<const double> point);

// fix_and_propagate.cpp: fixes integers one by one near `point`, spreading each choice.
bool fix_and_propagate(Workbench& search, std::span<const double> point);

// neighbourhoods.cpp: most integers are fixed, the rest is searched by a search of its own. False
// if too few can be fixed; `found` says whether a better plan came of it.
bool search_neighbourhood(Workbench& search, Neighbourhood kind, std::int64_t work, bool& found);

// mending.cpp: parts around what an earlier plan (options().near_plan) does wrong in this program.
// True if a better plan was found.
bool mend(Workbench& search, std::int64_t work);

// near_plans.cpp: what the last two of them search; false if that would be nearly the whole.
bool near_best_plan(Workbench& search, Neighbourhood kind, SubProblem& part);

// feasibility_pump.cpp: roundings and the LP points nearest to them, in turns.
bool pump(Workbench& search, std::span<const double> from, std::int64_t iterations);

// feasibility_jump.cpp: moves that mend broken rows, without an LP; effort in entries looked at.
bool jump(Workbench& search, std::int64_t effort, std::span<const double> from = {});

// exchange.cpp: moves of one or two integers from the best plan.
bool exchange(Workbench& search);

// hints.cpp: integers go where the caller hints, the heaviest hint first; the others follow `point`
// (or zero where it is empty).
bool follow_hints(Workbench& search, std::span<const double> point);

// diving.cpp: fixes one fractional column after the other, with an LP after each.
enum class Dive : std::uint8_t {
    fractional,
    coefficient,
    pseudo_cost,
    guided,
    vector_length,
    line_search
};
inline constexpr int dive_kinds = 6;
bool dive(Workbench& search, Dive kind, std::int64_t iterations);

}  // namespace tenon::ilp
