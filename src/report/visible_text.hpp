// Text of unknown origin made safe to show: decoding that survives bad bytes, escaping for HTML and
// SVG, and the width a text takes on paper.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tenon::report {

// Takes the first character off text (which must not be empty). Bytes that are not UTF-8, control
// characters and code points that XML forbids come back as U+FFFD.
char32_t take_character(std::string_view& text) noexcept;
void append_character(std::string& out, char32_t character);

// Text as HTML and SVG content or as an attribute value in double quotes.
void append_escaped(std::string& out, std::string_view text);
std::string escaped(std::string_view text);

// Appends the parts one after the other, as they are.
void append(std::string& out, std::initializer_list<std::string_view> parts);

// Estimated width in the units of font_size, on the wide side for the usual sans-serif fonts.
double text_width(std::string_view text, double font_size) noexcept;
// The text, or its beginning and "…", so that it is not wider than max_width.
std::string shortened(std::string_view text, double max_width, double font_size);
// The same with the end kept: order numbers differ at their end.
std::string shortened_front(std::string_view text, double max_width, double font_size);
// The text, or its first `characters` characters and "…".
std::string clipped(std::string_view text, std::int64_t characters);

}  // namespace tenon::report
