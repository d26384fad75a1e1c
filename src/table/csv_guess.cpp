#include "table/csv_guess.hpp"

#include <cstdint>

#include "base/utf8.hpp"
#include "table/gb18030.hpp"

namespace tenon {

std::string hexadecimal(char c) {
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

Encoding encoding_by_mark(std::string_view bytes) noexcept {
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

bool is_cut_character(std::string_view tail) noexcept {
    if (tail.empty() || tail.size() > 3) return false;
    const auto lead = static_cast<unsigned char>(tail[0]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length <= tail.size()) return false;
    for (const char c : tail.substr(1))
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) return false;
    return true;
}

const char* encoding_name(Encoding encoding) noexcept {
    switch (encoding) {
        case Encoding::latin1:
            return "Latin-1";
        case Encoding::utf16le:
            return "UTF-16 (low byte first)";
        case Encoding::utf16be:
            return "UTF-16 (high byte first)";
        case Encoding::gb18030:
            return "GB18030";
        default:
            return "UTF-8";
    }
}

namespace {

// Characters past ASCII without the signs of GB 2312 (first byte A1 to A9), and those of them that
// are among its 3,755 most frequent ones (B0 to D7, and A1 to FE); -1 where the bytes are not
// GB18030. Two letters of Latin-1 side by side, as in a German word, rarely give one of those.
struct ChineseShare {
    std::int64_t characters = 0, common = 0;
};

ChineseShare chinese_share(std::string_view bytes, bool all) {
    const Gb18030 codes;
    ChineseShare share;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        if (!all && bytes.size() - i < 4) break;
        const auto character = codes.front(bytes.substr(i));
        if (character.bytes < 2) return {-1, 0};
        const auto trail = static_cast<unsigned char>(bytes[i + 1]);
        const bool plain = character.bytes == 2 && trail >= 0xA1;
        share.characters += !(plain && lead <= 0xA9);
        share.common += plain && lead >= 0xB0 && lead <= 0xD7;
        i += static_cast<std::size_t>(character.bytes);
    }
    return share;
}

struct Utf8Share {
    std::int64_t characters = 0, faults = 0;  // of several bytes; runs of bytes that are none
};

Utf8Share utf8_share(std::string_view bytes) {
    Utf8Share share;
    bool in_fault = false;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const std::string_view character = bytes.substr(i, length);
        const bool sound = length == 1 || (character.size() == length &&
                                           invalid_utf8_at(character) == std::string_view::npos);
        share.characters += sound && length > 1;
        share.faults += !sound && !in_fault;
        in_fault = !sound;
        i += sound ? length : 1;
    }
    return share;
}

}  // namespace

std::int64_t wide_characters(std::string_view utf8) noexcept {
    std::int64_t count = 0;
    for (const char c : utf8) count += static_cast<unsigned char>(c) >= 0xC0;
    return count;
}

Encoding guess_encoding(const EncodingSample& sample, std::string& evidence) {
    const std::string_view bytes = sample.bytes;
    const bool all = sample.ends;
    const std::size_t bad = invalid_utf8_at(bytes);
    std::int64_t nul[2] = {0, 0};  // at even and at odd places
    for (std::size_t i = 0; i < bytes.size(); ++i) nul[i % 2] += bytes[i] == 0;
    const auto pairs = static_cast<std::int64_t>(bytes.size() / 2);
    for (const int high : {1, 0}) {
        // Text of any script has ASCII digits, delimiters and line ends: their high bytes are NUL.
        if (4 * nul[high] < pairs || 16 * nul[1 - high] > nul[high] || nul[high] == 0) continue;
        const Encoding found = high == 1 ? Encoding::utf16le : Encoding::utf16be;
        evidence = std::string("the file is taken for ") + encoding_name(found) + ": " +
                   std::to_string(nul[high]) + " of " + std::to_string(pairs) +
                   " high bytes are NUL";
        return found;
    }
    if (bad == std::string_view::npos || (!all && is_cut_character(bytes.substr(bad))))
        return Encoding::utf8;
    const std::string why = "the byte " + hexadecimal(bytes[bad]) + " at " +
                            std::to_string(sample.at + static_cast<std::int64_t>(bad)) +
                            " is not UTF-8";
    // Other encodings are valid UTF-8 by chance in few places.
    constexpr std::int64_t sound_for_a_fault = 4;
    const Utf8Share utf8 = utf8_share(bytes);
    const std::int64_t sound = sample.sound_before + utf8.characters;
    if (sound >= sound_for_a_fault * utf8.faults) {
        evidence = "the file is taken for UTF-8, as " + std::to_string(sound) +
                   " characters past ASCII are; " + why + " and damaged";
        return Encoding::utf8;
    }
    const ChineseShare share = chinese_share(bytes, all);
    constexpr std::int64_t least_common = 2;  // one may be two letters of Latin-1
    if (share.common >= least_common && 4 * share.common >= 3 * share.characters) {
        evidence = "the file is taken for GB18030: " + why + ", and " +
                   std::to_string(share.common) + " of " + std::to_string(share.characters) +
                   " characters past ASCII are common Chinese ones";
        return Encoding::gb18030;
    }
    evidence = "the file is taken for Latin-1: " + why +
               (share.characters < 0 ? ", nor are all bytes GB18030"
                                     : ", and few characters past ASCII would be common Chinese "
                                       "ones");
    if (sound > 0)
        evidence += std::string("; but ") + std::to_string(sound) +
                    (sound == 1 ? " character past ASCII is" : " characters past ASCII are") +
                    " sound UTF-8: if the file is damaged UTF-8, set encoding to utf8";
    evidence +=
        "; if its text looks wrong, it is in another encoding, which must be converted first";
    return Encoding::latin1;
}

}  // namespace tenon
