// The feasibility pump: the LP optimum is rounded, the LP point nearest to the rounded one is
// sought, that is rounded, and so on until both meet. The cost of the program weighs in less and
// less. Where the rounding comes back to a point it has been at, the integers that are farthest
// from theirs are turned over.
//
// M. Fischetti, F. Glover, A. Lodi: The feasibility pump, Mathematical Programming 104, 2005;
// T. Achterberg, T. Berthold: Improving the feasibility pump, Discrete Optimization 4, 2007.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

constexpr int most_rounds = 60;
// What is left of the weight of the costs after each round, and when it is called nothing.
constexpr double cost_decay = 0.9, least_cost_weight = 1e-3;
// Integers that are turned over in a cycle: so many, and as many more at random.
constexpr std::uint64_t fewest_flips = 10;

class Pump {
  public:
    Pump(Workbench& search, std::span<const double> from)
        : search_(search), point_(from.begin(), from.end()), lp_(relaxation_of(search)) {
        for (const double c : search.program().lp.cost) cost_norm_ += c * c;
        cost_norm_ = std::sqrt(cost_norm_);
    }

    bool run(std::int64_t iterations) {
        rounded_ = point_;
        round();
        double weight = 1;
        for (int k = 0; k < most_rounds && !search_.control().stopped(); ++k) {
            if (search_.offer(rounded_, "feasibility pump")) return true;
            weight *= cost_decay;
            if (weight < least_cost_weight) weight = 0;
            aim(weight);
            const std::int64_t left = iterations - lp_.counters().iterations;
            if (left <= 0) return false;
            LpLimits limits = search_.control().lp_limits();
            limits.iterations = left;
            const std::int64_t before = lp_.counters().work;
            const LpStatus status = lp_.solve(limits);
            search_.control().add_work(lp_.counters().work - before);
            if (status != LpStatus::optimal) return false;
            point_.assign(lp_.primal().begin(), lp_.primal().end());
            const std::vector<double> last = rounded_;
            for (const std::int32_t j : search_.integers()) rounded_[j] = point_[j];
            round();
            if (rounded_ == last) turn_over();
        }
        return false;
    }
    std::int64_t iterations() const { return lp_.counters().iterations; }

  private:
    static LinearProgram relaxation_of(Workbench& search) {
        LinearProgram lp = search.program().lp;
        search.domain().global_bounds(lp.lower, lp.upper);
        return lp;
    }

    void round() {
        for (std::int32_t j = 0; j < search_.program().lp.columns; ++j)
            if (search_.program().integer[j])
                rounded_[j] = std::clamp(std::round(point_[j]), lp_.problem().lower[j],
                                         lp_.problem().upper[j]);
            else
                rounded_[j] = point_[j];
    }

    // The distance from the rounded point, and a share of the costs. An integer between its bounds
    // pulls neither way: only those at a bound have a distance that is linear.
    void aim(double weight) {
        const LinearProgram& lp = search_.program().lp;
        const double scale =
            cost_norm_ > 0
                ? weight * std::sqrt(static_cast<double>(search_.integers().size())) / cost_norm_
                : 0;
        for (std::int32_t j = 0; j < lp.columns; ++j) {
            double cost = scale * lp.cost[j];
            if (search_.program().integer[j]) {
                if (rounded_[j] <= lp_.problem().lower[j])
                    cost += 1 - weight;
                else if (rounded_[j] >= lp_.problem().upper[j])
                    cost -= 1 - weight;
            }
            lp_.set_cost(j, cost);
        }
    }

    void turn_over() {
        std::vector<std::pair<double, std::int32_t>> far;
        for (const std::int32_t j : search_.integers()) {
            const double distance = std::fabs(point_[j] - rounded_[j]);
            if (distance > integrality_tolerance) far.emplace_back(-distance, j);
        }
        std::sort(far.begin(), far.end());
        const std::uint64_t flips = fewest_flips + search_.random().below(fewest_flips);
        for (std::size_t k = 0; k < far.size() && k < flips; ++k) {
            const std::int32_t j = far[k].second;
            rounded_[j] += point_[j] > rounded_[j] ? 1 : -1;
        }
    }

    Workbench& search_;
    std::vector<double> point_, rounded_;
    Simplex lp_;
    double cost_norm_ = 0;
};

}  // namespace

bool pump(Workbench& search, std::span<const double> from, std::int64_t iterations) {
    if (!search.options().feasibility_pump) return false;
    const Stint stint(search.control(), SearchPart::feasibility_pump);
    Pump pump(search, from);
    const bool found = pump.run(iterations);
    search.heuristic_iterations() += pump.iterations();
    return found;
}

}  // namespace tenon::ilp
