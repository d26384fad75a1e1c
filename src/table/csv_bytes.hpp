// Where the bytes of a delimited text come from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "tenon/context.hpp"
#include "tenon/csv.hpp"

namespace tenon {

// Where bytes come from: a file, memory, or a caller's function.
class CsvBytes {
  public:
    virtual ~CsvBytes() = default;
    // Up to `capacity` bytes, fewer only at the end.
    virtual std::size_t read(char* to, std::size_t capacity) = 0;
    // Begins again; false where that cannot be.
    virtual bool rewind() = 0;
    // Whether it can, and nothing is kept in memory for it.
    virtual bool comes_again() const noexcept { return true; }
    virtual std::int64_t size() const noexcept { return -1; }  // -1: not known
    // All of them, where they lie in memory.
    virtual std::string_view memory() const noexcept { return {}; }
    // False where read() must stay on the thread of the call, as a caller's function must.
    virtual bool any_thread() const noexcept { return true; }
};

// Keeps the front of bytes that come once only, so that it can be had again.
class CsvFrontBytes : public CsvBytes {
  public:
    explicit CsvFrontBytes(std::unique_ptr<CsvBytes> bytes) : bytes_(std::move(bytes)) {}
    std::size_t read(char* to, std::size_t capacity) override;
    bool rewind() override;
    bool comes_again() const noexcept override { return false; }
    std::int64_t size() const noexcept override { return bytes_->size(); }
    bool any_thread() const noexcept override { return bytes_->any_thread(); }
    // From now on bytes come once; those that are kept go when they are read.
    void stop_keeping() noexcept { keeping_ = false; }

  private:
    std::unique_ptr<CsvBytes> bytes_;
    std::string kept_;
    std::size_t at_ = 0;  // in kept_
    bool keeping_ = true;
};

std::unique_ptr<CsvBytes> csv_bytes_of_memory(std::string_view bytes);
std::unique_ptr<CsvBytes> csv_bytes_of_source(const CsvSource& source);
// All bytes, taken into memory.
std::unique_ptr<CsvBytes> csv_bytes_kept(const Context& context, CsvBytes& bytes);
// Throws Error(io). A file that cannot be read twice is taken into memory if `again`.
std::unique_ptr<CsvBytes> csv_bytes_of_file(const Context& context, const std::string& path,
                                            bool again);

}  // namespace tenon
