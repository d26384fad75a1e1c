// Least squares. In scaled units (models/design.hpp), with A the design and S the spreads,
//
//     minimise  1/2 |y - A b|^2 + l2/2 |S b|^2          (S = 0 at the intercept)
//
// by the QR factors of [A; sqrt(l2) S] (models/factoring.hpp), refined (models/refinement.hpp).
// Statistics: n rows, k coefficients, e = k - l2 |S W|_F^2 effective ones (W = R^-1; e = k without
// a penalty), sigma^2 = |r|^2 / (n - e), covariance as in models/inference.hpp, Student's t with n
// - e degrees of freedom, log-likelihood -n/2 (ln(2 pi |r|^2 / n) + 1), AIC = -2 logL + 2k, BIC =
// -2 logL + k ln n: sigma is not counted, as in statsmodels.
#include "tenon/linear.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/distribution.hpp"
#include "base/sum.hpp"
#include "models/factoring.hpp"
#include "models/inference.hpp"
#include "models/refinement.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Sum of squares about the mean, in the target's scaled units.
double centred_squares(const Target& target) {
    Sum sum, squares;
    for (const double y : target.values) sum.add(y * target.variable.inverse);
    const double mean = sum.value() / static_cast<double>(target.values.size());
    for (const double y : target.values) {
        const double deviation = y * target.variable.inverse - mean;
        squares.add_product(deviation, deviation);
    }
    return squares.value();
}

// Normal log-likelihood at its best sigma; squares in units of 1 / inverse^2.
double log_likelihood(double squares, double inverse, double n) {
    const double log_variance = std::log(squares / n) - 2 * std::log(inverse);
    return -n / 2 * (std::log(2 * std::numbers::pi) + log_variance + 1);
}

class LinearFit {
  public:
    LinearFit(const Context& context, const Design& design, const Target& target,
              const LinearOptions& options)
        : context_(context), design_(design), target_(target), options_(options) {}

    template <class T>
    LinearModel conclude(const OrderedQr<T>& f, const std::vector<double>& spreads) const {
        std::vector<double> kept_spreads;
        std::vector<T> penalty;
        for (const std::int64_t c : f.kept) {
            const double spread = spreads[static_cast<std::size_t>(c)];
            kept_spreads.push_back(spread);
            penalty.push_back(design_.feature(c) < 0 ? T{}
                                                     : T(options_.l2) * T(spread) * T(spread));
        }
        const Solved<T> solved =
            refine(context_, keep_only(design_, f.kept), target_, f, penalty, kept_spreads);
        const Grid<T> w = invert_upper(f.r);
        const double freedom = static_cast<double>(design_.rows()) - effective(w, penalty);

        LinearModel model;
        model.has_intercept = design_.intercept;
        measure(model.summary, f, solved, freedom);
        fill_coefficients(model, f, solved.beta, w, penalty, freedom);
        note(model, f, w, freedom);
        return model;
    }

  private:
    template <class T>
    double effective(const Grid<T>& w, const std::vector<T>& penalty) const {
        T sum(static_cast<double>(w.columns));
        if (options_.l2 > 0)
            for (std::int64_t m = 0; m < w.columns; ++m)
                for (std::int64_t i = 0; i <= m; ++i)
                    sum -= penalty[static_cast<std::size_t>(i)] * w(i, m) * w(i, m);
        return static_cast<double>(sum);
    }

    template <class T>
    void measure(FitSummary& s, const OrderedQr<T>& f, const Solved<T>& solved,
                 double freedom) const {
        const auto n = static_cast<double>(design_.rows());
        const double inverse = target_.variable.inverse;
        const auto rss = static_cast<double>(solved.sum_squares);
        const auto total = static_cast<double>(f.total);
        s.kind = ModelKind::linear;
        s.rows = design_.rows();
        s.parameters = static_cast<std::int64_t>(f.kept.size());
        s.confidence = options_.confidence;
        s.iterations = solved.passes;
        s.condition = condition_number(as_doubles(f.r), design_.intercept);
        s.gradient_norm = solved.gradient / inverse;
        s.log_likelihood = log_likelihood(rss, inverse, n);
        s.null_log_likelihood =
            log_likelihood(design_.intercept ? total : centred_squares(target_), inverse, n);
        const auto k = static_cast<double>(s.parameters);
        s.aic = -2 * s.log_likelihood + 2 * k;
        s.bic = -2 * s.log_likelihood + k * std::log(n);
        s.residual_sd = freedom > 0 ? std::sqrt(rss / freedom) / inverse : nan;
        s.r2 = s.adjusted_r2 = s.f_statistic = s.f_p_value = nan;
        if (total > 0) measure_explained(s, f, rss, total, freedom);
    }

    template <class T>
    void measure_explained(FitSummary& s, const OrderedQr<T>& f, double rss, double total,
                           double freedom) const {
        const std::int64_t first = design_.intercept ? 1 : 0;
        const std::int64_t slopes = s.parameters - first;
        if (options_.l2 > 0) {
            s.r2 = 1 - rss / total;
        } else {
            // The explained part is a sum of squares of its own: nothing cancels where it is small.
            const T* slope_part = f.rotated.data() + first;
            const auto explained = static_cast<double>(dot(slope_part, slope_part, slopes));
            s.r2 = explained / (explained + rss);
            if (slopes > 0 && freedom > 0) {
                const auto k = static_cast<double>(slopes);
                s.f_statistic = explained / k / (rss / freedom);
                s.f_p_value = f_upper_tail(s.f_statistic, k, freedom);
            }
        }
        const auto base = static_cast<double>(s.rows - first);
        if (freedom > 0) s.adjusted_r2 = 1 - (1 - s.r2) * base / freedom;
    }

    template <class T>
    void fill_coefficients(LinearModel& model, const OrderedQr<T>& f, const std::vector<T>& beta,
                           const Grid<T>& w, const std::vector<T>& penalty, double freedom) const {
        const double inverse = target_.variable.inverse;
        const auto raw =
            raw_estimates(design_, f.kept, beta, w, options_.l2 > 0 ? penalty : std::vector<T>{},
                          T(target_.variable.centre));
        const double quantile = interval_quantile(options_.confidence, freedom);
        model.coefficients = blank_coefficients(design_);
        for (std::size_t i = 0; i < raw.size(); ++i) {
            Coefficient& c = model.coefficients[coefficient_place(design_, f.kept[i])];
            set_estimate(c, raw[i].value / inverse);
            c.standard_error = raw[i].unit_error * model.summary.residual_sd;
            complete(c, freedom, quantile);
        }
    }

    template <class T>
    void note(LinearModel& model, const OrderedQr<T>& f, const Grid<T>& w, double freedom) const {
        note_dropped(model, design_, f.dropped);
        note_condition(model, design_, f.kept, inflation(as_doubles(f.r), as_doubles(w)));
        if (!(freedom > 0)) {
            model.summary.flags |= fit_few_rows;
            model.warnings.push_back(
                std::to_string(model.summary.rows) + " rows determine " +
                std::to_string(model.summary.parameters) +
                " coefficients exactly: there are no standard errors; use more rows or fewer "
                "features");
        }
        if (options_.l2 > 0)
            model.warnings.push_back(
                "the penalty l2 pulls the estimates toward zero: standard errors do not contain "
                "this bias, so read p-values and intervals with care");
    }

    const Context& context_;
    const Design& design_;
    const Target& target_;
    const LinearOptions& options_;
};

}  // namespace

LinearModel fit_linear(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const LinearOptions& options) {
    check_fit_arguments(features, target, names, options.intercept, options.l2, options.confidence);
    context.report({.phase = "fit linear", .share = 0, .rows = features.rows});
    const Design design = make_design(context, features, names, options.intercept);
    const Target scaled{target, scan_target(context, target, options.intercept)};
    const LinearFit fit(context, design, scaled, options);
    return factor_design(context, design, &scaled, options.l2,
                         [&](const auto& f, const std::vector<double>& spreads) {
                             return fit.conclude(f, spreads);
                         });
}

}  // namespace tenon
