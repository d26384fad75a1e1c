// Sums that keep what plain addition loses.
//
// Neumaier's compensated sum (A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation
// endlicher Summen, ZAMM 1974): the error of a sum of n terms is about one rounding plus n^2 eps^2
// times the condition of the sum. Merging two partial sums keeps both parts.
#pragma once

#include <cmath>

#include "base/double_double.hpp"

namespace tenon {

class Sum {
  public:
    void add(double x) noexcept {
        const double t = total_ + x;
        if (std::isfinite(t)) {  // an infinite total must not turn into NaN by inf - inf
            if (std::fabs(total_) >= std::fabs(x))
                carry_ += (total_ - t) + x;
            else
                carry_ += (x - t) + total_;
        }
        total_ = t;
    }
    // Adds a*b with the rounding error of the product.
    void add_product(double a, double b) noexcept {
        const double p = a * b;
        add(p);
        const double error = std::fma(a, b, -p);
        if (std::isfinite(error)) carry_ += error;
    }
    void merge(const Sum& other) noexcept {
        add(other.total_);
        carry_ += other.carry_;
    }
    double value() const noexcept { return total_ + carry_; }
    // What value() leaves out of the sum.
    double rest() const noexcept { return (total_ - value()) + carry_; }
    // value() / n and the part of the quotient that a double cannot hold.
    DoubleDouble mean(double n) const noexcept {
        const double quotient = value() / n;
        if (!std::isfinite(quotient)) return quotient;
        const double rest = (std::fma(-quotient, n, total_) + carry_) / n;
        return std::isfinite(rest) ? ordered_sum(quotient, rest) : quotient;
    }

  private:
    double total_ = 0;
    double carry_ = 0;
};

}  // namespace tenon
