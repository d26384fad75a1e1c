// A sum of matrices that keeps the rounding errors of its additions (base/sum.hpp, entry by entry),
// so that a total over many blocks of rows is as good as the blocks.
#pragma once

#include "base/double_double.hpp"
#include "base/eigen.hpp"
#include "base/large_array.hpp"

namespace tenon::models {

// Not filled in.
inline Eigen::MatrixXd large_matrix(Eigen::Index rows, Eigen::Index columns) {
    Eigen::MatrixXd m(rows, columns);
    wish_huge_pages(m.data(), static_cast<std::size_t>(m.size()) * sizeof(double));
    return m;
}

class CompensatedMatrix {
  public:
    CompensatedMatrix() = default;
    CompensatedMatrix(Eigen::Index rows, Eigen::Index columns)
        : total_(Eigen::MatrixXd::Zero(rows, columns)),
          carry_(Eigen::MatrixXd::Zero(rows, columns)) {}

    template <class Derived>
    void add(const Eigen::MatrixBase<Derived>& term) {
        for (Eigen::Index j = 0; j < total_.cols(); ++j)
            for (Eigen::Index i = 0; i < total_.rows(); ++i) {
                double sum, error;
                exact_sum(total_(i, j), term(i, j), sum, error);
                total_(i, j) = sum;
                carry_(i, j) += error;
            }
    }
    void merge(const CompensatedMatrix& other) {
        add(other.total_);
        carry_ += other.carry_;
    }
    Eigen::MatrixXd value() const { return total_ + carry_; }

  private:
    Eigen::MatrixXd total_, carry_;
};

}  // namespace tenon::models
