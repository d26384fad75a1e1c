// Scores of columns: variance, correlation, F and mutual information, over rows without holes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"

namespace tenon::features {

double variance_of(std::span<const double> numbers);  // n - 1; 0 below two numbers

// Pearson's r over rows in which neither is NaN; NaN where one of them does not vary there.
double correlation_of(std::span<const double> a, std::span<const double> b);

struct FScore {
    double f = 0, p_value = 1;
};
// Of a straight line; rows with NaN in either are left out. No variation gives F 0 and p 1.
FScore line_score(std::span<const double> x, std::span<const double> target);
// One-way analysis of variance; rows with NaN or a class below 0 are left out.
FScore class_score(std::span<const double> x, std::span<const std::int64_t> classes);

// The class of each number among at most `bins` of equal count, -1 for NaN.
std::vector<std::int64_t> equal_count_classes(const Context& context, std::span<const double> x,
                                              std::int64_t bins);
// Less the bias, never below 0; rows with a class below 0 in either are left out.
double mutual_information(std::span<const std::int64_t> a, std::span<const std::int64_t> b);

}  // namespace tenon::features
