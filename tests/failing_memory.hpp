// Memory that is counted and that fails on demand. It replaces operator new of the program: include
// it in one source of a test program.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace tenon::test {

inline std::atomic<std::int64_t> allocations{0};
inline std::atomic<std::int64_t> blocks{0};      // allocated and not yet freed
inline std::atomic<std::int64_t> fail_from{-1};  // the allocation that fails; negative: none
inline std::atomic<bool> fail_on{false};         // and all after it

inline void* counted(std::size_t bytes) {
    const std::int64_t number = allocations.fetch_add(1);
    const std::int64_t from = fail_from.load();
    if (from >= 0 && (fail_on.load() ? number >= from : number == from)) throw std::bad_alloc();
    void* block = std::malloc(bytes > 0 ? bytes : 1);
    if (!block) throw std::bad_alloc();
    blocks.fetch_add(1);
    return block;
}

// As std::stable_sort asks: it goes on without.
inline void* counted_or_none(std::size_t bytes) noexcept {
    try {
        return counted(bytes);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

inline void freed(void* block) noexcept {
    if (block) blocks.fetch_sub(1);
    std::free(block);
}

}  // namespace tenon::test

void* operator new(std::size_t bytes) {
    return tenon::test::counted(bytes);
}
void* operator new[](std::size_t bytes) {
    return tenon::test::counted(bytes);
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return tenon::test::counted_or_none(bytes);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
    return tenon::test::counted_or_none(bytes);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
    tenon::test::freed(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
    tenon::test::freed(block);
}
void operator delete(void* block) noexcept {
    tenon::test::freed(block);
}
void operator delete[](void* block) noexcept {
    tenon::test::freed(block);
}
void operator delete(void* block, std::size_t) noexcept {
    tenon::test::freed(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    tenon::test::freed(block);
}

namespace tenon::test {

// A step that may run out of memory: true when it was done.
template <class Step>
bool attempt(const Step& step) {
    try {
        step();
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

// Fails allocation k of the step, once or with all that follow, for every k that it comes to (it may
// do without one and succeed). Calls see(k) each time memory is back; returns how often the step
// failed.
template <class Step, class See>
std::int64_t fail_every_allocation(bool on, const Step& step, const See& see) {
    std::int64_t failures = 0;
    for (std::int64_t k = 0;; ++k) {
        const std::int64_t failing = allocations.load() + k;
        fail_on = on;
        fail_from = failing;
        failures += !attempt(step);
        fail_from = -1;
        const bool came_to_it = allocations.load() > failing;
        see(k);
        if (!came_to_it) return failures;
    }
}

}  // namespace tenon::test
