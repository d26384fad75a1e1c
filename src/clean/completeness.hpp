// How much of a row is there.
#pragma once

#include <cstdint>

#include "tenon/table.hpp"

namespace tenon::clean {

// Cells of the row that are present; a NaN is a value.
inline std::int32_t present_cells(const Table& table, std::int64_t row) noexcept {
    std::int32_t present = 0;
    for (std::int32_t c = 0; c < table.columns(); ++c)
        present += table.column(c).valid(row) ? 1 : 0;
    return present;
}

}  // namespace tenon::clean
