#include "evaluate/measures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/sum.hpp"

namespace tenon::evaluate {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double least_probability = 1e-15;  // as documented in metrics.hpp

// A spread below this share of the squares it was taken from is their rounding: the resample had
// one value only.
constexpr double rounding = 1e-13;

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : nan;
}

}  // namespace

double row_log_loss(double probability_of_truth) noexcept {
    const double p = std::clamp(probability_of_truth, least_probability, 1 - least_probability);
    return -std::log(p);
}

double centre_of(std::span<const double> truth) noexcept {
    const auto [least, most] = std::minmax_element(truth.begin(), truth.end());
    if (*least == *most) return *least;
    Sum mean;
    for (const double y : truth) mean.add(y / static_cast<double>(truth.size()));
    return mean.value();
}

double unit_of_squares(double largest) noexcept {
    constexpr int room = 400;  // squares, and sums of 2^200 of them, lie in the range
    int exponent = 0;
    std::frexp(largest, &exponent);
    return largest > 0 && std::abs(exponent) > room ? std::ldexp(1.0, exponent - 1) : 1.0;
}

void set_units(std::span<const double> truth, std::span<const double> prediction, double centre,
               RegressionSums& sums) noexcept {
    double error = 0, deviation = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        error = std::max(error, std::fabs(truth[i] - prediction[i]));
        deviation = std::max(deviation, std::fabs(truth[i] - centre));
    }
    sums.error_unit = unit_of_squares(error);
    sums.truth_unit = unit_of_squares(deviation);
}

void measure(const ClassificationSums& s, Metrics& m) {
    m.true_positive = static_cast<std::int64_t>(s.true_positive);
    m.false_positive = static_cast<std::int64_t>(s.false_positive);
    m.true_negative = static_cast<std::int64_t>(s.true_negative);
    m.false_negative = static_cast<std::int64_t>(s.false_negative);
    const double right = s.true_positive + s.true_negative;
    const double wrong = s.false_positive + s.false_negative;
    m.accuracy = ratio(right, right + wrong);
    m.precision = ratio(s.true_positive, s.true_positive + s.false_positive);
    m.recall = ratio(s.true_positive, s.true_positive + s.false_negative);
    m.f1 = ratio(2 * s.true_positive, 2 * s.true_positive + wrong);
    m.log_loss = s.log_loss / (right + wrong);
    m.brier = s.squares / (right + wrong);
    m.r2 = m.rmse = m.mae = nan;
}

void measure(const RegressionSums& s, Metrics& m) {
    m.threshold = m.accuracy = m.precision = m.recall = m.f1 = m.auc = m.log_loss = m.brier = nan;
    const double spread = s.truth_squares - s.truth * s.truth / s.rows;
    const double units = s.error_unit / s.truth_unit;
    m.r2 = spread > rounding * s.truth_squares ? 1 - s.error_squares / spread * units * units : nan;
    m.rmse = std::sqrt(s.error_squares / s.rows) * s.error_unit;
    m.mae = s.error_sizes / s.rows;
}

}  // namespace tenon::evaluate
