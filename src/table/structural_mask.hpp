// Which of 64 bytes are structural (a delimiter or a line end), as one bit a byte.
//
// The idea of scanning text for structure many bytes at a time is from G. Langdale and D. Lemire,
// Parsing Gigabytes of JSON per Second (2019).
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define TENON_STRUCTURAL_SSE2 1
#endif

namespace tenon {

class StructuralMask {
  public:
    explicit StructuralMask(char delimiter) noexcept : delimiter_(delimiter) {}

    // `block` points to 64 readable bytes.
    std::uint64_t operator()(const char* block) const noexcept {
#if defined(TENON_STRUCTURAL_SSE2)
        const __m128i delimiter = _mm_set1_epi8(delimiter_);
        const __m128i feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r');
        std::uint64_t mask = 0;
        for (int part = 0; part < 4; ++part) {
            const __m128i bytes =
                _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * part));
            const __m128i hits = _mm_or_si128(
                _mm_cmpeq_epi8(bytes, delimiter),
                _mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, back)));
            mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(hits)))
                    << (16 * part);
        }
        return mask;
#else
        std::uint64_t mask = 0;
        for (int i = 0; i < 64; ++i) {
            const char c = block[i];
            mask |= static_cast<std::uint64_t>(c == delimiter_ || c == '\n' || c == '\r') << i;
        }
        return mask;
#endif
    }

  private:
    char delimiter_;
};

}  // namespace tenon
