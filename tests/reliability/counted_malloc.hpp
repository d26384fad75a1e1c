// The allocator of the whole process, counted and failing on demand: malloc and its siblings of
// this program take the place of those of the C library for the shared library under test too, and
// with them operator new, the buffers of files and the exceptions themselves. Include it in one
// source. For glibc, whose own functions stay reachable as __libc_...
#pragma once

#include <errno.h>
#include <malloc.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* block, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);
void __libc_free(void* block);
}

namespace reliability {

// A block over this size is large: the context's budget has to count it.
inline constexpr std::size_t large_bytes = std::size_t{64} << 10;

struct Memory {
    std::atomic<std::int64_t> blocks{0};  // allocated and not yet freed
    std::atomic<std::int64_t> bytes{0};
    std::atomic<std::int64_t> large{0};  // bytes of large blocks
    std::atomic<std::int64_t> peak_bytes{0}, peak_large{0};
    std::atomic<std::int64_t> calls{0};   // allocations since the fault was armed
    std::atomic<std::int64_t> fault{-1};  // the allocation that fails; negative: none
    std::atomic<bool> stays{false};       // and all after it
    std::atomic<bool> gate{false};        // only while it is open allocations are met and counted
    std::atomic<std::int64_t> fired{0};   // how many were refused
};

inline Memory memory;

inline void arm(std::int64_t allocation, bool stays) {
    memory.fault = -1;
    memory.calls = 0;
    memory.fired = 0;
    memory.stays = stays;
    memory.fault = allocation;
}
inline void disarm() {
    memory.fault = -1;
}
// Peaks from here on.
inline void forget_peaks() {
    memory.peak_bytes = memory.bytes.load();
    memory.peak_large = memory.large.load();
}

inline bool refused() {
    if (!memory.gate.load(std::memory_order_relaxed)) return false;
    const std::int64_t call = memory.calls.fetch_add(1, std::memory_order_relaxed);
    const std::int64_t fault = memory.fault.load(std::memory_order_relaxed);
    if (fault < 0) return false;
    if (memory.stays.load(std::memory_order_relaxed) ? call < fault : call != fault) return false;
    memory.fired.fetch_add(1, std::memory_order_relaxed);
    return true;
}

inline void raise(std::atomic<std::int64_t>& peak, std::int64_t now) {
    std::int64_t seen = peak.load(std::memory_order_relaxed);
    while (now > seen && !peak.compare_exchange_weak(seen, now, std::memory_order_relaxed)) {
    }
}

inline void* taken(void* block) {
    if (!block) return nullptr;
    const auto size = static_cast<std::int64_t>(malloc_usable_size(block));
    memory.blocks.fetch_add(1, std::memory_order_relaxed);
    raise(memory.peak_bytes, memory.bytes.fetch_add(size, std::memory_order_relaxed) + size);
    if (static_cast<std::size_t>(size) > large_bytes)
        raise(memory.peak_large, memory.large.fetch_add(size, std::memory_order_relaxed) + size);
    return block;
}

inline void given_back(void* block) {
    if (!block) return;
    const auto size = static_cast<std::int64_t>(malloc_usable_size(block));
    memory.blocks.fetch_sub(1, std::memory_order_relaxed);
    memory.bytes.fetch_sub(size, std::memory_order_relaxed);
    if (static_cast<std::size_t>(size) > large_bytes)
        memory.large.fetch_sub(size, std::memory_order_relaxed);
}

inline void* none() {
    errno = ENOMEM;
    return nullptr;
}

}  // namespace reliability

extern "C" {

void* malloc(std::size_t bytes) {
    return reliability::refused() ? reliability::none() : reliability::taken(__libc_malloc(bytes));
}
void* calloc(std::size_t count, std::size_t bytes) {
    return reliability::refused() ? reliability::none()
                                  : reliability::taken(__libc_calloc(count, bytes));
}
void* realloc(void* block, std::size_t bytes) {
    if (reliability::refused()) return reliability::none();
    if (block && bytes == 0) {
        reliability::given_back(block);
        return __libc_realloc(block, 0);
    }
    // Counted as one that goes and one that comes: both may be there at once.
    const auto before = block ? static_cast<std::int64_t>(malloc_usable_size(block)) : 0;
    void* grown = __libc_realloc(block, bytes);
    if (!grown) return nullptr;
    if (block) {
        auto& memory = reliability::memory;
        memory.blocks.fetch_sub(1, std::memory_order_relaxed);
        memory.bytes.fetch_sub(before, std::memory_order_relaxed);
        if (static_cast<std::size_t>(before) > reliability::large_bytes)
            memory.large.fetch_sub(before, std::memory_order_relaxed);
    }
    return reliability::taken(grown);
}
void* memalign(std::size_t alignment, std::size_t bytes) {
    return reliability::refused() ? reliability::none()
                                  : reliability::taken(__libc_memalign(alignment, bytes));
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
    return memalign(alignment, bytes);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t bytes) {
    void* block = memalign(alignment, bytes);
    if (!block) return ENOMEM;
    *out = block;
    return 0;
}
void free(void* block) {
    reliability::given_back(block);
    __libc_free(block);
}
}
