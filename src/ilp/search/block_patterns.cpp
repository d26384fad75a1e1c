// Bins, bars and other alike blocks at the root: a bound and plans from patterns (blocks/). The
// relaxation of such a program knows little: fractions of items fill every bin. Patterns keep each
// bin whole, and the tree is left with what their bound does not decide.
#include <algorithm>
#include <cmath>

#include "ilp/blocks/pattern_plans.hpp"
#include "ilp/node/cut_rows.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

constexpr std::int64_t most_work = 400'000'000;  // of bound and fillings; about a second
// Every so many rounds of prices a plan is made of them.
constexpr std::int64_t rounds_between_plans = 8;
constexpr int most_fills = 200;  // with prices moved at random, after the bound
constexpr int patience = 50;     // of them in vain
// What the integer program of patterns may take.
constexpr std::int64_t program_nodes = 2'000, program_work = 300'000'000;
constexpr double least_step = 1e-6;  // of the master's value: rounding
constexpr double count_room = 1e-4;  // of the least number of blocks: rounding

// The columns that open a block, one a block: those that make room in its knapsack.
std::vector<std::int32_t> opening_columns(const KnapsackBlocks& blocks) {
    std::vector<std::int32_t> out;
    for (const BlockGroup& group : blocks.groups)
        for (std::size_t r = 0; r < group.items.size(); ++r) {
            if (group.items[r].weight >= 0) continue;
            if (group.items[r].lower != 0 || group.items[r].upper != 1) return {};
            for (const std::vector<std::int32_t>& columns : group.columns)
                out.push_back(columns[r]);
        }
    if (static_cast<std::int32_t>(out.size()) != blocks.blocks()) return {};
    std::sort(out.begin(), out.end());
    return out;
}

// Blocks that differ in cost: how many must be open is a whole number, and the dear ones among them
// show only in a row that says so.
void add_least_count(MixedProgram& program, std::optional<KnapsackBlocks>& blocks,
                     Control& control) {
    if (blocks->groups.size() < 2) return;
    const std::vector<std::int32_t> opening = opening_columns(*blocks);
    if (opening.empty()) return;
    MixedProgram counting = program;
    counting.lp.offset = 0;
    std::fill(counting.lp.cost.begin(), counting.lp.cost.end(), 0);
    for (const std::int32_t j : opening) counting.lp.cost[j] = 1;
    const std::optional<KnapsackBlocks> counted = find_knapsack_blocks(counting);
    if (!counted) return;
    PatternBound bound(counting, *counted, std::vector<double>(counted->rows.size(), 0), control);
    const auto least = [&](double value) { return std::ceil(value - count_room); };
    while (bound.improve() && least(bound.bound()) < least(bound.master())) continue;
    const double count = least(bound.bound());
    if (!(count > 0)) return;
    Cut row;  // -sum <= -count
    row.index = opening;
    row.value.assign(opening.size(), -1);
    row.right = -count;
    append_rows(program.lp, {&row, 1});
    blocks = find_knapsack_blocks(program);
}

}  // namespace

// False: the root is settled.
bool Search::bound_by_patterns() {
    if (!options_.block_patterns || options_.brief || options_.rows_may_come ||
        options_.restarted || !lp_solved_ || current_bound_ >= incumbent_.gap_cutoff())
        return true;
    const Stint stint(control_, SearchPart::block_patterns);
    std::optional<KnapsackBlocks> blocks = find_knapsack_blocks(program_);
    control_.add_work(static_cast<std::int64_t>(program_.lp.matrix.index.size()));
    if (!blocks) return true;
    Control control(control_, -1, most_work);
    MixedProgram program = program_;
    add_least_count(program, blocks, control);
    if (!blocks) return true;
    std::vector<double> prices;
    const std::span<const double> dual = relaxation_.lp().dual();
    for (const std::int32_t row : blocks->rows)
        prices.push_back(row < program_.lp.rows ? dual[row] : 0);
    PatternBound bound(program, *blocks, std::move(prices), control);
    if (incumbent_.found())
        for (const Pattern& pattern : patterns_of(*blocks, incumbent_.point())) bound.add(pattern);
    const auto settled = [&] {
        return incumbent_.round_up_exact(bound.bound()) >= incumbent_.gap_cutoff();
    };
    const auto fill = [&](std::span<const double> at) {
        if (!options_.heuristics) return false;
        bool better = false;
        if (const auto point = fill_blocks(program, *blocks, bound.knapsacks(), at, control)) {
            better = offer_completed(*point, "block patterns");
            for (const Pattern& pattern : patterns_of(*blocks, *point)) bound.add(pattern);
        }
        return better;
    };
    std::int64_t rounds = 0;
    while (!settled() && bound.improve()) {
        if (rounds++ % rounds_between_plans == 0) fill(bound.prices());
        // The bound cannot grow by another step.
        const double hope = bound.master() - least_step * std::max(1.0, std::fabs(bound.master()));
        if (incumbent_.round_up_exact(bound.bound()) >= incumbent_.round_up_exact(hope)) break;
    }
    const double reached = incumbent_.round_up_exact(bound.bound());
    if (reached > current_bound_) {
        ++control_.effort().of(SearchPart::block_patterns).found;
        root_bound_ = current_bound_ = reached;
    }
    std::vector<double> moved;
    for (int k = 0, vain = 0; k < most_fills && vain < patience && !settled() && !control.stopped();
         ++k, ++vain) {
        moved.assign(bound.prices().begin(), bound.prices().end());
        for (double& price : moved) price *= 1 + 0.3 * (2 * random_.uniform() - 1);
        if (fill(moved)) vain = 0;
    }
    if (!settled() && options_.heuristics && !control.stopped())
        search_patterns(program, *blocks, bound.patterns());
    if (control_.stopped() || !settled()) return true;
    prune("block patterns", reached);
    root_closed_ = true;
    return false;
}

// How many blocks take each pattern, by a search of its own.
void Search::search_patterns(const MixedProgram& whole, const KnapsackBlocks& blocks,
                             std::span<const Pattern> patterns) {
    const PatternProgram program(whole, blocks, patterns);
    Control control(control_, program_nodes, program_work);
    const auto judge = [&](std::span<const double> counts) {
        Judged out = take_from_part(program.point(counts), "block patterns");
        if (current_bound_ >= incumbent_.gap_cutoff()) control.stop(Stop::nodes);
        return out;
    };
    Search search(program.program(), control, judge, options_of_part());
    search.incumbent().set_limit(incumbent_.limit());
    search.run();
    counters_.add_lps(search.counters());
}

}  // namespace tenon::ilp
