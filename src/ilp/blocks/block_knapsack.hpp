// The cheapest pattern of a block: min sum c_r x_r over whole x within bounds and one knapsack, by
// dynamic programming over the capacity (R. Bellman, 1957); columns that may be more than one are
// taken in pieces of 1, 2, 4, ... (S. Martello, P. Toth: Knapsack Problems, 1990, ch. 3).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/blocks/knapsack_blocks.hpp"

namespace tenon::ilp {

// Where knapsacks are solved, one after the other.
struct KnapsackTable {
    std::vector<double> best;
    std::vector<std::uint8_t> taken;
};

class BlockKnapsack {
  public:
    BlockKnapsack(const BlockGroup& group, KnapsackTable& table) : group_(group), table_(table) {}

    // The least cost, and where it is taken in `amount`; infinity where nothing fits. No place gets
    // more than `most` (empty: than its bound). Time and memory: pieces times capacity.
    double cheapest(std::span<const double> cost, std::span<const std::int32_t> most,
                    std::vector<std::int32_t>& amount);
    std::int64_t work() const noexcept { return work_; }  // so far, in the units of Control

  private:
    struct Piece {
        std::int32_t place, count;
        std::int64_t weight;
        double profit;
    };
    const BlockGroup& group_;
    KnapsackTable& table_;
    std::vector<Piece> pieces_;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp
