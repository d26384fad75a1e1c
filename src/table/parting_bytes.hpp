// Whether a text holds a byte at which a reader of delimited text may part it: a quote, a line end,
// or any delimiter that a reader may try.
#pragma once

#include <cstddef>
#include <string_view>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define TENON_PARTING_SSE2 1
#endif

namespace tenon {

class PartingBytes {
  public:
    explicit PartingBytes(char delimiter) noexcept : delimiter_(delimiter) {}

    bool any_in(std::string_view text) const noexcept {
        const char* p = text.data();
        std::size_t left = text.size();
#if defined(TENON_PARTING_SSE2)
        if (left >= width) {
            int hits = 0;
            for (; left > width; left -= width, p += width) hits |= hits_at(p);
            return (hits | hits_at(p + left - width)) != 0;
        }
#endif
        bool any = false;
        for (; left > 0; --left, ++p) any |= parts(*p);
        return any;
    }

  private:
    bool parts(char c) const noexcept {
        return c == delimiter_ || c == '"' || c == ',' || c == ';' || c == '|' ||
               (c >= '\t' && c <= '\r' && c != '\v' && c != '\f');
    }

#if defined(TENON_PARTING_SSE2)
    static constexpr std::size_t width = 16;
    int hits_at(const char* p) const noexcept {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        const auto is = [bytes](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
        const __m128i marks =
            _mm_or_si128(_mm_or_si128(is('"'), is(delimiter_)), _mm_or_si128(is(','), is(';')));
        const __m128i more =
            _mm_or_si128(_mm_or_si128(is('|'), is('\t')), _mm_or_si128(is('\n'), is('\r')));
        return _mm_movemask_epi8(_mm_or_si128(marks, more));
    }
#endif

    char delimiter_;
};

}  // namespace tenon
