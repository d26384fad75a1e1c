// ExtendedSimplex: its answers in the caller's units, and whether they hold in the program itself.
#include <algorithm>
#include <cmath>

#include "ilp/lp/extended_simplex.hpp"

namespace tenon::ilp {

namespace {

// Errors are estimates: a sum of many may be off by some times the largest.
constexpr double chance = 16;

bool agree(const ExtendedNumber& a, const ExtendedNumber& b) {
    const ExtendedNumber difference = a - b;
    return difference.size() <= chance * difference.error;
}

}  // namespace

Basis ExtendedSimplex::basis() const {
    const auto columns = where_.begin() + t_.columns();
    return {{where_.begin(), columns}, {columns, where_.end()}};
}

// Of all variables, scaled.
std::vector<ExtendedNumber> ExtendedSimplex::point() const {
    std::vector<ExtendedNumber> z(static_cast<std::size_t>(t_.total()));
    for (std::int32_t k = 0; k < t_.columns(); ++k)
        z[t_.nonbasic(k)] = resting_value(t_.nonbasic(k));
    for (std::int32_t p = 0; p < t_.rows(); ++p) z[t_.basic(p)] = values_[p];
    return z;
}

// The coefficients d of  objective = sum_j d_j z_j:  reduced costs, and y those of the logicals. In
// phase one the objective is the sum of violations less sum_p c_p z_p, c_p = -1 or 1, which is a
// constant, so that the sum with d_p = -c_p is zero; since no z_k can lower the violations its
// least value over the bounds is positive.
std::vector<ExtendedNumber> ExtendedSimplex::coefficients() const {
    std::vector<ExtendedNumber> d(static_cast<std::size_t>(t_.total()));
    for (std::int32_t k = 0; k < t_.columns(); ++k) d[t_.nonbasic(k)] = reduced_[k];
    for (std::int32_t p = 0; p < t_.rows(); ++p) d[t_.basic(p)] = -violated_[p];
    return d;
}

std::vector<double> ExtendedSimplex::primal() const {
    const std::vector<ExtendedNumber> z = point();
    std::vector<double> x(static_cast<std::size_t>(t_.columns()));
    for (std::int32_t j = 0; j < t_.columns(); ++j)
        x[j] = static_cast<double>(z[j].value) * t_.unit(j);
    return x;
}

std::vector<double> ExtendedSimplex::reduced_costs() const {
    const std::vector<ExtendedNumber> d = coefficients();
    std::vector<double> reduced(static_cast<std::size_t>(t_.columns()));
    for (std::int32_t j = 0; j < t_.columns(); ++j)
        reduced[j] = static_cast<double>(d[j].value) / t_.unit(j);
    return reduced;
}

std::vector<double> ExtendedSimplex::multipliers() const {
    const std::vector<ExtendedNumber> d = coefficients();
    std::vector<double> y(static_cast<std::size_t>(t_.rows()));
    for (std::int32_t i = 0; i < t_.rows(); ++i) {
        const std::int32_t j = t_.columns() + i;
        y[i] = static_cast<double>(d[j].value) / t_.unit(j);
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

bool ExtendedSimplex::point_holds() const {
    const std::vector<ExtendedNumber> z = point();
    std::vector<ExtendedNumber> activity(static_cast<std::size_t>(t_.rows()));
    for (std::int32_t j = 0; j < t_.columns(); ++j)
        t_.for_each_entry(
            j, [&](std::int32_t i, double a) { activity[i] = sum_product(activity[i], z[j], a); });
    for (std::int32_t i = 0; i < t_.rows(); ++i)
        if (!agree(activity[i], z[t_.columns() + i])) return false;
    return true;
}

// Coefficients of columns must be c - A'y. Where they are, as far as can be computed, the tableau
// is right, and their signs and the violations are known. Where a coefficient was too small beside
// others for the tableau to see, -A'y itself may still prove that no point exists.
bool ExtendedSimplex::multipliers_hold() const {
    std::vector<ExtendedNumber> d = coefficients();
    bool as_in_tableau = true;
    for (std::int32_t j = 0; j < t_.columns(); ++j) {
        ExtendedNumber combined = phase_one_ ? 0.0 : t_.cost(j);
        t_.for_each_entry(j, [&](std::int32_t i, double a) {
            combined = sum_product(combined, d[t_.columns() + i], -a);
        });
        if (agree(combined, d[j])) continue;
        as_in_tableau = false;
        d[j] = combined;
    }
    return as_in_tableau || (phase_one_ && least_is_positive(d));
}

// The least of the sum of d_j z_j over the bounds. What is within its error of zero counts with its
// error where z_j has bounds, and for zero where it has none.
bool ExtendedSimplex::least_is_positive(const std::vector<ExtendedNumber>& d) const {
    ExtendedNumber least;
    double doubt = 0;
    for (std::int32_t j = 0; j < t_.total(); ++j) {
        if (d[j].is_within_error()) {
            const double reach = std::max(std::fabs(t_.lower(j)), std::fabs(t_.upper(j)));
            if (reach < infinity) doubt += (d[j].size() + d[j].error) * reach;
            continue;
        }
        const double bound = d[j].sign() > 0 ? t_.lower(j) : t_.upper(j);
        if (std::fabs(bound) == infinity) return false;
        least = sum_product(least, d[j], bound);
    }
    return least.sign() > 0 && least.size() > chance * least.error + doubt;
}

}  // namespace tenon::ilp
