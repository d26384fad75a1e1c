// A program that falls apart: columns that no row connects can be decided apart from each other,
// and the work of two trees is their sum, not their product. All components but the largest are
// searched on their own, smallest first, and their integers fixed at an optimum; what stays open
// (the largest, and those that need too much work) is left to the search of the whole.
//
// G. Gamrath et al.: Progress in presolving for mixed integer programming, Mathematical Programming
// Computation 7, 2015, section 4.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

// Columns that are not fixed, by the rows they share: a number for each, -1 for fixed ones.
struct Components {
    std::int32_t count = 0;
    std::vector<std::int32_t> of_column;
};
Components components_of(const LinearProgram& lp);

enum class ComponentStatus : std::uint8_t { none, fixed, infeasible };

// `program` comes back with the integers of solved components fixed.
ComponentStatus solve_components(MixedProgram& program, Control& control,
                                 const SearchOptions& options);

}  // namespace tenon::ilp
