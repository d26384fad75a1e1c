#include "ilp/certified/exact_number.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace tenon::ilp {

namespace {

constexpr int limb_bits = 32, mantissa_bits = 53;
constexpr double largest_quotient = 4503599627370496.0;  // 2^52

}  // namespace

ExactNumber::ExactNumber(double x) {
    if (x == 0) return;
    negative_ = std::signbit(x);
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(x), &exponent);
    const auto whole = static_cast<std::uint64_t>(std::ldexp(fraction, mantissa_bits));
    exponent -= mantissa_bits;
    // exponent = 32 low_ + shift with 0 <= shift < 32
    low_ = exponent >= 0 ? exponent / limb_bits : -((limb_bits - 1 - exponent) / limb_bits);
    const int shift = exponent - limb_bits * low_;
    const std::uint64_t low = whole << shift;
    limb_ = {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(low >> limb_bits),
             shift == 0 ? 0 : static_cast<std::uint32_t>(whole >> (2 * limb_bits - shift))};
    trim();
}

void ExactNumber::trim() noexcept {
    while (!limb_.empty() && limb_.back() == 0) limb_.pop_back();
    std::size_t zeros = 0;
    while (zeros < limb_.size() && limb_[zeros] == 0) ++zeros;
    limb_.erase(limb_.begin(), limb_.begin() + static_cast<std::ptrdiff_t>(zeros));
    low_ += static_cast<std::int32_t>(zeros);
    if (limb_.empty()) {
        low_ = 0;
        negative_ = false;
    }
}

std::uint32_t ExactNumber::at(std::int32_t place) const noexcept {
    return place < low_ || place >= top() ? 0 : limb_[static_cast<std::size_t>(place - low_)];
}

ExactNumber& ExactNumber::add(const ExactNumber& other, bool other_negative) {
    if (other.limb_.empty()) return *this;
    if (limb_.empty()) {
        *this = other;
        negative_ = other_negative;
        return *this;
    }
    const std::int32_t low = std::min(low_, other.low_), end = std::max(top(), other.top());
    std::vector<std::uint32_t> sum;
    sum.reserve(static_cast<std::size_t>(end - low) + 1);
    // With signs that differ the two's complement of the second is added; a sum without carry at
    // the end is negative and is turned round.
    const bool subtract = negative_ != other_negative;
    std::uint64_t carry = subtract ? 1 : 0;
    for (std::int32_t p = low; p < end; ++p) {
        const std::uint32_t b = other.at(p);
        carry += std::uint64_t{at(p)} + (subtract ? ~b : b);
        sum.push_back(static_cast<std::uint32_t>(carry));
        carry >>= limb_bits;
    }
    if (!subtract) {
        sum.push_back(static_cast<std::uint32_t>(carry));
    } else if (carry == 0) {
        carry = 1;
        for (std::uint32_t& limb : sum) {
            carry += std::uint64_t{static_cast<std::uint32_t>(~limb)};
            limb = static_cast<std::uint32_t>(carry);
            carry >>= limb_bits;
        }
        negative_ = other_negative;
    }
    limb_ = std::move(sum);
    low_ = low;
    trim();
    return *this;
}

ExactNumber operator*(const ExactNumber& a, const ExactNumber& b) {
    ExactNumber product;
    if (a.limb_.empty() || b.limb_.empty()) return product;
    product.limb_.assign(a.limb_.size() + b.limb_.size(), 0);
    product.low_ = a.low_ + b.low_;
    product.negative_ = a.negative_ != b.negative_;
    for (std::size_t i = 0; i < a.limb_.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t k = 0; k < b.limb_.size(); ++k) {
            carry += std::uint64_t{a.limb_[i]} * b.limb_[k] + product.limb_[i + k];
            product.limb_[i + k] = static_cast<std::uint32_t>(carry);
            carry >>= limb_bits;
        }
        product.limb_[i + b.limb_.size()] = static_cast<std::uint32_t>(carry);
    }
    product.trim();
    return product;
}

ExactNumber ExactNumber::operator-() const {
    ExactNumber other = *this;
    other.negative_ = !negative_ && !limb_.empty();
    return other;
}

double ExactNumber::toward_zero(bool& exact) const noexcept {
    exact = true;
    if (limb_.empty()) return 0;
    // The highest 64 bits, from three limbs.
    const int empty = std::countl_zero(limb_.back());
    std::uint64_t high = (std::uint64_t{at(top() - 1)} << limb_bits) | at(top() - 2);
    const std::uint32_t third = at(top() - 3);
    if (empty > 0) high = (high << empty) | (third >> (limb_bits - empty));
    const std::uint32_t rest = empty > 0 ? third << empty : third;
    exact = rest == 0 && (high & 0x7ff) == 0 && limb_.size() <= 3;
    const int exponent = limb_bits * (top() - 2) - empty + 11;
    const double size = std::ldexp(static_cast<double>(high >> 11), exponent);
    if (std::isinf(size)) {
        exact = false;
        return std::numeric_limits<double>::max();
    }
    if (size < std::numeric_limits<double>::min()) {  // rounded
        exact = false;
        return size > 0 ? std::nextafter(size, 0.0) : 0;
    }
    return size;
}

double ExactNumber::rounded(bool up) const noexcept {
    bool exact = true;
    double size = toward_zero(exact);
    if (!exact && up != negative_) {
        // A size below the normal ones was rounded and then lessened: two steps.
        if (size < std::numeric_limits<double>::min()) size = std::nextafter(size, HUGE_VAL);
        size = std::nextafter(size, HUGE_VAL);
    }
    return negative_ ? -size : size;
}

bool floor_quotient(const ExactNumber& x, const ExactNumber& d, double& k) {
    const double guess = std::floor(x.below() / d.below());
    if (!(std::fabs(guess) < largest_quotient)) return false;
    k = guess;
    ExactNumber rest = x - ExactNumber(k) * d;
    for (; rest.sign() < 0; rest += d) --k;
    for (; !(rest < d); rest -= d) ++k;
    return std::fabs(k) < largest_quotient;
}

}  // namespace tenon::ilp
