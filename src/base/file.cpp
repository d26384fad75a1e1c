#include "base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>
#include <utility>

#if defined(_WIN32)
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

#include "base/clock.hpp"
#include "base/held_bytes.hpp"
#include "base/number_text.hpp"
#include "base/utf8_path.hpp"
#include "base/write_target.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

namespace fs = std::filesystem;

struct Closer {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

File open(const std::string& path, const char* mode) {
#if defined(_WIN32)
    const std::wstring wide_mode(mode, mode + std::strlen(mode));
    return File(_wfopen(to_path(path).c_str(), wide_mode.c_str()));
#else
    return File(std::fopen(path.c_str(), mode));
#endif
}

// A file of its own for a descriptor that stays open.
File open_descriptor(int descriptor) {
#if defined(_WIN32)
    static_cast<void>(descriptor);
    errno = EBADF;
    return nullptr;
#else
    const int own = ::dup(descriptor);
    if (own < 0) return nullptr;
    File file(::fdopen(own, "wb"));
    if (!file) ::close(own);
    return file;
#endif
}

[[noreturn]] void fail(const std::string& what, const std::string& path, int code,
                       std::int64_t byte = -1) {
    if (code == ENOMEM) throw std::bad_alloc();
    throw Error(Status::io, what + " \"" + path + "\": " + std::generic_category().message(code),
                {.argument = "path", .byte = byte});
}

// Up to `size` bytes, fewer at the end of the file or where it fails: ferror tells. A signal of the
// host that comes in between is not a failure.
std::size_t read_some(std::FILE* file, char* to, std::size_t size) {
    std::size_t got = 0;
    for (;;) {
        got += std::fread(to + got, 1, size - got, file);
        if (got == size || !std::ferror(file) || errno != EINTR) return got;
        std::clearerr(file);
    }
}

// False if the bytes may not have reached the disk. Pipes and such cannot be synced, and need not.
bool sync(std::FILE* file) {
#if defined(_WIN32)
    return _commit(_fileno(file)) == 0;
#else
    return ::fsync(::fileno(file)) == 0 || errno == EINVAL || errno == ENOTSUP;
#endif
}

#if defined(_WIN32)
constexpr bool keeps_owners = false;
#else
constexpr bool keeps_owners = true;
#endif

// A name beside path that no other writer uses: the clock tells writers apart, and opening fails if
// the name is taken after all. A name may have 255 bytes: of a long one the front is kept.
std::string fresh_name(const std::string& path) {
#if defined(_WIN32)
    constexpr const char* separators = "/\\";
#else
    constexpr const char* separators = "/";
#endif
    constexpr std::size_t most_kept = 255 - 1 - 19 - 4;
    std::string kept = path, digits;
    const std::size_t folder = path.find_last_of(separators) + 1;  // 0 where there is none
    if (path.size() - folder > most_kept) {
        kept.resize(folder + most_kept);
        while ((static_cast<unsigned char>(path[kept.size()]) & 0xC0) == 0x80) kept.pop_back();
    }
    append_int64(digits, static_cast<std::int64_t>(steady_seconds() * 1e9));
    return kept + "." + digits + ".tmp";
}

}  // namespace

std::int64_t file_size_bytes(const std::string& path) noexcept {
    try {
        std::error_code failed;
        const auto size = fs::file_size(to_path(path), failed);
        return failed ? -1 : static_cast<std::int64_t>(size);
    } catch (...) {  // the path itself cannot be made
        return -1;
    }
}

std::string read_file(const Context& context, const std::string& path, std::int64_t max_bytes) {
    constexpr std::size_t block = std::size_t{1} << 20;
    std::error_code ignored;
    if (fs::is_directory(to_path(path), ignored)) fail("cannot read", path, EISDIR);
    const File file = open(path, "rb");
    if (!file) fail("cannot open", path, errno);
    std::string bytes;
    HeldBytes held(context);
    const auto size = fs::file_size(to_path(path), ignored);
    if (!ignored && size > 0) {
        if (max_bytes > 0 && size > static_cast<std::uintmax_t>(max_bytes))
            throw Error(Status::data,
                        "\"" + path + "\" has " + std::to_string(size) + " bytes, more than the " +
                            std::to_string(max_bytes) + " that are allowed",
                        {.argument = "path"});
        if (size > bytes.max_size() / 2) throw std::bad_alloc();
        held.add(static_cast<std::int64_t>(size));
        bytes.reserve(static_cast<std::size_t>(size) + 1);
    }
    for (;;) {
        context.check_cancelled();
        const std::size_t before = bytes.size();
        // Within what was reserved as long as that lasts: a small file is not a large block.
        const std::size_t room = bytes.capacity() - before;
        const std::size_t want = room > 0 ? std::min(room, block) : block;
        // Of a pipe the size is not known: what it grows to, and what it is copied from meanwhile.
        if (room == 0) held.add(static_cast<std::int64_t>(std::max(before, block)));
        bytes.resize(before + want);
        const std::size_t got = read_some(file.get(), bytes.data() + before, want);
        bytes.resize(before + got);
        if (max_bytes > 0 && bytes.size() > static_cast<std::size_t>(max_bytes))
            throw Error(Status::data,
                        "\"" + path + "\" has more than the " + std::to_string(max_bytes) +
                            " bytes that are allowed",
                        {.argument = "path"});
        if (got < want) {
            if (std::ferror(file.get()))
                fail("cannot read", path, errno, static_cast<std::int64_t>(bytes.size()));
            return bytes;
        }
    }
}

struct InputFile::Impl {
    std::string path;
    File file;
    std::int64_t at = 0;
};

InputFile::InputFile(std::string path) : impl_(std::make_unique<Impl>()) {
    std::error_code ignored;
    if (fs::is_directory(to_path(path), ignored)) fail("cannot read", path, EISDIR);
    impl_->file = open(path, "rb");
    if (!impl_->file) fail("cannot open", path, errno);
    std::setvbuf(impl_->file.get(), nullptr, _IONBF, 0);  // its reader reads in large blocks
    impl_->path = std::move(path);
}

InputFile::~InputFile() = default;
InputFile::InputFile(InputFile&&) noexcept = default;

std::size_t InputFile::read(char* to, std::size_t capacity) {
    const std::size_t got = read_some(impl_->file.get(), to, capacity);
    impl_->at += static_cast<std::int64_t>(got);
    if (got < capacity && std::ferror(impl_->file.get()))
        fail("cannot read", impl_->path, errno, impl_->at);
    return got;
}

bool InputFile::rewind() {
    if (std::fseek(impl_->file.get(), 0, SEEK_SET) != 0) return false;
    impl_->at = 0;
    return true;
}

std::string read_file_head(const std::string& path, std::size_t bytes) {
    const File file = open(path, "rb");
    if (!file) fail("cannot open", path, errno);
    std::string head(bytes, '\0');
    head.resize(read_some(file.get(), head.data(), bytes));
    if (std::ferror(file.get()))
        fail("cannot read", path, errno, static_cast<std::int64_t>(head.size()));
    return head;
}

FileWriter::FileWriter(std::string path) : path_(std::move(path)) {
    const WriteTarget target = write_target(path_);
    if (target.in_place) {
        file_ =
            (target.descriptor >= 0 ? open_descriptor(target.descriptor) : open(target.path, "wb"))
                .release();
        if (!file_) fail("cannot write", path_, errno);
        return;
    }
    target_ = to_path(target.path);
    for (int tries = 0;; ++tries) {
        const std::string fresh = fresh_name(target.path);
        std::filesystem::path ready = to_path(fresh);
        const int made = target.exists && keeps_owners ? create_like(target.path, fresh) : 0;
        if (made == 0) {
            fresh_ = std::move(ready);
            file_ = open(fresh, target.exists && keeps_owners ? "wb" : "wbx").release();
            if (file_) return;
        }
        const int code = made != 0 ? made : errno;
        if (made == 0 && code == EEXIST) fresh_.clear();  // another writer's
        give_up();
        if (code != EEXIST || tries == 16) fail("cannot write", path_, code);
    }
}

FileWriter::~FileWriter() {
    give_up();
}

void FileWriter::give_up() noexcept {
    if (file_) std::fclose(file_);
    file_ = nullptr;
    if (fresh_.empty()) return;
    std::error_code ignored;
    fs::remove(fresh_, ignored);
    fresh_.clear();
}

void FileWriter::write(std::string_view bytes) {
    const std::size_t done = std::fwrite(bytes.data(), 1, bytes.size(), file_);
    written_ += static_cast<std::int64_t>(done);
    if (done == bytes.size()) return;
    const int code = errno;
    give_up();
    fail("cannot write", path_, code, written_);
}

void FileWriter::commit() {
    const bool flushed = std::fflush(file_) == 0 && (fresh_.empty() || sync(file_));
    int code = errno;
    const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
    if (flushed && closed) {
        if (fresh_.empty()) return;
        std::error_code failed;
        fs::rename(fresh_, target_, failed);
        if (!failed) {
            fresh_.clear();
            return;
        }
        code = failed.value();
    } else if (flushed) {
        code = EIO;
    }
    give_up();
    fail("cannot write", path_, code);
}

void write_file(const std::string& path, std::string_view bytes) {
    FileWriter file(path);
    file.write(bytes);
    file.commit();
}

}  // namespace tenon
