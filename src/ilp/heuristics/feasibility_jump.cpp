// Feasibility jump: a walk over points that cares for broken rows alone, without any LP. Every
// column knows its jump, the value that makes the weighted sum of broken rows least while all else
// stays:
//
//   score_j = sum_i w_i (breach_i(now) - breach_i(after the jump of j)).
//
// The best of a few columns with a positive score jumps; where none is left, the rows that are
// broken grow heavier by one. With a plan to beat, its cost is a row as well. Scores are kept by
// differences: a move costs one pass over the rows of its column.
//
// B. Luteberget, G. Sartor: Feasibility Jump: an LP-free Lagrangian MIP heuristic, Mathematical
// Programming Computation 15, 2023.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Columns that are compared before one jumps.
constexpr int sample = 25;
// Scores up to this are rounding.
constexpr double least_score = 1e-9;
// Rows whose weight grows at once.
constexpr std::size_t most_raised = 100;

class Jumper {
  public:
    explicit Jumper(Workbench& search)
        : search_(search), lp_(search.program().lp), rows_(search.domain().rows()) {
        const auto n = static_cast<std::size_t>(lp_.columns);
        const auto m = static_cast<std::size_t>(lp_.rows) + 1;  // the last is the cost
        row_lower_ = lp_.row_lower;
        row_upper_ = lp_.row_upper;
        row_lower_.push_back(-infinity);
        row_upper_.push_back(search.incumbent().strict_cutoff() - lp_.offset);
        x_.resize(n);
        jump_.resize(n);
        score_.assign(n, 0);
        place_.assign(n, -1);
        weight_.assign(m, 1);
        activity_.assign(m, 0);
        broken_place_.assign(m, -1);
    }

    // From the values that costs prefer, or from a point, rounded. False if the effort runs out; x
    // is then no plan.
    bool run(std::int64_t effort, std::span<const double> from) {
        begin(from);
        while (!broken_.empty() && effort_ < effort) {
            if ((++steps_ & 63) == 0 && search_.control().stopped()) break;
            const std::int32_t j = pick();
            if (j >= 0)
                move(j);
            else
                raise_weights();
        }
        search_.control().add_work(effort_);
        return broken_.empty();
    }
    const std::vector<double>& point() const noexcept { return x_; }

  private:
    template <class Visit>
    void each_row(std::int32_t j, Visit visit) const {
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k)
            visit(lp_.matrix.index[k], lp_.matrix.value[k]);
        if (lp_.cost[j] != 0) visit(lp_.rows, lp_.cost[j]);
    }

    void begin(std::span<const double> from) {
        const Domain& box = search_.domain();
        for (std::int32_t j = 0; j < lp_.columns; ++j) {
            const double low = box.lower(j), high = box.upper(j);
            x_[j] = std::clamp(0.0, low, high);
            if (lp_.cost[j] > 0 && !std::isinf(low)) x_[j] = low;
            if (lp_.cost[j] < 0 && !std::isinf(high)) x_[j] = high;
            if (!from.empty()) {
                const double near = search_.program().integer[j] ? std::round(from[j]) : from[j];
                x_[j] = std::clamp(near, low, high);
            }
            each_row(j, [&](std::int32_t i, double a) { activity_[i] += a * x_[j]; });
        }
        for (std::int32_t i = 0; i <= lp_.rows; ++i) judge(i);
        for (std::int32_t j = 0; j < lp_.columns; ++j) renew(j);
    }

    double breach(std::int32_t i, double activity) const {
        return std::max({0.0, activity - row_upper_[i], row_lower_[i] - activity});
    }

    void judge(std::int32_t i) {
        const double side = activity_[i] > row_upper_[i] ? row_upper_[i] : row_lower_[i];
        const bool now = breach(i, activity_[i]) > scaled(feasibility_tolerance, side);
        if (now == (broken_place_[i] >= 0)) return;
        if (now) {
            broken_place_[i] = static_cast<std::int32_t>(broken_.size());
            broken_.push_back(i);
        } else {
            broken_place_[broken_.back()] = broken_place_[i];
            broken_[broken_place_[i]] = broken_.back();
            broken_.pop_back();
            broken_place_[i] = -1;
        }
    }

    // The jump of j and its score from nothing.
    void renew(std::int32_t j) {
        const Domain& box = search_.domain();
        const double low = box.lower(j), high = box.upper(j);
        if (low == high) {
            set_score(j, -1);
            jump_[j] = x_[j];
            return;
        }
        const bool integer = search_.program().integer[j] != 0;
        if (integer && low + 1 == high)
            jump_[j] = x_[j] == low ? high : low;
        else
            jump_[j] = best_value(j, low, high, integer);
        double sum = 0;
        const double step = jump_[j] - x_[j];
        each_row(j, [&](std::int32_t i, double a) { sum += gain(i, a * step); });
        effort_ += lp_.matrix.start[j + 1] - lp_.matrix.start[j] + 1;
        set_score(j, step == 0 ? -1 : sum);
    }

    double gain(std::int32_t i, double change) const {
        return weight_[i] * (breach(i, activity_[i]) - breach(i, activity_[i] + change));
    }

    // The weighted breach is convex and piecewise linear in x_j: walk its slopes.
    double best_value(std::int32_t j, double low, double high, bool integer) {
        bends_.clear();
        double slope = 0;  // far to the left
        each_row(j, [&](std::int32_t i, double a) {
            const double rest = activity_[i] - a * x_[j];
            const double from = (a > 0 ? row_lower_[i] : row_upper_[i]) - rest;
            const double to = (a > 0 ? row_upper_[i] : row_lower_[i]) - rest;
            const double steep = weight_[i] * std::fabs(a);
            if (!std::isinf(from)) {
                slope -= steep;
                bends_.push_back({from / a, steep});
            }
            if (!std::isinf(to)) bends_.push_back({to / a, steep});
        });
        effort_ += static_cast<std::int64_t>(bends_.size());
        std::sort(bends_.begin(), bends_.end(),
                  [](const Bend& a, const Bend& b) { return a.at < b.at; });
        double best = slope >= 0 && !std::isinf(low) ? low : x_[j];
        for (const Bend& bend : bends_) {
            if (slope >= 0) break;
            slope += bend.steep;
            best = bend.at;
            if (integer) best = slope >= 0 ? ceil_integer(bend.at) : floor_integer(bend.at);
        }
        return std::clamp(best, low, high);
    }

    void set_score(std::int32_t j, double score) {
        score_[j] = score;
        const bool good = score > least_score;
        if (good == (place_[j] >= 0)) return;
        if (good) {
            place_[j] = static_cast<std::int32_t>(good_.size());
            good_.push_back(j);
        } else {
            place_[good_.back()] = place_[j];
            good_[place_[j]] = good_.back();
            good_.pop_back();
            place_[j] = -1;
        }
    }

    std::int32_t pick() {
        std::int32_t best = -1;
        if (good_.empty()) return best;
        for (int k = 0; k < sample; ++k) {
            const std::int32_t j = good_[search_.random().below(good_.size())];
            if (best < 0 || score_[j] > score_[best]) best = j;
        }
        effort_ += sample;
        return best;
    }

    void move(std::int32_t j) {
        const double step = jump_[j] - x_[j];
        x_[j] = jump_[j];
        each_row(j, [&](std::int32_t i, double a) { change_row(i, a * step, j); });
        renew(j);
    }

    void change_row(std::int32_t i, double change, std::int32_t mover) {
        const double before = activity_[i], after = before + change;
        activity_[i] = after;
        judge(i);
        for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            const double step = (jump_[j] - x_[j]) * rows_.value[k];
            if (j == mover || step == 0) continue;
            const double was = breach(i, before) - breach(i, before + step);
            const double is = breach(i, after) - breach(i, after + step);
            if (was != is) set_score(j, score_[j] + weight_[i] * (is - was));
        }
        effort_ += 1 + rows_.start[i + 1] - rows_.start[i];  // rows may be empty
    }

    void raise_weights() {
        const std::size_t count = std::min(most_raised, broken_.size());
        const std::size_t first = search_.random().below(broken_.size());
        for (std::size_t k = 0; k < count; ++k) {
            const std::int32_t i = broken_[(first + k) % broken_.size()];
            weight_[i] += 1;
            for (std::int64_t e = rows_.start[i]; e < rows_.start[i + 1]; ++e) {
                const std::int32_t j = rows_.index[e];
                // Other than the flip of a binary, the jump itself may have moved on.
                if (search_.program().integer[j] &&
                    search_.domain().lower(j) + 1 == search_.domain().upper(j)) {
                    const double step = (jump_[j] - x_[j]) * rows_.value[e];
                    set_score(j,
                              score_[j] + breach(i, activity_[i]) - breach(i, activity_[i] + step));
                } else {
                    renew(j);
                }
            }
            effort_ += 1 + rows_.start[i + 1] - rows_.start[i];  // rows may be empty
        }
    }

    struct Bend {
        double at, steep;
    };

    Workbench& search_;
    const LinearProgram& lp_;
    const SparseRows& rows_;
    std::vector<double> x_, jump_, score_, weight_, activity_, row_lower_, row_upper_;
    std::vector<std::int32_t> good_, place_, broken_, broken_place_;
    std::vector<Bend> bends_;
    std::int64_t effort_ = 0, steps_ = 0;
};

}  // namespace

bool jump(Workbench& search, std::int64_t effort, std::span<const double> from) {
    if (!search.options().feasibility_jump) return false;
    const Stint stint(search.control(), SearchPart::feasibility_jump);
    Jumper jumper(search);
    return jumper.run(effort, from) && search.offer(jumper.point(), "feasibility jump");
}

}  // namespace tenon::ilp
