// Diving: a quick way down one branch of a tree of its own. At each step one fractional column is
// rounded and fixed on that side, rows and LP follow, and a step that fails is tried once on the
// other side. Each step counts as one more pivot, or bounds that push each other up for ever would
// never end a dive whose linear programs need none. The kinds differ in the column they take:
//
//   fractional    nearest to an integer
//   coefficient   fewest rows that hold the rounding back
//   pseudo-cost   the side with the smaller expected loss, decided most clearly
//   guided        nearest to the incumbent
//   vector length least cost per row that holds it
//   line search   the first to become integral on the line from the root's optimum
//
// T. Achterberg, thesis, 2007, chapter 9.2.
#include <array>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A column that has not moved since the root comes last.
constexpr double infinite_line = 1e9;

struct Rounding {
    std::int32_t column = -1;
    bool up = false;
};

// A value to minimise, and the side, for one column.
struct Appeal {
    double score;
    bool up;
};

Appeal appeal_of(Workbench& search, Dive kind, std::int32_t j, double value) {
    const double fraction = value - std::floor(value);
    const std::int32_t down = search.down_locks()[j], up = search.up_locks()[j];
    switch (kind) {
        case Dive::coefficient:
            if (down != up)
                return {static_cast<double>(std::min(down, up)) +
                            0.1 * (up < down ? 1 - fraction : fraction),
                        up < down};
            break;
        case Dive::pseudo_cost: {
            const double down_gain = search.pseudo_costs().gain(j, false, fraction);
            const double up_gain = search.pseudo_costs().gain(j, true, 1 - fraction);
            const bool rise = up_gain < down_gain;
            return {(1 + std::min(down_gain, up_gain)) / (1 + std::max(down_gain, up_gain)), rise};
        }
        case Dive::guided:
            if (search.incumbent().found()) {
                const double goal = search.incumbent().point()[j];
                return {std::fabs(value - goal), goal > value};
            }
            break;
        case Dive::vector_length: {
            // The side that costs, per row that it may serve.
            const double cost = search.program().lp.cost[j];
            const bool rise = cost >= 0;
            const double loss = std::fabs(cost) * (rise ? 1 - fraction : fraction);
            const std::vector<std::int64_t>& start = search.program().lp.matrix.start;
            return {loss / static_cast<double>(1 + start[j + 1] - start[j]), rise};
        }
        case Dive::line_search: {
            // On from the root's value: the column whose line meets an integer first.
            const double from = search.root_point().empty() ? value : search.root_point()[j];
            const double drift = value - from;
            if (std::fabs(drift) <= integrality_tolerance) return {infinite_line, fraction > 0.5};
            const double way = drift > 0 ? 1 - fraction : fraction;
            return {way / std::fabs(drift), drift > 0};
        }
        case Dive::fractional:
            break;
    }
    const bool rise = fraction > 0.5 || (fraction == 0.5 && up <= down);
    return {static_cast<double>(kind == Dive::coefficient ? std::min(down, up) : 0) +
                (rise ? 1 - fraction : fraction),
            rise};
}

Rounding choose(Workbench& search, Dive kind, std::span<const double> x,
                const std::vector<std::int32_t>& fractional) {
    Rounding out;
    double best = infinity;
    for (const std::int32_t j : fractional) {
        const Appeal appeal = appeal_of(search, kind, j, x[j]);
        if (appeal.score >= best) continue;
        best = appeal.score;
        out = {j, appeal.up};
    }
    return out;
}

struct Kind {
    const char* name;
    bool SearchOptions::*on;
    SearchPart part;
};

// In the order of Dive.
constexpr std::array<Kind, dive_kinds> kinds{{
    {"fractional dive", &SearchOptions::fractional_dive, SearchPart::fractional_dive},
    {"coefficient dive", &SearchOptions::coefficient_dive, SearchPart::coefficient_dive},
    {"pseudo-cost dive", &SearchOptions::pseudo_cost_dive, SearchPart::pseudo_cost_dive},
    {"guided dive", &SearchOptions::guided_dive, SearchPart::guided_dive},
    {"vector length dive", &SearchOptions::vector_length_dive, SearchPart::vector_length_dive},
    {"line search dive", &SearchOptions::line_search_dive, SearchPart::line_search_dive},
}};

enum class Step : std::uint8_t { on, dead, end };

Step go(Workbench& search, std::int32_t column, bool up, double value, std::int64_t iterations) {
    Domain& domain = search.domain();
    if (up)
        domain.raise_lower(column, std::ceil(value), Domain::by_choice);
    else
        domain.drop_upper(column, std::floor(value), Domain::by_choice);
    if (domain.infeasible() || !domain.propagate()) {
        search.learn_from_propagation();
        return Step::dead;
    }
    search.relaxation().sync(domain);
    const LpStatus status =
        search.relaxation().solve(search.control(), search.incumbent().strict_cutoff(), iterations);
    switch (status) {
        case LpStatus::optimal:
            return Step::on;
        case LpStatus::infeasible:
        case LpStatus::cutoff:
            search.learn_from_relaxation(status);
            return Step::dead;
        default:
            return Step::end;
    }
}

}  // namespace

bool dive(Workbench& search, Dive kind, std::int64_t iterations) {
    const Kind& own = kinds[static_cast<std::size_t>(kind)];
    if (!search.options().dives || !(search.options().*own.on)) return false;
    const Stint stint(search.control(), own.part);
    Relaxation& relaxation = search.relaxation();
    Domain& domain = search.domain();
    relaxation.sync(domain);  // what the snapshot does not hold would be lost by going back to it
    const std::shared_ptr<const Simplex::Snapshot> here = relaxation.lp().save();
    const std::size_t mark = domain.mark();
    const auto effort = [&relaxation] {
        const LpCounters& lp = relaxation.lp().counters();
        return lp.iterations + lp.solves;
    };
    const std::int64_t start = effort();
    std::vector<double> x(search.lp_point().begin(), search.lp_point().end());
    std::vector<std::int32_t> fractional;
    search.find_fractional(x, fractional);
    bool found = false;
    while (true) {
        const std::int64_t left = iterations - (effort() - start);
        search.control().add_work(domain.columns());
        if (left <= 0 || search.control().stopped()) break;
        const Rounding step = choose(search, kind, x, fractional);
        if (step.column < 0) break;
        const std::size_t before = domain.mark();
        Step fate = go(search, step.column, step.up, x[step.column], left);
        if (fate == Step::dead) {
            domain.undo_to(before);
            fate = go(search, step.column, !step.up, x[step.column], left);
        }
        if (fate != Step::on) break;
        x.assign(relaxation.primal().begin(), relaxation.primal().end());
        search.find_fractional(x, fractional);
        if (fractional.empty()) {
            found = search.offer(x, own.name);
            break;
        }
        if (round_by_locks(search, x)) found = true;
    }
    search.heuristic_iterations() += effort() - start;
    domain.undo_to(mark);
    relaxation.lp().restore(here);
    relaxation.sync(domain);
    return found;
}

}  // namespace tenon::ilp
