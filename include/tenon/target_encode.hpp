// Categories encoded by the mean of a target among their rows, shrunk towards the mean of all, and
// out of fold for the rows the encoder was fitted on.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct TargetEncodeOptions {
    // The value of the target that counts as 1, as text; every other present value is 0. Empty: the
    // target is a number or bool and is taken as it is.
    std::string positive_label{};
    double smoothing = 10;   // rows of the overall mean mixed into each category; >= 0
    std::int64_t folds = 5;  // for the training rows; from 2 on
    std::uint64_t seed = 0;
    std::int64_t max_categories = 1000000;  // more is refused
};

struct TargetEncoded {
    Feature feature;  // for new rows: learned from all rows
    Table training;   // the fitted table, each row encoded from the rows of the other folds
};

// value(c) = (sum of the target over rows of c + smoothing * m) / (rows of c + smoothing), m the
// mean of the target over all rows. Rows are dealt into folds by a seeded shuffle; a row of fold k
// gets the value that the rows of the other folds give, so that its own target is not in its own
// feature. To apply `feature` to the rows it was fitted on would leak the target; use `training`.
// Rows with a missing or NaN target do not count, and are encoded like any other. Text, bool and
// int64 columns, put in place as float64; a category the fit (or the other folds) did not see gives
// m (of the rows that were looked at).
//
// Errors: not_found, type, argument (options out of range, the target among the columns, a column
// twice), data (no row with a target, an infinite target, fewer rows than folds, too many
// categories).
TargetEncoded fit_target_encode(const Context& context, const Table& table,
                                std::span<const std::string> columns, const std::string& target,
                                const TargetEncodeOptions& options = {});

}  // namespace tenon
