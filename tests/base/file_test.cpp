#include "base/file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "temporary_path.hpp"
#include "tenon/error.hpp"

using namespace tenon;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = tenon::test::temporary_path("tenon_file_test");
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
};

std::ptrdiff_t entries(const fs::path& path) {
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
}

}  // namespace

TEST_CASE("what is written reads back, and nothing else is left beside it") {
    const Folder folder;
    const std::string path = (folder.path / "model.json").string();
    const std::string bytes("a\0b\n", 4);
    write_file(path, "older and longer");
    write_file(path, bytes);
    CHECK(read_file(Context(), path) == bytes);
    CHECK(entries(folder.path) == 1);
}

TEST_CASE("a write that fails leaves the old file and no other") {
    const Folder folder;
    const fs::path target = folder.path / "taken";
    fs::create_directories(target / "inside");  // a folder cannot be replaced by a file
    CHECK_THROWS_AS(write_file(target.string(), "x"), Error);
    CHECK(fs::is_directory(target));
    CHECK(entries(folder.path) == 1);
}

TEST_CASE("files larger than allowed, folders and missing files are refused in words") {
    const Folder folder;
    const std::string path = (folder.path / "big").string();
    write_file(path, std::string(1000, 'x'));
    CHECK_THROWS_AS(read_file(Context(), path, 999), Error);
    CHECK(read_file(Context(), path, 1000).size() == 1000);
    CHECK_THROWS_AS(read_file(Context(), folder.path.string()), Error);
    CHECK_THROWS_AS(read_file(Context(), (folder.path / "none").string()), Error);
}
