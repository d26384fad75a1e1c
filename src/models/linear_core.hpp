// What a fitted least-squares model keeps beside its coefficients: the columns it was fitted in and
// the factor of their covariance, from which intervals of predictions, leverages and contributions
// are made without the cancellation that raw coefficients of large or collinear features bring.
//
//     prediction  (sum_c b_c z_c + shift) / inverse     z as in models/design.hpp
//     variance    z'C z,  C = W M W'                    M = sigma^2 I where `middle` is empty
//     leverage    w |W'z|^2
#pragma once

#include <cstdint>
#include <vector>

#include "models/grid.hpp"

namespace tenon::models {

struct CoreColumn {
    std::int64_t feature = -1;  // -1: the intercept
    std::int64_t power = 1;
    bool powered = false;       // one of the powers of its feature
    double inverse = 1, centre = 0, half = 1;
};

struct LinearCore {
    bool intercept = true, plain_powers = false;
    std::int64_t features = 0;  // that a record has
    std::vector<CoreColumn> columns;
    std::vector<DoubleDouble> beta;
    double target_inverse = 1, target_centre = 0;
    double residual_variance = 0;  // of a row of weight 1, in the target's units squared
    double weight_unit = 1;        // what weights are divided by in `factor`
    double degrees = 0;            // of freedom of intervals
    double confidence = 0.95;
    Grid<double> factor;  // W, upper triangle
    Grid<double> middle;  // M / sigma^2 scaled units; empty: the identity times residual_variance

    // z of one record, one entry a column.
    void columns_of(const double* record, std::int64_t stride, double* z) const;
    double predict(const double* z) const;           // in the target's units
    double variance(const double* z, double* u) const;  // of the expected value; u: room for W'z
    double leverage(const double* z, double* u) const;  // of weight 1
};

}  // namespace tenon::models
