// Two problems side by side: columns and rows by their names.
#pragma once

#include <cstdint>
#include <vector>

#include "tenon/problem.hpp"

namespace tenon::ilp {

struct ProblemMatch {
    std::vector<std::int32_t> old_column, new_column;  // of each new (old) one; -1: none
    std::vector<std::int32_t> old_row, new_row;
};
ProblemMatch match(const Problem& old_problem, const Problem& new_problem);

// A bound that is valid for the new problem, of the minimisation, from `bound` of the old one;
// -infinity where not every plan of the new problem is known to be one of the old. Columns that
// only one problem has count as columns of the other that are fixed at zero.
//
// If every plan x of the new problem keeps the old one's rows and bounds, then
//
//   new cost(x) = old cost(x) + sum (c'_j - c_j) x_j >= bound + sum min over l'_j <= x_j <= u'_j of
//                                                              (c'_j - c_j) x_j.
double inherited_bound(const Problem& old_problem, const Problem& new_problem,
                       const ProblemMatch& columns, double bound);

// A point of the old problem in the columns of the new one; new columns at what is nearest to zero.
std::vector<double> carried(const std::vector<double>& old_point, const Problem& new_problem,
                            const ProblemMatch& columns);

// Equal in everything but the name of the whole.
bool same_problem(const Problem& a, const Problem& b);

}  // namespace tenon::ilp
