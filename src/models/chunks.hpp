// How the rows of a fit are cut: blocks that fit the cache, and chunks of blocks that become
// partial sums. The cuts depend on the shape only, so results do not depend on threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>

#include "base/parallel.hpp"

namespace tenon::models {

// Rows of `width` doubles that fill about a quarter of a megabyte, and enough for a block to be
// clearly taller than wide.
inline std::int64_t block_rows(std::int64_t width) {
    const std::int64_t fitting =
        std::clamp<std::int64_t>(32768 / std::max<std::int64_t>(1, width), 64, 2048);
    return std::max(fitting, 2 * width);
}

// A chunk keeps a partial result of width^2 doubles: at most 64 chunks, and at most 64 MiB in all.
inline std::int64_t chunk_rows(std::int64_t rows, std::int64_t width) {
    constexpr std::int64_t most_chunks = 64, most_doubles = std::int64_t{1} << 23;
    const std::int64_t square = std::max<std::int64_t>(1, width * width);
    const std::int64_t chunks = std::clamp<std::int64_t>(most_doubles / square, 1, most_chunks);
    const std::int64_t block = block_rows(width);
    const std::int64_t even = block_count(std::max<std::int64_t>(1, rows), chunks);
    return block_count(even, block) * block;
}

inline std::int64_t chunk_count(std::int64_t rows, std::int64_t width) {
    return block_count(rows, chunk_rows(rows, width));
}

// body(chunk, first, last) for every block of every chunk; blocks of one chunk run in order.
inline void for_each_block(
    const Context& context, std::int64_t rows, std::int64_t width,
    const std::function<void(std::int64_t chunk, std::int64_t first, std::int64_t last)>& body) {
    const std::int64_t block = block_rows(width);
    // What each thread lays out: a block of rows in the order that the loop wants.
    const Charge blocks(context, std::min<std::int64_t>(context.threads, chunk_count(rows, width)) *
                                     std::min(block, rows) * width * 8);
    parallel_blocks(context, rows, chunk_rows(rows, width),
                    [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                        for (std::int64_t at = first; at < last; at += block) {
                            context.check_cancelled();
                            body(chunk, at, std::min(last, at + block));
                        }
                    });
}

}  // namespace tenon::models
