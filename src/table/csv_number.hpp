// Short decimal numbers, eight digits at a time and without a branch on how many there are.
//
// Eight bytes are one word. Bytes that are digits become 0..9; a word whose low bytes are digits is
// shifted so that they end at the top and zeros lead, and three multiplications then add up pairs,
// fours and eights (after D. Lemire, Number Parsing at a Gigabyte per Second, 2021).
//
// All functions here look at up to 24 bytes behind the front of a cell, whatever its length.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "table/decimal.hpp"

namespace tenon {

inline std::uint64_t word_at(const char* p) noexcept {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    if constexpr (std::endian::native == std::endian::big) {
        std::uint64_t turned = 0;
        for (int i = 0; i < 8; ++i) turned |= (word >> (56 - 8 * i) & 0xFF) << (8 * i);
        word = turned;
    }
    return word;
}

inline constexpr std::uint64_t zero_digits = 0x3030303030303030u;

// Whether all bytes are 0..9.
inline bool all_digits(std::uint64_t word) noexcept {
    return (((word + 0x7676767676767676u) | word) & 0x8080808080808080u) == 0;
}

// The number whose digits, first one lowest, are the bytes of `word`.
inline std::uint64_t digits_value(std::uint64_t word) noexcept {
    word = word * 10 + (word >> 8);
    return (((word & 0x000000FF000000FFu) * 0x000F424000000064u +
             ((word >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u) >>
            32) &
           0xFFFFFFFFu;
}

// The low `count` bytes of a word of characters, 0 to 8, as digits behind leading zeros.
inline std::uint64_t low_digits(std::uint64_t characters, unsigned count) noexcept {
    const unsigned half = 4 * (8 - count);
    return (characters ^ zero_digits) << half << half;
}

// An integer of 1 to 16 digits without a sign, and without a leading zero unless it is one digit.
inline bool read_short_integer(const char* p, std::uint32_t length, std::uint64_t& value) noexcept {
    if (length - 1 > 15 || (*p == '0' && length > 1)) return false;
    if (length <= 8) {
        const std::uint64_t word = low_digits(word_at(p), length);
        value = digits_value(word);
        return all_digits(word);
    }
    const std::uint64_t high = word_at(p) ^ zero_digits;
    const std::uint64_t low = low_digits(word_at(p + 8), length - 8);
    constexpr std::uint64_t powers[] = {1,       10,        100,        1'000,      10'000,
                                        100'000, 1'000'000, 10'000'000, 100'000'000};
    value = digits_value(high) * powers[length - 8] + digits_value(low);
    return all_digits(high) && all_digits(low);
}

// Digits with one decimal mark and perhaps a '-': at most 8 before the mark, 16 behind it and 19 in
// all. The nearest double. False for anything else, whether it is a number or not.
inline bool read_short_real(const char* p, std::uint32_t length, char mark,
                            double& value) noexcept {
    constexpr std::uint64_t powers[] = {1,       10,        100,        1'000,      10'000,
                                        100'000, 1'000'000, 10'000'000, 100'000'000};
    constexpr std::uint64_t ones = 0x0101010101010101u, high_bits = 0x8080808080808080u;
    const std::uint64_t sign = static_cast<std::uint64_t>(*p == '-');
    p += sign;
    length -= static_cast<std::uint32_t>(sign);
    const std::uint64_t word = word_at(p);
    const std::uint64_t other = word ^ (ones * static_cast<unsigned char>(mark));
    const std::uint64_t hit = (other - ones) & ~other & high_bits;      // the lowest bit is exact
    const auto at = static_cast<unsigned>(std::countr_zero(hit)) >> 3;  // of the mark; 8: none
    if (length - 2 > 23 || at >= length) return false;
    double magnitude;
    if (length <= 8) {
        // The mark is taken out, and one word holds all digits.
        const std::uint64_t before = (std::uint64_t{1} << (8 * at)) - 1;
        const std::uint64_t digits =
            low_digits((word & before) | ((word >> 8) & ~before), length - 1);
        if (!all_digits(digits)) return false;
        magnitude =
            static_cast<double>(digits_value(digits)) / exact_powers_of_ten[length - 1 - at];
    } else {
        if (at == 8 && p[8] != mark) return false;
        const unsigned behind = length - 1 - at;
        if (behind > 16 || length > 20) return false;
        const unsigned first = behind < 8 ? behind : 8, second = behind - first;
        const std::uint64_t whole = low_digits(word, at);
        const std::uint64_t front = low_digits(word_at(p + at + 1), first);
        const std::uint64_t rest = low_digits(word_at(p + at + 9), second);
        if (!all_digits(whole) || !all_digits(front) || !all_digits(rest)) return false;
        const std::uint64_t m =
            (digits_value(whole) * powers[first] + digits_value(front)) * powers[second] +
            digits_value(rest);
        if (!nearest_double(m, -static_cast<int>(behind), magnitude)) return false;
    }
    value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(magnitude) | sign << 63);
    return true;
}

}  // namespace tenon
