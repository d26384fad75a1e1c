// Memory of large blocks that were freed, kept for the next ones. The first touch of a fresh page
// costs the system about as long as copying it, so a host that cleans table after table gains most
// of that time by keeping some.
//
// A context owns the spare memory, and blocks only know of it: one that outlives the context goes
// back to the system. Any thread may take and give.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace tenon {

class SpareMemory {
  public:
    explicit SpareMemory(std::int64_t most_bytes);
    SpareMemory(const SpareMemory&) = delete;
    SpareMemory& operator=(const SpareMemory&) = delete;
    ~SpareMemory();

    // A block of at least `bytes` and hardly more, whose size is put there; null if there is none.
    void* take(std::size_t& bytes) noexcept;
    // Keeps a block of allocate_large; false where it is more than may be kept.
    bool give(void* memory, std::size_t bytes) noexcept;

    std::int64_t kept_bytes() const noexcept;

  private:
    struct Block {
        void* memory;
        std::size_t bytes;
    };

    mutable std::mutex mutex_;
    std::vector<Block> blocks_;  // the longest kept first
    std::size_t most_bytes_ = 0, kept_bytes_ = 0;
};

}  // namespace tenon
