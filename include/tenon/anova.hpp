// One-way analysis of variance: do groups differ in their means?
#pragma once

#include <cstdint>
#include <span>

#include "tenon/context.hpp"

namespace tenon {

struct Anova {
    std::int64_t rows = 0, groups = 0;
    double between_degrees = 0, within_degrees = 0;  // groups - 1, rows - groups
    double between_squares = 0, within_squares = 0;  // sums of squares
    double between_mean = 0, within_mean = 0;        // squares over degrees
    double f_statistic = 0, p_value = 0;             // P(F > f) where all means are equal
    double r2 = 0;                                   // between / (between + within)
    double residual_sd = 0;                          // root of within_mean
};

// With n_g rows and mean m_g of group g, and m of all rows,
//     between = sum_g n_g (m_g - m)^2,   within = sum_g sum_(i in g) (y_i - m_g)^2,
//     F = (between / (G - 1)) / (within / (n - G)),
// in double-double: the digits left are those of the data. Equal numbers in `groups` are one group.
// F is infinite where within is 0 and between is not, NaN where both are.
// O(rows log groups) time. Source: R. A. Fisher, Statistical Methods for Research Workers, 1925.
//
// Errors: argument (lengths), data (a value that is not finite, with its row; fewer than two
// groups; no group of two rows).
Anova one_way_anova(const Context& context, std::span<const double> values,
                    std::span<const std::int64_t> groups);

}  // namespace tenon
