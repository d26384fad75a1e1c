// psi holds theta_1, ..., theta_(K-1), one a class but the first. With E = V Theta, p the softmax
// of (0, E) and r_k = [y = k] - p_k:
//
//     g_k = V' (w r_k),      H_km = V' diag(w p_k ([k = m] - p_m)) V
#include <algorithm>
#include <cmath>

#include "models/class_rows.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

class Softmax final : public ClassRows {
  public:
    Softmax(std::int64_t columns, std::int64_t classes) : columns_(columns), others_(classes - 1) {}

    Index parameters() const override { return columns_ * others_; }

    void evaluate(const ClassBlock& block, const VectorXd& psi, ClassSums& sums) const override {
        const MatrixXd& v = block.v;
        const auto [eta, most, total, p] = shares(v, psi);
        ArrayXd w(v.rows());
        ArrayXXd residual = -p;
        for (Index i = 0; i < v.rows(); ++i) {
            const Index y = block.class_of(i);
            w(i) = block.weight(i);
            if (y > 0) residual(i, y - 1) += 1;
            const double own = y > 0 ? eta(i, y - 1) : 0.0;
            sums.log_likelihood += w(i) * (own - most(i) - std::log(total(i)));
        }
        residual.colwise() *= w;
        const MatrixXd gradient = v.transpose() * residual.matrix();
        sums.gradient = Eigen::Map<const VectorXd>(gradient.data(), gradient.size());
        for (Index a = 0; a < others_; ++a)
            for (Index b = 0; b <= a; ++b) {
                const ArrayXd c =
                    w * p.col(a) * (a == b ? ArrayXd(1 - p.col(b)) : ArrayXd(-p.col(b)));
                sums.hessian.block(a * columns_, b * columns_, columns_, columns_) =
                    v.transpose() * c.matrix().asDiagonal() * v;
            }
    }

    MatrixXd scores(const ClassBlock& block, const VectorXd& psi) const override {
        const ArrayXXd p = shares(block.v, psi).p;
        MatrixXd scores(block.v.rows(), parameters());
        for (Index a = 0; a < others_; ++a) {
            ArrayXd residual = -p.col(a);
            for (Index i = 0; i < residual.size(); ++i) residual(i) += block.class_of(i) == a + 1;
            scores.middleCols(a * columns_, columns_) = residual.matrix().asDiagonal() * block.v;
        }
        return scores;
    }

    void margins(const ClassBlock& block, const VectorXd& d, double bound, Margins& out,
                 std::int64_t& ties) const override {
        const MatrixXd& v = block.v;
        const Eigen::Map<const MatrixXd> theta(d.data(), columns_, others_);
        MatrixXd eta = MatrixXd::Zero(v.rows(), others_ + 1);
        eta.rightCols(others_) = v * theta;
        for (Index i = 0; i < v.rows(); ++i) {
            const Index y = block.class_of(i);
            double least = HUGE_VAL;
            for (Index k = 0; k <= others_; ++k) {
                if (k == y) continue;
                const double m = eta(i, y) - eta(i, k);
                least = std::min(least, m);
                out.most = std::max(out.most, m);
                out.largest = std::max(out.largest, std::fabs(m));
            }
            out.least = std::min(out.least, least);
            ties += std::fabs(least) <= bound;
        }
    }

  private:
    struct Shares {
        ArrayXXd eta;
        ArrayXd most, total;  // p = exp(eta - most) / total
        ArrayXXd p;
    };
    Shares shares(const MatrixXd& v, const VectorXd& psi) const {
        const Eigen::Map<const MatrixXd> theta(psi.data(), columns_, others_);
        Shares s;
        s.eta = (v * theta).array();
        s.most = s.eta.rowwise().maxCoeff().max(0.0);
        s.p = (s.eta.colwise() - s.most).exp();
        s.total = s.p.rowwise().sum() + (-s.most).exp();
        s.p.colwise() /= s.total;
        return s;
    }

    Index columns_, others_;
};

}  // namespace

std::unique_ptr<ClassRows> softmax_rows(std::int64_t columns, std::int64_t classes) {
    return std::make_unique<Softmax>(columns, classes);
}

}  // namespace tenon::models
