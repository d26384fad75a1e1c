// 0/1 points along rays from the LP optimum, for programs of binaries alone.
//
// Over the fractional columns, moved so that the cube is [-1/2, 1/2]^n, each 0/1 point d/2, d of
// signs, is a facet d y <= n/2 of the octahedron around the cube. The LP optimum y lies inside; a
// ray y + t a from it meets the facet of d at
//
//   t(d) = (n/2 - d y) / (d a),      d a > 0.
//
// The facets that it meets first are points near the LP optimum in the direction of the ray. The
// first one is d = sign(y + t a) where |y + t a|_1 reaches n/2: the sum is convex and piecewise
// linear in t. Each other facet has a neighbour, one sign away, that the ray meets no later, so
// that going on from the nearest one found gives them in their order. The next point differs from
// the first in a few columns, which is all that is looked at to see whether it keeps all rows.
//
// Rays: the costs; the mean normal of the rows that bind, into the feasible side; from the root's
// optimum on.
//
// E. Balas, S. Ceria, M. Dawande, F. Margot, G. Pataki: OCTANE: a new heuristic for pure 0-1
// programs, Operations Research 49, 2001.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>
#include <set>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Points of one ray, and neighbours of one of them that may come next.
constexpr int most_points = 50;
constexpr std::size_t most_neighbours = 50;
// With more fractional columns the first points are as arbitrary as roundings.
constexpr std::size_t most_fractional = 1000;
constexpr std::int64_t work_a_neighbour = 50;
// A ray this flat meets no facet.
constexpr double least_slope = 1e-9;

struct Facet {
    double at;                        // where the ray meets it
    double rest, slope;               // n/2 - d y, d a
    std::vector<std::int32_t> flips;  // against the first, ascending
    friend bool operator>(const Facet& a, const Facet& b) {
        return a.at != b.at ? a.at > b.at : a.flips > b.flips;
    }
};

class Octane {
  public:
    Octane(Workbench& search, std::span<const double> point)
        : search_(search),
          lp_(search.program().lp),
          rows_(search.domain().rows()),
          point_(point),
          base_(point.begin(), point.end()) {
        search_.find_fractional(point, columns_);
        for (const std::int32_t j : search_.integers()) base_[j] = std::round(base_[j]);
        for (const std::int32_t j : columns_) y_.push_back(point[j] - 0.5);
    }

    // Other columns than binaries that are fixed, or that the LP holds at integers, do no harm.
    bool applies() const {
        const Domain& domain = search_.domain();
        const auto between = [&domain](std::int32_t j) {
            return domain.lower(j) == 0 && domain.upper(j) == 1;
        };
        return search_.integers().size() == base_.size() && !columns_.empty() &&
               columns_.size() <= most_fractional &&
               std::all_of(columns_.begin(), columns_.end(), between);
    }

    bool shoot_all() {
        bool found = along_costs();
        found |= along_normals();
        return along_root() || found;
    }

  private:
    bool along_costs() {
        std::vector<double> ray;
        for (const std::int32_t j : columns_) ray.push_back(lp_.cost[j]);
        return shoot(ray);
    }

    bool along_root() {
        const std::span<const double> root = search_.root_point();
        if (root.size() != base_.size()) return false;
        std::vector<double> ray;
        for (const std::int32_t j : columns_) ray.push_back(point_[j] - root[j]);
        return shoot(ray);
    }

    bool along_normals() {
        std::vector<double> normal(base_.size(), 0);
        for (std::int32_t i = 0; i < lp_.rows; ++i) {
            double activity = 0, square = 0;
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
                activity += rows_.value[k] * point_[rows_.index[k]];
                square += rows_.value[k] * rows_.value[k];
            }
            const double room = scaled(feasibility_tolerance, activity);
            const bool at_upper = activity >= lp_.row_upper[i] - room;
            const bool at_lower = activity <= lp_.row_lower[i] + room;
            if (at_upper == at_lower) continue;
            const double weight = (at_upper ? -1 : 1) / std::sqrt(square);
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
                normal[rows_.index[k]] += weight * rows_.value[k];
        }
        search_.control().add_work(static_cast<std::int64_t>(2 * rows_.index.size()));
        std::vector<double> ray;
        for (const std::int32_t j : columns_) ray.push_back(normal[j]);
        return shoot(ray);
    }

    // The signs of the first facet, and where it is met. False if the ray goes nowhere.
    bool first_facet(const std::vector<double>& ray, Facet& out) {
        const std::size_t n = y_.size();
        // Breakpoints: where a column crosses the middle.
        std::vector<std::pair<double, std::size_t>> crossings;
        sign_.assign(n, 1);
        double sum = 0, slope = 0;
        for (std::size_t k = 0; k < n; ++k) {
            sign_[k] = y_[k] > 0 || (y_[k] == 0 && ray[k] >= 0) ? 1 : -1;
            sum += sign_[k] * y_[k];
            slope += sign_[k] * ray[k];
            if (sign_[k] * ray[k] < 0) crossings.emplace_back(-y_[k] / ray[k], k);
        }
        std::sort(crossings.begin(), crossings.end());
        const double half = static_cast<double>(n) / 2;
        for (const auto& [at, k] : crossings) {
            // Signs as they are: sum + slope t. It reaches n/2 before this column crosses?
            if (slope > least_slope && (half - sum) / slope <= at) break;
            sum -= 2 * sign_[k] * y_[k];
            slope -= 2 * sign_[k] * ray[k];
            sign_[k] = -sign_[k];
        }
        if (slope <= least_slope) return false;
        out = {(half - sum) / slope, half - sum, slope, {}};
        return true;
    }

    bool shoot(std::vector<double> ray) {
        double largest = 0;
        for (const double a : ray) largest = std::max(largest, std::fabs(a));
        if (largest < least_slope || search_.control().stopped()) return false;
        for (double& a : ray) a /= largest;
        Facet facet{};
        if (!first_facet(ray, facet)) return false;
        set_base();
        std::priority_queue<Facet, std::vector<Facet>, std::greater<>> open;
        std::set<std::vector<std::int32_t>> seen{facet.flips};
        open.push(std::move(facet));
        bool found = false;
        for (int count = 0; count < most_points && !open.empty(); ++count) {
            const Facet next = open.top();
            open.pop();
            found |= try_point(next);
            if (count + 1 < most_points) add_neighbours(next, ray, open, seen);
        }
        return found;
    }

    template <class Queue>
    void add_neighbours(const Facet& from, const std::vector<double>& ray, Queue& open,
                        std::set<std::vector<std::int32_t>>& seen) {
        std::vector<std::pair<double, std::int32_t>> next;
        for (std::size_t k = 0; k < y_.size(); ++k) {
            const auto place = static_cast<std::int32_t>(k);
            const double d = sign_of(from, place);
            const double slope = from.slope - 2 * d * ray[k];
            if (slope <= least_slope) continue;
            const double at = (from.rest + 2 * d * y_[k]) / slope;
            if (at >= from.at - least_slope) next.emplace_back(at, place);
        }
        search_.control().add_work(static_cast<std::int64_t>(y_.size()));
        if (next.size() > most_neighbours) {
            const auto end = next.begin() + static_cast<std::ptrdiff_t>(most_neighbours);
            std::nth_element(next.begin(), end, next.end());
            next.erase(end, next.end());
        }
        // Each one is copied, ordered and looked up.
        search_.control().add_work(work_a_neighbour * static_cast<std::int64_t>(next.size()));
        for (const auto& [at, place] : next) {
            const double d = sign_of(from, place);
            Facet facet{at, from.rest + 2 * d * y_[place], from.slope - 2 * d * ray[place],
                        from.flips};
            const auto where = std::lower_bound(facet.flips.begin(), facet.flips.end(), place);
            if (where != facet.flips.end() && *where == place)
                facet.flips.erase(where);
            else
                facet.flips.insert(where, place);
            if (seen.insert(facet.flips).second) open.push(std::move(facet));
        }
    }

    double sign_of(const Facet& facet, std::int32_t place) const {
        const bool flipped = std::binary_search(facet.flips.begin(), facet.flips.end(), place);
        return flipped ? -sign_[place] : sign_[place];
    }

    bool keeps(std::int32_t row, double activity) const {
        return activity <= lp_.row_upper[row] + scaled(feasibility_tolerance, activity) &&
               activity >= lp_.row_lower[row] - scaled(feasibility_tolerance, activity);
    }

    // The point of the first facet, its rows and those it breaks.
    void set_base() {
        for (std::size_t k = 0; k < columns_.size(); ++k) base_[columns_[k]] = sign_[k] > 0 ? 1 : 0;
        activity_.assign(static_cast<std::size_t>(lp_.rows), 0);
        broken_ = 0;
        cost_ = lp_.offset;
        for (std::size_t j = 0; j < base_.size(); ++j) cost_ += lp_.cost[j] * base_[j];
        for (std::int32_t i = 0; i < lp_.rows; ++i) {
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
                activity_[i] += rows_.value[k] * base_[rows_.index[k]];
            broken_ += keeps(i, activity_[i]) ? 0 : 1;
        }
        search_.control().add_work(static_cast<std::int64_t>(rows_.index.size()));
    }

    // Goes to the point, looks, and comes back.
    bool try_point(const Facet& facet) {
        for (const std::int32_t place : facet.flips) flip(place);
        bool found = false;
        if (broken_ == 0 && cost_ <= search_.incumbent().strict_cutoff())
            found = search_.offer(base_, "octane");
        for (const std::int32_t place : facet.flips) flip(place);
        return found;
    }

    void flip(std::int32_t place) {
        const std::int32_t j = columns_[place];
        const double step = 1 - 2 * base_[j];
        base_[j] += step;
        cost_ += lp_.cost[j] * step;
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k) {
            double& activity = activity_[lp_.matrix.index[k]];
            const bool before = keeps(lp_.matrix.index[k], activity);
            activity += lp_.matrix.value[k] * step;
            const bool after = keeps(lp_.matrix.index[k], activity);
            broken_ += static_cast<std::int64_t>(before) - static_cast<std::int64_t>(after);
        }
        search_.control().add_work(1 + lp_.matrix.start[j + 1] - lp_.matrix.start[j]);
    }

    Workbench& search_;
    const LinearProgram& lp_;
    const SparseRows& rows_;
    std::span<const double> point_;
    std::vector<double> base_;  // with the signs of the first facet
    std::vector<std::int32_t> columns_;
    std::vector<double> y_;
    std::vector<int> sign_;
    std::vector<double> activity_;
    std::int64_t broken_ = 0;
    double cost_ = 0;
};

}  // namespace

bool octane(Workbench& search, std::span<const double> point) {
    if (!search.options().octane) return false;
    // An offer may end with another LP optimum.
    const std::vector<double> from(point.begin(), point.end());
    Octane attempt(search, from);
    if (!attempt.applies()) return false;
    const Stint stint(search.control(), SearchPart::octane);
    return attempt.shoot_all();
}

}  // namespace tenon::ilp
