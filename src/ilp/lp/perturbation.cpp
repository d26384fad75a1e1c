#include "ilp/lp/perturbation.hpp"

#include <algorithm>
#include <cmath>

#include "tenon/random.hpp"

namespace tenon::ilp {

namespace {

// A few times the dual tolerance, so that ties break but the vertex stays nearly optimal.
constexpr double base_size = 5e-7;
// Large costs grow the amount by their fourth root only.
constexpr double large_cost = 100.0;
// With hardly any boxed variable the clean-up is expensive: keep the amounts small.
constexpr double few_boxed = 0.01;

}  // namespace

void perturb_costs(SimplexState& s) {
    double largest = 0;
    std::int64_t boxed = 0;
    for (std::int32_t j = 0; j < s.n; ++j) {
        largest = std::max(largest, std::fabs(s.cost[j]));
        // The true bounds: in phase one every variable is boxed.
        if (s.lower[j] > -infinity && s.upper[j] < infinity) ++boxed;
    }
    if (largest > large_cost) largest = std::sqrt(std::sqrt(largest));
    if (static_cast<double>(boxed) < few_boxed * static_cast<double>(s.total()))
        largest = std::min(largest, 1.0);
    const double size = base_size * largest;
    Random random(0x9e3779b97f4a7c15);
    for (std::int32_t j = 0; j < s.n; ++j) {
        const double amount = (std::fabs(s.work_cost[j]) + 1) * size * (1 + random.uniform());
        const bool has_lower = s.work_lower[j] > -infinity, has_upper = s.work_upper[j] < infinity;
        if (s.is_fixed(j) || (!has_lower && !has_upper)) continue;
        bool up = has_lower;
        if (has_lower && has_upper) up = s.is_basic(j) ? s.work_cost[j] >= 0 : s.reduced[j] >= 0;
        s.work_cost[j] += up ? amount : -amount;
    }
    s.perturbed = true;
    s.dual_current = false;
}

}  // namespace tenon::ilp
