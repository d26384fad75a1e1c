#include "clean/outlier_groups.hpp"

#include <algorithm>

#include "base/reason_text.hpp"
#include "clean/group_numbers.hpp"
#include "clean/groups.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// nullptr: the fit had no finite reading of the group.
const OutlierGroupBounds* find_group(const OutlierFilter& filter, const GroupKey& key) {
    const auto& all = filter.of_groups();
    const auto at =
        std::lower_bound(all.begin(), all.end(), key,
                         [](const OutlierGroupBounds& a, const GroupKey& b) { return a.key < b; });
    return at != all.end() && at->key == key ? &*at : nullptr;
}

const OutlierBounds* find_bounds(const OutlierGroupBounds* group, std::string_view column) {
    if (!group) return nullptr;
    const auto at =
        std::lower_bound(group->bounds.begin(), group->bounds.end(), column,
                         [](const OutlierBounds& a, std::string_view b) { return a.column < b; });
    return at != group->bounds.end() && at->column == column ? &*at : nullptr;
}

}  // namespace

std::vector<OutlierGroupBounds> learn_group_bounds(const Context& context, const Table& table,
                                                   std::span<const std::string> columns,
                                                   std::span<const std::string> group,
                                                   const OutlierOptions& options) {
    const auto keys = key_columns(table, group);
    const Groups groups = groups_of(context, table.rows(), keys);
    const GroupRows rows = rows_of(groups);
    std::vector<OutlierGroupBounds> out;
    for (std::size_t g = 0; g < groups.count(); ++g) {
        OutlierGroupBounds learned{key_of(keys, groups.first_row[g]), {}};
        for (const std::string& name : columns) {
            const Column part = table.column(name).take(rows.of(g));
            try {
                learned.bounds.push_back(
                    learn_bounds(context, name, part, options.rule, factor_of(options)));
            } catch (const Error& fault) {
                if (fault.status() != Status::data) throw;  // no finite reading
            }
        }
        if (!learned.bounds.empty()) out.push_back(std::move(learned));
    }
    return out;
}

OutlierGroups groups_in(const Context& context, const Table& table, const OutlierFilter& filter) {
    constexpr std::int64_t most_told = 5;
    const auto keys = key_columns(table, filter.group());
    const Groups groups = groups_of(context, table.rows(), keys);
    OutlierGroups out{rows_of(groups), groups.count(), {}, ""};
    out.bounds.resize(filter.bounds().size());
    std::int64_t unknown = 0;
    std::string list;
    for (std::size_t g = 0; g < groups.count(); ++g) {
        const GroupKey key = key_of(keys, groups.first_row[g]);
        const OutlierGroupBounds* const group = find_group(filter, key);
        bool all_known = true;
        for (std::size_t j = 0; j < out.bounds.size(); ++j) {
            const OutlierBounds& overall = filter.bounds()[j];
            const OutlierBounds* const own = find_bounds(group, overall.column);
            out.bounds[j].push_back(own ? own : &overall);
            all_known &= own != nullptr;
        }
        if (all_known || looks_at_neighbours(filter.options().rule) || ++unknown > most_told)
            continue;
        list += (list.empty() ? "" : ", ") + text_of(key);
    }
    std::string by;
    for (const std::string& key : filter.group()) by += (by.empty() ? "by " : ", ") + key;
    out.told =
        by + " (" + count_text(static_cast<std::int64_t>(groups.count()), "group", "groups") + ")";
    if (unknown > 0)
        out.told += ", of which the fit had no finite reading of " + list +
                    (unknown > most_told ? ", ..." : "") + ": by the bounds of all rows";
    return out;
}

std::string bounds_of_cell(const Table& table, std::int64_t row, std::string_view column,
                           const OutlierFilter& filter) {
    const GroupKey key = key_of(key_columns(table, filter.group()), row);
    if (const OutlierBounds* const own = find_bounds(find_group(filter, key), column))
        return bounds_text(*own, filter.options()) + " of its own group, " + text_of(key);
    for (const OutlierBounds& bounds : filter.bounds())
        if (bounds.column == column)
            return bounds_text(bounds, filter.options()) +
                   " of all rows, as the fit had no finite reading of the group " + text_of(key);
    return "";
}

Table apply_filter(const Context& context, const Table& table, const OutlierFilter& filter,
                   Run range, std::vector<std::int64_t>* kept_rows, std::string_view rule_word) {
    if (filter.group().empty())
        return apply_outliers(context, table, filter.options(), filter.bounds(), range, kept_rows,
                              nullptr, rule_word);
    const OutlierGroups groups = groups_in(context, table, filter);
    return apply_outliers(context, table, filter.options(), filter.bounds(), range, kept_rows,
                          &groups, rule_word);
}

}  // namespace tenon::clean
