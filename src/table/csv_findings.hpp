// What a reader noticed and went on, told by line and byte of the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "table/csv_cell.hpp"
#include "table/csv_columns.hpp"
#include "table/csv_source.hpp"
#include "table/csv_unread.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Of what kind most of the first present cells of a text column are, for the words of a finding.
class CsvKindSample {
  public:
    // `finished`: the next rows of the column, and all that is looked at; `name`: what stands in
    // the header over it.
    void add(const CsvColumn& column, const CellRules& rules, const Column& finished,
             std::string_view name);
    // A cell of text is what stands in the header.
    bool holds_header() const noexcept { return holds_header_; }
    std::uint32_t kinds() const noexcept { return 2 * typed_ >= present_ ? kinds_ : 0; }
    // All of them may be dates, with years of two digits.
    bool short_years() const noexcept { return present_ > 0 && short_years_ == present_; }
    // All of them may be dates of a form that is not read.
    bool unread_dates() const noexcept { return present_ > 0 && unread_dates_ == present_; }
    // All of them are of one form that is not read, with the same unit.
    UnreadForm unread() const noexcept {
        return present_ > 0 && unread_ == present_ ? form_ : UnreadForm::none;
    }
    // All of them are whole numbers, with leading zeros or not.
    bool codes() const noexcept { return present_ > 0 && codes_ == present_; }
    // Rows at the front of the table without a cell of another kind than text.
    std::int64_t leading() const noexcept { return leading_; }
    // The first row of the table has a cell of it.
    bool begins_present() const noexcept { return begins_present_; }
    // Most of them would be numbers if written in this notation; decimal is 0 where they would not.
    Notation notation() const noexcept { return 2 * noted_ >= present_ ? notation_ : Notation(); }

  private:
    std::int64_t present_ = 0, typed_ = 0, short_years_ = 0, unread_dates_ = 0, noted_ = 0;
    std::int64_t unread_ = 0, leading_ = 0, codes_ = 0;
    std::int64_t compared_ = 0;  // with the header
    bool begun_ = false, begins_present_ = false, holds_header_ = false;
    UnreadForm form_ = UnreadForm::none;  // and the unit, of the first of them
    std::string unit_;
    Notation notation_;  // of the first that would be a number in another one
    std::uint32_t kinds_ = 0;
};

class CsvFindings {
  public:
    // Line and byte of a mark in the text at whose front `places` stand.
    static void place(CsvMark& mark, const CsvPlaces& places, std::string_view text);

    void add(const char* kind, std::int64_t column, const CsvMark& mark, std::string text,
             std::string original = {});
    // Of one block; of lines that were filled up the first are kept, and all are counted.
    void add_lines(std::vector<Finding>& lines);
    void add_bad_cell(const std::string& name, std::int64_t column, Type type, const CsvMark& mark);
    void drop_bad_cells(std::int64_t column);
    // The first record, of the given line, makes text of columns whose other cells are mostly not:
    // it may tell units.
    // `skipped`: lines below the header that are passed over already.
    void add_row_of_units(std::int64_t line, std::int64_t skipped, std::vector<CsvColumn>& columns,
                          const std::vector<CsvKindSample>& samples);
    // What inference decided about a column that its reader may not expect.
    void add_column(const CsvOptions& options, const std::string& name, std::int64_t number,
                    CsvColumn& column, const CsvKindSample& sample, const CellRules& rules);
    // In the order of the file.
    std::vector<Finding> finish();

  private:
    std::vector<Finding> found_;
    std::int64_t ragged_ = 0;
};

}  // namespace tenon
