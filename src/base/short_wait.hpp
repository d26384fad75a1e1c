// A look or two before a thread sleeps: what it waits for is often there in a moment, and a thread
// that sleeps is woken late, and not always on a processor of its own.
#pragma once

#include <thread>

namespace tenon {

// Some tens of microseconds.
inline constexpr int looks_before_sleep = 2000;

inline void pause_a_little() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

// Whether it became ready. `more`: looks beyond the usual ones, between which other threads may
// have the processor.
template <class Ready>
bool look_for(Ready ready, int more = 0) noexcept {
    for (int i = 0; i < looks_before_sleep; ++i) {
        if (ready()) return true;
        pause_a_little();
    }
    for (int i = 0; i < more; ++i) {
        if (ready()) return true;
        std::this_thread::yield();
    }
    return ready();
}

}  // namespace tenon
