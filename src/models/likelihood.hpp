// The log-likelihood of a logistic model with its gradient and Hessian, in one pass over the rows.
//
// With V = A (design, scaled units) or V = A B for a basis B, eta = V theta, p = sigma(eta):
//
//     l = sum_i -ln(1 + exp(-s_i eta_i)),  s_i = 2 y_i - 1
//     g = V'(y - p),      H = V' diag(p (1 - p)) V
//
// Every block of rows is loaded once and leaves l, g and H; blocks are summed in order with
// compensation, so the result is the same for any number of threads.
#pragma once

#include <Eigen/Core>
#include <span>

#include "models/design.hpp"

namespace tenon::models {

struct LogisticData {
    const Design& design;
    std::span<const double> target;  // 0 and 1
    // Empty, or the basis B: V = A B keeps H near the identity where A is ill-conditioned.
    Eigen::MatrixXd basis;
};

struct Likelihood {
    double log_likelihood = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd hessian;  // lower triangle; of -l
};

Likelihood evaluate(const Context& context, const LogisticData& data, const Eigen::VectorXd& theta);

// What a direction d does to the rows: m_i = s_i (V d)_i.
struct Margins {
    double least = 0, most = 0;  // of m_i
    double largest = 0;          // of |m_i|
};
Margins margins(const Context& context, const LogisticData& data, const Eigen::VectorXd& d);
// Rows with |m_i| <= bound.
std::int64_t rows_within(const Context& context, const LogisticData& data, const Eigen::VectorXd& d,
                         double bound);

}  // namespace tenon::models
