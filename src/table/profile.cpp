// For n present values x that are not NaN:
//     mean = (1/n) sum x,   sd^2 = 1/(n-1) sum d_i^2,   d_i = x_i - mean,
//     autocorrelation = sum d_i d_(i+1) / sum d_i^2
// in two passes in double-double (base/double_double.hpp), values brought to scale by a power of
// two; quartiles of type 7 (R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, 1996):
// position (n-1) p on the line through the sorted values.
#include "tenon/profile.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "base/double_double.hpp"
#include "base/held_bytes.hpp"
#include "base/moments.hpp"
#include "base/order_statistics.hpp"
#include "table/distinct.hpp"

namespace tenon {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t polled_rows = std::int64_t{1} << 15;

// Counts the keys of present cells.
template <class Key, class Get>
void count_distinct(const Context& context, const Column& column, const Get& get,
                    ColumnProfile& out) {
    DistinctCounts<Key> counts;
    HeldBytes held(context);
    std::int64_t known = 0;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % polled_rows == 0) {
            context.check_cancelled();
            const std::int64_t bytes = counts.bytes();
            held.add(bytes - std::exchange(known, bytes));
        }
        if (column.valid(row)) counts.add(get(row), row);
    }
    held.add(counts.bytes() - known);
    out.distinct = static_cast<std::int64_t>(counts.entries().size());
    if (const auto* top = counts.top()) {
        out.top = column.cell_text(top->first_row);
        out.top_count = top->count;
    }
}

// One key for the values that compare equal: both zeros, and all NaNs.
std::uint64_t key_of(double value) noexcept {
    if (value == 0) return 0;
    if (std::isnan(value)) return std::bit_cast<std::uint64_t>(none);
    return std::bit_cast<std::uint64_t>(value);
}

void count_values(const Context& context, const Column& column, ColumnProfile& out) {
    switch (column.type()) {
        case Type::text:
            count_distinct<std::string_view>(
                context, column, [&column](std::int64_t row) { return column.text(row); }, out);
            break;
        case Type::boolean:
            count_distinct<std::uint64_t>(
                context, column,
                [&column](std::int64_t row) { return std::uint64_t{column.boolean(row)}; }, out);
            break;
        case Type::float64:
            count_distinct<std::uint64_t>(
                context, column,
                [v = column.float64s()](std::int64_t row) {
                    return key_of(v[static_cast<std::size_t>(row)]);
                },
                out);
            break;
        case Type::int64:
        case Type::timestamp:
            count_distinct<std::uint64_t>(
                context, column,
                [v = column.int64s()](std::int64_t row) {
                    return static_cast<std::uint64_t>(v[static_cast<std::size_t>(row)]);
                },
                out);
            break;
    }
}

// The finite values of a column and, where they are integers that a double cannot hold, what
// rounding leaves out of each (else empty).
struct FiniteValues {
    std::vector<double> values, rests;
};

// mean, sd and autocorrelation of finite values.
void measure_spread(const Context& context, const FiniteValues& finite, double largest,
                    ColumnProfile& out) {
    const std::vector<double>&values = finite.values, &rests = finite.rests;
    int exponent = 0;
    if (largest > 0) std::frexp(largest, &exponent);
    exponent = std::max(exponent, std::numeric_limits<double>::min_exponent);
    const double unit = std::ldexp(1.0, exponent - 1), inverse = 1 / unit;
    const DoubleDouble n(static_cast<double>(values.size()));
    const auto poll = [&context](std::size_t i) {
        if (i % static_cast<std::size_t>(polled_rows) == 0) context.check_cancelled();
    };
    const auto scaled = [&](std::size_t i) {
        return DoubleDouble(values[i] * inverse, rests.empty() ? 0 : rests[i] * inverse);
    };
    DoubleDouble total;
    for (std::size_t i = 0; i < values.size(); ++i) {
        poll(i);
        total += scaled(i);
    }
    const DoubleDouble mean = total / n;
    DoubleDouble squares, products, before;
    for (std::size_t i = 0; i < values.size(); ++i) {
        poll(i);
        const DoubleDouble d = scaled(i) - mean;
        squares += d * d;
        products += before * d;
        before = d;
    }
    out.mean = static_cast<double>(mean) * unit;
    if (values.size() < 2) return;
    out.sd = static_cast<double>(sqrt(squares / (n - DoubleDouble(1.0)))) * unit;
    if (out.minimum < out.maximum) out.autocorrelation = static_cast<double>(products / squares);
}

bool holds_int64(const Column& column) {
    return column.type() == Type::int64 || column.type() == Type::timestamp;
}

// Every integer below is a double.
constexpr double exact_integers = 0x1p53;

// Of the present cells of int64.
std::vector<double> rests_of(const Column& column) {
    std::vector<double> rests;
    rests.reserve(static_cast<std::size_t>(column.size() - column.missing()));
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row))
            rests.push_back(whole_rest(column.int64s()[static_cast<std::size_t>(row)]));
    return rests;
}

void describe_numbers(const Context& context, const Column& column, ColumnProfile& out) {
    const Charge charge(context, 16 * column.size());  // the numbers, and a copy in order
    FiniteValues finite;
    std::vector<double>& values = finite.values;
    values.reserve(static_cast<std::size_t>(column.size() - column.missing()));
    double largest = 0;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % polled_rows == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const double x = column.number(row);
        if (std::isnan(x)) {
            ++out.nan;
            continue;
        }
        if (std::isinf(x)) {
            ++out.infinite;
            continue;
        }
        values.push_back(x);
        largest = std::max(largest, std::fabs(x));
    }
    if (values.empty()) return;
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    out.minimum = *least;
    out.maximum = *greatest;
    const bool rounded = holds_int64(column) && largest > exact_integers;
    const Charge more(context, rounded ? 8 * column.size() : 0);
    if (rounded) finite.rests = rests_of(column);
    measure_spread(context, finite, largest, out);
    constexpr double shares[] = {0.25, 0.5, 0.75};
    const auto quartiles = quantiles_of(context, values, shares);
    out.quartile1 = quartiles[0];
    out.median = quartiles[1];
    out.quartile3 = quartiles[2];
}

// Numbers that do not apply are missing.
void add_number(ColumnBuilder& builder, double value) {
    if (std::isnan(value))
        builder.add_missing();
    else
        builder.add_float64(value);
}

void add_time(ColumnBuilder& builder, double micros) {
    if (std::isnan(micros))
        builder.add_missing();
    else
        builder.add_int64(static_cast<std::int64_t>(micros));
}

}  // namespace

std::vector<ColumnProfile> profile(const Context& context, const Table& table) {
    std::vector<ColumnProfile> out;
    for (std::int32_t i = 0; i < table.columns(); ++i) {
        const Column& column = table.column(i);
        Progress progress;
        progress.phase = "profile";
        progress.share = static_cast<double>(i) / table.columns();
        progress.work = i * table.rows();
        context.report(progress);
        ColumnProfile p;
        p.name = table.name(i);
        p.type = column.type();
        p.rows = column.size();
        p.missing = column.missing();
        p.minimum = p.maximum = p.mean = p.sd = p.quartile1 = p.median = p.quartile3 = none;
        p.autocorrelation = none;
        if (column.type() != Type::text) describe_numbers(context, column, p);
        count_values(context, column, p);
        out.push_back(std::move(p));
    }
    return out;
}

Table profile_table(const std::vector<ColumnProfile>& profile) {
    const std::vector<std::string> names = {
        "column",  "type",     "rows",   "missing", "distinct",  "nan",
        "min",     "max",      "mean",   "sd",      "q1",        "median",
        "q3",      "earliest", "latest", "top",     "top_count", "autocorrelation",
        "infinite"};
    ColumnBuilder column(Type::text), type(Type::text), top(Type::text);
    ColumnBuilder earliest(Type::timestamp), latest(Type::timestamp);
    ColumnBuilder rows(Type::int64), missing(Type::int64), distinct(Type::int64), nan(Type::int64),
        top_count(Type::int64), infinite(Type::int64);
    ColumnBuilder minimum(Type::float64), maximum(Type::float64), mean(Type::float64),
        sd(Type::float64), quartile1(Type::float64), median(Type::float64),
        quartile3(Type::float64), autocorrelation(Type::float64);
    for (const ColumnProfile& p : profile) {
        column.add_text(p.name);
        type.add_text(type_name(p.type));
        rows.add_int64(p.rows);
        missing.add_int64(p.missing);
        distinct.add_int64(p.distinct);
        nan.add_int64(p.nan);
        // Microseconds since 1970 are no numbers to read: times have their own two columns.
        const bool time = p.type == Type::timestamp;
        add_number(minimum, time ? none : p.minimum);
        add_number(maximum, time ? none : p.maximum);
        add_number(mean, time ? none : p.mean);
        add_number(sd, time ? none : p.sd);
        add_number(quartile1, time ? none : p.quartile1);
        add_number(median, time ? none : p.median);
        add_number(quartile3, time ? none : p.quartile3);
        add_time(earliest, time ? p.minimum : none);
        add_time(latest, time ? p.maximum : none);
        if (p.top_count > 0)
            top.add_text(p.top);
        else
            top.add_missing();
        top_count.add_int64(p.top_count);
        add_number(autocorrelation, time ? none : p.autocorrelation);
        infinite.add_int64(p.infinite);
    }
    std::vector<Column> columns;
    for (ColumnBuilder* builder : {&column, &type, &rows, &missing, &distinct, &nan, &minimum,
                                   &maximum, &mean, &sd, &quartile1, &median, &quartile3, &earliest,
                                   &latest, &top, &top_count, &autocorrelation, &infinite})
        columns.push_back(builder->finish());
    return Table(names, std::move(columns));
}

}  // namespace tenon
