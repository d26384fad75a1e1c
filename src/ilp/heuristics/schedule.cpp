// When each heuristic runs. Cheap ones always, dives within a share of the simplex steps of the
// tree that grows while they find plans.
#include <algorithm>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

namespace {

// Simplex steps that heuristics may take: a start, and a share of the tree's.
constexpr std::int64_t dive_start = 2000;
constexpr double dive_share = 0.25;
// A single dive beyond this many times the root's steps has lost its way.
constexpr std::int64_t longest_dive = 5000;
// Nodes between two dives, and between two attempts of fix and propagate without a plan.
constexpr std::int64_t dive_interval = 10;
constexpr std::int64_t fixing_interval = 20;
// Kinds of dives at the root, the first of the list.
constexpr int root_dives = 2;
// Nodes between two sub-problems; and their share of all work: at the root, in the tree at least
// and at most.
constexpr std::int64_t sub_interval = 50;
constexpr double sub_root_share = 0.3, sub_floor = 0.03, sub_share = 0.15;
// Entries that feasibility jump may look at: a start, and so many times the matrix.
constexpr std::int64_t jump_start = 100'000, jump_share = 50;
// A sub-problem with less than this share of all work would hardly begin.
constexpr double least_sub_share = 0.03;
// Of the work of the earlier search.
constexpr double mending_share = 0.05;

std::int64_t allowance(Workbench& search) {
    const double all = static_cast<double>(search.relaxation().lp().counters().iterations);
    const double start = search.share() * static_cast<double>(dive_start);
    const auto allowed = static_cast<std::int64_t>(start + dive_share * all);
    return std::min(longest_dive, allowed - search.heuristic_iterations());
}

// Starts and hints of the caller use it too, so that its switch is looked at here.
bool fix_near(Workbench& search, std::span<const double> point) {
    return search.options().fix_and_propagate && fix_and_propagate(search, point);
}

// Work that sub-problems may take: at the root a share of what the root took, later a share of all,
// which falls while nothing is found.
bool run_neighbourhood(Workbench& search, Neighbourhood kind, std::int64_t allowed) {
    if (allowed <= 0 || search.control().stopped()) return false;
    SubProblemBudget& budget = search.sub_budget();
    const std::int64_t before = search.control().work();
    bool found = false;
    if (search_neighbourhood(search, kind, allowed, found)) {
        ++budget.calls;
        ++budget.tried[static_cast<std::size_t>(kind)];
        if (found) ++budget.hits;
        if (found) ++budget.won[static_cast<std::size_t>(kind)];
    } else {
        ++budget.tried[static_cast<std::size_t>(kind)];
    }
    budget.work += search.control().work() - before;
    return found;
}

// Of those that need a plan: the one with the best record; a failure lets the others come first.
Neighbourhood most_promising(const SubProblemBudget& budget) {
    std::size_t best = 1;
    double best_rate = -1;
    // The last one is for the root alone.
    for (std::size_t k = 1; k + 1 < neighbourhood_kinds; ++k) {
        const double rate =
            static_cast<double>(budget.won[k] + 1) / static_cast<double>(budget.tried[k] + 1);
        if (rate > best_rate) {
            best = k;
            best_rate = rate;
        }
    }
    return static_cast<Neighbourhood>(best);
}

std::int64_t tree_allowance(Workbench& search) {
    const SubProblemBudget& budget = search.sub_budget();
    const double share =
        sub_share * static_cast<double>(budget.hits + 1) / static_cast<double>(budget.calls + 1);
    const double all = static_cast<double>(search.control().work());
    return static_cast<std::int64_t>((sub_floor + share) * all) - budget.work;
}

}  // namespace

// Without an LP: the point that the costs prefer, then the one nearest to zero.
void run_start_heuristics(Workbench& search) {
    const Domain& domain = search.domain();
    const std::vector<double>& cost = search.program().lp.cost;
    std::vector<double> point(domain.columns());
    for (int side = 0; side < 2 && !search.incumbent().found(); ++side) {
        for (std::int32_t j = 0; j < domain.columns(); ++j) {
            const double low = domain.lower(j), high = domain.upper(j);
            point[j] = std::clamp(0.0, low, high);
            if (side == 0 && cost[j] < 0 && high < 1e6) point[j] = high;
            if (side == 0 && cost[j] > 0 && low > -1e6) point[j] = low;
        }
        fix_near(search, point);
    }
    if (!search.incumbent().found()) {
        const auto entries = static_cast<std::int64_t>(search.program().lp.matrix.index.size());
        jump(search, jump_start + jump_share * entries);
    }
    exchange(search);
}

void run_root_heuristics(Workbench& search) {
    std::vector<std::int32_t> fractional;
    search.find_fractional(search.lp_point(), fractional);
    if (fractional.empty()) {
        search.offer(search.lp_point(), "an integral LP");
        return;
    }
    const std::vector<double> point(search.lp_point().begin(), search.lp_point().end());
    round_by_locks(search, point);
    shift(search, point);
    octane(search, point);
    fix_near(search, point);
    for (int kind = 0; kind < root_dives; ++kind) {
        if (search.control().stopped() || search.incumbent().gap_cutoff() <= search.lp_objective())
            return;
        if (static_cast<Dive>(kind) == Dive::guided && !search.incumbent().found()) continue;
        const std::int64_t allowed = allowance(search);
        if (allowed > 0) dive(search, static_cast<Dive>(kind), allowed);
    }
    exchange(search);
}

void run_mending(Workbench& search, std::int64_t former_work) {
    const auto former = static_cast<double>(former_work);
    const std::int64_t before = search.control().work();
    const bool found = mend(search, static_cast<std::int64_t>(mending_share * former));
    search.sub_budget().work += search.control().work() - before;
    if (found) exchange(search);
}

// Around a plan that fitted a problem like this one.
void run_repair(Workbench& search) {
    if (!search.options().sub_problems || search.options().near_plan.empty()) return;
    if (search.incumbent().gap_cutoff() <= search.lp_objective()) return;
    const auto allowed =
        static_cast<std::int64_t>(sub_root_share * static_cast<double>(search.control().work()));
    run_neighbourhood(search, Neighbourhood::repair, allowed);
}

void run_root_neighbourhoods(Workbench& search) {
    if (!search.options().sub_problems) return;
    std::vector<std::int32_t> fractional;
    search.find_fractional(search.lp_point(), fractional);
    if (fractional.empty()) return;
    if (!search.incumbent().limited()) pump(search, search.lp_point(), longest_dive);
    const auto entries = static_cast<std::int64_t>(search.program().lp.matrix.index.size());
    if (search.incumbent().gap_cutoff() > search.lp_objective())
        jump(search, jump_start + jump_share * entries, search.lp_point());
    const auto allowed =
        static_cast<std::int64_t>(sub_root_share * static_cast<double>(search.control().work()));
    for (const Neighbourhood kind : {Neighbourhood::rens, Neighbourhood::rins}) {
        if (search.incumbent().gap_cutoff() <= search.lp_objective()) return;
        run_neighbourhood(search, kind, allowed - search.sub_budget().work);
    }
}

bool run_node_heuristics(Workbench& search, std::int32_t depth, std::int64_t nodes) {
    bool found = round_by_locks(search, search.lp_point());
    if (depth == 0) return found;  // the root has run its own
    const auto take_turn = [&](Pause& pause, auto&& heuristic) {
        if (!pause.over(nodes)) return;
        const bool success = heuristic(search, search.lp_point());
        pause.begin(nodes, success);
        found |= success;
    };
    take_turn(search.pauses().shifting, shift);
    take_turn(search.pauses().octane, octane);
    if (!search.incumbent().found() && nodes % fixing_interval == 0)
        found |= fix_near(search, search.lp_point());
    if (nodes % dive_interval == 0) {
        const std::int64_t allowed = allowance(search);
        const auto kind = static_cast<Dive>((nodes / dive_interval) % dive_kinds);
        if (allowed > 0 && !search.control().stopped()) found |= dive(search, kind, allowed);
    }
    if (search.options().sub_problems && nodes % sub_interval == 0) {
        const std::int64_t allowed = tree_allowance(search);
        SubProblemBudget& budget = search.sub_budget();
        if (static_cast<double>(allowed) >
            least_sub_share * static_cast<double>(search.control().work())) {
            const Neighbourhood kind =
                search.incumbent().found() ? most_promising(budget) : Neighbourhood::rens;
            found |= run_neighbourhood(search, kind, allowed);
        }
    }
    if (found) exchange(search);
    return found;
}

}  // namespace tenon::ilp
