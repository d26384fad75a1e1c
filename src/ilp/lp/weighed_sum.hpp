// A sum of products beside the size of what it is made of: how much of it can be told from
// rounding.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/sum.hpp"

namespace tenon::ilp {

struct WeighedSum {
    Sum sum;
    double terms = 0;

    void add_product(double a, double b) {
        sum.add_product(a, b);
        terms += std::fabs(a * b);
    }
    // Rounding x to doubles moves A x by up to half an epsilon of its terms, and no vector of
    // doubles is sure to do better; twice that counts as nothing.
    double rounding() const { return std::numeric_limits<double>::epsilon() * terms; }
    // How far the sum lies outside [lower, upper] for certain.
    double outside(double lower, double upper) const {
        const double value = sum.value();
        const double violation = std::max({lower - value, value - upper, 0.0});
        return std::isnan(value) ? std::numeric_limits<double>::infinity()
                                 : std::max(violation - rounding(), 0.0);
    }
};

}  // namespace tenon::ilp
