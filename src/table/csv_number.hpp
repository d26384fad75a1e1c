// Short decimal numbers, eight digits at a time and without a branch on how many there are.
//
// Eight bytes are one word. Bytes that are digits become 0..9; a word whose low bytes are digits is
// shifted so that they end at the top and zeros lead, and three multiplications then add up pairs,
// fours and eights (after D. Lemire, Number Parsing at a Gigabyte per Second, 2021).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tenon {

struct LeadingDigits {
    std::uint64_t value = 0;
    int count = 0;
};

// At most eight digits at p. Bytes up to `readable` may be looked at.
inline LeadingDigits leading_digits(const char* p, const char* readable) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        if (readable - p >= 8) [[likely]] {
            std::uint64_t word;
            std::memcpy(&word, p, sizeof word);
            word ^= 0x3030303030303030u;
            // The high bit of each byte that is above 9; carries only reach bytes after the first.
            const std::uint64_t others =
                ((word + 0x7676767676767676u) | word) & 0x8080808080808080u;
            const int count = std::countr_zero(others) / 8;  // 8 where all are digits
            if (count == 0) return {};
            word <<= 64 - 8 * count;
            word = word * 10 + (word >> 8);
            word = (((word & 0x000000FF000000FFu) * 0x000F424000000064u) +
                    (((word >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u)) >>
                   32;
            return {word & 0xFFFFFFFFu, count};
        }
    }
    LeadingDigits out;
    for (; out.count < 8 && p < readable; ++p, ++out.count) {
        const auto digit = static_cast<unsigned>(static_cast<unsigned char>(*p)) - '0';
        if (digit > 9) break;
        out.value = 10 * out.value + digit;
    }
    return out;
}

}  // namespace tenon
