// JSON from strangers: a bounded reader whose numbers do not depend on the locale, and a checksum
// of what a document says rather than of how it is written.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tenon {

using Json = nlohmann::ordered_json;

// Bounds on a document, so that a hostile one costs little more than its own size.
struct JsonLimits {
    std::int64_t bytes = std::int64_t{64} << 20;
    std::int64_t depth = 32;          // objects and arrays inside one another
    std::int64_t values = 2'000'000;  // in all
    std::int64_t members = 128;       // of one object; lookups in an ordered object are linear
};

// The whole text as one value. Throws Error(parse) with the byte where reading stopped for bad
// syntax, bad UTF-8, a repeated member, a number too large for a double, or a limit passed.
Json parse_json(std::string_view text, const JsonLimits& limits = {});

// 64-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) over the canonical form of a value, in which
//   null, true, false   one byte: n t f
//   a number            d and the 8 bytes of its IEEE double, least significant first; an integer
//                       that no double equals: i and its decimal digits as a text
//   a text              s, its length in bytes as 8 bytes, its UTF-8 bytes
//   an array            [ its values ]
//   an object           { its members in byte order of their names, each name as a text }
// Blanks, the order of members, and 1 or 1.0 make no difference, so a document survives a database
// column or a pretty-printer; any change of a value shows.
std::uint64_t json_checksum(const Json& value);

// "fnv1a64:" and 16 hexadecimal digits.
std::string json_checksum_text(const Json& value);

}  // namespace tenon
