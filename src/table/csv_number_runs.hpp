// Short numbers of a column, many cells in one call. There is one form for every machine, and one
// that reads eight cells at a time for those that have AVX-512; both give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "table/csv_index.hpp"

namespace tenon {

struct NumberRuns {
    const char* name;
    // Cells as read_short_real and read_short_integer take them, up to the first that is none or
    // has one of the bits `with_care`; how many there were. The values past them are undefined, up
    // to `count`. 64 bytes behind the text of every cell may be looked at.
    std::size_t (*reals)(const char* text, const CsvCell* cells, std::size_t count,
                         std::uint32_t with_care, char mark, double* out);
    std::size_t (*integers)(const char* text, const CsvCell* cells, std::size_t count,
                            std::uint32_t with_care, std::int64_t* out);
};

// What this machine can run, the fastest last.
std::span<const NumberRuns> number_runs() noexcept;

}  // namespace tenon
