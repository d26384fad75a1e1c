#include "table/csv_columns.hpp"

#include <utility>

namespace tenon {

void CsvColumn::declare_text() {
    declared_ = true;
    start(State::text, Type::text);
}

void CsvColumn::start(State state, Type type) {
    state_ = state;
    store_ = ColumnStore(type);
    store_.add_missing(missing_ahead_);
    missing_ahead_ = 0;
}

void CsvColumn::add_missing() {
    if (state_ == State::open)
        ++missing_ahead_;
    else if (state_ != State::skipped)
        store_.add_missing();
}

void CsvColumn::fall_back(CsvSpan span) {
    forcing_ = span;
    if (kinds_ == 0 && !quoted_empty_) {  // only missing cells so far: nothing is lost
        start(State::text, Type::text);
        return;
    }
    store_ = ColumnStore(Type::text);
    state_ = State::skipped;
    kept_state_ = State::text;
    wants_rereading_ = true;
}

// The add_ functions of one kind return false where the column is of another.
bool CsvColumn::add_integer(std::int64_t value) {
    if (state_ == State::open) start(State::integers, Type::int64);
    if (state_ == State::integers)
        store_.add_int64(value);
    else if (state_ == State::reals)
        store_.add_float64(static_cast<double>(value));
    else
        return false;
    return true;
}

bool CsvColumn::add_real(const CellValue& value, CsvSpan span) {
    if (state_ == State::open) start(State::reals, Type::float64);
    if (state_ == State::integers) {
        store_.widen_to_float64();
        state_ = State::reals;
    }
    if (state_ != State::reals) return false;
    store_.add_float64(value.real);
    if (value.out_of_range && out_of_range_++ == 0) first_out_of_range_ = span;
    return true;
}

bool CsvColumn::add_boolean(bool value) {
    if (state_ == State::open) start(State::booleans, Type::boolean);
    if (state_ != State::booleans) return false;
    store_.add_boolean(value);
    return true;
}

bool CsvColumn::add_timestamp(std::int64_t micros) {
    if (state_ == State::open) start(State::times, Type::timestamp);
    if (state_ != State::times) return false;
    store_.add_int64(micros);
    return true;
}

void CsvColumn::add_any(const CellRules& rules, std::string_view cell, bool quoted, CsvSpan span) {
    if (state_ == State::skipped) return;
    if (state_ == State::text) {
        if (!quoted && rules.is_missing(cell))
            store_.add_missing();
        else
            store_.add_text(cell);
        return;
    }
    CellValue value;
    if (state_ == State::times && rules.is_timestamp(cell, quoted, value)) {
        store_.add_int64(value.integer);
        return;
    }
    const CellKind kind = rules.classify(cell, quoted, decimal_, value);
    add_other(kind, value, cell, quoted, span);
}

void CsvColumn::add_other(CellKind kind, const CellValue& value, std::string_view cell, bool quoted,
                          CsvSpan span) {
    bool taken = false;
    switch (kind) {
        case CellKind::missing:
            quoted_empty_ = quoted_empty_ || quoted;
            add_missing();
            return;
        case CellKind::integer:
            taken = add_integer(value.integer);
            break;
        case CellKind::real:
            fraction_ = true;
            taken = add_real(value, span);
            break;
        case CellKind::big_integer:
            if (!std::exchange(long_integer_, true)) first_long_ = span;
            taken = add_real(value, span);
            break;
        case CellKind::boolean:
            taken = add_boolean(value.integer != 0);
            break;
        case CellKind::timestamp:
            taken = add_timestamp(value.integer);
            break;
        case CellKind::zero_led:
        case CellKind::text:
            break;
    }
    if (taken) {
        kinds_ |= 1u << static_cast<unsigned>(kind);
        return;
    }
    fall_back(span);
    if (state_ == State::text) store_.add_text(cell);
}

void CsvColumn::settle() {
    if (state_ == State::reals && long_integer_ && !fraction_) fall_back(first_long_);
    if (state_ == State::open && quoted_empty_) fall_back({});
}

void CsvColumn::begin_rereading() {
    wants_rereading_ = false;
    missing_ahead_ = 0;
    start(State::text, Type::text);
}

void CsvColumn::skip(bool on) noexcept {
    if (on) kept_state_ = state_;
    state_ = on ? State::skipped : kept_state_;
}

void CsvColumn::reserve(std::int64_t rows) {
    if (state_ != State::open && state_ != State::skipped) store_.reserve(rows);
}

Column CsvColumn::finish(const std::shared_ptr<const std::vector<double>>& zeros) {
    return state_ == State::open ? missing_column(missing_ahead_, zeros) : store_.finish();
}

}  // namespace tenon
