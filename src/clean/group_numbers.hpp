// What a fitted step knows of every group in numbers, one a column: a spike's reach, a usual step.
// A group that the fit knew too little of goes by what all rows have.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "clean/groups.hpp"
#include "clean/plan_reader.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

class GroupNumbers {
  public:
    GroupNumbers() = default;
    // Of groups whose numbers follow, one list a column, one number a group: NaN: none of its own.
    GroupNumbers(const Table& table, std::span<const std::string> group, const Groups& groups,
                 std::vector<std::vector<double>> numbers);

    bool empty() const noexcept { return keys_.empty(); }
    std::size_t columns() const noexcept { return numbers_.size(); }
    // The number of each group of a table in each column; `overall` has that of each column.
    std::vector<std::vector<double>> of(const Table& table, std::span<const std::string> group,
                                        const Groups& groups,
                                        std::span<const double> overall) const;

    // Least and greatest of a column; `overall` stands where a group has none of its own.
    std::pair<double, double> range(std::size_t column, double overall) const;

    // As "group_keys" and, under `name`, a list of numbers a column.
    void write(Json& out, std::string_view name) const;
    static GroupNumbers read(PlanReader& reader, std::string_view name);

  private:
    std::vector<GroupKey> keys_;                // ascending
    std::vector<std::vector<double>> numbers_;  // in the order of the keys
};

// Lists of texts and nulls.
std::vector<GroupKey> read_keys(PlanReader& reader, std::string_view name);
Json json_of(std::span<const GroupKey> keys);
// "A, 7", "(missing)".
std::string text_of(const GroupKey& key);

}  // namespace tenon::clean
