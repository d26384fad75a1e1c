// A problem made at once from the arrays a reader has filled and checked, without a second look-up,
// check or copy of every name and entry.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ilp/model/name_index.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// What Problem promises its users is the maker's duty here: as many of each as there are columns or
// rows; names unique, UTF-8, not empty, and in the indices; bounds in order and +-infinity from
// infinite_bound on; finite costs and values; the entries of a row by column, none zero.
struct ProblemParts {
    std::string name;
    Sense sense = Sense::minimize;
    double offset = 0;
    std::vector<double> cost, lower, upper;
    std::vector<ColumnType> type;
    std::vector<double> row_lower, row_upper;
    std::vector<std::int64_t> row_start{0};
    std::vector<std::int32_t> index;
    std::vector<double> value;
    std::vector<std::string> column_names, row_names;
    NameIndex column_index, row_index;
};

struct ProblemAccess {
    static Problem assemble(ProblemParts&& parts);
    // Takes back the last columns and rows; no row that stays may hold a column that goes.
    static void truncate(Problem& problem, std::int32_t columns, std::int32_t rows) noexcept;
};

inline double open_if_huge(double bound) noexcept {
    return bound >= infinite_bound ? infinity : bound <= -infinite_bound ? -infinity : bound;
}

}  // namespace tenon::ilp
