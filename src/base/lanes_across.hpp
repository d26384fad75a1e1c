// What takes numbers from one lane to another: sums along vectors, and rows that become columns.
#pragma once

#include "base/lanes.hpp"

namespace tenon {

#if defined(__clang__) || (defined(__GNUC__) && __GNUC__ >= 12)

// Of as many vectors as each has numbers x[i][j] and x[j][i] change places.
TENON_INLINE void transpose(Two (&x)[2]) noexcept {
    const Two first = x[0];
    x[0] = __builtin_shufflevector(first, x[1], 0, 2);
    x[1] = __builtin_shufflevector(first, x[1], 1, 3);
}
TENON_INLINE void transpose(Four (&x)[4]) noexcept {
    Four y[4];
    for (int i = 0; i < 4; i += 2) {
        y[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 4, 2, 6);
        y[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 5, 3, 7);
    }
    for (int k = 0; k < 2; ++k) {
        x[k] = __builtin_shufflevector(y[k], y[k + 2], 0, 1, 4, 5);
        x[k + 2] = __builtin_shufflevector(y[k], y[k + 2], 2, 3, 6, 7);
    }
}
TENON_INLINE void transpose(Eight (&x)[8]) noexcept {
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
}
// Of a square of halves.
template <class V>
struct Quarters {
    static constexpr int half = Lanes<V>::count;
    V upper_left[half], upper_right[half], lower_left[half], lower_right[half];

    explicit TENON_INLINE Quarters(const Halves<V> (&x)[2 * half]) noexcept {
        for (int i = 0; i < half; ++i) {
            upper_left[i] = x[i].low;
            upper_right[i] = x[i].high;
            lower_left[i] = x[half + i].low;
            lower_right[i] = x[half + i].high;
        }
    }
};
// The two quarters off the diagonal change places.
template <class V>
TENON_INLINE void transpose(Halves<V> (&x)[2 * Lanes<V>::count]) noexcept {
    constexpr int half = Lanes<V>::count;
    Quarters<V> q(x);
    transpose(q.upper_left);
    transpose(q.upper_right);
    transpose(q.lower_left);
    transpose(q.lower_right);
    for (int i = 0; i < half; ++i) {
        x[i] = {q.upper_left[i], q.lower_left[i]};
        x[half + i] = {q.upper_right[i], q.lower_right[i]};
    }
}

// The sum of each of as many vectors as each has numbers, by pairs: of eight,
// ((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7)).
TENON_INLINE Two lane_sums(const Two (&x)[2]) noexcept {
    return __builtin_shufflevector(x[0], x[1], 0, 2) + __builtin_shufflevector(x[0], x[1], 1, 3);
}
TENON_INLINE Four lane_sums(const Four (&x)[4]) noexcept {
    Four pair[2];
    for (int i = 0; i < 2; ++i)
        pair[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 4, 2, 6) +
                  __builtin_shufflevector(x[2 * i], x[2 * i + 1], 1, 5, 3, 7);
    return __builtin_shufflevector(pair[0], pair[1], 0, 1, 4, 5) +
           __builtin_shufflevector(pair[0], pair[1], 2, 3, 6, 7);
}
TENON_INLINE Eight lane_sums(const Eight (&x)[8]) noexcept {
    Eight pair[4], four[2];
    for (int i = 0; i < 4; ++i)
        pair[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
                  __builtin_shufflevector(x[2 * i], x[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (int i = 0; i < 2; ++i)
        four[i] = __builtin_shufflevector(pair[2 * i], pair[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
                  __builtin_shufflevector(pair[2 * i], pair[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(four[0], four[1], 0, 1, 2, 3, 8, 9, 10, 11) +
           __builtin_shufflevector(four[0], four[1], 4, 5, 6, 7, 12, 13, 14, 15);
}
template <class V>
TENON_INLINE Halves<V> lane_sums(const Halves<V> (&x)[2 * Lanes<V>::count]) noexcept {
    const Quarters<V> q(x);
    return {lane_sums(q.upper_left) + lane_sums(q.upper_right),
            lane_sums(q.lower_left) + lane_sums(q.lower_right)};
}

#else

template <class V>
TENON_INLINE void transpose(V (&x)[8]) noexcept {
    double rows[8][8], columns[8][8];
    for (int i = 0; i < 8; ++i) Lanes<V>::store(rows[i], x[i]);
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 8; ++j) columns[j][i] = rows[i][j];
    for (int i = 0; i < 8; ++i) x[i] = Lanes<V>::load(columns[i]);
}
template <class V>
TENON_INLINE V lane_sums(const V (&x)[8]) noexcept {
    V y[8];
    for (int i = 0; i < 8; ++i) y[i] = x[i];
    transpose(y);
    return ((y[0] + y[1]) + (y[2] + y[3])) + ((y[4] + y[5]) + (y[6] + y[7]));
}

#endif

}  // namespace tenon
