// Bytes of an encoding as UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "table/gb18030.hpp"

namespace tenon {

inline constexpr char not_text = '\xFF';  // stands for bytes that their encoding does not know

// Each appends to `out`. The last two return how many bytes were used: where more follow (not
// `last`), all but the front of a character that the end cuts.
void decode_latin1(std::string_view bytes, std::string& out);
std::size_t decode_utf16(std::string_view bytes, bool low_first, bool last, std::string& out);
std::size_t decode_gb18030(const Gb18030& codes, std::string_view bytes, bool last,
                           std::string& out);

}  // namespace tenon
