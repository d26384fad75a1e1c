#include "models/row_passes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "models/factoring.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double largest(const LogisticSums& sums) {
    return std::max(std::fabs(sums.least), std::fabs(sums.most));
}

void add_block(const Context& context, const RowBlock& block, LinearPartial& partial) {
    partial.add(context, block.features, block.target, block.weights);
}
void add_block(const Context& context, const RowBlock& block, LogisticPartial& partial) {
    partial.add(context, block.features, block.target, block.weights, block.offset);
}

// All rows of a source into a partial; rows in errors count from the first of the source.
template <class Partial>
void add_all(const Context& context, const RowSource& source, Partial& partial) {
    std::int64_t before = 0;
    for (;;) {
        RowBlock block;
        if (!source.next(block)) return;
        try {
            add_block(context, block, partial);
        } catch (const Error& error) {
            if (error.where().row < 0 || before == 0) throw;
            Location where = error.where();
            const std::string row = "row " + std::to_string(where.row);
            std::string message = error.message();
            where.row += before;
            if (const auto at = message.find(row); at != std::string::npos)
                message.replace(at, row.size(), "row " + std::to_string(where.row));
            throw Error(error.status(), message, where);
        }
        before += block.features.rows;
        context.report({.phase = "read rows", .rows = before});
    }
}

}  // namespace

void rewind(const RowSource& source) {
    if (source.rewind && source.rewind()) return;
    throw Error(Status::argument,
                "the rows cannot be read again, and every step of the fit is a pass over them: "
                "give a source with rewind",
                {.argument = "source"});
}

void take_derivatives(const LogisticSums& sums, VectorXd& gradient, MatrixXd& hessian) {
    std::size_t place = 0;
    for (Eigen::Index b = 0; b < gradient.size(); ++b) {
        gradient(b) = sums.gradient[static_cast<std::size_t>(b)].value();
        for (Eigen::Index a = b; a < gradient.size(); ++a)
            hessian(a, b) = hessian(b, a) = sums.hessian[place++].value();
    }
}

PassPlan plan_of_columns(const LinearSums& first, const Design& kept) {
    PassPlan plan;
    plan.names = first.names;
    plan.intercept = kept.intercept;
    plan.kept = kept.active;
    for (const std::int64_t feature : kept.active) {
        const Variable& v = kept.variables[static_cast<std::size_t>(feature)];
        plan.inverse.push_back(v.inverse);
        plan.centre.push_back(v.centre);
    }
    return plan;
}

namespace {

void check_passed(const LogisticSums& sums, const PassPlan& plan, const LinearSums& first) {
    if (!(sums.plan == plan))
        throw Error(Status::argument, "a pass handed back the partial of another pass",
                    {.argument = "pass"});
    if (sums.rows != first.rows)
        throw Error(Status::data,
                    "a pass brought " + std::to_string(sums.rows) + " rows, the first had " +
                        std::to_string(first.rows) + ": every pass must bring the same rows",
                    {.argument = "pass"});
}

}  // namespace

LogisticPartial run_pass(const Context& context, const LinearSums& first, const LogisticPass& pass,
                         PassPlan plan) {
    LogisticPartial partial(std::make_unique<LogisticSums>(plan));
    context.check_cancelled();
    pass(partial);
    check_passed(partial.sums(), plan, first);
    return partial;
}

std::vector<LogisticPartial> run_passes(const Context& context,
                                        std::span<const LinearPartial> first, const FoldPass& pass,
                                        const PassPlan& plan) {
    std::vector<LogisticPartial> folds;
    for (std::size_t k = 0; k < first.size(); ++k)
        folds.emplace_back(std::make_unique<LogisticSums>(plan));
    context.check_cancelled();
    pass(folds);
    for (std::size_t k = 0; k < first.size(); ++k)
        check_passed(folds[k].sums(), plan, first[k].sums());
    return folds;
}

// A target in [0, 1] whose square has the same sum is 0 or 1 in every row.
double weight_of_ones(const LinearSums& sums) {
    const std::int64_t y = sums.target();
    const ExactNumber& ones = sums.products.at(sums.one(), y);
    ExactNumber difference = sums.products.at(y, y);
    difference.subtract(ones);
    const ColumnRange& range = sums.ranges.back();
    if (sums.rows > 0 && (!(range.least >= 0 && range.most <= 1) || !difference.is_zero()))
        throw Error(Status::data, "the target has values other than 0 and 1",
                    {.argument = "target"});
    return ones.value();
}

Likelihood PartialPasses::evaluate(const Context& context, const Observations& data,
                                   const VectorXd& theta, Information information) const {
    const bool observed = information == Information::observed || data.family.canonical();
    const LogisticPartial whole =
        run(context, plan_of(data, observed ? PassTask::likelihood : PassTask::expected, theta));
    const LogisticSums& sums = whole.sums();
    const Eigen::Index k = theta.size();
    Likelihood at{nan, VectorXd::Constant(k, nan), MatrixXd::Constant(k, k, nan)};
    seen_ = theta;
    seen_margins_ = {sums.least, sums.most, largest(sums)};
    if (sums.overflowed) return at;  // the step that led here is halved
    at.log_likelihood = sums.log_likelihood.value();
    take_derivatives(sums, at.gradient, at.hessian);
    return at;
}

std::vector<double> PartialPasses::class_weights(const Context& context,
                                                 const Observations& data) const {
    PassPlan plan = plan_of(data, PassTask::classes, {});
    plan.point.assign(static_cast<std::size_t>(plan.parameters()), 0.0);
    const LogisticPartial whole = run(context, std::move(plan));
    std::vector<double> weights;
    for (const ExactNumber& weight : whole.sums().measures) weights.push_back(weight.value());
    return weights;
}

ClassSums PartialPasses::evaluate_classes(const Context& context, const Observations& data,
                                          const VectorXd& psi) const {
    const LogisticPartial whole = run(context, plan_of(data, PassTask::likelihood, psi));
    const LogisticSums& sums = whole.sums();
    const Eigen::Index k = psi.size();
    ClassSums at{-std::numeric_limits<double>::infinity(), VectorXd::Constant(k, nan),
                 MatrixXd::Constant(k, k, nan)};
    if (sums.overflowed) return at;
    at.log_likelihood = sums.log_likelihood.value();
    take_derivatives(sums, at.gradient, at.hessian);
    return at;
}

Margins PartialPasses::class_margins(const Context& context, const Observations& data,
                                     const VectorXd& d, double bound, std::int64_t& ties) const {
    PassPlan plan = plan_of(data, PassTask::within, d);
    plan.bound = bound;
    const LogisticPartial whole = run(context, std::move(plan));
    ties = whole.sums().within;
    return {whole.sums().least, whole.sums().most, largest(whole.sums())};
}

Margins PartialPasses::margins(const Context& context, const Observations& data,
                               const VectorXd& d) const {
    // An offset is in the point's margins, and in no direction's.
    const bool shifted = family_.kind != ModelKind::logistic;
    if (!shifted && seen_.size() == d.size() && seen_ == d) return seen_margins_;
    const LogisticPartial whole = run(context, plan_of(data, PassTask::margins, d));
    return {whole.sums().least, whole.sums().most, largest(whole.sums())};
}

JeffreysTerms PartialPasses::jeffreys_terms(const Context& context, const Observations& data,
                                            const VectorXd& theta, const MatrixXd& l) const {
    const bool bent = theta.size() <= most_bent_width;
    PassPlan plan = plan_of(data, bent ? PassTask::bent_jeffreys : PassTask::jeffreys, theta);
    plan.root.assign(l.data(), l.data() + l.size());
    const LogisticPartial whole = run(context, std::move(plan));
    const LogisticSums& sums = whole.sums();
    std::size_t place = 0;
    const auto next = [&] { return sums.overflowed ? nan : sums.measures[place++].value(); };
    const Eigen::Index k = theta.size(), wide = bent ? k : 0;
    JeffreysTerms terms{VectorXd(k), MatrixXd(wide, wide), MatrixXd(wide * (wide + 1) / 2, wide)};
    for (double& x : terms.gradient) x = next();
    for (Eigen::Index b = 0; b < wide; ++b)
        for (Eigen::Index a = b; a < wide; ++a) terms.bend(a, b) = terms.bend(b, a) = next();
    for (double& x : terms.slopes.reshaped()) x = next();
    return terms;
}

std::int64_t PartialPasses::rows_within(const Context& context, const Observations& data,
                                        const VectorXd& d, double bound) const {
    PassPlan plan = plan_of(data, PassTask::within, d);
    plan.bound = bound;
    return run(context, std::move(plan)).sums().within;
}

PassMeasures PartialPasses::measure(const Context& context, const Observations& data,
                                    const VectorXd& theta, double dispersion) const {
    PassPlan plan = plan_of(data, PassTask::measures, theta);
    plan.family.dispersion = dispersion;
    const LogisticPartial whole = run(context, std::move(plan));
    const LogisticSums& sums = whole.sums();
    const auto value = [&](PassMeasure place) {
        return sums.overflowed ? nan : sums.measures[static_cast<std::size_t>(place)].value();
    };
    return {value(PassMeasure::deviance), value(PassMeasure::pearson),
            value(PassMeasure::mean),     value(PassMeasure::log_likelihood),
            value(PassMeasure::slope),    sums.within};
}

PassPlan PartialPasses::plan_of(const Observations& data, PassTask task,
                                const VectorXd& point) const {
    PassPlan plan = plan_of_columns(first_, data.design);
    plan.basis.assign(data.basis.data(), data.basis.data() + data.basis.size());
    plan.task = task;
    plan.point.assign(point.data(), point.data() + point.size());
    plan.family = family_;
    return plan;
}

LogisticPartial PartialPasses::run(const Context& context, PassPlan plan) const {
    return run_pass(context, first_, pass_, std::move(plan));
}

void check_first_pass(const LinearSums& first, bool intercept) {
    if (!intercept && first.names.empty())
        throw Error(Status::argument, "no features and no intercept: there is nothing to fit",
                    {.argument = "features"});
    if (first.rows == 0)
        throw Error(Status::data, "there are no rows to fit a model to", {.argument = "features"});
}

Ranked rank_partial(const Context& context, const PartialDesign& partial, double l2) {
    const bool intercept = partial.design().intercept;
    Grid<DoubleDouble> m = partial.reduced_matrix(context);
    const auto spreads = partial.spreads(m);
    if (l2 > 0) m = with_penalty(m, l2, spreads, intercept);
    return make_ranked(context, factor_in_order(context, std::move(m), partial.rank_rule()),
                       spreads, intercept);
}

LinearPartial first_pass(const Context& context, const RowSource& source,
                         std::span<const std::string> names) {
    if (!source.next)
        throw Error(Status::argument, "the source has no function next", {.argument = "source"});
    LinearPartial partial({names.begin(), names.end()});
    add_all(context, source, partial);
    return partial;
}

LogisticPass later_pass(const Context& context, const RowSource& source) {
    return [&context, &source](LogisticPartial& partial) {
        rewind(source);
        add_all(context, source, partial);
    };
}

}  // namespace tenon::models
