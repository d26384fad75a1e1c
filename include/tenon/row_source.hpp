// Rows that come block by block and can be had again, for data that do not fit in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "tenon/matrix.hpp"

namespace tenon {

struct RowBlock {
    MatrixView features;  // any number of rows, a column for each feature
    std::span<const double> target;
    std::span<const double> weights = {};         // empty: all 1
    std::span<const double> offset = {};          // empty: all 0; least squares have none
    std::span<const std::int64_t> clusters = {};  // of ErrorKind::cluster
};

// Called on the thread of the call it is given to. What a function throws leaves that call.
struct RowSource {
    // Fills the next block and returns true, or false where there are no more rows. What the block
    // points to must stay until the next call.
    std::function<bool(RowBlock& block)> next;
    // Goes back to the first row, the same rows in the same blocks; false, or no function: that
    // cannot be. It is called before every pass but the first.
    std::function<bool()> rewind = {};
};

}  // namespace tenon
