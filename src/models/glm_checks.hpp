// What generalised linear models refuse and warn of, for rows in memory and rows elsewhere.
#pragma once

#include <memory>
#include <string>

#include "models/mean_family.hpp"
#include "tenon/glm.hpp"

namespace tenon::models {

// Error(argument).
void check_glm_options(const GlmOptions& options);
// Error(data): the sum of the target is 0.
void check_any_amount(double total);

// shape: alpha of a negative binomial, the power of Tweedie's.
std::unique_ptr<MeanFamily> make_mean_family(ModelKind kind, Link link, double shape);
double link_of(Link link, double mean);
// How large dl/deta is by its nature where the mean is that of the target: the root of its variance
// where that is known, the size of a residual of the size of the mean where there is a dispersion.
// No less than what rounding makes of it, for this tolerance of it.
double residual_scale(const MeanFamily& family, double mean, double tolerance);

// Counts that are no integers, one of which is `example`.
void note_fractions(LinearModel& model, const std::string& example);
// A Poisson model whose dispersion, in the summary, belies it.
void note_overdispersion(LinearModel& model, const GlmOptions& options, double degrees);

}  // namespace tenon::models
