// A delimited text as blocks of records whose cells are found but not read yet.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "table/csv_dialect.hpp"
#include "table/csv_findings.hpp"
#include "table/csv_header.hpp"
#include "table/csv_index.hpp"
#include "table/csv_source.hpp"
#include "tenon/csv.hpp"

namespace tenon {

struct CsvBlock {
    CsvWindow window;
    CsvIndex index;
    CsvPlaces places;            // at the front of the window
    CsvPlaces places_behind;     // behind the records of this block
    std::size_t used = 0;        // of the window's text, by the records of this block
    std::int64_t first_row = 0;  // of the table
    bool last = false;
    std::vector<Finding> findings;
    std::exception_ptr fault;  // what stopped the reader behind the records of this block
};

class CsvBlocks {
  public:
    // Reads the header. `cells`: how many a block has at most, about.
    CsvBlocks(const Context& context, const CsvOptions& options, CsvBytes& bytes, std::size_t cells,
              CsvBlock& first, CsvFindings& findings);

    const std::vector<std::string>& names() const noexcept { return names_; }
    const CsvDialect& dialect() const noexcept { return dialect_; }
    // Of the first record, once it was found; -1.
    std::int64_t first_line() const noexcept { return first_line_; }
    const CsvText& text() const noexcept { return text_; }
    const CsvHeader& header() const noexcept { return header_; }

    // The first block, after the constructor or a rewind(), and the one after `block`. They throw
    // nothing about the text, but leave it in the block.
    void fill_first(CsvBlock& block);
    void fill_next(CsvBlock& next, const CsvBlock& block);
    void rewind(CsvBlock& first);

    // Throws Error(parse) that says where.
    [[noreturn]] void refuse(const CsvBlock& block, std::size_t at, std::int64_t column,
                             const std::string& why) const;

  private:
    void read_header(CsvBlock& block, CsvFindings& findings);
    void skip_lines(CsvBlock& block, std::int64_t count);
    // Passes over a first line "sep=;"; returns the delimiter that it tells, or 0.
    char take_separator_line(CsvBlock& block, CsvFindings& findings);
    bool read_names(CsvBlock& block, CsvFindings& findings);
    void name_columns(const CsvBlock& block, std::vector<std::string> written,
                      const std::vector<std::size_t>& places, CsvFindings& findings);
    void grow(CsvBlock& block);
    void fill(CsvBlock& block, std::size_t at);
    void refuse_other_formats(const CsvBlock& block) const;
    void refuse_text(const CsvBlock& block) const;
    void refuse_row(const CsvBlock& block, const CsvBadRow& row) const;
    std::string fault_words(const CsvBlock& block, const CsvBadRow& row) const;
    bool skip_bad_bytes(CsvBlock& block, std::size_t& at);
    void set_aside(CsvBlock& block, const CsvBadRow& row);
    void note_short_rows(CsvBlock& block) const;
    void note_end_mark(CsvBlock& block) const;

    const CsvOptions& options_;
    CsvText text_;
    CsvDialect dialect_;
    std::vector<std::string> names_;
    CsvHeader header_;
    std::size_t rows_a_block_ = 0;
    std::size_t wanted_bytes_;
    std::size_t data_begin_ = 0;  // of the first record, in the text
    std::int64_t first_line_ = -1;
    // Of the last line of the block being filled that was left out: a next one is found from there.
    CsvPlaces aside_;
    std::size_t aside_begin_ = 0;
};

}  // namespace tenon
