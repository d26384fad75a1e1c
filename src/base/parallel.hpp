// A loop over blocks of fixed size whose results do not depend on the number of threads: the block
// borders depend on n and block only, and callers combine block results in block order.
#pragma once

#include <cstdint>
#include <functional>

#include "tenon/context.hpp"

namespace tenon {

// Calls body(block_number, first, last) for every block of [0, n). Threads live for this call only;
// with context.threads == 1 everything runs on the caller's thread, in order; with an executor
// the host's threads take the blocks, at most context.threads of them. The first exception (by
// block number) is rethrown after all threads have stopped. Cancel is polled between blocks.
void parallel_blocks(const Context& context, std::int64_t n, std::int64_t block,
                     const std::function<void(std::int64_t block_number, std::int64_t first,
                                              std::int64_t last)>& body,
                     const std::function<void()>& between = {});

// Calls body(context, i) for every i of [0, n), where the work of one is long: the columns of a
// table. They run side by side, each with a context without callbacks; a thread that finds no item
// any more takes a share of the loops within the others. The result of a body must not depend on
// the threads of its context. Exceptions, cancel and `between` as above. With an executor of the
// host, as many items as its threads can share evenly run side by side, each on one thread; the
// others come one after the other, with the context given.
void parallel_items(const Context& context, std::int64_t n,
                    const std::function<void(const Context& own, std::int64_t i)>& body,
                    const std::function<void()>& between = {});

inline std::int64_t block_count(std::int64_t n, std::int64_t block) {
    return (n + block - 1) / block;
}

}  // namespace tenon
