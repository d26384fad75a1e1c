// Categories of a column, and the place of each cell's category among them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/encode.hpp"
#include "tenon/table.hpp"

namespace tenon::features {

// The distinct categories of the present cells, sorted by bytes. Throws Error: type, data.
Dictionary learn_dictionary(const Context& context, const std::string& name, const Column& column,
                            std::int64_t max_categories);

// Throws Error(type) unless the column is text, bool or int64.
void check_categories(const std::string& name, const Column& column);

inline constexpr std::int32_t unknown_code = -1;
inline constexpr std::int32_t missing_code = -2;

// For each row the place of its category, unknown_code or missing_code.
std::vector<std::int32_t> codes_of(const Context& context, const Column& column,
                                   const Dictionary& dictionary);

}  // namespace tenon::features
