// ExtendedSimplex: its answers in the caller's units.
#include <algorithm>
#include <cmath>

#include "ilp/lp/extended_simplex.hpp"

namespace tenon::ilp {

namespace {

// Errors are estimates: a sum of many may be off by some times the largest.
constexpr double chance = 16;

}  // namespace

Basis ExtendedSimplex::basis() const {
    const auto columns = where_.begin() + t_.columns();
    return {{where_.begin(), columns}, {columns, where_.end()}};
}

std::vector<double> ExtendedSimplex::primal() const {
    std::vector<double> x(static_cast<std::size_t>(t_.columns()));
    const auto give = [&](std::int32_t j, double value) {
        if (j < t_.columns()) x[j] = value * t_.unit(j);
    };
    for (std::int32_t k = 0; k < t_.columns(); ++k)
        give(t_.nonbasic(k), resting_value(t_.nonbasic(k)));
    for (std::int32_t p = 0; p < t_.rows(); ++p)
        give(t_.basic(p), static_cast<double>(values_[p].value));
    return x;
}

std::vector<double> ExtendedSimplex::dual() const {
    std::vector<double> y(static_cast<std::size_t>(t_.rows()), 0.0);
    for (std::int32_t k = 0; k < t_.columns(); ++k) {
        const std::int32_t j = t_.nonbasic(k);
        if (j >= t_.columns())
            y[j - t_.columns()] = static_cast<double>(reduced_[k].value) / t_.unit(j);
    }
    return y;
}

std::vector<double> ExtendedSimplex::reduced_costs() const {
    std::vector<double> d(static_cast<std::size_t>(t_.columns()), 0.0);
    for (std::int32_t k = 0; k < t_.columns(); ++k) {
        const std::int32_t j = t_.nonbasic(k);
        if (j < t_.columns()) d[j] = static_cast<double>(reduced_[k].value) / t_.unit(j);
    }
    return d;
}

// The sum of violations is  sum_p c_p z_p  and a constant, c_p = -1 or 1, and at its least no z_k
// can lower it: the identity  sum_k d_k z_k - sum_p c_p z_p = 0  has a positive least value.
std::vector<double> ExtendedSimplex::multipliers() const {
    std::vector<double> y = dual();
    for (std::int32_t p = 0; p < t_.rows(); ++p) {
        const std::int32_t j = t_.basic(p);
        if (j >= t_.columns()) y[j - t_.columns()] = -violated_[p] / t_.unit(j);
    }
    return y;
}

std::vector<double> ExtendedSimplex::direction() const {
    std::vector<double> r(static_cast<std::size_t>(t_.columns()), 0.0);
    const auto give = [&](std::int32_t j, double value) {
        if (j < t_.columns()) r[j] = step_.way * value * t_.unit(j);
    };
    give(t_.nonbasic(step_.column), 1);
    for (std::int32_t p = 0; p < t_.rows(); ++p)
        give(t_.basic(p), static_cast<double>(t_.entry(p, step_.column).value));
    return r;
}

// With y the coefficients of the logicals, those of the columns must be -A'y. Where they are, as
// far as can be computed, the tableau is right, and it is known to prove infeasibility. Where a
// coefficient was too small beside others for the tableau to see, -A'y itself may still prove it.
bool ExtendedSimplex::multipliers_hold() const {
    const std::int32_t n = t_.columns();
    std::vector<ExtendedNumber> coefficient(static_cast<std::size_t>(t_.total()));
    for (std::int32_t k = 0; k < n; ++k) coefficient[t_.nonbasic(k)] = reduced_[k];
    for (std::int32_t p = 0; p < t_.rows(); ++p) coefficient[t_.basic(p)] = -violated_[p];
    bool as_in_tableau = true;
    for (std::int32_t j = 0; j < n; ++j) {
        ExtendedNumber d;
        t_.for_each_entry(
            j, [&](std::int32_t i, double a) { d = sum_product(d, coefficient[n + i], -a); });
        const ExtendedNumber difference = d - coefficient[j];
        if (difference.size() <= chance * difference.error) continue;
        as_in_tableau = false;
        coefficient[j] = d;
    }
    return as_in_tableau || least_is_positive(coefficient);
}

// The least of the sum of coefficient_j z_j over the bounds. What is within its error of zero
// counts with its error where z_j has bounds, and for zero where it has none.
bool ExtendedSimplex::least_is_positive(const std::vector<ExtendedNumber>& coefficient) const {
    ExtendedNumber least;
    double doubt = 0;
    for (std::int32_t j = 0; j < t_.total(); ++j) {
        const ExtendedNumber& d = coefficient[j];
        if (d.is_within_error()) {
            const double reach = std::max(std::fabs(t_.lower(j)), std::fabs(t_.upper(j)));
            if (reach < infinity) doubt += (d.size() + d.error) * reach;
            continue;
        }
        const double bound = d.sign() > 0 ? t_.lower(j) : t_.upper(j);
        if (std::fabs(bound) == infinity) return false;
        least = sum_product(least, d, bound);
    }
    return least.sign() > 0 && least.size() > chance * least.error + doubt;
}

}  // namespace tenon::ilp
