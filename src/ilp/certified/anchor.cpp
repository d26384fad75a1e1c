#include "ilp/certified/anchor.hpp"

#include <cmath>

#include "ilp/lp/simplex.hpp"

namespace tenon::ilp::certified {

namespace {

// Margins to try, as shares of the mean cost: far above the tolerance of the LP on reduced costs.
constexpr double margins[] = {1e-1, 1e-3, 1e-5};

double mean_cost(const LinearProgram& lp) {
    double sum = 0, count = 0;
    for (const double cost : lp.cost) {
        sum += std::fabs(cost);
        count += cost != 0 ? 1 : 0;
    }
    return count > 0 ? sum / count : 1;
}

}  // namespace

Anchor::Anchor(const MixedProgram& program, std::span<const double> lower,
               std::span<const double> upper, bool cost, Control& control) {
    LinearProgram lp = program.lp;
    lp.lower.assign(lower.begin(), lower.end());
    lp.upper.assign(upper.begin(), upper.end());
    if (!cost) lp.cost.assign(lp.cost.size(), 0);
    const double mean = mean_cost(lp);
    for (const double share : margins) {
        LinearProgram leant = lp;
        for (std::int32_t j = 0; j < lp.columns; ++j) {
            if (std::isinf(lower[j]) == std::isinf(upper[j])) continue;
            leant.cost[j] -= (std::isinf(upper[j]) ? share : -share) * mean;
        }
        Simplex simplex(std::move(leant));
        const LpStatus status = simplex.solve(control.lp_limits());
        control.add_work(simplex.counters().work);
        if (status == LpStatus::optimal) {
            multipliers_.assign(simplex.dual().begin(), simplex.dual().end());
            return;
        }
        // Without costs the margin is a matter of scale only.
        if (status == LpStatus::stopped || !cost) return;
    }
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
