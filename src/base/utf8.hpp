// Whether bytes are UTF-8, and where they stop being so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

// The offset of the first byte that does not begin or continue a well-formed sequence (Unicode
// 15, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF), or npos.
std::size_t invalid_utf8_at(std::string_view bytes) noexcept;

// The characters of well-formed UTF-8.
std::u32string code_points(std::string_view text);

// Appends a code point that is a Unicode scalar value.
void append_utf8(std::string& out, std::uint32_t code_point);

// The text with U+FFFD for each malformed byte and for NUL.
std::string printable_utf8(std::string_view bytes);

// Of well-formed UTF-8: the length of the character at the front if it steers a terminal or the
// direction of text instead of being seen (C0, DEL, C1; U+061C, U+200E, U+200F, U+202A to U+202E,
// U+2066 to U+2069), else 0.
std::size_t unseen_at_front(std::string_view text) noexcept;

// The text shortened to at most `bytes` bytes at a character border, with "..." where cut; for
// messages. What is unseen becomes a blank, and malformed bytes "?".
std::string excerpt(std::string_view text, std::size_t bytes = 40);

}  // namespace tenon
