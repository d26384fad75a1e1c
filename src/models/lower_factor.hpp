// A = L L' of a symmetric matrix, by the blocked factor of base/triangular.hpp: padded with the
// identity as that wants it.
#pragma once

#include "base/eigen.hpp"
#include "base/triangular.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

class LowerFactor {
  public:
    // fill(j, column): entries (j, j) to (width - 1, j) of A.
    template <class Fill>
    LowerFactor(const Context& context, Eigen::Index width, Fill&& fill) : width_(width) {
        const Eigen::Index padded = (width + 7) / 8 * 8;
        l_ = large_matrix(padded, padded);  // nobody reads the upper part
        for (Eigen::Index j = 0; j < width; ++j) {
            fill(j, l_.col(j).segment(j, width - j));
            l_.col(j).tail(padded - width).setZero();
        }
        for (Eigen::Index j = width; j < padded; ++j) {
            l_.col(j).setZero();
            l_(j, j) = 1;
        }
        diagonal_ = l_.diagonal().head(width);
        exists_ = factor_cholesky(context, l_.data(), padded, padded);
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
