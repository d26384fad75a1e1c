// Eight doubles side by side: loops over rows are written once with them and compiled for every
// level of vector instructions (base/vector_level.hpp). Each operation rounds as it does on one
// double and nothing is contracted, so the level never changes a result.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/vector_level.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// Eight is only passed to functions that are inlined, so no calling convention is involved.
#pragma GCC diagnostic ignored "-Wpsabi"
#endif

namespace tenon {

#if defined(__GNUC__) || defined(__clang__)

typedef double Eight __attribute__((vector_size(64)));
typedef std::int64_t EightBits __attribute__((vector_size(64)));

TENON_INLINE Eight splat8(double x) noexcept {
    return Eight{x, x, x, x, x, x, x, x};
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
// In a fixed order: halves, quarters, pairs.
TENON_INLINE double sum8(const Eight& x) noexcept {
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

}  // namespace tenon
