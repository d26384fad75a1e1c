#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/held_bytes.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "table/column_store.hpp"
#include "table/csv_cell.hpp"
#include "table/lost_digits.hpp"
#include "table/whole_digits.hpp"
#include "tenon/error.hpp"
#include "tenon/rows.hpp"

namespace tenon {

namespace {

constexpr double micros_per_second = 1e6;
constexpr std::int64_t most_findings = 1000;

std::optional<std::int64_t> whole(double value) {
    constexpr double end = 9223372036854775808.0;  // 2^63
    if (!(value >= -end && value < end) || value != std::floor(value)) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

bool is_word(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((text[i] | 0x20) != lower[i]) return false;
    return true;
}

// One present cell into the store; false if it has no value in its type.
bool add_real(const Column& from, std::int64_t row, ColumnStore& out) {
    if (from.type() == Type::text) {
        const auto value = parse_double(trim_blanks(from.text(row)));
        if (value) out.add_float64(*value);
        return value.has_value();
    }
    out.add_float64(from.type() == Type::timestamp ? from.number(row) / micros_per_second
                                                   : from.number(row));
    return true;
}

bool add_integer(const Column& from, std::int64_t row, ColumnStore& out) {
    std::optional<std::int64_t> value;
    const auto at = static_cast<std::size_t>(row);
    switch (from.type()) {
        case Type::text:
            value = parse_int64(trim_blanks(from.text(row)));
            break;
        case Type::float64:
            value = whole(from.float64s()[at]);
            break;
        case Type::boolean:
            value = from.boolean(row);
            break;
        case Type::int64:
        case Type::timestamp:
            value = from.int64s()[at];
            break;
    }
    if (value) out.add_int64(*value);
    return value.has_value();
}

bool add_time(const Column& from, std::int64_t row, ColumnStore& out) {
    std::optional<std::int64_t> value;
    const auto at = static_cast<std::size_t>(row);
    if (from.type() == Type::text)
        value = parse_timestamp(trim_blanks(from.text(row)));
    else if (from.type() == Type::float64)
        value = whole(std::round(from.float64s()[at] * micros_per_second));
    else if (from.type() != Type::boolean)
        value = from.int64s()[at];
    if (value) out.add_int64(*value);
    return value.has_value();
}

bool add_truth(const Column& from, std::int64_t row, ColumnStore& out) {
    if (from.type() == Type::text) {
        const std::string_view text = trim_blanks(from.text(row));
        const bool truth = is_word(text, "true");
        if (!truth && !is_word(text, "false")) return false;
        out.add_boolean(truth);
        return true;
    }
    const double number = from.number(row);
    if (from.type() == Type::timestamp || (number != 0 && number != 1)) return false;
    out.add_boolean(number == 1);
    return true;
}

bool add_cell(const Column& from, std::int64_t row, ColumnStore& out) {
    switch (out.type()) {
        case Type::float64:
            return add_real(from, row, out);
        case Type::int64:
            return add_integer(from, row, out);
        case Type::boolean:
            return add_truth(from, row, out);
        case Type::timestamp:
            return add_time(from, row, out);
        case Type::text:
            break;
    }
    out.add_text(from.cell_text(row));
    return true;
}

// Whole numbers that float64 does not hold.
bool loses_digits(const Column& from, std::int64_t row, Type type) {
    if (type != Type::float64) return false;
    if (from.type() == Type::int64) return !is_double(from.int64s()[static_cast<std::size_t>(row)]);
    if (from.type() != Type::text) return false;
    const std::string_view text = trim_blanks(from.text(row));
    return text.find_first_not_of("+-0123456789") == std::string_view::npos &&
           !is_double(text, parse_double(text).value_or(0));
}

}  // namespace

Table cast(const Context& context, const Table& table, std::string_view column, Type type,
           Unconverted unconverted) {
    const std::int32_t place = table.index_of(column);
    const Column& from = table.column(place);
    if (from.type() == type) return table;
    ColumnStore out(type);
    out.reserve(from.size());
    HeldBytes held(context);
    std::int64_t counted = 0;
    std::vector<Finding> findings = table.findings();
    std::int64_t bad = 0;
    LostDigits lost;
    constexpr std::int64_t polled_rows = std::int64_t{1} << 15;
    for (std::int64_t row = 0; row < from.size(); ++row) {
        if (row % polled_rows == 0) {
            context.report({.phase = "cast",
                            .share = static_cast<double>(row) / static_cast<double>(from.size()),
                            .rows = row});
            held.add(std::max<std::int64_t>(0, out.held_bytes() - counted));
            counted = std::max(counted, out.held_bytes());
        }
        if (from.valid(row) && add_cell(from, row, out)) {
            if (loses_digits(from, row, type)) lost.add(row, from.cell_text(row));
            continue;
        }
        out.add_missing();
        if (!from.valid(row)) continue;
        const std::string words = "column \"" + excerpt(table.name(place)) + "\", row " +
                                  std::to_string(row) + ": \"" + excerpt(from.cell_text(row)) +
                                  "\" is no " + type_name(type);
        if (unconverted == Unconverted::refuse)
            throw Error(Status::data, words,
                        {.argument = table.name(place), .row = row, .column = place});
        if (++bad > most_findings) continue;
        findings.push_back({"not converted", -1, place, -1, words});
    }
    if (bad > most_findings)
        findings.push_back({"not converted", -1, place, -1,
                            std::to_string(bad) + " cells of column \"" +
                                excerpt(table.name(place)) + "\" are no " + type_name(type) +
                                "; the first " + std::to_string(most_findings) + " are listed"});
    lost.tell(findings, table.name(place), place, "digits lost", "digits as float64");
    Table result = table.with_column(table.name(place), out.finish());
    return bad > 0 || lost.cells > 0 ? result.with_findings(std::move(findings)) : result;
}

}  // namespace tenon
