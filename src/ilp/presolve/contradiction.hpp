// A proof by propagation of bounds alone that a linear program has no point.
//
// Over the bounds l <= x <= u a row implies bounds of its columns: from a'x <= side and a_j > 0
//
//   x_j <= (side - min of the other terms) / a_j,
//
// and mirrored. Tightened again and again they may end in a row whose least activity is above its
// upper side (or the reverse). Each bound was a multiple of one row, so going backwards through them
// makes Farkas multipliers: with d = -A'y the coefficients of the combined row, the last bound of
// x_j that d_j leans on is undone by  y_r += d_j / a_rj,  which makes d_j zero and loses nothing.
// (Propagation: A. L. Brearley, G. Mitra, H. P. Williams: Analysis of mathematical programming
// problems prior to applying the simplex algorithm, Math. Programming 8, 1975. Going back: what
// conflict analysis of integer programs does, as J. Witzig, T. Berthold, S. Heinz: Computational
// aspects of infeasibility analysis in mixed integer programming, Math. Prog. Comp. 13, 2021.)
//
// Chains of stocks and lots that break early are found so in one pass, where the simplex method
// needs a pivot a period. Bounds may creep for ever, so the work is bounded, and only large steps
// count.
#pragma once

#include <vector>

#include "base/stop_check.hpp"
#include "ilp/lp/simplex.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// One multiplier a row, or none where no contradiction was found that no tolerance could explain.
// `program` is the linear form of the problem.
std::vector<double> find_contradiction(const Problem& problem, const LinearProgram& program,
                                       StopCheck& stop);

}  // namespace tenon::ilp
