// Where a new thread begins.
#pragma once

#include <thread>

namespace tenon {

// Moves a thread that has just been started off the caller's processor, where it still waits there
// for its turn. A new thread is queued where the system sees fit, at worst behind the very thread
// that started it, until the next time that loads are balanced: milliseconds in which nothing is
// done side by side. It may then run wherever the caller may. Linux only; elsewhere nothing.
void place_apart(std::thread& thread) noexcept;

}  // namespace tenon
