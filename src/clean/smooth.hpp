// Noise taken out of a series of finite readings, one after the other in row order.
//
//   moving median, moving mean   of the window around each reading; near the ends of the part of it
//                                that exists
//   ewma                         y_0 = x_0,  y_i = alpha x_i + (1 - alpha) y_{i-1}: looks back only
//   Savitzky-Golay               the value at each reading of the polynomial fitted by least
//   squares
//                                to the window around it (A. Savitzky, M. J. E. Golay, Smoothing
//                                and Differentiation of Data by Simplified Least Squares
//                                Procedures, Analytical Chemistry 36, 1964); the readings nearer to
//                                an end than half a window take the polynomial of the first or last
//                                whole window
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tenon/context.hpp"

namespace tenon::clean {

enum class Smoother : std::int32_t { moving_median, moving_mean, ewma, savitzky_golay };

struct SmoothOptions {
    Smoother method = Smoother::moving_median;
    std::int64_t window = 7;  // odd
    std::int64_t degree = 2;  // savitzky_golay: less than the window
    double alpha = 0.3;       // ewma: in (0, 1]
};

// Writes one value a reading into out. A series shorter than a Savitzky-Golay window is fitted
// whole or, where it has no more than `degree` readings, left as it is.
void smooth(const Context& context, std::span<const double> readings, const SmoothOptions& options,
            std::span<double> out);

// ewma of a series that goes on: `last` is its value so far, none before the first reading.
void ewma_from(std::optional<double>& last, std::span<const double> readings, double alpha,
               std::span<double> out);

// Weights of the readings at places 0 to window - 1 for the polynomial's value at place `at`.
std::vector<double> savitzky_golay_weights(std::int64_t window, std::int64_t degree,
                                           std::int64_t at);

}  // namespace tenon::clean
