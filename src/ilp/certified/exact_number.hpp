// Numbers m 2^(32 e) with a whole number m of any length: sums and products of doubles without
// rounding. Every step of a certificate is tried with them before it is written.
#pragma once

#include <cstdint>
#include <vector>

namespace tenon::ilp {

class ExactNumber {
  public:
    ExactNumber() = default;
    ExactNumber(double x);  // finite

    ExactNumber& operator+=(const ExactNumber& other) { return add(other, other.negative_); }
    ExactNumber& operator-=(const ExactNumber& other) { return add(other, !other.negative_); }
    friend ExactNumber operator+(ExactNumber a, const ExactNumber& b) { return a += b; }
    friend ExactNumber operator-(ExactNumber a, const ExactNumber& b) { return a -= b; }
    friend ExactNumber operator*(const ExactNumber& a, const ExactNumber& b);
    ExactNumber operator-() const;

    int sign() const noexcept { return limb_.empty() ? 0 : negative_ ? -1 : 1; }
    friend bool operator<(const ExactNumber& a, const ExactNumber& b) { return (a - b).sign() < 0; }

    // Doubles on either side; equal where the number is a double.
    double below() const noexcept { return rounded(false); }
    double above() const noexcept { return rounded(true); }

  private:
    ExactNumber& add(const ExactNumber& other, bool other_negative);
    std::uint32_t at(std::int32_t place) const noexcept;  // limb of weight 2^(32 place)
    std::int32_t top() const noexcept { return low_ + static_cast<std::int32_t>(limb_.size()); }
    void trim() noexcept;
    double rounded(bool up) const noexcept;
    double toward_zero(bool& exact) const noexcept;  // the size

    std::vector<std::uint32_t> limb_;  // lowest first; neither end is zero; empty: zero
    std::int32_t low_ = 0;             // place of the lowest limb
    bool negative_ = false;
};

// The whole number k with k d <= x < (k + 1) d, for d > 0; false if it is beyond 2^52.
bool floor_quotient(const ExactNumber& x, const ExactNumber& d, double& k);

}  // namespace tenon::ilp
