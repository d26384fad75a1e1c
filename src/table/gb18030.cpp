// GB 18030-2000 with the one exchange of the 2005 edition (0xA8BC is U+1E3F; its former place holds
// U+E7C7). Beyond the basic plane a four-byte code is plain arithmetic from 0x90308130 = U+10000.
#include "table/gb18030.hpp"

#include <algorithm>
#include <bit>

namespace tenon {

namespace {

constexpr int leads = 126, trails = 190;
constexpr char16_t two_byte_codes[leads][trails + 1] = {
#include "table/gb18030_table.inc"
};

constexpr std::uint32_t first_coded = 0x80;  // ASCII is one byte
constexpr std::uint32_t first_surrogate = 0xD800, past_surrogates = 0xE000;
constexpr std::uint32_t supplementary_start = 189'000;  // linear place of 0x90308130
constexpr std::uint32_t supplementary_size = 0x100000;

bool in(unsigned char c, unsigned char low, unsigned char high) noexcept {
    return c >= low && c <= high;
}

std::uint32_t edition_2005(std::uint32_t code_point) noexcept {
    if (code_point == 0xE7C7) return 0x1E3F;
    if (code_point == 0x1E3F) return 0xE7C7;
    return code_point;
}

}  // namespace

Gb18030::Gb18030() {
    std::fill(std::begin(two_byte_), std::end(two_byte_), std::uint64_t{0});
    const auto take = [this](std::uint32_t c) { two_byte_[c / 64] |= std::uint64_t{1} << c % 64; };
    for (std::uint32_t c = 0; c < first_coded; ++c) take(c);
    for (std::uint32_t c = first_surrogate; c < past_surrogates; ++c) take(c);
    for (const auto& row : two_byte_codes)
        for (int i = 0; i < trails; ++i) take(row[i]);
    before_[0] = 0;
    for (int i = 0; i < 1024; ++i)
        before_[i + 1] = static_cast<std::uint16_t>(before_[i] + 64 - std::popcount(two_byte_[i]));
}

Gb18030::Character Gb18030::front(std::string_view bytes) const noexcept {
    const auto byte = [&bytes](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i])
                                : static_cast<unsigned char>(0);
    };
    const unsigned char lead = byte(0), second = byte(1);
    if (lead < 0x80) return {lead, 1};
    if (!in(lead, 0x81, 0xFE)) return {};
    if (in(second, 0x40, 0xFE) && second != 0x7F) {
        const int trail = second - (second < 0x7F ? 0x40 : 0x41);
        return {edition_2005(two_byte_codes[lead - 0x81][trail]), 2};
    }
    if (!in(second, 0x30, 0x39) || !in(byte(2), 0x81, 0xFE) || !in(byte(3), 0x30, 0x39)) return {};
    const auto linear = static_cast<std::uint32_t>(((lead - 0x81) * 10 + (second - 0x30)) * 1260 +
                                                   (byte(2) - 0x81) * 10 + (byte(3) - 0x30));
    if (linear < before_[1024]) {
        const auto* block = std::upper_bound(std::begin(before_), std::end(before_), linear) - 1;
        const auto at = static_cast<std::uint32_t>(block - std::begin(before_));
        std::uint64_t open = ~two_byte_[at];
        for (auto skip = linear - *block; skip > 0; --skip) open &= open - 1;
        return {edition_2005(at * 64 + static_cast<std::uint32_t>(std::countr_zero(open))), 4};
    }
    if (linear < supplementary_start || linear - supplementary_start >= supplementary_size)
        return {};
    return {linear - supplementary_start + 0x10000, 4};
}

int Gb18030::length_of(std::uint32_t code_point) const noexcept {
    if (code_point < first_coded) return 1;
    if (code_point > 0xFFFF) return 4;
    const std::uint32_t c = edition_2005(code_point);
    return (two_byte_[c / 64] >> c % 64 & 1) != 0 ? 2 : 4;
}

}  // namespace tenon
