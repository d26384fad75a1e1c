#include "base/spare_memory.hpp"

#include <algorithm>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// More blocks are not looked through: a table has so many columns only where they are small.
constexpr std::size_t most_blocks = 256;

// A block up to an eighth larger than asked for is taken.
bool fits(std::size_t held, std::size_t wanted) noexcept {
    return held >= wanted && held - wanted <= wanted / 8;
}

}  // namespace

SpareMemory::SpareMemory(std::int64_t most_bytes)
    : most_bytes_(static_cast<std::size_t>(most_bytes)) {
    blocks_.reserve(most_blocks);
}

SpareMemory::~SpareMemory() {
    for (const Block& block : blocks_) free_large(block.memory, block.bytes);
}

void* SpareMemory::take(std::size_t& bytes) noexcept {
    const std::lock_guard lock(mutex_);
    // The one that was given last is the likeliest to be in a cache.
    for (std::size_t i = blocks_.size(); i-- > 0;) {
        const Block block = blocks_[i];
        if (!fits(block.bytes, bytes)) continue;
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(i));
        kept_bytes_ -= block.bytes;
        bytes = block.bytes;
        return block.memory;
    }
    return nullptr;
}

bool SpareMemory::give(void* memory, std::size_t bytes) noexcept {
    const std::lock_guard lock(mutex_);
    if (bytes > most_bytes_) return false;
    // The oldest make room: sizes that are no longer asked for do not stay for ever.
    std::size_t oldest = 0;
    while (kept_bytes_ + bytes > most_bytes_ || blocks_.size() - oldest == most_blocks) {
        kept_bytes_ -= blocks_[oldest].bytes;
        free_large(blocks_[oldest].memory, blocks_[oldest].bytes);
        ++oldest;
    }
    blocks_.erase(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(oldest));
    blocks_.push_back({memory, bytes});
    kept_bytes_ += bytes;
    return true;
}

std::int64_t SpareMemory::kept_bytes() const noexcept {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(kept_bytes_);
}

void Context::keep_spare(std::int64_t bytes) {
    if (bytes < 0)
        throw Error(Status::argument, "spare bytes must not be negative", {.argument = "bytes"});
    spare = bytes > 0 ? std::make_shared<SpareMemory>(bytes) : nullptr;
}

}  // namespace tenon
