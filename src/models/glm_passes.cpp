// fit_glm where the rows are elsewhere: the coefficients as in models/glm.cpp, each sum a pass;
// then a pass for the measures at the fitted means and one at those of the null model.
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "models/dispersion.hpp"
#include "models/further_maxima.hpp"
#include "models/glm_checks.hpp"
#include "models/predictor_fit.hpp"
#include "models/root.hpp"
#include "models/row_passes.hpp"
#include "models/score_errors.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double log_dispersion_tolerance = 1e-11;
constexpr int most_dispersions = 60;
// Steps of the intercept until the sum of exp(offset) is a number.
constexpr int most_shifts = 20;
constexpr double widest_shift = 600;

void check_pass_options(const GlmOptions& o) {
    const auto refuse = [](const char* argument, const char* message) {
        throw Error(Status::argument, message, {.argument = argument});
    };
    check_fit_options(o.l2, o.confidence);
    check_glm_options(o);
    const bool shaped = o.family == ModelKind::negative_binomial || o.family == ModelKind::tweedie;
    if (shaped && std::isnan(o.shape))
        refuse("shape",
               "the shape is found by a fit for every value that is tried: over rows that come in "
               "slices give it, from a fit of a sample for example");
    if (!o.intercept && o.link != Link::log)
        refuse("intercept",
               "without an intercept and a log link the first step needs all rows at once");
}

class GlmPassFit {
  public:
    GlmPassFit(const Context& context, const LinearSums& first, const LogisticPass& pass,
               const GlmOptions& options, const ScoreSource* source)
        : context_(context),
          options_(options),
          source_(source),
          partial_(first, options.intercept),
          rows_(partial_.total_weight()),
          shape_(std::isnan(options.shape) ? 0 : options.shape),
          family_(make_mean_family(options.family, options.link, shape_)),
          passes_(first, partial_.total_weight(), pass, {options.family, options.link, shape_, 0}),
          total_(first.products.at(first.one(), first.target()).value()) {
        check_any_amount(total_);
    }

    LinearModel run() {
        const PredictorFit fit(context_, partial_.design(), *family_,
                               rank_partial(context_, partial_, options_.l2), rows_, &passes_,
                               predictor_options(options_.l2));
        PredictorResult found = fit.run(start(fit));
        Design intercept = partial_.design();
        intercept.active.clear();
        intercept.order.clear();
        intercept.intercept = true;
        Ranked one{{0}, {}, Grid<double>(1, 1), {1}, 1};
        one.r(0, 0) = std::sqrt(rows_.total_weight());
        const PredictorFit alone(context_, intercept, *family_, std::move(one), rows_, &passes_,
                                 predictor_options(0));
        const PredictorResult null = alone.run(start(alone));

        const Fitted best = measure(fit, found), least = measure(alone, null);
        const double degrees = rows_.total_weight() - static_cast<double>(fit.columns());
        const double dispersion = degrees > 0 ? best.sums.pearson / degrees : nan;
        const bool scaled = has_dispersion() || options_.quasi;
        found.scatter = best.sums.pearson / rows_.total_weight();
        std::optional<RobustErrors> robust;
        if (options_.errors != ErrorKind::classical)
            robust = errors_of_source(context_, fit, found, options_.errors, *source_);
        const RobustErrors* errors = robust ? &*robust : nullptr;
        LinearModel model = scaled ? fit.make_model(found, dispersion, degrees, errors)
                                   : fit.make_model(found, 1, infinity, errors);
        if (errors) note_errors(model, *errors, rows_);
        FitSummary& s = model.summary;
        s.kind = options_.family;
        s.link = options_.link;
        s.deviance = best.sums.deviance;
        s.null_deviance = least.sums.deviance;
        s.pearson = best.sums.pearson;
        s.dispersion = dispersion;
        s.dispersion_ml = has_dispersion() ? best.dispersion : s.dispersion_ml;
        s.shape = options_.shape;
        s.shape_error = nan;
        s.log_likelihood = best.log_likelihood;
        s.null_log_likelihood = least.log_likelihood;
        s.r2 = s.null_deviance > 0 ? 1 - s.deviance / s.null_deviance : nan;
        const double k = s.effective_parameters + (has_dispersion() ? 1 : 0);
        s.aic = -2 * s.log_likelihood + 2 * k;
        s.bic = -2 * s.log_likelihood + k * std::log(rows_.total_weight());
        const bool counts = options_.family == ModelKind::poisson ||
                            options_.family == ModelKind::negative_binomial;
        if (counts && best.sums.fractions > 0)
            note_fractions(model, std::to_string(best.sums.fractions) + " rows");
        if (may_have_several_maxima(*family_) && s.converged) note_maxima(model, {});
        note_overdispersion(model, options_, degrees);
        return model;
    }

  private:
    struct Fitted {
        PassMeasures sums;
        double log_likelihood = nan, dispersion = nan;
    };

    PredictorOptions predictor_options(double l2) const {
        return {.l2 = l2,
                .confidence = options_.confidence,
                .max_iterations = options_.max_iterations,
                .tolerance = options_.tolerance,
                .phase = "fit glm",
                .residual_scale =
                    residual_scale(*family_, total_ / rows_.total_weight(), options_.tolerance)};
    }
    bool has_dispersion() const {
        return options_.family == ModelKind::gamma || options_.family == ModelKind::tweedie;
    }

    // The intercept whose means have the sum of the target; without one the mean 1.
    VectorXd start(const PredictorFit& fit) const {
        const VectorXd zero = fit.intercept_start(0);
        if (!fit.data().design.intercept) return zero;
        if (options_.link != Link::log)
            return fit.intercept_start(link_of(options_.link, total_ / rows_.total_weight()));
        return fit.intercept_start(std::log(total_) - log_base(fit));
    }

    // ln of the sum of w exp(offset), which itself may be beyond the range of numbers.
    double log_base(const PredictorFit& fit) const {
        for (int k = 0; k < most_shifts; ++k) {  // 0, 600, -600, 1200, ...
            const double shift = (k % 2 == 1 ? 1 : -1) * widest_shift * ((k + 1) / 2);
            const double base =
                passes_.measure(context_, fit.data(), fit.intercept_start(shift), 0).mean;
            if (base > 0 && std::isfinite(base)) return std::log(base) - shift;
        }
        return std::log(rows_.total_weight());
    }

    Fitted measure(const PredictorFit& fit, const PredictorResult& found) const {
        const VectorXd& theta = found.newton.theta;
        const auto at = [&](double dispersion) {
            return passes_.measure(context_, fit.data(), theta, dispersion);
        };
        Fitted fitted;
        if (!has_dispersion()) {
            fitted.sums = at(1);
            fitted.log_likelihood = fitted.sums.log_likelihood;
            return fitted;
        }
        fitted.sums = at(0);
        fitted.dispersion = options_.family == ModelKind::gamma
                                ? gamma_dispersion(fitted.sums.deviance, rows_.total_weight())
                                : tweedie_dispersion_by(at, fitted.sums);
        fitted.log_likelihood =
            fitted.dispersion > 0 ? at(fitted.dispersion).log_likelihood : infinity;
        return fitted;
    }

    // The most likely dispersion, where the slope by its logarithm, which falls, is 0.
    template <class Measure>
    double tweedie_dispersion_by(const Measure& at, const PassMeasures& sums) const {
        const auto slope = [&](double log_phi) { return at(std::exp(log_phi)).slope; };
        double low = std::log(sums.pearson / rows_.total_weight()), f_low = slope(low);
        double high = low, f_high = f_low;
        for (int k = 0; k < most_dispersions && !(f_low > 0); ++k)
            f_low = slope(low -= 0.5 + 0.5 * k);
        for (int k = 0; k < most_dispersions && !(f_high < 0); ++k)
            f_high = slope(high += 0.5 + 0.5 * k);
        bool settled = false;
        return std::exp(find_root(low, f_low, high, f_high, log_dispersion_tolerance,
                                  most_dispersions, settled, slope));
    }

    const Context& context_;
    const GlmOptions& options_;
    const ScoreSource* source_;  // of robust errors
    PartialDesign partial_;
    FitRows rows_;
    double shape_;
    std::unique_ptr<MeanFamily> family_;
    PartialPasses passes_;
    double total_;  // of w y
};

}  // namespace

namespace {

LinearModel fit_by_passes(const Context& context, const LinearPartial& first,
                          const LogisticPass& pass, const GlmOptions& options,
                          const ScoreSource* source) {
    check_pass_options(options);
    refuse_without_source(options.errors, source);
    check_first_pass(first.sums(), options.intercept);
    return GlmPassFit(context, first.sums(), pass, options, source).run();
}

}  // namespace

LinearModel fit_glm(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                    const GlmOptions& options) {
    return fit_by_passes(context, first, pass, options, nullptr);
}

LinearModel fit_glm(const Context& context, const RowSource& source,
                    std::span<const std::string> names, const GlmOptions& options) {
    check_pass_options(options);
    const LinearPartial first = first_pass(context, source, names);
    const ScoreSource scores{source};
    return fit_by_passes(context, first, later_pass(context, source), options, &scores);
}

}  // namespace tenon
