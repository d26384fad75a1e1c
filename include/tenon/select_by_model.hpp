// Which columns to keep by what a model makes of them together: L1 penalty and recursive
// elimination.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/model.hpp"
#include "tenon/select.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class ModelSelectRule : std::int32_t {
    l1 = 0,  // columns whose coefficient an L1 penalty leaves; score: |s_j b_j|
    recursive =
        1,  // the column of smallest |s_j b_j| goes, round by round; score: rounds it stayed
};

struct ModelSelectOptions {
    ModelSelectRule rule = ModelSelectRule::l1;
    ModelKind kind = ModelKind::linear;
    std::string target{};
    std::string positive_label{};  // logistic: as PipelineOptions has it
    // Columns to keep. l1: 0 takes penalty_share; else the penalty falls from its largest value in
    // 100 equal ratios to a thousandth until so many columns are left, and the best of them are
    // kept. recursive: 0 is half of the columns.
    std::int64_t keep = 0;
    double penalty_share = 0.1;  // l1: of the smallest penalty that leaves none, in (0, 1)
    double l2 = 0;               // recursive: ridge penalty of the models, as in LinearOptions
};

// Number columns; s_j is the standard deviation. Learned from rows that have the target and all
// columns. Of columns that depend on each other recursive elimination drops the later ones first
// (their coefficient is 0); of equal scores the later column goes.
//
// Errors: not_found, type, argument (options, a column twice, the target among the columns), data
// (no complete row, infinite cells, one class, nothing kept).
Selection select_by_model(const Context& context, const Table& table,
                          std::span<const std::string> columns, const ModelSelectOptions& options);

}  // namespace tenon
