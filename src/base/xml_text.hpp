// Text for XML 1.0 documents.
#pragma once

#include <string>
#include <string_view>

namespace tenon {

// The text as content or as the value of an attribute in double quotes: &, <, >, quotes, tabs and
// line ends by entities, characters that XML has not (controls, U+FFFE, U+FFFF) as U+FFFD.
// Throws Error(data) for a text that is not UTF-8.
std::string xml_text(std::string_view text);

}  // namespace tenon
