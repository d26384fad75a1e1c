#include "ilp/cuts/variable_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// More bounds on one column are not looked through each time it is substituted.
constexpr std::size_t most_bounds = 16;
// A slope beyond this is a big-M that says nothing, and costs digits.
constexpr double largest_slope = 1e6;
// Two bounds this near are the same.
constexpr double tie_room = 1e-9;

}  // namespace

VariableBounds::VariableBounds(const MixedProgram& program, const SparseRows& rows)
    : upper_(program.lp.columns), lower_(program.lp.columns) {
    for (std::int32_t i = 0; i < program.lp.rows; ++i) {
        if (rows.size(i) != 2) continue;
        for (int turn = 0; turn < 2; ++turn) {
            const std::int64_t at_x = rows.start[i] + turn, at_y = rows.start[i] + 1 - turn;
            const std::int32_t x = rows.index[at_x], y = rows.index[at_y];
            if (program.integer[x] || !program.integer[y]) continue;
            const double a = rows.value[at_x], b = rows.value[at_y];
            const double slope = -b / a;
            if (std::fabs(slope) > largest_slope) continue;
            const double low = a > 0 ? program.lp.row_lower[i] : program.lp.row_upper[i];
            const double high = a > 0 ? program.lp.row_upper[i] : program.lp.row_lower[i];
            if (!std::isinf(high) && upper_[x].size() < most_bounds)
                upper_[x].push_back({y, high / a, slope});
            if (!std::isinf(low) && lower_[x].size() < most_bounds)
                lower_[x].push_back({y, low / a, slope});
        }
    }
}

bool VariableBounds::add(std::int32_t column, bool upper, const VariableBound& bound) {
    std::vector<VariableBound>& known = (upper ? upper_ : lower_)[column];
    if (std::fabs(bound.slope) > largest_slope || known.size() >= most_bounds) return false;
    const double sign = upper ? 1 : -1;
    // As tight at both values of the binary.
    const bool covered = std::any_of(known.begin(), known.end(), [&](const VariableBound& other) {
        if (other.integer != bound.integer) return false;
        const double at_zero = sign * (other.constant - bound.constant);
        return at_zero <= tie_room && at_zero + sign * (other.slope - bound.slope) <= tie_room;
    });
    if (covered) return false;
    known.push_back(bound);
    return true;
}

}  // namespace tenon::ilp
