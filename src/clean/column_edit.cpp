#include "clean/column_edit.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace tenon::clean {

namespace {

constexpr double two_to_63 = 9223372036854775808.0;

// What a new column owns, and the older column whose memory it still shows.
template <class Values>
struct Storage {
    Values values;
    LargeArray<std::int64_t> offsets;
    std::vector<std::uint8_t> validity;
    std::shared_ptr<const void> shown;
};

// Fills in what every new column has in common; the storage is kept by the column.
template <class Values>
Column finish(ColumnBuffers buffers, Storage<Values> storage, Validity validity) {
    storage.validity = validity.take_bytes();
    const auto kept = std::make_shared<const Storage<Values>>(std::move(storage));
    buffers.rows = validity.rows();
    buffers.missing = validity.missing();
    buffers.bit_offset = validity.bit_offset();
    buffers.validity = buffers.missing > 0 ? kept->validity.data() : nullptr;
    if (!kept->shown) buffers.values = kept->values.data();
    if (!kept->offsets.empty()) buffers.offsets = kept->offsets.data();
    buffers.owner = kept;
    return Column(std::move(buffers));
}

template <class Values>
Column finish(Type type, Values values, Validity validity) {
    ColumnBuffers buffers;
    buffers.type = type;
    return finish<Values>(std::move(buffers), {std::move(values), {}, {}, {}}, std::move(validity));
}

}  // namespace

std::vector<Run> missing_runs(const Context& context, const Column& column) {
    std::vector<Run> runs;
    if (column.missing() == 0) return runs;
    const std::int64_t rows = column.size();
    bool open = false;
    for (std::int64_t row = 0; row < rows; row += word_bits) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::uint64_t all = low_bits(std::min(word_bits, rows - row));
        std::uint64_t missing = ~validity_word(column, row) & all;
        if (missing == (open ? all : 0)) continue;
        // Borders of runs are where a cell differs from the one before it.
        std::uint64_t borders = (missing ^ ((missing << 1) | (open ? 1u : 0u))) & all;
        for (; borders; borders &= borders - 1) {
            const std::int64_t at = row + std::countr_zero(borders);
            if (open)
                runs.back().last = at;
            else
                runs.push_back({at, at});
            open = !open;
        }
    }
    if (open) runs.back().last = rows;
    return runs;
}

std::int64_t cells_in(std::span<const Run> runs) noexcept {
    std::int64_t cells = 0;
    for (const Run& run : runs) cells += run.length();
    return cells;
}

Validity::Validity(std::int64_t rows)
    : bytes_(static_cast<std::size_t>((rows + 7) >> 3), 0xff), rows_(rows) {}

Validity::Validity(const Column& column) : rows_(column.size()), missing_(column.missing()) {
    const ColumnBuffers& buffers = column.buffers();
    bit_offset_ = buffers.bit_offset & 7;
    const auto size = static_cast<std::size_t>((bit_offset_ + buffers.rows + 7) >> 3);
    if (buffers.validity) {
        const std::uint8_t* first = buffers.validity + (buffers.bit_offset >> 3);
        bytes_.assign(first, first + size);
    } else {
        bytes_.assign(size, 0xff);
    }
}

void Validity::set(Run rows) noexcept {
    for (std::int64_t row = rows.first; row < rows.last; ++row)
        set_bit(bytes_, bit_offset_ + row, true);
    missing_ -= rows.length();
}

void Validity::clear(std::int64_t row) noexcept {
    set_bit(bytes_, bit_offset_ + row, false);
    ++missing_;
}

std::vector<std::uint8_t> copy_bits(const Column& column) {
    const ColumnBuffers& buffers = column.buffers();
    if (buffers.rows == 0) return {};
    const auto* first =
        static_cast<const std::uint8_t*>(buffers.values) + (buffers.bit_offset >> 3);
    return {first, first + (((buffers.bit_offset & 7) + buffers.rows + 7) >> 3)};
}

void set_bit(std::span<std::uint8_t> bits, std::int64_t bit, bool value) noexcept {
    std::uint8_t& byte = bits[static_cast<std::size_t>(bit >> 3)];
    const auto mask = static_cast<std::uint8_t>(1u << (bit & 7));
    byte = static_cast<std::uint8_t>(value ? byte | mask : byte & ~mask);
}

Column make_float64(LargeArray<double> values, Validity validity) {
    return finish(Type::float64, std::move(values), std::move(validity));
}

Column make_int64(Type type, LargeArray<std::int64_t> values, Validity validity) {
    return finish(type, std::move(values), std::move(validity));
}

Column make_boolean(std::vector<std::uint8_t> bits, Validity validity) {
    return finish(Type::boolean, std::move(bits), std::move(validity));
}

Column make_text(LargeArray<std::int64_t> offsets, LargeArray<char> bytes, Validity validity) {
    ColumnBuffers buffers;
    buffers.type = Type::text;
    return finish<LargeArray<char>>(
        std::move(buffers), {std::move(bytes), std::move(offsets), {}, {}}, std::move(validity));
}

Column with_validity(const Column& column, Validity validity) {
    ColumnBuffers buffers = column.buffers();
    if (buffers.type == Type::boolean && buffers.values)
        buffers.values =
            static_cast<const std::uint8_t*>(buffers.values) + (buffers.bit_offset >> 3);
    // A column that owns nothing shows static memory; the storage must still not be taken for it.
    std::shared_ptr<const void> shown = buffers.owner;
    if (!shown) shown = std::make_shared<const char>('\0');
    return finish<LargeArray<char>>(std::move(buffers), {{}, {}, {}, std::move(shown)},
                                    std::move(validity));
}

Column flag_column(std::int64_t rows, std::span<const Run> true_runs) {
    std::vector<std::uint8_t> bits(static_cast<std::size_t>((rows + 7) / 8), 0);
    for (const Run& run : true_runs)
        for (std::int64_t row = run.first; row < run.last; ++row) set_bit(bits, row, true);
    return make_boolean(std::move(bits), Validity(rows));
}

std::string own_name(const Table& table, const std::string& name) {
    std::string out = name;
    for (int number = 2; table.find(out); ++number)
        out = name + " (" + std::to_string(number) + ")";
    return out;
}

LargeArray<double> all_numbers(const Context& context, const Column& column) {
    LargeArray<double> numbers(static_cast<std::size_t>(column.size()), context.spare);
    for (std::int64_t first = 0; first < column.size(); first += rows_between_checks) {
        context.check_cancelled();
        const std::int64_t count = std::min(rows_between_checks, column.size() - first);
        column.slice(first, count)
            .copy_numbers(std::span<double>(numbers).subspan(static_cast<std::size_t>(first),
                                                             static_cast<std::size_t>(count)));
    }
    return numbers;
}

bool fits_int64(double value) noexcept {
    return value >= -two_to_63 && value < two_to_63 && value == std::floor(value);
}

}  // namespace tenon::clean
