// The columns of JSON Lines while they are read: each of the narrowest type that holds what was
// seen.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "table/column_store.hpp"
#include "table/csv_time.hpp"
#include "table/jsonl_plain.hpp"

namespace tenon {

// Where a line stands in its text.
struct JsonPlace {
    std::int64_t line = -1;  // from 1
    std::int64_t byte = -1;  // of its first, from 0
};

class JsonColumn {
  public:
    enum class State : std::uint8_t { open, integers, reals, booleans, texts };

    // What a column turned out to be, so that another reading can begin with it.
    struct Form {
        Type type = Type::float64;
        bool empty = true;  // no present cell
        // Of text: numbers in lines before `numbers_until` are what they were as these.
        State numbers = State::open;
        std::int64_t numbers_until = -1;
        char date_mark = 0;  // of dates with the year last: LocalTime::form
        bool month_first = false;
    };

    // `typed` false: every value is text.
    explicit JsonColumn(bool typed)
        : typed_(typed),
          state_(typed ? State::open : State::texts),
          times_(typed),
          store_(typed ? Type::float64 : Type::text) {}
    explicit JsonColumn(const Form& form);

    // A value of row `row`, with how it is written if it is a number but no int64; none of the
    // column having been added for it or a later one. Rows left out are missing.
    void add(const JsonScalar& value, std::string_view written, std::int64_t row,
             const JsonPlace& place);
    void add(const PlainMember& value, std::int64_t row, const JsonPlace& place);
    Column finish(std::int64_t rows, const std::shared_ptr<const std::vector<double>>& zeros);
    Form form() const noexcept;
    void forget() noexcept;  // the cells so far, and no more than them

    // The line that made text of a column of other values, or -1, and what these were.
    const JsonPlace& fallback_place() const noexcept { return fallback_place_; }
    const char* values_before() const noexcept { return values_before_; }
    // That line holds the first text, and other values come after it.
    bool text_first() const noexcept { return text_first_; }
    // That line holds a whole number that no int64 does: as text it keeps its digits.
    bool fell_back_for_digits() const noexcept { return digits_; }
    // The first time that names a zone where those before it do not, or the other way round; -1.
    const JsonPlace& other_zone_place() const noexcept { return other_zone_place_; }
    // Whole numbers that no double is, where the column is float64, and the line of the first.
    std::int64_t digits_lost() const noexcept { return state_ == State::reals ? digits_lost_ : 0; }
    const JsonPlace& first_lost_place() const noexcept { return first_lost_place_; }
    // Times with more than microseconds, and the line of the first.
    std::int64_t times_cut() const noexcept { return times_cut_; }
    const JsonPlace& first_cut_place() const noexcept { return first_cut_place_; }
    // Times with a second 60, and the line of the first.
    std::int64_t leap_seconds() const noexcept { return leap_seconds_; }
    const JsonPlace& first_leap_place() const noexcept { return first_leap_place_; }
    // All texts are times, but none tells day from month; the line of the first that might.
    bool has_undecided_dates() const noexcept {
        return times_ && day_first_ && month_first_ && undecided_place_.line >= 0;
    }
    const JsonPlace& undecided_place() const noexcept { return undecided_place_; }
    std::int64_t held_bytes() const noexcept {
        return store_.held_bytes() +
               8 * static_cast<std::int64_t>(moments_.capacity() + month_moments_.capacity());
    }
    std::int64_t used_bytes() const noexcept { return store_.used_bytes(); }

  private:
    std::int64_t rows() const noexcept { return forgotten_ + store_.rows(); }
    bool as_number(const JsonPlace& place) const noexcept { return place.line < numbers_until_; }
    void start(State state, Type type, std::int64_t row);
    void pad(std::int64_t rows);
    void become_text(const JsonPlace& place);
    void note_other_kind() noexcept;
    void begin(State state, Type type, std::int64_t row);
    void add_integer(std::int64_t value, const JsonPlace& place);
    void add_real(double value, std::string_view written, const JsonPlace& place);
    void add_negative_zero(const JsonPlace& place);
    void add_truth(bool value, const JsonPlace& place);
    // A text of a column of times so far.
    void add_time(std::string_view text, const JsonPlace& place);
    void add_digits(std::string_view written, const JsonPlace& place);
    void add_text(std::string_view text, const JsonPlace& place);
    std::optional<LocalTime> moment_of(std::string_view text);
    void drop_times() noexcept;
    Column take_times();

    bool typed_;
    State state_ = State::open;
    bool times_ = true;  // every text so far is a time
    bool digits_ = false;
    const char* values_before_ = "";
    JsonPlace fallback_place_, first_text_place_;
    bool text_first_ = false;
    bool zoned_ = false, zoneless_ = false;
    JsonPlace other_zone_place_;
    std::int64_t digits_lost_ = 0;
    JsonPlace first_lost_place_;
    std::int64_t times_cut_ = 0;
    JsonPlace first_cut_place_;
    std::int64_t leap_seconds_ = 0;
    JsonPlace first_leap_place_, undecided_place_;
    char date_mark_ = 0;
    bool day_first_ = true, month_first_ = true;  // what the dates so far may be
    State numbers_ = State::open;                 // what they were when they became text
    std::int64_t numbers_until_ = -1;
    std::int64_t forgotten_ = 0;
    std::vector<std::int64_t> negative_zeros_;  // rows of -0 in a column of integers so far
    ColumnStore store_;
    std::vector<std::int64_t> moments_;        // of the texts so far, while all are times
    std::vector<std::int64_t> month_moments_;  // the same with the month first, from a date on
};

}  // namespace tenon
