// psi holds the cuts theta_0, ..., theta_(K-2) and then gamma, the columns of V but the
// intercept's (models/proportional_odds.cpp).
#include "tenon/ordinal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/class_fit.hpp"
#include "models/inference.hpp"
#include "models/row_passes.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// A cut runs away with a separation if it moves by this share of what moves most.
constexpr double part_of_direction = 1e-6;

class ProportionalOdds final : public ClassLikelihood {
  public:
    explicit ProportionalOdds(const ClassData& data)
        : ClassLikelihood(
              proportional_odds_rows(static_cast<Index>(data.fit().columns()), data.classes())),
          data_(data),
          slopes_(static_cast<Index>(data.fit().columns()) - 1),
          cuts_(static_cast<Index>(data.classes()) - 1),
          problem_(data.fit().make_problem()) {}

    Index cuts() const { return cuts_; }

    MatrixXd penalty() const override {
        MatrixXd p = MatrixXd::Zero(parameters(), parameters());
        MatrixXd with_intercept = MatrixXd::Zero(slopes_ + 1, slopes_ + 1);
        problem_.penalty.add_to(with_intercept);
        p.bottomRightCorner(slopes_, slopes_) = with_intercept.bottomRightCorner(slopes_, slopes_);
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

ClassModel fit_odds(const ClassData& data) {
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

}  // namespace

ClassModel fit_ordinal(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const ClassModelOptions& options, const RowExtras& rows) {
    return fit_odds({context, features, target, names, options, rows, "fit ordinal"});
}

ClassModel fit_ordinal(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                       const ClassModelOptions& options) {
    return fit_odds(
        {context, first.sums(), pass, nullptr, options, ModelKind::ordinal, "fit ordinal"});
}

ClassModel fit_ordinal(const Context& context, const RowSource& source,
                       std::span<const std::string> names, const ClassModelOptions& options) {
    const LinearPartial first = first_pass(context, source, names);
    const LogisticPass pass = later_pass(context, source);
    const ScoreSource scores{source};
    return fit_odds(
        {context, first.sums(), pass, &scores, options, ModelKind::ordinal, "fit ordinal"});
}

}  // namespace tenon
