#include "table/csv_columns.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/number_text.hpp"
#include "table/csv_number.hpp"
#include "table/csv_number_runs.hpp"
#include "table/csv_tokenizer.hpp"
#include "table/whole_digits.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_marked_bytes = 200;

CsvMark mark_of(std::string_view cell, std::size_t at) {
    CsvMark mark;
    mark.at = at;
    mark.cell.assign(cell.substr(0, most_marked_bytes));
    return mark;
}

// "1.234", "-12,345": what grouped thousands look like too.
bool has_form_of_groups(std::string_view cell, char mark) noexcept {
    constexpr std::size_t group = 3;
    cell = trim_blanks(cell);
    if (!cell.empty() && (cell[0] == '+' || cell[0] == '-')) cell.remove_prefix(1);
    if (cell.size() < group + 2 || cell.size() > 2 * group + 1 || cell[0] == '0') return false;
    const std::size_t at = cell.size() - group - 1;
    for (std::size_t i = 0; i < cell.size(); ++i)
        if (i == at ? cell[i] != mark : cell[i] < '0' || cell[i] > '9') return false;
    return true;
}

// Seconds of "hh:mm:ss" as the bytes of a word, -1 where it is none.
std::int64_t seconds_of(std::uint64_t word) noexcept {
    constexpr std::uint64_t zeros = 0x30303A30303A3030u;
    // Added to a digit, the high bit of its byte shows what is above 9; to a colon, what is none.
    constexpr std::uint64_t limits = 0x76767F76767F7676u;
    const std::uint64_t parts = word ^ zeros;
    if ((((parts & ~(std::uint64_t{0x80} * 0x0101010101010101u)) + limits) | parts) &
        0x8080808080808080u)
        return -1;
    const std::uint64_t pairs = parts * 10 + (parts >> 8);
    const auto hours = static_cast<std::int64_t>(pairs & 0xFF);
    const auto minutes = static_cast<std::int64_t>(pairs >> 24 & 0xFF);
    const auto seconds = static_cast<std::int64_t>(pairs >> 48 & 0xFF);
    return hours > 23 || minutes > 59 || seconds > 59 ? -1 : 3600 * hours + 60 * minutes + seconds;
}

}  // namespace

CsvColumn::State CsvColumn::state_of(Type type) const noexcept {
    switch (type) {
        case Type::float64:
            return State::reals;
        case Type::int64:
            return State::integers;
        case Type::boolean:
            return State::booleans;
        case Type::timestamp:
            return State::times;
        default:
            return State::text;
    }
}

void CsvColumn::declare(Type type) {
    declared_ = true;
    start(state_of(type), type);
}

void CsvColumn::start(State state, Type type) {
    state_ = state;
    store_ = ColumnStore(type);
    store_.add_missing(missing_ahead_);
    missing_ahead_ = 0;
    negative_zeros_.clear();
}

void CsvColumn::add(const CellRules& rules, char quote, std::string_view text, const CsvCell* cells,
                    std::size_t count) {
    const std::uint32_t with_care =
        CsvCell::doubled_bit | (rules.quoted_text() ? CsvCell::quoted_bit : 0);
    Block block{rules, quote, text, cells, count, with_care, 0};
    const bool times = rules.times_first(false) && form_ == 0;
    for (std::size_t i = 0; i < count && state_ != State::fallen;) {
        const std::size_t before = i;
        if (state_ == State::reals && !decimal_.open)
            i = add_reals(block, i);
        else if (state_ == State::integers)
            i = add_integers(block, i);
        else if (state_ == State::times && times)
            i = add_times(block, i);
        else if (state_ == State::text)
            i = add_texts(block, i);
        if (i < count) i = add_missing_run(block, i);
        if (i == before) add_any(block, i++);
    }
}

// Each of these adds cells from `from` on, up to one that is not plainly of its kind.
std::size_t CsvColumn::add_integers(const Block& block, std::size_t from) {
    const std::size_t count = block.count - from;
    std::int64_t* const out = store_.int64_room(count);
    const std::size_t read = number_runs().back().integers(block.text.data(), block.cells + from,
                                                           count, block.with_care, out);
    const std::size_t taken = before_number_mark(block, from, read, out);
    store_.take_int64s(taken);
    note_wide_integers(block, from, taken, out);
    return from + taken;
}

std::size_t CsvColumn::add_reals(const Block& block, std::size_t from) {
    const std::size_t count = block.count - from;
    double* const out = store_.float64_room(count);
    const std::size_t read = number_runs().back().reals(block.text.data(), block.cells + from,
                                                        count, block.with_care, decimal_.mark, out);
    const std::size_t taken = before_number_mark(block, from, read, out);
    store_.take_float64s(taken);
    fraction_ = fraction_ || taken > 0;
    if (guesses_mark_ && grouped_) note_fractions(block, from, from + taken);
    return from + taken;
}

void CsvColumn::note_fractions(const Block& block, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && grouped_; ++i) {
        const CsvCell cell = block.cells[i];
        note_fraction(block.text.substr(cell.begin, cell.length()), cell.begin);
    }
}

void CsvColumn::note_fraction(std::string_view cell, std::size_t at) {
    if (!grouped_ || cell.find(decimal_.mark) == std::string_view::npos) return;
    grouped_ = has_form_of_groups(cell, decimal_.mark);
    if (!grouped_ || fraction_cell_.at == CsvMark::none) fraction_cell_ = mark_of(cell, at);
}

void CsvColumn::note_lost(std::string_view cell, std::size_t at) {
    if (digits_lost_++ == 0 && first_lost_.at == CsvMark::none) first_lost_ = mark_of(cell, at);
}

// Those of the quick way have no sign and at most 16 digits, so few columns have any to look at.
void CsvColumn::note_wide_integers(const Block& block, std::size_t from, std::size_t count,
                                   const std::int64_t* values) {
    std::int64_t bits[4] = {};
    std::size_t seen = 0;
    for (; seen + 4 <= count; seen += 4)
        for (std::size_t k = 0; k < 4; ++k) bits[k] |= values[seen + k];
    for (; seen < count; ++seen) bits[0] |= values[seen];
    if ((bits[0] | bits[1] | bits[2] | bits[3]) < most_exact_whole) return;
    for (std::size_t i = 0; i < count; ++i) {
        if (is_double(values[i])) continue;
        const CsvCell cell = block.cells[from + i];
        note_lost(block.text.substr(cell.begin, cell.length()), cell.begin);
    }
}

// How many of the values come before one that is a missing mark.
std::size_t CsvColumn::before_number_mark(const Block& block, std::size_t from, std::size_t taken,
                                          const auto* values) const {
    for (const CellRules::NumberMark& mark : block.rules.number_marks())
        for (std::size_t i = 0; i < taken; ++i)
            if (mark.decimal == decimal_.mark && mark.is(values[i]) &&
                (block.rules.marks_in_quotes() || !block.cells[from + i].quoted()))
                taken = i;
    return taken;
}

std::size_t CsvColumn::add_times(const Block& block, std::size_t from) {
    constexpr std::size_t longest_kept_time = 21;  // "20240314T070509.123456"; ISO 8601 only
    std::int64_t* const out = store_.int64_room(block.count - from) - from;
    std::size_t i = from;
    for (; i < block.count; ++i) {
        const CsvCell cell = block.cells[i];
        if ((cell.extent & block.with_care) ||
            !read_time(block.text.substr(cell.begin, cell.length()), out[i]))
            break;
        if (cell.length() > longest_kept_time)
            note_cut(block.text.substr(cell.begin, cell.length()), cell.begin);
    }
    store_.take_int64s(i - from);
    if (i > from) {
        const CsvCell cell = block.cells[from];
        note_zone(false, block.text.substr(cell.begin, cell.length()), cell.begin);
    }
    return i;
}

// "YYYY-MM-DD hh:mm:ss" the short way, where the date is that of the time before.
bool CsvColumn::read_time(std::string_view cell, std::int64_t& micros) {
    constexpr std::size_t whole_length = 19, date_length = 10, time_at = 11, second_at = 17;
    constexpr std::int64_t micros_per_second = 1'000'000;
    const bool whole = cell.size() == whole_length;
    std::int64_t seconds = -1;
    std::uint64_t date = 0;
    std::uint16_t day = 0;
    if (whole) {
        date = word_at(cell.data());
        std::memcpy(&day, cell.data() + 8, sizeof day);
        seconds = seconds_of(word_at(cell.data() + time_at));
        const char between = cell[date_length];
        if (seconds >= 0 && date == date_ && day == day_ && (between == ' ' || between == 'T')) {
            micros = date_micros_ + seconds * micros_per_second;
            return true;
        }
    }
    constexpr std::size_t basic_second_at = 13;
    const bool may_leap = (cell.size() > second_at && cell[second_at] == '6') ||
                          (cell.size() > basic_second_at && cell[basic_second_at] == '6');
    if (may_leap || names_zone(cell)) return false;  // with more care
    const auto read = parse_timestamp(cell);
    if (!read) return false;
    micros = *read;
    if (whole && seconds >= 0) {
        date_ = date;
        day_ = day;
        date_micros_ = micros - seconds * micros_per_second;
    }
    return true;
}

std::size_t CsvColumn::add_texts(Block& block, std::size_t from) {
    constexpr std::size_t step = 16;  // short cells are copied in one piece
    if (block.bytes == 0)
        for (std::size_t i = from; i < block.count; ++i) block.bytes += block.cells[i].length();
    const auto room = store_.text_room(block.count - from, block.bytes + step);
    char* to = room.bytes;
    std::size_t i = from;
    for (; i < block.count; ++i) {
        const CsvCell cell = block.cells[i];
        const char* const text = block.text.data() + cell.begin;
        const std::size_t length = cell.length();
        if (cell.doubled()) break;
        if (!cell.quoted()) {
            if (length == 0) break;
            const char last = text[length - 1];
            if ((!block.rules.begins_present(*text) || last == ' ' || last == '\t') &&
                (block.rules.is_missing({text, length}) ||
                 block.rules.is_formula_text({text, length}, false)))
                break;
        } else if (block.rules.is_missing({text, length}, true)) {
            break;
        }
        if (length <= step)
            std::memcpy(to, text, step);
        else
            std::memcpy(to, text, length);
        to += length;
        room.ends[i - from] = room.at + (to - room.bytes);
    }
    store_.take_texts(i - from, static_cast<std::size_t>(to - room.bytes));
    return i;
}

// Adds cells that are missing, whatever the column is.
std::size_t CsvColumn::add_missing_run(const Block& block, std::size_t from) {
    std::size_t i = from;
    for (; i < block.count; ++i) {
        const CsvCell cell = block.cells[i];
        if (cell.extent == 0) continue;
        if (!block.rules.is_missing(block.text.substr(cell.begin, cell.length()), cell.quoted()))
            break;
    }
    if (i > from) add_missing(static_cast<std::int64_t>(i - from));
    return i;
}

void CsvColumn::add_any(const Block& block, std::size_t i) {
    const CsvCell& place = block.cells[i];
    std::string_view cell = block.text.substr(place.begin, place.length());
    const bool quoted = place.quoted();
    if (place.doubled())
        cell = csv_content(block.text, {place.begin, place.begin + place.length(), quoted, true},
                           block.quote, scratch_);
    const bool formula = block.rules.is_formula_text(cell, quoted);
    if (formula) {
        if (formula_texts_++ == 0 && first_formula_.at == CsvMark::none)
            first_formula_ = mark_of(cell, place.begin);
        cell = cell.substr(2, cell.size() - 3);
    }
    if (state_ == State::text) {
        if (quoted && block.rules.is_missing(cell, true))
            store_.add_missing();
        else
            store_.add_text(cell);
        return;
    }
    CellValue value;
    const CellKind kind = formula && !declared_
                              ? CellKind::text
                              : block.rules.classify(cell, quoted, decimal_, value);
    const bool numbers =
        state_ == State::open || state_ == State::integers || state_ == State::reals;
    if (numbers && (!quoted || block.rules.marks_in_quotes()) &&
        block.rules.is_number_mark(kind, value, decimal_.mark)) {
        kinds_ |= 1u << static_cast<unsigned>(kind);  // it comes again if the column is text
        add_missing(1);
        return;
    }
    if (kind == CellKind::real && guesses_mark_) note_fraction(cell, place.begin);
    add_other(kind, value, cell, quoted, place.begin);
}

void CsvColumn::add_other(CellKind kind, const CellValue& value, std::string_view cell, bool quoted,
                          std::size_t at) {
    bool taken = false;
    switch (kind) {
        case CellKind::missing:
            quoted_empty_ = quoted_empty_ || (quoted && cell.empty());
            add_missing(1);
            return;
        case CellKind::integer:
            taken = add_integer(value.integer, cell, at);
            break;
        case CellKind::real:
            fraction_ = true;
            taken = add_real(value, cell, at);
            break;
        case CellKind::big_integer:
            if (first_long_.at == CsvMark::none) first_long_ = mark_of(cell, at);
            taken = add_real(value, cell, at);
            if (!is_double(cell, value.real)) note_lost(cell, at);
            break;
        case CellKind::boolean:
            taken = add_boolean(value.integer != 0);
            break;
        case CellKind::timestamp:
            taken = add_timestamp(value.integer, names_zone(trim_wide_blanks(cell)), cell, at);
            break;
        case CellKind::local_time:
            taken = add_local_time(value.time, cell, at);
            break;
        case CellKind::zero_led:
        case CellKind::text:
            break;
    }
    if (state_ == State::fallen) return;
    if (taken || (declared_ && !kept_ && add_declared(kind, value, cell))) {
        kinds_ |= 1u << static_cast<unsigned>(kind);
        return;
    }
    if (declared_) {
        bad_cells_.push_back(mark_of(cell, at));
        store_.add_missing();
        return;
    }
    fall_back(mark_of(cell, at), kind);
    if (state_ == State::text) store_.add_text(cell);
}

void CsvColumn::add_missing(std::int64_t count) {
    if (state_ == State::open)
        missing_ahead_ += count;
    else if (state_ != State::fallen)
        store_.add_missing(count);
}

// The add_ functions of one kind return false where the column is of another.
bool CsvColumn::add_integer(std::int64_t value, std::string_view cell, std::size_t at) {
    if (state_ == State::open) start(State::integers, Type::int64);
    const bool negative_zero = value == 0 && trim_blanks(cell).starts_with('-');
    if (state_ == State::integers) {
        if (negative_zero && !declared_) negative_zeros_.push_back(store_.rows());
        store_.add_int64(value);
    } else if (state_ == State::reals) {
        store_.add_float64(negative_zero ? -0.0 : static_cast<double>(value));
    } else {
        return false;
    }
    if (!is_double(value)) note_lost(cell, at);
    return true;
}

// An int64 has no -0, and whether one of them is to be a double shows later.
void CsvColumn::widen() {
    store_.widen_to_float64(negative_zeros_);
    negative_zeros_.clear();
    state_ = State::reals;
}

bool CsvColumn::add_real(const CellValue& value, std::string_view cell, std::size_t at) {
    if (state_ == State::open) start(State::reals, Type::float64);
    if (state_ == State::integers && !declared_) widen();
    if (state_ != State::reals) return false;
    store_.add_float64(value.real);
    if (value.out_of_range && out_of_range_++ == 0) first_out_of_range_ = mark_of(cell, at);
    return true;
}

bool CsvColumn::add_boolean(bool value) {
    if (state_ == State::open) start(State::booleans, Type::boolean);
    if (state_ != State::booleans) return false;
    store_.add_boolean(value);
    return true;
}

// Cells that inference would not take for the type that is asked for: 1 for true, 007 for 7.
bool CsvColumn::add_declared(CellKind kind, const CellValue& value, std::string_view cell) {
    if (state_ == State::booleans && kind == CellKind::integer && value.integer >> 1 == 0) {
        store_.add_boolean(value.integer != 0);
        return true;
    }
    if (kind != CellKind::zero_led && kind != CellKind::big_integer) return false;
    // Without blanks and marks between groups.
    std::string digits;
    std::copy_if(cell.begin(), cell.end(), std::back_inserter(digits),
                 [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
    if (kind == CellKind::zero_led && state_ == State::reals) {
        store_.add_float64(parse_double(digits).value_or(0));
        return true;
    }
    if (state_ != State::integers) return false;
    const auto whole = parse_int64(digits);
    if (whole) store_.add_int64(*whole);
    return whole.has_value();
}

// Whether a time of this form may stand in the column: dates with the year first go with any other,
// those with the year last only with their own kind, unless it was said that all are times.
bool CsvColumn::begin_time(bool zoned, char form, std::string_view cell, std::size_t at) {
    if (state_ == State::open) start(State::times, Type::timestamp);
    if (state_ != State::times) return false;
    const bool year_last = form != 0 && form != 'y';
    if (year_last && form_ != 0 && form != form_ && !declared_) return false;
    if (year_last) form_ = form;
    note_zone(zoned, cell, at);
    return true;
}

// Remembers the first time that names a zone where those before it do not, or the other way round.
void CsvColumn::note_zone(bool zoned, std::string_view cell, std::size_t at) {
    bool& seen = zoned ? zoned_ : zoneless_;
    const bool other_seen = zoned ? zoneless_ : zoned_;
    if (!seen && other_seen && other_zone_.at == CsvMark::none) other_zone_ = mark_of(cell, at);
    seen = true;
}

void CsvColumn::note_cut(std::string_view cell, std::size_t at) {
    if (!cuts_microseconds(cell)) return;
    if (times_cut_++ == 0 && first_cut_.at == CsvMark::none) first_cut_ = mark_of(cell, at);
}

void CsvColumn::note_leap(std::string_view cell, std::size_t at) {
    if (!is_leap_second(cell)) return;
    if (leap_seconds_++ == 0 && first_leap_.at == CsvMark::none) first_leap_ = mark_of(cell, at);
}

bool CsvColumn::add_timestamp(std::int64_t micros, bool zoned, std::string_view cell,
                              std::size_t at) {
    if (!begin_time(zoned, 0, cell, at)) return false;
    note_cut(cell, at);
    note_leap(cell, at);
    store_.add_int64(micros);
    return true;
}

// Until a cell tells the order of day and month, dates that can be either are kept as day first. If
// they prove to be month first after all, the column is read again.
bool CsvColumn::add_local_time(const LocalTime& time, std::string_view cell, std::size_t at) {
    // With '.' the day is first for everybody who does not say otherwise, which tells nothing of
    // other marks.
    const bool day_by_custom = time.form == '.' && !order_stated_;
    const bool can_be_month_first = time.can_be_month_first && !day_by_custom;
    const bool either = time.form != 'y' && time.can_be_day_first && can_be_month_first;
    if ((order_ == DateOrder::day_first || day_by_custom) && !time.can_be_day_first) return false;
    if (order_ == DateOrder::month_first && !can_be_month_first && !day_by_custom) return false;
    if (either && once_ && order_ == DateOrder::detect) return false;
    if (!begin_time(time.zoned, time.form, cell, at)) return false;
    note_cut(cell, at);
    note_leap(cell, at);
    if (either && order_ == DateOrder::detect && first_ambiguous_.at == CsvMark::none)
        first_ambiguous_ = mark_of(cell, at);
    const bool tells = time.form != 'y' && !day_by_custom && !either;
    if (tells && order_ == DateOrder::detect) {
        order_ = time.can_be_day_first ? DateOrder::day_first : DateOrder::month_first;
        if (order_ == DateOrder::month_first && first_ambiguous_.at != CsvMark::none) {
            again_ = State::times;
            store_ = ColumnStore(Type::timestamp);
            state_ = State::fallen;
            wants_rereading_ = true;
            return true;
        }
    }
    const bool month_first = order_ == DateOrder::month_first && can_be_month_first;
    store_.add_int64(month_first ? time.month_first : time.day_first);
    return true;
}

void CsvColumn::fall_back(CsvMark mark, CellKind kind) {
    forcing_ = std::move(mark);
    forcing_kind_ = kind;
    if (kinds_ == 0 && !quoted_empty_) {  // only missing cells so far: nothing is lost
        start(State::text, Type::text);
        return;
    }
    again_ = State::text;
    store_ = ColumnStore(Type::text);
    state_ = State::fallen;
    wants_rereading_ = true;
}

void CsvColumn::settle() {
    ambiguous_ = ambiguous_ || (state_ == State::times && order_ == DateOrder::detect &&
                                first_ambiguous_.at != CsvMark::none);
    if (declared_) return;
    if (ambiguous_ && state_ == State::times) fall_back(first_ambiguous_, CellKind::local_time);
    if (state_ == State::reals && first_long_.at != CsvMark::none && !fraction_)
        fall_back(first_long_, CellKind::big_integer);
    if (state_ == State::open && quoted_empty_) fall_back({}, CellKind::text);
}

void CsvColumn::give_up_fractions() {
    gave_up_fractions_ = true;
    fall_back(fraction_cell_, CellKind::real);
}

void CsvColumn::begin_rereading() {
    formula_texts_ = 0;
    wants_rereading_ = false;
    missing_ahead_ = 0;
    times_cut_ = leap_seconds_ = 0;
    bad_cells_.clear();
    start(again_, again_ == State::text ? Type::text : Type::timestamp);
}

void CsvColumn::begin_again() {
    if (state_ == State::fallen) {
        begin_rereading();
        return;
    }
    missing_ahead_ = 0;
    negative_zeros_.clear();
    out_of_range_ = 0;
    digits_lost_ = 0;
    formula_texts_ = 0;
    times_cut_ = leap_seconds_ = 0;
    store_ = ColumnStore(store_.type());
    bad_cells_.clear();
}

void CsvColumn::forget() noexcept {
    missing_ahead_ = 0;
    negative_zeros_.clear();
    store_.clear();
    bad_cells_.clear();
}

void CsvColumn::keep_type() {
    once_ = true;
    if (declared_) return;
    if (state_ == State::open) start(State::text, Type::text);
    kept_ = declared_ = state_ != State::text && state_ != State::fallen;
}

void CsvColumn::reserve(std::int64_t rows, const std::shared_ptr<SpareMemory>& spare) {
    if (state_ != State::open && state_ != State::fallen) store_.reserve(rows, spare);
}

Column CsvColumn::finish(const std::shared_ptr<const std::vector<double>>& zeros) {
    return state_ == State::open ? missing_column(std::exchange(missing_ahead_, 0), zeros)
                                 : store_.finish();
}

}  // namespace tenon
