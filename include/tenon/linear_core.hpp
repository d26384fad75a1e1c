// What a fitted least-squares model keeps beside its coefficients: the columns it was fitted in and
// the factor of their covariance. Intervals of predictions, leverages and shares are made from
// them without the cancellation that raw coefficients of large or collinear features bring.
//
// With u = x * inverse, a column is z = 1 (intercept), u - centre, or of a feature with powers,
// with t = (u - centre) / half: T_k(t) next to an intercept, u T_(k-1)(t) without one, u^k if
// plain_powers. Then, with W = `factor` and M = `middle`,
//
//     prediction  (sum_c beta_c z_c + target_centre) / target_inverse
//     variance    of the expected value: z'W M W'z / target_inverse^2, or where M is empty
//                 residual_variance z'W W'z / weight_unit
//     leverage    of a row of weight w: w z'W W'z / weight_unit
#pragma once

#include <cstdint>
#include <vector>

namespace tenon {

struct LinearCore {
    struct Column {
        std::int64_t feature = -1;  // -1: the intercept
        std::int64_t power = 1;
        bool powered = false;  // one of the powers of its feature
        double inverse = 1, centre = 0, half = 1;
    };

    bool intercept = true, plain_powers = false;
    std::vector<Column> columns;
    std::vector<double> beta;
    double target_inverse = 1, target_centre = 0;
    double residual_variance = 0;  // of a row of weight 1, in the target's units squared
    double weight_unit = 1;
    double degrees = 0;  // of freedom of intervals
    double confidence = 0.95;
    std::vector<double> factor;  // columns x columns, upper triangle, column after column
    std::vector<double> middle;  // the same, symmetric, or empty

    // z of one record, whose features lie `stride` numbers apart; one entry a column.
    void columns_of(const double* record, std::int64_t stride, double* z) const noexcept;
    double predict(const double* z) const noexcept;  // in the target's units
    // `u`: room for one number a column.
    double variance(const double* z, double* u) const noexcept;
    double leverage(const double* z, double* u) const noexcept;
};

}  // namespace tenon
