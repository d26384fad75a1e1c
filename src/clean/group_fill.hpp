// Missing cells filled group by group: each machine by its own mean, each hour by its own.
//
// A group is the rows with equal key cells; with a season its phase (the hour of the day, ...) is
// one more key. mean, median and mode are learned for each group; a group that the fit did not see,
// or whose cells were all missing, takes what was learned of its group in all phases (the machine
// at any hour), then of all rows; or with `own_only` it is left missing. previous, next and linear
// look at rows of the same group only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clean/groups.hpp"
#include "tenon/context.hpp"
#include "tenon/impute.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

enum class Season : std::int32_t { none, minute, hour, weekday, month };

struct GroupFillOptions {
    ImputeOptions fill;
    std::vector<std::string> group;
    Season season = Season::none;  // of time_column, a timestamp
    std::string season_time;
    bool own_only = false;
};

struct GroupFillLearned {
    // With a season and a group also those without the phase, one cell shorter.
    std::vector<GroupKey> keys;
    struct OfColumn {
        FittedFill overall;
        // In the order of keys; `cells` 0: nothing was there to learn from.
        std::vector<FittedFill> groups;
    };
    std::vector<OfColumn> columns;
};

GroupFillLearned learn_group_fill(const Context& context, const Table& table,
                                  const std::vector<std::string>& columns,
                                  const GroupFillOptions& options);
// The groups that the cells are filled by.
Groups groups_to_fill(const Context& context, const Table& table, const GroupFillOptions& options);
// Whose value a filled cell of the row got: its own group's, or that of all rows, and why. Empty
// for a fill that learns no value.
std::string reason_of_cell(const Table& table, const GroupFillOptions& options,
                           const GroupFillLearned& learned, std::int64_t row,
                           std::string_view column);
Table apply_group_fill(const Context& context, const Table& table, const GroupFillOptions& options,
                       const GroupFillLearned& learned);

}  // namespace tenon::clean
