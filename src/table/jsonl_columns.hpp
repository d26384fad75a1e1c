// The columns of JSON Lines while they are read: each of the narrowest type that holds what was
// seen.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "table/column_store.hpp"
#include "table/jsonl_plain.hpp"

namespace tenon {

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
    void add(const Json& value, std::string_view written, std::int64_t row, std::int64_t line);
    void add(const PlainMember& value, std::int64_t row, std::int64_t line);
    Column finish(std::int64_t rows, const std::shared_ptr<const std::vector<double>>& zeros);
    Form form() const noexcept;
    void forget() noexcept;  // the cells so far, and no more than them

    // The line that made text of a column of other values, or -1, and what these were.
    std::int64_t fallback_line() const noexcept { return fallback_line_; }
    const char* values_before() const noexcept { return values_before_; }
    // That line holds the first text, and other values come after it.
    bool text_first() const noexcept { return text_first_; }
    // That line holds a whole number that no int64 does: as text it keeps its digits.
    bool fell_back_for_digits() const noexcept { return digits_; }
    // The first time that names a zone where those before it do not, or the other way round; -1.
    std::int64_t other_zone_line() const noexcept { return other_zone_line_; }
    // Whole numbers that no double is, where the column is float64, and the line of the first.
    std::int64_t digits_lost() const noexcept { return state_ == State::reals ? digits_lost_ : 0; }
    std::int64_t first_lost_line() const noexcept { return first_lost_line_; }
    // Times with more than microseconds, and the line of the first.
    std::int64_t times_cut() const noexcept { return times_cut_; }
    std::int64_t first_cut_line() const noexcept { return first_cut_line_; }
    std::int64_t held_bytes() const noexcept {
        return store_.held_bytes() + 8 * static_cast<std::int64_t>(moments_.capacity());
    }
    std::int64_t used_bytes() const noexcept { return store_.used_bytes(); }

  private:
    std::int64_t rows() const noexcept { return forgotten_ + store_.rows(); }
    bool as_number(std::int64_t line) const noexcept { return line < numbers_until_; }
    void start(State state, Type type, std::int64_t row);
    void pad(std::int64_t rows);
    void become_text(std::int64_t line);
    void note_other_kind() noexcept;
    void begin(State state, Type type, std::int64_t row);
    void add_integer(std::int64_t value, std::int64_t line);
    void add_real(double value, std::string_view written, std::int64_t line);
    void add_negative_zero(std::int64_t line);
    void add_truth(bool value, std::int64_t line);
    // A text of a column of times so far.
    void add_time(std::string_view text, std::int64_t line);
    void add_digits(std::string_view written, std::int64_t line);
    void add_text(std::string_view text, std::int64_t line);
    Column take_times();

    bool typed_;
    State state_ = State::open;
    bool times_ = true;  // every text so far is a time
    bool digits_ = false;
    const char* values_before_ = "";
    std::int64_t fallback_line_ = -1, first_text_line_ = -1;
    bool text_first_ = false;
    bool zoned_ = false, zoneless_ = false;
    std::int64_t other_zone_line_ = -1;
    std::int64_t digits_lost_ = 0, first_lost_line_ = -1;
    std::int64_t times_cut_ = 0, first_cut_line_ = -1;
    State numbers_ = State::open;  // what they were when they became text
    std::int64_t numbers_until_ = -1;
    std::int64_t forgotten_ = 0;
    std::vector<std::int64_t> negative_zeros_;  // rows of -0 in a column of integers so far
    ColumnStore store_;
    std::vector<std::int64_t> moments_;  // of the texts so far, while all are times
};

}  // namespace tenon
