// Where the cells of a block of records lie, column by column, so that each column is then read in
// one loop of its own.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "table/buffer.hpp"
#include "table/csv_dialect.hpp"
#include "table/structural_scan.hpp"

namespace tenon {

// A cell's content, without quotes, in the text of a block.
struct CsvCell {
    std::uint32_t begin = 0;
    std::uint32_t extent = 0;  // its length, and two bits

    static constexpr std::uint32_t quoted_bit = 1u << 31;
    static constexpr std::uint32_t doubled_bit = 1u << 30;  // holds doubled quotes
    static constexpr std::uint32_t most_bytes = doubled_bit - 1;

    bool quoted() const noexcept { return (extent & quoted_bit) != 0; }
    bool doubled() const noexcept { return (extent & doubled_bit) != 0; }
    std::uint32_t length() const noexcept { return extent & most_bytes; }
};

// A record that is none, or has another number of fields than the header.
struct CsvBadRow {
    enum class Kind { ragged, after_quote, open_quote, bad_bytes };
    Kind kind = Kind::ragged;
    std::size_t begin = 0;       // of the record
    std::size_t at = 0;          // of the fault
    std::size_t fields = 0;      // up to the fault
    std::size_t next = 0;        // where the next line begins
    bool surplus_empty = false;  // the fields that are too many are
};

class CsvIndex {
  public:
    enum class Stop { full, more_text, end, bad_row };

    CsvIndex() = default;
    // Room for `rows` records of `width` fields. `pad`: short records end in empty cells, and
    // empty fields that are too many are left out.
    void shape(const CsvDialect& dialect, std::size_t width, std::size_t rows, bool pad);
    void clear() noexcept {
        rows_ = 0;
        short_rows_.clear();
    }

    // Adds the records that lie whole in `text` from `at` on, which becomes the beginning of the
    // first one that was not added. `complete`: the text ends there. 64 bytes after the text may be
    // looked at. Stops at a bad row; the caller may go on behind it.
    Stop fill(std::string_view text, std::size_t& at, bool complete);

    std::size_t rows() const noexcept { return rows_; }
    std::int64_t held_bytes() const noexcept {
        return static_cast<std::int64_t>(cells_.capacity() * sizeof(CsvCell));
    }
    const CsvCell* column(std::size_t c) const noexcept { return cells_.data() + c * stride_; }
    const CsvBadRow& bad_row() const noexcept { return bad_row_; }
    struct ShortRow {  // or a long one
        std::size_t begin = 0, fields = 0;
    };
    const std::vector<ShortRow>& short_rows() const noexcept { return short_rows_; }

  private:
    std::size_t fill_plain(std::string_view text, std::size_t at, bool complete);
    Stop add_row(std::string_view text, std::size_t& at, bool complete);

    CsvDialect dialect_;
    StructuralScan scan_ = nullptr;
    std::size_t width_ = 0, stride_ = 0, most_rows_ = 0, rows_ = 0;
    bool pad_ = false;
    bool begins_oddly_[256] = {};  // a record that begins so is read with care
    Buffer<CsvCell> cells_;
    std::vector<ShortRow> short_rows_;
    CsvBadRow bad_row_;
};

}  // namespace tenon
