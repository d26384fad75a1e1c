// A = L L' of a symmetric matrix, by the blocked factor of base/triangular.hpp: padded with the
// identity as that wants it.
#pragma once

#include "base/eigen.hpp"
#include "base/triangular.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

inline Eigen::Index padded_width(Eigen::Index width) {
    return (width + 7) / 8 * 8;
}

// Fills the lower triangle of a matrix of padded_width rows and columns and factors it in place;
// the upper one is not read. False where there is no factor. fill(j, column): entries (j, j) to
// (width - 1, j) of A.
template <class Fill>
bool factor_lower(const Context& context, Eigen::Map<Eigen::MatrixXd> l, Eigen::Index width,
                  Fill&& fill) {
    const Eigen::Index padded = l.rows();
    for (Eigen::Index j = 0; j < width; ++j) {
        fill(j, l.col(j).segment(j, width - j));
        l.col(j).tail(padded - width).setZero();
    }
    for (Eigen::Index j = width; j < padded; ++j) {
        l.col(j).setZero();
        l(j, j) = 1;
    }
    return factor_cholesky(context, l.data(), padded, padded);
}

class LowerFactor {
  public:
    // fill(j, column): entries (j, j) to (width - 1, j) of A.
    template <class Fill>
    LowerFactor(const Context& context, Eigen::Index width, Fill&& fill) : width_(width) {
        const Eigen::Index padded = padded_width(width);
        l_ = large_matrix(padded, padded);
        diagonal_.resize(width);
        exists_ = factor_lower(context, {l_.data(), padded, padded}, width,
                               [&](Eigen::Index j, auto column) {
                                   fill(j, column);
                                   diagonal_(j) = column(0);
                               });
    }

    bool exists() const { return exists_; }
    // Whether no pivot has fallen below this share of its entry of A.
    bool regular(double least_pivot) const {
        const auto pivots = l_.diagonal().head(width_).array().square();
        return exists_ && (pivots >= least_pivot * diagonal_.array()).all();
    }
    double operator()(Eigen::Index i, Eigen::Index j) const { return l_(i, j); }  // i >= j
    Eigen::MatrixXd solve(const Eigen::MatrixXd& b) const {
        const auto l = l_.topLeftCorner(width_, width_).triangularView<Eigen::Lower>();
        return l.transpose().solve(l.solve(b));
    }

  private:
    Eigen::Index width_;
    Eigen::MatrixXd l_;
    Eigen::VectorXd diagonal_;  // of A
    bool exists_ = false;
};

}  // namespace tenon::models
