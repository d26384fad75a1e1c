// A root of a function of one variable between two points where its signs differ, for the outer
// loops of fits: every value costs passes over the data, so few are used. Regula falsi in the
// version called Illinois, with a bisection where it stalls (M. Dowell and P. Jarratt, BIT 11,
// 1971). And the greatest value between two points by golden section with parabolas (R. Brent,
// Algorithms for Minimization without Derivatives, 1973).
#pragma once

#include <cmath>

namespace tenon::models {

// f(low) and f(high) given and of different signs. Stops at a width of `tolerance` or a value of 0;
// `settled` is false if `most` values were not enough.
template <class F>
double find_root(double low, double f_low, double high, double f_high, double tolerance, int most,
                 bool& settled, const F& f) {
    settled = true;
    double before = std::fabs(high - low);
    for (int k = 0; k < most; ++k) {
        double at = high - f_high * (high - low) / (f_high - f_low);
        const double width = std::fabs(high - low);
        if (k % 4 == 3 && width > before / 4) at = low + (high - low) / 2;
        if (k % 4 == 3) before = width;
        if (width <= tolerance) return at;
        const double value = f(at);
        if (value == 0) return at;
        if ((value > 0) == (f_high > 0)) {
            f_low /= 2;  // the other end stays: its weight is halved
        } else {
            low = high;
            f_low = f_high;
        }
        const double moved = std::fabs(at - high);
        high = at;
        f_high = value;
        if (moved <= tolerance / 2) return at;
        if (std::isnan(value)) break;
    }
    settled = false;
    return high;
}

// Where f is greatest between low and high.
template <class F>
double find_maximum(double low, double high, double tolerance, int most, const F& f) {
    constexpr double golden = 0.38196601125010515;
    double x = low + golden * (high - low), w = x, v = x;
    double fx = f(x), fw = fx, fv = fx, step = 0, before = 0;
    for (int k = 1; k < most; ++k) {
        const double middle = (low + high) / 2;
        if (std::fabs(x - middle) + (high - low) / 2 <= 2 * tolerance) break;
        double p = 0, q = 0;
        if (std::fabs(before) > tolerance) {
            const double r = (x - w) * (fx - fv);
            q = (x - v) * (fx - fw);
            p = (x - v) * q - (x - w) * r;
            q = 2 * (q - r);
            if (q > 0) p = -p;
            q = std::fabs(q);
        }
        const double last = before;
        before = step;
        if (q != 0 && std::fabs(p) < std::fabs(q * last / 2) && p > q * (low - x) &&
            p < q * (high - x)) {
            step = p / q;
        } else {
            before = x < middle ? high - x : low - x;
            step = golden * before;
        }
        if (std::fabs(step) < tolerance) step = std::copysign(tolerance, step);
        const double u = x + step, fu = f(u);
        if (fu >= fx) {
            (u < x ? high : low) = x;
            v = w, fv = fw;
            w = x, fw = fx;
            x = u, fx = fu;
        } else {
            (u < x ? low : high) = u;
            if (fu >= fw || w == x) {
                v = w, fv = fw;
                w = u, fw = fu;
            } else if (fu >= fv || v == x || v == w) {
                v = u, fv = fu;
            }
        }
    }
    return x;
}

}  // namespace tenon::models
