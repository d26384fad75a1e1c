// The names a user may have meant: for messages about unknown columns, options and files.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tenon {

// Up to three of `names` that are close to `wanted` by edit distance (letter case ignored), nearest
// first, as `"a", "b"`; empty when none is close.
std::string near_names(std::string_view wanted, std::span<const std::string> names);

}  // namespace tenon
