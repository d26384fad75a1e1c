// V'V summed over rows that are made in panels (base/rank_update.hpp), a block at a time.
//
// Within a block every entry is one chain of fused multiply-adds; up to `plain_blocks` block sums
// are added as they are; those sums, and those of the chunks that threads work on, are added with
// compensation. All cuts depend on the shape only. A matrix of many columns is summed in one place,
// and threads share its columns; one of few columns is summed in a partial sum a chunk.
#pragma once

#include <cstdint>
#include <functional>

#include "base/eigen.hpp"
#include "models/panel_rows.hpp"
#include "tenon/context.hpp"

namespace tenon::models {

struct PanelPlan {
    PanelPlan(std::int64_t rows, std::int64_t panels);

    std::int64_t rows, panels;
    bool wide;
    std::int64_t block, chunk;  // rows
    // Places for what the callers of `fill` keep: one of them is never used by two threads at once.
    std::int64_t slots() const;
    // Bytes of working memory.
    std::int64_t bytes() const;
};

// Writes rows [first, last) of V to panels `stride` doubles apart; their memory began as zero.
using FillPanels = std::function<void(std::int64_t slot, std::int64_t first, std::int64_t last,
                                      double* panels, std::int64_t stride)>;

// Lower triangle, in the order of the panels' columns; zero where those are not filled.
// `rows` are what `fill` packs: those of the next block are fetched while a block is summed.
Eigen::MatrixXd sum_products(const Context& context, const PanelPlan& plan, const PanelRows& rows,
                             const FillPanels& fill);

}  // namespace tenon::models
