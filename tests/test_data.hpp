// Where the real data lie, if they are there.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tenon::test {

// The path of a file or folder under TENON_DATA, or empty with a message when it is absent; the
// test then returns.
inline std::string data_path(const std::string& relative) {
    const char* root = std::getenv("TENON_DATA");
    const std::string path = (root ? std::string(root) : std::string("../shared/data")) + "/" + relative;
    if (std::filesystem::exists(path)) return path;
    MESSAGE("skipped: ", relative, " is not there (set TENON_DATA)");
    return {};
}

}  // namespace tenon::test
