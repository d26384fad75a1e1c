#include "features/columns.hpp"

#include <cmath>
#include <set>
#include <string_view>

#include "features/numbers.hpp"

namespace tenon::features {

void refuse_column(const std::string& name, const std::string& what, Status status,
                   std::int64_t row) {
    std::string message = "column \"" + name + "\"";
    if (row >= 0) message += ", row " + std::to_string(row);
    throw Error(status, message + ": " + what, {.argument = name, .row = row});
}

void refuse_option(const char* option, const std::string& what) {
    throw Error(Status::argument, std::string(option) + ' ' + what, {.argument = option});
}

void check_numeric(const std::string& name, const Column& column, const char* doing) {
    if (!column.is_numeric())
        refuse_column(name,
                      std::string("is ") + type_name(column.type()) + ", and only numbers can be " +
                          doing + "; encode it first",
                      Status::type);
}

void check_distinct(std::span<const std::string> names) {
    if (names.empty()) refuse_option("columns", "is empty; name at least one column");
    std::set<std::string_view> seen;
    for (const std::string& name : names)
        if (!seen.insert(name).second)
            refuse_column(name, "is named twice; name it once", Status::argument);
}

std::vector<double> present_numbers(const Context& context, const std::string& name,
                                    const Column& column, const char* doing, bool bear_infinite) {
    check_numeric(name, column, doing);
    auto numbers = all_numbers(context, column);
    if (!bear_infinite)
        for (std::size_t row = 0; row < numbers.size(); ++row)
            if (std::isinf(numbers[row]) && column.valid(static_cast<std::int64_t>(row)))
                refuse_column(name, "an infinite reading; treat outliers first", Status::data,
                              static_cast<std::int64_t>(row));
    std::erase_if(numbers, [](double x) { return std::isnan(x); });
    if (numbers.empty())
        refuse_column(name, "no present number to learn from; fill or drop the column first");
    return numbers;
}

Table append_columns(const Table& table, std::span<const std::string> names,
                     std::vector<Column> columns, const char* step) {
    Table out = table;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (out.find(names[i]))
            refuse_column(names[i],
                          std::string("is there already, and ") + step +
                              " would make another of this name; rename it first",
                          Status::argument);
        out = out.with_column(names[i], std::move(columns[i]));
    }
    return out;
}

Table with_history_of(const Table& old, Table made) {
    for (const Change& change : old.changes()) made = made.with_change(change);
    return old.findings().empty() ? made : made.with_findings(old.findings());
}

CompleteRows complete_rows(const Context& context, const Table& table,
                           std::span<const std::string> columns, const char* doing) {
    CompleteRows out;
    const auto rows = static_cast<std::size_t>(table.rows());
    std::vector<bool> whole(rows, true);
    std::vector<std::vector<double>> numbers;
    for (const std::string& name : columns) {
        const Column& column = table.column(name);
        check_numeric(name, column, doing);
        numbers.push_back(all_numbers(context, column));
        for (std::size_t row = 0; row < rows; ++row) {
            const double x = numbers.back()[row];
            if (std::isinf(x))
                refuse_column(name, "an infinite reading; treat outliers first", Status::data,
                              static_cast<std::int64_t>(row));
            if (std::isnan(x)) whole[row] = false;
        }
    }
    for (std::size_t row = 0; row < rows; ++row)
        if (whole[row]) out.rows.push_back(static_cast<std::int64_t>(row));
    out.values.reserve(out.rows.size() * columns.size());
    for (auto& column : numbers) {
        for (const std::int64_t row : out.rows)
            out.values.push_back(column[static_cast<std::size_t>(row)]);
        column = {};
    }
    return out;
}

}  // namespace tenon::features
