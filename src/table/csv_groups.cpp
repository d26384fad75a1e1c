#include "table/csv_groups.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.hpp"

namespace tenon {

namespace {

constexpr std::size_t group_digits = 3;
constexpr std::array<char32_t, 4> blanks = {U' ', U'\u00A0', U'\u2009', U'\u202F'};
constexpr std::array<char32_t, 2> apostrophes = {U'\'', U'\u2019'};

std::string utf8_of(char32_t mark) {
    std::string out;
    append_utf8(out, static_cast<std::uint32_t>(mark));
    return out;
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

}  // namespace

GroupMarks::GroupMarks(char32_t mark) {
    const auto take = [&](const auto& family) {
        if (std::find(family.begin(), family.end(), mark) == family.end()) return false;
        for (const char32_t member : family) marks_.push_back(utf8_of(member));
        return true;
    };
    if (mark != 0 && !take(blanks) && !take(apostrophes)) marks_.push_back(utf8_of(mark));
}

std::string GroupMarks::without(std::string_view cell, char decimal) const {
    std::string out;
    if (!cell.empty() && (cell[0] == '+' || cell[0] == '-')) {
        out.push_back(cell[0]);
        cell.remove_prefix(1);
    }
    std::size_t digits = 0;
    bool grouped = false;
    while (!cell.empty()) {
        if (is_digit(cell[0])) {
            ++digits;
            out.push_back(cell[0]);
            cell.remove_prefix(1);
            continue;
        }
        const auto mark =
            std::find_if(marks_.begin(), marks_.end(),
                         [cell](const std::string& one) { return cell.starts_with(one); });
        if (mark == marks_.end()) break;
        if (grouped ? digits != group_digits : digits < 1 || digits > group_digits) return {};
        grouped = true;
        digits = 0;
        cell.remove_prefix(mark->size());
    }
    if (!grouped || digits != group_digits) return {};
    if (!cell.empty() && cell[0] != decimal) return {};
    return out.append(cell);
}

}  // namespace tenon
