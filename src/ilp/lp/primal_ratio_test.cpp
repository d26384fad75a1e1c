// PrimalSimplex: how far the entering variable may move.
//
// With direction +1 or -1 and column = B^-1 a_q, basic values move at rate -direction * column.
#include <algorithm>
#include <cmath>

#include "ilp/lp/primal_simplex.hpp"

namespace tenon::ilp {

namespace {

// Entries of the column below this are noise.
constexpr double noise = 1e-9;
constexpr double good_fraction = 0.1;

}  // namespace

// First pass: the largest step that no bound is violated by more than the tolerance. Second pass:
// of the rows that block within it, the one of largest pivot.
PrimalSimplex::Blocking PrimalSimplex::test_feasible(double direction) const {
    const double tolerance = s_.primal_tolerance;
    double longest = infinity;
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        const double rate = -direction * s_.column.value[p];
        if (std::fabs(rate) < noise) continue;
        const std::int32_t j = s_.head[p];
        const double room =
            rate < 0 ? s_.basic[p] - s_.work_lower[j] : s_.work_upper[j] - s_.basic[p];
        longest = std::min(longest, (std::max(room, 0.0) + tolerance) / std::fabs(rate));
    }
    Blocking best;
    if (longest == infinity) return best;
    double largest = 0;
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        const double rate = -direction * s_.column.value[p];
        const double size = std::fabs(rate);
        if (size < noise || size <= largest) continue;
        const std::int32_t j = s_.head[p];
        const double room =
            rate < 0 ? s_.basic[p] - s_.work_lower[j] : s_.work_upper[j] - s_.basic[p];
        if (room / size > longest) continue;
        largest = size;
        best = {p, rate > 0, std::max(room, 0.0) / size};
    }
    return best;
}

PrimalSimplex::Blocking PrimalSimplex::test_infeasible(double direction, double slope) {
    breakpoints_.clear();
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        const double rate = -direction * s_.column.value[p];
        const double size = std::fabs(rate);
        if (size < noise) continue;
        const std::int32_t j = s_.head[p];
        const double to_lower = s_.work_lower[j] - s_.basic[p];
        const double to_upper = s_.work_upper[j] - s_.basic[p];
        const auto add = [&](double distance, bool upper) {
            if (std::fabs(distance) == infinity) return;
            breakpoints_.push_back({p, upper, size, std::max(distance / rate, 0.0)});
        };
        // Bounds met on the way: the violated one first, the far one behind it.
        if (rate > 0) {
            if (gradient_[p] < 0) add(to_lower, false);
            if (gradient_[p] <= 0) add(to_upper, true);
        } else {
            if (gradient_[p] > 0) add(to_upper, true);
            if (gradient_[p] >= 0) add(to_lower, false);
        }
    }
    std::sort(breakpoints_.begin(), breakpoints_.end(),
              [](const Breakpoint& a, const Breakpoint& b) {
                  return a.step < b.step || (a.step == b.step && a.rate > b.rate);
              });
    std::size_t last = 0;
    double largest = 0;
    for (; last < breakpoints_.size() && slope < 0; ++last) {
        slope += breakpoints_[last].rate;
        largest = std::max(largest, breakpoints_[last].rate);
    }
    while (last-- > 0) {
        const Breakpoint& b = breakpoints_[last];
        if (b.rate >= good_fraction * largest) return {b.position, b.to_upper, b.step};
    }
    return {};
}

}  // namespace tenon::ilp
