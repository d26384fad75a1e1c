#include "ilp/blocks/pattern_plans.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

constexpr double row_room = 1e-6;  // of what is still asked for: rounding
// Prices of rows that still ask for something grow by this factor where no pattern would serve
// them.
constexpr double urgency = 1000;

// What the linking rows still ask for and allow while blocks are filled one by one.
class Remaining {
  public:
    Remaining(const MixedProgram& program, const KnapsackBlocks& blocks) {
        for (const std::int32_t row : blocks.rows) {
            asked_.push_back(program.lp.row_lower[row]);
            allowed_.push_back(program.lp.row_upper[row]);
        }
    }

    bool asks(std::int32_t row) const { return asked_[row] > row_room; }
    bool kept() const {
        for (std::size_t i = 0; i < asked_.size(); ++i)
            if (asked_[i] > row_room || allowed_[i] < -row_room) return false;
        return true;
    }
    void take(const Pattern& pattern) {
        for (const BlockLink& link : pattern.links) {
            asked_[link.row] -= link.value;
            allowed_[link.row] -= link.value;
        }
    }
    bool serves(const Pattern& pattern) const {
        return std::any_of(pattern.links.begin(), pattern.links.end(),
                           [&](const BlockLink& link) { return link.value > 0 && asks(link.row); });
    }
    // No more of each item than rows allow, or covers still ask for.
    void limit(const BlockGroup& group, std::vector<std::int32_t>& most) const {
        most.clear();
        for (const BlockItem& item : group.items) {
            double least = item.upper;
            for (const BlockLink& link : item.links) {
                if (link.value <= 0) continue;
                if (std::isfinite(allowed_[link.row]))
                    least = std::min(least, std::floor(allowed_[link.row] / link.value + row_room));
                else if (std::isfinite(asked_[link.row]))
                    least = std::min(least, std::ceil(asked_[link.row] / link.value - row_room));
            }
            most.push_back(std::max(item.lower, static_cast<std::int32_t>(std::max(least, -1e9))));
        }
    }

  private:
    std::vector<double> asked_, allowed_;
};

}  // namespace

std::optional<std::vector<double>> fill_blocks(const MixedProgram& program,
                                               const KnapsackBlocks& blocks,
                                               std::vector<BlockKnapsack>& knapsacks,
                                               std::span<const double> prices, Control& control) {
    Remaining remaining(program, blocks);
    std::vector<std::int32_t> filled(blocks.groups.size(), 0);
    std::vector<double> point(static_cast<std::size_t>(program.lp.columns), 0);
    std::vector<double> cost;
    std::vector<std::int32_t> most, amount;
    // The pattern of all groups with blocks left that gains most.
    const auto best_pattern = [&](double factor) {
        std::optional<Pattern> best;
        double least = infinity;
        for (std::size_t g = 0; g < blocks.groups.size(); ++g) {
            if (filled[g] == blocks.groups[g].blocks()) continue;
            cost.clear();
            for (const BlockItem& item : blocks.groups[g].items) {
                double reduced = item.cost;
                for (const BlockLink& link : item.links)
                    reduced -=
                        link.value * prices[link.row] * (remaining.asks(link.row) ? factor : 1);
                cost.push_back(reduced);
            }
            remaining.limit(blocks.groups[g], most);
            const std::int64_t before = knapsacks[g].work();
            const double gain = knapsacks[g].cheapest(cost, most, amount);
            control.add_work(knapsacks[g].work() - before);
            if (gain >= least) continue;
            least = gain;
            best = make_pattern(blocks, static_cast<std::int32_t>(g), amount);
        }
        return best;
    };
    for (std::int32_t left = blocks.blocks(); left > 0; --left) {
        if (control.stopped()) return std::nullopt;
        std::optional<Pattern> next = best_pattern(1);
        if (!next || !remaining.serves(*next)) {
            if (std::optional<Pattern> urgent = best_pattern(urgency)) next = std::move(urgent);
            if (!next) return std::nullopt;
        }
        remaining.take(*next);
        const std::vector<std::int32_t>& columns =
            blocks.groups[next->group].columns[filled[next->group]++];
        for (std::size_t r = 0; r < columns.size(); ++r) point[columns[r]] = next->amount[r];
    }
    if (!remaining.kept()) return std::nullopt;
    return point;
}

PatternProgram::PatternProgram(const MixedProgram& program, const KnapsackBlocks& blocks,
                               std::span<const Pattern> patterns)
    : program_(program), blocks_(blocks), patterns_(patterns) {
    LinearProgram& lp = own_.lp;
    lp.offset = program.lp.offset;
    for (std::size_t i = 0; i < blocks.rows.size(); ++i) {
        const std::int32_t row = blocks.rows[i];
        const bool cover = may_lose_items(static_cast<std::int32_t>(i));
        covers_.push_back(cover);
        lp.row_lower.push_back(program.lp.row_lower[row]);
        lp.row_upper.push_back(cover ? infinity : program.lp.row_upper[row]);
    }
    for (const BlockGroup& group : blocks.groups) {
        lp.row_lower.push_back(group.blocks());
        lp.row_upper.push_back(group.blocks());
    }
    for (const Pattern& pattern : patterns) {
        lp.cost.push_back(pattern.cost);
        lp.lower.push_back(0);
        lp.upper.push_back(blocks.groups[pattern.group].blocks());
        for (const BlockLink& link : pattern.links) {
            if (link.value == 0) continue;
            lp.matrix.index.push_back(link.row);
            lp.matrix.value.push_back(link.value);
        }
        lp.matrix.index.push_back(static_cast<std::int32_t>(blocks.rows.size()) + pattern.group);
        lp.matrix.value.push_back(1);
        lp.matrix.start.push_back(static_cast<std::int64_t>(lp.matrix.index.size()));
    }
    lp.columns = static_cast<std::int32_t>(lp.cost.size());
    lp.rows = static_cast<std::int32_t>(lp.row_lower.size());
    own_.integer.assign(lp.cost.size(), 1);
}

// An equation whose columns stand in it alone, at no gain, and only make room when they go.
bool PatternProgram::may_lose_items(std::int32_t row) const {
    const LinearProgram& lp = program_.lp;
    if (lp.row_lower[blocks_.rows[row]] != lp.row_upper[blocks_.rows[row]]) return false;
    for (const BlockGroup& group : blocks_.groups)
        for (const BlockItem& item : group.items)
            for (const BlockLink& link : item.links)
                if (link.row == row && (item.links.size() != 1 || link.value <= 0 ||
                                        item.weight < 0 || item.lower != 0 || item.cost < 0))
                    return false;
    return true;
}

std::vector<double> PatternProgram::point(std::span<const double> counts) const {
    std::vector<double> out(static_cast<std::size_t>(program_.lp.columns), 0);
    std::vector<double> surplus;
    for (const std::int32_t row : blocks_.rows) surplus.push_back(-program_.lp.row_upper[row]);
    std::vector<std::int32_t> filled(blocks_.groups.size(), 0);
    for (std::size_t p = 0; p < patterns_.size(); ++p)
        for (const BlockLink& link : patterns_[p].links)
            surplus[link.row] += link.value * std::round(counts[p]);
    for (std::size_t p = 0; p < patterns_.size(); ++p) {
        const Pattern& pattern = patterns_[p];
        const BlockGroup& group = blocks_.groups[pattern.group];
        for (auto times = std::llround(counts[p]);
             times > 0 && filled[pattern.group] < group.blocks(); --times) {
            const std::vector<std::int32_t>& columns = group.columns[filled[pattern.group]++];
            for (std::size_t r = 0; r < columns.size(); ++r) {
                std::int32_t amount = pattern.amount[r];
                for (const BlockLink& link : group.items[r].links)
                    while (covers_[link.row] && amount > 0 &&
                           surplus[link.row] >= link.value - row_room) {
                        surplus[link.row] -= link.value;
                        --amount;
                    }
                out[columns[r]] = amount;
            }
        }
    }
    return out;
}

}  // namespace tenon::ilp
