// What to loosen, and by how much, so that a problem without a plan gets one at the least cost.
//
// The elastic program (G. G. Brown, G. W. Graves: Elastic programming, 1975; J. W. Chinneck:
// Feasibility and Infeasibility in Optimization, 2008, part 1): every side of a row that may be
// loosened gets a variable for its violation,
//   minimise sum w_i v_i   subject to   row_lower - v <= A x <= row_upper + v',  v >= 0,
// integers stay integers, and bounds of columns are treated alike where that is asked for.
//
// The default weight is 1 for each unit of a row, in the row's own units: an hour is an hour and a
// kilogram a kilogram, as the rows are written. Where rows are in different units, give weights:
// what one unit of each costs you. Column bounds hold by default, because most of them (amounts are
// not negative) are no decisions. With only rows to loosen there is always an answer, unless an
// integer column has no integer between its bounds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/part.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon {

enum class RelaxMeasure : std::int32_t {
    amount = 0,  // sum of weight * amount
    count = 1,   // sum of the weights of what is loosened at all, however much
};

struct RelaxOptions {
    RelaxMeasure measure = RelaxMeasure::amount;
    // One a row, for both of its sides; infinity: it must hold. Empty: all 1.
    std::vector<double> row_weight;
    // One a column, for both of its bounds; infinity: they must hold. Empty: all infinity, or with
    // `bounds` 1 for all finite bounds but lower bounds of zero and those of columns of 0 or 1.
    std::vector<double> column_weight;
    bool bounds = false;
    // count only: nothing is loosened by more than this. As small as makes sense is best: it stands
    // beside the other numbers of the rows.
    double largest_amount = 1e6;
    SolveOptions solve;  // limits and gap for each of the two or three solves
};

struct Loosening {
    Part part = Part::row_lower;  // a side of a row or a bound
    std::int32_t index = -1;
    double from = 0, to = 0;  // the side as it is, and as it must be
    double amount = 0;        // |to - from|
    double cost = 0;          // weight * amount, or the weight

    bool operator==(const Loosening&) const = default;
};

struct Relaxation {
    // optimal: no cheaper way (within the gap). infeasible: what must hold contradicts itself, or
    // (count) a side would have to give more than largest_amount. A limit: `changes` may hold the
    // best found so far (if the plan has values).
    Outcome outcome = Outcome::numerical;
    std::vector<Loosening>
        changes;  // rows first, by number; empty: the problem has a plan as it is
    double cost = 0;
    double bound = 0;  // nothing can cost less
    // A plan of the loosened problem, best by the problem's own objective, judged there.
    Solution plan;
    double seconds = 0;
};

// Amounts are rounded up at the ninth digit, so that they can be typed in. Throws Error(argument)
// for weights that are not above zero, or of another number than the rows or columns.
Relaxation relax(const Context& context, const Problem& problem, const RelaxOptions& options = {});

// The problem with the changes made.
Problem relaxed_problem(const Problem& problem, const Relaxation& relaxation);

// In plain words, a line for each change.
std::string explain_relaxation(const Problem& problem, const Relaxation& relaxation);

}  // namespace tenon
