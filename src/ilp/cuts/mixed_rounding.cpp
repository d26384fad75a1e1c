#include "ilp/cuts/mixed_rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Near 0 the cut is empty, near 1 its coefficients 1 / (1 - f_0) explode.
constexpr double least_fraction = 0.005, largest_fraction = 0.995;
// A quotient beyond this has too few digits behind the point for its fraction.
constexpr double largest_ratio = 1e7;
// Divisors that are tried for one base.
constexpr std::size_t most_divisors = 12;

// A ratio this little below a whole number is that number: it is a quotient of two doubles.
constexpr double below_whole = 1e-12;
// Coefficients this close, relative to their size, are one divisor.
constexpr double same_divisor = 1e-9;

// std::floor in line: this is asked for each term and each divisor. From 2^52 on all doubles are
// whole.
inline double floor_of(double x) {
    constexpr double all_whole = 4503599627370496.0;
    if (!(std::fabs(x) < all_whole)) return x;
    const auto whole = static_cast<double>(static_cast<std::int64_t>(x));
    return whole > x ? whole - 1 : whole;
}

inline double rounded(double ratio, double fraction) {
    const double whole = floor_of(ratio + below_whole);
    const double rest = ratio - whole;
    // whole + (rest - fraction) / (1 - fraction), without the difference of whole and rest: that of
    // a ratio next to zero would keep few of its digits, and a row of large numbers stands behind
    // a slack with such a ratio.
    return rest > fraction ? (ratio - fraction * (whole + 1)) / (1 - fraction) : whole;
}

}  // namespace

double MixedRounding::efficacy(double divisor) const {
    const double ratio = base_.right() / divisor;
    const double whole = std::floor(ratio);
    const double fraction = ratio - whole;
    if (fraction < least_fraction || fraction > largest_fraction ||
        std::fabs(ratio) > largest_ratio)
        return 0;
    double left = 0, norm = 0;
    for (const MixedBase::Term& term : base_.terms()) {
        const double coefficient = rounded(term.coefficient / divisor, fraction);
        left += coefficient * term.value;
        norm += coefficient * coefficient;
    }
    const double scale = 1 / (divisor * (1 - fraction));
    left += base_.part_sum() * scale;
    norm += base_.part_norm() * scale * scale;
    return norm > 0 ? (left - whole) / std::sqrt(norm) : 0;
}

bool MixedRounding::search_divisor() {
    best_divisor_ = best_efficacy_ = 0;
    std::vector<double>& divisors = divisors_;
    divisors.clear();
    for (const MixedBase::Term& term : base_.terms()) {
        const double size = std::fabs(term.coefficient);
        if (term.value <= integrality_tolerance || term.value >= term.range - integrality_tolerance)
            continue;
        const bool seen = std::any_of(divisors.begin(), divisors.end(), [size](double d) {
            return std::fabs(d - size) <= same_divisor * size;
        });
        if (!seen) divisors.push_back(size);
    }
    if (divisors.size() > most_divisors) {
        std::sort(divisors.begin(), divisors.end(), std::greater<>());
        divisors.resize(most_divisors);
    }
    const auto attempt = [this](double divisor) {
        const double depth = efficacy(divisor);
        if (depth <= best_efficacy_) return;
        best_efficacy_ = depth;
        best_divisor_ = divisor;
    };
    base_.charge(divisors.size());
    for (const double divisor : divisors) attempt(divisor);
    if (best_divisor_ == 0) return false;
    const double first = best_divisor_;
    for (const double part : {2.0, 4.0, 8.0}) attempt(first / part);
    return true;
}

void MixedRounding::search_complements() {
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < base_.terms().size(); ++k)
        if (!std::isinf(base_.terms()[k].range) && base_.terms()[k].value > integrality_tolerance)
            order.push_back(k);
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        return std::fabs(base_.terms()[a].value - base_.terms()[a].range / 2) <
               std::fabs(base_.terms()[b].value - base_.terms()[b].range / 2);
    });
    if (order.size() > most_divisors) order.resize(most_divisors);
    base_.charge(order.size());
    for (const std::size_t k : order) {
        const MixedBase::Former former = base_.complement(k);
        const double depth = efficacy(best_divisor_);
        if (depth > best_efficacy_)
            best_efficacy_ = depth;
        else
            base_.restore(former);
    }
}

bool MixedRounding::separate(const char* family, std::vector<Cut>& out) {
    if (!search_divisor()) return false;
    search_complements();
    return give(family, out);
}

bool MixedRounding::separate_with(double divisor, const char* family, std::vector<Cut>& out) {
    best_divisor_ = divisor;
    best_efficacy_ = efficacy(divisor);
    return give(family, out);
}

bool MixedRounding::give(const char* family, std::vector<Cut>& out) {
    if (best_efficacy_ < MixedBase::least_efficacy) return false;
    const double ratio = base_.right() / best_divisor_;
    const double whole = std::floor(ratio);
    const double fraction = ratio - whole;
    coefficients_.clear();
    for (const MixedBase::Term& term : base_.terms())
        coefficients_.push_back(rounded(term.coefficient / best_divisor_, fraction));
    return base_.give(coefficients_, 1 / (best_divisor_ * (1 - fraction)), whole, family, out);
}

}  // namespace tenon::ilp
