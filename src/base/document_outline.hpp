// The content of a document as lines for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace tenon {

// A line for each member, deeper ones indented. What fits into one line is written in one. Of each
// array the first `entries`, then how many more there are.
void append_outline(const Json& object, std::int64_t entries, std::string& out);

// A text from outside, which may not steer the terminal: what is unseen comes as \u00XX.
void append_seen(std::string_view text, std::string& out);

}  // namespace tenon
