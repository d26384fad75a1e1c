// A few doubles side by side, as many as one register of a vector level holds, for loops that are
// written once and compiled for each level.
#pragma once

#include <cstddef>
#include <cstring>

#include "base/lanes.hpp"

namespace tenon::clean {

#if defined(__GNUC__) || defined(__clang__)

using Lanes2 = Two;
using Lanes4 = Four;
using Lanes8 = Eight;

template <class Lanes>
TENON_INLINE Lanes lesser(const Lanes& a, const Lanes& b) noexcept {
    return a < b ? a : b;
}
template <class Lanes>
TENON_INLINE Lanes greater(const Lanes& a, const Lanes& b) noexcept {
    return a > b ? a : b;
}
// a where x < y, else b.
template <class Lanes>
TENON_INLINE Lanes where_less(const Lanes& x, const Lanes& y, const Lanes& a,
                              const Lanes& b) noexcept {
    return x < y ? a : b;
}
// x where it is a number, else b.
template <class Lanes>
TENON_INLINE Lanes present_or(const Lanes& x, const Lanes& b) noexcept {
    return x == x ? x : b;
}

#else

// Without vector types a lane is one double.
struct Lanes2 {
    double at;
    Lanes2 operator+(Lanes2 other) const noexcept { return {at + other.at}; }
    Lanes2 operator-(Lanes2 other) const noexcept { return {at - other.at}; }
    Lanes2 operator*(Lanes2 other) const noexcept { return {at * other.at}; }
    double& operator[](std::size_t) noexcept { return at; }
};
inline Lanes2 lesser(Lanes2 a, Lanes2 b) noexcept {
    return {a.at < b.at ? a.at : b.at};
}
inline Lanes2 greater(Lanes2 a, Lanes2 b) noexcept {
    return {a.at > b.at ? a.at : b.at};
}
inline Lanes2 where_less(Lanes2 x, Lanes2 y, Lanes2 a, Lanes2 b) noexcept {
    return x.at < y.at ? a : b;
}
inline Lanes2 present_or(Lanes2 x, Lanes2 b) noexcept {
    return x.at == x.at ? x : b;
}

#endif

template <class Lanes>
TENON_INLINE Lanes load_lanes(const double* at) noexcept {
    Lanes out;
    std::memcpy(&out, at, sizeof out);
    return out;
}
template <class Lanes>
TENON_INLINE void store_lanes(double* at, const Lanes& lanes) noexcept {
    std::memcpy(at, &lanes, sizeof lanes);
}
template <class Lanes>
TENON_INLINE Lanes same_lanes(double value) noexcept {
    Lanes out{};
    for (std::size_t i = 0; i < sizeof(Lanes) / sizeof(double); ++i) out[i] = value;
    return out;
}

}  // namespace tenon::clean
