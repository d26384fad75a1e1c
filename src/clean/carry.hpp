// What a step that looks at series of readings, group by group, must remember of the rows before.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "clean/groups.hpp"
#include "clean/plan_step.hpp"
#include "clean/series.hpp"

namespace tenon::clean {

// The finite readings of one column and group that are there so far, with their rows.
struct SeriesSoFar {
    std::size_t number = 0;  // of the column among those of the step
    std::size_t group = 0;   // as groups_of() numbers them
    const Column& column;
    std::span<const std::int64_t> at;
    std::span<const double> readings;
};

// `undecided(series)`: the first reading whose fate later ones may decide, or their number.
// `needed(series, known, keep)`: calls keep(i) for the readings i, ascending, of the first `known`
// that those behind them are judged by.
template <class Undecided, class Needed>
Carry carry_of_series(const Context& context, const Table& table,
                      const std::vector<std::string>& columns,
                      const std::vector<std::string>& group, Undecided undecided, Needed needed,
                      std::int64_t decided_at_most = INT64_MAX) {
    const Groups groups = groups_of(context, table, group);
    const GroupRows rows = rows_of(groups);
    Carry out;
    out.decided = std::min(table.rows(), decided_at_most);
    const auto each = [&](auto body) {
        for (std::size_t j = 0; j < columns.size(); ++j)
            for_each_series(context, table, columns[j], rows, groups.count(),
                            [&](std::size_t g, std::span<const std::int64_t> at,
                                std::span<const double> readings) {
                                body(SeriesSoFar{j, g, table.column(columns[j]), at, readings});
                            });
    };
    each([&](const SeriesSoFar& series) {
        const std::size_t first = undecided(series);
        if (first < series.at.size()) out.decided = std::min(out.decided, series.at[first]);
    });
    for (const std::string& name : columns) out.columns.push_back({name, {}});
    each([&](const SeriesSoFar& series) {
        const auto known = static_cast<std::size_t>(
            std::lower_bound(series.at.begin(), series.at.end(), out.decided) - series.at.begin());
        auto& keep = out.columns[series.number].rows;
        needed(series, known, [&](std::size_t i) { keep.push_back(series.at[i]); });
    });
    for (auto& column : out.columns) column.rows = in_row_order(std::move(column.rows));
    return out;
}

// Of a step that judges a reading by up to `reach` others on either side.
inline Carry carry_of_window(const Context& context, const Table& table,
                             const std::vector<std::string>& columns,
                             const std::vector<std::string>& group, std::int64_t reach,
                             std::int64_t decided_at_most = INT64_MAX) {
    const auto far = static_cast<std::size_t>(reach);
    return carry_of_series(
        context, table, columns, group,
        [far](const SeriesSoFar& series) {
            return series.at.size() > far ? series.at.size() - far : 0;
        },
        [far](const SeriesSoFar&, std::size_t known, auto keep) {
            for (std::size_t i = known > far ? known - far : 0; i < known; ++i) keep(i);
        },
        decided_at_most);
}

}  // namespace tenon::clean
