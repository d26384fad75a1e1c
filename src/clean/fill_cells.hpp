// Puts values into runs of missing cells of one column.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "clean/column_edit.hpp"
#include "tenon/impute.hpp"

namespace tenon::clean {

// Every cell of the runs becomes the learned value. An int64 column stays one if the value is an
// integer, a bool column if it is 0 or 1; else they become float64.
Column fill_with_value(const Context& context, const Column& column, std::span<const Run> runs,
                       const FittedFill& fill);
// The same for every missing cell, without a list of them, where the result is float64; counts the
// NaN on the way. Nothing where the column keeps another type.
std::optional<Column> fill_all_with_number(const Context& context, const Column& column,
                                           const FittedFill& fill, std::int64_t& nan);

// The same with a value for each run: fills[which[i]]; fills[0] for all where `which` is empty.
Column fill_with_values(const Context& context, const Column& column, std::span<const Run> runs,
                        std::span<const FittedFill> fills, std::span<const std::int32_t> which);

// Present and not NaN, and finite where that is asked for.
bool usable_cell(const Column& column, std::int64_t row, bool finite);

// Cells that bound a gap: the nearest usable row above and below each run, -1 where there is none.
// `usable` cells are present and not NaN, and finite where `finite` is asked for.
struct Neighbours {
    std::vector<std::int64_t> above, below;
};
Neighbours neighbours_of(const Context& context, const Column& column, std::span<const Run> runs,
                         bool finite);

// Every cell of run i becomes a copy of row sources[i], which is present.
Column fill_with_rows(const Context& context, const Column& column, std::span<const Run> runs,
                      std::span<const std::int64_t> sources);

// Every cell of run i becomes the point of the straight line between rows above[i] and below[i],
// both present, over `time`; over the row number without one. An int64 column stays one where all
// points are integers, which are exact. Throws Error(data) where it would become float64 and a
// present cell is no double.
Column fill_with_line(const Context& context, const std::string& name, const Column& column,
                      std::span<const Run> runs, const Neighbours& neighbours, const Column* time);

// An int64 column that takes a fraction becomes float64; throws Error(data) where one of its own
// cells is no double.
void refuse_inexact(const Context& context, const Column& column, const std::string& name);

// Throws Error: type (text or bool), data (a missing, infinite or decreasing time), with the row.
void check_time(const Context& context, const std::string& name, const Column& time);

}  // namespace tenon::clean
