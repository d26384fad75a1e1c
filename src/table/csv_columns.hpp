// The columns of a delimited text while it is read, a block of cells at a time. Each is kept in the
// narrowest type that fits all its cells so far; what does not fit widens integers to reals in
// place, and gives up on numbers altogether otherwise: such a column is read a second time as text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "table/column_store.hpp"
#include "table/csv_cell.hpp"
#include "table/csv_index.hpp"

namespace tenon {

// A cell that a reader has to tell of.
struct CsvMark {
    static constexpr std::size_t none = ~std::size_t{0};
    std::size_t at = none;  // place in the text of its block, until line and byte are known
    std::int64_t line = -1, byte = -1;
    std::string cell;  // its content, or the front of it
};

// Two columns that are read on two threads share no line of memory.
class alignas(64) CsvColumn {
  public:
    explicit CsvColumn(DecimalMark decimal, DateOrder order = DateOrder::detect)
        : decimal_(decimal),
          guesses_mark_(decimal.open),
          order_(order),
          order_stated_(order != DateOrder::detect),
          store_(Type::float64) {}

    // A type by the caller's wish: no inference. Cells that are not of it are missing, and bad.
    void declare(Type type);

    // The cells of a block, which lie in `text`; 64 bytes behind it may be looked at.
    void add(const CellRules& rules, char quote, std::string_view text, const CsvCell* cells,
             std::size_t count);

    // Decides what only the whole file can tell: long identifiers, and quoted empty cells alone.
    void settle();
    // Text after all, because its fractions may as well be grouped thousands (csv_decimal.hpp).
    void give_up_fractions();
    // The column fell back to text and its cells so far must be read again; it takes no more until
    // that begins.
    bool wants_rereading() const noexcept { return wants_rereading_; }
    void begin_rereading();
    // All cells will come once more, and none of another kind than were there.
    void begin_again();
    // Drops the cells so far and keeps what they told: of a pass that only looks for types.
    void forget() noexcept;
    // Only the front of the text was looked at for types, and no cell comes twice any more. What
    // does not fit a type that was inferred is a bad cell from now on; a column without a present
    // cell becomes text.
    void keep_type();
    bool kept_type() const noexcept { return kept_; }
    bool rereads_as_times() const noexcept { return wants_rereading_ && again_ == State::times; }
    // Of day and month; detect: nothing has told it.
    DateOrder order() const noexcept { return order_; }
    // Whether its order of day and month is looked for.
    bool looks_for_order() const noexcept {
        return type() == Type::timestamp && order_ == DateOrder::detect;
    }

    void reserve(std::int64_t rows, const std::shared_ptr<SpareMemory>& spare);
    std::int64_t held_bytes() const noexcept { return store_.held_bytes(); }
    std::int64_t used_bytes() const noexcept { return store_.used_bytes(); }
    Column finish(const std::shared_ptr<const std::vector<double>>& zeros);

    Type type() const noexcept { return store_.type(); }  // so far
    bool is_text() const noexcept { return state_ == State::text; }
    bool declared() const noexcept { return declared_; }
    // A time column in which no cell tells day from month: text, or refused where it was declared.
    bool ambiguous() const noexcept { return ambiguous_; }
    bool nothing_present() const noexcept { return state_ == State::open; }
    bool is_float64() const noexcept { return state_ == State::reals; }
    // Kinds that were seen before the cell that forced text, one bit each; 0: it was the first.
    std::uint32_t kinds_before() const noexcept { return kinds_; }
    CellKind forcing_kind() const noexcept { return forcing_kind_; }
    std::int64_t out_of_range() const noexcept { return out_of_range_; }
    // The decimal mark of its fractions where that was not given; 0: given, or there are none.
    char guessed_mark() const noexcept {
        return guesses_mark_ && !decimal_.open ? decimal_.mark : '\0';
    }
    // All fractions have the form of grouped thousands: "1.234".
    bool only_grouped() const noexcept { return grouped_; }
    bool gave_up_fractions() const noexcept { return gave_up_fractions_; }
    // The first fraction that cannot be grouped thousands, or else the first one.
    CsvMark& fraction_cell() noexcept { return fraction_cell_; }
    // Whole numbers that no double is, where the column is float64.
    std::int64_t digits_lost() const noexcept { return digits_lost_; }
    CsvMark& first_lost() noexcept { return first_lost_; }
    // Times with more than microseconds, which are rounded down.
    std::int64_t times_cut() const noexcept { return times_cut_; }
    CsvMark& first_cut() noexcept { return first_cut_; }
    // Times with a second 60.
    std::int64_t leap_seconds() const noexcept { return leap_seconds_; }
    CsvMark& first_leap() noexcept { return first_leap_; }
    // Texts that a spreadsheet wrote as formulas.
    std::int64_t formula_texts() const noexcept { return formula_texts_; }
    CsvMark& first_formula() noexcept { return first_formula_; }
    CsvMark& forcing_cell() noexcept { return forcing_; }
    bool forced() const noexcept { return forcing_.at != CsvMark::none; }
    CsvMark& first_long() noexcept { return first_long_; }
    CsvMark& first_out_of_range() noexcept { return first_out_of_range_; }
    CsvMark& first_ambiguous() noexcept { return first_ambiguous_; }
    CsvMark& other_zone() noexcept { return other_zone_; }  // the first with a zone, or without one
    std::vector<CsvMark>& bad_cells() noexcept { return bad_cells_; }

  private:
    enum class State : std::uint8_t { integers, reals, open, booleans, times, text, fallen };
    struct Block {
        const CellRules& rules;
        char quote;
        std::string_view text;
        const CsvCell* cells;
        std::size_t count;
        std::uint32_t with_care;  // bits of cells that the quick ways leave alone
        std::size_t bytes;        // of all cells, once they are asked for
    };

    std::size_t add_integers(const Block& block, std::size_t from);
    std::size_t add_reals(const Block& block, std::size_t from);
    std::size_t add_times(const Block& block, std::size_t from);
    std::size_t add_texts(Block& block, std::size_t from);
    std::size_t add_missing_run(const Block& block, std::size_t from);
    void add_any(const Block& block, std::size_t i);
    void note_fraction(std::string_view cell, std::size_t at);
    void note_fractions(const Block& block, std::size_t from, std::size_t to);
    void note_wide_integers(const Block& block, std::size_t from, std::size_t count,
                            const std::int64_t* values);
    void note_lost(std::string_view cell, std::size_t at);
    void note_cut(std::string_view cell, std::size_t at);
    void note_leap(std::string_view cell, std::size_t at);
    void add_other(CellKind kind, const CellValue& value, std::string_view cell, bool quoted,
                   std::size_t at);
    void add_missing(std::int64_t count);
    void widen();
    bool add_integer(std::int64_t value, std::string_view cell, std::size_t at);
    bool add_real(const CellValue& value, std::string_view cell, std::size_t at);
    bool add_boolean(bool value);
    bool add_timestamp(std::int64_t micros, bool zoned, std::string_view cell, std::size_t at);
    bool add_local_time(const LocalTime& time, std::string_view cell, std::size_t at);
    bool begin_time(bool zoned, char form, std::string_view cell, std::size_t at);
    void note_zone(bool zoned, std::string_view cell, std::size_t at);
    bool add_declared(CellKind kind, const CellValue& value, std::string_view cell);
    bool read_time(std::string_view cell, std::int64_t& micros);
    std::size_t before_number_mark(const Block& block, std::size_t from, std::size_t taken,
                                   const auto* values) const;
    State state_of(Type type) const noexcept;
    void start(State state, Type type);
    void fall_back(CsvMark mark, CellKind kind);

    State state_ = State::open;
    State again_ = State::text;  // what the column is when it is read again
    bool declared_ = false, wants_rereading_ = false;
    bool kept_ = false;          // the type is inferred, and stays all the same
    bool once_ = false;          // no cell comes twice
    bool quoted_empty_ = false;  // was taken as missing; empty text in a text column
    bool fraction_ = false, ambiguous_ = false;
    bool zoned_ = false, zoneless_ = false;  // times of both sorts so far
    char form_ = 0;                          // of dates with the year last: LocalTime::form
    DecimalMark decimal_;
    bool guesses_mark_, grouped_ = true, gave_up_fractions_ = false;
    std::uint32_t kinds_ = 0;
    std::int64_t missing_ahead_ = 0;            // missing cells before the first present one
    std::vector<std::int64_t> negative_zeros_;  // rows of -0 in a column of integers so far
    DateOrder order_;
    bool order_stated_;  // by the caller
    CsvMark forcing_, first_long_, first_out_of_range_, first_ambiguous_, other_zone_;
    CsvMark fraction_cell_, first_lost_, first_cut_, first_leap_, first_formula_;
    std::vector<CsvMark> bad_cells_;
    CellKind forcing_kind_ = CellKind::text;
    std::int64_t out_of_range_ = 0, digits_lost_ = 0, times_cut_ = 0, leap_seconds_ = 0;
    std::int64_t formula_texts_ = 0;
    std::uint64_t date_ = 0;  // the first eight characters of the last date, and the other two
    std::uint16_t day_ = 0;
    std::int64_t date_micros_ = 0;
    ColumnStore store_;
    std::string scratch_;
};

}  // namespace tenon
