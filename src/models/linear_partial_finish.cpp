// From exact cross products to the model of fit_linear.
//
// With W = sum w_i and the exact products G, the products about the means are
//
//     C_jk = (W G_jk - G_j1 G_k1) / W
//
// formed without rounding and then rounded once to double-double. With c_j a double near the mean
// m_j and d_j = m_j - c_j, the rows of the matrix
//
//     M = [ root(W)   root(W) d' ]      R'R = C (Cholesky, columns of the order given)
//         [    0           R     ]
//
// have M'M = [A y]' W [A y] for the design about c. From there on all is as in models/linear.cpp:
// rank by QR of M in order, ridge rows under it, inference from its triangle.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/distribution.hpp"
#include "models/factoring.hpp"
#include "models/inference.hpp"
#include "models/linear_sums.hpp"
#include "tenon/error.hpp"
#include "tenon/linear_partial.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
// A pivot below this share of its column is what is left of double-double rounding: such a column
// adds nothing to the others, and the rank rule drops it.
constexpr double pivot_rounding = 0x1p-97;
// Decimal digits of double-double arithmetic after some hundred operations on each number.
constexpr double digits_of_arithmetic = 30.5;
constexpr double most_digits = 15.95;

int exponent_of(double inverse) {
    int exponent = 0;
    std::frexp(inverse, &exponent);
    return exponent - 1;
}

// A range as the design's scaling sees it; `mean` in raw units.
Variable make_variable(const ColumnRange& range, double mean, bool centred) {
    constexpr double constant_roundings = 4;  // as in models/design.cpp
    Variable v;
    const double largest = std::max(std::fabs(range.least), std::fabs(range.most));
    if (largest > 0) {
        int exponent = 0;
        std::frexp(largest, &exponent);
        v.inverse = std::ldexp(1.0, 1 - exponent);
    }
    v.largest = largest * v.inverse;
    const double width = (range.most - range.least) * v.inverse;
    const double epsilon = std::numeric_limits<double>::epsilon();
    v.constant = centred ? width <= constant_roundings * epsilon * v.largest : largest == 0;
    if (centred) v.centre = mean * v.inverse;
    return v;
}

class PartialFit {
  public:
    PartialFit(const Context& context, const LinearSums& sums, const LinearOptions& options)
        : context_(context), sums_(sums), options_(options) {
        const ExactNumber& weight = sums.products.at(sums.one(), sums.one());
        weight_exponent_ = weight.exponent();
        weight_ = weight.scaled(weight_exponent_);
        total_weight_ = weight.value();
        design_.features = {nullptr, sums.rows, sums.features(), 0, 0};
        design_.names = sums.names;
        design_.intercept = options.intercept;
        for (std::int64_t j = 0; j <= sums.target(); ++j) {
            const Variable v = make_variable(sums.ranges[static_cast<std::size_t>(j)],
                                             static_cast<double>(mean(j)), options.intercept);
            if (j == sums.target()) {
                target_ = v;
                continue;
            }
            design_.variables.push_back(v);
            if (!v.constant) design_.active.push_back(j);
        }
    }

    LinearModel run(double* digits) {
        Grid<DoubleDouble> m = reduced_matrix();
        const auto spreads = spreads_of(m);
        const Grid<DoubleDouble> data = m;
        if (options_.l2 > 0) m = with_penalty(m, options_.l2, spreads, design_.intercept);
        RankRule rule{design_.intercept, std::sqrt(total_weight_), 0, {}, {}};
        for (std::int64_t c = 0; c < design_.width(); ++c) {
            rule.magnitude.push_back(design_.feature(c) < 0 ? 1.0 : design_.variable(c).largest);
            rule.centre.push_back(design_.feature(c) < 0 ? 0.0 : design_.variable(c).centre);
        }
        const auto f = factor_in_order(context_, std::move(m), std::move(rule));
        LinearModel model = conclude(f, data, spreads);
        if (digits) *digits = vouched(model.summary.condition);
        return model;
    }

  private:
    // Sum over the rows divided by W, in raw units.
    DoubleDouble mean(std::int64_t column) const {
        return ratio(sums_.products.at(sums_.one(), column), weight_exponent_);
    }
    // number 2^(weight exponent - exponent) / W
    DoubleDouble ratio(const ExactNumber& number, int exponent) const {
        return number.scaled(exponent) / weight_;
    }

    std::int64_t raw_column(std::int64_t column) const {
        return column == design_.width() ? sums_.target() : design_.feature(column);
    }
    const Variable& variable(std::int64_t column) const {
        return column == design_.width() ? target_ : design_.variable(column);
    }

    // W-scaled product of two columns, about the means where there is an intercept.
    DoubleDouble product(std::int64_t a, std::int64_t b) const {
        const std::int64_t j = raw_column(a), k = raw_column(b);
        const int exponent = -exponent_of(variable(a).inverse) - exponent_of(variable(b).inverse);
        if (!design_.intercept) return sums_.products.at(j, k).scaled(exponent);
        const std::int64_t one = sums_.one();
        ExactNumber centred =
            ExactNumber::product(sums_.products.at(one, one), sums_.products.at(j, k));
        centred.subtract(
            ExactNumber::product(sums_.products.at(one, j), sums_.products.at(one, k)));
        return ratio(centred, exponent + weight_exponent_);
    }

    // The upper triangle M above; its last column is the target's.
    Grid<DoubleDouble> reduced_matrix() const {
        const std::int64_t width = design_.width(), first = design_.intercept ? 1 : 0;
        Grid<DoubleDouble> m(width + 1, width + 1);
        if (design_.intercept) {
            DoubleDouble root = sqrt(sums_.products.at(sums_.one(), sums_.one()).scaled(0));
            m(0, 0) = root;
            for (std::int64_t c = 1; c <= width; ++c) {
                const Variable& v = variable(c);
                const DoubleDouble scaled_mean = mean(raw_column(c)) * DoubleDouble(v.inverse);
                m(0, c) = root * (scaled_mean - DoubleDouble(v.centre));
            }
        }
        for (std::int64_t b = first; b <= width; ++b) {
            context_.check_cancelled();
            const DoubleDouble square = product(b, b);
            DoubleDouble pivot = square;
            for (std::int64_t a = first; a < b; ++a) {
                DoubleDouble rest = product(a, b);
                rest -= dot(m.column(a) + first, m.column(b) + first, a - first);
                const DoubleDouble above = m(a, a);
                m(a, b) = above.hi > 0 ? rest / above : DoubleDouble();
                pivot -= m(a, b) * m(a, b);
            }
            m(b, b) = pivot.hi > pivot_rounding * square.hi ? sqrt(pivot) : DoubleDouble();
        }
        return m;
    }

    std::vector<double> spreads_of(const Grid<DoubleDouble>& m) const {
        std::vector<double> spreads = column_spreads(m, sums_.rows, design_.intercept);
        // Weights are relative: those of mean 1 give the same spreads.
        const double unit = std::sqrt(static_cast<double>(sums_.rows) / total_weight_);
        for (std::size_t j = design_.intercept ? 1 : 0; j < spreads.size(); ++j) spreads[j] *= unit;
        return spreads;
    }

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

    // Weighted sum of squares about the mean, whether or not the model has an intercept.
    double centred_squares() const {
        const std::int64_t one = sums_.one(), y = sums_.target();
        ExactNumber centred =
            ExactNumber::product(sums_.products.at(one, one), sums_.products.at(y, y));
        centred.subtract(
            ExactNumber::product(sums_.products.at(one, y), sums_.products.at(one, y)));
        return static_cast<double>(
            ratio(centred, weight_exponent_ - 2 * exponent_of(target_.inverse)));
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
        s.null_log_likelihood = log_likelihood(centred_squares());
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
    Design design_;
    Variable target_;
    DoubleDouble weight_;  // W 2^-weight_exponent_
    int weight_exponent_ = 0;
    double total_weight_ = 0;
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
