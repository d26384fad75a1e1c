#include "base/xml_text.hpp"

#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

std::string xml_text(std::string_view text) {
    if (invalid_utf8_at(text) != std::string_view::npos)
        throw Error(Status::data, "\"" + printable_utf8(text) + "\" is not UTF-8",
                    {.argument = "text"});
    constexpr std::string_view replacement = "\xef\xbf\xbd", noncharacters = "\xef\xbf";
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        switch (byte) {
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
            case '\t':
                out += "&#9;";
                break;
            case '\n':
                out += "&#10;";
                break;
            case '\r':
                out += "&#13;";
                break;
            default:
                if (byte < 0x20) {
                    out += replacement;
                } else if (byte == 0xef && text.substr(at, 2) == noncharacters &&
                           static_cast<unsigned char>(text[at + 2]) >= 0xbe) {
                    out += replacement;
                    at += 2;
                } else {
                    out += text[at];
                }
        }
    }
    return out;
}

}  // namespace tenon
