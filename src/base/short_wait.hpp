// A look or two before a thread sleeps: what it waits for is often there in a moment, and a thread
// that sleeps is woken late, and not always on a processor of its own.
#pragma once

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

// Whether it became ready.
template <class Ready>
bool look_for(Ready ready, int looks = looks_before_sleep) noexcept {
    for (int i = 0; i < looks; ++i) {
        if (ready()) return true;
        pause_a_little();
    }
    return ready();
}

}  // namespace tenon
