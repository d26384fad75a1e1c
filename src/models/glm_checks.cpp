#include "models/glm_checks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number_text.hpp"
#include "models/predictor_fit.hpp"
#include "models/score_errors.hpp"
#include "models/slice_checks.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;

// Pearson's statistic this many standard deviations (of chi-squared) above its degrees of freedom,
// and the dispersion this far above 1, belie a Poisson model.
constexpr double overdispersed_deviations = 3, overdispersed = 1.2;

// eta is right to this many eps of itself, and with it the mean: large counts have residuals that
// are known no better.
constexpr double eta_roundings = 64;

[[noreturn]] void refuse(const char* argument, const std::string& message) {
    throw Error(Status::argument, message, {.argument = argument});
}

std::string format_short(double value) {
    const double unit = std::pow(10, 2 - std::floor(std::log10(value)));
    return format_double(std::round(value * unit) / unit);
}

}  // namespace

void check_glm_options(const GlmOptions& o) {
    const bool known = o.family == ModelKind::poisson || o.family == ModelKind::negative_binomial ||
                       o.family == ModelKind::gamma || o.family == ModelKind::tweedie;
    if (!known)
        refuse("family", "the family is none of poisson, negative_binomial, gamma, tweedie");
    const bool link = o.link == Link::log ||
                      (o.link == Link::identity && o.family != ModelKind::negative_binomial) ||
                      (o.link == Link::inverse && o.family == ModelKind::gamma);
    if (!link)
        refuse("link", std::string("a ") + family_name(o.family) +
                           " model does not take this link; log is there for all");
    check_predictor_options({.max_iterations = o.max_iterations, .tolerance = o.tolerance});
    if (o.family == ModelKind::negative_binomial && !std::isnan(o.shape) &&
        !(o.shape >= 0 && std::isfinite(o.shape)))
        refuse("shape",
               "alpha is " + format_double(o.shape) + "; it must be finite and at least 0");
    if (o.family == ModelKind::tweedie && !std::isnan(o.shape) && !(o.shape > 1 && o.shape < 2))
        refuse("shape", "Tweedie's power is " + format_double(o.shape) +
                            "; it must lie between 1 (Poisson) and 2 (gamma)");
    if (!std::isnan(o.shape) && o.family != ModelKind::negative_binomial &&
        o.family != ModelKind::tweedie)
        refuse("shape", std::string("a ") + family_name(o.family) +
                            " model has no shape; it is alpha of a negative binomial and the power "
                            "of Tweedie's model");
    check_errors(o.errors, {}, -1);
    if (o.quasi && o.errors != ErrorKind::classical)
        refuse("errors",
               "quasi and robust errors are two cures for counts that scatter otherwise than "
               "Poisson's; choose one");
    if (o.quasi && o.family != ModelKind::poisson)
        refuse("quasi",
               "quasi-likelihood errors are for Poisson models; the others have a "
               "dispersion of their own");
}

void check_any_amount(double total) {
    if (total > 0) return;
    throw Error(Status::data, "the target is 0 in every row: there is no rate to estimate",
                {.argument = "target"});
}

std::unique_ptr<MeanFamily> make_mean_family(ModelKind kind, Link link, double shape) {
    switch (kind) {
        case ModelKind::poisson:
            return std::make_unique<Poisson>(link);
        case ModelKind::negative_binomial:
            return std::make_unique<NegativeBinomial>(link, shape);
        case ModelKind::gamma:
            return std::make_unique<Gamma>(link);
        default:
            return std::make_unique<Tweedie>(link, shape);
    }
}

double link_of(Link link, double mean) {
    return link == Link::log ? std::log(mean) : link == Link::inverse ? 1 / mean : mean;
}

double residual_scale(const MeanFamily& family, double mean, double tolerance) {
    RowTerms terms(1);
    const double eta = link_of(family.link(), mean);
    family.evaluate(ArrayXd::Constant(1, mean), ArrayXd::Constant(1, eta), Information::expected,
                    terms);
    const double curvature = terms.curvature(0);
    // What a mean twice as large moves eta by.
    const double unit = family.link() == Link::log ? 1 : std::fabs(eta);
    const double natural = family.has_dispersion() ? curvature * unit : std::sqrt(curvature);
    const double rounding = eta_roundings * std::numeric_limits<double>::epsilon() *
                            (std::fabs(eta) + unit) * curvature;
    return std::max(natural, rounding / tolerance);
}

void note_fractions(LinearModel& model, const std::string& example) {
    model.warnings.push_back(
        "the target is not made of whole numbers (" + example +
        "): the estimates stand as quasi-likelihood, the log-likelihood does not");
}

void note_overdispersion(LinearModel& model, const GlmOptions& options, double degrees) {
    FitSummary& s = model.summary;
    const double excess = (s.pearson - degrees) / std::sqrt(2 * degrees);
    if (options.family != ModelKind::poisson || options.quasi ||
        !(excess > overdispersed_deviations && s.dispersion > overdispersed))
        return;
    s.flags |= fit_dispersed;
    const std::string scatter = "the counts scatter " + format_short(s.dispersion) +
                                " times as much as Poisson's (Pearson's chi-squared over its "
                                "degrees of freedom): ";
    model.warnings.push_back(options.errors == ErrorKind::classical
                                 ? scatter + "standard errors are too small by a factor of " +
                                       format_short(std::sqrt(s.dispersion)) +
                                       "; set quasi, or fit a negative binomial model"
                                 : scatter + "the " + error_kind_name(options.errors) +
                                       " errors allow for it, the likelihood does not");
}

}  // namespace tenon::models
