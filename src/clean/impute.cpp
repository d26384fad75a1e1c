#include "tenon/impute.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/held_bytes.hpp"
#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
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

Filled learn_and_fill(const Context& context, const std::string& name, const Column& column,
                      const ImputeOptions& options, std::vector<FittedFill>& fills) {
    Filled out;
    out.column = column;
    const bool number = column.type() == Type::float64 || column.type() == Type::int64;
    // A short column is still in the cache when it is filled.
    if (!number || column.missing() == 0 || column.size() < least_rows_past_cache) {
        fills.push_back(learn_fill(context, name, column, options));
        return column.missing() > 0 ? filled_with(context, column, fills.back(), options, nullptr)
                                    : out;
    }
    const Charge charge(context, column.size() * 8);
    MeanFilled filled = learn_and_fill_mean(context, name, column);
    fills.push_back(std::move(filled.fill));
    if (!filled.column) return filled_with(context, column, fills.back(), options, nullptr);
    out.column = *std::move(filled.column);
    out.cells = column.missing();
    out.nan_cells = filled.nan;
    return out;
}

Table with_indicator(const Table& table, const std::string& name, std::span<const Run> runs) {
    const std::string indicator = name + " missing";
    if (table.find(indicator))
        throw Error(
            Status::argument,
            "column \"" + indicator +
                "\" already exists, and add_indicator would add one of that name; rename it",
            {.argument = indicator});
    return table.with_column(indicator, flag_column(table.rows(), runs));
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
    std::vector<FittedFill> fills;
    for (const std::string& name : columns) {
        context.report(
            {.phase = "learn fills",
             .share = static_cast<double>(fills.size()) / static_cast<double>(columns.size()),
             .rows = table.rows()});
        const Column& column = table.column(name);
        if (options.fill == Fill::linear_time) check_line(context, name, column, options);
        fills.push_back(learn_fill(context, name, column, options));
    }
    return Imputer(options, std::move(fills));
}

Imputer Imputer::fit(const Context& context, const Table& table,
                     std::span<const std::string> columns, const ImputeOptions& options,
                     Table& filled) {
    if (!one_pass(options)) {
        Imputer imputer = fit(context, table, columns, options);
        filled = imputer.apply(context, table);
        return imputer;
    }
    std::vector<FittedFill> fills;
    std::vector<Filled> done;
    HeldBytes held(context);  // the new columns
    for (const std::string& name : columns) {
        context.report(
            {.phase = "learn fills",
             .share = static_cast<double>(fills.size()) / static_cast<double>(columns.size()),
             .rows = table.rows()});
        if (table.column(name).missing() > 0) held.add(8 * table.rows());
        done.push_back(learn_and_fill(context, name, table.column(name), options, fills));
    }
    Imputer imputer(options, std::move(fills));
    Table out = table;
    for (std::size_t i = 0; i < done.size(); ++i) {
        const FittedFill& fill = imputer.fills_[i];
        const Change change = change_of(context, table.column(fill.column), done[i], fill, options);
        if (done[i].cells > 0) out = out.with_column(fill.column, std::move(done[i].column));
        out = out.with_change(change);
    }
    if (done.empty()) out = out.with_change(no_column_named());
    filled = std::move(out);
    return imputer;
}

Table Imputer::apply(const Context& context, const Table& table) const {
    const Column* time = time_of(table, options_);
    if (time) check_time(context, options_.time_column, *time);
    Table out = table;
    std::size_t done = 0;
    HeldBytes held(context);  // the new columns
    for (const FittedFill& fill : fills_) {
        context.report({.phase = "fill missing",
                        .share = static_cast<double>(done++) / static_cast<double>(fills_.size()),
                        .rows = table.rows()});
        const Column& column = table.column(fill.column);
        check_type(fill, column, options_.fill);
        if (options_.fill == Fill::linear_time && column.type() != Type::int64 &&
            column.type() != Type::float64)
            throw Error(Status::type,
                        "column \"" + fill.column + "\" is " + type_name(column.type()) +
                            "; linear_time needs float64 or int64",
                        {.argument = fill.column});
        const std::int64_t cells = column.missing() > 0 ? column.size() * 8 : 0;
        held.add(cells);
        const Charge charge(context, cells);
        Filled filled = filled_with(context, column, fill, options_, time);
        if (filled.cells > 0) out = out.with_column(fill.column, filled.column);
        if (options_.add_indicator)
            out = with_indicator(out, fill.column, missing_runs(context, column));
        out = out.with_change(change_of(context, column, filled, fill, options_));
    }
    if (fills_.empty()) out = out.with_change(no_column_named());
    return out;
}

}  // namespace tenon
