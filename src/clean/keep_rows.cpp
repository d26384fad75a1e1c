#include "clean/keep_rows.hpp"
#include "tenon/table_bytes.hpp"

#include <algorithm>
#include <bit>

#include "base/parallel.hpp"

namespace tenon::clean {

namespace {

// A bitmap written from its first bit on, a word at a time.
class BitWriter {
  public:
    explicit BitWriter(std::int64_t bits) : bytes_(static_cast<std::size_t>((bits + 7) >> 3)) {}

    void copy(const std::uint8_t* bitmap, std::int64_t first, std::int64_t count) noexcept {
        for (std::int64_t i = 0; i < count; i += word_bits) {
            const std::int64_t here = std::min(word_bits, count - i);
            add(bits_at(bitmap, first + i, here), here);
        }
    }
    std::int64_t ones() const noexcept { return ones_; }
    std::vector<std::uint8_t> finish() {
        put(word_, (held_ + 7) >> 3);
        return std::move(bytes_);
    }

  private:
    void add(std::uint64_t bits, std::int64_t count) noexcept {
        ones_ += std::popcount(bits);
        word_ |= bits << held_;
        held_ += count;
        if (held_ < word_bits) return;
        put(word_, 8);
        held_ -= word_bits;
        word_ = held_ > 0 ? bits >> (count - held_) : 0;
    }
    void put(std::uint64_t word, std::int64_t count) noexcept {
        for (std::int64_t i = 0; i < count; ++i)
            bytes_[at_++] = static_cast<std::uint8_t>(word >> (8 * i));
    }

    std::vector<std::uint8_t> bytes_;
    std::size_t at_ = 0;
    std::uint64_t word_ = 0;
    std::int64_t held_ = 0, ones_ = 0;
};

Validity kept_validity(const Column& column, std::span<const Run> runs, std::int64_t rows) {
    const ColumnBuffers& buffers = column.buffers();
    if (!buffers.validity || buffers.missing == 0) return Validity(rows);
    BitWriter bits(rows);
    for (const Run& run : runs)
        bits.copy(buffers.validity, buffers.bit_offset + run.first, run.length());
    const std::int64_t missing = rows - bits.ones();
    return Validity(bits.finish(), rows, missing);
}

template <class Value>
LargeArray<Value> kept_values(const Context& context, std::span<const Value> values,
                              std::span<const Run> runs, std::int64_t rows) {
    LargeArray<Value> out(static_cast<std::size_t>(rows), context.spare);
    Value* to = out.data();
    std::int64_t copied = 0;
    for (const Run& run : runs) {
        std::copy(values.data() + run.first, values.data() + run.last, to);
        to += run.length();
        copied += run.length();
        if (copied >= rows_between_checks) {
            context.check_cancelled();
            copied = 0;
        }
    }
    return out;
}

Column kept_text(const Context& context, const Column& column, std::span<const Run> runs,
                 std::int64_t rows) {
    const std::int64_t* offsets = column.buffers().offsets;
    const char* bytes = static_cast<const char*>(column.buffers().values);
    std::int64_t size = 0;
    for (const Run& run : runs) size += offsets[run.last] - offsets[run.first];
    LargeArray<char> new_bytes(static_cast<std::size_t>(size), context.spare);
    LargeArray<std::int64_t> new_offsets(static_cast<std::size_t>(rows) + 1, context.spare);
    std::int64_t* to = new_offsets.data();
    std::int64_t written = 0, copied = 0;
    for (const Run& run : runs) {
        const std::int64_t shift = written - offsets[run.first];
        for (std::int64_t row = run.first; row < run.last; ++row) *to++ = offsets[row] + shift;
        const std::int64_t length = offsets[run.last] - offsets[run.first];
        std::copy_n(bytes + offsets[run.first], length, new_bytes.data() + written);
        written += length;
        copied += run.length();
        if (copied >= rows_between_checks) {
            context.check_cancelled();
            copied = 0;
        }
    }
    *to = written;
    return make_text(std::move(new_offsets), std::move(new_bytes),
                     kept_validity(column, runs, rows));
}

Column kept_column(const Context& context, const Column& column, std::span<const Run> runs,
                   std::int64_t rows) {
    switch (column.type()) {
        case Type::float64:
            return make_float64(kept_values(context, column.float64s(), runs, rows),
                                kept_validity(column, runs, rows));
        case Type::int64:
        case Type::timestamp:
            return make_int64(column.type(), kept_values(context, column.int64s(), runs, rows),
                              kept_validity(column, runs, rows));
        case Type::boolean: {
            BitWriter bits(rows);
            for (const Run& run : runs)
                bits.copy(static_cast<const std::uint8_t*>(column.buffers().values),
                          column.buffers().bit_offset + run.first, run.length());
            return make_boolean(bits.finish(), kept_validity(column, runs, rows));
        }
        case Type::text:
            break;
    }
    return kept_text(context, column, runs, rows);
}

}  // namespace

std::vector<Run> runs_without(std::int64_t rows, std::span<const std::int64_t> dropped) {
    std::vector<Run> runs;
    std::int64_t from = 0;
    for (const std::int64_t row : dropped) {
        if (row > from) runs.push_back({from, row});
        from = row + 1;
    }
    if (rows > from) runs.push_back({from, rows});
    return runs;
}

std::vector<std::int64_t> rows_in(std::span<const Run> runs) {
    std::vector<std::int64_t> rows;
    rows.reserve(static_cast<std::size_t>(cells_in(runs)));
    for (const Run& run : runs)
        for (std::int64_t row = run.first; row < run.last; ++row) rows.push_back(row);
    return rows;
}

Table keep_rows(const Context& context, const Table& table, std::span<const Run> runs) {
    const std::int64_t rows = cells_in(runs);
    if (rows == table.rows()) return table;
    const Charge held(context, rows_bytes(table, rows));
    std::vector<Column> columns(static_cast<std::size_t>(table.columns()));
    parallel_blocks(context, table.columns(), 1, [&](std::int64_t c, std::int64_t, std::int64_t) {
        columns[static_cast<std::size_t>(c)] =
            kept_column(context, table.column(static_cast<std::int32_t>(c)), runs, rows);
    });
    Table out(table.names(), std::move(columns));
    for (const Change& change : table.changes()) out = out.with_change(change);
    return table.findings().empty() ? out : out.with_findings(table.findings());
}

}  // namespace tenon::clean
