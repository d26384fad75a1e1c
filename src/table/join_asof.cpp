#include <algorithm>
#include <cmath>
#include <limits>

#include "base/utf8.hpp"
#include "table/row_keys.hpp"
#include "tenon/error.hpp"
#include "tenon/join.hpp"

namespace tenon {

namespace {

constexpr double micros_per_second = 1e6;

// Times as numbers, NaN where missing. A timestamp's microseconds are exact up to 2^53: the years
// 1684 to 2255.
std::vector<double> times_of(const Table& table, const std::string& name) {
    const Column& column = table.column(name);
    if (column.type() == Type::text || column.type() == Type::boolean)
        throw Error(Status::type,
                    "the time column \"" + excerpt(name) + "\" is " + type_name(column.type()) +
                        "; cast it to timestamp first",
                    {.argument = name});
    std::vector<double> out(static_cast<std::size_t>(column.size()));
    column.copy_numbers(out);
    return out;
}

// The right rows of one group by time.
class Group {
  public:
    Group(std::vector<std::int64_t> rows, const std::vector<double>& times)
        : rows_(std::move(rows)), times_(times) {
        std::stable_sort(rows_.begin(), rows_.end(),
                         [&](std::int64_t a, std::int64_t b) { return time(a) < time(b); });
    }

    std::int64_t partner(double t, AsofDirection direction, double tolerance) const {
        const auto later =
            std::upper_bound(rows_.begin(), rows_.end(), t,
                             [&](double value, std::int64_t row) { return value < time(row); });
        const auto not_earlier =
            std::lower_bound(rows_.begin(), rows_.end(), t,
                             [&](std::int64_t row, double value) { return time(row) < value; });
        std::int64_t previous = later == rows_.begin() ? -1 : *(later - 1);
        std::int64_t next = not_earlier == rows_.end() ? -1 : *not_earlier;
        if (previous >= 0 && t - time(previous) > tolerance) previous = -1;
        if (next >= 0 && time(next) - t > tolerance) next = -1;
        if (direction == AsofDirection::previous) return previous;
        if (direction == AsofDirection::next) return next;
        if (previous < 0 || next < 0) return std::max(previous, next);
        return t - time(previous) <= time(next) - t ? previous : next;
    }

  private:
    double time(std::int64_t row) const { return times_[static_cast<std::size_t>(row)]; }

    std::vector<std::int64_t> rows_;
    const std::vector<double>& times_;
};

}  // namespace

Table join_asof(const Context& context, const Table& left, const Table& right,
                const AsofOptions& options) {
    const std::string& right_time = options.right_time.empty() ? options.time : options.right_time;
    const KeyColumns keys(left, right, options.keys, options.right_keys);
    if (left.column(options.time).type() != right.column(right_time).type())
        throw Error(Status::type, "the times are of different types; cast one of the columns first",
                    {.argument = options.time});
    const Charge held(context, 48 * (left.rows() + right.rows()));
    const std::vector<double> left_times = times_of(left, options.time);
    const std::vector<double> right_times = times_of(right, right_time);
    const bool stamps = left.column(options.time).type() == Type::timestamp;
    const double tolerance = !(options.tolerance >= 0)
                                 ? std::numeric_limits<double>::infinity()
                                 : options.tolerance * (stamps ? micros_per_second : 1);

    const RowKeys right_keys(context, keys.right, right.rows());
    std::vector<std::int64_t> right_groups = right_keys.group_of_row();
    for (std::size_t row = 0; row < right_groups.size(); ++row)
        if (std::isnan(right_times[row])) right_groups[row] = -1;
    const RowsByGroup by_group(right_groups, right_keys.count());
    std::vector<Group> groups;
    for (std::size_t g = 0; g + 1 < by_group.start.size(); ++g) {
        context.check_cancelled();
        groups.emplace_back(
            std::vector<std::int64_t>(by_group.rows.begin() + by_group.start[g],
                                      by_group.rows.begin() + by_group.start[g + 1]),
            right_times);
    }

    const std::vector<std::int64_t> left_groups =
        right_keys.groups_of(context, keys.left, left.rows());
    std::vector<std::int64_t> partners;
    partners.reserve(left_groups.size());
    for (std::size_t row = 0; row < left_groups.size(); ++row) {
        const std::int64_t group = left_groups[row];
        partners.push_back(group < 0 || std::isnan(left_times[row])
                               ? -1
                               : groups[static_cast<std::size_t>(group)].partner(
                                     left_times[row], options.direction, tolerance));
    }
    std::vector<std::string> left_out = keys.right_names;
    if (!options.keep_time) left_out.push_back(right_time);
    return beside(context, left, right, partners, left_out, options.suffix);
}

}  // namespace tenon
