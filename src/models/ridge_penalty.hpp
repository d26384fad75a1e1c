// The penalty theta'P theta / 2 of a fit: P is diagonal where theta are the columns of the design,
// and full in a basis.
#pragma once

#include <utility>

#include "base/eigen.hpp"

namespace tenon::models {

class RidgePenalty {
  public:
    RidgePenalty() = default;
    explicit RidgePenalty(Eigen::VectorXd diagonal) : diagonal_(std::move(diagonal)) {}
    // B'PB, of theta with B theta for the columns.
    RidgePenalty in_basis(const Eigen::MatrixXd& basis) const {
        RidgePenalty changed;
        changed.full_ = basis.transpose() * diagonal_.asDiagonal() * basis;
        changed.diagonal_ = changed.full_.diagonal();
        return changed;
    }

    const Eigen::VectorXd& diagonal() const { return diagonal_; }
    bool is_zero() const { return diagonal_.size() == 0 || diagonal_.maxCoeff() == 0; }
    // P theta.
    Eigen::VectorXd times(const Eigen::VectorXd& theta) const {
        if (full_.size() > 0) return full_ * theta;
        return diagonal_.cwiseProduct(theta);
    }
    double cost(const Eigen::VectorXd& theta) const { return theta.dot(times(theta)) / 2; }
    RidgePenalty divided_by(double share) const {
        RidgePenalty less;
        less.diagonal_ = diagonal_ / share;
        less.full_ = full_ / share;
        return less;
    }
    // H + P in place, both triangles.
    void add_to(Eigen::Ref<Eigen::MatrixXd> h) const {
        if (full_.size() > 0)
            h += full_;
        else
            h.diagonal() += diagonal_;
    }
    // Rows from `column` on of that column of P are added.
    template <class Column>
    void add_column(Eigen::Index column, Column& to) const {
        if (full_.size() > 0)
            to += full_.col(column).tail(full_.rows() - column);
        else
            to(0) += diagonal_(column);
    }

  private:
    Eigen::VectorXd diagonal_;  // of P, in a basis too
    Eigen::MatrixXd full_;      // empty where P is diagonal
};

}  // namespace tenon::models
