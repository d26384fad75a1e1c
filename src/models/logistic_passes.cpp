// fit_logistic where the rows are elsewhere: each sum that Newton's method (models/newton.hpp) and
// the search for separation (models/separation.hpp) ask for is a pass.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "models/logistic_fit.hpp"
#include "models/logistic_sums.hpp"
#include "models/partial_design.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class Passes final : public RowPasses {
  public:
    Passes(const LinearSums& first, double total_weight, const LogisticPass& pass)
        : first_(first), total_weight_(total_weight), pass_(pass) {}

    double total_weight() const override { return total_weight_; }

    Likelihood evaluate(const Context& context, const Observations& data, const VectorXd& theta,
                        Information) const override {
        const LogisticPartial whole = run(context, data, PassTask::likelihood, theta, 0);
        const LogisticSums& sums = whole.sums();
        const Eigen::Index k = theta.size();
        Likelihood at{nan, VectorXd::Constant(k, nan), MatrixXd::Constant(k, k, nan)};
        seen_ = theta;
        seen_margins_ = {sums.least, sums.most, largest(sums)};
        if (sums.overflowed) return at;  // the step that led here is halved
        at.log_likelihood = sums.log_likelihood.value();
        std::size_t place = 0;
        for (Eigen::Index b = 0; b < k; ++b) {
            at.gradient(b) = sums.gradient[static_cast<std::size_t>(b)].value();
            for (Eigen::Index a = b; a < k; ++a)
                at.hessian(a, b) = at.hessian(b, a) = sums.hessian[place++].value();
        }
        return at;
    }

    // The margins of a point come with its likelihood.
    Margins margins(const Context& context, const Observations& data,
                    const VectorXd& d) const override {
        if (seen_.size() == d.size() && seen_ == d) return seen_margins_;
        const LogisticPartial whole = run(context, data, PassTask::margins, d, 0);
        return {whole.sums().least, whole.sums().most, largest(whole.sums())};
    }

    std::int64_t rows_within(const Context& context, const Observations& data, const VectorXd& d,
                             double bound) const override {
        return run(context, data, PassTask::within, d, bound).sums().within;
    }

  private:
    static double largest(const LogisticSums& sums) {
        return std::max(std::fabs(sums.least), std::fabs(sums.most));
    }

    LogisticPartial run(const Context& context, const Observations& data, PassTask task,
                        const VectorXd& point, double bound) const {
        PassPlan plan;
        const Design& design = data.design;
        plan.names = first_.names;
        plan.intercept = design.intercept;
        plan.kept = design.active;
        for (const std::int64_t feature : design.active) {
            const Variable& v = design.variables[static_cast<std::size_t>(feature)];
            plan.inverse.push_back(v.inverse);
            plan.centre.push_back(v.centre);
        }
        plan.basis.assign(data.basis.data(), data.basis.data() + data.basis.size());
        plan.task = task;
        plan.point.assign(point.data(), point.data() + point.size());
        plan.bound = bound;
        LogisticPartial partial(std::make_unique<LogisticSums>(plan));
        context.check_cancelled();
        pass_(partial);
        const LogisticSums& sums = partial.sums();
        if (!(sums.plan == plan))
            throw Error(Status::argument, "a pass handed back the partial of another pass",
                        {.argument = "pass"});
        if (sums.rows != first_.rows)
            throw Error(Status::data,
                        "a pass brought " + std::to_string(sums.rows) + " rows, the first had " +
                            std::to_string(first_.rows) + ": every pass must bring the same rows",
                        {.argument = "pass"});
        return partial;
    }

    const LinearSums& first_;
    double total_weight_;
    const LogisticPass& pass_;
    mutable VectorXd seen_;  // the last point whose likelihood was asked for
    mutable Margins seen_margins_;
};

// The weight of the ones. A target in [0, 1] whose square has the same sum is 0 or 1 in every row.
double weight_of_ones(const LinearSums& sums) {
    const std::int64_t y = sums.target();
    const ExactNumber& ones = sums.products.at(sums.one(), y);
    ExactNumber difference = sums.products.at(y, y);
    difference.subtract(ones);
    const ColumnRange& range = sums.ranges.back();
    if (!(range.least >= 0 && range.most <= 1) || !difference.is_zero())
        throw Error(Status::data, "the target has values other than 0 and 1",
                    {.argument = "target"});
    return ones.value();
}

void rewind(const RowSource& source) {
    if (source.rewind && source.rewind()) return;
    throw Error(Status::argument,
                "the rows cannot be read again, and every step of the fit is a pass over them: "
                "give a source with rewind",
                {.argument = "source"});
}

// All rows of a source into a partial; rows in errors count from the first of the source.
template <class Partial>
void add_all(const Context& context, const RowSource& source, Partial& partial) {
    std::int64_t before = 0;
    for (;;) {
        RowBlock block;
        if (!source.next(block)) return;
        try {
            partial.add(context, block.features, block.target, block.weights);
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

LinearPartial first_pass(const Context& context, const RowSource& source,
                         std::span<const std::string> names) {
    if (!source.next)
        throw Error(Status::argument, "the source has no function next", {.argument = "source"});
    LinearPartial partial({names.begin(), names.end()});
    add_all(context, source, partial);
    return partial;
}

}  // namespace

LinearModel fit_logistic(const Context& context, const LinearPartial& first,
                         const LogisticPass& pass, const LogisticOptions& options) {
    check_logistic_options(options);
    const LinearSums& sums = first.sums();
    if (!options.intercept && sums.names.empty())
        throw Error(Status::argument, "no features and no intercept: there is nothing to fit",
                    {.argument = "features"});
    if (sums.rows == 0)
        throw Error(Status::data, "there are no rows to fit a model to", {.argument = "features"});
    const double ones = weight_of_ones(sums);
    const PartialDesign partial(sums, options.intercept);
    Grid<DoubleDouble> m = partial.reduced_matrix(context);
    const auto spreads = partial.spreads(m);
    if (options.l2 > 0) m = with_penalty(m, options.l2, spreads, options.intercept);
    const auto f = factor_in_order(context, std::move(m), partial.rank_rule());
    return fit_logistic_by_passes(context, partial.design(),
                                  make_ranked(f, spreads, options.intercept), ones,
                                  Passes(sums, partial.total_weight(), pass), options);
}

LinearModel fit_linear(const Context& context, const RowSource& source,
                       std::span<const std::string> names, const LinearOptions& options) {
    check_fit_options(options.l2, options.confidence);
    return first_pass(context, source, names).finish(context, options);
}

LinearModel fit_logistic(const Context& context, const RowSource& source,
                         std::span<const std::string> names, const LogisticOptions& options) {
    check_logistic_options(options);
    const LinearPartial first = first_pass(context, source, names);
    return fit_logistic(
        context, first,
        [&](LogisticPartial& partial) {
            rewind(source);
            add_all(context, source, partial);
        },
        options);
}

}  // namespace tenon
