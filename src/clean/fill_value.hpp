// What mean, median, mode and constant put into the missing cells of one column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tenon/impute.hpp"

namespace tenon::clean {

// Learns the value from the present cells. Throws Error: type (a mean of text), data (nothing to
// learn from, an infinite mean), argument (a constant that the column cannot hold).
FittedFill learn_fill(const Context& context, const std::string& name, const Column& column,
                      const ImputeOptions& options);

// The same for the mean of a number column with missing cells, which is filled on the way where the
// result is float64: the cells are in the cache once rather than twice.
struct MeanFilled {
    FittedFill fill{};
    std::optional<Column> column{};  // none: another type is kept, fill it as usual
    std::int64_t nan = 0;            // cells that are NaN, where the column was filled
};
MeanFilled learn_and_fill_mean(const Context& context, const std::string& name,
                               const Column& column);

// "median 298.42 of 4,889 present cells"
std::string fill_reason(const FittedFill& fill, Fill kind);

// Whether the fill learns a value, rather than taking it from the neighbours of each gap.
constexpr bool learns_value(Fill fill) noexcept {
    return fill == Fill::mean || fill == Fill::median || fill == Fill::mode ||
           fill == Fill::constant;
}

// The constant for an int64 column: constant_text where it is the integer that `constant` is the
// double of, so that no digit beyond 2^53 is lost; none where that is not so.
std::optional<std::int64_t> exact_constant(const ImputeOptions& options);

}  // namespace tenon::clean
