#include "ilp/model/text_place.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "base/number_text.hpp"

namespace tenon::ilp {

namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::int64_t line_of(std::string_view text, std::size_t byte) noexcept {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
    return 1 + static_cast<std::int64_t>(std::count(text.begin(), end, '\n'));
}

void refuse_text(std::string_view text, std::size_t byte, const std::string& message,
                 Status status) {
    byte = std::min(byte, text.size());
    const std::int64_t line = line_of(text, byte);
    throw Error(status, "line " + std::to_string(line) + ": " + message,
                {.argument = {}, .line = line, .byte = static_cast<std::int64_t>(byte)});
}

bool model_number(std::string_view token, double& value) noexcept {
    auto number = parse_double(token);
    if (!number) {
        // 12.5D-3: the longest double needs far fewer characters than this.
        std::array<char, 64> copy{};
        const std::size_t at = token.find_first_of("dD");
        if (at == std::string_view::npos || at == 0 || token.size() > copy.size()) return false;
        std::copy(token.begin(), token.end(), copy.begin());
        copy[at] = 'e';
        number = parse_double({copy.data(), token.size()});
    }
    if (!number || std::isnan(*number)) return false;
    value = *number;
    return true;
}

bool same_letters(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace tenon::ilp
