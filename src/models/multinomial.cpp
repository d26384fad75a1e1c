// psi holds theta_1, ..., theta_(K-1), one a class but the first. With E = V Theta, p the softmax
// of (0, E) and r_k = [y = k] - p_k:
//
//     g_k = V' (w r_k),      H_km = V' diag(w p_k ([k = m] - p_m)) V
#include "tenon/multinomial.hpp"

#include <algorithm>
#include <cmath>

#include "models/class_fit.hpp"
#include "models/inference.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

class Softmax final : public ClassLikelihood {
  public:
    explicit Softmax(const ClassData& data)
        : data_(data),
          columns_(static_cast<Index>(data.fit().columns())),
          others_(static_cast<Index>(data.classes()) - 1),
          problem_(data.fit().make_problem()) {}

    Index parameters() const override { return columns_ * others_; }

    void evaluate(const MatrixXd& v, std::int64_t first, const VectorXd& psi,
                  ClassSums& sums) const override {
        const Eigen::Map<const MatrixXd> theta(psi.data(), columns_, others_);
        const ArrayXXd eta = (v * theta).array();
        const ArrayXd most = eta.rowwise().maxCoeff().max(0.0);
        ArrayXXd p = (eta.colwise() - most).exp();
        const ArrayXd total = p.rowwise().sum() + (-most).exp();
        p.colwise() /= total;
        ArrayXd w(v.rows());
        ArrayXXd residual = -p;
        for (Index i = 0; i < v.rows(); ++i) {
            const Index y = static_cast<Index>(data_.target(first + i));
            w(i) = data_.weight(first + i);
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

    void margins(const MatrixXd& v, std::int64_t first, const VectorXd& d, double bound,
                 Margins& out, std::int64_t& ties) const override {
        const Eigen::Map<const MatrixXd> theta(d.data(), columns_, others_);
        MatrixXd eta = MatrixXd::Zero(v.rows(), others_ + 1);
        eta.rightCols(others_) = v * theta;
        for (Index i = 0; i < v.rows(); ++i) {
            const Index y = static_cast<Index>(data_.target(first + i));
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

    MatrixXd penalty() const override {
        MatrixXd p = MatrixXd::Zero(parameters(), parameters());
        for (Index a = 0; a < others_; ++a)
            p.block(a * columns_, a * columns_, columns_, columns_) = problem_.penalty;
        return p;
    }

    VectorXd scaled_gradient(const VectorXd& gradient) const override {
        const Eigen::Map<const MatrixXd> g(gradient.data(), columns_, others_);
        MatrixXd scaled = problem_.to_columns.size() > 0 ? MatrixXd(problem_.to_columns * g) : g;
        for (Index j = 0; j < columns_; ++j)
            scaled.row(j) /= problem_.spreads[static_cast<std::size_t>(j)];
        return Eigen::Map<const VectorXd>(scaled.data(), scaled.size());
    }

    VectorXd growth(const VectorXd& d) const override {
        VectorXd most = VectorXd::Zero(columns_);
        for (Index a = 0; a < others_; ++a)
            most = most.cwiseMax(data_.fit().growth(d.segment(a * columns_, columns_)));
        return most;
    }

  private:
    const ClassData& data_;
    Index columns_, others_;
    NewtonProblem problem_;
};

}  // namespace

ClassModel fit_multinomial(const Context& context, const MatrixView& features,
                           std::span<const double> target, std::span<const std::string> names,
                           const ClassModelOptions& options, const RowExtras& rows) {
    const ClassData data(context, features, target, names, options, rows, "fit multinomial");
    const Softmax softmax(data);
    const auto columns = static_cast<Index>(data.fit().columns());
    VectorXd start(softmax.parameters());
    for (std::size_t k = 1; k < data.shares().size(); ++k)
        start.segment(static_cast<Index>(k - 1) * columns, columns) =
            data.fit().intercept_start(std::log(data.shares()[k] / data.shares()[0]));
    const ClassResult result = fit_classes(data, softmax, std::move(start));

    ClassModel model;
    conclude_classes(data, softmax, result, ModelKind::multinomial, model);
    const std::vector<bool> away = class_columns_away(softmax, result);
    for (std::size_t k = 1; k < data.shares().size(); ++k) {
        auto list = blank_coefficients(data.design());
        for (std::size_t i = 0; i < data.fit().columns(); ++i) {
            VectorXd direction = VectorXd::Zero(softmax.parameters());
            direction.segment(static_cast<Index>(k - 1) * columns, columns) =
                data.fit().raw_direction(i);
            Coefficient& c = list[data.fit().place(i)];
            c = class_coefficient(data, result, c.name, direction, !away.empty() && away[i]);
        }
        model.coefficients.push_back(std::move(list));
    }
    return model;
}

}  // namespace tenon
