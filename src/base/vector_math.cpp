#include "base/vector_math.hpp"

#include <algorithm>

#include "base/eight_math.hpp"

namespace tenon {

namespace {

struct ManyTask {
    const double* x = nullptr;
    std::int64_t n = 0;
    double* out = nullptr;
};

// The last few go through a block of their own, so that a number never depends on its place.
#define TENON_MANY_BODY(function)                                             \
    std::int64_t i = 0;                                                       \
    for (; i + 8 <= t.n; i += 8) store8(t.out + i, function(load8(t.x + i))); \
    if (i == t.n) return;                                                     \
    double rest[8] = {};                                                      \
    std::copy(t.x + i, t.x + t.n, rest);                                      \
    store8(rest, function(load8(rest)));                                      \
    std::copy(rest, rest + (t.n - i), t.out + i);

// exp(-|x|) never overflows; for negative x the result is e / (1 + e).
TENON_INLINE Eight logistic8(const Eight& x) noexcept {
    const Eight zero = splat8(0), one = splat8(1);
    const EightBits negative = less8(x, zero);
    const Eight e = exp8(select8(negative, x, zero - x));
    return select8(negative, e, one) / (one + e);
}

TENON_INLINE void exp_body(const ManyTask& t){TENON_MANY_BODY(exp8)} TENON_INLINE
    void log1p_body(const ManyTask& t){TENON_MANY_BODY(log1p8)} TENON_INLINE
    void logistic_body(const ManyTask& t){TENON_MANY_BODY(logistic8)}
#if TENON_VECTOR_LEVELS
TENON_TARGET_AVX2 void exp_avx2(const ManyTask& t) {
    exp_body(t);
}
TENON_TARGET_AVX512 void exp_avx512(const ManyTask& t) {
    exp_body(t);
}
TENON_TARGET_AVX2 void log1p_avx2(const ManyTask& t) {
    log1p_body(t);
}
TENON_TARGET_AVX512 void log1p_avx512(const ManyTask& t) {
    log1p_body(t);
}
TENON_TARGET_AVX2 void logistic_avx2(const ManyTask& t) {
    logistic_body(t);
}
TENON_TARGET_AVX512 void logistic_avx512(const ManyTask& t) {
    logistic_body(t);
}
#endif

}  // namespace

void exp_of(const double* x, std::int64_t n, double* out, VectorLevel level) {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return exp_avx512({x, n, out});
    if (level == VectorLevel::avx2) return exp_avx2({x, n, out});
#endif
    static_cast<void>(level);
    exp_body({x, n, out});
}

void log1p_of(const double* x, std::int64_t n, double* out, VectorLevel level) {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return log1p_avx512({x, n, out});
    if (level == VectorLevel::avx2) return log1p_avx2({x, n, out});
#endif
    static_cast<void>(level);
    log1p_body({x, n, out});
}

void logistic_of(const double* x, std::int64_t n, double* out, VectorLevel level) {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return logistic_avx512({x, n, out});
    if (level == VectorLevel::avx2) return logistic_avx2({x, n, out});
#endif
    static_cast<void>(level);
    logistic_body({x, n, out});
}

}  // namespace tenon
