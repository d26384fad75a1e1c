#include "ilp/lp/scaling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenon::ilp {

namespace {

// Entries all within this range need no scaling.
constexpr double small_enough = 0.2, large_enough = 5.0;
// Further passes of the geometric mean change little (Maros, ch. 5), but where numbers are so far
// apart that the small ones are rounding beside the large ones.
constexpr int passes = 4, most_passes = 40;
constexpr double hopeless_spread = 1e-8;

double power_of_two(double factor) {
    if (!(factor > 0) || !std::isfinite(factor)) return 1;
    const int exponent = static_cast<int>(std::lround(std::log2(factor)));
    return std::ldexp(1.0, std::clamp(exponent, -largest_scale_exponent, largest_scale_exponent));
}

struct Extremes {
    double smallest = infinity, largest = 0;
    void see(double size) {
        if (!(size > 0)) return;
        smallest = std::min(smallest, size);
        largest = std::max(largest, size);
    }
    double geometric_factor() const {
        return largest > 0 ? 1 / (std::sqrt(smallest) * std::sqrt(largest)) : 1.0;
    }
};

bool needs_scaling(const LinearProgram& p) {
    Extremes all;
    for (double a : p.matrix.value) all.see(std::fabs(a));
    return all.largest > 0 && (all.smallest < small_enough || all.largest > large_enough);
}

// Returns the least ratio of smallest to largest entry in a row.
double geometric_pass(const LinearProgram& p, Scaling& s) {
    std::vector<Extremes> rows(static_cast<std::size_t>(p.rows));
    for (std::int32_t j = 0; j < p.columns; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            rows[p.matrix.index[k]].see(std::fabs(p.matrix.value[k]) * s.column[j]);
    for (std::int32_t i = 0; i < p.rows; ++i) s.row[i] = rows[i].geometric_factor();
    for (std::int32_t j = 0; j < p.columns; ++j) {
        Extremes column;
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            column.see(std::fabs(p.matrix.value[k]) * s.row[p.matrix.index[k]]);
        s.column[j] = column.geometric_factor();
    }
    double least = 1;
    for (const Extremes& row : rows)
        if (row.largest > 0) least = std::min(least, row.smallest / row.largest);
    return least;
}

}  // namespace

Scaling find_scaling(const LinearProgram& p) {
    Scaling s{std::vector<double>(static_cast<std::size_t>(p.columns), 1.0),
              std::vector<double>(static_cast<std::size_t>(p.rows), 1.0)};
    if (!needs_scaling(p)) return s;
    double spread = 0;
    for (int pass = 0; pass < passes || (pass < most_passes && spread < hopeless_spread); ++pass)
        spread = geometric_pass(p, s);
    for (double& r : s.row) r = power_of_two(r);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        double largest = 0;
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            largest = std::max(largest, std::fabs(p.matrix.value[k]) * s.row[p.matrix.index[k]]);
        s.column[j] = largest > 0 ? power_of_two(1 / largest) : 1.0;
    }
    return s;
}

double scale_of_entries(std::span<const double> entries) {
    Extremes all;
    for (double a : entries) all.see(std::fabs(a));
    if (all.largest == 0 || (all.smallest >= small_enough && all.largest <= large_enough)) return 1;
    return power_of_two(all.geometric_factor());
}

}  // namespace tenon::ilp
