// Files by UTF-8 path: read whole, written so that a reader sees the old or the new, never a half.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tenon/context.hpp"

namespace tenon {

// Size of a regular file, -1 where it cannot be known (a pipe, or no such file).
std::int64_t file_size_bytes(const std::string& path) noexcept;

// Throws Error: io (with the system's words), data (larger than max_bytes, when max_bytes > 0),
// budget. What it returns is charged while it reads, and is the caller's to charge from then on.
// Opening and reading a pipe waits for its writer; the cancel handle is looked at between blocks.
std::string read_file(const Context& context, const std::string& path, std::int64_t max_bytes = 0);

// A file that is read from its beginning to its end, as often as asked.
class InputFile {
  public:
    // Throws Error(io).
    explicit InputFile(std::string path);
    ~InputFile();
    InputFile(InputFile&&) noexcept;

    // Up to `capacity` bytes, fewer only at the end. Throws Error(io) with the byte.
    std::size_t read(char* to, std::size_t capacity);
    // False where the file cannot be read again: a pipe.
    bool rewind();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Up to `bytes` from the beginning.
std::string read_file_head(const std::string& path, std::size_t bytes);

// Writes a new file beside path, syncs it and renames it over path. A symbolic link is followed:
// the file it names is replaced, the link stays. The new file has mode and owner of the one it
// replaces, as far as the process may give them away; other names of that file (hard links) keep
// the old one. A pipe, device or socket is written in place, and
// an open descriptor (/dev/stdout, /dev/fd/N, /proc/self/fd/N) is written through: opening a pipe
// waits for its reader, and what was written before a failure is gone. A pipe whose reader leaves
// raises SIGPIPE, as write(2) does.
void write_file(const std::string& path, std::string_view bytes);

// The same for bytes that come in parts. Without commit() the old file stays and the new one goes.
class FileWriter {
  public:
    explicit FileWriter(std::string path);
    ~FileWriter();
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;
    void write(std::string_view bytes);  // throws Error(io) with the byte
    void commit();

  private:
    void give_up() noexcept;

    std::string path_;  // as given
    // Links followed; beside it, empty in place and once that is renamed. Made before the file is,
    // so that it goes again where no memory is left.
    std::filesystem::path target_, fresh_;
    std::FILE* file_ = nullptr;
    std::int64_t written_ = 0;
};

}  // namespace tenon
