// Small steps from a plan to a better one: one integer moves as far as its rows let it (1-opt), or
// one moves a step and another one of a row that this breaks moves to mend it (an exchange). Taken
// as found, until none is left.
//
// T. Achterberg, thesis, 2007, chapter 9 (1-opt).
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Passes over all entries of the matrix that one call may take.
constexpr std::int64_t effort_share = 100;
// Columns of an unbounded problem push each other up for ever.
constexpr double largest_value = 1e9;
// A gain below this share of the cost is rounding.
constexpr double least_gain = 1e-9;

class Exchange {
  public:
    Exchange(Workbench& search, const std::vector<double>& plan)
        : search_(search), lp_(search.program().lp), rows_(search.domain().rows()), x_(plan) {
        search.domain().global_bounds(lower_, upper_);
        activity_.assign(static_cast<std::size_t>(lp_.rows), 0);
        for (std::int32_t j = 0; j < lp_.columns; ++j)
            for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k)
                activity_[lp_.matrix.index[k]] += lp_.matrix.value[k] * x_[j];
        limit_ = effort_share * static_cast<std::int64_t>(lp_.matrix.index.size() + 100);
    }

    bool run() {
        bool better = false;
        for (bool again = true; again;) {
            again = false;
            for (const std::int32_t j : search_.integers()) {
                if (effort_ > limit_ || search_.control().stopped()) {
                    again = false;
                    break;
                }
                if (slide(j) || swap(j, 1) || swap(j, -1)) again = better = true;
            }
        }
        search_.control().add_work(effort_);
        return better;
    }
    const std::vector<double>& point() const noexcept { return x_; }

  private:
    double gain_of(std::int32_t j, double step) const { return -lp_.cost[j] * step; }
    bool within(std::int32_t j, double step) const {
        return x_[j] + step >= lower_[j] && x_[j] + step <= upper_[j];
    }
    bool holds(std::int32_t i, double activity) const {
        return activity <= lp_.row_upper[i] + scaled(row_room, lp_.row_upper[i]) &&
               activity >= lp_.row_lower[i] - scaled(row_room, lp_.row_lower[i]);
    }

    void move(std::int32_t j, double step) {
        x_[j] += step;
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k)
            activity_[lp_.matrix.index[k]] += lp_.matrix.value[k] * step;
    }

    // One column alone, as far as it may.
    bool slide(std::int32_t j) {
        const double c = lp_.cost[j];
        if (c == 0) return false;
        const double sign = c > 0 ? -1.0 : 1.0;
        double room = sign > 0 ? upper_[j] - x_[j] : x_[j] - lower_[j];
        if (room < 1) return false;
        effort_ += lp_.matrix.start[j + 1] - lp_.matrix.start[j];
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k) {
            const std::int32_t i = lp_.matrix.index[k];
            const double a = sign * lp_.matrix.value[k];
            const double free =
                a > 0 ? lp_.row_upper[i] - activity_[i] : activity_[i] - lp_.row_lower[i];
            room = std::min(room, std::floor(free / std::fabs(a) + integrality_tolerance));
            if (room < 1) return false;
        }
        if (std::fabs(x_[j] + sign * room) > largest_value) return false;
        move(j, sign * room);
        return true;
    }

    // j moves by a step, which breaks some row; another column of that row mends it.
    bool swap(std::int32_t j, double step) {
        if (!within(j, step)) return false;
        const double gain = gain_of(j, step);
        std::int32_t broken = -1;
        effort_ += lp_.matrix.start[j + 1] - lp_.matrix.start[j];
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k) {
            const std::int32_t i = lp_.matrix.index[k];
            if (holds(i, activity_[i] + lp_.matrix.value[k] * step)) continue;
            if (broken < 0 || rows_.size(i) < rows_.size(broken)) broken = i;
        }
        if (broken < 0) return false;
        move(j, step);
        for (std::int64_t k = rows_.start[broken]; k < rows_.start[broken + 1]; ++k) {
            const std::int32_t other = rows_.index[k];
            ++effort_;
            if (other == j || !search_.program().integer[other]) continue;
            const double back =
                (activity_[broken] > lp_.row_upper[broken]) == (rows_.value[k] > 0) ? -1.0 : 1.0;
            const double total = gain + gain_of(other, back);
            if (total <= least_gain * std::max(1.0, std::fabs(lp_.cost[j])) || !within(other, back))
                continue;
            effort_ += lp_.matrix.start[other + 1] - lp_.matrix.start[other];
            move(other, back);
            if (all_hold(j) && all_hold(other)) return true;
            move(other, -back);
        }
        move(j, -step);
        return false;
    }

    bool all_hold(std::int32_t j) const {
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k)
            if (!holds(lp_.matrix.index[k], activity_[lp_.matrix.index[k]])) return false;
        return true;
    }

    // Tighter than the judge, so that sums of many steps stay within.
    static constexpr double row_room = 1e-9;

    Workbench& search_;
    const LinearProgram& lp_;
    const SparseRows& rows_;
    std::vector<double> x_, activity_, lower_, upper_;
    std::int64_t effort_ = 0, limit_ = 0;
};

}  // namespace

bool exchange(Workbench& search) {
    if (!search.options().exchange || !search.incumbent().found()) return false;
    const Stint stint(search.control(), SearchPart::exchange);
    Exchange steps(search, search.incumbent().point());
    return steps.run() && search.offer(steps.point(), "exchange");
}

}  // namespace tenon::ilp
