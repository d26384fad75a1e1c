#include "ilp/certified/whole_multipliers.hpp"

#include <cmath>

namespace tenon::ilp::certified {

namespace {

constexpr double largest_multiple = 0x1p45, largest_denominator = 1e6;
// What solves leave of a whole number: in all, and as a share of it. Other numbers are further from
// whole ones, by about one by the denominator.
constexpr double close = 1e-8, close_share = 1e-14;

bool is_whole(double x) {
    return std::fabs(x - std::round(x)) <= close + close_share * std::fabs(x);
}

// The denominator of the simplest fraction next to x; 0 if it is too large.
double denominator(double x) {
    double before = 0, now = 1, rest = x - std::floor(x);
    while (!is_whole(x * now)) {
        if (rest < close) return 0;
        rest = 1 / rest;
        const double next = std::floor(rest) * now + before;
        if (!(next <= largest_denominator)) return 0;
        rest -= std::floor(rest);
        before = now;
        now = next;
    }
    return now;
}

}  // namespace

bool make_whole(std::vector<double>& multipliers) {
    double multiple = 1;
    for (const double y : multipliers) {
        const double next = denominator(y * multiple);
        if (next == 0 || !(multiple * next <= largest_multiple)) return false;
        multiple *= next;
    }
    for (double& y : multipliers) y = std::round(y * multiple);
    return true;
}

}  // namespace tenon::ilp::certified
