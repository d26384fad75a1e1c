// Each value v is written as p/q by its continued fraction; the step is gcd(p) / lcm(q).
#include "ilp/presolve/integral_scale.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/sparse_rows.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

constexpr std::int64_t largest_denominator = 10'000;
constexpr std::int64_t largest_scale = 1'000'000;
constexpr double largest_multiple = 1099511627776.0;  // 2^40: products with it stay exact
// Decimal input is off by half a unit of the last of its 16 digits; costs are rarely given to more
// than nine.
constexpr double near = 1e-9;
// Of a step; a tenth of what makes an integer of a number.
constexpr double largest_drift = 1e-7;
// A smaller step would stretch the rounding tolerance over a whole unit.
constexpr double least_step = 1e-3;

std::optional<std::int64_t> denominator_of(double value, std::int64_t scale) {
    const double start = std::fabs(value) * static_cast<double>(scale);
    if (start > largest_multiple) return std::nullopt;
    double x = start;
    std::int64_t before = 0, q = 1;
    while (true) {
        const double whole = std::floor(x + near);
        const double scaled_start = start * static_cast<double>(q);
        if (std::fabs(scaled_start - std::round(scaled_start)) <=
            near * std::fmax(1.0, scaled_start))
            return q;
        const double rest = x - whole;
        if (rest <= near) return std::nullopt;
        x = 1 / rest;
        const double next =
            std::floor(x + near) * static_cast<double>(q) + static_cast<double>(before);
        if (next > static_cast<double>(largest_denominator)) return std::nullopt;
        before = q;
        q = static_cast<std::int64_t>(next);
    }
}

}  // namespace

std::optional<double> common_step(std::span<const double> values) {
    std::int64_t scale = 1;
    for (const double v : values) {
        if (v == 0) continue;
        const std::optional<std::int64_t> q = denominator_of(v, scale);
        if (!q) return std::nullopt;
        scale *= *q;
        if (scale > largest_scale) return std::nullopt;
    }
    std::int64_t divisor = 0;
    for (const double v : values) {
        if (v == 0) continue;
        const double multiple = std::round(std::fabs(v) * static_cast<double>(scale));
        if (multiple == 0 || multiple > largest_multiple) return std::nullopt;
        divisor = std::gcd(divisor, static_cast<std::int64_t>(multiple));
    }
    if (divisor == 0) return std::nullopt;
    return static_cast<double>(divisor) / static_cast<double>(scale);
}

double drift_from_step(std::span<const double> values, std::span<const double> reach, double step) {
    // What division and product round off by themselves.
    constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
    double sum = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        const double off = std::fabs(values[k] - std::round(values[k] / step) * step);
        if (off > rounding * std::fabs(values[k])) sum += off * reach[k];
    }
    return sum;
}

bool has_integer_contradiction(const MixedProgram& program, const SparseRows& rows) {
    const LinearProgram& lp = program.lp;
    std::vector<double> reach;
    for (std::int32_t i = 0; i < lp.rows; ++i) {
        const auto index = std::span(rows.index).subspan(rows.start[i], rows.size(i));
        const auto value = std::span(rows.value).subspan(rows.start[i], rows.size(i));
        const bool pure = std::all_of(index.begin(), index.end(),
                                      [&](std::int32_t j) { return program.integer[j] != 0; });
        // Wide ranges hold multiples of everything that is searched.
        if (!pure || lp.row_upper[i] - lp.row_lower[i] >= 1) continue;
        const std::optional<double> step = common_step(value);
        if (!step || *step < least_step) continue;
        reach.clear();
        for (const std::int32_t j : index)
            reach.push_back(std::fmax(std::fabs(lp.lower[j]), std::fabs(lp.upper[j])));
        const double drift = drift_from_step(value, reach, *step);
        if (drift > largest_drift * *step) continue;
        const double coefficient = drift > 0 ? 1 : *step;
        if (ceil_integer(lp.row_lower[i] / *step, coefficient) >
            floor_integer(lp.row_upper[i] / *step, coefficient))
            return true;
    }
    return false;
}

}  // namespace tenon::ilp
