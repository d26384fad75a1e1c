// The interface carries no buffer sizes, so what can be checked is checked here (counts, lengths,
// null pointers, order of offsets, dictionary codes, UTF-8) before a byte of it is used.
#include "table/arrow_column.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "table/arrow_decimal.hpp"
#include "table/bits.hpp"
#include "table/column_store.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// No machine holds more cells than addresses; with this bound no size below overflows.
constexpr std::int64_t most_cells = std::int64_t{1} << 47;
constexpr std::int64_t most_view_buffers = std::int64_t{1} << 31;  // their index is an int32
constexpr std::int64_t polled_rows = std::int64_t{1} << 16;
constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;

// Of views at least: validity, views and the sizes of the text buffers between them.
std::int64_t buffers_of(ArrowKind kind) noexcept {
    switch (kind) {
        case ArrowKind::null:
            return 0;
        case ArrowKind::utf8:
        case ArrowKind::large_utf8:
        case ArrowKind::utf8_view:
            return 3;
        default:
            return 2;
    }
}

class ColumnImport {
  public:
    ColumnImport(const Context& context, const ArrowArray& array, const ArrowField& field,
                 std::int64_t first, std::int64_t rows, std::int64_t place,
                 const std::shared_ptr<const void>& owner, ArrowLosses& losses)
        : context_(context),
          array_(array),
          field_(field),
          rows_(rows),
          place_(place),
          owner_(owner),
          losses_(losses) {
        check_shape(first);
        at_ = array.offset + first;
        read_validity();
    }

    Column column() {
        if (field_.has_dictionary) return decoded();
        switch (field_.cells.kind) {
            case ArrowKind::float64:
                return shared_or_copied<double>(Type::float64);
            case ArrowKind::int64:
                return shared_or_copied<std::int64_t>(Type::int64);
            case ArrowKind::boolean:
                return shared(Type::boolean, values(), nullptr);
            case ArrowKind::large_utf8:
                return text<std::int64_t>();
            case ArrowKind::utf8:
                return text<std::int32_t>();
            case ArrowKind::utf8_view:
                return viewed();
            case ArrowKind::decimal128:
                return decimals();
            case ArrowKind::null:
                return nothing();
            case ArrowKind::float32:
                return reals<float>();
            case ArrowKind::float16:
                return half_reals();
            case ArrowKind::days:
                return times<std::int32_t>(micros_per_day, 1);
            case ArrowKind::milliseconds:
                return times<std::int64_t>(1'000, 1);
            case ArrowKind::timestamp:
                return timestamps();
            default:
                return integers();
        }
    }

  private:
    [[noreturn]] void refuse(const std::string& why, std::int64_t row = -1) const {
        std::string message = "Arrow column \"" + excerpt(field_.name) + "\"";
        if (row >= 0) message += ", row " + std::to_string(row);
        throw Error(Status::data, message + ": " + why,
                    {.argument = field_.name, .row = row, .column = place_});
    }

    void check_shape(std::int64_t first) const {
        if (array_.length < 0) refuse("its length is negative");
        if (array_.offset < 0) refuse("its offset is negative");
        if (array_.length > most_cells || array_.offset > most_cells)
            refuse("its length or offset is beyond any memory");
        if (first + rows_ > array_.length)
            refuse("it has " + std::to_string(array_.length) + " cells where the table needs " +
                   std::to_string(first + rows_));
        if (array_.n_children != 0) refuse("it has children, which its type does not have");
        if (array_.null_count < -1 || array_.null_count > array_.length)
            refuse("its null count is impossible");
        const std::int64_t buffers = buffers_of(field_.cells.kind);
        const bool views = field_.cells.kind == ArrowKind::utf8_view;
        if (views ? array_.n_buffers < buffers || array_.n_buffers > most_view_buffers
                  : array_.n_buffers != buffers)
            refuse("it has " + std::to_string(array_.n_buffers) + " buffers, its type has " +
                   std::to_string(buffers) + (views ? " or more" : ""));
        if (buffers > 0 && !array_.buffers) refuse("its list of buffers is null");
        if (field_.has_dictionary != (array_.dictionary != nullptr))
            refuse("schema and array do not agree on whether it has a dictionary");
    }

    void read_validity() {
        if (field_.cells.kind == ArrowKind::null || rows_ == 0) return;
        validity_ = static_cast<const std::uint8_t*>(array_.buffers[0]);
        if (!validity_) {
            if (array_.null_count > 0) refuse("it counts missing cells but has no validity bitmap");
            return;
        }
        missing_ = rows_ - count_ones(validity_, at_, rows_);
        if (missing_ == 0) validity_ = nullptr;
    }

    bool valid(std::int64_t row) const noexcept {
        return !validity_ || bit_at(validity_, at_ + row);
    }

    const void* values() const {
        if (rows_ > 0 && !array_.buffers[1]) refuse("its buffer of values is null");
        return array_.buffers[1];
    }

    void poll(std::int64_t row) const {
        if (row % polled_rows == 0) context_.check_cancelled();
    }

    Column shared(Type type, const void* from, const std::int64_t* offsets,
                  std::shared_ptr<const void> keeper = nullptr) const {
        ColumnBuffers buffers;
        buffers.type = type;
        buffers.rows = rows_;
        buffers.missing = missing_;
        buffers.bit_offset = at_;
        buffers.validity = validity_;
        buffers.values = from;
        buffers.offsets = offsets;
        buffers.owner = keeper ? std::move(keeper) : owner_;
        return Column(std::move(buffers));
    }

    // The cell at a row, from a buffer of any alignment.
    template <class T>
    T load(const void* from, std::int64_t row) const noexcept {
        T value;
        std::memcpy(&value, static_cast<const char*>(from) + (at_ + row) * std::int64_t{sizeof(T)},
                    sizeof value);
        return value;
    }

    template <class Add>
    Column made(Type type, const Add& add) const {
        const Charge charge(context_, 8 * rows_);
        ColumnStore store(type);
        store.reserve(rows_);
        for (std::int64_t row = 0; row < rows_; ++row) {
            poll(row);
            if (valid(row))
                add(store, row);
            else
                store.add_missing();
        }
        return store.finish();
    }

    template <class T>
    Column shared_or_copied(Type type) const {
        const void* from = values();
        if (rows_ == 0) return ColumnStore(type).finish();
        if (reinterpret_cast<std::uintptr_t>(from) % alignof(T) == 0)
            return shared(type, static_cast<const T*>(from) + at_, nullptr);
        return made(type, [&](ColumnStore& store, std::int64_t row) {
            if constexpr (std::is_same_v<T, double>)
                store.add_float64(load<T>(from, row));
            else
                store.add_int64(load<T>(from, row));
        });
    }

    template <class T>
    Column reals() const {
        const void* from = values();
        return made(Type::float64, [&](ColumnStore& store, std::int64_t row) {
            store.add_float64(static_cast<double>(load<T>(from, row)));
        });
    }

    // IEEE 754 binary16: sign, 5 bits of exponent with bias 15, 10 bits of fraction.
    Column half_reals() const {
        const void* from = values();
        return made(Type::float64, [&](ColumnStore& store, std::int64_t row) {
            const auto bits = load<std::uint16_t>(from, row);
            const int exponent = bits >> 10 & 31, fraction = bits & 1023;
            double value = exponent == 0    ? std::ldexp(fraction, -24)
                           : exponent == 31 ? (fraction ? std::numeric_limits<double>::quiet_NaN()
                                                        : std::numeric_limits<double>::infinity())
                                            : std::ldexp(1024 + fraction, exponent - 25);
            store.add_float64(bits >> 15 ? -value : value);
        });
    }

    // An integer of the array's own width; of uint64 those past int64 are refused.
    std::int64_t integer(const void* from, std::int64_t row) const {
        switch (field_.cells.kind) {
            case ArrowKind::int8:
                return load<std::int8_t>(from, row);
            case ArrowKind::uint8:
                return load<std::uint8_t>(from, row);
            case ArrowKind::int16:
                return load<std::int16_t>(from, row);
            case ArrowKind::uint16:
                return load<std::uint16_t>(from, row);
            case ArrowKind::int32:
                return load<std::int32_t>(from, row);
            case ArrowKind::uint32:
                return load<std::uint32_t>(from, row);
            case ArrowKind::uint64: {
                const auto value = load<std::uint64_t>(from, row);
                if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
                    refuse(std::to_string(value) +
                               " is larger than an int64 holds; cast the column to float64 or text",
                           row);
                return static_cast<std::int64_t>(value);
            }
            default:
                return load<std::int64_t>(from, row);
        }
    }

    Column integers() const {
        const void* from = values();
        return made(Type::int64, [&](ColumnStore& store, std::int64_t row) {
            store.add_int64(integer(from, row));
        });
    }

    // value * multiply / divide microseconds, rounded down.
    template <class T>
    Column times(std::int64_t multiply, std::int64_t divide) const {
        const void* from = values();
        const std::int64_t most = std::numeric_limits<std::int64_t>::max() / multiply;
        return made(Type::timestamp, [&](ColumnStore& store, std::int64_t row) {
            const std::int64_t value = load<T>(from, row);
            if (value > most || value < -most)
                refuse("the time " + std::to_string(value) + " is too far away for microseconds",
                       row);
            const std::int64_t micros = value * multiply;
            if (micros % divide != 0) losses_.times.add(row, std::to_string(value) + " ns");
            store.add_int64(micros / divide - (micros % divide < 0));
        });
    }

    Column timestamps() const {
        const std::int64_t ticks = field_.cells.ticks_per_second;
        if (ticks == micros_per_second) return shared_or_copied<std::int64_t>(Type::timestamp);
        if (ticks > micros_per_second) return times<std::int64_t>(1, ticks / micros_per_second);
        return times<std::int64_t>(micros_per_second / ticks, 1);
    }

    Column nothing() const {
        ColumnStore store(Type::float64);
        store.add_missing(rows_);
        return store.finish();
    }

    template <class Offset>
    Column text() const {
        if (rows_ == 0) return ColumnStore(Type::text).finish();
        const void* from = array_.buffers[1];
        if (!from) refuse("its buffer of offsets is null");
        check_offsets<Offset>(from);
        const auto* bytes = static_cast<const char*>(array_.buffers[2]);
        const auto begin = static_cast<std::int64_t>(load<Offset>(from, 0));
        const auto end = static_cast<std::int64_t>(load<Offset>(from, rows_));
        if (!bytes && end > begin) refuse("its buffer of text is null");
        if (!bytes) return empty_text();
        check_utf8<Offset>(from, bytes, begin, end);
        if constexpr (sizeof(Offset) == 8)
            if (reinterpret_cast<std::uintptr_t>(from) % alignof(Offset) == 0)
                return shared(Type::text, bytes, static_cast<const std::int64_t*>(from) + at_);
        // Wider offsets beside the same bytes.
        struct Widened {
            std::vector<std::int64_t> offsets;
            std::shared_ptr<const void> owner;
        };
        auto widened = std::make_shared<Widened>();
        widened->owner = owner_;
        widened->offsets.reserve(static_cast<std::size_t>(rows_) + 1);
        for (std::int64_t row = 0; row <= rows_; ++row)
            widened->offsets.push_back(load<Offset>(from, row));
        const std::int64_t* offsets = widened->offsets.data();
        return shared(Type::text, bytes, offsets, std::move(widened));
    }

    // No text at all, and no buffer to point into.
    Column empty_text() const {
        return made(Type::text, [](ColumnStore& store, std::int64_t) { store.add_text({}); });
    }

    template <class Offset>
    void check_offsets(const void* from) const {
        auto before = static_cast<std::int64_t>(load<Offset>(from, 0));
        if (before < 0) refuse("a text offset is negative", 0);
        for (std::int64_t row = 0; row < rows_; ++row) {
            poll(row);
            const auto next = static_cast<std::int64_t>(load<Offset>(from, row + 1));
            if (next < before) refuse("its text offsets decrease", row);
            before = next;
        }
        if (before > most_cells) refuse("its text is larger than any memory", rows_ - 1);
    }

    // A view is 16 bytes: the length, then text of up to 12 bytes; or its first 4 bytes, the buffer
    // it lies in and where it begins there. Unlike the other types it says how long its buffers
    // are.
    std::string_view view(const void* views, std::int64_t row) const {
        constexpr std::int32_t longest_inline = 12;
        struct Reference {
            char prefix[4];
            std::int32_t buffer, offset;
        };
        const char* cell = static_cast<const char*>(views) + (at_ + row) * 16;
        std::int32_t length;
        std::memcpy(&length, cell, sizeof length);
        if (length < 0) refuse("a text has a negative length", row);
        if (length <= longest_inline) return {cell + 4, static_cast<std::size_t>(length)};
        Reference to;
        std::memcpy(&to, cell + 4, sizeof to);
        const std::int64_t texts = array_.n_buffers - 3;
        if (to.buffer < 0 || to.buffer >= texts) refuse("its text lies in no buffer it has", row);
        const auto* sizes = static_cast<const char*>(array_.buffers[array_.n_buffers - 1]);
        if (!sizes) refuse("its list of buffer sizes is null");
        std::int64_t size;
        std::memcpy(&size, sizes + std::int64_t{to.buffer} * 8, sizeof size);
        if (to.offset < 0 || std::int64_t{to.offset} + length > size)
            refuse("its text lies outside the buffer it names", row);
        const auto* bytes = static_cast<const char*>(array_.buffers[2 + to.buffer]);
        if (!bytes) refuse("its buffer of text is null");
        if (std::memcmp(bytes + to.offset, to.prefix, sizeof to.prefix) != 0)
            refuse("its text does not begin as its view says", row);
        return {bytes + to.offset, static_cast<std::size_t>(length)};
    }

    Column viewed() const {
        const void* views = values();
        return made(Type::text, [&](ColumnStore& store, std::int64_t row) {
            const std::string_view text = view(views, row);
            if (invalid_utf8_at(text) != std::string_view::npos)
                refuse("its text is not valid UTF-8", row);
            store.add_text(text);
        });
    }

    // The double nearest to integer / 10^scale.
    Column decimals() const {
        const void* from = values();
        return made(Type::float64, [&](ColumnStore& store, std::int64_t row) {
            std::uint64_t words[2];
            std::memcpy(words, static_cast<const char*>(from) + (at_ + row) * 16, sizeof words);
            const std::int32_t scale = field_.cells.scale;
            const double value = decimal_value(words[0], words[1], scale);
            if (!decimal_is_kept(words[0], words[1], scale, value))
                losses_.digits.add(row, decimal_text(words[0], words[1], scale));
            store.add_float64(value);
        });
    }

    // Cell by cell, since one cell may end inside a character and the next begin there; what lies
    // under missing cells does not matter.
    template <class Offset>
    void check_utf8(const void* from, const char* bytes, std::int64_t begin,
                    std::int64_t end) const {
        const auto whole = std::string_view(bytes + begin, static_cast<std::size_t>(end - begin));
        const bool fine = begin == end || invalid_utf8_at(whole) == std::string_view::npos;
        for (std::int64_t row = 0; row < rows_; ++row) {
            poll(row);
            if (!valid(row)) continue;
            const auto first = static_cast<std::int64_t>(load<Offset>(from, row));
            const auto past = static_cast<std::int64_t>(load<Offset>(from, row + 1));
            if (first == past) continue;
            const auto continues = [bytes](std::int64_t at) {
                return (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80;
            };
            const auto cell =
                std::string_view(bytes + first, static_cast<std::size_t>(past - first));
            if (fine ? continues(first) || (past < end && continues(past))
                     : invalid_utf8_at(cell) != std::string_view::npos)
                refuse("its text is not valid UTF-8", row);
        }
    }

    Column decoded() const {
        const void* codes = values();
        const ArrowArray& dictionary = *array_.dictionary;
        ArrowField values_field;
        values_field.name = field_.name;
        values_field.cells = field_.dictionary;
        const Column words = ColumnImport(context_, dictionary, values_field, 0, dictionary.length,
                                          place_, owner_, losses_)
                                 .column();
        return made(field_.type(), [&](ColumnStore& store, std::int64_t row) {
            const std::int64_t code = integer(codes, row);
            if (code < 0 || code >= words.size())
                refuse("the dictionary code " + std::to_string(code) + " is outside the " +
                           std::to_string(words.size()) + " entries",
                       row);
            if (!words.valid(code))
                store.add_missing();
            else if (words.type() == Type::text)
                store.add_text(words.text(code));
            else if (words.type() == Type::boolean)
                store.add_boolean(words.boolean(code));
            else if (words.type() == Type::float64)
                store.add_float64(words.float64s()[static_cast<std::size_t>(code)]);
            else
                store.add_int64(words.int64s()[static_cast<std::size_t>(code)]);
        });
    }

    const Context& context_;
    const ArrowArray& array_;
    const ArrowField& field_;
    std::int64_t rows_;
    std::int64_t place_;
    const std::shared_ptr<const void>& owner_;
    ArrowLosses& losses_;
    std::int64_t at_ = 0;  // the first cell, counted from the start of the buffers
    const std::uint8_t* validity_ = nullptr;
    std::int64_t missing_ = 0;
};

}  // namespace

Column import_column(const Context& context, const ArrowArray* array, const ArrowField& field,
                     std::int64_t first, std::int64_t rows, std::int64_t place,
                     const std::shared_ptr<const void>& owner, ArrowLosses& losses) {
    if (!array || !array->release)
        throw Error(Status::data,
                    "Arrow column \"" + excerpt(field.name) + "\" is absent or was released",
                    {.argument = field.name, .column = place});
    return ColumnImport(context, *array, field, first, rows, place, owner, losses).column();
}

}  // namespace tenon
