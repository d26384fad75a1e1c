#include "base/exact_number.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace tenon {

namespace {

constexpr int limb_bits = 32;
constexpr std::int64_t limb_mask = 0xffffffff;
// A limb of 63 bits takes this many terms of 32 bits and stays far from its end.
constexpr std::int64_t most_pending = std::int64_t{1} << 30;
// Digits that a double-double can show: 107 bits, wherever the first digit begins.
constexpr std::size_t shown_digits = 5;
constexpr double largest_quotient = 4503599627370496.0;  // 2^52

// The size of a number, rounded towards zero to a double.
double toward_zero(const ExactNumber::Digits& number, bool& exact) {
    const std::vector<std::uint32_t>& d = number.magnitude;
    exact = true;
    if (d.empty()) return 0;
    // The highest 64 bits, from three digits.
    const std::size_t size = d.size();
    const std::uint32_t second = size > 1 ? d[size - 2] : 0, third = size > 2 ? d[size - 3] : 0;
    const int empty = std::countl_zero(d.back());
    std::uint64_t high = std::uint64_t{d.back()} << limb_bits | second;
    if (empty > 0) high = high << empty | third >> (limb_bits - empty);
    const std::uint32_t rest = third << empty;
    exact = rest == 0 && (high & 0x7ff) == 0 && size <= 3;
    const int top = number.lowest + static_cast<int>(size);
    const double out = std::ldexp(static_cast<double>(high >> 11),  // 53 bits
                                  limb_bits * (top - 2) - empty + 11);
    if (std::isinf(out)) {
        exact = false;
        return std::numeric_limits<double>::max();
    }
    if (out < std::numeric_limits<double>::min()) {  // rounded
        exact = false;
        return out > 0 ? std::nextafter(out, 0.0) : 0;
    }
    return out;
}

double rounded(const ExactNumber::Digits& number, bool up) {
    bool exact = true;
    double size = toward_zero(number, exact);
    if (!exact && up != number.negative) {
        // A size below the normal ones was rounded and then lessened: two steps.
        if (size < std::numeric_limits<double>::min()) size = std::nextafter(size, HUGE_VAL);
        size = std::nextafter(size, HUGE_VAL);
    }
    return number.negative ? -size : size;
}

}  // namespace

// Limbs [first, first + count), made where they do not exist.
std::int64_t* ExactNumber::window(std::int64_t first, std::int64_t count) {
    if (limbs_.empty()) lowest_ = first;
    if (first < lowest_) {
        limbs_.insert(limbs_.begin(), static_cast<std::size_t>(lowest_ - first), 0);
        lowest_ = first;
    }
    const auto end = static_cast<std::size_t>(first + count - lowest_);
    if (end > limbs_.size()) limbs_.resize(end);
    return limbs_.data() + (first - lowest_);
}

void ExactNumber::add(double x, int exponent) {
    if (x == 0) return;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const auto field = static_cast<int>((bits >> 52) & 0x7ff);
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
    const std::uint64_t mantissa = field ? fraction | (std::uint64_t{1} << 52) : fraction;
    const int place = (field ? field : 1) - 1075 + exponent;  // |x| = mantissa 2^place
    const int limb = place >> 5, shift = place & (limb_bits - 1);
    std::int64_t* at = window(limb, 3);
    const auto low = static_cast<std::int64_t>((mantissa << shift) & limb_mask);
    const auto middle = static_cast<std::int64_t>((mantissa >> (limb_bits - shift)) & limb_mask);
    // mantissa >> (64 - shift), without a shift by 64.
    const auto high = static_cast<std::int64_t>(mantissa >> limb_bits >> (limb_bits - shift));
    if (bits >> 63) {
        at[0] -= low, at[1] -= middle, at[2] -= high;
    } else {
        at[0] += low, at[1] += middle, at[2] += high;
    }
    if (++pending_ >= most_pending) spread();
}

void ExactNumber::add(const ExactNumber& other, std::int64_t sign) {
    if (other.limbs_.empty()) return;
    ExactNumber term = other;
    term.spread();
    spread();
    std::int64_t* at = window(term.lowest_, static_cast<std::int64_t>(term.limbs_.size()));
    for (std::size_t k = 0; k < term.limbs_.size(); ++k) at[k] += sign * term.limbs_[k];
    pending_ = 1;
}

void ExactNumber::add(const ExactNumber& other) {
    add(other, 1);
}

void ExactNumber::subtract(const ExactNumber& other) {
    add(other, -1);
}

// Every limb but the last into [0, 2^32); the last is small and carries the sign.
void ExactNumber::spread() {
    std::int64_t carry = 0;
    for (std::int64_t& limb : limbs_) {
        carry += limb;
        limb = carry & limb_mask;
        carry >>= limb_bits;
    }
    if (carry != 0) limbs_.push_back(carry);
    pending_ = 0;
}

ExactNumber::Digits ExactNumber::digits() const {
    Digits out;
    std::int64_t carry = 0;
    for (const std::int64_t limb : limbs_) {
        carry += limb;
        out.magnitude.push_back(static_cast<std::uint32_t>(carry & limb_mask));
        carry >>= limb_bits;
    }
    // What is left is below 2^31 in size, so one more digit takes it and the sign stays.
    out.negative = carry < 0;
    out.magnitude.push_back(static_cast<std::uint32_t>(carry & limb_mask));
    if (out.negative) {  // two's complement to magnitude
        std::uint64_t one = 1;
        for (std::uint32_t& digit : out.magnitude) {
            one += static_cast<std::uint32_t>(~digit);
            digit = static_cast<std::uint32_t>(one);
            one >>= limb_bits;
        }
    }
    while (!out.magnitude.empty() && out.magnitude.back() == 0) out.magnitude.pop_back();
    const auto first = std::find_if(out.magnitude.begin(), out.magnitude.end(),
                                    [](std::uint32_t digit) { return digit != 0; });
    const auto zeros = first - out.magnitude.begin();
    out.magnitude.erase(out.magnitude.begin(), first);
    out.lowest = out.magnitude.empty() ? 0 : static_cast<std::int32_t>(lowest_ + zeros);
    return out;
}

ExactNumber::ExactNumber(const Digits& digits) : lowest_(digits.lowest), pending_(1) {
    for (const std::uint32_t digit : digits.magnitude)
        limbs_.push_back(digits.negative ? -std::int64_t{digit} : std::int64_t{digit});
}

ExactNumber ExactNumber::product(const ExactNumber& a, const ExactNumber& b) {
    const Digits x = a.digits(), y = b.digits();
    Digits out;
    if (x.magnitude.empty() || y.magnitude.empty()) return {};
    out.negative = x.negative != y.negative;
    out.lowest = x.lowest + y.lowest;
    out.magnitude.assign(x.magnitude.size() + y.magnitude.size(), 0);
    for (std::size_t i = 0; i < x.magnitude.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t k = 0; k < y.magnitude.size(); ++k) {
            carry += std::uint64_t{x.magnitude[i]} * y.magnitude[k] + out.magnitude[i + k];
            out.magnitude[i + k] = static_cast<std::uint32_t>(carry);
            carry >>= limb_bits;
        }
        out.magnitude[i + y.magnitude.size()] = static_cast<std::uint32_t>(carry);
    }
    return ExactNumber(out);
}

// Limbs and what is carried beyond them: below zero only if that is.
int ExactNumber::sign() const noexcept {
    std::int64_t carry = 0;
    bool digits = false;
    for (const std::int64_t limb : limbs_) {
        carry += limb;
        digits |= (carry & limb_mask) != 0;
        carry >>= limb_bits;
    }
    if (carry < 0) return -1;
    return carry > 0 || digits ? 1 : 0;
}

double ExactNumber::below() const {
    return rounded(digits(), false);
}

double ExactNumber::above() const {
    return rounded(digits(), true);
}

int ExactNumber::exponent() const {
    const Digits d = digits();
    if (d.magnitude.empty()) return 0;
    const auto top = static_cast<int>(d.magnitude.size()) - 1 + d.lowest;
    return limb_bits * top + static_cast<int>(std::bit_width(d.magnitude.back()));
}

DoubleDouble ExactNumber::scaled(int exponent) const {
    const Digits d = digits();
    DoubleDouble sum;
    const std::size_t count = std::min(shown_digits, d.magnitude.size());
    for (std::size_t k = d.magnitude.size() - count; k < d.magnitude.size(); ++k)
        sum += DoubleDouble(std::ldexp(static_cast<double>(d.magnitude[k]),
                                       limb_bits * (d.lowest + static_cast<int>(k)) - exponent));
    return d.negative ? -sum : sum;
}

double ExactNumber::value() const {
    const int e = exponent();
    return std::ldexp(static_cast<double>(scaled(e)), e);
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

}  // namespace tenon
