#include "clean/row_index.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/parallel.hpp"
#include "base/prefetch.hpp"
#include "base/vector_level.hpp"
#include "clean/column_edit.hpp"

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace tenon::clean {

namespace {

// Odd multipliers with well-spread bits: 2^64 / golden ratio, and the two of the finaliser of
// splitmix64 (G. Steele, D. Lea, C. Flood: Fast Splittable Pseudorandom Number Generators, 2014).
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
constexpr std::uint64_t spread_1 = 0xbf58476d1ce4e5b9;
constexpr std::uint64_t spread_2 = 0x94d049bb133111eb;

// What a missing cell and a NaN hash as; any numbers that real cells seldom are.
constexpr std::uint64_t missing_cell = 0x6d697373696e6721;
constexpr std::uint64_t nan_cell = 0x7ff8000000000001;

// Probes between two looks at the cancel handle, so that even badly clustered slots can be left.
constexpr std::int64_t probes_between_checks = 1 << 16;

TENON_INLINE std::uint64_t mixed(std::uint64_t hash, std::uint64_t cell) noexcept {
    hash = (hash ^ cell) * spread_1;
    return hash ^ (hash >> 32);
}

TENON_INLINE std::uint64_t finished(std::uint64_t hash) noexcept {
    hash = (hash ^ (hash >> 30)) * spread_2;
    return hash ^ (hash >> 31);
}

// The first `size` bytes at `at`, size < 8, as one word. `room` bytes may be read.
TENON_INLINE std::uint64_t short_word(const char* at, std::int64_t size,
                                      std::int64_t room) noexcept {
    std::uint64_t word = 0;
    if (room >= 8 && std::endian::native == std::endian::little) {
        std::memcpy(&word, at, 8);
        return word & ((std::uint64_t{1} << (8 * size)) - 1);
    }
    for (std::int64_t i = 0; i < size; ++i)
        word |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
    return word;
}

TENON_INLINE std::uint64_t hash_text(std::uint64_t hash, const char* at, std::int64_t size,
                                     std::int64_t room) noexcept {
    hash ^= static_cast<std::uint64_t>(size) * golden;
    for (; size >= 8; size -= 8, at += 8, room -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        hash = mixed(hash, word);
    }
    return mixed(hash, short_word(at, size, room));
}

TENON_INLINE std::uint64_t number_bits(double value) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0.0 becomes 0.0
    return value == value ? bits : nan_cell;
}

// Mixes rows [first, first + count) of one column into hashes[0, count); cell(hash, row) mixes a
// present cell.
template <class Cell>
TENON_INLINE void mix_rows(const Column& column, std::int64_t first, std::int64_t count,
                           std::uint64_t* hashes, Cell cell) {
    if (column.missing() == 0) {
        for (std::int64_t i = 0; i < count; ++i) hashes[i] = cell(hashes[i], first + i);
        return;
    }
    for (std::int64_t i = 0; i < count; i += word_bits) {
        const std::uint64_t present = validity_word(column, first + i);
        const std::int64_t here = std::min(word_bits, count - i);
        for (std::int64_t k = i; k < i + here; ++k)
            hashes[k] = (present >> (k - i)) & 1 ? cell(hashes[k], first + k)
                                                 : mixed(hashes[k], missing_cell);
    }
}

TENON_INLINE void mix_any(const Column& column, std::int64_t first, std::int64_t count,
                          std::uint64_t* hashes) {
    using Hash = std::uint64_t;
    switch (column.type()) {
        case Type::float64: {
            const double* values = column.float64s().data();
            return mix_rows(column, first, count, hashes, [values](Hash hash, std::int64_t row) {
                return mixed(hash, number_bits(values[row]));
            });
        }
        case Type::int64:
        case Type::timestamp: {
            const std::int64_t* values = column.int64s().data();
            return mix_rows(column, first, count, hashes, [values](Hash hash, std::int64_t row) {
                return mixed(hash, static_cast<Hash>(values[row]));
            });
        }
        case Type::boolean:
            return mix_rows(column, first, count, hashes, [&column](Hash hash, std::int64_t row) {
                return mixed(hash, column.boolean(row) ? 1 : 0);
            });
        case Type::text: {
            const std::int64_t* offsets = column.buffers().offsets;
            const char* bytes = static_cast<const char*>(column.buffers().values);
            const std::int64_t end = offsets[column.size()];
            return mix_rows(
                column, first, count, hashes, [offsets, bytes, end](Hash hash, std::int64_t row) {
                    const std::int64_t from = offsets[row];
                    return hash_text(hash, bytes + from, offsets[row + 1] - from, end - from);
                });
        }
    }
}

// Short words, as the names of machines are, are compared as one number each.
bool equal_texts(const Column& column, std::int64_t a, std::int64_t b) noexcept {
    const std::int64_t* offsets = column.buffers().offsets;
    const std::int64_t size = offsets[a + 1] - offsets[a];
    if (size != offsets[b + 1] - offsets[b]) return false;
    if (size >= 8) return column.text(a) == column.text(b);
    const char* bytes = static_cast<const char*>(column.buffers().values);
    const std::int64_t end = offsets[column.size()];
    return short_word(bytes + offsets[a], size, end - offsets[a]) ==
           short_word(bytes + offsets[b], size, end - offsets[b]);
}

bool equal_cells(const Column& column, std::int64_t a, std::int64_t b) noexcept {
    const bool present = column.valid(a);
    if (present != column.valid(b)) return false;
    if (!present) return true;
    switch (column.type()) {
        case Type::float64: {
            const double x = column.float64s()[static_cast<std::size_t>(a)];
            const double y = column.float64s()[static_cast<std::size_t>(b)];
            return x == y || (std::isnan(x) && std::isnan(y));
        }
        case Type::int64:
        case Type::timestamp:
            return column.int64s()[static_cast<std::size_t>(a)] ==
                   column.int64s()[static_cast<std::size_t>(b)];
        case Type::boolean:
            return column.boolean(a) == column.boolean(b);
        case Type::text:
            return equal_texts(column, a, b);
    }
    return false;
}

// Rows hashed at once, so that their hashes stay in the first-level cache from column to column.
constexpr std::int64_t rows_at_once = 2048;

std::uint64_t slot_count(std::int64_t rows) noexcept {
    // Between one and two thirds full: a new row meets few others.
    const auto n = static_cast<std::uint64_t>(rows);
    return std::bit_ceil(n + n / 2 + 2);
}

}  // namespace

std::int64_t RowIndex::bytes_needed(std::int64_t rows) noexcept {
    return 8 * (rows + static_cast<std::int64_t>(slot_count(rows)));
}

RowIndex::RowIndex(const Context& context, std::vector<const Column*> columns,
                   std::int64_t expected, std::size_t parts)
    : context_(&context), columns_(std::move(columns)), parts_(parts) {
    const std::int64_t rows = columns_.empty() ? 0 : columns_[0]->size();
    hashes_ = LargeArray<std::uint64_t>(static_cast<std::size_t>(rows), context.spare);
    const std::int64_t distinct = expected < 0 ? rows : std::min(rows, expected);
    const std::uint64_t slots = slot_count(distinct / static_cast<std::int64_t>(parts));
    for (Part& part : parts_) {
        part.slots = LargeArray<std::uint64_t>(slots, 0, context.spare);
        part.mask = slots - 1;
    }
    row_mask_ = std::bit_ceil(static_cast<std::uint64_t>(rows) + 1) - 1;
    parallel_blocks(context, rows, rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        for (std::int64_t row = first; row < last; row += rows_at_once)
                            hash_rows(row, std::min(rows_at_once, last - row));
                    });
}

void RowIndex::hash_rows(std::int64_t first, std::int64_t count) noexcept {
    std::uint64_t* hashes = hashes_.data() + first;
    std::fill_n(hashes, count, golden);
    for (const Column* column : columns_) mix_any(*column, first, count, hashes);
    for (std::int64_t i = 0; i < count; ++i) hashes[i] = finished(hashes[i]);
}

// Twice as many slots, each row in the place its hash gives.
void RowIndex::grow(Part& part) {
    LargeArray<std::uint64_t> old(2 * part.slots.size(), 0, context_->spare);
    old.swap(part.slots);
    part.mask = part.slots.size() - 1;
    for (const std::uint64_t slot : old) {
        if (slot == 0) continue;
        std::uint64_t at = hashes_[(slot & row_mask_) - 1] & part.mask;
        while (part.slots[at] != 0) at = (at + 1) & part.mask;
        part.slots[at] = slot;
    }
}

bool RowIndex::equal(std::int64_t a, std::int64_t b) const noexcept {
    for (const Column* column : columns_)
        if (!equal_cells(*column, a, b)) return false;
    return true;
}

std::int64_t RowIndex::find_or_add(std::int64_t row) {
    const std::uint64_t hash = hashes_[static_cast<std::size_t>(row)];
    const std::uint64_t tag = hash & ~row_mask_;
    Part& part = parts_[part_of(row)];
    for (std::uint64_t at = hash & part.mask;; at = (at + 1) & part.mask) {
        const std::uint64_t slot = part.slots[at];
        if (slot == 0) {
            part.slots[at] = tag | (static_cast<std::uint64_t>(row) + 1);
            if (3 * ++part.used > 2 * part.slots.size()) grow(part);
            return row;
        }
        if ((slot & ~row_mask_) == tag) {
            const auto there = static_cast<std::int64_t>((slot & row_mask_) - 1);
            if (equal(there, row)) return there;
        }
        if (++part.probes % probes_between_checks == 0) context_->check_cancelled();
    }
}

void RowIndex::prefetch(std::int64_t row) const noexcept {
    const Part& part = parts_[part_of(row)];
    const std::uint64_t at = hashes_[static_cast<std::size_t>(row)] & part.mask;
    tenon::prefetch(&part.slots[at]);
}

}  // namespace tenon::clean
