#include "clean/past_cache.hpp"

#include <cstring>

#if TENON_VECTOR_LEVELS
#include <immintrin.h>
#endif

namespace tenon::clean {

#if TENON_VECTOR_LEVELS

namespace {

bool aligned(const double* at, std::size_t bytes) noexcept {
    return reinterpret_cast<std::uintptr_t>(at) % bytes == 0;
}

TENON_TARGET_AVX512 std::size_t copy_avx512(const double* from, std::size_t count,
                                            double* to) noexcept {
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) _mm512_stream_pd(to + i, _mm512_loadu_pd(from + i));
    return i;
}

TENON_TARGET_AVX2 std::size_t copy_avx2(const double* from, std::size_t count,
                                        double* to) noexcept {
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) _mm256_stream_pd(to + i, _mm256_loadu_pd(from + i));
    return i;
}

}  // namespace

#endif

void copy_past_cache(VectorLevel level, const double* from, std::size_t count,
                     double* to) noexcept {
    std::size_t done = 0;
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512 && aligned(to, 64))
        done = copy_avx512(from, count, to);
    else if (level != VectorLevel::portable && aligned(to, 32))
        done = copy_avx2(from, count, to);
#endif
    static_cast<void>(level);
    if (done < count) std::memcpy(to + done, from + done, (count - done) * sizeof(double));
}

void end_past_cache() noexcept {
#if TENON_VECTOR_LEVELS && defined(__SSE__)
    _mm_sfence();
#endif
}

}  // namespace tenon::clean
