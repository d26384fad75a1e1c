#include "models/panel_sums.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/large_array.hpp"
#include "base/parallel.hpp"
#include "base/rank_update.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr std::int64_t wide_panels = 33;  // 264 columns: 0.5 MB a partial sum
// Blocks whose sums are added without compensation: their error stays below that within a block.
constexpr std::int64_t plain_blocks = 32;
// Partial sums of all chunks: at most 64 and at least 8 of them, about 8 MiB.
constexpr std::int64_t most_chunks = 64, least_chunks = 8, chunk_doubles = std::int64_t{1} << 19;
// Rows packed, and panels of columns summed, by one thread at a time where the matrix is wide.
constexpr std::int64_t strip_rows = 32, strip_panels = 9;

// Three panels of 128 rows, of which tiles are made, stay in the first cache; of many panels the
// longest chains of which one panel stays there.
std::int64_t block_rows_of(std::int64_t panels) {
    return panels < wide_panels ? 128 : 384;
}

MatrixXd sum_narrow(const Context& context, const PanelPlan& plan, const PanelRows& rows,
                    const FillPanels& fill) {
    const Index width = plan.panels * panel_columns;
    const std::int64_t stride = plan.block * panel_columns;
    std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(plan.slots()));
    const auto sum_chunk = [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
        LargeArray<double> panels(static_cast<std::size_t>(plan.panels * stride), 0.0);
        CompensatedMatrix total(width, width);
        MatrixXd plain = MatrixXd::Zero(width, width);
        std::int64_t blocks = 0;
        for (std::int64_t at = first; at < last; at += plan.block) {
            context.check_cancelled();
            const std::int64_t to = std::min(last, at + plan.block);
            fill(chunk, at, to, panels.data(), stride);
            rank_update({panels.data(), stride, to - at, plan.panels, rows.columns()}, 0,
                        plan.panels, {plain.data(), width}, ProductSign::add, fused_level(),
                        rows.memory_of(to, std::min(last, to + plan.block)));
            if (++blocks % plain_blocks != 0 && to < last) continue;
            total.add(plain);
            plain.setZero();
        }
        partial[static_cast<std::size_t>(chunk)] = std::move(total);
    };
    parallel_blocks(context, plan.rows, plan.chunk, sum_chunk);
    if (partial.empty()) return MatrixXd::Zero(width, width);
    for (std::size_t k = 1; k < partial.size(); ++k) partial[0].merge(partial[k]);
    return partial[0].value();
}

MatrixXd sum_wide(const Context& context, const PanelPlan& plan, const PanelRows& rows,
                  const FillPanels& fill) {
    const Index width = plan.panels * panel_columns;
    const std::int64_t stride = plan.block * panel_columns;
    LargeArray<double> memory(static_cast<std::size_t>(plan.panels * stride), 0.0);
    double* const panels = memory.data();
    MatrixXd plain = large_matrix(width, width);
    plain.setZero();
    CompensatedMatrix total;
    std::int64_t blocks = 0;
    for (std::int64_t at = 0; at < plan.rows; at += plan.block) {
        const std::int64_t to = std::min(plan.rows, at + plan.block);
        parallel_blocks(context, to - at, strip_rows,
                        [&](std::int64_t strip, std::int64_t first, std::int64_t last) {
                            fill(strip, at + first, at + last, panels + first * panel_columns,
                                 stride);
                        });
        const Panels block{panels, stride, to - at, plan.panels, rows.columns()};
        parallel_blocks(context, plan.panels, strip_panels,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            rank_update(block, first, last, {plain.data(), width});
                        });
        if (++blocks % plain_blocks != 0 || to == plan.rows) continue;
        if (blocks == plain_blocks) total = CompensatedMatrix(width, width);
        total.add(plain);
        plain.setZero();
    }
    if (blocks <= plain_blocks) return plain;
    total.add(plain);
    return total.value();
}

}  // namespace

PanelPlan::PanelPlan(std::int64_t rows_, std::int64_t panels_)
    : rows(rows_),
      panels(panels_),
      wide(panels_ >= wide_panels),
      block(block_rows_of(panels_)),
      chunk(rows_) {
    if (wide) return;
    const std::int64_t width = panels * panel_columns;
    const std::int64_t chunks =
        std::clamp(chunk_doubles / (width * width), least_chunks, most_chunks);
    const std::int64_t even = block_count(std::max<std::int64_t>(1, rows), chunks);
    chunk = block_count(even, block) * block;
}

std::int64_t PanelPlan::slots() const {
    return wide ? block_count(block, strip_rows) : block_count(rows, chunk);
}

std::int64_t PanelPlan::bytes() const {
    const std::int64_t width = panels * panel_columns;
    const std::int64_t sums = wide ? (rows > plain_blocks * block ? 3 : 1) : 2 * slots() + 3;
    return (sums * width + (wide ? block : 8 * block)) * width * 8;
}

MatrixXd sum_products(const Context& context, const PanelPlan& plan, const PanelRows& rows,
                      const FillPanels& fill) {
    return plan.wide ? sum_wide(context, plan, rows, fill) : sum_narrow(context, plan, rows, fill);
}

}  // namespace tenon::models
