// psi holds the cuts theta_0, ..., theta_(K-2) and then gamma, the columns of V but the
// intercept's. With eta = V gamma, u = theta_y - eta (infinite in the highest class), v =
// theta_(y-1) - eta
// (-infinite in the lowest), d = u - v and F = sigma:
//
//     P = F(u) F(-v) (1 - e^-d),     h = 1 / (e^d - 1)
//     dl/du = F(-u) + h,   dl/dv = -F(v) - h,   dl/deta = -(dl/du + dl/dv)
//     -d2l/deta2 = f(u) + f(v),  f = F (1 - F)
//     -d2l/du2 = f(u) + h (1 + h),  -d2l/dv2 = f(v) + h (1 + h),  -d2l/dudv = -h (1 + h)
#include "tenon/ordinal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/class_fit.hpp"
#include "models/inference.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();
// A cut runs away with a separation if it moves by this share of what moves most.
constexpr double part_of_direction = 1e-6;

// ln sigma(t).
double log_sigma(double t) {
    return t >= 0 ? -std::log1p(std::exp(-t)) : t - std::log1p(std::exp(t));
}

class ProportionalOdds final : public ClassLikelihood {
  public:
    explicit ProportionalOdds(const ClassData& data)
        : data_(data),
          slopes_(static_cast<Index>(data.fit().columns()) - 1),
          cuts_(static_cast<Index>(data.classes()) - 1),
          problem_(data.fit().make_problem()) {}

    Index cuts() const { return cuts_; }
    Index parameters() const override { return cuts_ + slopes_; }

    void evaluate(const MatrixXd& block, std::int64_t first, const VectorXd& psi,
                  ClassSums& sums) const override {
        MatrixXd v = block.rightCols(slopes_);
        const VectorXd eta = v * psi.tail(slopes_);
        VectorXd slope(v.rows()), curvature(v.rows());
        for (Index i = 0; i < v.rows(); ++i) {
            const Index y = static_cast<Index>(data_.target(first + i));
            const double w = data_.weight(first + i);
            const double up = y < cuts_ ? psi(y) - eta(i) : infinity;
            const double down = y > 0 ? psi(y - 1) - eta(i) : -infinity;
            if (!(up > down)) {
                sums.log_likelihood = -infinity;
                return;
            }
            const double between = up - down;
            const double h = std::isinf(between) ? 0 : 1 / std::expm1(between);
            const double f_up = y < cuts_ ? logistic_function(up) : 1;
            const double rest_up = y < cuts_ ? logistic_function(-up) : 0;
            const double f_down = y > 0 ? logistic_function(down) : 0;
            const double rest_down = y > 0 ? logistic_function(-down) : 1;
            if (y < cuts_) sums.log_likelihood += w * log_sigma(up);
            if (y > 0) sums.log_likelihood += w * log_sigma(-down);
            if (!std::isinf(between)) sums.log_likelihood += w * std::log(-std::expm1(-between));
            const double by_up = rest_up + h, by_down = -f_down - h;
            const double density_up = f_up * rest_up, density_down = f_down * rest_down;
            slope(i) = -w * ((rest_up - f_down));  // h cancels
            curvature(i) = w * (density_up + density_down);
            if (y < cuts_) {
                sums.gradient(y) += w * by_up;
                sums.hessian(y, y) += w * (density_up + h * (1 + h));
                sums.hessian.col(y).tail(slopes_) -= w * density_up * v.row(i).transpose();
            }
            if (y > 0) {
                sums.gradient(y - 1) += w * by_down;
                sums.hessian(y - 1, y - 1) += w * (density_down + h * (1 + h));
                sums.hessian.col(y - 1).tail(slopes_) -= w * density_down * v.row(i).transpose();
            }
            if (y < cuts_ && y > 0) sums.hessian(y, y - 1) -= w * h * (1 + h);
        }
        sums.gradient.tail(slopes_) += v.transpose() * slope;
        v.array().colwise() *= curvature.array().sqrt();
        sums.hessian.bottomRightCorner(slopes_, slopes_) += v.transpose() * v;
    }

    void margins(const MatrixXd& block, std::int64_t first, const VectorXd& d, double bound,
                 Margins& out, std::int64_t& ties) const override {
        const VectorXd eta = block.rightCols(slopes_) * d.tail(slopes_);
        for (Index i = 0; i < block.rows(); ++i) {
            const Index y = static_cast<Index>(data_.target(first + i));
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

    MatrixXd penalty() const override {
        MatrixXd p = MatrixXd::Zero(parameters(), parameters());
        p.bottomRightCorner(slopes_, slopes_) =
            problem_.penalty.bottomRightCorner(slopes_, slopes_);
        return p;
    }

    // The intercept of V moves all cuts together, downwards.
    VectorXd scaled_gradient(const VectorXd& gradient) const override {
        VectorXd g(slopes_ + 1);
        g(0) = -gradient.head(cuts_).sum();
        g.tail(slopes_) = gradient.tail(slopes_);
        if (problem_.to_columns.size() > 0) g = VectorXd(problem_.to_columns * g);
        VectorXd scaled = gradient;
        for (Index j = 0; j < slopes_; ++j)
            scaled(cuts_ + j) = g(j + 1) / problem_.spreads[static_cast<std::size_t>(j + 1)];
        return scaled;
    }

    VectorXd growth(const VectorXd& d) const override {
        VectorXd g = data_.fit().growth(along(d));
        g(0) = 0;
        for (Index k = 0; k < cuts_; ++k) g(0) = std::max(g(0), std::fabs(cut_direction(k).dot(d)));
        return g;
    }

    // a with raw cut k, or raw slope of kept column i, = a'psi.
    VectorXd cut_direction(Index k) const {
        VectorXd a = VectorXd::Zero(parameters());
        a(k) = 1;
        a.tail(slopes_) = -data_.fit().raw_direction(0).tail(slopes_);
        return a;
    }
    VectorXd slope_direction(std::size_t i) const {
        VectorXd a = VectorXd::Zero(parameters());
        a.tail(slopes_) = data_.fit().raw_direction(i).tail(slopes_);
        return a;
    }

  private:
    VectorXd along(const VectorXd& d) const {
        VectorXd full = VectorXd::Zero(slopes_ + 1);
        full.tail(slopes_) = d.tail(slopes_);
        return full;
    }

    const ClassData& data_;
    Index slopes_, cuts_;
    NewtonProblem problem_;
};

}  // namespace

ClassModel fit_ordinal(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const ClassModelOptions& options, const RowExtras& rows) {
    const ClassData data(context, features, target, names, options, rows, "fit ordinal");
    const ProportionalOdds odds(data);
    VectorXd start = VectorXd::Zero(odds.parameters());
    double below = 0;
    for (Index k = 0; k < odds.cuts(); ++k) {
        below += data.shares()[static_cast<std::size_t>(k)];
        start(k) = std::log(below / (1 - below));
    }
    const ClassResult result = fit_classes(data, odds, std::move(start));

    ClassModel model;
    conclude_classes(data, odds, result, ModelKind::ordinal, model);
    const std::vector<bool> away = class_columns_away(odds, result);
    const bool complete = result.separation.kind == Separation::complete;
    auto list = blank_coefficients(data.design());
    for (std::size_t i = 1; i < data.fit().columns(); ++i) {
        Coefficient& c = list[data.fit().place(i)];
        c = class_coefficient(data, result, c.name, odds.slope_direction(i),
                              !away.empty() && away[i]);
    }
    list.erase(list.begin());  // the cuts stand for the intercept
    model.coefficients.push_back(std::move(list));
    const double most = away.empty() ? 0 : odds.growth(result.separation.direction).maxCoeff();
    for (Index k = 0; k < odds.cuts(); ++k) {
        const VectorXd direction = odds.cut_direction(k);
        const bool runs =
            complete || (!away.empty() && std::fabs(direction.dot(result.separation.direction)) >
                                              part_of_direction * most);
        model.cuts.push_back(class_coefficient(
            data, result, std::to_string(k) + "|" + std::to_string(k + 1), direction, runs));
    }
    return model;
}

}  // namespace tenon
