#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/reason_text.hpp"
#include "clean/completeness.hpp"
#include "clean/duplicate_rows.hpp"
#include "clean/groups.hpp"
#include "clean/keep_rows.hpp"
#include "clean/near_times.hpp"
#include "tenon/duplicates.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace clean;

namespace {

void check_options(const NearDuplicateOptions& options, const Table& table) {
    if (options.time_column.empty())
        throw Error(Status::argument, "name the time column of near duplicates",
                    {.argument = "time_column"});
    const Column& time = table.column(options.time_column);
    if (time.type() == Type::text || time.type() == Type::boolean)
        throw Error(Status::type,
                    "time_column \"" + options.time_column + "\" is " + type_name(time.type()) +
                        "; it must be a timestamp or a number",
                    {.argument = options.time_column});
    if (!(options.tolerance >= 0) || std::isinf(options.tolerance))
        throw Error(Status::argument, "tolerance must be a finite number of at least 0",
                    {.argument = "tolerance"});
    const auto keep = static_cast<std::int32_t>(options.keep);
    if (keep < 0 || keep > static_cast<std::int32_t>(Keep::most_complete))
        throw Error(Status::argument, "keep must be first, last or most_complete",
                    {.argument = "keep"});
}

// The row of a cluster (rows in order of time) that stays.
std::int64_t kept_of(const Table& table, std::span<const std::int64_t> cluster, Keep keep) {
    if (keep == Keep::first) return cluster.front();
    if (keep == Keep::last) return cluster.back();
    return *std::max_element(cluster.begin(), cluster.end(), [&](std::int64_t a, std::int64_t b) {
        return present_cells(table, a) < present_cells(table, b);
    });
}

}  // namespace

void clean::check_near_duplicates(const NearDuplicateOptions& options, const Table& table) {
    check_options(options, table);
}

Change clean::near_duplicates_change(const Table& table, const NearDuplicateOptions& options,
                                     const std::vector<std::string>& keys, std::int64_t dropped) {
    std::string compared;
    for (const std::string& key : keys) compared += (compared.empty() ? "" : ", ") + key;
    static constexpr const char* kept[] = {"the first", "the last", "the most complete"};
    const bool seconds = table.column(options.time_column).type() == Type::timestamp;
    return {"drop near duplicates", "", dropped, 0,
            count_text(dropped) + " of " + count_text(table.rows(), "row", "rows") + " equal in " +
                (compared.empty() ? "all but the time" : compared) + " and within " +
                reading_text(options.tolerance) + (seconds ? " s" : "") + " in " +
                options.time_column + " of another; " +
                kept[static_cast<std::size_t>(options.keep)] + " stays"};
}

Table drop_near_duplicates(const Context& context, const Table& table,
                           const NearDuplicateOptions& options,
                           std::vector<std::int64_t>* kept_rows) {
    check_options(options, table);
    std::vector<std::string> keys = options.keys;
    if (keys.empty())
        for (const std::string& name : table.names())
            if (name != options.time_column) keys.push_back(name);
    const Groups groups = groups_of(context, table, keys);
    GroupRows of_groups = rows_of(groups);
    const Column& time = table.column(options.time_column);
    const NearTimes times(time.type(), options.tolerance);
    std::vector<std::int64_t> dropped, rows;
    for (std::size_t g = 0; g < groups.count(); ++g) {
        if (g % 1024 == 0) context.check_cancelled();
        const auto group = of_groups.of(g);
        if (group.size() < 2) continue;
        rows.clear();
        std::copy_if(group.begin(), group.end(), std::back_inserter(rows),
                     [&](std::int64_t row) { return NearTimes::usable(time, row); });
        std::stable_sort(rows.begin(), rows.end(), [&](std::int64_t a, std::int64_t b) {
            return times.at(time, a) < times.at(time, b);
        });
        for_clusters(
            std::span<const std::int64_t>(rows), options.keep,
            [&](std::int64_t a, std::int64_t b) {
                return times.near(times.at(time, a), times.at(time, b));
            },
            [&](std::span<const std::int64_t> cluster) {
                if (cluster.size() < 2) return;
                const std::int64_t stays = kept_of(table, cluster, options.keep);
                for (const std::int64_t row : cluster)
                    if (row != stays) dropped.push_back(row);
            });
    }
    std::sort(dropped.begin(), dropped.end());
    const auto runs = runs_without(table.rows(), dropped);
    if (kept_rows) *kept_rows = rows_in(runs);
    const auto count = static_cast<std::int64_t>(dropped.size());
    return keep_rows(context, table, runs)
        .with_change(near_duplicates_change(table, options, keys, count));
}

}  // namespace tenon
