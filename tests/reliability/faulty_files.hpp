// Files that fail on demand: fopen, fsync, rename and unlink of this program take the place of
// those of the C library for the library under test. A stream reads and writes through functions of
// ours, which deliver less than was asked for, are interrupted, or fail at a byte. Include it in
// one source. For glibc (fopencookie).
#pragma once

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace reliability {

enum class FileFault {
    none,
    short_reads,     // a few bytes at a time
    interrupted,     // EINTR once, at a byte
    read_error,      // EIO at a byte
    shrinks,         // the file ends at a byte, whatever its size was
    no_space,        // ENOSPC at a byte written
    write_error,     // EIO at a byte written
    open_refused,    // EACCES at the n-th open
    vanished,        // ENOENT at the n-th open
    sync_error,      // EIO at the n-th fsync
    close_error,     // ENOSPC at the n-th close of a file that was written
    rename_refused,  // EACCES at the n-th rename
};

struct Files {
    bool active = false;  // only calls of the library
    FileFault fault = FileFault::none;
    std::int64_t at = 0;  // byte or n
    std::int64_t fired = 0;
    // Counted while active: how far faults can go.
    std::int64_t read = 0, written = 0, opens = 0, syncs = 0, closes = 0, renames = 0;

    void begin(FileFault kind, std::int64_t place) {
        *this = Files{};
        fault = kind;
        at = place;
        active = true;
    }
    bool meets(FileFault kind, std::int64_t number) {
        if (!active || fault != kind || number != at) return false;
        ++fired;
        return true;
    }
};

inline Files files;

struct Stream {
    int descriptor = -1;
    bool writes = false;
    std::int64_t offset = 0;
};

inline ssize_t stream_read(void* cookie, char* to, size_t size) {
    Stream& stream = *static_cast<Stream*>(cookie);
    const bool active = files.active;
    if (active) {
        const std::int64_t room = files.at - stream.offset;
        switch (files.fault) {
            case FileFault::short_reads:
                size = std::min<size_t>(size, 1 + static_cast<size_t>(stream.offset * 7919 % 509));
                ++files.fired;
                break;
            case FileFault::interrupted:
            case FileFault::read_error:
                if (room > 0) size = std::min(size, static_cast<size_t>(room));
                if (room != 0 || (files.fault == FileFault::interrupted && files.fired > 0)) break;
                ++files.fired;
                errno = files.fault == FileFault::interrupted ? EINTR : EIO;
                return -1;
            case FileFault::shrinks:
                size = std::min(size, static_cast<size_t>(std::max<std::int64_t>(0, room)));
                files.fired += room <= 0;
                break;
            default:
                break;
        }
    }
    const ssize_t got = ::read(stream.descriptor, to, size);
    if (got > 0) {
        stream.offset += got;
        if (active) files.read += got;
    }
    return got;
}

inline ssize_t stream_write(void* cookie, const char* from, size_t size) {
    Stream& stream = *static_cast<Stream*>(cookie);
    if (files.active) {
        const std::int64_t room = files.at - files.written;
        if (files.fault == FileFault::no_space || files.fault == FileFault::write_error) {
            if (room < static_cast<std::int64_t>(size)) {
                // What fits is written; a stream takes less than all as a failure.
                ++files.fired;
                const ssize_t part =
                    room > 0 ? ::write(stream.descriptor, from, static_cast<size_t>(room)) : 0;
                files.written += std::max<ssize_t>(part, 0);
                errno = files.fault == FileFault::no_space ? ENOSPC : EIO;
                return std::max<ssize_t>(part, 0);
            }
        }
    }
    const ssize_t done = ::write(stream.descriptor, from, size);
    if (done <= 0) return 0;
    stream.offset += done;
    if (files.active) files.written += done;
    return done;
}

inline int stream_seek(void* cookie, off64_t* offset, int from) {
    Stream& stream = *static_cast<Stream*>(cookie);
    const off_t at = ::lseek(stream.descriptor, *offset, from);
    if (at < 0) return -1;
    *offset = stream.offset = at;
    return 0;
}

inline int stream_close(void* cookie) {
    Stream* stream = static_cast<Stream*>(cookie);
    int result = ::close(stream->descriptor);
    if (files.active && stream->writes && files.meets(FileFault::close_error, files.closes++)) {
        errno = ENOSPC;
        result = -1;
    }
    delete stream;
    return result;
}

template <class Function>
Function* real(const char* name) {
    void* found = ::dlsym(RTLD_NEXT, name);
    Function* function = nullptr;
    std::memcpy(&function, &found, sizeof found);
    return function;
}

}  // namespace reliability

extern "C" {

FILE* fopen(const char* path, const char* mode) {
    using namespace reliability;
    if (!files.active) return real<FILE*(const char*, const char*)>("fopen")(path, mode);
    const std::int64_t number = files.opens++;
    if (files.meets(FileFault::open_refused, number)) return errno = EACCES, nullptr;
    if (files.meets(FileFault::vanished, number)) return errno = ENOENT, nullptr;
    const bool writes = mode[0] == 'w';
    const int flags =
        writes ? O_WRONLY | O_CREAT | (std::strchr(mode, 'x') ? O_EXCL : O_TRUNC) : O_RDONLY;
    const int descriptor = ::open(path, flags, 0666);
    if (descriptor < 0) return nullptr;
    return ::fopencookie(new Stream{descriptor, writes, 0}, writes ? "w" : "r",
                         {stream_read, stream_write, stream_seek, stream_close});
}

// A stream of ours has no descriptor; there is nothing to sync in a test.
int fsync(int) {
    using namespace reliability;
    if (files.active && files.meets(FileFault::sync_error, files.syncs++)) return errno = EIO, -1;
    return 0;
}

int rename(const char* from, const char* to) {
    using namespace reliability;
    if (files.active && files.meets(FileFault::rename_refused, files.renames++))
        return errno = EACCES, -1;
    return real<int(const char*, const char*)>("rename")(from, to);
}
}
