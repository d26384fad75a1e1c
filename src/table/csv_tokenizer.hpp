// Cuts delimited text into fields, one at a time, by the grammar of RFC 4180 (Y. Shafranovich,
// 2005) widened to what is really written: lines end in LF, CRLF or CR; a quote inside an unquoted
// field is an ordinary character; with the delimiter ' ' any run of blanks parts two fields.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "table/csv_dialect.hpp"
#include "table/structural_mask.hpp"

namespace tenon {

struct CsvField {
    std::size_t begin = 0, end = 0;  // the content, without the quotes
    bool quoted = false;
    bool doubled = false;  // the content holds doubled quotes
};

// A fault of the grammar; the reader turns it into an Error with line and byte.
struct CsvFault {
    enum class Kind { none, after_quote, open_quote };
    Kind kind = Kind::none;
    std::size_t at = 0;
};

class CsvTokenizer {
  public:
    CsvTokenizer(std::string_view text, const CsvDialect& dialect, std::size_t start = 0) noexcept
        : data_(text.data()),
          size_(text.size()),
          dialect_(dialect),
          at_(start),
          mask_of_(dialect.delimiter) {}

    // Moves to the next line that holds a record: past comment lines and, if asked, past blank
    // ones. False at the end of the text.
    bool begin_row(bool skip_blank) noexcept;

    // Reads the next field of the row; true while another one follows in it. Stops with a fault.
    bool next(CsvField& field) noexcept {
        // The commonest case first: an unquoted field between single delimiters.
        if (!dialect_.blank_runs() &&
            (at_ >= size_ || data_[at_] != dialect_.quote || dialect_.quote == 0)) [[likely]] {
            field.begin = at_;
            field.end = find(at_);
            field.quoted = field.doubled = false;
            return leave(field.end);
        }
        return next_slow(field);
    }

    std::size_t position() const noexcept { return at_; }
    std::size_t row_begin() const noexcept { return row_begin_; }
    const CsvFault& fault() const noexcept { return fault_; }

  private:
    // First structural character at or after `from`, size_ if there is none.
    std::size_t find(std::size_t from) noexcept {
        if (from >= size_) return size_;
        std::size_t block = from & ~std::size_t{63};
        if (block != block_) load(block);
        std::uint64_t mask = mask_ & (~std::uint64_t{0} << (from & 63));
        while (mask == 0) {
            block += 64;
            if (block >= size_) return size_;
            load(block);
            mask = mask_;
        }
        return block + static_cast<std::size_t>(std::countr_zero(mask));
    }
    void load(std::size_t block) noexcept {
        block_ = block;
        if (block + 64 <= size_) {
            mask_ = mask_of_(data_ + block);
        } else {
            char tail[64] = {};
            std::memcpy(tail, data_ + block, size_ - block);
            // Bytes past the end must not count, even when the delimiter is the filler.
            mask_ = mask_of_(tail) & ((std::uint64_t{1} << (size_ - block)) - 1);
        }
    }
    // Steps over what ends a field at `end`; true if it is a delimiter.
    bool leave(std::size_t end) noexcept {
        if (end >= size_) {
            at_ = size_;
            return false;
        }
        const char c = data_[end];
        at_ = end + 1;
        if (c == dialect_.delimiter) return true;
        if (c == '\r' && at_ < size_ && data_[at_] == '\n') ++at_;
        return false;
    }
    bool next_slow(CsvField& field) noexcept;
    bool next_quoted(CsvField& field) noexcept;
    bool leave_blanks(std::size_t end) noexcept;
    bool stop(CsvFault::Kind kind, std::size_t at) noexcept;
    bool at_line_end(std::size_t at) const noexcept {
        return at >= size_ || data_[at] == '\n' || data_[at] == '\r';
    }
    std::size_t skip_blanks(std::size_t at) const noexcept;
    void skip_line() noexcept;

    static constexpr std::size_t no_block = ~std::size_t{0};

    const char* data_;
    std::size_t size_;
    CsvDialect dialect_;
    std::size_t at_;
    std::size_t row_begin_ = 0;
    StructuralMask mask_of_;
    std::size_t block_ = no_block;
    std::uint64_t mask_ = 0;
    CsvFault fault_;
};

// The beginning of the line after the one that holds `at`, or the end of the text.
std::size_t after_line(std::string_view text, std::size_t at) noexcept;

// The content of a field as text: a view into `text`, or into `scratch` where quotes are doubled.
std::string_view csv_content(std::string_view text, const CsvField& field, char quote,
                             std::string& scratch);

}  // namespace tenon
