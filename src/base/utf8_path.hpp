// A path in UTF-8, as all of the library's are, for the functions of <filesystem>.
#pragma once

#include <filesystem>
#include <string>

namespace tenon {

inline std::filesystem::path to_path(const std::string& utf8) {
    return std::filesystem::path(reinterpret_cast<const char8_t*>(utf8.c_str()));
}

}  // namespace tenon
