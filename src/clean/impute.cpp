#include "tenon/impute.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "clean/column_loop.hpp"
#include "clean/fill_cells.hpp"
#include "clean/fill_value.hpp"
#include "clean/past_cache.hpp"
#include "clean/readings.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace clean;

namespace {

bool is_number(Type type) noexcept {
    return type == Type::float64 || type == Type::int64 || type == Type::boolean;
}

void check_options(const ImputeOptions& options) {
    const auto kind = static_cast<std::int32_t>(options.fill);
    if (kind < 0 || kind > static_cast<std::int32_t>(Fill::linear_time))
        throw Error(Status::argument, "fill is not one of the known ways to fill",
                    {.argument = "fill"});
    if (options.limit < 0)
        throw Error(Status::argument,
                    "limit is " + std::to_string(options.limit) + "; give 0 for none, or a length",
                    {.argument = "limit"});
}

void check_columns(const std::vector<FittedFill>& fills) {
    std::set<std::string_view> seen;
    for (const FittedFill& fill : fills)
        if (!seen.insert(fill.column).second)
            throw Error(Status::argument,
                        "column \"" + fill.column + "\" is named twice; name it once",
                        {.argument = fill.column});
}

// The time column of linear_time, or null where rows stand for time.
const Column* time_of(const Table& table, const ImputeOptions& options) {
    if (options.fill != Fill::linear_time || options.time_column.empty()) return nullptr;
    return &table.column(options.time_column);
}

void check_line(const Context& context, const std::string& name, const Column& column,
                const ImputeOptions& options) {
    if (column.type() != Type::float64 && column.type() != Type::int64)
        throw Error(Status::type,
                    "column \"" + name + "\" is " + type_name(column.type()) +
                        "; linear_time needs float64 or int64; use previous or next",
                    {.argument = name});
    if (name == options.time_column)
        throw Error(Status::argument,
                    "column \"" + name + "\" cannot be filled over itself as time_column",
                    {.argument = "time_column"});
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (column.valid(row) && std::isfinite(column.number(row))) return;
    }
    throw Error(Status::data,
                "column \"" + name + "\": no present cell to draw a line from; drop the column",
                {.argument = name});
}

void check_type(const FittedFill& fill, const Column& column, Fill kind) {
    const bool both_numbers = is_number(fill.type) && is_number(column.type());
    if (learns_value(kind) && fill.type != column.type() && !both_numbers)
        throw Error(Status::type,
                    "column \"" + fill.column + "\" is " + type_name(column.type()) + ", and was " +
                        type_name(fill.type) + " in the fit; convert it, or fit again",
                    {.argument = fill.column});
}

// Takes out the runs that are too long; returns how many cells they hold.
std::int64_t drop_long_runs(std::vector<Run>& runs, std::int64_t limit) {
    if (limit == 0) return 0;
    const std::int64_t before = cells_in(runs);
    std::erase_if(runs, [limit](const Run& run) { return run.length() > limit; });
    return before - cells_in(runs);
}

// Keeps only the runs that have the neighbours the fill needs; returns how many cells go.
std::int64_t drop_open_runs(std::vector<Run>& runs, Neighbours& neighbours, bool above,
                            bool below) {
    std::size_t kept = 0;
    std::int64_t cells = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if ((above && neighbours.above[i] < 0) || (below && neighbours.below[i] < 0)) {
            cells += runs[i].length();
            continue;
        }
        runs[kept] = runs[i];
        neighbours.above[kept] = neighbours.above[i];
        neighbours.below[kept] = neighbours.below[i];
        ++kept;
    }
    runs.resize(kept);
    neighbours.above.resize(kept);
    neighbours.below.resize(kept);
    return cells;
}

struct Filled {
    Column column;
    std::int64_t cells = 0;       // filled
    std::int64_t long_cells = 0;  // left missing: the run is longer than the limit
    std::int64_t open_cells = 0;  // left missing: no neighbour on a side that is needed
    std::int64_t nan_cells = -1;  // -1: not counted on the way
};

Filled fill_column(const Context& context, const Column& column, std::vector<Run> runs,
                   const FittedFill& fill, const ImputeOptions& options, const Column* time) {
    Filled out;
    out.column = column;
    out.long_cells = drop_long_runs(runs, options.limit);
    Neighbours neighbours;
    if (!learns_value(options.fill)) {
        const bool line = options.fill == Fill::linear_time;
        neighbours = neighbours_of(context, column, runs, line);
        out.open_cells = drop_open_runs(runs, neighbours, line || options.fill == Fill::previous,
                                        line || options.fill == Fill::next);
    }
    out.cells = cells_in(runs);
    if (out.cells == 0) return out;
    switch (options.fill) {
        case Fill::previous:
            out.column = fill_with_rows(context, column, runs, neighbours.above);
            break;
        case Fill::next:
            out.column = fill_with_rows(context, column, runs, neighbours.below);
            break;
        case Fill::linear_time:
            out.column = fill_with_line(context, fill.column, column, runs, neighbours, time);
            break;
        default:
            out.column = fill_with_value(context, column, runs, fill);
    }
    return out;
}

// Fills every missing cell with the learned number, where that is all there is to do: no list of
// the missing cells is needed then.
bool fill_all(const Context& context, const Column& column, const FittedFill& fill,
              const ImputeOptions& options, Filled& filled) {
    if (!learns_value(options.fill) || options.limit > 0 || options.add_indicator ||
        column.missing() == 0)
        return false;
    auto numbers = fill_all_with_number(context, column, fill, filled.nan_cells);
    if (!numbers) return false;
    filled.column = *std::move(numbers);
    filled.cells = column.missing();
    return true;
}

Filled filled_with(const Context& context, const Column& column, const FittedFill& fill,
                   const ImputeOptions& options, const Column* time) {
    Filled filled;
    if (!fill_all(context, column, fill, options, filled))
        filled = fill_column(context, column, missing_runs(context, column), fill, options, time);
    return filled;
}

std::int64_t count_nan(const Context& context, const Column& column) {
    if (column.type() != Type::float64) return 0;
    const VectorLevel level = vector_level();
    ReadingCount count;
    double buffer[readings_at_once];
    for (std::int64_t row = 0; row < column.size(); row += readings_at_once) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        add_to_count(
            level,
            readings_of(column, row, std::min(readings_at_once, column.size() - row), buffer),
            count);
    }
    return column.size() - column.missing() - count.numbers;
}

Change change_of(const Context& context, const Column& before, const Filled& filled,
                 const FittedFill& fill, const ImputeOptions& options) {
    std::string reason = fill_reason(fill, options.fill);
    if (options.fill == Fill::linear_time)
        reason += options.time_column.empty() ? " over the row number"
                                              : " over \"" + options.time_column + '"';
    if (before.missing() == 0) reason = "no cell is missing; would have been " + reason;
    if (filled.long_cells > 0)
        reason += "; " + count_text(filled.long_cells, "cell", "cells") + " in runs longer than " +
                  count_text(options.limit) + " left missing";
    if (filled.open_cells > 0)
        reason += "; " + count_text(filled.open_cells, "cell", "cells") +
                  (options.fill == Fill::previous ? " with no present cell above left missing"
                   : options.fill == Fill::next   ? " with no present cell below left missing"
                                                  : " outside the ends left missing");
    const std::int64_t nan = filled.nan_cells >= 0 ? filled.nan_cells : count_nan(context, before);
    if (nan > 0) reason += "; " + count_text(nan, "NaN cell", "NaN cells") + " left alone";
    if (filled.cells > 0 && filled.column.type() != before.type())
        reason += std::string("; ") + type_name(before.type()) + " became " +
                  type_name(filled.column.type());
    return {"fill missing", fill.column, 0, filled.cells, reason};
}

Change no_column_named() {
    return {"fill missing", "", 0, 0, "no column was named"};
}

// Whether columns can be filled while their means are taken.
bool one_pass(const ImputeOptions& options) noexcept {
    return options.fill == Fill::mean && options.limit == 0 && !options.add_indicator;
}

Filled fill_while_learning(const Context& context, const std::string& name, const Column& column,
                           const ImputeOptions& options, FittedFill& fill) {
    Filled out;
    out.column = column;
    const bool number = column.type() == Type::float64 || column.type() == Type::int64;
    // A short column is still in the cache when it is filled.
    if (!number || column.missing() == 0 || column.size() < least_rows_past_cache) {
        fill = learn_fill(context, name, column, options);
        return column.missing() > 0 ? filled_with(context, column, fill, options, nullptr) : out;
    }
    const Charge charge(context, column.size() * 8);
    MeanFilled filled = learn_and_fill_mean(context, name, column);
    fill = std::move(filled.fill);
    if (!filled.column) return filled_with(context, column, fill, options, nullptr);
    out.column = *std::move(filled.column);
    out.cells = column.missing();
    out.nan_cells = filled.nan;
    return out;
}

// What is known of one column when its cells are filled.
struct Done {
    Filled filled;
    Change change;
    std::optional<Column> indicator{};
};

std::int64_t bytes_to_fill(const Column& column) noexcept {
    return column.missing() > 0 ? 8 * column.size() : 0;
}

Done done_with(const Context& context, const Column& column, const FittedFill& fill,
               const ImputeOptions& options, const Column* time) {
    check_type(fill, column, options.fill);
    const bool number = column.type() == Type::int64 || column.type() == Type::float64;
    if (options.fill == Fill::linear_time && !number)
        throw Error(Status::type,
                    "column \"" + fill.column + "\" is " + type_name(column.type()) +
                        "; linear_time needs float64 or int64",
                    {.argument = fill.column});
    Done out;
    out.filled = filled_with(context, column, fill, options, time);
    if (options.add_indicator)
        out.indicator = flag_column(column.size(), missing_runs(context, column));
    out.change = change_of(context, column, out.filled, fill, options);
    return out;
}

// A column is filled as soon as its own fill is known.
Done learn_and_fill(const Context& context, const std::string& name, const Column& column,
                    const ImputeOptions& options, FittedFill& fill) {
    if (!one_pass(options)) {
        fill = learn_fill(context, name, column, options);
        const Charge charge(context, bytes_to_fill(column));
        return done_with(context, column, fill, options, nullptr);
    }
    Done out;
    out.filled = fill_while_learning(context, name, column, options, fill);
    out.change = change_of(context, column, out.filled, fill, options);
    return out;
}

// The table with what was done to each of its columns, in their order.
Table with_filled(const Table& table, std::span<const FittedFill> fills, std::vector<Done> done) {
    Table out = table;
    for (std::size_t i = 0; i < fills.size(); ++i) {
        if (done[i].filled.cells > 0)
            out = out.with_column(fills[i].column, std::move(done[i].filled.column));
        if (done[i].indicator) {
            const std::string name = own_name(out, fills[i].column + " missing");
            out = out.with_column(name, *std::move(done[i].indicator));
        }
        out = out.with_change(std::move(done[i].change));
    }
    return done.empty() ? out.with_change(no_column_named()) : out;
}

}  // namespace

Imputer::Imputer(ImputeOptions options, std::vector<FittedFill> fills)
    : options_(std::move(options)), fills_(std::move(fills)) {
    check_options(options_);
    check_columns(fills_);
    for (const FittedFill& fill : fills_)
        if (learns_value(options_.fill) && !std::isfinite(fill.value))
            throw Error(Status::argument,
                        "column \"" + fill.column + "\": the stored value is not finite",
                        {.argument = fill.column});
}

Imputer Imputer::fit(const Context& context, const Table& table,
                     std::span<const std::string> columns, const ImputeOptions& options) {
    check_options(options);
    if (const Column* time = time_of(table, options))
        check_time(context, options.time_column, *time);
    std::vector<FittedFill> fills(columns.size());
    for_columns(context, "learn fills", table.rows(), columns.size(),
                [&](const Context& own, std::size_t i) {
                    const std::string& name = columns[i];
                    const Column& column = table.column(name);
                    if (options.fill == Fill::linear_time) check_line(own, name, column, options);
                    fills[i] = learn_fill(own, name, column, options);
                });
    return Imputer(options, std::move(fills));
}

Imputer Imputer::fit(const Context& context, const Table& table,
                     std::span<const std::string> columns, const ImputeOptions& options,
                     Table& filled) {
    if (!learns_value(options.fill)) {
        Imputer imputer = fit(context, table, columns, options);
        filled = imputer.apply(context, table);
        return imputer;
    }
    check_options(options);
    std::vector<FittedFill> fills(columns.size());
    std::vector<Done> done(columns.size());
    std::int64_t bytes = 0;
    for (const std::string& name : columns) bytes += bytes_to_fill(table.column(name));
    const Charge held(context, bytes);  // the new columns
    for_columns(context, "learn fills", table.rows(), columns.size(),
                [&](const Context& own, std::size_t i) {
                    done[i] = learn_and_fill(own, columns[i], table.column(columns[i]), options,
                                             fills[i]);
                });
    Imputer imputer(options, std::move(fills));
    filled = with_filled(table, imputer.fills_, std::move(done));
    return imputer;
}

Table Imputer::apply(const Context& context, const Table& table) const {
    const Column* time = time_of(table, options_);
    if (time) check_time(context, options_.time_column, *time);
    std::vector<Done> done(fills_.size());
    std::int64_t bytes = 0;
    for (const FittedFill& fill : fills_) bytes += bytes_to_fill(table.column(fill.column));
    const Charge held(context, bytes);  // the new columns
    for_columns(context, "fill missing", table.rows(), fills_.size(),
                [&](const Context& own, std::size_t i) {
                    const Column& column = table.column(fills_[i].column);
                    const Charge charge(own, bytes_to_fill(column));
                    done[i] = done_with(own, column, fills_[i], options_, time);
                });
    return with_filled(table, fills_, std::move(done));
}

}  // namespace tenon
