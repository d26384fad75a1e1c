// A double-double number that knows about how far it may be off.
//
// Running error analysis (J. H. Wilkinson: Error analysis revisited, IMA Bulletin 22, 1986; N. J.
// Higham: Accuracy and Stability of Numerical Algorithms, 2002, ch. 3.3): each operation passes on
// the errors of its operands and adds its own rounding. Of these the largest is kept, not their
// sum: sums are bounds, but bounds that double from pivot to pivot, which roundings do not. Whether
// a difference is zero is then decided by what is known of it and by no tolerance: what is within
// its error of zero is taken for zero, and is exact from then on.
#pragma once

#include <algorithm>
#include <cmath>

#include "base/double_double.hpp"

namespace tenon::ilp {

// One operation of base/double_double.hpp rounds by a few 2^-104, mostly far less. Some thirty
// times that is room for a thousand roundings of one size that add up as chance has it.
inline constexpr double extended_unit = 0x1p-99;

struct ExtendedNumber {
    DoubleDouble value;
    double error = 0;

    constexpr ExtendedNumber() = default;
    constexpr ExtendedNumber(double exact) : value(exact) {}  // NOLINT: a double is one
    constexpr ExtendedNumber(DoubleDouble v, double e) : value(v), error(e) {}

    double size() const noexcept { return std::fabs(value.hi); }
    bool is_zero() const noexcept { return value.hi == 0; }
    int sign() const noexcept { return value.hi > 0 ? 1 : value.hi < 0 ? -1 : 0; }
    bool is_within_error() const noexcept { return size() <= error; }
    void round_off() noexcept {
        if (is_within_error()) *this = {};
    }
};

inline ExtendedNumber operator-(const ExtendedNumber& a) noexcept {
    return {-a.value, a.error};
}
// a + b c
inline ExtendedNumber sum_product(const ExtendedNumber& a, const ExtendedNumber& b,
                                  const ExtendedNumber& c) noexcept {
    const DoubleDouble product = b.value * c.value;
    const DoubleDouble sum = a.value + product;
    const double passed_on = std::max(b.size() * c.error, b.error * c.size());
    const double rounding = extended_unit * std::max(std::fabs(product.hi), std::fabs(sum.hi));
    return {sum, std::max({a.error, passed_on, rounding})};
}
inline ExtendedNumber operator-(const ExtendedNumber& a, const ExtendedNumber& b) noexcept {
    return sum_product(a, b, -1.0);
}
inline ExtendedNumber operator*(const ExtendedNumber& a, const ExtendedNumber& b) noexcept {
    return sum_product({}, a, b);
}
// b is not zero.
inline ExtendedNumber operator/(const ExtendedNumber& a, const ExtendedNumber& b) noexcept {
    const DoubleDouble ratio = a.value / b.value;
    const double size = std::fabs(ratio.hi);
    const double passed_on = std::max(a.error, size * b.error) / b.size();
    return {ratio, std::max(passed_on, extended_unit * size)};
}

}  // namespace tenon::ilp
