// Where words and runs of blanks end, eight bytes at a time.
//
// In a word of eight bytes w, a byte is plain (0x21 to 0x7e, ASCII without blank and control) where
// neither w - 0x21.. nor w + 0x01.. sets its high bit. Borrows and carries only reach the bytes
// after the first one that is not plain, so the first high bit is right (the device of A. Mycroft,
// 1987, for zero bytes).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace tenon::ilp {

namespace scan {

constexpr std::uint64_t each = 0x0101010101010101u, high_bits = 0x80 * each;

inline std::uint64_t eight_bytes(const char* p) noexcept {
    std::uint64_t w;
    std::memcpy(&w, p, sizeof w);
    return w;
}

constexpr bool by_eight = std::endian::native == std::endian::little;

}  // namespace scan

inline bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

// Anything but blanks and ASCII controls; bytes of UTF-8 count as plain too.
inline bool is_word_byte(char c) noexcept {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
}

// The first byte of [p, stop) that is not a blank.
inline const char* skip_blanks(const char* p, const char* stop) noexcept {
    for (;; ++p) {
        if constexpr (scan::by_eight)
            for (; stop - p >= 8; p += 8) {
                const std::uint64_t others = scan::eight_bytes(p) ^ (' ' * scan::each);
                if (others != 0) {
                    p += std::countr_zero(others) / 8;
                    break;
                }
            }
        if (p == stop || !is_blank(*p)) return p;
    }
}

// The first byte of [p, stop) that does not belong to a word. beyond_ascii becomes true if the word
// holds bytes of UTF-8.
inline const char* word_end(const char* p, const char* stop, bool& beyond_ascii) noexcept {
    if constexpr (scan::by_eight)
        for (; stop - p >= 8; p += 8) {
            const std::uint64_t w = scan::eight_bytes(p);
            const std::uint64_t others =
                ((w - 0x21 * scan::each) | (w + scan::each)) & scan::high_bits;
            if (others != 0) {
                p += std::countr_zero(others) / 8;
                break;
            }
        }
    for (; p != stop && is_word_byte(*p); ++p)
        if (static_cast<unsigned char>(*p) >= 0x80) beyond_ascii = true;
    return p;
}

}  // namespace tenon::ilp
