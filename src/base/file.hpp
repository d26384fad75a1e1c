// Files by UTF-8 path: read whole, written so that a reader sees the old or the new, never a half.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tenon/context.hpp"

namespace tenon {

// Size of a regular file, -1 where it cannot be known (a pipe, or no such file).
std::int64_t file_size_bytes(const std::string& path) noexcept;

// Throws Error: io (with the system's words), data (larger than max_bytes, when max_bytes > 0).
std::string read_file(const Context& context, const std::string& path, std::int64_t max_bytes = 0);

// Writes a new file beside path, syncs it and renames it over path.
void write_file(const std::string& path, std::string_view bytes);

}  // namespace tenon
