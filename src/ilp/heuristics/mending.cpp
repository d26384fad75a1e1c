// Mending: the plan of an earlier problem that this one refuses is kept where nothing has changed.
//
// What the plan does wrong here (columns outside their bounds, broken rows) spreads its nearness
// over rows and columns: in each step the nearness of a row is the mean of its columns', that of a
// column the mean of its rows', and half of it is left. Of the columns that the plan uses (integers
// above their lower bound) some near ones, drawn at random, are freed; and of those that it does
// not use the near ones that can come in then: no row that is an equation, or packs to the full,
// may hold them without a freed or broken place in it. All other integers stay. The part is
// searched by a search of its own; from what it finds the next one begins, and where nothing is
// found more is freed.
//
// In the spirit of P. Shaw: Using constraint programming and local search methods to solve vehicle
// routing problems, CP 1998.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/sparse_rows.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

constexpr int spreading_steps = 4;
constexpr double spreading_loss = 0.5;
// Of the columns that the plan uses: freed at first; by how much more after a part in vain; and how
// many at least.
constexpr double first_share = 0.25, growth = 1.6;
constexpr std::size_t fewest_used = 5;
// Integers that one part leaves open: a share of all, and at least so many.
constexpr double open_share = 0.4;
constexpr std::size_t fewest_open = 30;
constexpr std::int64_t most_nodes = 200;
// Parts in vain: without a plan, and with one.
constexpr int patience = 4, patience_with_plan = 1;
// Of the work that is left, for one part.
constexpr double part_share = 0.5;

class Mending {
  public:
    Mending(Workbench& search, std::span<const double> plan)
        : search_(search),
          lp_(search.program().lp),
          rows_(rows_of(lp_.matrix, lp_.rows)),
          plan_(plan.begin(), plan.end()),
          near_(plan_.size(), 0),
          broken_(static_cast<std::size_t>(lp_.rows), 0) {
        search.domain().global_bounds(lower_, upper_);
        const std::vector<double>& faults = search.options().near_faults;
        if (!faults.empty()) near_ = faults;
        find_faults();
        if (search.incumbent().found()) plan_ = search.incumbent().point();
        spread();
    }

    // Nothing is wrong with the plan, or nobody knows what.
    bool idle() const {
        return std::all_of(near_.begin(), near_.end(), [](double near) { return near == 0; });
    }

    bool run(std::int64_t work) {
        Control& control = search_.control();
        const std::int64_t end = control.work() + work;
        bool better = false;
        double share = first_share;
        for (int vain = 0; control.work() < end && !control.stopped();) {
            if (vain >= (search_.incumbent().limited() ? patience_with_plan : patience)) break;
            SubProblem part = part_of(share);
            part.cutoff = search_.incumbent().strict_cutoff();
            part.nodes = most_nodes;
            part.work =
                static_cast<std::int64_t>(part_share * static_cast<double>(end - control.work()));
            part.source = "repair";
            if (search_.solve_sub(part)) {
                better = true;
                vain = 0;
                plan_ = search_.incumbent().point();
            } else {
                ++vain;
                share = std::min(1.0, growth * share);
            }
        }
        return better;
    }

  private:
    bool open(std::int32_t j) const {
        return search_.program().integer[j] && lower_[j] < upper_[j];
    }
    bool used(std::int32_t j) const { return plan_[j] > lower_[j] + 0.5; }

    double activity(std::int32_t i) const {
        double sum = 0;
        for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
            sum += rows_.value[k] * plan_[rows_.index[k]];
        return sum;
    }

    void find_faults() {
        for (std::int32_t j = 0; j < lp_.columns; ++j) {
            if (std::isnan(plan_[j])) plan_[j] = std::clamp(0.0, lower_[j], upper_[j]);
            if (plan_[j] < lower_[j] - integrality_tolerance ||
                plan_[j] > upper_[j] + integrality_tolerance)
                near_[j] += 1;
            plan_[j] = std::clamp(plan_[j], lower_[j], upper_[j]);
            if (search_.program().integer[j]) plan_[j] = std::round(plan_[j]);
        }
        for (std::int32_t i = 0; i < lp_.rows; ++i) {
            const double value = activity(i);
            if (value < lp_.row_lower[i] - scaled(feasibility_tolerance, lp_.row_lower[i]) ||
                value > lp_.row_upper[i] + scaled(feasibility_tolerance, lp_.row_upper[i]))
                broken_[i] = 1;
        }
    }

    void spread() {
        const std::vector<std::int64_t>& start = lp_.matrix.start;
        std::vector<double> now = near_, row(broken_.size());
        double weight = 1;
        for (int step = 0; step < spreading_steps; ++step, weight *= spreading_loss) {
            for (std::int32_t i = 0; i < lp_.rows; ++i) {
                double sum = step == 0 && broken_[i] ? 1 : 0;
                for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
                    sum += now[rows_.index[k]];
                row[i] = sum / static_cast<double>(std::max<std::int64_t>(1, rows_.size(i)));
            }
            for (std::int32_t j = 0; j < lp_.columns; ++j) {
                double sum = 0;
                for (std::int64_t k = start[j]; k < start[j + 1]; ++k)
                    sum += row[lp_.matrix.index[k]];
                now[j] =
                    sum / static_cast<double>(std::max<std::int64_t>(1, start[j + 1] - start[j]));
                near_[j] += weight * now[j];
            }
            search_.control().add_work(2 * static_cast<std::int64_t>(rows_.index.size()));
        }
    }

    // The row holds out what it does not hold yet.
    bool full(std::int32_t i) const {
        if (broken_[i]) return false;
        const double low = lp_.row_lower[i], high = lp_.row_upper[i];
        double size = -1;
        for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
            if (!search_.program().integer[rows_.index[k]]) return false;
            const double a = rows_.value[k];
            if (size < 0) size = a;
            if (low != high && a != size) return false;
        }
        if (low == high) return true;
        const double value = activity(i);
        return size > 0 ? value + size > high + integrality_tolerance * size
                        : value + size < low + integrality_tolerance * size;
    }

    struct Scored {
        double score;
        std::int32_t column;
        bool operator<(const Scored& other) const {
            return score != other.score ? score > other.score : column < other.column;
        }
    };

    SubProblem part_of(double share) {
        std::vector<Scored> used_ones, others;
        for (const std::int32_t j : search_.integers())
            if (open(j) && used(j))
                used_ones.push_back({near_[j] * (0.25 + search_.random().uniform()), j});
        std::sort(used_ones.begin(), used_ones.end());
        const auto wanted =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(used_ones.size())));
        used_ones.resize(std::min(used_ones.size(), std::max(fewest_used, wanted)));

        SubProblem part;
        part.lower = lower_;
        part.upper = upper_;
        for (const std::int32_t j : search_.integers()) part.lower[j] = part.upper[j] = plan_[j];
        std::vector<std::uint8_t> freed(broken_.begin(), broken_.end());  // rows
        for (const Scored& one : used_ones) {
            free(part, one.column);
            for (std::int64_t k = lp_.matrix.start[one.column];
                 k < lp_.matrix.start[one.column + 1]; ++k)
                freed[lp_.matrix.index[k]] = 1;
        }
        for (std::int32_t i = 0; i < lp_.rows; ++i)
            if (!freed[i] && full(i)) freed[i] = 2;
        for (const std::int32_t j : search_.integers()) {
            if (!open(j) || used(j)) continue;
            double hits = 0, all = 0;
            bool held = false;
            for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k) {
                const std::uint8_t state = freed[lp_.matrix.index[k]];
                held |= state == 2;
                hits += state == 1 ? 1 : 0;
                ++all;
            }
            if (held) continue;
            others.push_back(
                {(0.5 + hits / std::max(1.0, all)) * near_[j] * (0.25 + search_.random().uniform()),
                 j});
        }
        std::sort(others.begin(), others.end());
        const auto most = std::max(
            fewest_open, static_cast<std::size_t>(std::max(open_share, share) *
                                                  static_cast<double>(search_.integers().size())));
        for (std::size_t k = 0; k < others.size() && k + used_ones.size() < most; ++k)
            free(part, others[k].column);
        search_.control().add_work(2 * static_cast<std::int64_t>(rows_.index.size()));
        return part;
    }

    void free(SubProblem& part, std::int32_t j) const {
        part.lower[j] = lower_[j];
        part.upper[j] = upper_[j];
    }

    Workbench& search_;
    const LinearProgram& lp_;
    const SparseRows rows_;
    std::vector<double> plan_, near_, lower_, upper_;
    std::vector<std::uint8_t> broken_;
};

}  // namespace

bool mend(Workbench& search, std::int64_t work) {
    const SearchOptions& options = search.options();
    if (!options.sub_problems || !options.repair || options.near_plan.empty()) return false;
    const Stint stint(search.control(), SearchPart::repair);
    Mending mending(search, options.near_plan);
    return !mending.idle() && mending.run(work);
}

}  // namespace tenon::ilp
