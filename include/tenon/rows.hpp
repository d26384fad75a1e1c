// Rows and columns rearranged: sort, filter, concatenate, rename, cast.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct SortKey {
    std::string column;
    bool descending = false;
};

// The rows in the order of the first key, equal ones in the order of the next, and so on; rows
// equal in all keep their order. Missing cells are last in either direction, NaN before them. Text
// is ordered by its bytes (which is by code points), false before true. O(rows) a key of numbers,
// O(rows log rows) comparisons a key of text. Throws Error: not_found, argument (no keys),
// cancelled, budget.
Table sort(const Context& context, const Table& table, std::span<const SortKey> keys);
std::vector<std::int64_t> sorted_rows(const Context& context, const Table& table,
                                      std::span<const SortKey> keys);

// The rows where the mask (a bool column of as many rows) is true; where it is missing they are
// left out. Throws Error(type), Error(argument). By a formula: expression.hpp.
Table filter(const Context& context, const Table& table, const Column& mask);

// The rows of all tables one after another, columns matched by name, in the order of the first
// table. int64 and float64 of one name become float64; a column without a present cell takes the
// type of the others. A name that one of the tables lacks is refused, or filled with missing cells
// if `fill`. Findings and changes of the tables are kept in their order, then "digits lost" for
// each column of int64 and float64 in which whole numbers are no doubles: how many, and the first
// row (from 0; there is no line). Throws Error: argument (no tables), not_found (a column that is
// lacking), type (other types differ).
Table concatenate(const Context& context, std::span<const Table> tables, bool fill = false);

// Columns under new names, in their places. Throws Error: not_found, argument (a name twice).
Table rename(const Table& table, std::span<const std::pair<std::string, std::string>> old_and_new);

enum class Unconverted : std::int32_t {
    missing = 0,  // cells that have no value in the new type become missing, each a finding
    refuse = 1,   // the first of them is an error, with its row
};

// One column as another type:
// - to text: as cell_text() writes it;
// - text to a number, bool or timestamp: blanks around are dropped; numbers as parse_double reads
// them,
//   "true" and "false" in any case, ISO 8601;
// - float64 to int64: whole numbers in range only; int64 to float64: the nearest;
// - bool to a number: 0 and 1, and back, other numbers not;
// - timestamp to int64: microseconds since 1970, and back; to float64: seconds since 1970, and
// back.
// Kinds of findings, whose text tells the row (from 0) and whose line is -1, as there is no file:
// "not converted" (the first 1,000, then a count), and "digits lost" (how many whole numbers
// float64 does not hold, and the first).
Table cast(const Context& context, const Table& table, std::string_view column, Type type,
           Unconverted unconverted = Unconverted::missing);

}  // namespace tenon
