// Blocks of a delimited text on several threads, each block with one thread from its places to its
// columns, so that what is found of it stays in one cache.
//
// Three things go on in the order of the blocks, and are handed from thread to thread as soon as
// they are free: the search for records, which begins where the block before ends; each column,
// which takes its cells in their order; and the end of a block. So columns, findings and faults
// are those of one thread.
#pragma once

#include <cstddef>
#include <functional>

#include "table/csv_blocks.hpp"
#include "tenon/context.hpp"

namespace tenon {

// What is done with a block. `slot` tells blocks apart that are worked on at one time; there are
// relay_slots() of them.
struct CsvRelayWork {
    std::function<void(std::size_t slot, std::size_t column, const CsvBlock& block)> read;
    // Once all columns of the block are read; `caller`: on the thread of the call.
    std::function<void(std::size_t slot, CsvBlock& block, bool caller)> end;
};

std::size_t relay_slots(const Context& context) noexcept;

// All blocks behind `first`, which is not the last and has no fault; `columns` of each are read.
// Throws what stops the first block that is stopped.
void relay_blocks(const Context& context, CsvBlocks& blocks, const CsvBlock& first,
                  std::size_t columns, const CsvRelayWork& work);

}  // namespace tenon
