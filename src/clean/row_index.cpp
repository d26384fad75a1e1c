#include "clean/row_index.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include "base/parallel.hpp"
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

std::uint64_t mixed(std::uint64_t hash, std::uint64_t cell) noexcept {
    hash = (hash ^ cell) * spread_1;
    return hash ^ (hash >> 32);
}

std::uint64_t finished(std::uint64_t hash) noexcept {
    hash = (hash ^ (hash >> 30)) * spread_2;
    return hash ^ (hash >> 31);
}

std::uint64_t hash_text(std::uint64_t hash, std::string_view text) noexcept {
    hash = mixed(hash, text.size() * golden);
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        hash = mixed(hash, word);
    }
    std::uint64_t word = 0;
    if (left > 0) std::memcpy(&word, at, left);
    return mixed(hash, word);
}

std::uint64_t hash_number(std::uint64_t hash, double value) noexcept {
    return mixed(hash, std::isnan(value) ? nan_cell : std::bit_cast<std::uint64_t>(value + 0.0));
}

// Mixes rows [first, last) of one column into their hashes; cell(hash, row) mixes a present cell.
template <class Cell>
void mix_rows(const Column& column, std::int64_t first, std::int64_t last, std::uint64_t* hashes,
              Cell cell) {
    if (column.missing() == 0) {
        for (std::int64_t row = first; row < last; ++row) hashes[row] = cell(hashes[row], row);
        return;
    }
    for (std::int64_t row = first; row < last; ++row)
        hashes[row] = column.valid(row) ? cell(hashes[row], row) : mixed(hashes[row], missing_cell);
}

void mix_column(const Column& column, std::int64_t first, std::int64_t last,
                std::uint64_t* hashes) {
    using Hash = std::uint64_t;
    switch (column.type()) {
        case Type::float64: {
            const double* values = column.float64s().data();
            return mix_rows(column, first, last, hashes, [values](Hash hash, std::int64_t row) {
                return hash_number(hash, values[row]);
            });
        }
        case Type::int64:
        case Type::timestamp: {
            const std::int64_t* values = column.int64s().data();
            return mix_rows(column, first, last, hashes, [values](Hash hash, std::int64_t row) {
                return mixed(hash, static_cast<Hash>(values[row]));
            });
        }
        case Type::boolean:
            return mix_rows(column, first, last, hashes, [&column](Hash hash, std::int64_t row) {
                return mixed(hash, column.boolean(row) ? 1 : 0);
            });
        case Type::text:
            return mix_rows(column, first, last, hashes, [&column](Hash hash, std::int64_t row) {
                return hash_text(hash, column.text(row));
            });
    }
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
            return column.text(a) == column.text(b);
    }
    return false;
}

std::uint64_t slot_count(std::int64_t rows) noexcept {
    // Between one and two thirds full: a new row meets few others.
    const auto n = static_cast<std::uint64_t>(rows);
    return std::bit_ceil(n + n / 2 + 2);
}

}  // namespace

std::int64_t RowIndex::bytes_needed(std::int64_t rows) noexcept {
    return 8 * (rows + static_cast<std::int64_t>(slot_count(rows)));
}

RowIndex::RowIndex(const Context& context, std::vector<const Column*> columns)
    : context_(&context), columns_(std::move(columns)) {
    const std::int64_t rows = columns_.empty() ? 0 : columns_[0]->size();
    hashes_.assign(static_cast<std::size_t>(rows), golden);
    slots_.assign(slot_count(rows), 0);
    slot_mask_ = slots_.size() - 1;
    row_mask_ = std::bit_ceil(static_cast<std::uint64_t>(rows) + 1) - 1;
    parallel_blocks(context, rows, rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        for (const Column* column : columns_)
                            mix_column(*column, first, last, hashes_.data());
                        for (std::int64_t row = first; row < last; ++row)
                            hashes_[static_cast<std::size_t>(row)] =
                                finished(hashes_[static_cast<std::size_t>(row)]);
                    });
}

bool RowIndex::equal(std::int64_t a, std::int64_t b) const noexcept {
    for (const Column* column : columns_)
        if (!equal_cells(*column, a, b)) return false;
    return true;
}

std::int64_t RowIndex::find_or_add(std::int64_t row) {
    const std::uint64_t hash = hashes_[static_cast<std::size_t>(row)];
    const std::uint64_t tag = hash & ~row_mask_;
    for (std::uint64_t at = hash & slot_mask_;; at = (at + 1) & slot_mask_) {
        const std::uint64_t slot = slots_[at];
        if (slot == 0) {
            slots_[at] = tag | (static_cast<std::uint64_t>(row) + 1);
            return row;
        }
        if ((slot & ~row_mask_) == tag) {
            const auto there = static_cast<std::int64_t>((slot & row_mask_) - 1);
            if (equal(there, row)) return there;
        }
        if (++probes_ % probes_between_checks == 0) context_->check_cancelled();
    }
}

void RowIndex::prefetch(std::int64_t row) const noexcept {
    const std::uint64_t at = hashes_[static_cast<std::size_t>(row)] & slot_mask_;
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(&slots_[at], 1);
#elif defined(_MSC_VER) && (defined(_M_X64) || defined(_M_IX86))
    _mm_prefetch(reinterpret_cast<const char*>(&slots_[at]), _MM_HINT_T0);
#else
    static_cast<void>(at);
#endif
}

}  // namespace tenon::clean
