#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <type_traits>

#include "base/passes.hpp"
#include "base/utf8.hpp"
#include "table/row_keys.hpp"
#include "tenon/error.hpp"
#include "tenon/join.hpp"

namespace tenon {

namespace {

constexpr double micros_per_second = 1e6;

void check_times(const Table& table, const std::string& name) {
    const Column& column = table.column(name);
    if (column.type() == Type::text || column.type() == Type::boolean)
        throw Error(Status::type,
                    "the time column \"" + excerpt(name) + "\" is " + type_name(column.type()) +
                        "; cast it to timestamp first",
                    {.argument = name});
}

// The times of a column in its own numbers: an int64 beyond 2^53 is no double.
template <class Time>
struct Times {
    std::span<const Time> values;
    const Column& column;

    Time at(std::int64_t row) const { return values[static_cast<std::size_t>(row)]; }
    bool known(std::int64_t row) const {
        if constexpr (std::is_floating_point_v<Time>)
            return column.valid(row) && !std::isnan(at(row));
        else
            return column.valid(row);
    }
};

// How far the later of two times is from the earlier; two int64 may lie up to 2^64 - 1 apart.
double distance(double earlier, double later) {
    return later == earlier ? 0 : later - earlier;  // two infinite ones, too
}
std::uint64_t distance(std::int64_t earlier, std::int64_t later) {
    return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
}
template <class Time>
using Distance = decltype(distance(Time{}, Time{}));

// The greatest distance that is within the tolerance.
template <class Time>
Distance<Time> reach_of(double tolerance) {
    if constexpr (std::is_floating_point_v<Time>) {
        return tolerance;
    } else {
        constexpr double two_to_64 = 18446744073709551616.0;
        return tolerance < two_to_64 ? static_cast<std::uint64_t>(tolerance)
                                     : std::numeric_limits<std::uint64_t>::max();
    }
}

// The right rows of one group by time.
template <class Time>
class Group {
  public:
    Group(Passes& passes, std::vector<std::int64_t> rows, const Times<Time>& times)
        : rows_(std::move(rows)), times_(times) {
        std::stable_sort(rows_.begin(), rows_.end(), [&](std::int64_t a, std::int64_t b) {
            passes();
            return time(a) < time(b);
        });
    }

    std::int64_t partner(Time t, AsofDirection direction, Distance<Time> reach) const {
        const auto later =
            std::upper_bound(rows_.begin(), rows_.end(), t,
                             [&](Time value, std::int64_t row) { return value < time(row); });
        const auto not_earlier =
            std::lower_bound(rows_.begin(), rows_.end(), t,
                             [&](std::int64_t row, Time value) { return time(row) < value; });
        std::int64_t previous = later == rows_.begin() ? -1 : *(later - 1);
        std::int64_t next = not_earlier == rows_.end() ? -1 : *not_earlier;
        if (previous >= 0 && distance(time(previous), t) > reach) previous = -1;
        if (next >= 0 && distance(t, time(next)) > reach) next = -1;
        if (direction == AsofDirection::previous) return previous;
        if (direction == AsofDirection::next) return next;
        if (previous < 0 || next < 0) return std::max(previous, next);
        return distance(time(previous), t) <= distance(t, time(next)) ? previous : next;
    }

  private:
    Time time(std::int64_t row) const { return times_.at(row); }

    std::vector<std::int64_t> rows_;
    const Times<Time>& times_;
};

// For each left row its right row, -1 where there is none.
template <class Time>
std::vector<std::int64_t> partners_of(Passes& passes, const KeyColumns& keys,
                                      const Times<Time>& left, const Times<Time>& right,
                                      AsofDirection direction, double tolerance) {
    passes.next(0.2, right.column.size());
    const RowKeys right_keys(passes, keys.right, right.column.size());
    std::vector<std::int64_t> right_groups = right_keys.group_of_row();
    for (std::size_t row = 0; row < right_groups.size(); ++row)
        if (!right.known(static_cast<std::int64_t>(row))) right_groups[row] = -1;
    const RowsByGroup by_group(passes.context(), right_groups, right_keys.count());
    std::vector<Group<Time>> groups;
    const std::int64_t rows = right.column.size();
    passes.next(0.4, rows * std::bit_width(static_cast<std::uint64_t>(rows)));
    for (std::size_t g = 0; g + 1 < by_group.start.size(); ++g) {
        passes();
        groups.emplace_back(
            passes,
            std::vector<std::int64_t>(by_group.rows.begin() + by_group.start[g],
                                      by_group.rows.begin() + by_group.start[g + 1]),
            right);
    }

    passes.next(0.5, left.column.size());
    const std::vector<std::int64_t> left_groups =
        right_keys.groups_of(passes, keys.left, left.column.size());
    const auto reach = reach_of<Time>(tolerance);
    std::vector<std::int64_t> partners;
    partners.reserve(left_groups.size());
    passes.next(0.6, left.column.size());
    for (std::int64_t row = 0; row < left.column.size(); ++row) {
        passes();
        const std::int64_t group = left_groups[static_cast<std::size_t>(row)];
        partners.push_back(
            group < 0 || !left.known(row)
                ? -1
                : groups[static_cast<std::size_t>(group)].partner(left.at(row), direction, reach));
    }
    return partners;
}

}  // namespace

Table join_asof(const Context& context, const Table& left, const Table& right,
                const AsofOptions& options) {
    const std::string& right_time = options.right_time.empty() ? options.time : options.right_time;
    const KeyColumns keys(left, right, options.keys, options.right_keys);
    if (left.column(options.time).type() != right.column(right_time).type())
        throw Error(Status::type, "the times are of different types; cast one of the columns first",
                    {.argument = options.time});
    const Charge held(context, 48 * (left.rows() + right.rows()));
    check_times(left, options.time);
    const Column& left_time = left.column(options.time);
    const Column& other_time = right.column(right_time);
    const bool stamps = left_time.type() == Type::timestamp;
    const double tolerance = !(options.tolerance >= 0) ? std::numeric_limits<double>::infinity()
                             : stamps ? std::round(options.tolerance * micros_per_second)
                                      : options.tolerance;

    Passes passes(context, "join asof");
    const std::vector<std::int64_t> partners =
        left_time.type() == Type::float64
            ? partners_of<double>(passes, keys, {left_time.float64s(), left_time},
                                  {other_time.float64s(), other_time}, options.direction, tolerance)
            : partners_of<std::int64_t>(passes, keys, {left_time.int64s(), left_time},
                                        {other_time.int64s(), other_time}, options.direction,
                                        tolerance);
    std::vector<std::string> left_out = keys.right_names;
    if (!options.keep_time) left_out.push_back(right_time);
    return beside(context, passes, left, right, partners, left_out, options.suffix);
}

}  // namespace tenon
