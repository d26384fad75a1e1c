#include "features/row_order.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "features/columns.hpp"
#include "features/numbers.hpp"
#include "tenon/encode.hpp"

namespace tenon::features {

namespace {

// One code a row for equal cells in all group columns, from 0 in order of first appearance.
std::vector<std::int64_t> group_codes(const Context& context, const Table& table,
                                      std::span<const std::string> groups) {
    if (groups.empty()) return std::vector<std::int64_t>(static_cast<std::size_t>(table.rows()), 0);
    auto codes = category_codes(context, table.column(groups[0]));
    // Missing cells are a group too, in its order of appearance.
    std::vector<std::int64_t> places(codes.size() + 1, -1);
    std::int64_t known_groups = 0;
    for (std::int64_t& code : codes) {
        std::int64_t& place = places[static_cast<std::size_t>(code + 1)];
        if (place < 0) place = known_groups++;
        code = place;
    }
    for (const std::string& name : groups.subspan(1)) {
        const auto next = category_codes(context, table.column(name));
        // Pairs of codes are below rows^2; a pair is a code of its own when first met.
        struct PairHash {
            std::size_t operator()(const std::pair<std::int64_t, std::int64_t>& p) const {
                return std::hash<std::int64_t>()(p.first * 0x9E3779B97F4A7C15 ^ p.second);
            }
        };
        std::unordered_map<std::pair<std::int64_t, std::int64_t>, std::int64_t, PairHash> known;
        for (std::size_t row = 0; row < codes.size(); ++row)
            codes[row] =
                known.try_emplace({codes[row], next[row]}, static_cast<std::int64_t>(known.size()))
                    .first->second;
    }
    return codes;
}

// What orders rows; ticks or numbers, as the type of the column is, or neither.
struct Times {
    const Column* column = nullptr;
    std::span<const std::int64_t> ticks;
    std::vector<double> numbers;

    bool known(std::int64_t row) const {
        if (!column) return true;
        return column->valid(row) &&
               (numbers.empty() || !std::isnan(numbers[static_cast<std::size_t>(row)]));
    }
    bool before(std::int64_t a, std::int64_t b) const {
        const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
        if (!ticks.empty()) return ticks[i] < ticks[j];
        return !numbers.empty() && numbers[i] < numbers[j];
    }
};

Times times_of(const Table& table, const std::string& name) {
    Times times;
    if (name.empty()) return times;
    const Column& column = table.column(name);
    if (!column.is_numeric() && column.type() != Type::timestamp)
        refuse_column(name, "is text; rows are ordered by a timestamp or a number", Status::type);
    times.column = &column;
    if (column.type() == Type::int64 || column.type() == Type::timestamp) {
        times.ticks = column.int64s();
    } else {
        times.numbers.resize(static_cast<std::size_t>(column.size()));
        column.copy_numbers(times.numbers);
    }
    return times;
}

// From one tick to a later one, at most 2^64 - 1; exact up to 2^53.
double ticks_between(std::int64_t earlier, std::int64_t later) {
    return static_cast<double>(static_cast<std::uint64_t>(later) -
                               static_cast<std::uint64_t>(earlier));
}

}  // namespace

bool RowOrder::is_earlier(std::int64_t place, std::int64_t other) const {
    const auto i = static_cast<std::size_t>(place), j = static_cast<std::size_t>(other);
    return ticks.empty() ? times[i] < times[j] : ticks[i] < ticks[j];
}

bool RowOrder::is_old(std::int64_t place, std::int64_t other, double reach) const {
    const auto i = static_cast<std::size_t>(place), j = static_cast<std::size_t>(other);
    return ticks.empty() ? times[i] <= times[j] - reach
                         : ticks_between(ticks[i], ticks[j]) >= reach;
}

bool RowOrder::is_older(std::int64_t place, std::int64_t other, double reach) const {
    const auto i = static_cast<std::size_t>(place), j = static_cast<std::size_t>(other);
    return ticks.empty() ? times[i] < times[j] - reach : ticks_between(ticks[i], ticks[j]) > reach;
}

RowOrder order_rows(const Context& context, const Table& table, std::span<const std::string> groups,
                    const std::string& time, bool keep_times) {
    const Charge charge(context, table.rows() * 40);
    const auto codes = group_codes(context, table, groups);
    const Times times = times_of(table, time);
    const auto group_of = [&](std::int64_t row) {
        return static_cast<std::size_t>(codes[static_cast<std::size_t>(row)]);
    };
    // Rows to their groups by counting, which keeps their order; then each group by time, if need
    // be.
    const std::size_t count =
        codes.empty() ? 0
                      : static_cast<std::size_t>(*std::max_element(codes.begin(), codes.end())) + 1;
    std::vector<std::int64_t> begins(count + 1, 0), last(count, -1);
    std::vector<char> falls(count, 0);  // whether a time of the group is before the one above it
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        if (!times.known(row)) continue;
        const std::size_t group = group_of(row);
        ++begins[group + 1];
        if (last[group] >= 0 && times.before(row, last[group])) falls[group] = 1;
        last[group] = row;
    }
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    RowOrder out;
    out.rows = long_vector<std::int64_t>(static_cast<std::size_t>(begins.back()), 0);
    std::vector<std::int64_t> next = begins;
    for (std::int64_t row = 0; row < table.rows(); ++row)
        if (times.known(row)) out.rows[static_cast<std::size_t>(next[group_of(row)]++)] = row;
    for (std::size_t group = 0; group < count; ++group) {
        context.check_cancelled();
        if (begins[group] == begins[group + 1]) continue;
        out.starts.push_back(begins[group]);
        if (falls[group])
            std::stable_sort(out.rows.begin() + begins[group], out.rows.begin() + begins[group + 1],
                             [&](std::int64_t a, std::int64_t b) { return times.before(a, b); });
    }
    out.starts.push_back(begins.back());
    if (!times.column || !keep_times) return out;
    constexpr double micros_per_second = 1e6;
    if (times.column->type() == Type::timestamp) out.ticks_per_second = micros_per_second;
    for (const std::int64_t row : out.rows) {
        const auto at = static_cast<std::size_t>(row);
        if (times.numbers.empty())
            out.ticks.push_back(times.ticks[at]);
        else
            out.times.push_back(times.numbers[at]);
    }
    return out;
}

std::vector<std::int64_t> RowOrder::rows_before(std::int64_t of_rows) const {
    auto out = long_vector<std::int64_t>(static_cast<std::size_t>(of_rows), -1);
    for (std::size_t group = 0; group + 1 < starts.size(); ++group)
        for (std::int64_t i = starts[group] + 1; i < starts[group + 1]; ++i)
            out[static_cast<std::size_t>(rows[static_cast<std::size_t>(i)])] =
                rows[static_cast<std::size_t>(i - 1)];
    return out;
}

}  // namespace tenon::features
