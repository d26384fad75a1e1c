#include "table/csv_decode.hpp"

#include <algorithm>
#include <cstdint>

#include "base/utf8.hpp"

namespace tenon {

namespace {

// Windows-1252 from 0x80 to 0x9F; 0 where it has no character (the C1 control is kept).
constexpr std::uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

}  // namespace

void decode_latin1(std::string_view bytes, std::string& out) {
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        const std::uint32_t special = c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : 0;
        append_utf8(out, special ? special : c);
    }
}

std::size_t decode_utf16(std::string_view bytes, bool low_first, bool last, std::string& out) {
    const auto unit = [&](std::size_t i) {
        const auto byte = [&bytes](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
        return static_cast<std::uint32_t>(low_first ? byte(i) | byte(i + 1) << 8
                                                    : byte(i + 1) | byte(i) << 8);
    };
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xD800 && c < 0xE000) {
            if (c < 0xDC00 && i + 3 >= bytes.size() && !last) return i;
            const bool paired =
                c < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
            if (!paired) {
                out.push_back(not_text);
                continue;
            }
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        }
        append_utf8(out, c);
    }
    if (i < bytes.size() && last) {
        out.push_back(not_text);
        ++i;
    }
    return i;
}

std::size_t decode_gb18030(const Gb18030& codes, std::string_view bytes, bool last,
                           std::string& out) {
    constexpr std::size_t longest = 4;
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (!last && bytes.size() - i < longest && static_cast<unsigned char>(bytes[i]) >= 0x80)
            return i;
        const auto character = codes.front(bytes.substr(i));
        if (character.bytes == 0)
            out.push_back(not_text);
        else
            append_utf8(out, character.code_point);
        i += static_cast<std::size_t>(std::max(character.bytes, 1));
    }
    return i;
}

}  // namespace tenon
