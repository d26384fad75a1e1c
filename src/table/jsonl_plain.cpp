#include "table/jsonl_plain.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include "base/number_text.hpp"
#include "table/decimal.hpp"

namespace tenon::plain {

namespace {

constexpr std::ptrdiff_t most_digits = 18;  // any such number is an int64

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Bytes of a word that are a quote, a backslash or below a blank, as their highest bits; a byte
// above the first of them may be marked falsely (A. Mycroft's test for a zero byte, 1987).
std::uint64_t special_bytes(std::uint64_t word) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    const std::uint64_t quote = word ^ (ones * '"'), slash = word ^ (ones * '\\');
    const std::uint64_t below = (word - ones * 0x20) & ~word;
    return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | below) & highs;
}

}  // namespace

const char* end_of_text(const char* at, const char* end) noexcept {
    if constexpr (std::endian::native == std::endian::little)
        for (; end - at >= 8; at += 8) {
            std::uint64_t word;
            std::memcpy(&word, at, 8);
            if (const std::uint64_t special = special_bytes(word)) {
                at += std::countr_zero(special) / 8;
                return *at == '"' ? at : nullptr;
            }
        }
    for (; at < end; ++at) {
        if (*at == '"') return at;
        if (*at == '\\' || static_cast<unsigned char>(*at) < 0x20) return nullptr;
    }
    return nullptr;
}

const char* read_number(const char* at, const char* end, PlainMember& member) noexcept {
    const char* const begin = at;
    const bool negative = *at == '-';
    at += negative;
    const char* const whole = at;
    std::uint64_t mantissa = 0;
    while (at < end && is_digit(*at)) mantissa = 10 * mantissa + static_cast<unsigned>(*at++ - '0');
    std::ptrdiff_t digits = at - whole;
    if (digits == 0 || (*whole == '0' && digits > 1)) return nullptr;
    if (at == end || (*at != '.' && *at != 'e' && *at != 'E')) {
        // An int64 has no -0, and more digits need a closer look.
        if (digits > most_digits || (negative && mantissa == 0)) return nullptr;
        const auto magnitude = static_cast<std::int64_t>(mantissa);
        member.kind = PlainMember::Kind::integer;
        member.integer = negative ? -magnitude : magnitude;
        member.text = {begin, static_cast<std::size_t>(at - begin)};
        return at;
    }
    int exponent = 0;
    if (*at == '.') {
        const char* const fraction = ++at;
        while (at < end && is_digit(*at))
            mantissa = 10 * mantissa + static_cast<unsigned>(*at++ - '0');
        if (at == fraction) return nullptr;
        digits += at - fraction;
        exponent = -static_cast<int>(at - fraction);
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        const bool small = ++at < end && *at == '-';
        at += at < end && (*at == '-' || *at == '+');
        const char* const power = at;
        int written = 0;
        while (at < end && is_digit(*at) && at - power < 5) written = 10 * written + (*at++ - '0');
        if (at == power || (at < end && is_digit(*at))) return nullptr;
        exponent += small ? -written : written;
    }
    member.kind = PlainMember::Kind::real;
    member.text = {begin, static_cast<std::size_t>(at - begin)};
    double magnitude = 0;
    if (digits <= most_digits && nearest_double(mantissa, exponent, magnitude)) {
        member.real = negative ? -magnitude : magnitude;
        return at;
    }
    const auto value = parse_double(member.text);
    if (!value || !std::isfinite(*value)) return nullptr;
    member.real = *value;
    return at;
}

const char* read_value(const char* at, const char* end, PlainMember& member) noexcept {
    const auto word = [&](std::string_view said) {
        return static_cast<std::size_t>(end - at) >= said.size() &&
                       std::memcmp(at, said.data(), said.size()) == 0
                   ? at + said.size()
                   : nullptr;
    };
    if (at == end) return nullptr;
    switch (*at) {
        case '"': {
            const char* const close = end_of_text(at + 1, end);
            if (!close) return nullptr;
            member.kind = PlainMember::Kind::text;
            member.text = {at + 1, static_cast<std::size_t>(close - at - 1)};
            return close + 1;
        }
        case 't':
        case 'f':
            member.kind = PlainMember::Kind::truth;
            member.truth = *at == 't';
            return word(member.truth ? "true" : "false");
        case 'n':
            member.kind = PlainMember::Kind::null;
            return word("null");
        default:
            return *at == '-' || is_digit(*at) ? read_number(at, end, member) : nullptr;
    }
}

}  // namespace tenon::plain
