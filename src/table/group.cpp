// For the present cells x of a group: mean = sum x / n, sd^2 = sum (x - mean)^2 / (n - 1) in two
// passes with compensated sums, the mean held as two doubles (base/moments.hpp); of integers the
// sum is exact. Median by selection.
#include "tenon/group.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/moments.hpp"
#include "base/order_statistics.hpp"
#include "base/passes.hpp"
#include "base/poll.hpp"
#include "base/sum.hpp"
#include "base/utf8.hpp"
#include "base/whole_sum.hpp"
#include "table/row_keys.hpp"
#include "table/taken.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using Rows = std::span<const std::int64_t>;

// The aggregate of one group's rows into the builder; rows hold present cells only.
class Aggregator {
  public:
    Aggregator(const Context& context, const Column& column, Aggregate what)
        : context_(context), column_(column), what_(what) {}

    void add(Rows rows, ColumnBuilder& out) {
        if (what_ == Aggregate::count) {
            out.add_int64(static_cast<std::int64_t>(rows.size()));
        } else if (rows.empty()) {
            out.add_missing();
        } else if (what_ == Aggregate::sum && out_is_integer()) {
            out.add_int64(integer_sum(rows));
        } else if (what_ == Aggregate::sum || what_ == Aggregate::mean) {
            if (what_ == Aggregate::sum) {
                out.add_float64(total(rows));
            } else {
                const double unit = unit_of(rows);
                out.add_float64(static_cast<double>(mean_in(unit, rows)) * unit);
            }
        } else if (what_ == Aggregate::sd) {
            add_sd(rows, out);
        } else if (what_ == Aggregate::median) {
            add_median(rows, out);
        } else {
            add_cell(chosen(rows), out);
        }
    }

  private:
    // Calls body(row), with a look at the cancel handle now and then.
    template <class Body>
    void each(Rows rows, const Body& body) const {
        constexpr std::size_t between = std::size_t{1} << 15;
        for (; rows.size() > between; rows = rows.subspan(between)) {
            context_.check_cancelled();
            for (const std::int64_t row : rows.first(between)) body(row);
        }
        for (const std::int64_t row : rows) body(row);
    }

    bool out_is_integer() const { return column_.type() != Type::float64; }

    double total(Rows rows) const {
        Sum sum;
        each(rows, [&](std::int64_t row) { sum.add(column_.number(row)); });
        return sum.value();
    }

    std::int64_t integer_sum(Rows rows) const {
        const WholeSum sum = exact_sum_of(rows);
        if (!sum.fits_int64())
            throw Error(Status::data,
                        "the sum of these integers does not fit an int64; cast the column to "
                        "float64 first",
                        {.argument = "aggregates", .row = rows.front()});
        return sum.int64();
    }
    WholeSum exact_sum_of(Rows rows) const {
        WholeSum sum;
        if (column_.type() == Type::boolean) {
            each(rows, [&](std::int64_t row) { sum.add(column_.boolean(row)); });
            return sum;
        }
        const auto cells = column_.int64s();
        each(rows, [&](std::int64_t row) { sum.add(cells[static_cast<std::size_t>(row)]); });
        return sum;
    }

    void add_sd(Rows rows, ColumnBuilder& out) const {
        if (rows.size() < 2) {
            out.add_missing();
            return;
        }
        const double unit = unit_of(rows);
        const DoubleDouble mean = mean_in(unit, rows);
        Sum squares;
        if (column_.type() == Type::int64) {
            const auto cells = column_.int64s();
            each(rows, [&](std::int64_t row) {
                const double d =
                    deviation(whole_number(cells[static_cast<std::size_t>(row)]), mean);
                squares.add_product(d, d);
            });
        } else {
            each(rows, [&](std::int64_t row) {
                const double d = deviation(column_.number(row) / unit, mean);
                squares.add_product(d, d);
            });
        }
        const double variance = squares.value() / static_cast<double>(rows.size() - 1);
        out.add_float64(std::sqrt(variance) * unit);
    }

    // A power of two in which sums and squares stay within the range of doubles: 1 for all but the
    // very large and the very small.
    double unit_of(Rows rows) const {
        constexpr int plain_exponent = 460;  // squares of 2^30 numbers so large are still finite
        if (out_is_integer()) return 1;
        double largest = 0;
        each(rows, [&](std::int64_t row) {
            largest = std::max(largest, std::fabs(column_.number(row)));
        });
        if (!(largest > 0) || std::isinf(largest)) return 1;
        const int exponent = std::clamp(std::ilogb(largest), -1000, 1000);
        return std::abs(exponent) <= plain_exponent ? 1 : std::ldexp(1.0, exponent);
    }
    DoubleDouble mean_in(double unit, Rows rows) const {
        const auto n = static_cast<double>(rows.size());
        if (out_is_integer()) return exact_sum_of(rows).mean(n);
        Sum sum;
        each(rows, [&](std::int64_t row) { sum.add(column_.number(row) / unit); });
        return sum.mean(n);
    }

    void add_median(Rows rows, ColumnBuilder& out) {
        values_.clear();
        bool nan = false;
        each(rows, [&](std::int64_t row) {
            values_.push_back(column_.number(row));
            nan = nan || std::isnan(values_.back());
        });
        out.add_float64(nan ? std::numeric_limits<double>::quiet_NaN()
                            : median_of(context_, values_));
    }

    bool less(std::int64_t a, std::int64_t b) const {
        if (column_.type() == Type::text) return column_.text(a) < column_.text(b);
        if (column_.type() == Type::float64) return column_.number(a) < column_.number(b);
        if (column_.type() == Type::boolean) return column_.boolean(a) < column_.boolean(b);
        const auto values = column_.int64s();
        return values[static_cast<std::size_t>(a)] < values[static_cast<std::size_t>(b)];
    }

    std::int64_t chosen(Rows rows) const {
        if (what_ == Aggregate::first) return rows.front();
        if (what_ == Aggregate::last) return rows.back();
        const bool real = column_.type() == Type::float64;
        std::int64_t best = rows.front();
        each(rows, [&](std::int64_t row) {
            if (real && std::isnan(column_.number(row))) return;
            const bool better = what_ == Aggregate::min ? less(row, best) : less(best, row);
            if (better || (real && std::isnan(column_.number(best)))) best = row;
        });
        return best;
    }

    void add_cell(std::int64_t row, ColumnBuilder& out) const {
        const auto at = static_cast<std::size_t>(row);
        switch (column_.type()) {
            case Type::float64:
                out.add_float64(column_.float64s()[at]);
                break;
            case Type::int64:
            case Type::timestamp:
                out.add_int64(column_.int64s()[at]);
                break;
            case Type::boolean:
                out.add_boolean(column_.boolean(row));
                break;
            case Type::text:
                out.add_text(column_.text(row));
                break;
        }
    }

    const Context& context_;
    const Column& column_;
    Aggregate what_;
    std::vector<double> values_;
};

Type result_type(Aggregate what, const Column& column, const std::string& name) {
    switch (what) {
        case Aggregate::count:
        case Aggregate::distinct:
            return Type::int64;
        case Aggregate::min:
        case Aggregate::max:
        case Aggregate::first:
        case Aggregate::last:
            return column.type();
        case Aggregate::sum:
        case Aggregate::mean:
        case Aggregate::sd:
        case Aggregate::median:
            break;
    }
    if (!column.is_numeric())
        throw Error(Status::type,
                    std::string("there is no ") + aggregate_name(what) + " of column \"" +
                        excerpt(name) + "\", which is " + type_name(column.type()),
                    {.argument = name});
    return what == Aggregate::sum && column.type() != Type::float64 ? Type::int64 : Type::float64;
}

// How many different present cells each group has: the groups of group and cell.
Column count_distinct(Passes& passes, const Column& column, const RowKeys& keys) {
    const RowKeys pairs(passes, {Column::from_int64(keys.group_of_row()), column}, column.size());
    std::vector<std::int64_t> counts(static_cast<std::size_t>(keys.count()));
    for (const std::int64_t row : pairs.first_rows())
        if (column.valid(row))
            ++counts[static_cast<std::size_t>(keys.group_of_row()[static_cast<std::size_t>(row)])];
    return Column::from_int64(std::move(counts));
}

// Present rows of each group.
RowsByGroup present_rows(const Context& context, const RowKeys& keys, const Column& column) {
    if (column.missing() == 0) return RowsByGroup(context, keys.group_of_row(), keys.count());
    std::vector<std::int64_t> groups = keys.group_of_row();
    Poll poll(context);
    for (std::size_t row = 0; row < groups.size(); ++row) {
        poll();
        if (!column.valid(static_cast<std::int64_t>(row))) groups[row] = -1;
    }
    return RowsByGroup(context, groups, keys.count());
}

Column aggregate_column(const Context& context, Passes& passes, const Table& table,
                        const RowKeys& keys, const AggregateColumn& asked) {
    if (asked.column.empty()) {
        if (asked.what != Aggregate::count)
            throw Error(Status::argument,
                        std::string(aggregate_name(asked.what)) + " needs a column",
                        {.argument = "aggregates"});
        std::vector<std::int64_t> counts(static_cast<std::size_t>(keys.count()));
        for (const std::int64_t g : keys.group_of_row()) ++counts[static_cast<std::size_t>(g)];
        return Column::from_int64(std::move(counts));
    }
    const Column& column = table.column(asked.column);
    const Type type = result_type(asked.what, column, asked.column);
    if (asked.what == Aggregate::distinct) return count_distinct(passes, column, keys);
    const RowsByGroup groups = present_rows(context, keys, column);
    Aggregator aggregator(context, column, asked.what);
    ColumnBuilder out(type);
    for (std::size_t g = 0; g + 1 < groups.start.size(); ++g) {
        const std::int64_t rows = groups.start[g + 1] - groups.start[g];
        aggregator.add({groups.rows.data() + groups.start[g], static_cast<std::size_t>(rows)}, out);
        passes(1 + rows);
    }
    return out.finish();
}

Column aggregate_of_nothing(Aggregate what, Type type) {
    ColumnBuilder out(type);
    if (what == Aggregate::count || what == Aggregate::distinct)
        out.add_int64(0);
    else
        out.add_missing();
    return out.finish();
}

}  // namespace

const char* aggregate_name(Aggregate aggregate) noexcept {
    static constexpr const char* names[] = {"count", "sum",    "mean",  "min",  "max",
                                            "sd",    "median", "first", "last", "distinct"};
    const auto at = static_cast<std::size_t>(aggregate);
    return at < std::size(names) ? names[at] : "unknown";
}

Table aggregate(const Context& context, const Table& table, std::span<const std::string> keys,
                std::span<const AggregateColumn> aggregates) {
    std::vector<Column> key_columns;
    for (const std::string& key : keys) key_columns.push_back(table.column(key));
    const Charge held(context, 48 * table.rows());
    Passes passes(context, "aggregate");
    const auto parts = static_cast<double>(aggregates.size() + 1);
    passes.next(1 / parts, table.rows());
    const RowKeys groups(passes, key_columns, table.rows());
    // All rows are one group, also where there are none.
    const bool empty_group = keys.empty() && table.rows() == 0;
    std::vector<std::string> names(keys.begin(), keys.end());
    std::vector<Column> columns;
    for (const Column& column : key_columns)
        columns.push_back(taken(context, column, groups.first_rows()));
    for (const AggregateColumn& asked : aggregates) {
        passes.next(static_cast<double>(&asked - aggregates.data() + 2) / parts, table.rows());
        columns.push_back(aggregate_column(context, passes, table, groups, asked));
        if (empty_group) columns.back() = aggregate_of_nothing(asked.what, columns.back().type());
        names.push_back(!asked.name.empty()    ? asked.name
                        : asked.column.empty() ? "count"
                                               : aggregate_name(asked.what) + ("_" + asked.column));
    }
    return Table(std::move(names), std::move(columns));
}

}  // namespace tenon
