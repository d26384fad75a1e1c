#include "tenon/outlier.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "clean/column_loop.hpp"
#include "clean/finite_readings.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/outlier_groups.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

using namespace clean;

namespace {

constexpr std::int64_t least_window = 3;

void check_options(const OutlierOptions& options) {
    const auto rule = static_cast<std::int32_t>(options.rule);
    const auto action = static_cast<std::int32_t>(options.action);
    if (rule < 0 || rule > static_cast<std::int32_t>(OutlierRule::rolling))
        throw Error(Status::argument, "rule must be iqr, mad, hampel, z or rolling",
                    {.argument = "rule"});
    if (action < 0 || action > static_cast<std::int32_t>(OutlierAction::drop))
        throw Error(Status::argument, "action must be flag, clip, missing or drop",
                    {.argument = "action"});
    if (!(options.factor >= 0) || std::isinf(options.factor))
        throw Error(Status::argument,
                    "factor is " + reading_text(options.factor) +
                        "; give a positive number, or 0 for the usual one",
                    {.argument = "factor"});
    if (looks_at_neighbours(options.rule) &&
        (options.window < least_window || options.window % 2 == 0))
        throw Error(Status::argument,
                    "window is " + std::to_string(options.window) +
                        "; a window is an odd number of at least 3",
                    {.argument = "window"});
}

void check_numbers(const std::string& name, const Column& column) {
    if (!column.is_numeric())
        throw Error(Status::type,
                    "column \"" + name + "\" is " + type_name(column.type()) +
                        "; outliers are looked for in numbers only",
                    {.argument = name});
}

const char* step_name(OutlierAction action) noexcept {
    switch (action) {
        case OutlierAction::flag:
            return "flag outliers";
        case OutlierAction::clip:
            return "clip outliers";
        case OutlierAction::missing:
            return "clear outliers";
        case OutlierAction::drop:
            return "drop outliers";
    }
    return "";
}

Column clipped(const Context& context, const Column& column,
               const std::vector<OutlierCell>& cells) {
    const bool integers = column.type() == Type::int64 &&
                          std::all_of(cells.begin(), cells.end(), [](const OutlierCell& cell) {
                              return fits_int64(cell.replacement);
                          });
    if (integers) {
        LargeArray<std::int64_t> values(column.int64s(), context.spare);
        for (const OutlierCell& cell : cells)
            values[static_cast<std::size_t>(cell.row)] =
                static_cast<std::int64_t>(cell.replacement);
        return make_int64(Type::int64, std::move(values), Validity(column));
    }
    auto values = all_numbers(context, column);
    Validity validity(column);
    for (const OutlierCell& cell : cells)
        if (std::isnan(cell.replacement))
            validity.clear(cell.row);
        else
            values[static_cast<std::size_t>(cell.row)] = cell.replacement;
    return make_float64(std::move(values), std::move(validity));
}

Column cleared(const Column& column, const std::vector<OutlierCell>& cells) {
    Validity validity(column);
    for (const OutlierCell& cell : cells) validity.clear(cell.row);
    return with_validity(column, std::move(validity));
}

Column flags(std::int64_t rows, const std::vector<OutlierCell>& cells) {
    std::vector<Run> runs;
    runs.reserve(cells.size());
    for (const OutlierCell& cell : cells) runs.push_back({cell.row, cell.row + 1});
    return flag_column(rows, runs);
}

// Where the usual name is taken: "x outlier (mad)".
Table with_flag(const Table& table, const std::string& name, Column flag_of_rows,
                std::string_view rule_word) {
    std::string flag = name + " outlier";
    if (!rule_word.empty() && table.find(flag))
        flag = own_name(table, flag + " (" + std::string(rule_word) + ")");
    if (table.find(flag))
        throw Error(Status::argument,
                    "column \"" + flag +
                        "\" already exists, and flag would add one of that name; rename it",
                    {.argument = flag});
    return table.with_column(flag, std::move(flag_of_rows));
}

}  // namespace

double clean::factor_of(const OutlierOptions& options) noexcept {
    return options.factor > 0 ? options.factor : usual_factor(options.rule);
}

std::string clean::bounds_text(const OutlierBounds& bounds, const OutlierOptions& options) {
    const std::string factor = reading_text(factor_of(options));
    const std::string spread = reading_text(bounds.spread);
    std::string text = "bounds " + interval_text(bounds.low, bounds.high) + " = ";
    if (options.rule == OutlierRule::iqr)
        text += "quartiles -+ " + factor +
                (bounds.from_mean
                     ? " x 1.6907 x mean absolute deviation " +
                           reading_text(bounds.spread / (sigma_to_iqr * mean_deviation_to_sigma)) +
                           ", as the IQR is zero,"
                     : " x IQR " + spread);
    else if (options.rule == OutlierRule::z)
        text += "mean " + reading_text(bounds.centre) + " +- " + factor + " x standard deviation " +
                spread;
    else
        text +=
            "median " + reading_text(bounds.centre) + " +- " + factor + " x " +
            (bounds.from_mean ? reading_text(mean_deviation_to_sigma) +
                                    " x mean absolute deviation " + spread + ", as the MAD is zero,"
                              : reading_text(mad_to_sigma) + " x MAD " + spread);
    if (bounds.cells > 0)
        text += " of " + count_text(bounds.cells, "present cell", "present cells");
    return text;
}

namespace {

std::string reason_of(const Column& column, const OutlierBounds& bounds,
                      const OutlierOptions& options, const OutlierCells& found,
                      const OutlierGroups* groups) {
    std::string reason = count_text(static_cast<std::int64_t>(found.cells.size())) + " of " +
                         count_text(found.judged, "reading", "readings") + "; ";
    if (column.type() == Type::boolean) {
        reason += "a bool column has no outliers";
    } else if (options.rule == OutlierRule::hampel) {
        reason += "farther than " + reading_text(factor_of(options)) + " x " +
                  reading_text(mad_to_sigma) + " x MAD from the median of " +
                  count_text(options.window) + " neighbours";
        if (found.still > 0)
            reason += "; " + count_text(found.still, "reading", "readings") +
                      " not judged, as the spread of the window is zero";
    } else if (options.rule == OutlierRule::rolling) {
        reason += "farther than " + reading_text(factor_of(options)) +
                  " standard deviations from the mean of the others among " +
                  count_text(options.window) + " neighbours";
        if (found.still > 0)
            reason += "; " + count_text(found.still, "reading", "readings") +
                      " not judged, as the others have no spread";
    } else if (groups) {
        reason += "outside the bounds of their own group";
    } else if (bounds.spread > 0) {
        reason += bounds_text(bounds, options);
    } else {
        reason += std::string("the spread (") +
                  (options.rule == OutlierRule::iqr ? "IQR"
                   : options.rule == OutlierRule::z ? "standard deviation"
                                                    : "MAD") +
                  ") is zero, so no finite reading is an outlier";
    }
    if (groups) reason += "; " + groups->told;
    if (found.nan > 0)
        reason += "; " + count_text(found.nan, "NaN cell", "NaN cells") + " left alone";
    return reason;
}

// The outliers of one column, and what the action makes of them.
struct Judged {
    std::vector<OutlierCell> cells;
    std::optional<Column> flag{}, changed{};
    std::string reason;
};

OutlierCells find_cells(const Context& context, const Column& column, const OutlierBounds& bounds,
                        const OutlierOptions& options, Run range) {
    const std::string& name = bounds.column;
    return options.rule == OutlierRule::hampel
               ? hampel_cells(context, name, column, options.window, factor_of(options), range)
           : options.rule == OutlierRule::rolling
               ? rolling_cells(context, name, column, options.window, factor_of(options), range)
               : cells_outside(context, column, bounds);
}

// A group that holds infinite readings only has nothing to judge them by, and need not.
OutlierCells only_infinite(const Column& column, Run range) {
    OutlierCells out;
    for (std::int64_t row = range.first; row < range.last; ++row)
        if (column.valid(row) && std::isinf(column.number(row)))
            out.cells.push_back({row, std::numeric_limits<double>::quiet_NaN()});
    out.judged = static_cast<std::int64_t>(out.cells.size());
    out.nan = nan_cells(column, range, out.judged);
    return out;
}

bool has_finite(const Column& column) {
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row) && std::isfinite(column.number(row))) return true;
    return false;
}

OutlierCells find_by_group(const Context& context, const Column& column,
                           std::span<const OutlierBounds* const> bounds,
                           const OutlierOptions& options, Run range, const OutlierGroups& groups) {
    OutlierCells out;
    for (std::size_t g = 0; g < groups.count; ++g) {
        const auto rows = groups.rows.of(g);
        const auto place = [&](std::int64_t row) {
            return std::lower_bound(rows.begin(), rows.end(), row) - rows.begin();
        };
        const Run within{place(range.first), place(range.last)};
        if (within.length() == 0) continue;
        const Column part = column.take(rows);
        OutlierCells found = looks_at_neighbours(options.rule) && !has_finite(part)
                                 ? only_infinite(part, within)
                                 : find_cells(context, part, *bounds[g], options, within);
        for (OutlierCell cell : found.cells) {
            cell.row = rows[static_cast<std::size_t>(cell.row)];
            out.cells.push_back(cell);
        }
        out.judged += found.judged;
        out.nan += found.nan;
        out.still += found.still;
    }
    std::sort(out.cells.begin(), out.cells.end(),
              [](const OutlierCell& a, const OutlierCell& b) { return a.row < b.row; });
    return out;
}

Judged judge(const Context& context, const Column& column, const OutlierBounds& bounds,
             const OutlierOptions& options, Run range, const OutlierGroups* groups,
             std::size_t number) {
    check_numbers(bounds.column, column);
    OutlierCells found =
        groups ? find_by_group(context, column, groups->bounds[number], options, range, *groups)
               : find_cells(context, column, bounds, options, range);
    const Charge charge(context, column.size() * 8);
    Judged out;
    if (options.action == OutlierAction::flag)
        out.flag = flags(column.size(), found.cells);
    else if (options.action == OutlierAction::clip && !found.cells.empty())
        out.changed = clipped(context, column, found.cells);
    else if (options.action == OutlierAction::missing && !found.cells.empty())
        out.changed = cleared(column, found.cells);
    out.reason = reason_of(column, bounds, options, found, groups);
    out.cells = std::move(found.cells);
    return out;
}

// Rows that no column has marked yet are counted for the column that marks them first.
std::int64_t mark_rows(std::vector<bool>& marked, const std::vector<OutlierCell>& cells) {
    std::int64_t fresh = 0;
    for (const OutlierCell& cell : cells) {
        const auto row = static_cast<std::size_t>(cell.row);
        fresh += marked[row] ? 0 : 1;
        marked[row] = true;
    }
    return fresh;
}

std::vector<std::int64_t> rows_without(const std::vector<bool>& marked) {
    std::vector<std::int64_t> kept;
    for (std::size_t row = 0; row < marked.size(); ++row)
        if (!marked[row]) kept.push_back(static_cast<std::int64_t>(row));
    return kept;
}

void check_bounds(const std::vector<OutlierBounds>& all) {
    std::set<std::string_view> seen;
    for (const OutlierBounds& b : all) {
        if (!seen.insert(b.column).second)
            throw Error(Status::argument,
                        "column \"" + b.column + "\" is named twice; name it once",
                        {.argument = b.column});
        const bool sound = b.low <= b.high && std::isfinite(b.low) && std::isfinite(b.high) &&
                           std::isfinite(b.centre) && b.spread >= 0;
        if (!sound)
            throw Error(Status::argument,
                        "column \"" + b.column + "\": the stored bounds [" + reading_text(b.low) +
                            ", " + reading_text(b.high) + "] are not finite and ascending",
                        {.argument = b.column});
    }
}

}  // namespace

OutlierFilter::OutlierFilter(OutlierOptions options, std::vector<OutlierBounds> bounds,
                             std::vector<std::string> group,
                             std::vector<OutlierGroupBounds> of_groups)
    : options_(std::move(options)),
      bounds_(std::move(bounds)),
      group_(std::move(group)),
      of_groups_(std::move(of_groups)) {
    check_options(options_);
    check_bounds(bounds_);
    for (const OutlierGroupBounds& each : of_groups_) check_bounds(each.bounds);
    const auto by_key = [](const OutlierGroupBounds& a, const OutlierGroupBounds& b) {
        return a.key < b.key;
    };
    std::sort(of_groups_.begin(), of_groups_.end(), by_key);
    const auto same = [](const OutlierGroupBounds& a, const OutlierGroupBounds& b) {
        return a.key == b.key;
    };
    if (std::adjacent_find(of_groups_.begin(), of_groups_.end(), same) != of_groups_.end())
        throw Error(Status::argument, "the stored bounds have a group twice",
                    {.argument = "of_groups"});
    for (OutlierGroupBounds& each : of_groups_)
        std::sort(
            each.bounds.begin(), each.bounds.end(),
            [](const OutlierBounds& a, const OutlierBounds& b) { return a.column < b.column; });
}

OutlierFilter OutlierFilter::fit_by(const Context& context, const Table& table,
                                    std::span<const std::string> columns,
                                    std::span<const std::string> group,
                                    const OutlierOptions& options) {
    OutlierFilter all = fit(context, table, columns, options);
    if (group.empty()) return all;
    std::vector<OutlierGroupBounds> of_groups;
    if (!looks_at_neighbours(options.rule))
        of_groups = learn_group_bounds(context, table, columns, group, options);
    else
        table.indices_of(group);  // throws where one is not there
    return OutlierFilter(options, std::move(all.bounds_), {group.begin(), group.end()},
                         std::move(of_groups));
}

OutlierFilter OutlierFilter::fit(const Context& context, const Table& table,
                                 std::span<const std::string> columns,
                                 const OutlierOptions& options) {
    check_options(options);
    std::vector<OutlierBounds> bounds(columns.size());
    for_columns(context, "learn bounds", table.rows(), columns.size(),
                [&](const Context& own, std::size_t i) {
                    const std::string& name = columns[i];
                    const Column& column = table.column(name);
                    check_numbers(name, column);
                    if (looks_at_neighbours(options.rule))
                        bounds[i].column = name;
                    else
                        bounds[i] =
                            learn_bounds(own, name, column, options.rule, factor_of(options));
                });
    return OutlierFilter(options, std::move(bounds));
}

Table OutlierFilter::apply(const Context& context, const Table& table,
                           std::vector<std::int64_t>* kept_rows) const {
    return apply_filter(context, table, *this, {0, table.rows()}, kept_rows);
}

Table clean::apply_outliers(const Context& context, const Table& table,
                            const OutlierOptions& options, std::span<const OutlierBounds> learned,
                            Run range, std::vector<std::int64_t>* kept_rows,
                            const OutlierGroups* groups, std::string_view rule_word) {
    const bool drop = options.action == OutlierAction::drop;
    std::vector<bool> marked(drop || kept_rows ? static_cast<std::size_t>(table.rows()) : 0, false);
    std::vector<Judged> judged(learned.size());
    for_columns(context, "find outliers", table.rows(), learned.size(),
                [&](const Context& own, std::size_t i) {
                    judged[i] = judge(own, table.column(learned[i].column), learned[i], options,
                                      range, groups, i);
                });
    std::vector<Change> changes;
    Table out = table;
    for (std::size_t i = 0; i < learned.size(); ++i) {
        const std::string& name = learned[i].column;
        const std::int64_t rows = drop ? mark_rows(marked, judged[i].cells) : 0;
        if (judged[i].flag)
            out = with_flag(out, name, *std::move(judged[i].flag), rule_word);
        else if (judged[i].changed)
            out = out.with_column(name, *std::move(judged[i].changed));
        changes.push_back({step_name(options.action), name, rows,
                           static_cast<std::int64_t>(judged[i].cells.size()), judged[i].reason});
    }
    auto kept = rows_without(marked);
    const bool drops = drop && kept.size() < marked.size();
    const Charge taken(context,
                       drops ? rows_bytes(table, static_cast<std::int64_t>(kept.size())) : 0);
    if (drops) out = table.take(kept);
    if (kept_rows) *kept_rows = std::move(kept);
    if (changes.empty())
        changes.push_back({step_name(options.action), "", 0, 0, "no column was named"});
    for (Change& change : changes) out = out.with_change(std::move(change));
    return out;
}

}  // namespace tenon
