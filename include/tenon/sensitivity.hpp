// How far a cost, a side of a row or a bound can change before another basis is the best one, and
// what the optimum is worth there.
//
// Ordinary (one at a time) ranging of linear programs: one number moves, everything else stays. As
// long as it stays in its range the optimal basis stays optimal, and the objective moves along a
// straight line from `objective` to the objective of the end. (V. Chvatal, Linear Programming,
// 1983, ch. 10; M. S. Bazaraa, J. J. Jarvis, H. D. Sherali, Linear Programming and Network Flows,
// 2010, ch. 6.) Beyond the end one variable enters the basis and another leaves it.
//
// Degenerate programs: the ranges are those of the one basis that is analysed (`basis`). Another
// basis of the same vertex, or another optimal vertex, may have other ranges and shadow prices;
// within the range all that is said holds, beyond it the optimum may still move along the same
// line.
#pragma once

#include <cstdint>
#include <vector>

#include "tenon/basis.hpp"
#include "tenon/context.hpp"
#include "tenon/part.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon {

// A column, or what stands for a row in the basis; index -1: none.
struct BasisVariable {
    std::int32_t index = -1;
    bool is_row = false;

    bool operator==(const BasisVariable&) const = default;
};

struct RangeEnd {
    double value = 0;      // of the number that moves; +-infinity: it may move for ever
    double objective = 0;  // the optimum there, in the problem's sense; +-infinity if it grows
    // Beyond the end `entering` takes the place of `leaving`. Both the same: it goes to its other
    // bound, or the two sides of one row or column meet. No entering: beyond it nothing is
    // feasible; no leaving: unbounded.
    BasisVariable entering, leaving;
};

struct Range {
    double value = 0;  // as it stands in the problem
    RangeEnd lower, upper;
};

struct Sensitivity {
    double objective = 0;
    std::vector<Range> cost;  // one a column
    // Where a side does not bind, it may go as far as the activity. Where both sides of a row (or
    // bounds of a column) are equal, both move together and both ranges are the same.
    std::vector<Range> row_lower, row_upper;
    std::vector<Range> column_lower, column_upper;
    Basis basis;  // what the ranges belong to: that of the solution, if it is optimal as it stands

    // The list of a part; Error(argument) for integrality, which has none.
    const std::vector<Range>& ranges(Part part) const;
};

// The solution must be an optimum of this problem, as solve() and WarmLinear give it; where it has
// no basis one is found. Takes one solve with the basis and one product with the matrix for each
// basic variable. Throws Error(argument) for problems with integers (fix them first) and for other
// solutions, Error(cancelled).
Sensitivity analyse_sensitivity(const Context& context, const Problem& problem,
                                const Solution& solution);

}  // namespace tenon
