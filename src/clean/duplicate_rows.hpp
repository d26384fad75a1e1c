// What the two ways to drop duplicates, of a table at once and of one that comes part by part,
// share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/duplicates.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// What is told of `dropped` rows of the table.
Change duplicates_change(const Table& table, std::span<const std::string> keys, Keep keep,
                         std::int64_t dropped);
Change near_duplicates_change(const Table& table, const NearDuplicateOptions& options,
                              const std::vector<std::string>& keys, std::int64_t dropped);

// Throws Error(argument), Error(not_found), Error(type).
void check_near_duplicates(const NearDuplicateOptions& options, const Table& table);

}  // namespace tenon::clean
