// psi holds theta_1, ..., theta_(K-1), one a class but the first (models/softmax.cpp).
#include "tenon/multinomial.hpp"

#include <cmath>

#include "models/class_fit.hpp"
#include "models/inference.hpp"
#include "models/row_passes.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

class Softmax final : public ClassLikelihood {
  public:
    explicit Softmax(const ClassData& data)
        : ClassLikelihood(softmax_rows(static_cast<Index>(data.fit().columns()), data.classes())),
          data_(data),
          columns_(static_cast<Index>(data.fit().columns())),
          others_(static_cast<Index>(data.classes()) - 1),
          problem_(data.fit().make_problem()) {}

    MatrixXd penalty() const override {
        MatrixXd p = MatrixXd::Zero(parameters(), parameters());
        for (Index a = 0; a < others_; ++a)
            problem_.penalty.add_to(p.block(a * columns_, a * columns_, columns_, columns_));
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

ClassModel fit_softmax(const ClassData& data) {
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

}  // namespace

ClassModel fit_multinomial(const Context& context, const MatrixView& features,
                           std::span<const double> target, std::span<const std::string> names,
                           const ClassModelOptions& options, const RowExtras& rows) {
    return fit_softmax({context, features, target, names, options, rows, "fit multinomial"});
}

ClassModel fit_multinomial(const Context& context, const LinearPartial& first,
                           const LogisticPass& pass, const ClassModelOptions& options) {
    return fit_softmax(
        {context, first.sums(), pass, nullptr, options, ModelKind::multinomial, "fit multinomial"});
}

ClassModel fit_multinomial(const Context& context, const RowSource& source,
                           std::span<const std::string> names, const ClassModelOptions& options) {
    const LinearPartial first = first_pass(context, source, names);
    const LogisticPass pass = later_pass(context, source);
    const ScoreSource scores{source};
    return fit_softmax(
        {context, first.sums(), pass, &scores, options, ModelKind::multinomial, "fit multinomial"});
}

}  // namespace tenon
