// The lines of a text, one after the other: of memory, or of bytes read block by block.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "table/csv_bytes.hpp"
#include "tenon/context.hpp"

namespace tenon {

class JsonLinesText {
  public:
    // From where the bytes, which outlive the lines, stand; those of memory are looked at where
    // they lie. Throws Error: argument, data (larger than max_bytes, where that is not 0).
    JsonLinesText(const Context& context, CsvBytes& bytes, std::int64_t max_bytes);

    // The next line without its end, valid until the next call, and the byte it begins at; false:
    // there is none. A byte-order mark ahead of the first is passed over; that of UTF-16 is
    // refused: Error(parse).
    bool next(std::string_view& line, std::int64_t& at);
    std::int64_t bytes_read() const noexcept { return taken_; }  // behind the line given last
    // Where a byte 0x1A, the end of a file to DOS, ended the text and was passed over; -1.
    std::int64_t end_mark() const noexcept { return end_mark_; }
    // The block is no longer charged to the context's budget.
    void release_charge() noexcept { charge_.reset(); }
    std::int64_t whole_bytes() const noexcept { return whole_; }  // -1: not known

  private:
    void refill();

    const Context* context_;
    CsvBytes* bytes_;
    std::string block_;
    std::unique_ptr<Charge> charge_;
    std::string_view left_;
    bool ended_ = false;  // nothing comes behind left_
    std::int64_t taken_ = 0, whole_ = -1, max_bytes_ = 0, end_mark_ = -1;
};

}  // namespace tenon
