#include "models/bernoulli.hpp"

namespace tenon::models {

using Eigen::ArrayXd;

void Bernoulli::evaluate(const Values& target, const Values& eta, Information,
                         RowTerms& out) const {
    const ArrayXd e = (-eta.abs()).exp();  // never overflows
    const ArrayXd rest = (1 + e).inverse();
    const ArrayXd least = e * rest;  // the smaller of p and 1 - p, with all its digits
    const ArrayXd margin = (2 * target - 1) * eta;
    out.log_likelihood = margin.min(0.0) - e.log1p();
    // y - p: in a row on the right side of the boundary it is the small probability.
    out.residual = (2 * target - 1) * (margin >= 0).select(least, rest);
    out.curvature = least * rest;
}

ArrayXd Bernoulli::open_side(const Values& target) const {
    return 2 * target - 1;
}

}  // namespace tenon::models
