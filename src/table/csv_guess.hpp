// The encoding of a text by its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tenon/csv.hpp"

namespace tenon {

const char* encoding_name(Encoding encoding) noexcept;
// The byte-order mark of an encoding; empty: it has none.
std::string_view mark_of(Encoding encoding) noexcept;
// By the byte-order mark; UTF-8 where there is none.
Encoding encoding_by_mark(std::string_view bytes) noexcept;

// A part of a text without a byte-order mark, by which its encoding is guessed.
struct EncodingSample {
    std::string bytes;
    std::int64_t at = 0;            // of its first byte in the file
    std::int64_t sound_before = 0;  // characters of several bytes before it, all UTF-8
    bool ends = true;               // the text ends behind it
};

// Fills in why, but for sound UTF-8.
Encoding guess_encoding(const EncodingSample& sample, std::string& evidence);

// The characters of several bytes in sound UTF-8.
std::int64_t wide_characters(std::string_view utf8) noexcept;

// Whether bytes at the end of a part of a UTF-8 text are the front of a character that goes on
// behind it.
bool is_cut_character(std::string_view tail) noexcept;
std::string hexadecimal(char byte);  // "0xE5"

}  // namespace tenon
