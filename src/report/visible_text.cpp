#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr char32_t replacement = 0xFFFD;

// What XML 1.0 allows (section 2.2, "Char"), less the C1 controls; tab and line ends stay.
bool showable(char32_t c) noexcept {
    if (c == '\t' || c == '\n' || c == '\r') return true;
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return false;
    if (c >= 0xD800 && c <= 0xDFFF) return false;
    return c <= 0x10FFFF && (c & 0xFFFE) != 0xFFFE;
}

// Widths in ems, rounded up from Segoe UI, Roboto, Arial, Liberation Sans and Noto Sans.
double glyph_width(char32_t c) noexcept {
    if (c >= 0x1100 &&
        (c <= 0x11FF || (c >= 0x2E80 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || c >= 0x1F300))
        return 1.0;
    if (c >= 0x300 && c <= 0x36F) return 0;
    if (c >= 0x2010 && c <= 0x27BF) return 1.0;  // signs as wide as an ideograph beside some
    if (c >= 0x80) return 0.62;
    constexpr std::string_view narrow = "iljI.,:;|!'`";
    constexpr std::string_view slim = "ftr()[]{}/\\-\" *";
    const char ascii = static_cast<char>(c);
    if (narrow.find(ascii) != std::string_view::npos) return 0.30;
    if (slim.find(ascii) != std::string_view::npos) return 0.40;
    if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' || c == '%') return 0.92;
    if (c >= 'A' && c <= 'Z') return 0.70;
    return 0.58;
}

}  // namespace

char32_t take_character(std::string_view& text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    std::size_t length = 1;
    char32_t c = lead;
    char32_t least = 0;
    if (lead >= 0x80) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2, c = lead & 0x1F, least = 0x80;
        } else if ((lead & 0xF0) == 0xE0) {
            length = 3, c = lead & 0x0F, least = 0x800;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4, c = lead & 0x07, least = 0x10000;
        } else {
            text.remove_prefix(1);
            return replacement;
        }
        for (std::size_t i = 1; i < length; ++i) {
            if (i >= text.size() || (byte(i) & 0xC0) != 0x80) {
                text.remove_prefix(i);
                return replacement;
            }
            c = (c << 6) | (byte(i) & 0x3F);
        }
    }
    text.remove_prefix(length);
    return c >= least && showable(c) ? c : replacement;
}

void append_character(std::string& out, char32_t c) {
    const auto tail = [&](int shift) {
        out.push_back(static_cast<char>(0x80 | ((c >> shift) & 0x3F)));
    };
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (c >> 6)));
        tail(0);
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (c >> 12)));
        tail(6), tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0 | (c >> 18)));
        tail(12), tail(6), tail(0);
    }
}

void append_escaped(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const char32_t c = take_character(text);
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                append_character(out, c);
        }
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_escaped(out, text);
    return out;
}

void append(std::string& out, std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) out += part;
}

double text_width(std::string_view text, double font_size) noexcept {
    double ems = 0;
    while (!text.empty()) ems += glyph_width(take_character(text));
    return ems * font_size;
}

std::string shortened(std::string_view text, double max_width, double font_size) {
    if (text_width(text, font_size) <= max_width) return std::string(text);
    std::string kept;
    double width = font_size;  // the ellipsis
    while (!text.empty()) {
        const char32_t c = take_character(text);
        width += glyph_width(c) * font_size;
        if (width > max_width) break;
        append_character(kept, c);
    }
    return kept.empty() ? kept : kept + "…";
}

std::string shortened_front(std::string_view text, double max_width, double font_size) {
    if (text_width(text, font_size) <= max_width) return std::string(text);
    while (!text.empty()) {
        take_character(text);
        if (text_width(text, font_size) + font_size <= max_width) break;
    }
    std::string kept;
    while (!text.empty()) append_character(kept, take_character(text));
    return kept.empty() ? kept : std::string("…").append(kept);
}

std::string clipped(std::string_view text, std::int64_t characters) {
    std::string kept;
    for (std::int64_t i = 0; !text.empty(); ++i) {
        if (i == characters) return kept + "…";
        append_character(kept, take_character(text));
    }
    return kept;
}

}  // namespace tenon::report
