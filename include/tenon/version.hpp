// The version of the library that is linked, which may differ from the headers compiled against.
#pragma once

#define TENON_CORE_VERSION "0.1.0"

namespace tenon {

const char* version() noexcept;     // "0.1.0"
const char* build_info() noexcept;  // compiler, options and guests, one line

}  // namespace tenon
