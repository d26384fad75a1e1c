// Why a problem has no plan: a small set of its own rows, bounds and integrality demands that
// cannot hold together, such that any one of them gone lets the rest hold.
//
// Such a set is called irreducible (IIS). For linear programs it is read off a proof of
// infeasibility, whose rows and bounds contradict each other, and then every member is taken out
// once to see that the rest can hold: the deletion filter (J. W. Chinneck, E. W. Dravnieks:
// Locating minimal infeasible constraint sets in linear programs, ORSA J. Computing 3, 1991; J. W.
// Chinneck: Feasibility and Infeasibility in Optimization, 2008; J. Gleeson, J. Ryan: Identifying
// minimally infeasible subsystems of inequalities, ORSA J. Computing 2, 1990). Where only the
// integrality makes a problem infeasible the integer solver takes the place of the linear one (O.
// Guieu, J. W. Chinneck: Analyzing infeasible mixed-integer and integer linear programs, INFORMS J.
// Computing 11, 1999). There may be several such sets; one is found, and mending it may bring up
// another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/part.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon {

struct ConflictMember {
    Part part = Part::row_lower;  // a side of a row, a bound, or integrality
    std::int32_t index = -1;      // the row or column
    bool needed = false;          // seen: without it the other members can hold

    bool operator==(const ConflictMember&) const = default;
};

struct ConflictOptions {
    double time_limit_seconds = infinity;
    // For each trial of the integer solver; -1: ten times what the first proof took, and at least
    // 20,000,000. A member whose trial ends there stays, without being known to be needed.
    std::int64_t trial_work_limit = -1;
};

struct Conflict {
    // infeasible: there are members. optimal: the problem has a plan, there is no conflict. The
    // limits, cancelled and numerical: nothing was found out.
    Outcome outcome = Outcome::numerical;
    std::vector<ConflictMember> members;  // rows first, then columns, by number
    bool minimal = false;                 // every member is needed
    // The members of a linear conflict contradict each other by these multipliers of the rows, and
    // the judge (check_infeasible) agrees. false: the engine found it infeasible within its
    // tolerance, or by a search over integers.
    bool proved = false;
    std::vector<double> farkas;
    std::int64_t trials = 0;  // solves
    double seconds = 0;
};

// Limits and cancelling end the search with what is known: a set that may still be too large
// (minimal is false). Throws Error(argument) for options, Error(budget).
Conflict find_conflict(const Context& context, const Problem& problem,
                       const ConflictOptions& options = {});

// In plain words, with names and numbers: "These 2 rows and one bound cannot hold together; ...", a
// line for each.
std::string explain_conflict(const Problem& problem, const Conflict& conflict);

// One part as a person writes it: "need: x + y >= 5", "x <= 2", "x is an integer", "cost of x: 3".
std::string part_text(const Problem& problem, Part part, std::int32_t index);

}  // namespace tenon
