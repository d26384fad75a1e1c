// A binary number of any length: sums of doubles and products of sums without any rounding.
//
//     value = sum_k limb_k 2^(32 (lowest + k))
//
// (U. W. Kulisch, Computer Arithmetic and Validity, 2008: the long accumulator, here with a window
// that grows to where the numbers lie.) Because nothing is rounded, a sum is the same whatever the
// order and the grouping of its terms, which floating point cannot promise. Limbs hold 32 bits and
// the carries of 2^30 additions before they are spread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/double_double.hpp"

namespace tenon {

class ExactNumber {
  public:
    ExactNumber() = default;
    explicit ExactNumber(double x) { add(x); }

    // Adds x * 2^exponent; x finite, and |exponent| below 2^20.
    void add(double x, int exponent = 0);
    void add(const ExactNumber& other);
    void subtract(const ExactNumber& other);
    static ExactNumber product(const ExactNumber& a, const ExactNumber& b);

    ExactNumber& operator+=(const ExactNumber& other) {
        add(other);
        return *this;
    }
    ExactNumber& operator-=(const ExactNumber& other) {
        subtract(other);
        return *this;
    }
    friend ExactNumber operator+(ExactNumber a, const ExactNumber& b) { return a += b; }
    friend ExactNumber operator-(ExactNumber a, const ExactNumber& b) { return a -= b; }
    friend ExactNumber operator*(const ExactNumber& a, const ExactNumber& b) {
        return product(a, b);
    }
    ExactNumber operator-() const { return ExactNumber() - *this; }
    friend bool operator<(const ExactNumber& a, const ExactNumber& b) { return (a - b).sign() < 0; }

    // Sign and magnitude: the one way to write a value. Zero has no digits.
    struct Digits {
        bool negative = false;
        std::int32_t lowest = 0;               // of digit[0], in units of 32 bits
        std::vector<std::uint32_t> magnitude;  // first and last are not zero
    };
    Digits digits() const;
    explicit ExactNumber(const Digits& digits);

    int sign() const noexcept;  // -1, 0 or 1
    bool is_zero() const noexcept { return sign() == 0; }
    // e with 2^(e-1) <= |value| < 2^e; 0 for zero.
    int exponent() const;
    // value * 2^-exponent, relative error below 2^-104; parts below the range of doubles are lost.
    DoubleDouble scaled(int exponent) const;
    // The value to within one rounding of a double, infinite beyond its range.
    double value() const;
    // The doubles next to it on either side; both the number itself where that is a double.
    double below() const;
    double above() const;

    std::int64_t bytes() const noexcept {
        return static_cast<std::int64_t>(sizeof *this + limbs_.capacity() * sizeof(std::int64_t));
    }

  private:
    std::int64_t* window(std::int64_t first, std::int64_t count);
    void add(const ExactNumber& other, std::int64_t sign);
    void spread();

    std::int64_t lowest_ = 0;  // of limbs_[0]
    std::int64_t pending_ = 0;
    std::vector<std::int64_t> limbs_;
};

// The whole number k with k d <= x < (k + 1) d, for d > 0; false if it is beyond 2^52.
bool floor_quotient(const ExactNumber& x, const ExactNumber& d, double& k);

}  // namespace tenon
