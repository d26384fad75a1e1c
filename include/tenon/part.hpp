// One number of a problem: what a range, a conflict or a relaxation speaks of.
#pragma once

#include <cstdint>

namespace tenon {

enum class Part : std::int32_t {
    cost = 0,       // of a column
    row_lower = 1,  // the lower side of a row
    row_upper = 2,
    column_lower = 3,  // the lower bound of a column
    column_upper = 4,
    integrality = 5,  // that a column is integer
};

constexpr bool is_of_row(Part part) noexcept {
    return part == Part::row_lower || part == Part::row_upper;
}
constexpr bool is_lower(Part part) noexcept {
    return part == Part::row_lower || part == Part::column_lower;
}

}  // namespace tenon
