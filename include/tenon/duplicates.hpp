// Records that say the same thing twice.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Keep : std::int32_t { first = 0, last = 1 };

// Drops rows whose cells in `keys` (all columns when empty) equal those of another row. Missing
// equals missing, NaN equals NaN, 0.0 equals -0.0. The order of the kept rows stays. `kept`, where
// given, receives the rows that stay, ascending.
Table drop_duplicates(const Context& context, const Table& table,
                      std::span<const std::string> keys = {}, Keep keep = Keep::first,
                      std::vector<std::int64_t>* kept = nullptr);

}  // namespace tenon
