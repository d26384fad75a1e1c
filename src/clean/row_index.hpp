// Which rows are equal: a hash set of rows over typed cells.
//
// Every column is hashed in one pass of its own into one word a row. The set is one array with
// linear probing (D. E. Knuth, The Art of Computer Programming 3, 6.4): a slot holds a row number
// in its low bits and the rest of the row's hash above, so that a look at the columns is only
// needed where hashes agree. Every answer rests on a full comparison of the cells: the hash, whose
// constants are fixed, only decides how fast it is found.
//
// Missing equals missing, NaN equals NaN, 0.0 equals -0.0, and missing differs from NaN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

class RowIndex {
  public:
    // Columns of equal length; they outlive the index. `expected` distinct rows, -1: as many as
    // there are rows; with more the set grows. Equal rows are of one of `parts` parts, a power of
    // two up to 256, each of which may be worked on by a thread of its own.
    RowIndex(const Context& context, std::vector<const Column*> columns, std::int64_t expected = -1,
             std::size_t parts = 1);

    std::size_t parts() const noexcept { return parts_.size(); }
    std::size_t part_of(std::int64_t row) const noexcept {
        // Neither where slots begin nor what tags are made of, unless there are very many rows.
        return hashes_[static_cast<std::size_t>(row)] >> part_shift & (parts_.size() - 1);
    }
    // Adds the row unless an equal one is there; returns the row that is there.
    std::int64_t find_or_add(std::int64_t row);
    // Starts to load the slot of a row that will be asked for soon.
    void prefetch(std::int64_t row) const noexcept;

    static std::int64_t bytes_needed(std::int64_t rows) noexcept;

  private:
    static constexpr int part_shift = 48;
    struct alignas(64) Part {
        LargeArray<std::uint64_t> slots;  // 0: empty; else tag | (row + 1)
        std::uint64_t used = 0;
        std::uint64_t mask = 0;
        std::int64_t probes = 0;
    };

    bool equal(std::int64_t a, std::int64_t b) const noexcept;
    void hash_rows(std::int64_t first, std::int64_t count) noexcept;
    void grow(Part& part);

    const Context* context_;
    std::vector<const Column*> columns_;
    LargeArray<std::uint64_t> hashes_;
    std::vector<Part> parts_;
    std::uint64_t row_mask_ = 0;
};

}  // namespace tenon::clean
