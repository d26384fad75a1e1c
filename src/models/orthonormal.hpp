// A regression in coordinates in which its design has orthonormal columns.
//
// With A the scaled design (models/design.hpp) over its kept columns and R its triangular factor, U
// = A R^-1 has U'U = I, so that A b = U c with c = R b. Methods that solve one weighted problem
// after another work on U: their systems are as well conditioned as their weights, and steps mean
// the same in every unit of the features. Weights of rows enter the metric, U'WU = I; what else
// they do is left to the method.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/eigen.hpp"
#include "models/factoring.hpp"
#include "models/partial_design.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

struct Orthonormal {
    Design design;
    Target target;
    std::vector<std::int64_t> kept;
    std::vector<Dropped> dropped;
    Grid<double> r, w;  // R and its inverse
    Eigen::MatrixXd u;  // rows x kept
    Eigen::VectorXd y;  // scaled target
    double condition = 1;
    double total = 0;  // weight of all rows; their number where they have none

    double to_user() const { return 1 / target.variable.inverse; }
    // Coefficients, condition and warnings of b = R^-1 c, with standard errors from the covariance
    // of c in scaled units (k x k), Student t with `degrees` of freedom; none where it is empty.
    LinearModel conclude(const Eigen::VectorXd& c, const Eigen::MatrixXd& covariance,
                         double degrees, double confidence) const;
};

// Checks arguments and data as fit_linear does; weights are above 0, or empty. Memory: rows *
// (columns + 1) doubles, charged for the life of `charge`.
Orthonormal make_orthonormal(const Context& context, const MatrixView& features,
                             std::span<const double> target, std::span<const std::string> names,
                             bool intercept, double confidence,
                             std::span<const double> weights = {});

// The same of rows that are elsewhere, without u and y: centre of the target is its mean. `c`
// receives U'y, and `rest` the sum of squares of y - U c.
Orthonormal make_orthonormal(const Context& context, const PartialDesign& partial,
                             Eigen::VectorXd& c, double& rest);

// Bytes of the above, for a budget.
inline std::int64_t orthonormal_bytes(const MatrixView& features) {
    return features.rows > 0 && features.columns >= 0 ? 16 * features.rows * (features.columns + 2)
                                                      : 0;
}

}  // namespace tenon::models
