// Eight doubles side by side: loops over rows are written once with them and compiled for every
// level of vector instructions (base/vector_level.hpp). Each operation rounds as it does on one
// double and nothing is contracted, so the level never changes a result.
//
// A kernel is a struct of what it works on with a member `TENON_INLINE void run() const`;
// run_at_level(kernel) runs the form of it that suits the machine.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/vector_level.hpp"

#if defined(__GNUC__) || defined(__clang__)
// Eight is only passed to functions that are inlined, so no calling convention is involved. Clang
// takes this pragma, too.
#pragma GCC diagnostic ignored "-Wpsabi"
#endif

namespace tenon {

#if defined(__GNUC__) || defined(__clang__)

typedef double Eight __attribute__((vector_size(64)));
typedef std::int64_t EightBits __attribute__((vector_size(64)));

// Through memory that the compiler sees through: of eight times x in braces GCC 12 makes eight
// loads.
TENON_INLINE Eight splat8(double x) noexcept {
    double all[8];
    for (double& one : all) one = x;
    Eight eight;
    std::memcpy(&eight, all, sizeof eight);
    return eight;
}
TENON_INLINE EightBits splat8_bits(std::int64_t x) noexcept {
    return EightBits{x, x, x, x, x, x, x, x};
}
TENON_INLINE EightBits less8(const Eight& a, const Eight& b) noexcept {
    return a < b;
}
// a where the mask is set, else b.
TENON_INLINE Eight select8(const EightBits& mask, const Eight& a, const Eight& b) noexcept {
    return mask ? a : b;
}

#else

// Without vector types: loops of eight, which compilers turn into vectors themselves.
template <class T>
struct EightOf {
    T at[8];
    T& operator[](int i) noexcept { return at[i]; }
    const T& operator[](int i) const noexcept { return at[i]; }
};
using Eight = EightOf<double>;
using EightBits = EightOf<std::int64_t>;

#define TENON_EIGHT_OPERATION(symbol)                                                 \
    template <class T>                                                                \
    inline EightOf<T> operator symbol(const EightOf<T>& a, const EightOf<T>& b) {     \
        EightOf<T> c;                                                                 \
        for (int i = 0; i < 8; ++i) c.at[i] = static_cast<T>(a.at[i] symbol b.at[i]); \
        return c;                                                                     \
    }
TENON_EIGHT_OPERATION(+)
TENON_EIGHT_OPERATION(-)
TENON_EIGHT_OPERATION(*)
TENON_EIGHT_OPERATION(/)
#undef TENON_EIGHT_OPERATION
#define TENON_EIGHT_BITS(symbol)                                                        \
    inline EightBits operator symbol(const EightBits& a, const EightBits& b) noexcept { \
        EightBits c;                                                                    \
        for (int i = 0; i < 8; ++i) c.at[i] = a.at[i] symbol b.at[i];                   \
        return c;                                                                       \
    }
TENON_EIGHT_BITS(&)
TENON_EIGHT_BITS(|)
#undef TENON_EIGHT_BITS
inline EightBits operator<<(const EightBits& a, int n) noexcept {
    EightBits c;
    for (int i = 0; i < 8; ++i)
        c.at[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(a.at[i]) << n);
    return c;
}
inline EightBits operator>>(const EightBits& a, int n) noexcept {
    EightBits c;
    for (int i = 0; i < 8; ++i) c.at[i] = a.at[i] >> n;
    return c;
}
template <class T>
inline EightOf<T>& operator+=(EightOf<T>& a, const EightOf<T>& b) noexcept {
    return a = a + b;
}
inline Eight splat8(double x) noexcept {
    return {{x, x, x, x, x, x, x, x}};
}
inline EightBits splat8_bits(std::int64_t x) noexcept {
    return {{x, x, x, x, x, x, x, x}};
}
inline EightBits less8(const Eight& a, const Eight& b) noexcept {
    EightBits c;
    for (int i = 0; i < 8; ++i) c.at[i] = a.at[i] < b.at[i] ? -1 : 0;
    return c;
}
inline Eight select8(const EightBits& mask, const Eight& a, const Eight& b) noexcept {
    Eight c;
    for (int i = 0; i < 8; ++i) c.at[i] = mask.at[i] ? a.at[i] : b.at[i];
    return c;
}

#endif

TENON_INLINE Eight load8(const double* from) noexcept {
    Eight x;
    std::memcpy(&x, from, sizeof x);
    return x;
}
TENON_INLINE void store8(double* to, const Eight& x) noexcept {
    std::memcpy(to, &x, sizeof x);
}
TENON_INLINE EightBits bits8(const Eight& x) noexcept {
    EightBits b;
    std::memcpy(&b, &x, sizeof b);
    return b;
}
TENON_INLINE Eight doubles8(const EightBits& b) noexcept {
    Eight x;
    std::memcpy(&x, &b, sizeof x);
    return x;
}
TENON_INLINE Eight lesser8(const Eight& a, const Eight& b) noexcept {
    return select8(less8(a, b), a, b);
}
TENON_INLINE Eight greater8(const Eight& a, const Eight& b) noexcept {
    return select8(less8(b, a), a, b);
}
// ((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7)).
TENON_INLINE double sum8(const Eight& x) noexcept {
    return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
}
// sum8 of each of eight.
TENON_INLINE Eight sums8(const Eight (&x)[8]) noexcept {
#if defined(__clang__) || (defined(__GNUC__) && __GNUC__ >= 12)
    Eight pair[4], four[2];
    for (int i = 0; i < 4; ++i)
        pair[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
                  __builtin_shufflevector(x[2 * i], x[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (int i = 0; i < 2; ++i)
        four[i] = __builtin_shufflevector(pair[2 * i], pair[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
                  __builtin_shufflevector(pair[2 * i], pair[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(four[0], four[1], 0, 1, 2, 3, 8, 9, 10, 11) +
           __builtin_shufflevector(four[0], four[1], 4, 5, 6, 7, 12, 13, 14, 15);
#else
    Eight sums;
    for (int i = 0; i < 8; ++i) sums[i] = sum8(x[i]);
    return sums;
#endif
}

// Rows become columns: x[i][j] and x[j][i] change places.
TENON_INLINE void transpose8(Eight (&x)[8]) noexcept {
#if defined(__clang__) || (defined(__GNUC__) && __GNUC__ >= 12)
    Eight y[8];
    for (int i = 0; i < 8; i += 2) {
        y[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        y[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 8; i += 4)
        for (int k = 0; k < 2; ++k) {
            const Eight &a = y[i + k], &b = y[i + k + 2];
            x[i + k] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
            x[i + k + 2] = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int i = 0; i < 4; ++i) {
        const Eight a = x[i], b = x[i + 4];
        x[i] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
        x[i + 4] = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
    }
#else
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < i; ++j) {
            const double other = x[i][j];
            x[i][j] = x[j][i];
            x[j][i] = other;
        }
#endif
}

#if TENON_VECTOR_LEVELS
template <class Kernel>
TENON_TARGET_AVX2 void run_at_avx2(const Kernel& kernel) {
    kernel.run();
}
template <class Kernel>
TENON_TARGET_AVX512 void run_at_avx512(const Kernel& kernel) {
    kernel.run();
}
#endif
template <class Kernel>
void run_at_level(const Kernel& kernel, VectorLevel level = vector_level()) {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return run_at_avx512(kernel);
    if (level == VectorLevel::avx2) return run_at_avx2(kernel);
#endif
    static_cast<void>(level);
    kernel.run();
}

}  // namespace tenon
