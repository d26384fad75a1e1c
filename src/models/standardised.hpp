// Least squares on standardised features, from cross-products alone (models/fold_products.hpp).
//
// With z_j the features of mean 0 (with an intercept) over their scale s_j, all by weight over W:
//
//     C_jk = z_j'z_k / W,   q_j = z_j'y / W,   yy = y'y / W        y of mean 0, over `unit`
//
// A unit near the largest |y| keeps squares of very large and very small targets in range.
#pragma once

#include <vector>

#include "base/eigen.hpp"
#include "models/fold_products.hpp"
#include "models/path_model.hpp"

namespace tenon::models {

class Standardised {
  public:
    Standardised(const Design& design, const Target& target, const Products& products,
                 bool standardise);

    Eigen::MatrixXd c;  // both triangles
    Eigen::VectorXd q;
    double yy = 0;
    double unit;                  // of the target, and so of coefficients b of the z
    std::vector<Spread> spreads;  // of the design's columns behind the intercept

    // Intercept for coefficients b of the z, in units of the design's columns and the caller's
    // target.
    double free_term(const Eigen::VectorXd& b) const;
    // Mean square of y - b0 - b'z over other records in the caller's units, from their products;
    // good to a few roundings of their mean y^2.
    double mean_square(const Products& records, const Eigen::VectorXd& b) const;
    // s_j in the caller's units, an entry a feature.
    std::vector<double> scales() const;

  private:
    const Design& design_;
    double centre_;  // of the target
    double y_mean_ = 0;
};

}  // namespace tenon::models
