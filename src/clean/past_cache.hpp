// Copies of cells that will not be read again soon: where the vector level has such stores, the
// memory they go to is neither read first nor kept in the cache.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/vector_level.hpp"

namespace tenon::clean {

// Columns of fewer rows may well be read again from the cache they were written to.
inline constexpr std::int64_t least_rows_past_cache = std::int64_t{1} << 17;  // 1 MiB of doubles

// Copies `count` doubles. It is quick where `to` is aligned for vectors (as LargeArray is).
void copy_past_cache(VectorLevel level, const double* from, std::size_t count, double* to) noexcept;
// To be called by a thread behind its last copy, before another thread is told of them.
void end_past_cache() noexcept;

}  // namespace tenon::clean
