// What one cell of delimited text is: missing, a number, a truth value, a time, or text.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "table/csv_groups.hpp"
#include "table/csv_time.hpp"
#include "tenon/csv.hpp"

namespace tenon {

enum class CellKind : std::uint8_t {
    missing,
    integer,      // of an int64, without a leading zero
    big_integer,  // beyond an int64
    real,
    boolean,
    timestamp,
    local_time,  // a time by the custom of a place
    zero_led,    // digits with a leading zero: an identifier
    text,
};

struct CellValue {
    double real = 0;            // real, big_integer
    std::int64_t integer = 0;   // integer, timestamp; 0 or 1 for boolean
    LocalTime time;             // local_time
    bool out_of_range = false;  // a real written with a finite number too large for a double
};

// How a column writes fractions.
struct DecimalMark {
    char mark = '.';
    bool open = false;  // '.' or ',', whichever a fraction shows first; closes then
};

// Blanks and tabs at both ends removed.
std::string_view trim_blanks(std::string_view text) noexcept;

// The same of blanks that do not break lines and of marks without width, too: U+00A0, U+2007,
// U+2009, U+200B, U+202F, U+3000, U+FEFF.
std::string_view trim_wide_blanks(std::string_view text) noexcept;

// A number by the plain grammar (no blanks, no groups): integer, big_integer, real, zero_led, or
// text if it is none. Words such as inf are text here.
CellKind scan_any_number(std::string_view cell, char decimal, CellValue& value);

class CellRules {
  public:
    // `own`: what is said of the column alone goes before what is said of the whole text.
    CellRules(const CsvOptions& options, char delimiter, const CsvColumnRule& own = {});

    DecimalMark decimal() const noexcept { return decimal_; }
    char32_t thousands() const noexcept { return thousands_; }
    // The notation in which the cell, which is no number by these rules, would be one; zeros: none.
    Notation other_notation(std::string_view cell) const;

    // Whether an unquoted cell is empty, blank or a missing mark.
    bool is_missing(std::string_view cell) const noexcept;
    // The missing marks that the caller named; null: none.
    const std::shared_ptr<const std::vector<std::string>>& named_marks() const noexcept {
        return named_marks_;
    }
    // Whether missing marks count in quotes, too: where the caller names them.
    bool marks_in_quotes() const noexcept { return marks_in_quotes_; }
    bool is_missing(std::string_view cell, bool quoted) const noexcept {
        return quoted ? marks_in_quotes_ && is_mark(trim_blanks(cell)) : is_missing(cell);
    }

    // May close decimal.open. A quoted empty cell is missing here.
    CellKind classify(std::string_view cell, bool quoted, DecimalMark& decimal,
                      CellValue& value) const {
        if (numbers_first(quoted)) {
            const CellKind kind = scan_any_number(cell, decimal.mark, value);
            if (kind != CellKind::text) {
                if (kind == CellKind::real && decimal.open) close(cell, decimal);
                return kind;
            }
        }
        return classify_slow(cell, quoted, decimal, value);
    }
    // Whether a cell may be read as a number before anything else is thought of.
    bool numbers_first(bool quoted) const noexcept {
        return plain_first_ && !(quoted && quoted_text_);
    }
    bool times_first(bool quoted) const noexcept {
        return times_first_ && !(quoted && quoted_text_);
    }
    // Whether a present cell of text may begin so; others are looked at by is_missing().
    bool begins_present(char c) const noexcept {
        return begins_present_[static_cast<unsigned char>(c)];
    }
    // A missing mark that is a number where this is the decimal mark: equal numbers are missing,
    // too, however they are written.
    struct NumberMark {
        char decimal;
        bool whole;
        std::int64_t integer;
        double real;
        bool is(std::int64_t value) const noexcept {
            return whole ? value == integer : static_cast<double>(value) == real;
        }
        bool is(double value) const noexcept { return value == real; }
    };
    const std::vector<NumberMark>& number_marks() const noexcept { return number_marks_; }
    bool is_number_mark(CellKind kind, const CellValue& value, char decimal) const noexcept;
    bool quoted_text() const noexcept { return quoted_text_; }
    // Whether a cell is a text that a spreadsheet wrote as a formula, ="00123", to keep its form.
    bool is_formula_text(std::string_view cell, bool quoted) const noexcept {
        return formulas_ && !(quoted && quoted_text_) && cell.size() > 3 &&
               cell.starts_with("=\"") && cell.find('"', 2) == cell.size() - 1;
    }
    // A time, for columns that hold times already; false sends the cell to classify().
    bool is_timestamp(std::string_view cell, bool quoted, CellValue& value) const noexcept;

  private:
    CellKind classify_slow(std::string_view cell, bool quoted, DecimalMark& decimal,
                           CellValue& value) const;
    bool is_mark(std::string_view bare) const noexcept;
    CellKind scan_mark(std::string_view mark, char decimal, CellValue& value) const;
    CellKind classify_number(std::string_view cell, DecimalMark& decimal, CellValue& value) const;
    static void close(std::string_view cell, DecimalMark& decimal) noexcept;

    std::vector<std::string> marks_;
    std::shared_ptr<const std::vector<std::string>> named_marks_;
    std::vector<NumberMark> number_marks_;
    std::array<bool, 256> begins_mark_{};
    std::array<bool, 256> begins_present_{};
    DecimalMark decimal_;
    char32_t thousands_ = 0;
    GroupMarks group_marks_;
    bool quoted_text_ = false;
    bool marks_in_quotes_ = false;
    bool formulas_ = true;         // are looked for
    bool blanks_present_ = false;  // all cells are text, and the empty one alone is missing
    bool plain_first_ = true;      // no missing mark reads as a number
    bool times_first_ = true;      // nor as a time
};

}  // namespace tenon
