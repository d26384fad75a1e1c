// Columns a step reads and makes: found, checked, numbered, appended.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/error.hpp"
#include "tenon/table.hpp"

namespace tenon::features {

// Error(data unless said otherwise): column "name", row 3: what
[[noreturn]] void refuse_column(const std::string& name, const std::string& what,
                                Status status = Status::data, std::int64_t row = -1);
[[noreturn]] void refuse_option(const char* option, const std::string& what);

// Throws Error(type) unless float64, int64 or bool. `doing` completes "only numbers can be ...".
void check_numeric(const std::string& name, const Column& column, const char* doing);
// Throws Error(argument) for a name that is there twice, or for an empty list.
void check_distinct(std::span<const std::string> names);
template <class Fitted>
std::vector<std::string> column_names(const std::vector<Fitted>& fitted) {
    std::vector<std::string> names;
    for (const Fitted& one : fitted) names.push_back(one.column);
    return names;
}

// The present numbers that are not NaN. Throws Error: type; data (none; an infinite one, unless
// `bear_infinite`).
std::vector<double> present_numbers(const Context& context, const std::string& name,
                                    const Column& column, const char* doing,
                                    bool bear_infinite = false);

// Appends columns under new names. Throws Error(argument) for a name the table has already.
Table append_columns(const Table& table, std::span<const std::string> names,
                     std::vector<Column> columns, const char* step);

// The table's rows and columns replaced; its history kept.
Table with_history_of(const Table& old, Table made);

// Every column's row of numbers, one column after another, and the rows that have no hole (missing
// or NaN) in any of them.
struct CompleteRows {
    std::vector<double> values;  // column-major: rows.size() numbers a column
    std::vector<std::int64_t> rows;
};
CompleteRows complete_rows(const Context& context, const Table& table,
                           std::span<const std::string> columns, const char* doing);

}  // namespace tenon::features
