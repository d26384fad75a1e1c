#include "table/csv_places.hpp"

#include <algorithm>

#include "table/csv_decode.hpp"
#include "table/structural_scan.hpp"

namespace tenon {

namespace {

// Bytes that the character at text[at] takes in the file; 0 inside a character.
int file_bytes(Encoding encoding, const Gb18030* codes, std::string_view text,
               std::size_t at) noexcept {
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const bool wide = encoding == Encoding::utf16le || encoding == Encoding::utf16be;
    if (text[at] == not_text) return wide ? 2 : 1;
    if ((lead & 0xC0) == 0x80) return 0;
    switch (encoding) {
        case Encoding::utf16le:
        case Encoding::utf16be:
            return lead >= 0xF0 ? 4 : 2;
        case Encoding::gb18030:
            break;
        default:
            return 1;
    }
    if (lead < 0x80) return 1;
    if (lead >= 0xF0) return 4;
    const auto tail = [&byte](std::size_t i) { return static_cast<std::uint32_t>(byte(i) & 0x3F); };
    const std::uint32_t code_point =
        lead < 0xE0
            ? static_cast<std::uint32_t>(lead & 0x1F) << 6 | tail(at + 1)
            : static_cast<std::uint32_t>(lead & 0x0F) << 12 | tail(at + 1) << 6 | tail(at + 2);
    return codes->length_of(code_point);
}

// Line ends in text[0, count): LF, CRLF and CR.
std::int64_t line_ends(std::string_view text, std::size_t count) noexcept {
    bool returned = false;  // the byte before is a '\r'
    std::int64_t lines = fastest_structural_form().lines(text.data(), count / 64, returned);
    for (std::size_t i = count / 64 * 64; i < count; ++i) {
        lines += text[i] == '\r' || (text[i] == '\n' && !returned);
        returned = text[i] == '\r';
    }
    // A CRLF that `count` cuts ends its line behind it.
    return lines - (returned && count < text.size() && text[count] == '\n');
}

}  // namespace

CsvPlaces::Place CsvPlaces::find(std::string_view text, std::size_t at) const noexcept {
    at = std::min(at, text.size());
    std::int64_t byte = byte_;
    if (encoding_ == Encoding::utf8)
        byte += static_cast<std::int64_t>(at);
    else
        for (std::size_t i = 0; i < at; ++i) byte += file_bytes(encoding_, codes_.get(), text, i);
    return {line_ + line_ends(text, at), byte};
}

void CsvPlaces::advance(std::string_view text, std::size_t count) noexcept {
    const Place place = find(text, count);
    line_ = place.line;
    byte_ = place.byte;
}

}  // namespace tenon
