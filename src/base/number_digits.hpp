// Numbers as text straight into a buffer, for writers of millions of them; the same texts as
// number_text.hpp gives.
//
// Eight digits are one word. n < 10^8 is split into halves below 10^4, these into pairs below 100
// and these into digits, all halves, pairs and digits of one word at a time, with the divisions as
// multiplications by a reciprocal that is exact in the range (after P. Khuong, How to Print
// Integers Really Fast, 2017). Zeros that lead or trail are then counted in the word, without a
// branch.
//
// A double x that is m / 10^d for an integer m < 10^15 and d <= 22 is nearest to that decimal,
// since both are exact doubles and are divided with one rounding; and no other decimal of at most
// 15 digits rounds to x, since those are further apart than doubles are. So m without its trailing
// zeros are the shortest digits that read back as x. Other doubles go to std::to_chars (U. Adams,
// Ryu: Fast Float-to-String Conversion, 2018).
#pragma once

#include <bit>
#include <cfloat>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace tenon {

// Room that each of the functions below may need (and write), whatever the number is.
constexpr std::size_t number_room = 48;

// The digits of n < 10^8, the first in the lowest byte, each 0 to 9.
inline std::uint64_t eight_digits(std::uint32_t n) noexcept {
    const std::uint64_t halves = n / 10'000 | std::uint64_t{n % 10'000} << 32;
    // floor(h / 100) = floor(10486 h / 2^20) for h < 10^4, floor(p / 10) = floor(103 p / 2^10) for
    // p < 100
    const std::uint64_t hundreds = (halves * 10'486 >> 20) & 0x0000'007F'0000'007Fu;
    const std::uint64_t pairs = hundreds | (halves - 100 * hundreds) << 16;
    const std::uint64_t tens = (pairs * 103 >> 10) & 0x000F'000F'000F'000Fu;
    return tens | (pairs - 10 * tens) << 8;
}

constexpr std::uint64_t ascii_zeros = 0x3030'3030'3030'3030u;

inline char* put_padded_digits(char* out, std::uint32_t n) noexcept {
    const std::uint64_t word = eight_digits(n) | ascii_zeros;
    std::memcpy(out, &word, sizeof word);
    return out + 8;
}

inline char* put_short_digits(char* out, std::uint32_t n) noexcept {
    const std::uint64_t digits = eight_digits(n);
    const int leading = std::countr_zero(digits | std::uint64_t{1} << 56) / 8;  // at most 7
    const std::uint64_t word = (digits | ascii_zeros) >> (8 * leading);
    std::memcpy(out, &word, sizeof word);
    return out + 8 - leading;
}

constexpr bool digits_by_words = std::endian::native == std::endian::little;

inline char* put_uint64(char* out, std::uint64_t n) noexcept {
    constexpr std::uint64_t unit = 100'000'000;
    if constexpr (digits_by_words) {
        if (n < unit) return put_short_digits(out, static_cast<std::uint32_t>(n));
        if (n < unit * unit) {
            out = put_short_digits(out, static_cast<std::uint32_t>(n / unit));
            return put_padded_digits(out, static_cast<std::uint32_t>(n % unit));
        }
    }
    return std::to_chars(out, out + number_room, n).ptr;
}

inline char* put_int64(char* out, std::int64_t value) noexcept {
    *out = '-';
    const auto bits = static_cast<std::uint64_t>(value);
    return put_uint64(out + (value < 0), value < 0 ? 0 - bits : bits);
}

char* put_any_double(char* out, double value) noexcept;

// "." and the digits of n / 10^8 without the zeros at the end; nothing for 0.
inline char* put_fraction(char* out, std::uint32_t n) noexcept {
    const std::uint64_t digits = eight_digits(n);
    *out = '.';
    const std::uint64_t word = digits | ascii_zeros;
    std::memcpy(out + 1, &word, sizeof word);
    const int length = 8 - std::countl_zero(digits) / 8;
    return out + length + (length > 0);
}

// As append_double().
inline char* put_double(char* out, double value) noexcept {
    constexpr double most = 1e7;                    // below it, m < 10^15 for eight decimals
    constexpr std::uint64_t unit = 100'000'000;     // 10^8
    constexpr double least_plain = 0.001;           // smaller ones may be shorter with an exponent
    constexpr std::uint32_t round_whole = 100'000;  // and so may multiples of it
    if constexpr (digits_by_words && FLT_EVAL_METHOD == 0) {
        const double x = value < 0 ? -value : value;
        if (x < most) {
            const auto m =
                static_cast<std::uint64_t>(static_cast<std::int64_t>(x * double{unit} + 0.5));
            if (static_cast<double>(m) / double{unit} == x && x >= least_plain) {
                const auto whole = static_cast<std::uint32_t>(m / unit);
                const auto fraction = static_cast<std::uint32_t>(m % unit);
                if (fraction != 0 || whole < round_whole || whole % round_whole != 0) {
                    *out = '-';
                    out = put_short_digits(out + (value < 0), whole);
                    return put_fraction(out, fraction);
                }
            }
        }
    }
    return put_any_double(out, value);
}

// Times as format_timestamp() writes them, with another mark between date and time if asked. Keeps
// the date it wrote last: most logs have many records a day.
class TimestampDigits {
  public:
    explicit TimestampDigits(char between = ' ') noexcept : between_(between) {}
    char* put(char* out, std::int64_t micros) noexcept;

  private:
    static constexpr std::int64_t no_day = INT64_MIN;
    char* put_far(char* out, std::int64_t day, std::int64_t in_day) const noexcept;
    bool begin_day(std::int64_t day) noexcept;

    std::int64_t day_ = no_day;
    char date_[16] = {};  // "2024-02-29 "
    char between_;
};

}  // namespace tenon
