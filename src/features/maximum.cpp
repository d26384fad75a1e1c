#include "features/maximum.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::features {

namespace {

constexpr double golden = 0.3819660112501051;  // (3 - sqrt 5) / 2
constexpr int most_steps = 200;                // golden sections alone would need 100

struct Bracket {
    double low, middle, high, at_middle;  // f(middle) is not below f at both ends
};

Bracket enclose(const std::function<double(double)>& f, double start, double low, double high) {
    double step = 1;
    double middle = start, at_middle = f(start);
    double left = std::max(low, middle - step), at_left = f(left);
    double right = std::min(high, middle + step), at_right = f(right);
    for (int i = 0; i < most_steps; ++i) {
        step *= 2;
        if (at_right > at_middle && right < high) {
            left = middle, at_left = at_middle;
            middle = right, at_middle = at_right;
            right = std::min(high, middle + step), at_right = f(right);
        } else if (at_left > at_middle && left > low) {
            right = middle, at_right = at_middle;
            middle = left, at_middle = at_left;
            left = std::max(low, middle - step), at_left = f(left);
        } else {
            break;
        }
    }
    return {left, middle, right, at_middle};
}

}  // namespace

// x is the best point, w the second, v the one before; the step before last must shrink by half, or
// a golden section is taken.
double maximum_of(const std::function<double(double)>& f, double start, double low, double high,
                  double tolerance) {
    auto [a, x, b, fx] = enclose(f, start, low, high);
    double w = x, v = x, fw = fx, fv = fx, step = 0, before_last = 0;
    for (int i = 0; i < most_steps; ++i) {
        const double middle = (a + b) / 2;
        const double least = tolerance * std::max(1.0, std::fabs(x));
        if (std::fabs(x - middle) <= 2 * least - (b - a) / 2) break;
        // The top of the parabola through x, w and v is x + p / q.
        const double r = (x - w) * (fx - fv), s = (x - v) * (fx - fw);
        double p = (x - v) * s - (x - w) * r, q = 2 * (s - r);
        if (q > 0) p = -p;
        q = std::fabs(q);
        const double shrink = before_last;
        before_last = step;
        if (std::fabs(p) < std::fabs(q * shrink / 2) && p > q * (a - x) && p < q * (b - x)) {
            step = p / q;
            const double next = x + step;
            if (next - a < 2 * least || b - next < 2 * least)
                step = std::copysign(least, middle - x);
        } else {
            before_last = x < middle ? b - x : a - x;
            step = golden * before_last;
        }
        const double next = x + (std::fabs(step) >= least ? step : std::copysign(least, step));
        const double value = f(next);
        if (value >= fx) {
            (next < x ? b : a) = x;
            v = w, fv = fw, w = x, fw = fx, x = next, fx = value;
        } else {
            (next < x ? a : b) = next;
            if (value >= fw || w == x) {
                v = w, fv = fw, w = next, fw = value;
            } else if (value >= fv || v == x || v == w) {
                v = next, fv = value;
            }
        }
    }
    return x;
}

}  // namespace tenon::features
