// Integers of any size for the exact judge of linear programs. Values below 2^62 live in a machine
// word; larger ones as sign and magnitude in limbs of 32 bits (D. E. Knuth, The Art of Computer
// Programming 2, 4.3.1: schoolbook multiplication and algorithm D). Clarity before speed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tenon::test {

class Integer {
  public:
    Integer() = default;
    Integer(std::int64_t x) {  // implicit: literals read as such
        if (size_of(x) >> 62 == 0) {
            small_ = x;
        } else {
            assign(x < 0, magnitude_of(x));
        }
    }

    // x * 2^shift, which must be an integer.
    static Integer from_double(double x, int shift) {
        int exponent = 0;
        const double fraction = std::frexp(x, &exponent);
        Integer result(static_cast<std::int64_t>(std::ldexp(fraction, 53)));
        result.shift(exponent - 53 + shift);
        return result;
    }

    int sign() const noexcept {
        if (limbs_.empty()) return small_ > 0 ? 1 : small_ < 0 ? -1 : 0;
        return negative_ ? -1 : 1;
    }

    friend Integer operator-(Integer a) {
        a.small_ = -a.small_;
        a.negative_ = !a.negative_;
        return a;
    }
    friend Integer operator+(const Integer& a, const Integer& b) {
        if (a.is_small() && b.is_small()) return a.small_ + b.small_;
        return a.plus(b, b.sign() < 0);
    }
    friend Integer operator-(const Integer& a, const Integer& b) {
        if (a.is_small() && b.is_small()) return a.small_ - b.small_;
        return a.plus(b, b.sign() >= 0);
    }
    friend Integer operator*(const Integer& a, const Integer& b) {
        if (a.fits_half() && b.fits_half()) return a.small_ * b.small_;
        Integer result;
        result.assign((a.sign() < 0) != (b.sign() < 0), product(a.magnitude(), b.magnitude()));
        return result;
    }
    // The quotient rounded towards zero.
    friend Integer operator/(const Integer& a, const Integer& b) {
        if (a.is_small() && b.is_small()) return a.small_ / b.small_;
        Integer result;
        result.assign((a.sign() < 0) != (b.sign() < 0), quotient(a.magnitude(), b.magnitude()));
        return result;
    }
    Integer& operator+=(const Integer& b) { return *this = *this + b; }
    Integer& operator-=(const Integer& b) { return *this = *this - b; }

    friend bool operator==(const Integer& a, const Integer& b) { return compare(a, b) == 0; }
    friend bool operator<(const Integer& a, const Integer& b) { return compare(a, b) < 0; }
    friend bool operator>(const Integer& a, const Integer& b) { return compare(a, b) > 0; }
    friend bool operator<=(const Integer& a, const Integer& b) { return compare(a, b) <= 0; }
    friend bool operator>=(const Integer& a, const Integer& b) { return compare(a, b) >= 0; }

    // Multiplies by 2^bits. A negative number of bits divides, which must leave no remainder.
    void shift(int bits) {
        for (; bits >= 30; bits -= 30) *this = *this * Integer(std::int64_t{1} << 30);
        if (bits > 0) *this = *this * Integer(std::int64_t{1} << bits);
        for (; bits <= -30; bits += 30) *this = *this / Integer(std::int64_t{1} << 30);
        if (bits < 0) *this = *this / Integer(std::int64_t{1} << -bits);
    }

    // The value is about mantissa * 2^exponent, good to 2^-52; mantissa in [1/2, 1] or zero.
    double mantissa(int& exponent) const {
        const Limbs m = magnitude();
        double sum = 0;
        const std::size_t from = m.size() > 3 ? m.size() - 3 : 0;
        for (std::size_t i = m.size(); i-- > from;) sum = sum * 0x1p32 + m[i];
        const double fraction = std::frexp(sum, &exponent);
        exponent += static_cast<int>(32 * from);
        return sign() < 0 ? -fraction : fraction;
    }

    std::string text() const {
        Limbs m = magnitude();
        std::string digits;
        while (!m.empty()) {
            const std::uint32_t rest = divide_by_limb(m, 10);
            digits.push_back(static_cast<char>('0' + rest));
        }
        if (digits.empty()) return "0";
        if (sign() < 0) digits.push_back('-');
        std::reverse(digits.begin(), digits.end());
        return digits;
    }

  private:
    using Limbs = std::vector<std::uint32_t>;  // least significant first, no leading zeros

    static std::uint64_t size_of(std::int64_t x) noexcept {
        return x < 0 ? ~static_cast<std::uint64_t>(x) + 1 : static_cast<std::uint64_t>(x);
    }
    static Limbs magnitude_of(std::int64_t x) {
        Limbs m;
        for (std::uint64_t rest = size_of(x); rest != 0; rest >>= 32)
            m.push_back(static_cast<std::uint32_t>(rest));
        return m;
    }
    bool is_small() const noexcept { return limbs_.empty(); }
    bool fits_half() const noexcept { return is_small() && size_of(small_) < (1u << 31); }
    Limbs magnitude() const { return is_small() ? magnitude_of(small_) : limbs_; }

    void assign(bool negative, Limbs m) {
        trim(m);
        limbs_.clear();
        small_ = 0;
        negative_ = negative;
        if (m.size() > 2 || (m.size() == 2 && m[1] >= (1u << 30))) {
            limbs_ = std::move(m);
            return;
        }
        std::int64_t value = 0;
        for (std::size_t i = m.size(); i-- > 0;) value = value * (std::int64_t{1} << 32) + m[i];
        small_ = negative ? -value : value;
    }
    static void trim(Limbs& m) {
        while (!m.empty() && m.back() == 0) m.pop_back();
    }

    // This plus the size of b, which counts as negative or not as the caller says.
    Integer plus(const Integer& b, bool b_negative) const {
        const bool a_negative = sign() < 0;
        const Limbs x = magnitude(), y = b.magnitude();
        Integer result;
        if (a_negative == b_negative) {
            result.assign(a_negative, sum(x, y));
        } else if (compare(x, y) >= 0) {
            result.assign(a_negative, difference(x, y));
        } else {
            result.assign(b_negative, difference(y, x));
        }
        return result;
    }

    static int compare(const Limbs& a, const Limbs& b) noexcept {
        if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
        for (std::size_t i = a.size(); i-- > 0;)
            if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
        return 0;
    }
    static int compare(const Integer& a, const Integer& b) {
        if (a.is_small() && b.is_small()) return a.small_ < b.small_ ? -1 : a.small_ > b.small_;
        if (a.sign() != b.sign()) return a.sign() < b.sign() ? -1 : 1;
        const int sizes = compare(a.magnitude(), b.magnitude());
        return a.sign() < 0 ? -sizes : sizes;
    }

    static Limbs sum(const Limbs& a, const Limbs& b) {
        Limbs s(std::max(a.size(), b.size()) + 1, 0);
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < s.size(); ++i) {
            carry += i < a.size() ? a[i] : 0;
            carry += i < b.size() ? b[i] : 0;
            s[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        return s;
    }
    // a - b for a >= b.
    static Limbs difference(const Limbs& a, const Limbs& b) {
        Limbs d(a.size(), 0);
        std::int64_t borrow = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::int64_t digit =
                static_cast<std::int64_t>(a[i]) - (i < b.size() ? b[i] : 0) + borrow;
            d[i] = static_cast<std::uint32_t>(digit);
            borrow = digit < 0 ? -1 : 0;
        }
        return d;
    }
    static Limbs product(const Limbs& a, const Limbs& b) {
        Limbs c(a.size() + b.size(), 0);
        for (std::size_t i = 0; i < a.size(); ++i) {
            std::uint64_t carry = 0;
            for (std::size_t j = 0; j < b.size(); ++j) {
                carry += static_cast<std::uint64_t>(a[i]) * b[j] + c[i + j];
                c[i + j] = static_cast<std::uint32_t>(carry);
                carry >>= 32;
            }
            c[i + b.size()] = static_cast<std::uint32_t>(carry);
        }
        return c;
    }
    static std::uint32_t divide_by_limb(Limbs& a, std::uint32_t divisor) {
        std::uint64_t rest = 0;
        for (std::size_t i = a.size(); i-- > 0;) {
            rest = rest << 32 | a[i];
            a[i] = static_cast<std::uint32_t>(rest / divisor);
            rest %= divisor;
        }
        trim(a);
        return static_cast<std::uint32_t>(rest);
    }

    static Limbs shifted_left(const Limbs& a, int bits) {  // 0 <= bits < 32; one limb longer
        Limbs s(a.size() + 1, 0);
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::uint64_t wide = static_cast<std::uint64_t>(a[i]) << bits;
            s[i] |= static_cast<std::uint32_t>(wide);
            s[i + 1] = static_cast<std::uint32_t>(wide >> 32);
        }
        return s;
    }
    static Limbs quotient(Limbs a, const Limbs& b) {
        if (compare(a, b) < 0) return {};
        if (b.size() == 1) {
            divide_by_limb(a, b[0]);
            return a;
        }
        int bits = 0;
        while ((b.back() << bits & 0x80000000u) == 0) ++bits;
        Limbs u = shifted_left(a, bits), v = shifted_left(b, bits);
        trim(v);
        const std::size_t n = v.size();
        Limbs q(u.size() - n, 0);
        for (std::size_t j = q.size(); j-- > 0;) q[j] = quotient_digit(u, v, j);
        return q;
    }
    // Algorithm D, steps D3 to D6: one digit, and what it takes away from u.
    static std::uint32_t quotient_digit(Limbs& u, const Limbs& v, std::size_t j) {
        const std::size_t n = v.size();
        const std::uint64_t high = static_cast<std::uint64_t>(u[j + n]) << 32 | u[j + n - 1];
        std::uint64_t digit = high / v[n - 1], rest = high % v[n - 1];
        while (digit >> 32 != 0 || digit * v[n - 2] > (rest << 32 | u[j + n - 2])) {
            --digit;
            rest += v[n - 1];
            if (rest >> 32 != 0) break;
        }
        std::uint64_t carry = 0;
        std::int64_t borrow = 0;
        for (std::size_t i = 0; i <= n; ++i) {
            carry += i < n ? digit * v[i] : 0;
            const std::int64_t left =
                static_cast<std::int64_t>(u[j + i]) - static_cast<std::uint32_t>(carry) + borrow;
            u[j + i] = static_cast<std::uint32_t>(left);
            borrow = left < 0 ? -1 : 0;
            carry >>= 32;
        }
        if (borrow == 0) return static_cast<std::uint32_t>(digit);
        std::uint64_t back = 0;  // one too many: add v again
        for (std::size_t i = 0; i <= n; ++i) {
            back += static_cast<std::uint64_t>(u[j + i]) + (i < n ? v[i] : 0);
            u[j + i] = static_cast<std::uint32_t>(back);
            back >>= 32;
        }
        return static_cast<std::uint32_t>(digit - 1);
    }

    std::int64_t small_ = 0;  // the value, while limbs_ is empty
    bool negative_ = false;   // of limbs_
    Limbs limbs_;             // magnitudes of 2^62 and more
};

inline Integer magnitude(const Integer& a) {
    return a.sign() < 0 ? -a : a;
}

// numerator / denominator as a double, good to a few roundings.
inline double quotient(const Integer& numerator, const Integer& denominator) {
    int up = 0, down = 0;
    const double a = numerator.mantissa(up), b = denominator.mantissa(down);
    return std::ldexp(a / b, up - down);
}

// x / 2^shift as a double.
inline double scaled_double(const Integer& x, int shift) {
    int exponent = 0;
    const double fraction = x.mantissa(exponent);
    return std::ldexp(fraction, exponent - shift);
}

}  // namespace tenon::test
