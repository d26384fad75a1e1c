#include "base/utf8.hpp"

#include <cstring>

namespace tenon {

namespace {

bool continues(unsigned char c) noexcept {
    return (c & 0xC0) == 0x80;
}

// Length of the well-formed sequence at the front of [p, p + left), 0 if there is none.
std::size_t sequence_length(const unsigned char* p, std::size_t left) noexcept {
    const unsigned char c = p[0];
    if (c < 0x80) return 1;
    if (c < 0xC2) return 0;
    if (c < 0xE0) return left >= 2 && continues(p[1]) ? 2 : 0;
    if (c < 0xF0) {
        if (left < 3 || !continues(p[1]) || !continues(p[2])) return 0;
        if (c == 0xE0 && p[1] < 0xA0) return 0;  // overlong
        if (c == 0xED && p[1] > 0x9F) return 0;  // surrogate
        return 3;
    }
    if (c > 0xF4 || left < 4 || !continues(p[1]) || !continues(p[2]) || !continues(p[3])) return 0;
    if (c == 0xF0 && p[1] < 0x90) return 0;  // overlong
    if (c == 0xF4 && p[1] > 0x8F) return 0;  // past U+10FFFF
    return 4;
}

}  // namespace

std::size_t invalid_utf8_at(std::string_view bytes) noexcept {
    constexpr std::uint64_t high_bits = 0x8080808080808080u;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t size = bytes.size();
    std::size_t at = 0;
    while (at < size) {
        while (at + 32 <= size) {  // plain ASCII, 32 bytes a step
            std::uint64_t w[4];
            std::memcpy(w, data + at, sizeof w);
            if ((w[0] | w[1] | w[2] | w[3]) & high_bits) break;
            at += 32;
        }
        const std::size_t stop = at + 32 < size ? at + 32 : size;
        while (at < stop) {
            const std::size_t length = sequence_length(data + at, size - at);
            if (length == 0) return at;
            at += length;
        }
    }
    return std::string_view::npos;
}

std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = size == 1 ? lead : lead & (0x7Fu >> size);
        for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
            point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
        out.push_back(point);
        i += size;
    }
    return out;
}

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3F));
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

std::string printable_utf8(std::string_view bytes) {
    constexpr std::uint32_t replacement = 0xFFFD;
    std::string out;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = sequence_length(data + at, bytes.size() - at);
        if (length == 0 || data[at] == 0)
            append_utf8(out, replacement);
        else
            out.append(bytes.substr(at, length));
        at += length ? length : 1;
    }
    return out;
}

std::size_t unseen_at_front(std::string_view text) noexcept {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    if (text.empty()) return 0;
    if (at(0) < 0x20 || at(0) == 0x7F) return 1;
    if (at(0) == 0xC2) return at(1) >= 0x80 && at(1) < 0xA0 ? 2 : 0;
    if (at(0) == 0xD8) return at(1) == 0x9C ? 2 : 0;
    if (at(0) != 0xE2) return 0;
    const bool marks = at(1) == 0x80 && (at(2) == 0x8E || at(2) == 0x8F);
    const bool embeds = at(1) == 0x80 && at(2) >= 0xAA && at(2) <= 0xAE;
    const bool isolates = at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9;
    return marks || embeds || isolates ? 3 : 0;
}

std::string excerpt(std::string_view text, std::size_t bytes) {
    std::string out;
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequence_length(data + at, text.size() - at);
        if (out.size() + (length ? length : 1) > bytes) return out + "...";
        if (length == 0)
            out.push_back('?');
        else if (unseen_at_front(text.substr(at, length)) > 0)
            out.push_back(' ');
        else
            out.append(text.substr(at, length));
        at += length ? length : 1;
    }
    return out;
}

}  // namespace tenon
