// Rounding with repair. Integers are rounded to the nearest value; while a row is broken, one of
// its columns is moved just so far that the row holds, the one that breaks other rows least; rows
// that keep breaking draw columns that moved rarely. Integers move by whole steps.
//
// After the shifting heuristic of T. Achterberg, thesis, 2007, chapter 9.1.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "tenon/random.hpp"

namespace tenon::ilp {

namespace {

// Moves without a smaller number of broken rows after which it gives up.
constexpr std::int64_t patience = 50;
// Each move of a column makes its next one this much less attractive.
constexpr double move_penalty = 0.5;

class Shifter {
  public:
    Shifter(Workbench& search, std::span<const double> point)
        : search_(search),
          lp_(search.program().lp),
          rows_(search.domain().rows()),
          x_(point.begin(), point.end()),
          moves_(x_.size(), 0),
          activity_(lp_.rows, 0),
          place_(lp_.rows, -1),
          random_(search.options().seed, 17) {}

    bool run() {
        for (const std::int32_t j : search_.integers())
            x_[j] = std::clamp(std::round(x_[j]), lp_.lower[j], lp_.upper[j]);
        for (std::int32_t i = 0; i < lp_.rows; ++i) {
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
                activity_[i] += rows_.value[k] * x_[rows_.index[k]];
            judge(i);
        }
        std::size_t best = broken_.size();
        std::int64_t idle = 0, steps = 0;
        const std::int64_t most = patience + 2 * static_cast<std::int64_t>(best);
        while (!broken_.empty()) {
            if (++idle > most || search_.control().stopped()) return false;
            const std::int32_t row = broken_[random_.below(broken_.size())];
            if (!repair(row)) return false;
            search_.control().add_work(rows_.size(row));
            if (++steps > 10 * most) return false;
            if (broken_.size() < best) {
                best = broken_.size();
                idle = 0;
            }
        }
        return search_.offer(x_, "shifting");
    }

  private:
    double excess(std::int32_t i, double activity) const {
        if (activity > lp_.row_upper[i] + scaled(feasibility_tolerance, lp_.row_upper[i]))
            return activity - lp_.row_upper[i];
        if (activity < lp_.row_lower[i] - scaled(feasibility_tolerance, lp_.row_lower[i]))
            return activity - lp_.row_lower[i];
        return 0;
    }

    void judge(std::int32_t i) {
        const bool now = excess(i, activity_[i]) != 0;
        if (now == (place_[i] >= 0)) return;
        if (now) {
            place_[i] = static_cast<std::int32_t>(broken_.size());
            broken_.push_back(i);
        } else {
            place_[broken_.back()] = place_[i];
            broken_[place_[i]] = broken_.back();
            broken_.pop_back();
            place_[i] = -1;
        }
    }

    // Rows that a move breaks less those that it mends.
    std::int64_t harm(std::int32_t j, double step) const {
        std::int64_t out = 0;
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k) {
            const std::int32_t i = lp_.matrix.index[k];
            const bool after = excess(i, activity_[i] + lp_.matrix.value[k] * step) != 0;
            out += static_cast<std::int64_t>(after) - static_cast<std::int64_t>(place_[i] >= 0);
        }
        return out;
    }

    bool repair(std::int32_t row) {
        const double over = excess(row, activity_[row]);
        std::int32_t best = -1;
        double best_step = 0, best_score = infinity;
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            double step = -over / rows_.value[k];
            if (search_.program().integer[j])
                step = step > 0 ? std::ceil(step - integrality_tolerance)
                                : std::floor(step + integrality_tolerance);
            const double target = std::clamp(x_[j] + step, lp_.lower[j], lp_.upper[j]);
            step = target - x_[j];
            if (step == 0) continue;
            const double score = static_cast<double>(harm(j, step)) +
                                 move_penalty * static_cast<double>(moves_[j]) +
                                 1e-3 * random_.uniform();
            if (score >= best_score) continue;
            best_score = score;
            best = j;
            best_step = step;
        }
        if (best < 0) return false;
        x_[best] += best_step;
        ++moves_[best];
        for (std::int64_t k = lp_.matrix.start[best]; k < lp_.matrix.start[best + 1]; ++k) {
            const std::int32_t i = lp_.matrix.index[k];
            activity_[i] += lp_.matrix.value[k] * best_step;
            judge(i);
        }
        return true;
    }

    Workbench& search_;
    const LinearProgram& lp_;
    const SparseRows& rows_;
    std::vector<double> x_;
    std::vector<std::int32_t> moves_;
    std::vector<double> activity_;
    std::vector<std::int32_t> broken_, place_;
    Random random_;
};

}  // namespace

bool shift(Workbench& search, std::span<const double> point) {
    if (!search.options().shifting) return false;
    const Stint stint(search.control(), SearchPart::shifting);
    return Shifter(search, point).run();
}

}  // namespace tenon::ilp
