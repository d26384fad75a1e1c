// Means and squares that keep their digits where the numbers lie far from zero beside their spread.
//
// A mean is held as two doubles: beside 1e12 +- 0.1 the rounding of one alone would be a part of
// the spread. Deviations from such a mean are right to about one rounding of their own size, so
// their squares are what two passes in twice the precision would give. Parts merge by
//     n = a + b,  d = mean_b - mean_a,  mean = mean_a + d b / n,  M = M_a + M_b + d^2 a b / n
// (T. Chan, G. Golub, R. LeVeque: Algorithms for Computing the Sample Variance, 1983).
#pragma once

#include <cstdint>

#include "base/double_double.hpp"

namespace tenon {

// What rounding x to a double leaves out: x == double(x) + whole_rest(x) exactly.
inline double whole_rest(std::int64_t x) noexcept {
    const auto rounded = static_cast<double>(x);
    constexpr double past_all = 0x1p63;  // what the greatest integers round to, no int64 itself
    if (rounded == past_all) return -1.0 - static_cast<double>(INT64_MAX - x);
    return static_cast<double>(x - static_cast<std::int64_t>(rounded));
}
inline DoubleDouble whole_number(std::int64_t x) noexcept {
    return {static_cast<double>(x), whole_rest(x)};
}

inline double deviation(double x, DoubleDouble mean) noexcept {
    return (x - mean.hi) - mean.lo;
}
inline double deviation(DoubleDouble x, DoubleDouble mean) noexcept {
    return (x.hi - mean.hi) + (x.lo - mean.lo);
}

// mean + step in two doubles.
inline DoubleDouble moved(DoubleDouble mean, double step) noexcept {
    double sum, rest;
    exact_sum(mean.hi, step, sum, rest);
    return ordered_sum(sum, rest + mean.lo);
}

struct Moments {
    double count = 0;
    DoubleDouble mean;
    double squares = 0;  // of the deviations from the mean

    void merge(const Moments& other) noexcept {
        if (other.count == 0) return;
        if (count == 0) {
            *this = other;
            return;
        }
        const double all = count + other.count, d = deviation(other.mean, mean);
        squares += other.squares + d * d * count / all * other.count;
        mean = moved(mean, d * (other.count / all));
        count = all;
    }
};

}  // namespace tenon
