// The greatest common divisor as a sum of multiples (Euclid).
#pragma once

#include <cstdint>
#include <utility>

namespace tenon::ilp {

// g = gcd(a, b) = u a + v b, for a, b >= 0; |u| <= b / g and |v| <= a / g, where b is not 0.
struct Bezout {
    std::int64_t g, u, v;
};

inline Bezout bezout(std::int64_t a, std::int64_t b) {
    std::int64_t u = 1, v = 0, next_u = 0, next_v = 1;
    while (b != 0) {
        const std::int64_t q = a / b;
        a = std::exchange(b, a - q * b);
        u = std::exchange(next_u, u - q * next_u);
        v = std::exchange(next_v, v - q * next_v);
    }
    return {a, u, v};
}

}  // namespace tenon::ilp
