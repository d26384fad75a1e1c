#include "table/csv_source.hpp"

#include <cstring>

#include "base/utf8.hpp"
#include "table/gb18030.hpp"

namespace tenon {

namespace {

// Windows-1252 from 0x80 to 0x9F; 0 where it has no character (the C1 control is kept).
constexpr std::uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

constexpr std::size_t polled_bytes = std::size_t{1} << 18;  // well under 10 ms of decoding

[[noreturn]] void refuse(const CsvSource& source, std::size_t at, std::int64_t byte,
                         const std::string& why) {
    const std::int64_t line = CsvPlaces(source).find(at).line;
    throw Error(Status::parse,
                "line " + std::to_string(line) + ", byte " + std::to_string(byte) + ": " + why,
                {.argument = {}, .line = line, .byte = byte});
}

std::string hexadecimal(char c) {
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

Encoding detect(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xFF\xFE")) return Encoding::utf16le;
    if (bytes.starts_with("\xFE\xFF")) return Encoding::utf16be;
    if (bytes.starts_with("\x84\x31\x95\x33")) return Encoding::gb18030;
    return Encoding::utf8;
}

std::string_view mark_of(Encoding encoding) noexcept {
    switch (encoding) {
        case Encoding::utf16le:
            return "\xFF\xFE";
        case Encoding::utf16be:
            return "\xFE\xFF";
        case Encoding::gb18030:
            return "\x84\x31\x95\x33";
        case Encoding::latin1:
            return {};
        default:
            return "\xEF\xBB\xBF";
    }
}

void decode_latin1(const Context& context, std::string_view bytes, std::string& out) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % polled_bytes == 0) context.check_cancelled();
        const auto c = static_cast<unsigned char>(bytes[i]);
        const std::uint32_t special = c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : 0;
        append_utf8(out, special ? special : c);
    }
}

// On a fault `out` holds what came before it.
void decode_utf16(const Context& context, std::string_view bytes, CsvSource& source) {
    const int low = source.encoding == Encoding::utf16le ? 0 : 1;
    const auto unit = [&](std::size_t i) {
        return static_cast<std::uint32_t>(
            static_cast<unsigned char>(bytes[i + static_cast<std::size_t>(low)]) |
            static_cast<unsigned char>(bytes[i + static_cast<std::size_t>(1 - low)]) << 8);
    };
    const auto fault = [&](std::size_t i, const char* why) {
        source.text = source.decoded;
        refuse(source, source.text.size(), source.mark_bytes + static_cast<std::int64_t>(i), why);
    };
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        if (i % polled_bytes == 0) context.check_cancelled();
        if (i + 1 >= bytes.size()) fault(i, "the UTF-16 text ends in half a character");
        std::uint32_t c = unit(i);
        if (c >= 0xD800 && c < 0xE000) {
            const bool paired =
                c < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
            if (!paired) fault(i, "half of a UTF-16 surrogate pair stands alone");
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        }
        append_utf8(source.decoded, c);
    }
}

void decode_gb18030(const Context& context, std::string_view bytes, CsvSource& source) {
    const Gb18030 codes;
    std::size_t polled = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        if (i >= polled) {
            context.check_cancelled();
            polled = i + polled_bytes;
        }
        const auto character = codes.front(bytes.substr(i));
        if (character.bytes == 0) {
            source.text = source.decoded;
            refuse(source, source.text.size(), source.mark_bytes + static_cast<std::int64_t>(i),
                   "the byte " + hexadecimal(bytes[i]) +
                       " begins no GB18030 character; check the encoding");
        }
        append_utf8(source.decoded, character.code_point);
        i += static_cast<std::size_t>(character.bytes);
    }
}

void check_utf8(const CsvSource& source) {
    const std::size_t bad = invalid_utf8_at(source.text);
    if (bad == std::string_view::npos) return;
    refuse(source, bad, source.mark_bytes + static_cast<std::int64_t>(bad),
           "the byte " + hexadecimal(source.text[bad]) +
               " is not valid UTF-8; set encoding to latin1 or gb18030 if the file is in one of "
               "them");
}

void check_nul(const CsvSource& source, bool declared) {
    const void* hit =
        source.text.empty() ? nullptr : std::memchr(source.text.data(), 0, source.text.size());
    if (!hit) return;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(hit) - source.text.data());
    const auto place = CsvPlaces(source).find(at);
    const bool wide = !declared && at < 2 && source.encoding == Encoding::utf8;
    refuse(source, at, place.byte,
           wide ? "a NUL byte; if the file is UTF-16 set encoding to utf16le or utf16be"
                : "a NUL byte; the file is damaged or not text");
}

}  // namespace

void decode_csv(const Context& context, std::string_view bytes, Encoding encoding,
                CsvSource& source) {
    source.encoding = encoding == Encoding::detect ? detect(bytes) : encoding;
    const std::string_view mark = mark_of(source.encoding);
    if (!mark.empty() && bytes.starts_with(mark)) {
        source.mark_bytes = static_cast<std::int64_t>(mark.size());
        bytes.remove_prefix(mark.size());
    }
    switch (source.encoding) {
        case Encoding::utf8:
            source.text = bytes;
            break;
        case Encoding::latin1:
            source.decoded.reserve(bytes.size() + bytes.size() / 8);
            decode_latin1(context, bytes, source.decoded);
            break;
        case Encoding::utf16le:
        case Encoding::utf16be:
            source.decoded.reserve(bytes.size() / 2 + 16);
            decode_utf16(context, bytes, source);
            break;
        case Encoding::gb18030:
            source.decoded.reserve(bytes.size() + bytes.size() / 2);
            decode_gb18030(context, bytes, source);
            break;
        default:
            throw Error(Status::argument,
                        "csv option encoding: " +
                            std::to_string(static_cast<int>(source.encoding)) + " is no encoding",
                        {.argument = "encoding"});
    }
    if (source.encoding != Encoding::utf8)
        source.text = source.decoded;
    else
        check_utf8(source);
    context.check_cancelled();
    check_nul(source, encoding != Encoding::detect);
}

int CsvPlaces::file_bytes(std::size_t at) const noexcept {
    const std::string_view text = source_.text;
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if ((lead & 0xC0) == 0x80) return 0;
    switch (source_.encoding) {
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
    return codes_->length_of(code_point);
}

CsvPlaces::Place CsvPlaces::find(std::size_t at) noexcept {
    const std::string_view text = source_.text;
    if (at > text.size()) at = text.size();
    const std::size_t first = at_;
    for (; at_ < at; ++at_) {
        const char c = text[at_];
        line_ += c == '\n' || (c == '\r' && (at_ + 1 >= text.size() || text[at_ + 1] != '\n'));
    }
    if (source_.encoding == Encoding::utf8)
        byte_ += static_cast<std::int64_t>(at - first);
    else
        for (std::size_t i = first; i < at; ++i) byte_ += file_bytes(i);
    return {line_, byte_};
}

}  // namespace tenon
