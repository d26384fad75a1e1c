#include "table/jsonl_columns.hpp"

#include <cmath>

#include "base/number_text.hpp"
#include "table/csv_time.hpp"
#include "table/whole_digits.hpp"

namespace tenon {

void JsonColumn::start(State state, Type type, std::int64_t row) {
    state_ = state;
    store_ = ColumnStore(type);
    pad(row);
}

JsonColumn::JsonColumn(const Form& form) : typed_(true), store_(form.type) {
    if (form.empty) return;
    switch (form.type) {
        case Type::int64:
            state_ = State::integers;
            break;
        case Type::float64:
            state_ = State::reals;
            break;
        case Type::boolean:
            state_ = State::booleans;
            break;
        case Type::timestamp:
        case Type::text:
            state_ = State::texts;
            store_ = ColumnStore(Type::text);
            break;
    }
    times_ = form.type == Type::timestamp;
    date_mark_ = form.date_mark;
    day_first_ = !form.month_first;
    month_first_ = form.month_first || form.date_mark == 0;
    numbers_ = form.numbers;
    numbers_until_ = form.numbers_until;
}

JsonColumn::Form JsonColumn::form() const noexcept {
    Form out;
    out.empty = state_ == State::open;
    switch (state_) {
        case State::open:
        case State::reals:
            break;
        case State::integers:
            out.type = Type::int64;
            break;
        case State::booleans:
            out.type = Type::boolean;
            break;
        case State::texts:
            out.type = times_ && !has_undecided_dates() ? Type::timestamp : Type::text;
            break;
    }
    out.date_mark = date_mark_;
    out.month_first = !day_first_;
    out.numbers = numbers_;
    if (numbers_ != State::open) out.numbers_until = fallback_place_.line;
    return out;
}

void JsonColumn::forget() noexcept {
    forgotten_ += store_.rows();
    negative_zeros_.clear();
    store_.clear();
    moments_.clear();
    month_moments_.clear();
}

void JsonColumn::pad(std::int64_t rows) {
    if (rows > this->rows()) store_.add_missing(rows - this->rows());
}

// Values of other kinds as the text a reader of the file would give them.
void JsonColumn::become_text(const JsonPlace& place) {
    fallback_place_ = place;
    values_before_ = state_ == State::booleans ? "truth values" : "numbers";
    numbers_ = state_;
    negative_zeros_.clear();
    state_ = State::texts;
    drop_times();
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
void JsonColumn::add_digits(std::string_view written, const JsonPlace& place) {
    if (state_ != State::texts) {
        if (state_ != State::booleans) digits_ = true;
        become_text(place);
    } else if (typed_ && fallback_place_.line < 0) {
        fallback_place_ = place;
        digits_ = rows() == 0 || !values_before_[0];
    }
    drop_times();
    store_.add_text(written);
}

// A number or truth value: in a column whose first value was a text, that is what made text of it.
void JsonColumn::note_other_kind() noexcept {
    if (state_ != State::texts || !typed_ || fallback_place_.line >= 0 || times_) return;
    fallback_place_ = first_text_place_;
    text_first_ = fallback_place_.line >= 0;
}

void JsonColumn::add_integer(std::int64_t value, const JsonPlace& place) {
    if (state_ == State::booleans) become_text(place);
    note_other_kind();
    if (!is_double(value) && digits_lost_++ == 0) first_lost_place_ = place;
    if (state_ == State::integers) {
        store_.add_int64(value);
    } else if (state_ == State::reals) {
        store_.add_float64(static_cast<double>(value));
    } else if (as_number(place) && numbers_ == State::reals) {
        add_text(format_double(static_cast<double>(value)), place);
    } else {
        std::string text;
        append_int64(text, value);
        add_text(text, place);
    }
}

void JsonColumn::add_real(double value, std::string_view written, const JsonPlace& place) {
    if (state_ == State::booleans) become_text(place);
    note_other_kind();
    if (state_ == State::texts) {
        const bool plain = written.empty() || as_number(place);
        return add_text(plain ? format_double(value) : std::string(written), place);
    }
    const bool whole = std::fabs(value) >= static_cast<double>(most_exact_whole) &&
                       written.find_first_not_of("+-0123456789") == written.npos;
    if (whole && !is_double(written, value) && digits_lost_++ == 0) first_lost_place_ = place;
    if (state_ == State::integers) {
        store_.widen_to_float64(negative_zeros_);
        negative_zeros_.clear();
        state_ = State::reals;
    }
    store_.add_float64(value);
}

// "-0" is an integer without its sign, unless the column is one of reals.
void JsonColumn::add_negative_zero(const JsonPlace& place) {
    if (state_ == State::integers) negative_zeros_.push_back(store_.rows());
    if (state_ == State::reals)
        store_.add_float64(-0.0);
    else if (state_ == State::texts && !(as_number(place) && numbers_ == State::integers))
        add_text("-0", place);
    else
        add_integer(0, place);
}

void JsonColumn::add_truth(bool value, const JsonPlace& place) {
    note_other_kind();
    if (state_ == State::booleans)
        store_.add_boolean(value);
    else
        add_text(value ? "true" : "false", place);
}

void JsonColumn::drop_times() noexcept {
    times_ = false;
    std::vector<std::int64_t>().swap(moments_);
    std::vector<std::int64_t>().swap(month_moments_);
}

// A time by ISO 8601 or by local custom that may stand in the column: dates with the year last must
// have one mark and one order.
std::optional<LocalTime> JsonColumn::moment_of(std::string_view text) {
    if (const auto micros = parse_timestamp(text)) {
        LocalTime out;
        out.day_first = out.month_first = *micros;
        out.form = 'y';
        out.zoned = names_zone(text);
        return out;
    }
    auto local = parse_local_time(text);
    if (!local || local->form == 'y') return local;
    const bool dotted = local->form == '.';  // the day first, by custom
    const bool day = day_first_ && local->can_be_day_first;
    const bool month = month_first_ && local->can_be_month_first && !dotted;
    if ((date_mark_ != 0 && date_mark_ != local->form) || (!day && !month)) return std::nullopt;
    date_mark_ = local->form;
    day_first_ = day;
    month_first_ = month;
    return local;
}

void JsonColumn::add_time(std::string_view text, const JsonPlace& place) {
    const auto time = moment_of(text);
    if (!time) {
        drop_times();
        if (typed_ && rows() > 0 && values_before_[0]) fallback_place_ = place;
        return;
    }
    if (cuts_microseconds(text) && times_cut_++ == 0) first_cut_place_ = place;
    if (is_leap_second(text) && leap_seconds_++ == 0) first_leap_place_ = place;
    values_before_ = "times";
    if (time->form != 'y') {
        if (month_moments_.empty()) month_moments_ = moments_;
        if (undecided_place_.line < 0) undecided_place_ = place;
    }
    if (time->form != 'y' || !month_moments_.empty()) month_moments_.push_back(time->month_first);
    moments_.push_back(time->day_first);
    const bool other_seen = time->zoned ? zoneless_ : zoned_;
    if (other_seen && other_zone_place_.line < 0) other_zone_place_ = place;
    (time->zoned ? zoned_ : zoneless_) = true;
}

void JsonColumn::add_text(std::string_view text, const JsonPlace& place) {
    if (state_ != State::texts) become_text(place);
    if (times_) add_time(text, place);
    store_.add_text(text);
}

// The first present value decides what the column is until another kind comes.
void JsonColumn::begin(State state, Type type, std::int64_t row) {
    if (state_ == State::open) {
        if (typed_) {
            start(state, type, row);
        } else {
            start(State::texts, Type::text, row);
            times_ = false;
        }
    }
    pad(row);
}

void JsonColumn::add(const JsonScalar& value, std::string_view written, std::int64_t row,
                     const JsonPlace& place) {
    if (value.is_null()) return;
    if (const std::string* const text = value.if_text()) {
        begin(State::texts, Type::text, row);
        if (first_text_place_.line < 0) first_text_place_ = place;
        add_text(*text, place);
    } else if (const bool* const truth = value.if_boolean()) {
        begin(State::booleans, Type::boolean, row);
        add_truth(*truth, place);
    } else if (!written.empty() && written.find_first_not_of("-0123456789") == written.npos) {
        begin(State::texts, Type::text, row);
        add_digits(written, place);
    } else if (const std::int64_t* const integer = value.if_integer()) {
        begin(State::integers, Type::int64, row);
        add_integer(*integer, place);
    } else if (written.empty() && *value.if_real() == 0 && std::signbit(*value.if_real())) {
        begin(State::integers, Type::int64, row);
        add_negative_zero(place);
    } else {
        begin(State::reals, Type::float64, row);
        add_real(*value.if_real(), written, place);
    }
}

void JsonColumn::add(const PlainMember& value, std::int64_t row, const JsonPlace& place) {
    switch (value.kind) {
        case PlainMember::Kind::null:
            return;
        case PlainMember::Kind::truth:
            begin(State::booleans, Type::boolean, row);
            return add_truth(value.truth, place);
        case PlainMember::Kind::integer:
            begin(State::integers, Type::int64, row);
            return add_integer(value.integer, place);
        case PlainMember::Kind::real:
            begin(State::reals, Type::float64, row);
            return add_real(value.real, value.text, place);
        case PlainMember::Kind::text:
            begin(State::texts, Type::text, row);
            if (first_text_place_.line < 0) first_text_place_ = place;
            return add_text(value.text, place);
    }
}

// The moments of the texts, missing where these are.
Column JsonColumn::take_times() {
    const Column texts = store_.finish();
    ColumnStore times(Type::timestamp);
    times.reserve(texts.size());
    const bool month_first = !day_first_ && !month_moments_.empty();
    auto next = month_first ? month_moments_.begin() : moments_.begin();
    for (std::int64_t row = 0; row < texts.size(); ++row) {
        if (texts.valid(row))
            times.add_int64(*next++);
        else
            times.add_missing();
    }
    return times.finish();
}

Column JsonColumn::finish(std::int64_t rows,
                          const std::shared_ptr<const std::vector<double>>& zeros) {
    if (state_ == State::open) return missing_column(rows, zeros);
    pad(rows);
    return state_ == State::texts && times_ && !has_undecided_dates() ? take_times()
                                                                      : store_.finish();
}

}  // namespace tenon
