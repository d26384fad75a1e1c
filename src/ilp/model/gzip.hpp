// gzip files in memory (RFC 1952).
#pragma once

#include <string>
#include <string_view>

#include "tenon/context.hpp"

namespace tenon::ilp {

bool is_gzip(std::string_view bytes) noexcept;

// All members, one after the other. Throws Error: parse (damaged or truncated, with the byte),
// data (a bomb, or larger than half of the machine's memory), unsupported (built without zlib).
std::string gunzip(const Context& context, std::string_view bytes);

// One member without a name and a time, so that equal texts give equal files. Throws Error
// (unsupported) where built without zlib.
std::string gzip(std::string_view text);

}  // namespace tenon::ilp
