// Plans made of patterns.
//
// fill_blocks: block by block the cheapest pattern at given prices, for what the linking rows still
// ask for or allow (sequential value correction: G. Belov, G. Scheithauer, European Journal of
// Operational Research 171, 2006, and the older sequential heuristics it goes back to).
//
// PatternProgram: how many blocks take each known pattern, as an integer program of its own (the
// restricted master). Equations of columns that may be taken out of any pattern are covers there,
// and what is covered too often is taken out again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ilp/blocks/pattern_bound.hpp"

namespace tenon::ilp {

// A point of the program, or nothing where some linking row is not kept.
std::optional<std::vector<double>> fill_blocks(const MixedProgram& program,
                                               const KnapsackBlocks& blocks,
                                               std::vector<BlockKnapsack>& knapsacks,
                                               std::span<const double> prices, Control& control);

class PatternProgram {
  public:
    PatternProgram(const MixedProgram& program, const KnapsackBlocks& blocks,
                   std::span<const Pattern> patterns);

    const MixedProgram& program() const noexcept { return own_; }
    // Numbers of patterns as a point of the program they belong to.
    std::vector<double> point(std::span<const double> counts) const;

  private:
    bool may_lose_items(std::int32_t row) const;

    const MixedProgram& program_;
    const KnapsackBlocks& blocks_;
    std::span<const Pattern> patterns_;
    std::vector<std::uint8_t> covers_;  // of a linking row: an equation that is a cover here
    MixedProgram own_;
};

}  // namespace tenon::ilp
