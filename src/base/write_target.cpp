#include "base/write_target.hpp"

#include <cerrno>
#include <climits>
#include <filesystem>
#include <new>
#include <string_view>
#include <system_error>

#if !defined(_WIN32)
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "base/number_text.hpp"
#include "base/utf8_path.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // as many as Linux follows

std::string to_utf8(const fs::path& path) {
    const std::u8string text = path.u8string();
    return std::string(text.begin(), text.end());
}

[[noreturn]] void refuse(const std::string& path, std::error_code why) {
    if (why == std::errc::not_enough_memory) throw std::bad_alloc();
    throw Error(Status::io, "cannot write \"" + path + "\": " + why.message(),
                {.argument = "path"});
}

// The descriptor that a path names, or -1.
int descriptor_of(std::string_view path) {
#if !defined(_WIN32)
    if (path == "/dev/stdout") return 1;
    if (path == "/dev/stderr") return 2;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder)) continue;
        const auto number = parse_int64(path.substr(folder.size()));
        if (number && *number >= 0 && *number <= INT_MAX) return static_cast<int>(*number);
    }
#else
    static_cast<void>(path);
#endif
    return -1;
}

// The file that a link names which is not there yet: links are followed one by one.
fs::path follow(const std::string& path) {
    fs::path at = to_path(path);
    std::error_code ignored;
    for (int links = 0; fs::is_symlink(fs::symlink_status(at, ignored)); ++links) {
        if (links == most_links)
            refuse(path, std::make_error_code(std::errc::too_many_symbolic_link_levels));
        std::error_code failed;
        const fs::path to = fs::read_symlink(at, failed);
        if (failed) refuse(path, failed);
        at = to.is_absolute() ? to : at.parent_path() / to;
    }
    return at;
}

}  // namespace

WriteTarget write_target(const std::string& path) {
    WriteTarget target{path, false, false};
    std::error_code failed;
    const fs::path at = to_path(path);
    const fs::file_status found = fs::status(at, failed);
    // What others write to an open descriptor must not be lost, whatever it leads to.
    target.descriptor = descriptor_of(path);
    if (target.descriptor >= 0) {
        target.in_place = true;
        return target;
    }
    switch (found.type()) {
        case fs::file_type::regular: {
            target.exists = true;
            if (!fs::is_symlink(fs::symlink_status(at, failed))) return target;
            // Of /proc/self/fd/1 only the system knows what it names.
            const fs::path real = fs::canonical(at, failed);
            if (failed) refuse(path, failed);
            target.path = to_utf8(real);
            return target;
        }
        case fs::file_type::not_found:
            target.path = to_utf8(follow(path));
            return target;
        case fs::file_type::directory:
            refuse(path, std::make_error_code(std::errc::is_a_directory));
        case fs::file_type::none:
            refuse(path, failed);
        default:
            target.in_place = true;
            return target;
    }
}

int create_like(const std::string& old, const std::string& fresh) noexcept {
#if defined(_WIN32)
    // The folder tells who may do what with a file.
    static_cast<void>(old);
    static_cast<void>(fresh);
    return 0;
#else
    struct stat was {};
    if (::stat(old.c_str(), &was) != 0) return errno;
    // For this process alone until owner and mode are right: nobody reads what they may not.
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return errno;
    mode_t mode = was.st_mode & 07777;
    struct stat is {};
    const bool known = ::fstat(file, &is) == 0;
    if (!known || is.st_uid != was.st_uid || is.st_gid != was.st_gid) {
        const bool both = ::fchown(file, was.st_uid, was.st_gid) == 0;
        const bool group = both || (known && is.st_gid == was.st_gid) ||
                           ::fchown(file, static_cast<uid_t>(-1), was.st_gid) == 0;
        // Nobody gets more than before: not the rights of another's group, nor set-user-id.
        if (!both) mode &= 0777;
        if (!group) mode = (mode & 0707) | (((mode & 0007) << 3) & mode);
    }
    int code = ::fchmod(file, mode) == 0 ? 0 : errno;
    if (::close(file) != 0 && code == 0) code = errno;
    if (code != 0) ::unlink(fresh.c_str());
    return code;
#endif
}

}  // namespace tenon
