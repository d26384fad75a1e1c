// Neighbourhoods: most integers are fixed where good plans are expected, what is left is presolved
// and searched by a search of its own, with a cost to beat and little work to spend.
//
//   rens        integers that are integral in the LP stay there, the others go to the next two
//               values
//   rins        integers on which the LP and the best plan agree
//   crossover   integers on which the last good plans agree
//   mutation    a random part of the integers, at the best plan
//
// near_plans.cpp has two more that fix nothing.
//
// T. Berthold: RENS, the optimal rounding, Mathematical Programming Computation 6, 2014; E. Danna,
// E. Rothberg, C. Le Pape, Mathematical Programming 102, 2005; E. Rothberg: An evolutionary
// algorithm for polishing mixed integer programming solutions, INFORMS Journal on Computing 19,
// 2007.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Share of the integers not fixed yet that must be fixed: with fewer the part is nearly the whole.
constexpr double least_fixed = 0.3;
// The share that a mutation fixes.
constexpr double mutated_share = 0.6;
// A part must beat the best plan by this share of the open gap.
constexpr double least_improvement = 0.05;
// Nodes of one part.
constexpr std::int64_t most_nodes = 300;

class Part {
  public:
    explicit Part(Workbench& search) : search_(search) {
        search.domain().global_bounds(sub_.lower, sub_.upper);
        for (const std::int32_t j : search.integers())
            if (sub_.lower[j] != sub_.upper[j]) ++open_;
    }
    void restrict_to(std::int32_t j, double low, double high) {
        if (sub_.lower[j] == sub_.upper[j]) return;
        sub_.lower[j] = std::clamp(low, sub_.lower[j], sub_.upper[j]);
        sub_.upper[j] = std::clamp(high, sub_.lower[j], sub_.upper[j]);
        if (sub_.lower[j] == sub_.upper[j]) ++fixed_;
    }
    bool small() const {
        return fixed_ > 0 &&
               static_cast<double>(fixed_) >= least_fixed * static_cast<double>(open_);
    }
    bool solve(std::int64_t work, const char* source) {
        const Incumbent& best = search_.incumbent();
        sub_.cutoff = best.strict_cutoff();
        if (best.found() && search_.lp_objective() > -infinity) {
            const double gap = best.objective() - search_.lp_objective();
            sub_.cutoff = std::min(sub_.cutoff, best.objective() - least_improvement * gap);
        }
        sub_.nodes = most_nodes;
        sub_.work = work;
        sub_.source = source;
        return search_.solve_sub(sub_);
    }

  private:
    Workbench& search_;
    SubProblem sub_;
    std::int64_t open_ = 0, fixed_ = 0;
};

bool restrict_part(Workbench& search, Neighbourhood kind, Part& part) {
    const std::span<const double> x = search.lp_point();
    const std::vector<std::vector<double>>& plans = search.incumbent().plans();
    const bool needs_plan = kind != Neighbourhood::rens && kind != Neighbourhood::repair;
    if (needs_plan && plans.empty()) return false;
    const std::vector<double>& near = search.options().near_plan;
    if (kind == Neighbourhood::repair && near.empty()) return false;
    if (kind == Neighbourhood::crossover && plans.size() < 2) return false;
    for (const std::int32_t j : search.integers()) {
        switch (kind) {
            case Neighbourhood::rens:
                part.restrict_to(j, floor_integer(x[j]), ceil_integer(x[j]));
                break;
            case Neighbourhood::rins:
                if (std::fabs(x[j] - plans.back()[j]) <= integrality_tolerance)
                    part.restrict_to(j, plans.back()[j], plans.back()[j]);
                break;
            case Neighbourhood::crossover: {
                const double value = plans.back()[j];
                const std::size_t first = plans.size() > 3 ? plans.size() - 3 : 0;
                bool agreed = true;
                for (std::size_t k = first; k < plans.size(); ++k) agreed &= plans[k][j] == value;
                if (agreed) part.restrict_to(j, value, value);
                break;
            }
            case Neighbourhood::mutation:
                if (search.random().uniform() < mutated_share)
                    part.restrict_to(j, plans.back()[j], plans.back()[j]);
                break;
            case Neighbourhood::repair:
                if (std::fabs(x[j] - near[j]) <= integrality_tolerance)
                    part.restrict_to(j, std::round(near[j]), std::round(near[j]));
                break;
            case Neighbourhood::local_branching:
            case Neighbourhood::proximity:
                return false;  // near_plans.cpp
        }
    }
    return part.small();
}

struct Kind {
    const char* name;
    bool SearchOptions::*on;
    SearchPart part;
};

// In the order of Neighbourhood.
constexpr std::array<Kind, neighbourhood_kinds> kinds{{
    {"RENS", &SearchOptions::rens, SearchPart::rens},
    {"RINS", &SearchOptions::rins, SearchPart::rins},
    {"crossover", &SearchOptions::crossover, SearchPart::crossover},
    {"mutation", &SearchOptions::mutation, SearchPart::mutation},
    {"local branching", &SearchOptions::local_branching, SearchPart::local_branching},
    {"proximity", &SearchOptions::proximity, SearchPart::proximity},
    {"repair", &SearchOptions::repair, SearchPart::repair},
}};

}  // namespace

bool search_neighbourhood(Workbench& search, Neighbourhood kind, std::int64_t work, bool& found) {
    const Kind& own = kinds[static_cast<std::size_t>(kind)];
    if (!(search.options().*own.on)) return false;
    const Stint stint(search.control(), own.part);
    if (kind == Neighbourhood::local_branching || kind == Neighbourhood::proximity) {
        SubProblem near;
        if (!near_best_plan(search, kind, near)) return false;
        near.nodes = most_nodes;
        near.work = work;
        near.source = own.name;
        found = search.solve_sub(near);
        return true;
    }
    Part part(search);
    if (!restrict_part(search, kind, part)) return false;
    found = part.solve(work, own.name);
    return true;
}

}  // namespace tenon::ilp
