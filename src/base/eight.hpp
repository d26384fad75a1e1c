// Eight doubles side by side: loops over rows are written once for eight of them and compiled for
// every level of vector instructions (base/vector_level.hpp), each with the form of eight that it
// has registers for (base/lanes.hpp). Each operation rounds as it does on one double and nothing is
// contracted, so the level never changes a result.
//
// A kernel is a struct of what it works on with a member `template <class E> TENON_INLINE void
// run() const`, where E is eight doubles; run_at_level(kernel) runs the form of it that suits the
// machine.
#pragma once

#include <cstdint>

#include "base/lanes.hpp"
#include "base/lanes_across.hpp"

namespace tenon {

template <class E>
using BitsOf = typename Lanes<E>::Bits;

template <class E>
TENON_INLINE E load8(const double* from) noexcept {
    return Lanes<E>::load(from);
}
template <class E>
TENON_INLINE void store8(double* to, const E& x) noexcept {
    Lanes<E>::store(to, x);
}
// Through memory that the compiler sees through: of eight times x in braces GCC 12 makes eight
// loads.
template <class E>
TENON_INLINE E splat8(double x) noexcept {
    double all[8];
    for (double& one : all) one = x;
    return Lanes<E>::load(all);
}
template <class E>
TENON_INLINE BitsOf<E> splat8_bits(std::int64_t x) noexcept {
    const std::int64_t all[8] = {x, x, x, x, x, x, x, x};
    return Lanes<E>::load_bits(all);
}
template <class E>
TENON_INLINE BitsOf<E> bits8(const E& x) noexcept {
    return Lanes<E>::bits(x);
}
template <class E>
TENON_INLINE E doubles8(const BitsOf<E>& b) noexcept {
    return Lanes<E>::doubles(b);
}
template <class E>
TENON_INLINE BitsOf<E> less8(const E& a, const E& b) noexcept {
    return Lanes<E>::less(a, b);
}
// a where the mask is set, else b.
template <class E>
TENON_INLINE E select8(const BitsOf<E>& mask, const E& a, const E& b) noexcept {
    return Lanes<E>::select(mask, a, b);
}
template <class E>
TENON_INLINE E lesser8(const E& a, const E& b) noexcept {
    return select8(less8(a, b), a, b);
}
template <class E>
TENON_INLINE E greater8(const E& a, const E& b) noexcept {
    return select8(less8(b, a), a, b);
}
// The mask of the first `count` of eight.
template <class E>
TENON_INLINE BitsOf<E> first8(std::int64_t count) noexcept {
    std::int64_t all[8];
    for (int j = 0; j < 8; ++j) all[j] = j < count ? -1 : 0;
    return Lanes<E>::load_bits(all);
}

#if TENON_VECTOR_LEVELS
template <class Kernel>
TENON_TARGET_AVX2 void run_at_avx2(const Kernel& kernel) {
    kernel.template run<EightAsFours>();
}
template <class Kernel>
TENON_TARGET_AVX512 void run_at_avx512(const Kernel& kernel) {
    kernel.template run<Eight>();
}
#endif
template <class Kernel>
void run_at_level(const Kernel& kernel, VectorLevel level = vector_level()) {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return run_at_avx512(kernel);
    if (level == VectorLevel::avx2) return run_at_avx2(kernel);
#endif
    static_cast<void>(level);
    kernel.template run<EightAsTwos>();
}

}  // namespace tenon
