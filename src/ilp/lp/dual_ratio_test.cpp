#include "ilp/lp/dual_ratio_test.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// Entries of the pivot row below these are rounding noise; noise grows with updates.
constexpr double noise_fresh = 1e-9;
constexpr double noise_updated = 1e-7;
constexpr std::int32_t updates_until_noisy = 20;
// A group is taken if its largest pivot is this fraction of the best one, or this large.
constexpr double good_fraction = 0.1;
constexpr double good_pivot = 1.0;

}  // namespace

void DualRatioTest::collect(const SimplexState& s, double sign) {
    const double noise = s.factor.updates() < updates_until_noisy ? noise_fresh : noise_updated;
    breakpoints_.clear();
    // Folds in the move: +1 up, -1 down, 0 fixed or basic, 2 free (any sign blocks).
    const auto see = [&](std::int32_t j, double entry) {
        const auto move = static_cast<double>(static_cast<std::int8_t>(s.move[j]));
        double slope = sign * entry * move;
        if (move == 2.0) slope = std::fabs(entry);
        if (!(slope > noise)) return;
        const double dual = move == 2.0 ? 0.0 : s.reduced[j] * move;
        breakpoints_.push_back({j, slope, dual, std::max(dual, 0.0) / slope});
    };
    for (std::int32_t k = 0; k < s.row.count; ++k) see(s.row.index[k], s.row.value[s.row.index[k]]);
    for (std::int32_t k = 0; k < s.rho.count; ++k) {
        const std::int32_t i = s.rho.index[k];
        see(s.n + i, -s.rho.value[i]);
    }
}

// Moves to the front the breakpoints up to where the slope certainly turns negative; a cheap screen
// before sorting.
void DualRatioTest::keep_profitable(const SimplexState& s, double slope) {
    double limit = infinity;
    for (const Breakpoint& b : breakpoints_)
        limit = std::min(limit, (b.dual + s.dual_tolerance) / b.slope);
    constexpr double widening = 10.0;
    limit = widening * std::max(limit, 0.0) + s.dual_tolerance;
    auto kept = breakpoints_.begin();
    while (kept != breakpoints_.end()) {
        const auto from = kept;
        kept = std::partition(kept, breakpoints_.end(),
                              [&](const Breakpoint& b) { return b.ratio <= limit; });
        for (auto b = from; b != kept; ++b)
            slope -= b->slope * (s.work_upper[b->variable] - s.work_lower[b->variable]);
        if (slope < 0) break;
        limit *= widening;
    }
    // The breakpoints within the Harris bound of the last kept ones must stay comparable.
    if (kept != breakpoints_.end()) {
        double bound = infinity;
        for (auto b = breakpoints_.begin(); b != kept; ++b)
            bound = std::min(bound, std::max(limit, (b->dual + s.dual_tolerance) / b->slope));
        kept = std::partition(kept, breakpoints_.end(),
                              [&](const Breakpoint& b) { return b.ratio <= bound; });
    }
    breakpoints_.erase(kept, breakpoints_.end());
}

std::size_t DualRatioTest::choose_in_groups(const SimplexState& s, double slope) {
    std::sort(breakpoints_.begin(), breakpoints_.end(),
              [](const Breakpoint& a, const Breakpoint& b) {
                  return a.ratio < b.ratio || (a.ratio == b.ratio && a.variable < b.variable);
              });
    const std::size_t count = breakpoints_.size();
    harris_.assign(count + 1, infinity);
    for (std::size_t k = count; k-- > 0;) {
        const Breakpoint& b = breakpoints_[k];
        harris_[k] = std::min(harris_[k + 1], (b.dual + s.dual_tolerance) / b.slope);
    }
    struct Group {
        std::size_t begin, best;
    };
    std::vector<Group> groups;
    double largest = 0;
    for (std::size_t k = 0; k < count && slope >= 0;) {
        Group group{k, k};
        const double bound = std::max(harris_[k], breakpoints_[k].ratio);
        for (; k < count && breakpoints_[k].ratio <= bound; ++k) {
            const Breakpoint& b = breakpoints_[k];
            if (b.slope > breakpoints_[group.best].slope) group.best = k;
            slope -= b.slope * (s.work_upper[b.variable] - s.work_lower[b.variable]);
        }
        largest = std::max(largest, breakpoints_[group.best].slope);
        groups.push_back(group);
    }
    const double good = std::min(good_fraction * largest, good_pivot);
    std::size_t g = groups.size() - 1;
    while (breakpoints_[groups[g].best].slope < good) --g;
    flips_.clear();
    for (std::size_t k = 0; k < groups[g].begin; ++k) flips_.push_back(breakpoints_[k].variable);
    return groups[g].best;
}

std::int32_t DualRatioTest::choose(SimplexState& s, double violation) {
    flips_.clear();
    const double sign = violation < 0 ? -1.0 : 1.0;
    collect(s, sign);
    s.stop.charge(s.row.count + s.rho.count);
    if (breakpoints_.empty()) return -1;
    const double slope = std::fabs(violation);
    keep_profitable(s, slope);
    const Breakpoint& entering = breakpoints_[choose_in_groups(s, slope)];
    const std::int32_t q = entering.variable;
    pivot_ = q < s.n ? s.row.value[q] : -s.rho.value[q - s.n];
    // theta must not be negative: the dual objective would fall.
    if (s.reduced[q] * pivot_ * sign < 0) {
        s.work_cost[q] -= s.reduced[q];
        s.reduced[q] = 0;
        s.perturbed = true;
    }
    return q;
}

}  // namespace tenon::ilp
