// The coefficients of every family come from models/predictor_fit.hpp with the families of
// models/mean_family.hpp; here are what surrounds them: checks, the shape beside the mean, measures
// of fit, and what there is to warn of.
//
// Shape of a negative binomial: the root of dl/dalpha along the profile, whose slope there is the
// partial derivative (the coefficients being at their maximum). Tweedie's p: the greatest profile
// likelihood over p, with phi at its best for every p.
#include "tenon/glm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <optional>
#include <vector>

#include "base/gamma_function.hpp"
#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "models/boundary_path.hpp"
#include "models/chunks.hpp"
#include "models/dispersion.hpp"
#include "models/further_maxima.hpp"
#include "models/glm_checks.hpp"
#include "models/mean_family.hpp"
#include "models/predictor_fit.hpp"
#include "models/root.hpp"
#include "models/score_errors.hpp"
#include "models/slice_checks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// ln alpha and p are found to this width.
constexpr double log_shape_tolerance = 1e-10;
constexpr double power_tolerance = 1e-7;
constexpr int most_shapes = 60;
// What these leave of digits of the coefficients.
constexpr double alpha_digits = 8, power_digits = 5;
// alpha outside these bounds is Poisson for every purpose, or not to be found.
constexpr double least_alpha = 1e-10, most_alpha = 1e8;
// Beyond these powers the series of Tweedie's density has no end, or the data are not Tweedie's.
constexpr double least_power = 1.01, most_power = 1.99;
// Targets whose greatest lies beyond 2^-this and 2^this are seen in a unit of their own.
constexpr int plain_exponent = 16;
// The root of the mean square of (y - mu) / mu that rounding alone leaves.
constexpr double exact_fit = 1e-13;
// Steps of the second differences that give the shape's standard error.
constexpr double log_shape_step = 1e-4, power_step = 2e-3;

const MatrixView& checked(const MatrixView& features, std::span<const double> target,
                          std::span<const std::string> names, const GlmOptions& options,
                          const RowExtras& extras) {
    check_fit_arguments(features, target, names, options.intercept, options.l2, options.confidence);
    check_glm_options(options);
    check_errors(options.errors, extras.clusters, features.rows);
    return features;
}

const FitRows& with_target(const FitRows& rows, ModelKind family) {
    check_amounts(rows.target(), family);
    double total = 0;
    for (const double y : rows.target()) total += y;
    check_any_amount(total);
    return rows;
}

// A unit 2^k of the target in which its values are near 1, so that no power of a mean leaves the
// range of numbers; k is 0 for counts, which have no unit, and for values that need none. A gamma
// or Tweedie model of y / s has the coefficients of that of y under a log link if ln s is taken
// from the offset, and those over s under the identity, times s under the inverse link.
struct TargetUnit {
    int exponent = 0;
    double estimates = 1;  // the caller's coefficients over those of the scaled target
    double l2 = 0;         // the penalty on the latter

    double log_size() const { return exponent * std::numbers::ln2; }
};

TargetUnit take_unit(FitRows& rows, const GlmOptions& o) {
    TargetUnit unit{0, 1, o.l2};
    if (o.family != ModelKind::gamma && o.family != ModelKind::tweedie) return unit;
    const auto target = rows.target();
    const int k = std::ilogb(*std::max_element(target.begin(), target.end()));
    if (std::abs(k) <= plain_exponent) return unit;
    const bool tweedie = o.family == ModelKind::tweedie;
    const double size = std::ldexp(1.0, o.link == Link::inverse ? -k : k);
    if (o.link != Link::log) unit.estimates = size;
    if (o.l2 > 0) {
        // The log-likelihood of Tweedie's family is that of the scaled target times s^(2-p).
        if (tweedie && std::isnan(o.shape)) return {0, 1, o.l2};
        unit.l2 *= unit.estimates * unit.estimates;
        if (tweedie) unit.l2 *= std::exp2(-k * (2 - o.shape));
        if (!(unit.l2 > 0 && std::isfinite(unit.l2))) return {0, 1, o.l2};
    }
    unit.exponent = k;
    // By halves, for the factor itself may be beyond the range of numbers.
    rows.rescale(std::ldexp(1.0, -k / 2), o.link == Link::log ? 1 : 1 / size, 0);
    rows.rescale(std::ldexp(1.0, -(k - k / 2)), 1, o.link == Link::log ? -unit.log_size() : 0);
    return unit;
}

// Where the search for a shape that is not given begins: at Poisson, and in the middle.
double first_shape(const GlmOptions& options) {
    if (!std::isnan(options.shape)) return options.shape;
    return options.family == ModelKind::tweedie ? 1.5 : 0;
}

class GlmFit {
  public:
    GlmFit(const Context& context, const MatrixView& features, std::span<const double> target,
           std::span<const std::string> names, const GlmOptions& options, const RowExtras& extras)
        : context_(context),
          options_(options),
          rows_(context, checked(features, target, names, options, extras), target, extras, {},
                options.link == Link::log),
          checked_(with_target(rows_, options.family)),
          unit_(take_unit(rows_, options)),
          family_(make_mean_family(options.family, options.link, first_shape(options))),
          design_(make_design(context, checked_.features(), names, options.intercept)),
          means_charge_(context, features.rows * 8),
          mean_(static_cast<std::size_t>(rows_.features().rows)),
          fit_(context, design_, *family_, rows_, predictor_options()) {}

    LinearModel run() {
        result_ = fit_.run(start(fit_));
        if (!result_.newton.converged && result_.separation.kind == Separation::none &&
            options_.link == Link::identity && !result_.newton.cut_short)
            result_ = climb_along_boundary(context_, fit_, *family_, start(fit_), mean_of_target());
        seek_greatest();
        double shape = options_.shape, shape_error = nan;
        bool shape_found = true;
        if (std::isnan(shape) && options_.family == ModelKind::negative_binomial)
            shape_found = find_alpha(shape, shape_error);
        if (std::isnan(shape) && options_.family == ModelKind::tweedie)
            shape_found = find_power(shape, shape_error) &&
                          (!seek_greatest() || find_power(shape, shape_error));
        return conclude(shape, shape_error, shape_found);
    }

  private:
    PredictorOptions predictor_options() const {
        return {.l2 = unit_.l2,
                .confidence = options_.confidence,
                .max_iterations = options_.max_iterations,
                .tolerance = options_.tolerance,
                .phase = "fit glm",
                .residual_scale = residual_scale(*family_, mean_of_target(), options_.tolerance)};
    }

    double mean_of_target() const {
        Sum total;
        for (std::size_t i = 0; i < rows_.target().size(); ++i)
            total.add(fitted().weight(i) * rows_.target()[i]);
        return total.value() / rows_.total_weight();
    }

    FittedMeans fitted() const { return {rows_.target(), mean_, rows_.weights()}; }
    bool has_dispersion() const {
        return options_.family == ModelKind::gamma || options_.family == ModelKind::tweedie;
    }

    // The intercept alone where there is one: its mean (log link: rate) is that of the target,
    // which every link allows. Else least squares of the link of a target drawn to its mean.
    VectorXd start(const PredictorFit& fit) const {
        const double level = mean_of_target();
        if (fit.data().design.intercept)
            return fit.intercept_start(link_of(options_.link, level) - log_mean_factor());
        std::vector<double> values;
        values.reserve(rows_.target().size());
        for (const double y : rows_.target())
            values.push_back(link_of(options_.link, (y + level) / 2));
        return fit.least_squares_start(values);
    }

    // ln of the mean of exp(offset) for a log link, about the greatest offset: no offset is too
    // large or too small for it.
    double log_mean_factor() const {
        const auto offset = rows_.offset();
        if (options_.link != Link::log || offset.empty()) return 0;
        const double greatest = *std::max_element(offset.begin(), offset.end());
        Sum base;
        for (std::size_t i = 0; i < offset.size(); ++i)
            base.add(fitted().weight(i) * std::exp(offset[i] - greatest));
        return greatest + std::log(base.value() / rows_.total_weight());
    }

    void find_means(const PredictorFit& fit, const VectorXd& theta) {
        const std::int64_t rows = fit.data().design.rows(), width = fit.data().design.width();
        for_each_block(context_, rows, width,
                       [&](std::int64_t, std::int64_t first, std::int64_t last) {
                           const MatrixXd v = design_block(fit.data(), first, last);
                           Eigen::Map<ArrayXd>(mean_.data() + first, last - first) =
                               family_->mean(linear_predictor(fit.data(), v, theta, first, last));
                       });
    }

    double total_deviance() const { return sum_over_rows(true); }
    double pearson() const { return sum_over_rows(false); }
    // Whether every mean is its target but for rounding: then the likelihood grows without bound as
    // the dispersion goes to 0.
    bool is_exact() const {
        Sum sum;
        for (std::size_t i = 0; i < mean_.size(); ++i) {
            const double u = (rows_.target()[i] - mean_[i]) / mean_[i];
            sum.add(fitted().weight(i) * u * u);
        }
        return sum.value() <= exact_fit * exact_fit * rows_.total_weight();
    }
    double sum_over_rows(bool deviance) const {
        Sum sum;
        const auto rows = static_cast<std::int64_t>(mean_.size());
        constexpr std::int64_t block = 4096;
        for (std::int64_t first = 0; first < rows; first += block) {
            const std::int64_t count = std::min(block, rows - first);
            const Eigen::Map<const ArrayXd> y(rows_.target().data() + first, count);
            const ArrayXd mu = Eigen::Map<const ArrayXd>(mean_.data() + first, count);
            ArrayXd terms = deviance ? family_->deviance(y, mu)
                                     : ArrayXd((y - mu).square() / family_->variance(mu));
            if (!rows_.weights().empty())
                terms *= Eigen::Map<const ArrayXd>(rows_.weights().data() + first, count);
            sum.add(terms.sum());
        }
        return sum.value();
    }

    // Where there may be several maxima, looks for a greater one; true if there is one.
    bool seek_greatest() {
        if (!may_have_several_maxima(*family_)) return false;
        const VectorXd before = result_.newton.theta;
        compared_ = seek_greatest_maximum(context_, fit_, start(fit_), result_);
        return result_.newton.theta != before;
    }

    // Refits from where the last fit stands; false if that fails.
    bool refit() {
        PredictorResult next = fit_.run(result_.newton.theta);
        if (!next.converged()) return false;
        iterations_ += result_.newton.iterations;
        result_ = std::move(next);
        find_means(fit_, result_.newton.theta);
        return true;
    }

    // alpha dl/dalpha along the profile at ln alpha; NaN where the coefficients are not found.
    double alpha_score(double log_alpha) {
        const double alpha = std::exp(log_alpha);
        static_cast<NegativeBinomial&>(*family_).set_alpha(alpha);
        return refit() ? alpha * negative_binomial_slope(fitted(), alpha) : nan;
    }

    bool find_alpha(double& alpha, double& error) {
        alpha = 0;
        if (!result_.converged()) return false;
        find_means(fit_, result_.newton.theta);
        // At alpha = 0, the Poisson fit, the likelihood rises with alpha or alpha stays 0.
        const double at_zero = negative_binomial_slope(fitted(), 0);
        if (!(at_zero > 0)) return true;
        const auto score = [&](double t) { return alpha_score(t); };
        double information = 0;
        for (const double mu : mean_) information += mu * mu / 2;
        double low = std::log(std::clamp(at_zero / information, least_alpha, 100.0)), high = low;
        double f_low = score(low), f_high = f_low;
        while (f_low < 0 && low > std::log(least_alpha)) {
            high = low;
            f_high = f_low;
            f_low = score(low -= 1.5);
        }
        while (f_high > 0 && high < std::log(most_alpha)) {
            low = high;
            f_low = f_high;
            f_high = score(high += 1.5);
        }
        alpha = std::exp(high);
        if (!(f_low >= 0 && f_high <= 0)) return false;
        bool settled = false;
        const double root =
            find_root(low, f_low, high, f_high, log_shape_tolerance, most_shapes, settled, score);
        alpha = std::exp(root);
        const double above = score(root + log_shape_step), below = score(root - log_shape_step);
        // d2l/d(ln alpha)^2, the first derivative being 0.
        const double curvature = (above - below) / (2 * log_shape_step);
        if (curvature < 0) error = alpha / std::sqrt(-curvature);
        return !std::isnan(score(root)) && settled;
    }

    // The profile likelihood of Tweedie's power; -infinity where a fit fails.
    double power_profile(double power) {
        static_cast<Tweedie&>(*family_).set_power(power);
        if (!refit()) return -infinity;
        phi_ = tweedie_dispersion(context_, fitted(), power, phi_);
        return tweedie_likelihood(context_, fitted(), power, phi_).log_likelihood;
    }

    bool find_power(double& power, double& error) {
        power = 1.5;
        if (!result_.converged()) return false;
        find_means(fit_, result_.newton.theta);
        if (is_exact()) return false;
        phi_ = pearson() / rows_.total_weight();
        const auto profile = [&](double p) { return power_profile(p); };
        power = find_maximum(least_power, most_power, power_tolerance, most_shapes, profile);
        const bool inside = power - power_step > least_power && power + power_step < most_power;
        if (inside) {
            const double above = profile(power + power_step), below = profile(power - power_step);
            const double curvature =
                (above - 2 * profile(power) + below) / (power_step * power_step);
            if (curvature < 0) error = 1 / std::sqrt(-curvature);
        }
        return std::isfinite(profile(power)) && inside;
    }

    void measure(FitSummary& s) {
        s.kind = options_.family;
        s.link = options_.link;
        find_means(fit_, result_.newton.theta);
        exact_ = has_dispersion() && is_exact();
        s.deviance = total_deviance();
        s.pearson = pearson();
        degrees_ = rows_.total_weight() - static_cast<double>(s.parameters);
        s.dispersion = degrees_ > 0 ? s.pearson / degrees_ : nan;
        s.log_likelihood = log_likelihood(s.deviance, s.shape, s.dispersion_ml);
    }

    double log_likelihood(double deviance, double shape, double& phi) {
        switch (options_.family) {
            case ModelKind::poisson:
                return poisson_log_likelihood(fitted(), deviance);
            case ModelKind::negative_binomial:
                return negative_binomial_log_likelihood(fitted(), shape);
            case ModelKind::gamma:
                phi = gamma_dispersion(deviance, rows_.total_weight());
                return phi > 0 ? gamma_log_likelihood(fitted(), phi) : infinity;
            default:
                phi = pearson() / rows_.total_weight();
                if (!(phi > 0)) return infinity;
                phi = tweedie_dispersion(context_, fitted(), shape, phi);
                return tweedie_likelihood(context_, fitted(), shape, phi).log_likelihood;
        }
    }

    void measure_null(FitSummary& s) {
        Design intercept = design_;
        intercept.active.clear();
        intercept.order.clear();
        intercept.intercept = true;
        PredictorOptions free = predictor_options();
        free.l2 = 0;
        const PredictorFit alone(context_, intercept, *family_, rows_, free);
        const PredictorResult null = alone.run(start(alone));
        find_means(alone, null.newton.theta);
        s.null_deviance = total_deviance();
        double phi = nan;
        s.null_log_likelihood = log_likelihood(s.null_deviance, s.shape, phi);
        s.r2 = s.null_deviance > 0 ? 1 - s.deviance / s.null_deviance : nan;
    }

    // From the unit of the fit to that of the caller's target.
    void to_units_of_target(FitSummary& s) const {
        if (unit_.exponent == 0) return;
        const double power = options_.family == ModelKind::gamma ? 2 : s.shape;
        const double factor = std::exp2((2 - power) * unit_.exponent);
        for (double* value :
             {&s.deviance, &s.null_deviance, &s.pearson, &s.dispersion, &s.dispersion_ml})
            *value *= factor;
        Sum positive;  // only values above 0 have a density, not a probability
        for (std::size_t i = 0; i < mean_.size(); ++i)
            if (rows_.target()[i] > 0) positive.add(fitted().weight(i));
        s.log_likelihood -= positive.value() * unit_.log_size();
        s.null_log_likelihood -= positive.value() * unit_.log_size();
    }

    // Offsets that differ too widely leave no model whose means are all numbers above 0.
    void insist_on_range(const FitSummary& s) const {
        if (rows_.offset().empty()) return;
        if (std::isfinite(s.deviance) && std::isfinite(s.null_deviance) &&
            !std::isnan(s.log_likelihood) && !std::isnan(s.null_log_likelihood))
            return;
        const auto [least, most] =
            std::minmax_element(rows_.offset().begin(), rows_.offset().end());
        throw Error(Status::data,
                    "the offsets (or logarithms of the exposure) differ by " +
                        format_double(*most - *least) +
                        ": under one intercept some means leave the range of numbers, and there is "
                        "no likelihood; look for a wrong unit among them",
                    {.argument = "offset"});
    }

    LinearModel conclude(double shape, double shape_error, bool shape_found) {
        FitSummary own;
        own.parameters = static_cast<std::int64_t>(fit_.columns());
        own.shape = shape;
        measure(own);
        measure_null(own);
        insist_on_range(own);
        const bool scaled = has_dispersion() || options_.quasi;
        result_.scatter = own.pearson / rows_.total_weight();
        std::optional<RobustErrors> robust;
        if (options_.errors != ErrorKind::classical)
            robust = errors_of_rows(context_, fit_, result_, options_.errors, rows_);
        const RobustErrors* errors = robust ? &*robust : nullptr;
        LinearModel model = scaled ? fit_.make_model(result_, own.dispersion, degrees_, errors)
                                   : fit_.make_model(result_, 1, infinity, errors);
        if (errors) note_errors(model, *errors, rows_);
        to_units_of_target(own);
        for (Coefficient& c : model.coefficients)
            for (double* value : {&c.estimate, &c.standard_error, &c.low, &c.high})
                *value *= unit_.estimates;
        FitSummary& s = model.summary;
        s.kind = own.kind;
        s.link = own.link;
        s.deviance = own.deviance;
        s.null_deviance = own.null_deviance;
        s.pearson = own.pearson;
        s.dispersion = own.dispersion;
        s.dispersion_ml = own.dispersion_ml;
        s.shape = shape;
        s.shape_error = shape_error;
        s.log_likelihood = own.log_likelihood;
        s.null_log_likelihood = own.null_log_likelihood;
        s.r2 = own.r2;
        s.iterations += iterations_;
        const bool shaped = options_.family == ModelKind::negative_binomial ||
                            options_.family == ModelKind::tweedie;
        const bool estimated = shaped && std::isnan(options_.shape);
        if (estimated && s.shape > 0) s.digits = std::min(s.digits, shape_digits());
        const double k = s.effective_parameters + (estimated ? 1 : 0) + (has_dispersion() ? 1 : 0);
        s.aic = -2 * s.log_likelihood + 2 * k;
        s.bic = -2 * s.log_likelihood + k * std::log(rows_.total_weight());
        note(model, shape_found);
        return model;
    }

    // Coefficients move with the shape, by no more than its share of itself as a rule.
    double shape_digits() const {
        return options_.family == ModelKind::tweedie ? power_digits : alpha_digits;
    }

    void note(LinearModel& model, bool shape_found) const {
        FitSummary& s = model.summary;
        auto& warnings = model.warnings;
        if (exact_)
            warnings.push_back(
                "the means are the target to the last digits: the likelihood grows without bound "
                "as "
                "the dispersion goes to 0, and dispersion, standard errors and likelihood are "
                "those "
                "of rounding");
        if (!shape_found && result_.converged()) {
            s.converged = false;
            s.flags |= fit_not_converged;
            if (exact_)
                warnings.push_back("every power fits as well: give the shape");
            else
                warnings.push_back(
                    options_.family == ModelKind::tweedie
                        ? "no power between 1.01 and 1.99 makes the data most likely: "
                          "near 1 take a Poisson model, near 2 a gamma model, or give "
                          "the shape"
                        : "the likelihood has no maximum in alpha between 1e-10 and "
                          "1e8 that was found; give the shape");
        }
        if (options_.family == ModelKind::poisson ||
            options_.family == ModelKind::negative_binomial)
            for (const double y : rows_.target())
                if (y != std::floor(y)) {
                    note_fractions(model, format_double(y));
                    break;
                }
        if (may_have_several_maxima(*family_) && s.converged) note_maxima(model, compared_);
        note_overdispersion(model, options_, degrees_);
        if (options_.family == ModelKind::negative_binomial && std::isnan(options_.shape) &&
            s.shape == 0 && shape_found) {
            s.flags |= fit_dispersed;
            warnings.push_back(
                "the counts do not scatter more than Poisson's: alpha is 0 and the model is the "
                "Poisson model");
        }
    }

    const Context& context_;
    const GlmOptions& options_;
    FitRows rows_;
    const FitRows& checked_;
    TargetUnit unit_;
    std::unique_ptr<MeanFamily> family_;
    Design design_;
    Charge means_charge_;
    std::vector<double> mean_;
    PredictorFit fit_;
    PredictorResult result_;
    std::int64_t iterations_ = 0;
    MaximaCompared compared_;
    double degrees_ = 0;
    bool exact_ = false;
    double phi_ = 1;
};

}  // namespace

LinearModel fit_glm(const Context& context, const MatrixView& features,
                    std::span<const double> target, std::span<const std::string> names,
                    const GlmOptions& options, const RowExtras& rows) {
    context.report({.phase = "fit glm", .share = 0, .rows = features.rows});
    return GlmFit(context, features, target, names, options, rows).run();
}

}  // namespace tenon
