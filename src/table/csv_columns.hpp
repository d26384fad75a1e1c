// The columns of a delimited text while it is read. Each is kept in the narrowest type that fits
// all its cells so far; what does not fit widens integers to reals in place, and gives up on
// numbers altogether otherwise: such a column is read a second time as text.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "table/column_store.hpp"
#include "table/csv_cell.hpp"

namespace tenon {

// Where a cell lies in the text: its content, without quotes.
struct CsvSpan {
    std::size_t begin = 0, end = 0;
};

class CsvColumn {
  public:
    explicit CsvColumn(DecimalMark decimal) : decimal_(decimal), store_(Type::float64) {}

    // Text by the caller's wish: no inference.
    void declare_text();

    // `readable` ends the memory that may be looked at, as in scan_number.
    void add(const CellRules& rules, std::string_view cell, const char* readable, bool quoted,
             CsvSpan span) {
        // The commonest case first: another number in a column of numbers.
        if (state_ <= State::reals && rules.numbers_first(quoted) && !decimal_.open) {
            CellValue value;
            const CellKind kind = scan_number(cell, readable, decimal_.mark, value);
            if (kind == CellKind::real && state_ == State::reals && !value.out_of_range) {
                fraction_ = true;
                store_.add_float64(value.real);
                return;
            }
            if (kind == CellKind::integer && state_ == State::integers) {
                store_.add_int64(value.integer);
                return;
            }
        }
        add_any(rules, cell, quoted, span);
    }
    void add_missing();  // a field that a short line does not have

    // Decides what only the whole file can tell: long identifiers, and quoted empty cells alone.
    void settle();
    // The column fell back to text and its cells so far must be read again...
    bool wants_rereading() const noexcept { return wants_rereading_; }
    // ...which begins so; while it goes on the other columns are skipped.
    void begin_rereading();
    void skip(bool on) noexcept;

    void reserve(std::int64_t rows);
    std::int64_t held_bytes() const noexcept { return store_.held_bytes(); }
    Column finish(const std::shared_ptr<const std::vector<double>>& zeros);

    bool is_text() const noexcept { return state_ == State::text; }
    bool declared_text() const noexcept { return declared_; }
    bool nothing_present() const noexcept { return state_ == State::open; }
    // Kinds that were seen before the cell that forced text, one bit each; 0: it was the first.
    std::uint32_t kinds_before() const noexcept { return kinds_; }
    CsvSpan forcing_cell() const noexcept { return forcing_; }
    std::int64_t out_of_range() const noexcept { return out_of_range_; }
    CsvSpan first_out_of_range() const noexcept { return first_out_of_range_; }
    bool is_float64() const noexcept { return state_ == State::reals; }

  private:
    enum class State : std::uint8_t { integers, reals, open, booleans, times, text, skipped };

    void add_any(const CellRules& rules, std::string_view cell, bool quoted, CsvSpan span);
    void add_other(CellKind kind, const CellValue& value, std::string_view cell, bool quoted,
                   CsvSpan span);
    bool add_integer(std::int64_t value);
    bool add_real(const CellValue& value, CsvSpan span);
    bool add_boolean(bool value);
    bool add_timestamp(std::int64_t micros);
    void start(State state, Type type);
    void fall_back(CsvSpan span);

    State state_ = State::open;
    State kept_state_ = State::open;  // while skipped
    bool declared_ = false, wants_rereading_ = false;
    bool quoted_empty_ = false;  // was taken as missing; empty text in a text column
    bool fraction_ = false, long_integer_ = false;
    DecimalMark decimal_;
    std::uint32_t kinds_ = 0;
    std::int64_t missing_ahead_ = 0;  // missing cells before the first present one
    CsvSpan forcing_, first_long_, first_out_of_range_;
    std::int64_t out_of_range_ = 0;
    ColumnStore store_;
};

}  // namespace tenon
