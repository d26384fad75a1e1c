#include "models/standardised.hpp"

#include <algorithm>

namespace tenon::models {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Standardised::Standardised(const Design& design, const Target& target, const Products& products,
                           bool standardise)
    : unit(1 / target.variable.inverse), design_(design), centre_(target.variable.centre) {
    const Index first = design.intercept ? 1 : 0, width = design.width(), p = width - first;
    const MatrixXd& m = products.matrix;
    const double w = products.weight;
    const auto mean_of = [&](Index column) { return design.intercept ? m(column, 0) / w : 0.0; };
    y_mean_ = mean_of(width);
    yy = std::max(m(width, width) / w - y_mean_ * y_mean_, 0.0);
    for (Index k = 0; k < p; ++k)
        spreads.push_back(spread_of(m(first + k, first + k) / w, mean_of(first + k),
                                    products.records, design, first + k, standardise));
    c = MatrixXd::Zero(p, p);
    q = VectorXd::Zero(p);
    for (Index k = 0; k < p; ++k) {
        const Spread& a = spreads[static_cast<std::size_t>(k)];
        if (!(a.scale > 0)) continue;
        for (Index i = k; i < p; ++i) {
            const Spread& b = spreads[static_cast<std::size_t>(i)];
            if (b.scale > 0)
                c(i, k) = (m(first + i, first + k) / w - a.mean * b.mean) / (a.scale * b.scale);
        }
        q[k] = (m(width, first + k) / w - a.mean * y_mean_) / a.scale;
    }
    c.triangularView<Eigen::StrictlyUpper>() = c.transpose();
}

double Standardised::free_term(const VectorXd& b) const {
    double term = y_mean_ + centre_;
    for (std::size_t k = 0; k < spreads.size(); ++k)
        if (spreads[k].scale > 0)
            term -= b[static_cast<Index>(k)] / spreads[k].scale * spreads[k].mean;
    return term * unit;
}

// v'Mv / W with v the residual as a combination of the design's columns and the target, in the
// target's scaled units.
double Standardised::mean_square(const Products& records, const VectorXd& b) const {
    const Index first = design_.intercept ? 1 : 0, width = design_.width();
    VectorXd v = VectorXd::Zero(width + 1);
    v[width] = 1;
    double free = y_mean_;
    for (std::size_t k = 0; k < spreads.size(); ++k) {
        if (!(spreads[k].scale > 0)) continue;
        const double slope = b[static_cast<Index>(k)] / spreads[k].scale;
        v[first + static_cast<Index>(k)] = -slope;
        free -= slope * spreads[k].mean;
    }
    if (design_.intercept) v[0] = -free;
    const double squares = v.dot(records.matrix.selfadjointView<Eigen::Lower>() * v);
    return std::max(squares, 0.0) / records.weight * unit * unit;
}

std::vector<double> Standardised::scales() const {
    return caller_scales(design_, spreads);
}

}  // namespace tenon::models
