// From scaled coefficients and the factor of their covariance to the table a user reads.
//
// With C = W W' the covariance of the scaled coefficients but for sigma^2, a raw quantity v'b has
// variance sigma^2 |W'v|^2.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/ordered_qr.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

struct RawEstimate {
    double value = 0, unit_error = 0;  // standard error for sigma = 1
};

// `kept` design columns, W upper triangular. A raw coefficient is the scaled one times inverse_j;
// the raw intercept is b0 - sum centre_j b_j. An empty W: all errors are 0.
std::vector<RawEstimate> raw_estimates(const Design& design, const std::vector<std::int64_t>& kept,
                                       const Eigen::VectorXd& beta,
                                       const Eigen::Ref<const Eigen::MatrixXd>& w);

// Marks a coefficient as kept. Error(data) if its value is beyond the range of doubles, as that of
// a feature whose values are subnormal can be.
void set_estimate(Coefficient& coefficient, double value);
// statistic, p_value, low and high from estimate and standard_error; Student's t with `degrees`
// of freedom (infinity: the normal distribution). NaN where there is no standard error.
void complete(Coefficient& coefficient, double degrees, double quantile);
// |row j of W| |column j of R|: 1 for a column at right angles to all others, and larger the closer
// it is to a combination of them (the root of its variance inflation).
std::vector<double> inflation(const Eigen::Ref<const Eigen::MatrixXd>& r,
                              const Eigen::Ref<const Eigen::MatrixXd>& w);
// Half width of the interval in standard errors.
double interval_quantile(double confidence, double degrees);

// One entry a coefficient of the model, all marked dropped with estimate 0 and NaN elsewhere.
std::vector<Coefficient> blank_coefficients(const Design& design);
// Place of a design column in blank_coefficients().
std::size_t coefficient_place(const Design& design, std::int64_t column);

// Says in words, and as flags, which features were left out and why; and what an inflated
// condition means, naming the feature that suffers most: `inflation` is one a kept column.
void note_dropped(LinearModel& model, const Design& design, const std::vector<Dropped>& dropped);
bool is_ill_conditioned(double condition);
void note_condition(LinearModel& model, const Design& design, const std::vector<std::int64_t>& kept,
                    const std::vector<double>& inflation);

}  // namespace tenon::models
