// From exact cross products to the model of fit_linear: the matrix M of models/partial_design.hpp
// takes the place of the data, and the rest is as in models/linear.cpp, in double-double.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/distribution.hpp"
#include "models/factoring.hpp"
#include "models/inference.hpp"
#include "models/partial_design.hpp"
#include "tenon/error.hpp"
#include "tenon/linear_partial.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
// Decimal digits of double-double arithmetic after some hundred operations on each number.
constexpr double digits_of_arithmetic = 30.5;
constexpr double most_digits = 15.95;

class PartialFit {
  public:
    PartialFit(const Context& context, const LinearSums& sums, const LinearOptions& options)
        : context_(context),
          sums_(sums),
          options_(options),
          partial_(sums, options.intercept),
          design_(partial_.design()),
          target_(partial_.target()),
          total_weight_(partial_.total_weight()) {}

    LinearModel run(double* digits) const {
        Grid<DoubleDouble> m = partial_.reduced_matrix(context_);
        const auto spreads = partial_.spreads(m);
        const Grid<DoubleDouble> data = m;
        if (options_.l2 > 0) m = with_penalty(m, options_.l2, spreads, design_.intercept);
        const auto f = factor_in_order(context_, std::move(m), partial_.rank_rule());
        LinearModel model = conclude(f, data, spreads);
        if (digits) *digits = vouched(model.summary.condition);
        return model;
    }

  private:
    LinearModel conclude(const OrderedQr<DoubleDouble>& f, const Grid<DoubleDouble>& data,
                         const std::vector<double>& spreads) const {
        std::vector<DoubleDouble> penalty;
        for (const std::int64_t c : f.kept) {
            const DoubleDouble spread(spreads[static_cast<std::size_t>(c)]);
            penalty.push_back(design_.feature(c) < 0 ? DoubleDouble()
                                                     : DoubleDouble(options_.l2) * spread * spread);
        }
        std::vector<DoubleDouble> beta = f.rotated;
        solve_upper(f.r, beta);
        const Grid<DoubleDouble> w = invert_upper(f.r);
        LinearModel model;
        model.has_intercept = design_.intercept;
        model.summary.gradient_norm = gradient(f, data, spreads, beta, penalty);
        measure(model.summary, f, beta, w, penalty);
        fill(model, f, beta, w, penalty);
        note(model, f, w);
        return model;
    }

    // Largest |A'(y - A b) - P b| over features of unit spread, per unit of weight.
    double gradient(const OrderedQr<DoubleDouble>& f, const Grid<DoubleDouble>& data,
                    const std::vector<double>& spreads, const std::vector<DoubleDouble>& beta,
                    const std::vector<DoubleDouble>& penalty) const {
        std::vector<DoubleDouble> rest(data.column(design_.width()),
                                       data.column(design_.width()) + data.rows);
        for (std::size_t k = 0; k < beta.size(); ++k)
            for (std::int64_t i = 0; i < data.rows; ++i)
                rest[static_cast<std::size_t>(i)] -= data(i, f.kept[k]) * beta[k];
        double largest = 0;
        for (std::size_t k = 0; k < beta.size(); ++k) {
            const DoubleDouble g =
                dot(data.column(f.kept[k]), rest.data(), data.rows) - penalty[k] * beta[k];
            largest =
                std::max(largest, std::fabs(g.hi) / spreads[static_cast<std::size_t>(f.kept[k])]);
        }
        return largest / total_weight_ / target_.inverse;
    }

    double freedom(const Grid<DoubleDouble>& w, const std::vector<DoubleDouble>& penalty) const {
        DoubleDouble effective(static_cast<double>(w.columns));
        for (std::int64_t k = 0; k < w.columns; ++k)
            for (std::int64_t i = 0; i <= k; ++i)
                effective -= penalty[static_cast<std::size_t>(i)] * w(i, k) * w(i, k);
        return static_cast<double>(sums_.rows) - static_cast<double>(effective);
    }

    double log_likelihood(double squares) const {
        const auto n = static_cast<double>(sums_.rows);
        const double log_variance = std::log(squares / n) - 2 * std::log(target_.inverse);
        return -n / 2 * (std::log(2 * std::numbers::pi) + log_variance + 1) +
               sums_.log_weights.value() / 2;
    }

    void measure(FitSummary& s, const OrderedQr<DoubleDouble>& f,
                 const std::vector<DoubleDouble>& beta, const Grid<DoubleDouble>& w,
                 const std::vector<DoubleDouble>& penalty) const {
        DoubleDouble left = f.tail;  // of the penalised problem: |y - A b|^2 + b'P b
        for (std::size_t k = 0; k < beta.size(); ++k) left -= penalty[k] * beta[k] * beta[k];
        const double rss = std::max(0.0, static_cast<double>(left));
        const auto total = static_cast<double>(f.total);
        const auto n = static_cast<double>(sums_.rows);
        const double degrees = freedom(w, penalty);
        s.kind = ModelKind::linear;
        s.rows = sums_.rows;
        s.parameters = static_cast<std::int64_t>(f.kept.size());
        s.confidence = options_.confidence;
        s.iterations = 1;
        s.condition = condition_number(as_doubles(f.r), design_.intercept);
        s.log_likelihood = log_likelihood(rss);
        s.null_log_likelihood = log_likelihood(partial_.centred_target_squares());
        const auto k = static_cast<double>(s.parameters);
        s.aic = -2 * s.log_likelihood + 2 * k;
        s.bic = -2 * s.log_likelihood + k * std::log(n);
        s.residual_sd = degrees > 0 ? std::sqrt(rss / degrees) / target_.inverse : nan;
        s.r2 = s.adjusted_r2 = s.f_statistic = s.f_p_value = nan;
        if (total > 0) measure_explained(s, f, rss, total, degrees);
    }

    void measure_explained(FitSummary& s, const OrderedQr<DoubleDouble>& f, double rss,
                           double total, double degrees) const {
        const std::int64_t first = design_.intercept ? 1 : 0, slopes = s.parameters - first;
        if (options_.l2 > 0) {
            s.r2 = 1 - rss / total;
        } else {
            const DoubleDouble* part = f.rotated.data() + first;
            const auto explained = static_cast<double>(dot(part, part, slopes));
            s.r2 = explained / (explained + rss);
            if (slopes > 0 && degrees > 0) {
                const auto k = static_cast<double>(slopes);
                s.f_statistic = explained / k / (rss / degrees);
                s.f_p_value = f_upper_tail(s.f_statistic, k, degrees);
            }
        }
        const auto base = static_cast<double>(s.rows - first);
        if (degrees > 0) s.adjusted_r2 = 1 - (1 - s.r2) * base / degrees;
    }

    void fill(LinearModel& model, const OrderedQr<DoubleDouble>& f,
              const std::vector<DoubleDouble>& beta, const Grid<DoubleDouble>& w,
              const std::vector<DoubleDouble>& penalty) const {
        const auto raw = raw_estimates(design_, f.kept, beta, w,
                                       options_.l2 > 0 ? penalty : std::vector<DoubleDouble>{},
                                       DoubleDouble(target_.centre));
        const double degrees = freedom(w, penalty);
        const double quantile = interval_quantile(options_.confidence, degrees);
        model.coefficients = blank_coefficients(design_);
        for (std::size_t i = 0; i < raw.size(); ++i) {
            Coefficient& c = model.coefficients[coefficient_place(design_, f.kept[i])];
            set_estimate(c, raw[i].value / target_.inverse);
            c.standard_error = raw[i].unit_error * model.summary.residual_sd;
            complete(c, degrees, quantile);
        }
    }

    void note(LinearModel& model, const OrderedQr<DoubleDouble>& f,
              const Grid<DoubleDouble>& w) const {
        note_dropped(model, design_, f.dropped);
        note_condition(model, design_, f.kept, inflation(as_doubles(f.r), as_doubles(w)));
        note_freedom(model);
        if (options_.l2 > 0)
            model.warnings.push_back(
                "the penalty l2 pulls the estimates toward zero: standard errors do not contain "
                "this bias, so read p-values and intervals with care");
    }

    static void note_freedom(LinearModel& model) {
        if (!std::isnan(model.summary.residual_sd)) return;
        model.summary.flags |= fit_few_rows;
        model.warnings.push_back(
            std::to_string(model.summary.rows) + " rows determine " +
            std::to_string(model.summary.parameters) +
            " coefficients exactly: there are no standard errors; use more rows or fewer features");
    }

    double vouched(double condition) const {
        const double width = static_cast<double>(design_.width());
        const double lost = 2 * std::log10(std::max(1.0, condition)) + std::log10(width + 1);
        return std::clamp(digits_of_arithmetic - lost, 0.0, most_digits);
    }

    const Context& context_;
    const LinearSums& sums_;
    const LinearOptions& options_;
    const PartialDesign partial_;
    const Design& design_;
    const Variable& target_;
    const double total_weight_;
};

}  // namespace

LinearModel LinearPartial::finish(const Context& context, const LinearOptions& options,
                                  double* digits) const {
    check_fit_options(options.l2, options.confidence);
    if (!options.intercept && sums_->names.empty())
        throw Error(Status::argument, "no features and no intercept: there is nothing to fit",
                    {.argument = "features"});
    if (sums_->rows == 0)
        throw Error(Status::data, "there are no rows to fit a model to", {.argument = "features"});
    context.report({.phase = "fit linear", .rows = sums_->rows});
    return PartialFit(context, *sums_, options).run(digits);
}

}  // namespace tenon
