// Files of a test: in a folder of this process alone, gone at its end.
#pragma once

#include <filesystem>
#include <random>
#include <string>

namespace tenon::test {

inline std::string temporary_path(const std::string& name) {
    struct Folder {
        std::filesystem::path path;
        Folder() {
            std::random_device random;
            do {
                path = std::filesystem::temp_directory_path() /
                       ("tenon_test_" + std::to_string(random()));
            } while (!std::filesystem::create_directory(path));
        }
        ~Folder() {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
        Folder(const Folder&) = delete;
        Folder& operator=(const Folder&) = delete;
    };
    static const Folder folder;
    return (folder.path / name).string();
}

}  // namespace tenon::test
