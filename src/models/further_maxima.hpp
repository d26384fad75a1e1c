// Likelihoods that may have several maxima: amounts under the identity link, where
//
//     gamma    -d2l/deta2 = (2 y - mu) / mu^3              is below 0 where mu > 2 y
//     Tweedie  -d2l/deta2 = (p y - (p - 1) mu) / mu^(p+1)  is below 0 where mu > p y / (p - 1)
//
// Newton's method is started again from least squares of the target, of the target over itself, and
// of the means that least squares of its logarithm gives, drawn to the constant mean until all
// means are above 0. Then from walks to corners of the range of the coefficients, where as many
// rows as there are columns would have the mean 0: a mean near a small target is rewarded by -ln mu
// without bound as the target goes to 0. What is greatest is taken; no finite number of starts
// proves that nothing is greater.
#pragma once

#include <cstdint>

#include "models/mean_family.hpp"
#include "models/predictor_fit.hpp"

namespace tenon::models {

// Gamma and Tweedie's under the identity link; other families and links here have one maximum.
bool may_have_several_maxima(const MeanFamily& family);

struct MaximaCompared {
    std::int64_t starts = 1;  // from which Newton's method reached a maximum
    std::int64_t maxima = 1;  // of different heights among them
};

// Replaces `best`, if it is bettered, and tells what was compared. `centre` is where the search for
// `best` began. Cost: some 4 k^2 + 60 k fits of few rows with k columns (as many as 1e7 rows times
// columns cubed allow), and for many rows four. Rows in memory only.
MaximaCompared seek_greatest_maximum(const Context& context, const PredictorFit& fit,
                                     Eigen::VectorXd centre, PredictorResult& best);

// Warns that there may be others, and says how many were looked at.
void note_maxima(LinearModel& model, const MaximaCompared& compared);

}  // namespace tenon::models
