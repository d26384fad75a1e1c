// Rows of V = A B for a basis B of a design A that is nearly collinear, as good as doubles allow.
//
// Where A has the condition number k, B has entries of the size of k, and sum_j z_ij B_jl cancels
// to entries near 1: in doubles, of z that are rounded, V would be off by k eps, and a fit on it
// would be that of other data. So columns of B whose sum of sizes is beyond `plain_reach` are
// multiplied in double-double with all digits of z (models/design.hpp), and V is rounded once. Then
// theta, of B theta = beta, has the digits of a well-conditioned fit.
//
// Cost: some twenty times that of a plain product for such columns, which are few.
#pragma once

#include "base/eigen.hpp"
#include "models/design.hpp"

namespace tenon::models {

// Entries of A are at most 4 in size: a column of B below this loses some two digits of V at most,
// and less than one where the columns of A are spread as is usual.
inline constexpr double plain_reach = 16;

// Rows [first, last) of A B. B is upper triangular.
Eigen::MatrixXd block_in_basis(const Design& design, const Eigen::MatrixXd& basis,
                               std::int64_t first, std::int64_t last);
// The same in doubles throughout: off by k eps.
Eigen::MatrixXd rough_block_in_basis(const Design& design, const Eigen::MatrixXd& basis,
                                     std::int64_t first, std::int64_t last);

}  // namespace tenon::models
