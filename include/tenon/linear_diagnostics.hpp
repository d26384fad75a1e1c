// What a least-squares model says of records: intervals for new ones, influence of old ones.
#pragma once

#include <span>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct PredictionInterval {
    double estimate = 0;
    double mean_low = 0, mean_high = 0;  // of the expected value: estimate -+ t s root(z'Cz)
    double low = 0, high = 0;            // of one new measurement: root(z'Cz + 1) in its place
};

// Of each row of features, for weight 1, in the target's units. `confidence` 0: that of the fit.
// O(columns^2) a row. Errors: argument (a model without model.core; columns; confidence outside
// (0, 1)), cancelled. Source: N. R. Draper, H. Smith, Applied Regression Analysis, 1998, chapter 5.
std::vector<PredictionInterval> predict_intervals(const Context& context, const LinearModel& model,
                                                  const MatrixView& features,
                                                  double confidence = 0);

// One entry a row of the data that the model was fitted on.
struct RowDiagnostics {
    std::vector<double> fitted, residual;
    std::vector<double> leverage;     // h = w x'(X'WX)^-1 x, between 0 and 1
    std::vector<double> studentized;  // root(w) r / (s root(1 - h)); NaN where h is 1
    std::vector<double> cook;         // studentized^2 h / ((1 - h) k): how far the row moves b
};

// Errors as above, and argument where lengths differ. Source: R. D. Cook, Detection of influential
// observations in linear regression, Technometrics 19, 1977.
RowDiagnostics diagnose_rows(const Context& context, const LinearModel& model,
                             const MatrixView& features, std::span<const double> target,
                             std::span<const double> weights = {});

}  // namespace tenon
