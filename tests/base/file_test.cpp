#include "base/file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#if defined(__unix__)
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>
#endif

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

#if defined(__unix__)

namespace {

std::atomic<int> signals{0};

// A handler without SA_RESTART for as long as this is there: reads that wait end with EINTR.
struct Interruptible {
    struct sigaction before {
    }, pipe_before{};
    Interruptible() {
        struct sigaction action {};
        action.sa_handler = [](int) { ++signals; };
        sigaction(SIGUSR1, &action, &before);
        action.sa_handler = SIG_IGN;  // a reader that gives up is a failed check, not the end
        sigaction(SIGPIPE, &action, &pipe_before);
    }
    ~Interruptible() {
        sigaction(SIGUSR1, &before, nullptr);
        sigaction(SIGPIPE, &pipe_before, nullptr);
    }
};

}  // namespace

TEST_CASE("a signal of the host in the middle of a read is not a failure") {
    const Folder folder;
    const Interruptible handler;
    const std::string path = (folder.path / "pipe").string();
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    const std::string half(5'000, 'a'), rest(7'000, 'b');
    const int before = signals;
    std::thread writer([&, reader = pthread_self()] {
        std::ofstream pipe(path, std::ios::binary);
        pipe << half << std::flush;
        // The reader has taken the first half by now, and waits for the second.
        for (int k = 0; k < 20; ++k) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            pthread_kill(reader, SIGUSR1);
        }
        pipe << rest;
    });
    std::string bytes;
    CHECK_NOTHROW(bytes = read_file(Context(), path));
    writer.join();
    CHECK((bytes == half + rest));
    CHECK(signals > before);
}

#endif
