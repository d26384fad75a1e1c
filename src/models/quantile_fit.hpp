// What fits of quantiles tell, wherever the rows are.
#pragma once

#include <cstdint>

#include "base/eigen.hpp"
#include "models/orthonormal.hpp"
#include "models/quantile_vertex.hpp"
#include "tenon/quantile_regression.hpp"

namespace tenon::models {

struct QuantileOutcome {
    Eigen::VectorXd c;                       // of the coordinates of an Orthonormal
    double primal = 0, dual = 0, sizes = 0;  // sum rho(r), its bound, and sum |r|
    // What primal and dual may differ by through residuals that are rounded each for itself.
    double rounding = 0;
    std::int64_t pivots = 0;
    bool feasible = false;       // the dual is within its bounds
    Eigen::MatrixXd covariance;  // of c; empty: there is none
    double best_constant = 0;    // sum rho of the target about its quantile
};

void check_quantile_options(const QuantileRegressionOptions& options);

// The width of the kernel that tells how dense residuals are at the quantile, for residuals with
// this distance between their quartiles (P. Hall, S. J. Sheather 1988); NaN where there is none.
double kernel_width(double rows, double quantile, double target_sd, double quartiles);
inline double kernel(double u) {
    return u >= -1 && u <= 1 ? 0.75 * (1 - u * u) : 0;
}

// A row u, as it is or times its weight, lies on the plane of the vertex but for the rounding of
// its data to doubles and that of the sums over them if |r| <= |u|'result.
Eigen::VectorXd plane_rounding(const Orthonormal& o, const QuantileVertex& vertex);

// `o` needs no u and y.
QuantileFit tell_quantile(const Orthonormal& o, const QuantileOutcome& outcome,
                          const QuantileRegressionOptions& options);

}  // namespace tenon::models
