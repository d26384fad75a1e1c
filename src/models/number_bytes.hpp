// Exact numbers in the bytes of a partial.
#pragma once

#include <cstdlib>

#include "base/bytes.hpp"
#include "base/exact_number.hpp"

namespace tenon::models {

inline void write_number(ByteWriter& out, const ExactNumber& number) {
    const ExactNumber::Digits d = number.digits();
    out.u32(d.negative ? 1 : 0);
    out.u32(static_cast<std::uint32_t>(d.lowest));
    out.i64(static_cast<std::int64_t>(d.magnitude.size()));
    for (const std::uint32_t digit : d.magnitude) out.u32(digit);
}

// Bytes of the shortest number.
inline constexpr std::int64_t least_number_bytes = 16;

// Throws as ByteReader for what is no number in its one form, or beyond the range of sums.
inline ExactNumber read_number(ByteReader& in) {
    // Places of 32 bits that no sum of products of three doubles reaches.
    constexpr std::int32_t most_places = 128;
    ExactNumber::Digits d;
    const std::uint32_t sign = in.u32();
    d.lowest = static_cast<std::int32_t>(in.u32());
    const std::int64_t count = in.count(4);
    if (count > 2 * most_places) in.refuse("a number is too long");
    for (std::int64_t k = 0; k < count; ++k) d.magnitude.push_back(in.u32());
    const bool bare = !d.magnitude.empty() && d.magnitude.front() != 0 && d.magnitude.back() != 0;
    const bool zero = d.magnitude.empty() && sign == 0 && d.lowest == 0;
    if (sign > 1 || !(bare || zero) || d.lowest > most_places || d.lowest < -most_places)
        in.refuse("a number is not in its normal form");
    d.negative = sign == 1;
    return ExactNumber(d);
}

}  // namespace tenon::models
