#include "clean/group_fill.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "clean/column_loop.hpp"
#include "clean/fill_cells.hpp"
#include "clean/fill_value.hpp"
#include "clean/group_neighbours.hpp"
#include "clean/group_numbers.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

constexpr std::int64_t micros_per_minute = 60'000'000;
constexpr std::int64_t micros_per_hour = 60 * micros_per_minute;
constexpr std::int64_t micros_per_day = 24 * micros_per_hour;

std::int64_t floor_divided(std::int64_t a, std::int64_t b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

// Days since 1970 to the month, 1 to 12 (H. Hinnant, chrono-Compatible Low-Level Date Algorithms).
std::int64_t month_of(std::int64_t days) noexcept {
    const std::int64_t z = days + 719468, era = floor_divided(z, 146097), doe = z - era * 146097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    return mp < 10 ? mp + 3 : mp - 9;
}

std::int64_t phase_of(Season season, std::int64_t micros) noexcept {
    const std::int64_t day = floor_divided(micros, micros_per_day);
    const std::int64_t within = micros - day * micros_per_day;
    switch (season) {
        case Season::minute:
            return within / micros_per_minute % 60;
        case Season::hour:
            return within / micros_per_hour;
        case Season::weekday:
            return ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; Monday is 0
        case Season::month:
            return month_of(day);
        case Season::none:
            break;
    }
    return 0;
}

// The key columns, the phase last; the phase is owned.
struct Keys {
    std::vector<const Column*> columns;
    std::unique_ptr<Column> phase;
};

Keys keys_of(const Table& table, const GroupFillOptions& options) {
    Keys out;
    for (const std::string& key : options.group) out.columns.push_back(&table.column(key));
    if (options.season == Season::none) return out;
    const Column& time = table.column(options.season_time);
    if (time.type() != Type::timestamp)
        throw Error(Status::type,
                    "time \"" + options.season_time + "\" is " + type_name(time.type()) +
                        "; a season needs a timestamp",
                    {.argument = options.season_time});
    std::vector<std::int64_t> phases(static_cast<std::size_t>(table.rows()));
    std::vector<bool> valid(phases.size());
    for (std::size_t row = 0; row < phases.size(); ++row) {
        valid[row] = time.valid(static_cast<std::int64_t>(row));
        phases[row] = valid[row] ? phase_of(options.season, time.int64s()[row]) : 0;
    }
    out.phase = std::make_unique<Column>(Column::from_int64(std::move(phases), std::move(valid)));
    out.columns.push_back(out.phase.get());
    return out;
}

// Whether time falls inside no group; the row above belongs to the same group.
void check_group_time(const Table& table, const std::string& name, const Groups& groups) {
    const Column& time = table.column(name);
    if (time.type() == Type::text || time.type() == Type::boolean)
        throw Error(Status::type, "time \"" + name + "\" must be a timestamp or a number",
                    {.argument = name});
    std::vector<double> last(groups.count(), -std::numeric_limits<double>::infinity());
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        const double now = time.number(row);
        double& before =
            last[static_cast<std::size_t>(groups.of_row[static_cast<std::size_t>(row)])];
        if (!(now >= before) || now == std::numeric_limits<double>::infinity())
            throw Error(Status::data,
                        "time \"" + name + "\", row " + std::to_string(row) +
                            ": the time is missing, infinite, or before the one above it in its "
                            "group; drop or sort first",
                        {.argument = name, .row = row});
        before = now;
    }
}

// Whether a gap's other end counts.
bool looks_below(const GroupFillOptions& options) noexcept {
    const Fill kind = options.fill.fill;
    return options.fill.limit > 0 || kind == Fill::linear_time || kind == Fill::next;
}

// Whether a group is known without its phase, too, for phases that it was not seen in.
bool has_wider(const GroupFillOptions& options) noexcept {
    return options.season != Season::none && !options.group.empty() && !options.own_only;
}

struct Wanted {
    GroupGaps gaps;
    std::vector<std::int32_t> which;  // learned value of each cell
    std::int64_t left = 0;            // missing cells that stay
};

// Takes out the cells for which keep is false.
template <class Keep>
void keep_cells(Wanted& wanted, Keep keep) {
    std::size_t kept = 0;
    GroupGaps& gaps = wanted.gaps;
    for (std::size_t i = 0; i < gaps.cells.size(); ++i) {
        if (!keep(i)) continue;
        gaps.cells[kept] = gaps.cells[i];
        gaps.neighbours.above[kept] = gaps.neighbours.above[i];
        gaps.neighbours.below[kept] = gaps.neighbours.below[i];
        gaps.gap_size[kept] = gaps.gap_size[i];
        ++kept;
    }
    wanted.left += static_cast<std::int64_t>(gaps.cells.size() - kept);
    gaps.cells.resize(kept);
    gaps.neighbours.above.resize(kept);
    gaps.neighbours.below.resize(kept);
    gaps.gap_size.resize(kept);
}

Column filled(const Context& context, const std::string& name, const Column& column,
              const Wanted& wanted, Fill kind, std::span<const FittedFill> values,
              const Column* time) {
    const auto& cells = wanted.gaps.cells;
    switch (kind) {
        case Fill::previous:
            return fill_with_rows(context, column, cells, wanted.gaps.neighbours.above);
        case Fill::next:
            return fill_with_rows(context, column, cells, wanted.gaps.neighbours.below);
        case Fill::linear_time:
            return fill_with_line(context, name, column, cells, wanted.gaps.neighbours, time);
        default:
            return fill_with_values(context, column, cells, values, wanted.which);
    }
}

std::string reason_of(const GroupFillOptions& options, const FittedFill& overall, Fill kind,
                      std::size_t groups, std::int64_t left) {
    std::string by;
    for (const std::string& key : options.group) by += (by.empty() ? "" : ", ") + key;
    static constexpr const char* seasons[] = {"", "minute", "hour", "weekday", "month"};
    if (options.season != Season::none)
        by += std::string(by.empty() ? "" : ", ") +
              seasons[static_cast<std::size_t>(options.season)] + " of " + options.season_time;
    std::string out = !learns_value(kind) || kind == Fill::constant ? fill_reason(overall, kind)
                      : options.own_only
                          ? "value of its own group, and nothing where the fit had none of it"
                          : std::string("value of its own group, else ") +
                                (has_wider(options) ? "of its group in all seasons, else " : "") +
                                "the " + fill_reason(overall, kind);
    out += "; by " + by + " (" + count_text(static_cast<std::int64_t>(groups), "group", "groups") +
           ")";
    if (left > 0) out += "; " + count_text(left, "cell", "cells") + " left missing";
    return out;
}

// What is known of the rows for all columns.
struct RowsOfGroups {
    const Groups& groups;
    std::span<const std::int32_t> learned_group;  // of each group; -1: none
    std::span<const std::int32_t> wider_group;    // the same without the phase
    std::span<const std::int32_t> before;         // see rows_before; empty: look below too
    const Column* time;
};

struct FilledColumn {
    std::optional<Column> column{};  // none: nothing was filled
    std::int64_t cells = 0, left = 0;
};

FilledColumn fill_column(const Context& context, const Table& table,
                         const GroupFillOptions& options,
                         const GroupFillLearned::OfColumn& of_column, const RowsOfGroups& rows) {
    const Fill kind = options.fill.fill;
    const std::string& name = of_column.overall.column;
    const Column& column = table.column(name);
    if (learns_value(kind) && column.type() != of_column.overall.type &&
        !(column.is_numeric() && of_column.overall.type != Type::text &&
          of_column.overall.type != Type::timestamp))
        throw Error(Status::type,
                    "column \"" + name + "\" is " + type_name(column.type()) + ", and was " +
                        type_name(of_column.overall.type) + " in the fit",
                    {.argument = name});
    const bool line = kind == Fill::linear_time;
    if (line && column.type() != Type::float64 && column.type() != Type::int64)
        throw Error(Status::type, "column \"" + name + "\": a line needs numbers",
                    {.argument = name});
    Wanted wanted;
    const std::int64_t limit = options.fill.limit;
    wanted.gaps = rows.before.empty()
                      ? group_gaps(context, column, rows.groups, line, looks_below(options))
                      : group_gaps_above(context, column, rows.groups, rows.before, line);
    const auto& gaps = wanted.gaps;
    const auto learned_group = [&](const Run& cell) -> std::int32_t {
        const auto row = static_cast<std::size_t>(cell.first);
        const auto group = static_cast<std::size_t>(rows.groups.of_row[row]);
        const auto has_cells = [&](std::int32_t k) {
            return k >= 0 && of_column.groups[static_cast<std::size_t>(k)].cells > 0;
        };
        const std::int32_t own = rows.learned_group[group];
        if (has_cells(own)) return own;
        const std::int32_t wider = rows.wider_group[group];
        return has_cells(wider) ? wider : -1;
    };
    const bool own_only = options.own_only && learns_value(kind) && kind != Fill::constant;
    keep_cells(wanted, [&](std::size_t i) {
        const bool above = gaps.neighbours.above[i] >= 0, below = gaps.neighbours.below[i] >= 0;
        if (own_only && learned_group(gaps.cells[i]) < 0) return false;
        return (limit == 0 || gaps.gap_size[i] <= limit) &&
               (above || (kind != Fill::previous && !line)) &&
               (below || (kind != Fill::next && !line));
    });
    std::vector<FittedFill> values = of_column.groups;
    const auto overall = static_cast<std::int32_t>(values.size());
    values.push_back(of_column.overall);
    for (const Run& cell : gaps.cells) {
        const std::int32_t k = learned_group(cell);
        wanted.which.push_back(k >= 0 ? k : overall);
    }
    FilledColumn out;
    out.cells = static_cast<std::int64_t>(gaps.cells.size());
    out.left = wanted.left;
    if (out.cells > 0) out.column = filled(context, name, column, wanted, kind, values, rows.time);
    return out;
}

}  // namespace

GroupFillLearned learn_group_fill(const Context& context, const Table& table,
                                  const std::vector<std::string>& columns,
                                  const GroupFillOptions& options) {
    GroupFillLearned out;
    const Keys keys = keys_of(table, options);
    const bool learns = learns_value(options.fill.fill);
    Groups groups, wider;
    GroupRows rows, wider_rows;
    if (learns && options.fill.fill != Fill::constant) {
        groups = groups_of(context, table.rows(), keys.columns);
        rows = rows_of(groups);
        for (const std::int64_t row : groups.first_row)
            out.keys.push_back(key_of(keys.columns, row));
        if (has_wider(options)) {
            const std::span whole(keys.columns.data(), options.group.size());
            wider = groups_of(context, table.rows(), {whole.begin(), whole.end()});
            wider_rows = rows_of(wider);
            for (const std::int64_t row : wider.first_row) out.keys.push_back(key_of(whole, row));
        }
    }
    for (const std::string& name : columns) {
        const Column& column = table.column(name);
        GroupFillLearned::OfColumn learned;
        learned.overall = learn_fill(context, name, column, options.fill);
        for (std::size_t g = 0; g < out.keys.size(); ++g) {
            const Column part =
                column.take(g < groups.count() ? rows.of(g) : wider_rows.of(g - groups.count()));
            FittedFill fill = learned.overall;
            fill.cells = 0;
            if (part.missing() < part.size()) {
                try {
                    fill = learn_fill(context, name, part, options.fill);
                } catch (const Error& fault) {
                    if (fault.status() != Status::data) throw;  // NaN only: as if nothing was there
                }
            }
            learned.groups.push_back(std::move(fill));
        }
        out.columns.push_back(std::move(learned));
    }
    return out;
}

Groups groups_to_fill(const Context& context, const Table& table, const GroupFillOptions& options) {
    const Keys keys = keys_of(table, options);
    return groups_of(context, table.rows(), keys.columns);
}

std::string reason_of_cell(const Table& table, const GroupFillOptions& options,
                           const GroupFillLearned& learned, std::int64_t row,
                           std::string_view column) {
    const Fill kind = options.fill.fill;
    if (!learns_value(kind) || kind == Fill::constant) return "";
    const auto of_column = std::find_if(learned.columns.begin(), learned.columns.end(),
                                        [&](const auto& c) { return c.overall.column == column; });
    if (of_column == learned.columns.end()) return "";
    const Keys keys = keys_of(table, options);
    const GroupKey key = key_of(keys.columns, row);
    const std::string name = text_of(key);
    const auto find = [&](const GroupKey& wanted) -> const FittedFill* {
        const auto at = std::find(learned.keys.begin(), learned.keys.end(), wanted);
        return at == learned.keys.end()
                   ? nullptr
                   : &of_column->groups[static_cast<std::size_t>(at - learned.keys.begin())];
    };
    const FittedFill* const own = find(key);
    if (own && own->cells > 0) return fill_reason(*own, kind) + " of its own group, " + name;
    const std::string why = std::string(", as the fit ") +
                            (own ? "had no present cell of" : "did not see") + " the group " + name;
    if (has_wider(options)) {
        const GroupKey whole(key.begin(), key.end() - 1);
        const FittedFill* const wider = find(whole);
        if (wider && wider->cells > 0)
            return fill_reason(*wider, kind) + " of " + text_of(whole) + " in all seasons" + why;
    }
    return fill_reason(of_column->overall, kind) + " of all groups" + why;
}

Table apply_group_fill(const Context& context, const Table& table, const GroupFillOptions& options,
                       const GroupFillLearned& learned) {
    const Fill kind = options.fill.fill;
    const Keys keys = keys_of(table, options);
    const Groups groups = groups_of(context, table.rows(), keys.columns);
    const Column* time = nullptr;
    if (kind == Fill::linear_time && !options.fill.time_column.empty()) {
        check_group_time(table, options.fill.time_column, groups);
        time = &table.column(options.fill.time_column);
    }
    // Which of the learned groups each group is; -1: none.
    std::map<GroupKey, std::int32_t> known;
    for (std::size_t k = 0; k < learned.keys.size(); ++k)
        known.emplace(learned.keys[k], static_cast<std::int32_t>(k));
    const auto place_of = [&](const GroupKey& key) {
        const auto found = known.find(key);
        return found == known.end() ? -1 : found->second;
    };
    std::vector<std::int32_t> learned_group, wider_group;
    for (const std::int64_t row : groups.first_row) {
        GroupKey key = known.empty() ? GroupKey() : key_of(keys.columns, row);
        learned_group.push_back(place_of(key));
        if (has_wider(options) && !key.empty()) key.pop_back();
        wider_group.push_back(has_wider(options) ? place_of(key) : -1);
    }
    const auto before =
        looks_below(options) ? LargeArray<std::int32_t>() : rows_before(context, groups);
    std::vector<FilledColumn> done(learned.columns.size());
    for_columns(context, "fill missing", table.rows(), done.size(),
                [&](const Context& own, std::size_t i) {
                    done[i] = fill_column(own, table, options, learned.columns[i],
                                          {groups, learned_group, wider_group, before, time});
                });
    Table out = table;
    for (std::size_t i = 0; i < done.size(); ++i) {
        const FittedFill& overall = learned.columns[i].overall;
        const std::string& name = overall.column;
        if (done[i].column) out = out.with_column(name, *std::move(done[i].column));
        if (options.fill.add_indicator)
            out = out.with_column(
                own_name(out, name + " missing"),
                flag_column(table.rows(), missing_runs(context, table.column(name))));
        out = out.with_change({"fill missing", name, 0, done[i].cells,
                               reason_of(options, overall, kind, groups.count(), done[i].left)});
    }
    return out;
}

}  // namespace tenon::clean
