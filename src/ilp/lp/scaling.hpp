// Row and column factors that bring the entries of A near one.
//
//   scaled A = R A C,  x = C x_scaled,  s = R^-1 s_scaled,  y = R y_scaled,  d = C^-1 d_scaled
//
// Geometric mean: each row, then each column, is divided by the square root of the product of its
// smallest and largest entry, a few times over; equilibration then brings the largest entry of each
// column to one. All factors are rounded to powers of two, so scaling changes no digit.
// (A. R. Curtis, J. K. Reid: On the automatic scaling of matrices for Gaussian elimination, J.
// Inst. Maths Applics 10, 1972; I. Maros: Computational Techniques of the Simplex Method, 2003,
// ch. 5.)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

struct Scaling {
    std::vector<double> column, row;
};

// Rows and columns may both be in units from 1e-30 to 1e30. Entries that are left far apart cost
// more than what large factors do to tolerances: those are tightened where the answer needs it.
// Products of scaled numbers stay well within the range of doubles.
inline constexpr int largest_scale_exponent = 200;

// All ones when the entries are close together already. Factors lie within 2^-e .. 2^e for the
// largest exponent e.
Scaling find_scaling(const LinearProgram& problem);

// The factor for one new row (or column) whose entries, scaled in the other direction, are given.
double scale_of_entries(std::span<const double> entries);

}  // namespace tenon::ilp
