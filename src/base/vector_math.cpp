#include "base/vector_math.hpp"

#include <algorithm>

#include "base/eight_math.hpp"

namespace tenon {

namespace {

struct Exp {
    template <class E>
    static TENON_INLINE E of(const E& x) noexcept {
        return exp8(x);
    }
};
// exp(-|x|) never overflows; for negative x the result is e / (1 + e).
struct Logistic {
    template <class E>
    static TENON_INLINE E of(const E& x) noexcept {
        const E zero = splat8<E>(0), one = splat8<E>(1);
        const BitsOf<E> negative = less8(x, zero);
        const E power = exp8(select8(negative, x, zero - x));
        return select8(negative, power, one) / (one + power);
    }
};

template <class Function>
struct Many {
    const double* x = nullptr;
    std::int64_t n = 0;
    double* out = nullptr;

    // The last few go through a block of their own, so that a number never depends on its place.
    template <class E>
    TENON_INLINE void run() const {
        std::int64_t i = 0;
        for (; i + 8 <= n; i += 8) store8(out + i, Function::of(load8<E>(x + i)));
        if (i == n) return;
        double rest[8] = {};
        std::copy(x + i, x + n, rest);
        store8(rest, Function::of(load8<E>(rest)));
        std::copy(rest, rest + (n - i), out + i);
    }
};

}  // namespace

void exp_of(const double* x, std::int64_t n, double* out, VectorLevel level) {
    run_at_level(Many<Exp>{x, n, out}, level);
}

void logistic_of(const double* x, std::int64_t n, double* out, VectorLevel level) {
    run_at_level(Many<Logistic>{x, n, out}, level);
}

double logistic_of(double x) noexcept {
    const bool negative = x < 0;
    const double e = exp_of_nonpositive(negative ? x : 0 - x);
    return (negative ? e : 1) / (1 + e);
}

}  // namespace tenon
