#include "table/structural_scan.hpp"

#include <bit>
#include <cstring>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#define TENON_WIDE_FORMS 1
#endif

namespace tenon {

namespace {

constexpr std::uint64_t ones = 0x0101010101010101u, high_bits = 0x8080808080808080u;

// Bit 7 of each byte of `word` that equals the byte repeated in `pattern` (no carries between
// bytes).
std::uint64_t equal_bytes(std::uint64_t word, std::uint64_t pattern) noexcept {
    const std::uint64_t x = word ^ pattern;
    return ~(((x & ~high_bits) + ~high_bits) | x) & high_bits;
}

// Bit 7 of every byte, gathered into the low eight bits, first byte first.
std::uint64_t gathered(std::uint64_t bits) noexcept {
    return (bits >> 7) * 0x0102040810204080u >> 56;
}

std::uint64_t repeated(char c) noexcept {
    return ones * static_cast<unsigned char>(c);
}

void scan_words(const char* text, std::size_t blocks, char delimiter, char quote,
                StructuralMasks* out) {
    const std::uint64_t delimiters = repeated(delimiter), quotes = repeated(quote);
    const std::uint64_t feeds = repeated('\n'), returns = repeated('\r');
    for (std::size_t block = 0; block < blocks; ++block, text += 64) {
        StructuralMasks masks;
        for (int part = 0; part < 8; ++part) {
            std::uint64_t word;
            std::memcpy(&word, text + 8 * part, sizeof word);
            if constexpr (std::endian::native == std::endian::big) {
                std::uint64_t turned = 0;
                for (int i = 0; i < 8; ++i) turned |= (word >> (56 - 8 * i) & 0xFF) << (8 * i);
                word = turned;
            }
            const std::uint64_t stops = equal_bytes(word, delimiters) | equal_bytes(word, feeds) |
                                        equal_bytes(word, returns);
            masks.stops |= gathered(stops) << (8 * part);
            if (quote != 0) masks.quotes |= gathered(equal_bytes(word, quotes)) << (8 * part);
        }
        out[block] = masks;
    }
}

// Lines that end in a block, by where its '\n' and '\r' are.
#define TENON_LINES_OF(count_ones, feeds, returns, returned)                          \
    (count_ones((feeds) & ~((returns) << 1 | static_cast<std::uint64_t>(returned))) + \
     count_ones(returns))

std::int64_t lines_by_words(const char* text, std::size_t blocks, bool& returned) {
    std::int64_t lines = 0;
    for (std::size_t block = 0; block < blocks; ++block, text += 64) {
        StructuralMasks masks;
        scan_words(text, 1, '\n', '\r', &masks);
        const std::uint64_t feeds = masks.stops & ~masks.quotes;
        lines += TENON_LINES_OF(std::popcount, feeds, masks.quotes, returned);
        returned = masks.quotes >> 63;
    }
    return lines;
}

#if defined(TENON_WIDE_FORMS)

__attribute__((target("avx2,popcnt"), always_inline)) inline std::uint64_t bits_of(__m256i hits) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(hits));
}

__attribute__((target("avx2,popcnt"))) std::int64_t lines_by_avx2(const char* text,
                                                                  std::size_t blocks,
                                                                  bool& returned) {
    const __m256i feed = _mm256_set1_epi8('\n'), back = _mm256_set1_epi8('\r');
    std::int64_t lines = 0;
    for (std::size_t block = 0; block < blocks; ++block, text += 64) {
        std::uint64_t feeds = 0, returns = 0;
        for (int part = 0; part < 2; ++part) {
            const __m256i bytes =
                _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32 * part));
            feeds |= bits_of(_mm256_cmpeq_epi8(bytes, feed)) << (32 * part);
            returns |= bits_of(_mm256_cmpeq_epi8(bytes, back)) << (32 * part);
        }
        lines += TENON_LINES_OF(__builtin_popcountll, feeds, returns, returned);
        returned = returns >> 63;
    }
    return lines;
}

__attribute__((target("avx512f,avx512bw,popcnt"))) std::int64_t lines_by_avx512(const char* text,
                                                                                std::size_t blocks,
                                                                                bool& returned) {
    const __m512i feed = _mm512_set1_epi8('\n'), back = _mm512_set1_epi8('\r');
    std::int64_t lines = 0;
    for (std::size_t block = 0; block < blocks; ++block, text += 64) {
        const __m512i bytes = _mm512_loadu_si512(text);
        const std::uint64_t feeds = _mm512_cmpeq_epi8_mask(bytes, feed);
        const std::uint64_t returns = _mm512_cmpeq_epi8_mask(bytes, back);
        lines += TENON_LINES_OF(__builtin_popcountll, feeds, returns, returned);
        returned = returns >> 63;
    }
    return lines;
}

__attribute__((target("avx2,popcnt"))) void scan_avx2(const char* text, std::size_t blocks,
                                                      char delimiter, char quote,
                                                      StructuralMasks* out) {
    const __m256i delimiters = _mm256_set1_epi8(delimiter), quotes = _mm256_set1_epi8(quote);
    const __m256i feeds = _mm256_set1_epi8('\n'), returns = _mm256_set1_epi8('\r');
    const std::uint64_t any_quote = quote != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t block = 0; block < blocks; ++block, text += 64) {
        StructuralMasks masks;
        for (int part = 0; part < 2; ++part) {
            const __m256i bytes =
                _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32 * part));
            const __m256i stops =
                _mm256_or_si256(_mm256_cmpeq_epi8(bytes, delimiters),
                                _mm256_or_si256(_mm256_cmpeq_epi8(bytes, feeds),
                                                _mm256_cmpeq_epi8(bytes, returns)));
            masks.stops |= bits_of(stops) << (32 * part);
            masks.quotes |= bits_of(_mm256_cmpeq_epi8(bytes, quotes)) << (32 * part);
        }
        masks.quotes &= any_quote;
        out[block] = masks;
    }
}

__attribute__((target("avx512f,avx512bw"))) void scan_avx512(const char* text, std::size_t blocks,
                                                             char delimiter, char quote,
                                                             StructuralMasks* out) {
    const __m512i delimiters = _mm512_set1_epi8(delimiter), quotes = _mm512_set1_epi8(quote);
    const __m512i feeds = _mm512_set1_epi8('\n'), returns = _mm512_set1_epi8('\r');
    const std::uint64_t any_quote = quote != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t block = 0; block < blocks; ++block, text += 64) {
        const __m512i bytes = _mm512_loadu_si512(text);
        out[block].stops = _mm512_cmpeq_epi8_mask(bytes, delimiters) |
                           _mm512_cmpeq_epi8_mask(bytes, feeds) |
                           _mm512_cmpeq_epi8_mask(bytes, returns);
        out[block].quotes = _mm512_cmpeq_epi8_mask(bytes, quotes) & any_quote;
    }
}

#endif

}  // namespace

std::span<const StructuralForm> structural_forms() noexcept {
    static constexpr StructuralForm forms[] = {
        {"words", scan_words, lines_by_words},
#if defined(TENON_WIDE_FORMS)
        {"avx2", scan_avx2, lines_by_avx2},
        {"avx512", scan_avx512, lines_by_avx512}
#endif
    };
    std::size_t count = 1;
#if defined(TENON_WIDE_FORMS)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) {
        ++count;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) ++count;
    }
#endif
    return std::span(forms, count);
}

}  // namespace tenon
