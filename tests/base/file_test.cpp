#include "base/file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#if defined(__unix__)
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
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

TEST_CASE("names as long as the file system takes them are written") {
    const Folder folder;
    for (const std::string& name : {std::string(255, 'a'), std::string(240, 'b'),
                                    std::string(1, 'c') + std::string(127, '\0')}) {
        std::string wide;  // of two bytes a character, so that a cut may fall inside one
        for (const char c : name) wide += c == '\0' ? std::string("\xc3\xa9") : std::string(1, c);
        const std::string path = folder.path.string() + "/" + wide;
        write_file(path, "old");
        write_file(path, "new");
        CHECK(read_file(Context(), path) == "new");
    }
    CHECK(entries(folder.path) == 3);
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

TEST_CASE("a file that a byte budget does not allow is not read") {
    const Folder folder;
    const std::string path = (folder.path / "big").string();
    write_file(path, std::string(3'000'000, 'x'));
    Budget small(1'000'000), large(4'000'000);
    Context context;
    context.budget = &small;
    CHECK_THROWS_AS(read_file(context, path), Error);
    context.budget = &large;
    CHECK(read_file(context, path).size() == 3'000'000);
    CHECK(large.peak() >= 3'000'000);
}

#if defined(__unix__)

namespace {

struct stat state(const fs::path& path) {
    struct stat is {};
    REQUIRE(lstat(path.c_str(), &is) == 0);
    return is;
}

}  // namespace

TEST_CASE("a symbolic link stays, and the file that it names is the new one") {
    const Folder folder;
    fs::create_directories(folder.path / "real");
    const fs::path file = folder.path / "real" / "model.json", link = folder.path / "a",
                   second = folder.path / "b", early = folder.path / "early";
    write_file(file.string(), "old");
    fs::create_symlink("real/model.json", link);
    fs::create_symlink("a", second);
    fs::create_symlink("real/later.json", early);
    write_file(second.string(), "new");
    write_file(early.string(), "made");
    for (const fs::path& path : {link, second, early}) CHECK(fs::is_symlink(path));
    CHECK(read_file(Context(), file.string()) == "new");
    CHECK(read_file(Context(), (folder.path / "real" / "later.json").string()) == "made");
    CHECK(entries(folder.path) == 4);
    CHECK(entries(folder.path / "real") == 2);
    fs::create_symlink("round", folder.path / "round");
    CHECK_THROWS_AS(write_file((folder.path / "round").string(), "x"), Error);
}

TEST_CASE("a file that is replaced hands on its mode and its owner") {
    const Folder folder;
    const std::string path = (folder.path / "model.json").string();
    const mode_t before = umask(022);
    write_file(path, "old");
    CHECK((state(path).st_mode & 07777) == 0644);
    for (const mode_t mode : {0600u, 0640u, 0666u, 0444u}) {
        REQUIRE(chmod(path.c_str(), mode) == 0);
        write_file(path, "new");
        CHECK((state(path).st_mode & 07777) == mode);
    }
    umask(before);
    if (geteuid() == 0) {
        REQUIRE(chmod(path.c_str(), 0640) == 0);
        REQUIRE(chown(path.c_str(), 12345, 23456) == 0);
        write_file(path, "newer");
        CHECK(state(path).st_uid == 12345);
        CHECK(state(path).st_gid == 23456);
        CHECK((state(path).st_mode & 07777) == 0640);
    }
    CHECK(entries(folder.path) == 1);
}

TEST_CASE("a pipe is written in place and stays a pipe") {
    const Folder folder;
    const std::string path = (folder.path / "pipe").string(), bytes(200'000, 'x');
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    std::thread writer([&] { CHECK_NOTHROW(write_file(path, bytes)); });
    // The reader does not wait: where the pipe was replaced by a file, nobody ever writes to it.
    const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
    REQUIRE(reader >= 0);
    std::string got;
    std::string block(1 << 16, '\0');
    for (int idle = 0; idle < 400 && got.size() < bytes.size();) {
        const ssize_t count = ::read(reader, block.data(), block.size());
        if (count > 0)
            got.append(block, 0, static_cast<std::size_t>(count));
        else
            ++idle, std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    writer.join();
    close(reader);
    CHECK(got.size() == bytes.size());
    CHECK(S_ISFIFO(state(path).st_mode));
    CHECK(entries(folder.path) == 1);
}

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

#if defined(__unix__)
TEST_CASE("a path that names an open descriptor is written through it, between what others write") {
    const Folder folder;
    const std::string name = (folder.path / "descriptor.txt").string();
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    REQUIRE(file >= 0);
    REQUIRE(::write(file, "first\n", 6) == 6);
    write_file("/dev/fd/" + std::to_string(file), "middle\n");
    REQUIRE(::write(file, "last\n", 5) == 5);
    ::close(file);
    CHECK(read_file({}, name) == "first\nmiddle\nlast\n");
    CHECK_THROWS_AS(write_file("/dev/fd/" + std::to_string(file), "gone"), Error);
}
#endif
