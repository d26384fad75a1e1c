#include "ilp/certified/anchor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "ilp/lp/simplex.hpp"

namespace tenon::ilp::certified {

namespace {

// Margins to try, as shares of the mean cost: far above the tolerance of the LP on reduced costs.
constexpr double margins[] = {1e-1, 1e-3, 1e-5};

// Of a ray and of its cost, as shares of the largest.
constexpr double noise = 1e-9;

double mean_cost(const LinearProgram& lp) {
    double sum = 0, count = 0;
    for (const double cost : lp.cost) {
        sum += std::fabs(cost);
        count += cost != 0 ? 1 : 0;
    }
    return count > 0 ? sum / count : 1;
}

// Along a ray that costs nothing no multipliers have a margin: its columns have none from here on.
// False if there are none, or the ray does cost something.
bool stand_on(std::span<const double> ray, std::span<const double> cost,
              std::vector<std::int8_t>& leans) {
    double total = 0, terms = 0, longest = 0;
    for (std::size_t j = 0; j < ray.size(); ++j) {
        total += cost[j] * ray[j];
        terms += std::fabs(cost[j] * ray[j]);
        longest = std::max(longest, std::fabs(ray[j]));
    }
    if (std::fabs(total) > noise * terms) return false;
    bool found = false;
    for (std::size_t j = 0; j < ray.size(); ++j) {
        if (leans[j] == 0 || !(std::fabs(ray[j]) > noise * longest)) continue;
        found = true;
        leans[j] = 0;
    }
    return found;
}

}  // namespace

Anchor::Anchor(const MixedProgram& program, std::span<const double> lower,
               std::span<const double> upper, bool cost, Control& control) {
    LinearProgram lp = program.lp;
    lp.lower.assign(lower.begin(), lower.end());
    lp.upper.assign(upper.begin(), upper.end());
    if (!cost) lp.cost.assign(lp.cost.size(), 0);
    const double mean = mean_cost(lp);
    std::vector<std::int8_t> leans(lp.cost.size(), 0);
    for (std::size_t j = 0; j < leans.size(); ++j)
        if (std::isinf(lower[j]) != std::isinf(upper[j])) leans[j] = std::isinf(upper[j]) ? 1 : -1;
    for (const double share : margins) {
        for (;;) {
            LinearProgram leant = lp;
            for (std::size_t j = 0; j < leans.size(); ++j) leant.cost[j] -= leans[j] * share * mean;
            Simplex simplex(std::move(leant));
            const LpStatus status = simplex.solve(control.lp_limits());
            control.add_work(simplex.counters().work);
            if (status == LpStatus::optimal) {
                take(simplex.dual());
                return;
            }
            if (status == LpStatus::stopped) return;
            if (status != LpStatus::unbounded || !stand_on(simplex.ray(), lp.cost, leans)) break;
        }
        // Without costs the margin is a matter of scale only.
        if (!cost) return;
    }
}

// What is left of the solve's rounding would give the columns without a margin a d of any sign.
void Anchor::take(std::span<const double> dual) {
    multipliers_.assign(dual.begin(), dual.end());
    double largest = 0;
    for (const double y : multipliers_) largest = std::max(largest, std::fabs(y));
    for (double& y : multipliers_)
        if (!(std::fabs(y) > multiplier_noise * largest)) y = 0;
}

Multipliers Anchor::lean(const Multipliers& y, double share, bool other_kind) const {
    Multipliers out;
    out.cost = other_kind ? 1 : y.cost;
    std::size_t k = 0;
    const auto take = [&](std::int32_t row, double value) {
        if (value == 0) return;
        out.row.push_back(row);
        out.value.push_back(value);
    };
    const double of_y = other_kind ? 1 / share : 1 - share, of_z = other_kind ? 1 : share;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(multipliers_.size()); ++i) {
        double value = of_z * multipliers_[i];
        if (k < y.row.size() && y.row[k] == i) value += of_y * y.value[k++];
        take(i, value);
    }
    for (; k < y.row.size(); ++k) take(y.row[k], of_y * y.value[k]);
    return out;
}

}  // namespace tenon::ilp::certified
