// What columns and tables take in memory: what a call charges to the byte budget for those it
// makes.
#pragma once

#include <cstdint>

#include "tenon/table.hpp"

namespace tenon {

// So many cells like those of a column, or rows like those of a table; texts by their mean length.
std::int64_t cells_bytes(const Column& like, std::int64_t rows) noexcept;
std::int64_t rows_bytes(const Table& like, std::int64_t rows) noexcept;

// The columns of a table that do not share their cells with one of another table.
std::int64_t own_bytes(const Table& table, const Table& other) noexcept;

}  // namespace tenon
