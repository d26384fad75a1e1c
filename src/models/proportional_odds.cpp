// psi holds the cuts theta_0, ..., theta_(K-2) and then gamma, the columns of V but the
// intercept's. With eta = V gamma, u = theta_y - eta (infinite in the highest class), v =
// theta_(y-1) - eta
// (-infinite in the lowest), d = u - v and F = sigma:
//
//     P = F(u) F(-v) (1 - e^-d),     h = 1 / (e^d - 1)
//     dl/du = F(-u) + h,   dl/dv = -F(v) - h,   dl/deta = -(dl/du + dl/dv)
//     -d2l/deta2 = f(u) + f(v),  f = F (1 - F)
//     -d2l/du2 = f(u) + h (1 + h),  -d2l/dv2 = f(v) + h (1 + h),  -d2l/dudv = -h (1 + h)
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/class_rows.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

// Where a row lies between the cuts of its class, and what the formulas above take from it.
struct Place {
    double up, down, h, f_up, rest_up, f_down, rest_down;

    Place(const VectorXd& psi, Index cuts, Index y, double eta)
        : up(y < cuts ? psi(y) - eta : infinity),
          down(y > 0 ? psi(y - 1) - eta : -infinity),
          h(std::isinf(up - down) ? 0 : 1 / std::expm1(up - down)),
          f_up(y < cuts ? logistic_function(up) : 1),
          rest_up(y < cuts ? logistic_function(-up) : 0),
          f_down(y > 0 ? logistic_function(down) : 0),
          rest_down(y > 0 ? logistic_function(-down) : 1) {}
    bool exists() const { return up > down; }
    double by_up() const { return rest_up + h; }
    double by_down() const { return -f_down - h; }
    double by_eta() const { return -(rest_up - f_down); }  // h cancels
};

// ln sigma(t).
double log_sigma(double t) {
    return t >= 0 ? -std::log1p(std::exp(-t)) : t - std::log1p(std::exp(t));
}

class ProportionalOdds final : public ClassRows {
  public:
    ProportionalOdds(std::int64_t columns, std::int64_t classes)
        : slopes_(columns - 1), cuts_(classes - 1) {}

    Index parameters() const override { return cuts_ + slopes_; }

    void evaluate(const ClassBlock& block, const VectorXd& psi, ClassSums& sums) const override {
        MatrixXd v = block.v.rightCols(slopes_);
        const VectorXd eta = v * psi.tail(slopes_);
        VectorXd slope(v.rows()), curvature(v.rows());
        for (Index i = 0; i < v.rows(); ++i) {
            const Index y = block.class_of(i);
            const double w = block.weight(i);
            const Place at(psi, cuts_, y, eta(i));
            if (!at.exists()) {
                sums.log_likelihood = -infinity;
                return;
            }
            const double between = at.up - at.down, h = at.h;
            if (y < cuts_) sums.log_likelihood += w * log_sigma(at.up);
            if (y > 0) sums.log_likelihood += w * log_sigma(-at.down);
            if (!std::isinf(between)) sums.log_likelihood += w * std::log(-std::expm1(-between));
            const double density_up = at.f_up * at.rest_up, density_down = at.f_down * at.rest_down;
            slope(i) = w * at.by_eta();
            curvature(i) = w * (density_up + density_down);
            if (y < cuts_) {
                sums.gradient(y) += w * at.by_up();
                sums.hessian(y, y) += w * (density_up + h * (1 + h));
                sums.hessian.col(y).tail(slopes_) -= w * density_up * v.row(i).transpose();
            }
            if (y > 0) {
                sums.gradient(y - 1) += w * at.by_down();
                sums.hessian(y - 1, y - 1) += w * (density_down + h * (1 + h));
                sums.hessian.col(y - 1).tail(slopes_) -= w * density_down * v.row(i).transpose();
            }
            if (y < cuts_ && y > 0) sums.hessian(y, y - 1) -= w * h * (1 + h);
        }
        sums.gradient.tail(slopes_) += v.transpose() * slope;
        v.array().colwise() *= curvature.array().sqrt();
        sums.hessian.bottomRightCorner(slopes_, slopes_) += v.transpose() * v;
    }

    MatrixXd scores(const ClassBlock& block, const VectorXd& psi) const override {
        const VectorXd eta = block.v.rightCols(slopes_) * psi.tail(slopes_);
        MatrixXd scores = MatrixXd::Zero(block.v.rows(), parameters());
        for (Index i = 0; i < eta.size(); ++i) {
            const Index y = block.class_of(i);
            const Place at(psi, cuts_, y, eta(i));
            if (y < cuts_) scores(i, y) = at.by_up();
            if (y > 0) scores(i, y - 1) = at.by_down();
            scores.row(i).tail(slopes_) = at.by_eta() * block.v.row(i).tail(slopes_);
        }
        return scores;
    }

    void margins(const ClassBlock& block, const VectorXd& d, double bound, Margins& out,
                 std::int64_t& ties) const override {
        const VectorXd eta = block.v.rightCols(slopes_) * d.tail(slopes_);
        for (Index i = 0; i < block.v.rows(); ++i) {
            const Index y = block.class_of(i);
            const double up = y < cuts_ ? d(y) - eta(i) : infinity;
            const double down = y > 0 ? eta(i) - d(y - 1) : infinity;
            const double least = std::min(up, down);
            for (const double m : {up, down}) {
                if (std::isinf(m)) continue;
                out.most = std::max(out.most, m);
                out.largest = std::max(out.largest, std::fabs(m));
            }
            out.least = std::min(out.least, least);
            ties += std::fabs(least) <= bound;
        }
    }

  private:
    Index slopes_, cuts_;
};

}  // namespace

std::unique_ptr<ClassRows> proportional_odds_rows(std::int64_t columns, std::int64_t classes) {
    return std::make_unique<ProportionalOdds>(columns, classes);
}

}  // namespace tenon::models
