// Intervals and tests by profile likelihood.
//
// f(c) is the maximum of the (penalised) log-likelihood with one raw coefficient held at c. The
// signed root z(c) = sqrt(2 (f - f(c))) is nearly straight, so a few secant steps find where it
// reaches the normal quantile (W. N. Venables and B. D. Ripley, Modern Applied Statistics with S,
// 2002, 7.2). f(0) gives the likelihood-ratio test.
#pragma once

#include "models/predictor_fit.hpp"

namespace tenon::models {

// low and high of every coefficient that was kept. NaN where a fit on the way did not converge;
// infinite where the profile never falls to the quantile, as on the side to which a separated
// coefficient runs away. Its other side has a bound.
void set_profile_intervals(const Context& context, const PredictorFit& fit,
                           const PredictorResult& result, LinearModel& model);

// 2 (f - f(0)) of kept column i; NaN if that fit did not converge.
double likelihood_ratio(const PredictorFit& fit, const PredictorResult& result, std::size_t i);

}  // namespace tenon::models
