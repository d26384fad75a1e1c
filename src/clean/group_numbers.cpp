#include "clean/group_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace tenon::clean {

namespace {

std::vector<GroupKey> keys_in(const Table& table, std::span<const std::string> group,
                              const Groups& groups) {
    const auto columns = key_columns(table, group);
    std::vector<GroupKey> keys;
    for (const std::int64_t row : groups.first_row) keys.push_back(key_of(columns, row));
    return keys;
}

}  // namespace

GroupNumbers::GroupNumbers(const Table& table, std::span<const std::string> group,
                           const Groups& groups, std::vector<std::vector<double>> numbers) {
    std::vector<GroupKey> keys = keys_in(table, group, groups);
    std::vector<std::size_t> order(keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    numbers_.resize(numbers.size());
    for (const std::size_t g : order) {
        keys_.push_back(std::move(keys[g]));
        for (std::size_t j = 0; j < numbers.size(); ++j) numbers_[j].push_back(numbers[j][g]);
    }
}

std::vector<std::vector<double>> GroupNumbers::of(const Table& table,
                                                  std::span<const std::string> group,
                                                  const Groups& groups,
                                                  std::span<const double> overall) const {
    std::vector<std::vector<double>> out;
    for (const double number : overall) out.emplace_back(groups.count(), number);
    if (empty()) return out;
    const std::vector<GroupKey> keys = keys_in(table, group, groups);
    for (std::size_t g = 0; g < keys.size(); ++g) {
        const auto at = std::lower_bound(keys_.begin(), keys_.end(), keys[g]);
        if (at == keys_.end() || *at != keys[g]) continue;
        for (std::size_t j = 0; j < out.size() && j < numbers_.size(); ++j) {
            const double own = numbers_[j][static_cast<std::size_t>(at - keys_.begin())];
            if (!std::isnan(own)) out[j][g] = own;
        }
    }
    return out;
}

std::pair<double, double> GroupNumbers::range(std::size_t column, double overall) const {
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for (const double own : numbers_[column]) {
        const double number = std::isnan(own) ? overall : own;
        least = std::min(least, number);
        most = std::max(most, number);
    }
    return {least, most};
}

void GroupNumbers::write(Json& out, std::string_view name) const {
    if (empty()) return;
    out.set("group_keys", json_of(keys_));
    Json lists = Json::array();
    for (const auto& list : numbers_) lists.push(json_of(list));
    out.set(name, std::move(lists));
}

GroupNumbers GroupNumbers::read(PlanReader& reader, std::string_view name) {
    GroupNumbers out;
    if (!reader.has("group_keys")) return out;
    out.keys_ = read_keys(reader, "group_keys");
    const Json* lists = reader.raw(name);
    if (!lists || !lists->if_array()) reader.refuse(name, "a list of lists of numbers is expected");
    for (const Json& list : *lists->if_array()) {
        std::vector<double> numbers;
        if (list.if_array())
            for (const Json& number : *list.if_array())
                numbers.push_back(
                    real_of(number).value_or(std::numeric_limits<double>::quiet_NaN()));
        if (numbers.size() != out.keys_.size())
            reader.refuse(name, "there must be one number for each of the keys");
        out.numbers_.push_back(std::move(numbers));
    }
    if (!std::is_sorted(out.keys_.begin(), out.keys_.end()))
        reader.refuse("group_keys", "must be in ascending order");
    return out;
}

std::vector<GroupKey> read_keys(PlanReader& reader, std::string_view name) {
    const Json* value = reader.raw(name);
    if (!value || !value->if_array()) reader.refuse(name, "a list of lists of texts is expected");
    std::vector<GroupKey> keys;
    for (const Json& cells : *value->if_array()) {
        if (!cells.if_array()) reader.refuse(name, "a list of lists of texts is expected");
        GroupKey key;
        for (const Json& cell : *cells.if_array())
            key.push_back(cell.if_text() ? std::optional(*cell.if_text()) : std::nullopt);
        keys.push_back(std::move(key));
    }
    return keys;
}

Json json_of(std::span<const GroupKey> keys) {
    Json out = Json::array();
    for (const GroupKey& key : keys) {
        Json cells = Json::array();
        for (const auto& cell : key) cells.push(cell ? Json(*cell) : Json());
        out.push(std::move(cells));
    }
    return out;
}

std::string text_of(const GroupKey& key) {
    std::string out;
    for (const auto& cell : key) out += (out.empty() ? "" : ", ") + cell.value_or("(missing)");
    return out;
}

}  // namespace tenon::clean
