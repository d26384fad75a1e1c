#include "table/jsonl_columns.hpp"

#include "base/number_text.hpp"

namespace tenon {

void JsonColumn::start(State state, Type type, std::int64_t row) {
    state_ = state;
    store_ = ColumnStore(type);
    pad(row);
}

void JsonColumn::pad(std::int64_t rows) {
    if (rows > store_.rows()) store_.add_missing(rows - store_.rows());
}

// Values of other kinds as the text a reader of the file would give them.
void JsonColumn::become_text(std::int64_t line) {
    fallback_line_ = line;
    values_before_ = state_ == State::booleans ? "truth values" : "numbers";
    state_ = State::texts;
    times_ = false;
    const Column before = store_.finish();
    store_ = ColumnStore(Type::text);
    for (std::int64_t row = 0; row < before.size(); ++row) {
        if (before.valid(row))
            store_.add_text(before.cell_text(row));
        else
            store_.add_missing();
    }
}

// A whole number that no int64 holds.
void JsonColumn::add_digits(std::string_view written, std::int64_t line) {
    if (state_ != State::texts) {
        if (state_ != State::booleans) digits_ = true;
        become_text(line);
    } else if (typed_ && fallback_line_ < 0) {
        fallback_line_ = line;
        digits_ = store_.rows() == 0 || !values_before_[0];
    }
    times_ = false;
    store_.add_text(written);
}

void JsonColumn::add_number(const Json& value, std::string_view written, std::int64_t line) {
    const std::int64_t* const integer = value.if_integer();
    if (state_ == State::booleans) become_text(line);
    if (state_ == State::texts) {
        if (integer) {
            std::string text;
            append_int64(text, *integer);
            add_text(text, line);
        } else {
            add_text(written.empty() ? format_double(*value.if_real()) : std::string(written),
                     line);
        }
        return;
    }
    if (integer && state_ == State::integers) {
        store_.add_int64(*integer);
        return;
    }
    if (state_ == State::integers) {
        store_.widen_to_float64();
        state_ = State::reals;
    }
    store_.add_float64(integer ? static_cast<double>(*integer) : *value.if_real());
}

void JsonColumn::add_text(std::string_view text, std::int64_t line) {
    if (state_ != State::texts) become_text(line);
    if (times_ && !parse_timestamp(text)) {
        times_ = false;
        if (typed_ && store_.rows() > 0 && values_before_[0]) fallback_line_ = line;
    }
    if (times_) values_before_ = "times";
    store_.add_text(text);
}

void JsonColumn::add(const Json& value, std::string_view written, std::int64_t row,
                     std::int64_t line) {
    if (value.is_null()) return;
    const bool digits =
        !written.empty() && written.find_first_not_of("-0123456789") == written.npos;
    if (state_ == State::open) {
        if (!typed_ || value.if_text() || digits)
            start(State::texts, Type::text, row);
        else if (value.if_boolean())
            start(State::booleans, Type::boolean, row);
        else if (value.if_integer())
            start(State::integers, Type::int64, row);
        else
            start(State::reals, Type::float64, row);
        if (!typed_) times_ = false;
    }
    pad(row);
    if (const std::string* const text = value.if_text()) {
        add_text(*text, line);
    } else if (const bool* const truth = value.if_boolean()) {
        if (state_ == State::booleans) {
            store_.add_boolean(*truth);
        } else {
            add_text(*truth ? "true" : "false", line);
        }
    } else if (digits) {
        add_digits(written, line);
    } else {
        add_number(value, written, line);
    }
}

Column JsonColumn::times_of(const Column& texts) const {
    ColumnStore times(Type::timestamp);
    times.reserve(texts.size());
    for (std::int64_t row = 0; row < texts.size(); ++row) {
        if (texts.valid(row))
            times.add_int64(*parse_timestamp(texts.text(row)));
        else
            times.add_missing();
    }
    return times.finish();
}

Column JsonColumn::finish(std::int64_t rows,
                          const std::shared_ptr<const std::vector<double>>& zeros) {
    if (state_ == State::open) return missing_column(rows, zeros);
    pad(rows);
    const Column column = store_.finish();
    return state_ == State::texts && times_ ? times_of(column) : column;
}

}  // namespace tenon
