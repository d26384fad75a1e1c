// Numbers side by side, in as many vectors as the level of instructions gives: eight are one
// vector, two halves of four, or four of two. GCC keeps a vector that is wider than the machine's
// in memory and compares it number by number, so the halves are told apart here. base/eight.hpp
// works on eight of any of these forms.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/vector_level.hpp"

namespace tenon {

#if defined(__GNUC__) || defined(__clang__)
// They are only passed to functions that are inlined, so no calling convention is involved. Clang
// takes this pragma, too.
#pragma GCC diagnostic ignored "-Wpsabi"

typedef double Two __attribute__((vector_size(16)));
typedef double Four __attribute__((vector_size(32)));
typedef double Eight __attribute__((vector_size(64)));

template <class V>
struct Halves {
    V low, high;
};
#define TENON_HALVES_OPERATOR(symbol)                                                         \
    template <class V>                                                                        \
    TENON_INLINE Halves<V> operator symbol(const Halves<V>& a, const Halves<V>& b) noexcept { \
        return {a.low symbol b.low, a.high symbol b.high};                                    \
    }
TENON_HALVES_OPERATOR(+)
TENON_HALVES_OPERATOR(-)
TENON_HALVES_OPERATOR(*)
TENON_HALVES_OPERATOR(/)
#undef TENON_HALVES_OPERATOR
template <class V>
TENON_INLINE Halves<V> operator<<(const Halves<V>& a, int n) noexcept {
    return {a.low << n, a.high << n};
}
template <class V>
TENON_INLINE Halves<V> operator>>(const Halves<V>& a, int n) noexcept {
    return {a.low >> n, a.high >> n};
}

// V is one vector of doubles.
template <class V>
struct Lanes {
    static constexpr int count = sizeof(V) / sizeof(double);
    typedef std::int64_t Bits __attribute__((vector_size(sizeof(V))));

    static TENON_INLINE V load(const double* from) noexcept {
        V x;
        std::memcpy(&x, from, sizeof x);
        return x;
    }
    static TENON_INLINE Bits load_bits(const std::int64_t* from) noexcept {
        Bits x;
        std::memcpy(&x, from, sizeof x);
        return x;
    }
    static TENON_INLINE void store(double* to, const V& x) noexcept {
        std::memcpy(to, &x, sizeof x);
    }
    static TENON_INLINE Bits bits(const V& x) noexcept {
        Bits b;
        std::memcpy(&b, &x, sizeof b);
        return b;
    }
    static TENON_INLINE V doubles(const Bits& b) noexcept {
        V x;
        std::memcpy(&x, &b, sizeof x);
        return x;
    }
    static TENON_INLINE Bits less(const V& a, const V& b) noexcept { return a < b; }
    static TENON_INLINE V select(const Bits& mask, const V& a, const V& b) noexcept {
        return mask ? a : b;
    }
};

template <class V>
struct Lanes<Halves<V>> {
    using Half = Lanes<V>;
    using Bits = Halves<typename Half::Bits>;
    using Both = Halves<V>;
    static constexpr int count = 2 * Half::count;

    static TENON_INLINE Both load(const double* from) noexcept {
        return {Half::load(from), Half::load(from + Half::count)};
    }
    static TENON_INLINE Bits load_bits(const std::int64_t* from) noexcept {
        return {Half::load_bits(from), Half::load_bits(from + Half::count)};
    }
    static TENON_INLINE void store(double* to, const Both& x) noexcept {
        Half::store(to, x.low);
        Half::store(to + Half::count, x.high);
    }
    static TENON_INLINE Bits bits(const Both& x) noexcept {
        return {Half::bits(x.low), Half::bits(x.high)};
    }
    static TENON_INLINE Both doubles(const Bits& b) noexcept {
        return {Half::doubles(b.low), Half::doubles(b.high)};
    }
    static TENON_INLINE Bits less(const Both& a, const Both& b) noexcept {
        return {Half::less(a.low, b.low), Half::less(a.high, b.high)};
    }
    static TENON_INLINE Both select(const Bits& mask, const Both& a, const Both& b) noexcept {
        return {Half::select(mask.low, a.low, b.low), Half::select(mask.high, a.high, b.high)};
    }
};

using EightAsFours = Halves<Four>;
using EightAsTwos = Halves<Halves<Two>>;

#else

// Without vector types: loops of eight, which compilers turn into vectors themselves.
template <class T>
struct EightOf {
    T at[8];
};
#define TENON_EIGHT_OPERATOR(symbol)                                                       \
    template <class T>                                                                     \
    inline EightOf<T> operator symbol(const EightOf<T>& a, const EightOf<T>& b) noexcept { \
        EightOf<T> c;                                                                      \
        for (int i = 0; i < 8; ++i) c.at[i] = static_cast<T>(a.at[i] symbol b.at[i]);      \
        return c;                                                                          \
    }
TENON_EIGHT_OPERATOR(+)
TENON_EIGHT_OPERATOR(-)
TENON_EIGHT_OPERATOR(*)
TENON_EIGHT_OPERATOR(/)
#undef TENON_EIGHT_OPERATOR
inline EightOf<std::int64_t> operator<<(const EightOf<std::int64_t>& a, int n) noexcept {
    EightOf<std::int64_t> c;
    for (int i = 0; i < 8; ++i)
        c.at[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(a.at[i]) << n);
    return c;
}
inline EightOf<std::int64_t> operator>>(const EightOf<std::int64_t>& a, int n) noexcept {
    EightOf<std::int64_t> c;
    for (int i = 0; i < 8; ++i) c.at[i] = a.at[i] >> n;
    return c;
}

template <class V>
struct Lanes {
    using Bits = EightOf<std::int64_t>;
    static constexpr int count = 8;

    template <class To, class From>
    static To same(const From* from) noexcept {
        To x;
        std::memcpy(&x, from, sizeof x);
        return x;
    }
    static V load(const double* from) noexcept { return same<V>(from); }
    static Bits load_bits(const std::int64_t* from) noexcept { return same<Bits>(from); }
    static void store(double* to, const V& x) noexcept { std::memcpy(to, &x, sizeof x); }
    static Bits bits(const V& x) noexcept { return same<Bits>(&x); }
    static V doubles(const Bits& b) noexcept { return same<V>(&b); }
    static Bits less(const V& a, const V& b) noexcept {
        Bits c;
        for (int i = 0; i < 8; ++i) c.at[i] = a.at[i] < b.at[i] ? -1 : 0;
        return c;
    }
    static V select(const Bits& mask, const V& a, const V& b) noexcept {
        V c;
        for (int i = 0; i < 8; ++i) c.at[i] = mask.at[i] ? a.at[i] : b.at[i];
        return c;
    }
};

using Eight = EightOf<double>;
using EightAsTwos = Eight;

#endif

}  // namespace tenon
