// A bound from patterns: what one block may look like is left whole, only the linking rows are
// priced.
//
//   L(pi) = side(pi) + sum_g K_g min { (c_g - A_g' pi) x : x a pattern of group g }
//
// is below every plan for any prices pi of the linking rows (free for equations, >= 0 for rows with
// a lower side, <= 0 for those with an upper one). The largest L is the optimum of the linear
// program over all patterns (G. Dantzig, P. Wolfe, 1960; P. Gilmore, R. Gomory, 1961), often within
// one step of the best plan. It is found by cutting planes (J. Kelley, 1960) in the space of
// prices, each pattern one row, asked at points between the best prices so far and those of the
// master (P. Wentges: Weighted Dantzig-Wolfe decomposition for linear mixed-integer programming,
// International Transactions in Operational Research 4, 1997).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ilp/blocks/block_knapsack.hpp"
#include "ilp/blocks/knapsack_blocks.hpp"
#include "ilp/node/control.hpp"

namespace tenon::ilp {

struct Pattern {
    std::int32_t group = 0;
    std::vector<std::int32_t> amount;  // at each place of the group
    double cost = 0;
    std::vector<BlockLink> links;  // what it adds to the linking rows, ascending
};

Pattern make_pattern(const KnapsackBlocks& blocks, std::int32_t group,
                     std::vector<std::int32_t> amount);

// Those of a point's blocks, one a block.
std::vector<Pattern> patterns_of(const KnapsackBlocks& blocks, std::span<const double> point);

class PatternBound {
  public:
    // `prices`: of the linking rows, to begin with; of any sign and worth. All outlive it.
    PatternBound(const MixedProgram& program, const KnapsackBlocks& blocks,
                 std::vector<double> prices, Control& control);
    ~PatternBound();

    // One round: a master, prices, a pattern of each group. False: the best bound is reached, or
    // the control has stopped, or the master cannot be solved.
    bool improve();
    void add(const Pattern& pattern);  // once each; those known already change nothing

    double bound() const noexcept { return bound_; }                   // no plan costs less
    double master() const noexcept { return master_; }                 // about what it may become
    std::span<const double> prices() const noexcept { return best_; }  // of that bound
    const std::vector<Pattern>& patterns() const noexcept { return patterns_; }
    std::vector<BlockKnapsack>& knapsacks() noexcept { return knapsacks_; }

  private:
    double price(std::span<const double> at, bool& cuts);
    void clip(std::vector<double>& prices) const;
    double side_term(std::int32_t row, double price) const;

    const MixedProgram& program_;
    const KnapsackBlocks& blocks_;
    Control& control_;
    KnapsackTable table_;  // of all knapsacks
    std::vector<BlockKnapsack> knapsacks_;
    std::vector<double> best_, last_;  // prices
    std::vector<double> worth_;        // of a pattern, by group, in the last master
    double bound_ = -infinity, master_ = infinity;
    std::vector<Pattern> patterns_;
    std::unique_ptr<Simplex> lp_;
};

}  // namespace tenon::ilp
