// Huber's estimate where the rows are elsewhere: every point and scale that is tried is a pass.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "models/huber_rows.hpp"
#include "models/pass_ranks.hpp"
#include "models/row_passes.hpp"
#include "tenon/huber.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::VectorXd;

class RowsInPasses final : public HuberRows {
  public:
    RowsInPasses(const Context& context, const LinearSums& first, const LogisticPass& pass,
                 const Orthonormal& o, double threshold)
        : context_(context), first_(first), pass_(pass), last_(0) {
        plan_ = plan_of_columns(first, keep_only(o.design, o.kept));
        plan_.basis = o.w.values;
        plan_.task = PassTask::huber;
        plan_.family = {ModelKind::linear, Link::identity, threshold, 0};
        plan_.target_inverse = o.target.variable.inverse;
        plan_.target_centre = o.target.variable.centre;
    }

    // The point of a search that is accepted is the next that is asked for.
    HuberSums at(const VectorXd& c, double scale) const override {
        if (last_.push.size() == c.size() && scale == last_scale_ && c == last_c_) return last_;
        PassPlan plan = plan_;
        plan.point.assign(c.data(), c.data() + c.size());
        plan.family.dispersion = scale;
        const LogisticPartial whole = run_pass(context_, first_, pass_, std::move(plan));
        const LogisticSums& sums = whole.sums();
        HuberSums found(c.size());
        if (sums.overflowed) {
            found.linear = std::numeric_limits<double>::infinity();
        } else {
            take_derivatives(sums, found.push, found.curve);
            const auto value = [&](std::int64_t place) {
                return sums.measures[static_cast<std::size_t>(place)].value();
            };
            found.squares = value(static_cast<std::int64_t>(HuberPlace::squares));
            found.linear = value(static_cast<std::int64_t>(HuberPlace::linear));
            found.outside = value(static_cast<std::int64_t>(HuberPlace::outside));
            for (Index j = 0; j < c.size(); ++j)
                found.along(j) = value(static_cast<std::int64_t>(HuberPlace::first) + j);
        }
        last_ = found;
        last_c_ = c;
        last_scale_ = scale;
        return found;
    }
    double loss(const VectorXd& c, double scale) const override {
        const HuberSums sums = at(c, scale);
        return sums.squares + sums.linear;
    }
    double mad(const VectorXd& c) const override {
        const std::int64_t n = first_.rows;
        const auto middle =
            numbers_of_rank({(n - 1) / 2, n / 2}, [&](const std::vector<double>& marks) {
                PassPlan plan = plan_;
                plan.task = PassTask::ranks;
                plan.point.assign(c.data(), c.data() + c.size());
                plan.family = {ModelKind::linear, Link::identity, 0.5, 0};
                plan.bound = 1;  // of |r|
                plan.marks = marks;
                return run_pass(context_, first_, pass_, std::move(plan)).sums().cells;
            });
        return (middle[0] + middle[1]) / 2 / normal_quartile;
    }

  private:
    const Context& context_;
    const LinearSums& first_;
    const LogisticPass& pass_;
    PassPlan plan_;
    mutable HuberSums last_;
    mutable VectorXd last_c_;
    mutable double last_scale_ = 0;
};

}  // namespace

HuberFit fit_huber(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                   const HuberOptions& options) {
    check_fit_options(0, options.confidence);
    check_huber_options(options);
    const LinearSums& sums = first.sums();
    check_first_pass(sums, options.intercept);
    const PartialDesign partial(sums, options.intercept);
    HuberStart start;
    double rest = 0;
    const Orthonormal o = make_orthonormal(context, partial, start.c, rest);
    start.scale = std::sqrt(std::max(rest, 0.0) / static_cast<double>(sums.rows));
    const Variable& y = partial.target();
    start.largest = std::max(std::fabs(y.least - y.centre), std::fabs(y.most - y.centre));
    return fit_huber_rows(context, o, RowsInPasses(context, sums, pass, o, options.threshold),
                          start, options);
}

HuberFit fit_huber(const Context& context, const RowSource& source,
                   std::span<const std::string> names, const HuberOptions& options) {
    const LinearPartial first = first_pass(context, source, names);
    return fit_huber(context, first, later_pass(context, source), options);
}

}  // namespace tenon
