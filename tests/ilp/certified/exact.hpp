// Numbers m 2^e with whole m of any size, for the checker: all that doubles, their sums and their
// products can be.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace certificate_checker {

class Exact {
  public:
    Exact() = default;
    Exact(double x) {  // finite
        if (x == 0) return;
        int exponent = 0;
        const auto whole =
            static_cast<std::uint64_t>(std::ldexp(std::frexp(std::fabs(x), &exponent), 53));
        digits_ = {static_cast<std::uint32_t>(whole), static_cast<std::uint32_t>(whole >> 32)};
        exponent_ = exponent - 53;
        sign_ = x < 0 ? -1 : 1;
        trim();
    }

    int sign() const { return sign_; }
    friend Exact operator-(Exact a) {
        a.sign_ = -a.sign_;
        return a;
    }
    friend Exact operator*(const Exact& a, const Exact& b) {
        Exact out;
        if (a.sign_ == 0 || b.sign_ == 0) return out;
        out.sign_ = a.sign_ * b.sign_;
        out.exponent_ = a.exponent_ + b.exponent_;
        out.digits_.assign(a.digits_.size() + b.digits_.size(), 0);
        for (std::size_t i = 0; i < a.digits_.size(); ++i) {
            std::uint64_t carry = 0;
            for (std::size_t k = 0; k < b.digits_.size() || carry != 0; ++k) {
                carry += out.digits_[i + k];
                if (k < b.digits_.size()) carry += std::uint64_t{a.digits_[i]} * b.digits_[k];
                out.digits_[i + k] = static_cast<std::uint32_t>(carry);
                carry >>= 32;
            }
        }
        out.trim();
        return out;
    }
    friend Exact operator+(const Exact& a, const Exact& b) {
        if (a.sign_ == 0) return b;
        if (b.sign_ == 0) return a;
        Exact x = a, y = b;
        const int exponent = std::min(x.exponent_, y.exponent_);
        x.shift_to(exponent);
        y.shift_to(exponent);
        if (x.sign_ == y.sign_) {
            x.add_size(y);
        } else {
            const int order = x.compare_size(y);
            if (order == 0) return {};
            if (order < 0) std::swap(x, y);
            x.subtract_size(y);
        }
        x.trim();
        return x;
    }
    friend Exact operator-(const Exact& a, const Exact& b) { return a + -b; }
    Exact& operator+=(const Exact& b) { return *this = *this + b; }
    Exact& operator-=(const Exact& b) { return *this = *this + -b; }
    friend bool operator<(const Exact& a, const Exact& b) { return (a - b).sign_ < 0; }
    friend bool operator<=(const Exact& a, const Exact& b) { return (a - b).sign_ <= 0; }

    double about() const {  // to a few units in the last place; to guess quotients with
        double value = 0;
        const std::size_t n = digits_.size();
        for (std::size_t k = n; k-- > (n > 3 ? n - 3 : 0);)
            value += std::ldexp(digits_[k], exponent_ + 32 * static_cast<int>(k));
        return sign_ * value;
    }

    // Of a positive number.
    bool is_multiple_of(const Exact& d) const {
        for (Exact rest = *this; rest.sign_ != 0;) {
            rest.sign_ = 1;
            if (rest < d) return false;
            rest -= Exact(std::max(1.0, std::floor(rest.about() / d.about()))) * d;
        }
        return true;
    }

  private:
    void trim() {
        while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
        std::size_t zeros = 0;
        while (zeros < digits_.size() && digits_[zeros] == 0) ++zeros;
        digits_.erase(digits_.begin(), digits_.begin() + static_cast<std::ptrdiff_t>(zeros));
        exponent_ += 32 * static_cast<int>(zeros);
        if (digits_.empty()) sign_ = 0;
    }
    void shift_to(int exponent) {  // to a smaller one
        const int by = exponent_ - exponent;
        if (by == 0) return;
        std::vector<std::uint32_t> out(static_cast<std::size_t>(by / 32), 0);
        std::uint64_t carry = 0;
        for (const std::uint32_t digit : digits_) {
            carry |= std::uint64_t{digit} << (by % 32);
            out.push_back(static_cast<std::uint32_t>(carry));
            carry >>= 32;
        }
        out.push_back(static_cast<std::uint32_t>(carry));
        digits_ = std::move(out);
        exponent_ = exponent;
    }
    int compare_size(const Exact& b) const {
        const std::size_t n = std::max(digits_.size(), b.digits_.size());
        for (std::size_t k = n; k-- > 0;)
            if (digit(k) != b.digit(k)) return digit(k) < b.digit(k) ? -1 : 1;
        return 0;
    }
    void add_size(const Exact& b) {
        digits_.resize(std::max(digits_.size(), b.digits_.size()) + 1, 0);
        std::uint64_t carry = 0;
        for (std::size_t k = 0; k < digits_.size(); ++k) {
            carry += std::uint64_t{digits_[k]} + b.digit(k);
            digits_[k] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    void subtract_size(const Exact& b) {
        std::int64_t borrow = 0;
        for (std::size_t k = 0; k < digits_.size(); ++k) {
            borrow += std::int64_t{digits_[k]} - b.digit(k);
            digits_[k] = static_cast<std::uint32_t>(borrow);
            borrow >>= 32;
        }
    }
    std::uint32_t digit(std::size_t k) const { return k < digits_.size() ? digits_[k] : 0; }

    std::vector<std::uint32_t> digits_;  // lowest first
    int exponent_ = 0, sign_ = 0;
};

}  // namespace certificate_checker
