// Quantile regression where the rows are elsewhere.
//
// Newton steps on the smoothed problem lead near the plane. The rows next to it are then fetched as
// they are; those above and those below enter as one row each, their sum: as long as none of them
// crosses the plane, sum rho is the same (S. Portnoy, R. Koenker, The Gaussian hare and the
// Laplacian tortoise, Statistical Science 12, 1997). The vertex of this small problem with its dual
// is that of all rows if a pass over them finds that none crossed; else the next rows are fetched
// around it.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "base/sum.hpp"
#include "models/pass_ranks.hpp"
#include "models/quantile_fit.hpp"
#include "models/quantile_vertex.hpp"
#include "models/residual_tasks.hpp"
#include "models/row_passes.hpp"
#include "tenon/error.hpp"
#include "tenon/quantile_regression.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int smoothing_rounds = 12, newton_steps = 8;
constexpr double narrower = 4;        // the width of the corner from round to round
constexpr double enough_fall = 1e-5;  // of the smoothed sum: less and the next round begins
constexpr double least_step = 1e-3;
constexpr double ridge = 1e-3;  // of the Hessian where few rows lie in the corner
// Rows to fetch: some for every coefficient. After a crossing twice as many.
constexpr std::int64_t near_rows = 500, near_a_column = 50;
constexpr int most_fetches = 12;
// Bounds that are tried for the rows to fetch, in equal ratios of the scale.
constexpr int bound_marks = 1000;
constexpr double least_bound = 1e-14, largest_bound = 1e3;
// Of a residual, in eps of the target: one for y, and some for v'c.
constexpr double roundings = 4;

struct Smoothed {
    double sum = 0;
    VectorXd push;
    MatrixXd curve;
    std::int64_t inside = 0;
};

class QuantilePasses {
  public:
    QuantilePasses(const Context& context, const LinearSums& first, const LogisticPass& pass,
                   const QuantileRegressionOptions& options)
        : context_(context),
          first_(first),
          pass_(pass),
          options_(options),
          q_(options.quantile),
          n_(static_cast<double>(first.rows)),
          partial_(first, options.intercept) {
        double rest = 0;
        o_ = make_orthonormal(context, partial_, c_, rest);
        scale_ = std::sqrt(std::max(rest, 0.0) / n_);
        plan_ = plan_of_columns(first, keep_only(o_.design, o_.kept));
        plan_.basis = o_.w.values;
        plan_.target_inverse = o_.target.variable.inverse;
        plan_.target_centre = o_.target.variable.centre;
        plan_.family = {ModelKind::linear, Link::identity, q_, 0};
    }

    QuantileFit run() {
        smooth();
        QuantileOutcome of;
        of.c = c_;
        fetch(of);
        of.covariance = covariance(of);
        of.best_constant = o_.design.intercept ? best_constant() : 0;
        return tell_quantile(o_, of, options_);
    }

  private:
    LogisticPartial visit(PassTask task, const VectorXd& c, double scale, double bound,
                          std::vector<double> marks = {}, const VectorXd& earlier = {}) const {
        PassPlan plan = plan_;
        plan.task = task;
        plan.point.assign(c.data(), c.data() + c.size());
        plan.family.dispersion = scale;
        plan.bound = bound;
        plan.marks = std::move(marks);
        plan.earlier.assign(earlier.data(), earlier.data() + earlier.size());
        context_.report({.phase = "fit quantile", .rows = first_.rows});
        return run_pass(context_, first_, pass_, std::move(plan));
    }
    template <class Place>
    static double measure(const LogisticPartial& whole, Place place) {
        return whole.sums().measures[static_cast<std::size_t>(place)].value();
    }

    Smoothed smoothed(const VectorXd& c, double width) const {
        const LogisticPartial whole = visit(PassTask::pinball, c, width, 0);
        Smoothed at;
        at.push.resize(c.size());
        at.curve.resize(c.size(), c.size());
        at.sum = whole.sums().overflowed ? std::numeric_limits<double>::infinity()
                                         : measure(whole, PinballMeasure::smooth);
        take_derivatives(whole.sums(), at.push, at.curve);
        at.inside = whole.sums().within;
        return at;
    }

    std::int64_t wanted() const {
        return near_rows + near_a_column * static_cast<std::int64_t>(c_.size());
    }

    // Leaves c near the plane, and the scale near the mean |r|.
    void smooth() {
        double g = scale_;
        for (int round = 0; round < smoothing_rounds && g > 0; ++round, g /= narrower) {
            Smoothed at = smoothed(c_, g);
            for (int step = 0; step < newton_steps; ++step) {
                MatrixXd h = at.curve / g;
                h.diagonal().array() += ridge / (g * n_);
                const VectorXd d = h.llt().solve(at.push);
                double length = 1;
                Smoothed next;
                for (; length > least_step; length /= narrower) {
                    next = smoothed(c_ + length * d, g);
                    if (next.sum < at.sum) break;
                }
                if (length <= least_step) break;
                const double fall = at.sum - next.sum;
                c_ += length * d;
                at = std::move(next);
                if (fall <= enough_fall * at.sum) break;
            }
            if (at.inside <= wanted() / 2) break;
        }
    }

    // The least bound with this many rows within.
    double bound_of(std::int64_t rows) const {
        std::vector<double> marks;
        for (int k = 0; k <= bound_marks; ++k)
            marks.push_back(
                scale_ * least_bound *
                std::pow(largest_bound / least_bound, static_cast<double>(k) / bound_marks));
        const LogisticPartial whole = visit(PassTask::ranks, c_, 0, 1, marks);
        std::int64_t within = 0;
        for (std::size_t k = 0; k < marks.size(); ++k) {
            within += whole.sums().cells[k];
            if (within >= rows) return marks[k];
        }
        return std::numeric_limits<double>::max();
    }

    // The small problem: near rows, and those above and below as one row each.
    struct Reduced {
        MatrixXd u;
        VectorXd y;
    };
    static Reduced reduced(const LogisticPartial& whole, Index k) {
        const NearRows& near = whole.sums().near;
        Reduced small{MatrixXd(near.count() + 2, k), VectorXd(near.count() + 2)};
        Index row = 0;
        for (std::int64_t i = 0; i < near.count(); ++i, ++row) {
            const auto times = static_cast<double>(near.times[static_cast<std::size_t>(i)]);
            const double* values = near.values.data() + i * near.width;
            for (Index j = 0; j < k; ++j) small.u(row, j) = times * values[j];
            small.y(row) = times * values[k];
        }
        const auto glob = [&](NearMeasure count, NearMeasure target, Index at) {
            if (!(measure(whole, count) > 0)) return;
            const Index place = static_cast<Index>(NearMeasure::first) + at;
            for (Index j = 0; j < k; ++j) small.u(row, j) = measure(whole, place + j);
            small.y(row++) = measure(whole, target);
        };
        glob(NearMeasure::above, NearMeasure::target_above, 0);
        glob(NearMeasure::below, NearMeasure::target_below, k);
        small.u.conservativeResize(row, k);
        small.y.conservativeResize(row);
        return small;
    }

    void fetch(QuantileOutcome& of) {
        std::int64_t rows = wanted();
        for (int round = 0; round < most_fetches; ++round, rows *= 2) {
            const double bound = bound_of(std::min(rows, first_.rows));
            const std::int64_t bytes = 8 * (c_.size() + 2);
            const Charge charge(context_, 3 * bytes * std::min(2 * rows, first_.rows));
            const LogisticPartial whole = visit(PassTask::near, c_, 0, bound);
            const Reduced small = reduced(whole, c_.size());
            QuantileVertex vertex(context_, small.u, small.y, q_, scale_);
            if (!vertex.run(small.y - small.u * c_, options_.max_pivots > 0
                                                        ? options_.max_pivots
                                                        : 1000 + 20 * small.y.size()))
                continue;  // too few rows to span
            const LogisticPartial checked = visit(PassTask::check, vertex.c(), 0, bound, {}, c_);
            Sum dual;
            for (Index i = 0; i < small.y.size(); ++i)
                dual.add_product(vertex.dual()(i), vertex.residuals()(i));
            of.c = vertex.c();
            of.primal = measure(checked, CheckMeasure::loss);
            of.sizes = measure(checked, CheckMeasure::sizes);
            of.dual = dual.value();
            const Variable& y = o_.target.variable;
            const double largest =
                std::max(std::fabs(y.least - y.centre), std::fabs(y.most - y.centre));
            of.rounding = roundings * std::numeric_limits<double>::epsilon() * n_ * largest;
            of.pivots += vertex.pivots();
            on_plane_ = plane_rounding(o_, vertex).norm();  // no row u is longer than 1
            of.feasible = vertex.optimal() && checked.sums().within == 0;
            if (of.feasible || !vertex.optimal()) return;
            c_ = vertex.c();
        }
    }

    std::vector<double> ranked(const VectorXd& c, const std::vector<std::int64_t>& ranks) const {
        return numbers_of_rank(ranks, [&](const std::vector<double>& marks) {
            return visit(PassTask::ranks, c, 0, 0, marks).sums().cells;
        });
    }

    MatrixXd covariance(const QuantileOutcome& of) const {
        if (first_.rows <= of.c.size()) return {};
        // Percentiles as numpy takes them, on the line through the sorted values.
        std::vector<std::int64_t> ranks;
        std::vector<double> shares;
        for (const double share : {0.25, 0.75}) {
            const double place = share * (n_ - 1);
            const auto low = static_cast<std::int64_t>(place);
            ranks.push_back(low);
            ranks.push_back(std::min(low + 1, first_.rows - 1));
            shares.push_back(place - static_cast<double>(low));
        }
        const auto r = ranked(of.c, ranks);
        const double quartiles =
            r[2] + shares[1] * (r[3] - r[2]) - (r[0] + shares[0] * (r[1] - r[0]));
        const double sd = std::sqrt(partial_.centred_target_squares() / n_);
        const double h = kernel_width(n_, q_, sd, quartiles);
        if (!(h > 0)) return {};
        const LogisticPartial whole = visit(PassTask::density, of.c, h, on_plane_);
        const double f = measure(whole, DensityMeasure::kernel) / (n_ * h);
        if (!(f > 0) || std::isinf(f)) return {};
        VectorXd none(of.c.size());
        MatrixXd middle(of.c.size(), of.c.size());
        take_derivatives(whole.sums(), none, middle);
        return middle / (f * f);
    }

    // About the quantile of the target: the plane whose only part is the intercept.
    double best_constant() const {
        VectorXd c = VectorXd::Zero(o_.r.columns);
        const auto rank =
            static_cast<std::int64_t>(std::min(n_ - 1, std::max(0.0, std::ceil(q_ * n_) - 1)));
        c(0) = ranked(c, {rank})[0] * o_.r(0, 0);
        return measure(visit(PassTask::check, c, 0, 0, {}, c), CheckMeasure::loss);
    }

    const Context& context_;
    const LinearSums& first_;
    const LogisticPass& pass_;
    const QuantileRegressionOptions& options_;
    double q_, n_;
    PartialDesign partial_;
    Orthonormal o_;
    PassPlan plan_;
    VectorXd c_;
    double scale_ = 0, on_plane_ = 0;
};

}  // namespace

QuantileFit fit_quantile(const Context& context, const LinearPartial& first,
                         const LogisticPass& pass, const QuantileRegressionOptions& options) {
    check_fit_options(0, options.confidence);
    check_quantile_options(options);
    check_first_pass(first.sums(), options.intercept);
    return QuantilePasses(context, first.sums(), pass, options).run();
}

QuantileFit fit_quantile(const Context& context, const RowSource& source,
                         std::span<const std::string> names,
                         const QuantileRegressionOptions& options) {
    const LinearPartial first = first_pass(context, source, names);
    return fit_quantile(context, first, later_pass(context, source), options);
}

}  // namespace tenon
