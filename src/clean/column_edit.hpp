// New columns made from old ones: the same cells but for a few that are filled, changed or cleared.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// Rows looked at between two looks at the cancel handle: a fraction of a millisecond of work.
inline constexpr std::int64_t rows_between_checks = 1 << 16;

// Rows [first, last).
struct Run {
    std::int64_t first = 0, last = 0;
    std::int64_t length() const noexcept { return last - first; }
};

// Cells whose validity bits make one word.
inline constexpr std::int64_t word_bits = 64;

inline std::uint64_t low_bits(std::int64_t count) noexcept {
    return count >= word_bits ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

// Bits [at, at + count) of a bitmap, count <= 64; reads no byte that holds none of them.
inline std::uint64_t bits_at(const std::uint8_t* bitmap, std::int64_t at,
                             std::int64_t count) noexcept {
    const std::uint8_t* bytes = bitmap + (at >> 3);
    const int skip = static_cast<int>(at & 7);
    const std::int64_t held = (skip + count + 7) >> 3;  // bytes that hold the wanted bits, 1 to 9
    std::uint64_t word = 0;
    if (std::endian::native == std::endian::little && held >= 8)
        std::memcpy(&word, bytes, 8);
    else
        for (std::int64_t i = 0; i < std::min<std::int64_t>(held, 8); ++i)
            word |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    word >>= skip;
    if (held == 9) word |= static_cast<std::uint64_t>(bytes[8]) << (word_bits - skip);
    return word & low_bits(count);
}

// The validity bits of rows [row, row + 64); bits of rows past the end are 0.
inline std::uint64_t validity_word(const Column& column, std::int64_t row) noexcept {
    const ColumnBuffers& buffers = column.buffers();
    const std::int64_t count = std::min(word_bits, buffers.rows - row);
    if (!buffers.validity) return low_bits(count);
    return bits_at(buffers.validity, buffers.bit_offset + row, count);
}

// Maximal runs of missing cells, in order.
std::vector<Run> missing_runs(const Context& context, const Column& column);
std::int64_t cells_in(std::span<const Run> runs) noexcept;

// A copy of a column's validity bits that can be changed. The first bit keeps its place in its
// byte, so that the bits of a bool column, copied the same way, share the bit offset.
class Validity {
  public:
    explicit Validity(std::int64_t rows);  // all present
    explicit Validity(const Column& column);
    Validity(std::vector<std::uint8_t> bytes, std::int64_t rows, std::int64_t missing)
        : bytes_(std::move(bytes)), rows_(rows), missing_(missing) {}
    void set(Run rows) noexcept;            // rows that were missing become present
    void clear(std::int64_t row) noexcept;  // a present row becomes missing
    std::int64_t bit_offset() const noexcept { return bit_offset_; }
    std::int64_t rows() const noexcept { return rows_; }
    std::int64_t missing() const noexcept { return missing_; }
    std::vector<std::uint8_t> take_bytes() noexcept { return std::move(bytes_); }

  private:
    std::vector<std::uint8_t> bytes_;
    std::int64_t bit_offset_ = 0;
    std::int64_t rows_ = 0;
    std::int64_t missing_ = 0;
};

// The value bits of a bool column, from the byte that holds its first bit.
std::vector<std::uint8_t> copy_bits(const Column& column);
void set_bit(std::span<std::uint8_t> bits, std::int64_t bit, bool value) noexcept;

Column make_float64(LargeArray<double> values, Validity validity);
Column make_int64(Type type, LargeArray<std::int64_t> values, Validity validity);
Column make_boolean(std::vector<std::uint8_t> bits, Validity validity);
Column make_text(LargeArray<std::int64_t> offsets, LargeArray<char> bytes, Validity validity);

// The same values, in the same memory, under another validity.
Column with_validity(const Column& column, Validity validity);
// A bool column without missing cells that is true in the given runs.
Column flag_column(std::int64_t rows, std::span<const Run> true_runs);

// The name, or "name (2)", "name (3)", ... where it is taken already.
std::string own_name(const Table& table, const std::string& name);

// Every cell as Column::number gives it, with a look at the cancel handle between blocks.
LargeArray<double> all_numbers(const Context& context, const Column& column);

// Whether an int64 column can hold the number without loss.
bool fits_int64(double value) noexcept;

}  // namespace tenon::clean
