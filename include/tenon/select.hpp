// Which columns to keep: by their variance, their likeness to each other, or what they say of a
// target one by one. Selection by a model is in select_by_model.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class SelectRule : std::int32_t {
    variance = 0,            // score: variance (n - 1); keeps scores above threshold
    correlation = 1,         // one of every cluster of columns with |r| >= threshold
    f_score = 2,             // score: F of the target on the column; keeps p-values <= threshold
    mutual_information = 3,  // score: nats shared with the target; keeps scores above threshold
};

struct SelectOptions {
    SelectRule rule = SelectRule::variance;
    double threshold = 0;   // see the rules
    std::int64_t keep = 0;  // > 0: the `keep` best scores instead of threshold (not correlation)
    std::string target{};   // f_score and mutual_information; optional for correlation
    // The target is a class: one-way analysis of variance, and no bins. Text and bool always are.
    bool classes = false;
    std::int64_t bins = 16;  // mutual_information: classes of equal count, 2 to 1000
};

struct ScoredColumn {
    std::string column;
    double score = 0;
    double p_value = 0;  // f_score only, else NaN
    bool kept = false;
    std::int64_t cluster = 0;  // correlation only, from 0 in order of the columns; else 0
};

struct Selection {
    std::vector<ScoredColumn> columns;  // in the order they were given
    Feature feature;                    // drops those that are not kept; other columns stay
};

// Holes (missing or NaN) are left out: of a column, or of a pair of columns.
//   variance     of the present numbers.
//   correlation  Pearson's r over rows in which both are present; a cluster is what chains of
//                |r| >= threshold (in (0, 1]) connect. Kept is the column with the largest |r| with
//                the target, or without a target the one with fewest holes; the earliest of equals.
//                Its score is that |r| or the number of present cells.
//   f_score      numbers: F = r^2 (n - 2) / (1 - r^2) with 1 and n - 2 degrees of freedom; classes:
//   mean
//                squares between over within. A perfect column has F infinite and p 0.
//   mutual_information  sum p(a, b) ln(p(a, b) / (p(a) p(b))) over bins of equal count of the
//   column
//                (and of a number target), less (A - 1)(B - 1) / 2n for the bias (G. A. Miller,
//                1955), never below 0; A and B count bins that hold rows.
// Errors: not_found, type, argument (options, a column twice, the target among the columns, a
// missing target), data (no number, infinite numbers, no two classes, and where nothing would be
// kept).
Selection select_columns(const Context& context, const Table& table,
                         std::span<const std::string> columns, const SelectOptions& options);

// A selection made elsewhere, as a step. `rule` is a word for the change log and the document.
Feature selection_feature(std::string rule, std::vector<ScoredColumn> columns);

}  // namespace tenon
