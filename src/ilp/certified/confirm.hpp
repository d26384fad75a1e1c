// Claims that rest on rows which doubles cannot bear are proved in exact arithmetic, or taken back.
//
// A linear program in doubles is feasible to about 1e-9 of the size of a row. In a row with 1e12
// and 1 as coefficients that is a thousand times what the small one can say: presolve, cuts and the
// program itself may then lose a plan, or miss a better one, and not know.
#pragma once

#include <cstdint>

#include "ilp/node/incumbent.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp::certified {

// The row with integer columns whose largest coefficient is the largest multiple of its smallest,
// if that is more than can be trusted (less where lazy rows came, or may); else one whose whole
// coefficients have too many units of their common divisor; else -1.
std::int32_t row_beyond_doubles(const Problem& problem, bool lazy_rows);

// An outcome that claims something (optimal, infeasible) is proved; a better plan that is met takes
// the place of the answer's. What cannot be proved within the limits is not claimed: the outcome is
// then that of the limit, or numerical, the bound what has been proved, and `doubt` names the row.
void confirm(const Context& context, const Problem& problem, const SolveOptions& options,
             std::int32_t row, const Judge& judge, Solution& answer);

}  // namespace tenon::ilp::certified
