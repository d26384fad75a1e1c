#include "table/csv_columns.hpp"

#include <cstring>
#include <utility>

#include "base/number_text.hpp"
#include "table/csv_number.hpp"
#include "table/csv_number_runs.hpp"
#include "table/csv_tokenizer.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_marked_bytes = 200;

CsvMark mark_of(std::string_view cell, std::size_t at) {
    CsvMark mark;
    mark.at = at;
    mark.cell.assign(cell.substr(0, most_marked_bytes));
    return mark;
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

void CsvColumn::add(const CellRules& rules, char quote, std::string_view text, const CsvCell* cells,
                    std::size_t count) {
    const std::uint32_t with_care =
        CsvCell::doubled_bit | (rules.quoted_text() ? CsvCell::quoted_bit : 0);
    Block block{rules, quote, text, cells, count, with_care, 0};
    const bool numbers = rules.numbers_first(false), times = rules.times_first(false);
    for (std::size_t i = 0; i < count && state_ != State::fallen;) {
        const std::size_t before = i;
        if (state_ == State::reals && numbers && !decimal_.open)
            i = add_reals(block, i);
        else if (state_ == State::integers && numbers)
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
    const std::size_t taken = number_runs().back().integers(
        block.text.data(), block.cells + from, count, block.with_care, store_.int64_room(count));
    store_.take_int64s(taken);
    return from + taken;
}

std::size_t CsvColumn::add_reals(const Block& block, std::size_t from) {
    const std::size_t count = block.count - from;
    const std::size_t taken =
        number_runs().back().reals(block.text.data(), block.cells + from, count, block.with_care,
                                   decimal_.mark, store_.float64_room(count));
    store_.take_float64s(taken);
    fraction_ = fraction_ || taken > 0;
    return from + taken;
}

std::size_t CsvColumn::add_times(const Block& block, std::size_t from) {
    std::int64_t* const out = store_.int64_room(block.count - from) - from;
    std::size_t i = from;
    for (; i < block.count; ++i) {
        const CsvCell cell = block.cells[i];
        if ((cell.extent & block.with_care) ||
            !read_time(block.text.substr(cell.begin, cell.length()), out[i]))
            break;
    }
    store_.take_int64s(i - from);
    return i;
}

// "YYYY-MM-DD hh:mm:ss" the short way, where the date is that of the time before.
bool CsvColumn::read_time(std::string_view cell, std::int64_t& micros) {
    constexpr std::size_t whole_length = 19, date_length = 10, time_at = 11;
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
                block.rules.is_missing({text, length}))
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

// Adds unquoted cells that are missing.
std::size_t CsvColumn::add_missing_run(const Block& block, std::size_t from) {
    std::size_t i = from;
    for (; i < block.count; ++i) {
        const CsvCell cell = block.cells[i];
        if (cell.extent == 0) continue;
        if (cell.quoted() || !block.rules.is_missing(block.text.substr(cell.begin, cell.length())))
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
    if (state_ == State::text) {
        store_.add_text(cell);
        return;
    }
    CellValue value;
    const CellKind kind = block.rules.classify(cell, quoted, decimal_, value);
    add_other(kind, value, cell, quoted, place.begin);
}

void CsvColumn::add_other(CellKind kind, const CellValue& value, std::string_view cell, bool quoted,
                          std::size_t at) {
    bool taken = false;
    switch (kind) {
        case CellKind::missing:
            quoted_empty_ = quoted_empty_ || quoted;
            add_missing(1);
            return;
        case CellKind::integer:
            taken = add_integer(value.integer);
            break;
        case CellKind::real:
            fraction_ = true;
            taken = add_real(value, cell, at);
            break;
        case CellKind::big_integer:
            if (first_long_.at == CsvMark::none) first_long_ = mark_of(cell, at);
            taken = add_real(value, cell, at);
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

bool CsvColumn::add_real(const CellValue& value, std::string_view cell, std::size_t at) {
    if (state_ == State::open) start(State::reals, Type::float64);
    if (state_ == State::integers) {
        store_.widen_to_float64();
        state_ = State::reals;
    }
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

bool CsvColumn::add_timestamp(std::int64_t micros) {
    if (state_ == State::open) start(State::times, Type::timestamp);
    if (state_ != State::times) return false;
    store_.add_int64(micros);
    return true;
}

void CsvColumn::fall_back(CsvMark mark, CellKind kind) {
    forcing_ = std::move(mark);
    forcing_kind_ = kind;
    if (kinds_ == 0 && !quoted_empty_) {  // only missing cells so far: nothing is lost
        start(State::text, Type::text);
        return;
    }
    store_ = ColumnStore(Type::text);
    state_ = State::fallen;
    wants_rereading_ = true;
}

void CsvColumn::settle() {
    if (state_ == State::reals && first_long_.at != CsvMark::none && !fraction_)
        fall_back(first_long_, CellKind::big_integer);
    if (state_ == State::open && quoted_empty_) fall_back({}, CellKind::text);
}

void CsvColumn::begin_rereading() {
    wants_rereading_ = false;
    missing_ahead_ = 0;
    start(State::text, Type::text);
}

void CsvColumn::reserve(std::int64_t rows) {
    if (state_ != State::open && state_ != State::fallen) store_.reserve(rows);
}

Column CsvColumn::finish(const std::shared_ptr<const std::vector<double>>& zeros) {
    return state_ == State::open ? missing_column(missing_ahead_, zeros) : store_.finish();
}

}  // namespace tenon
