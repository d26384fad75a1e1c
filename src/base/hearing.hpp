// How the progress callback is heard between reports: wherever a call looks at the cancel handle.
//
// Each thread remembers what the call it makes told last, and tells it once more when it has not
// been heard for a while. Threads that do a share of a loop never call; they look whether the
// thread that shares it out was told to stop.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

#include "tenon/context.hpp"

namespace tenon {

// Of one thread.
struct Hearing {
    Progress told;                      // last
    double when = -1;                   // on steady_seconds(); < 0: not looked at the clock yet
    bool listens = false;               // a call that has something to tell is being made
    std::int32_t loops = 0;             // of that call, shared with other threads
    const Context* in_loops = nullptr;  // of the outermost of them
    std::atomic<bool> refused{false};   // within them
    Hearing* shares_loop_of = nullptr;  // another thread's, of which this one does a share
};

// Calls the context's progress callback, which there is; false where it refuses.
bool tell(const Context& context, const Progress& progress);
// Calls the callback of the whole call if it is time for that. False: it refuses.
bool hearing_goes_on(const Context& context);

// The progress of the context of a part of a call. Between reports the callback of the whole is
// called; reports go to `say`, which tells what they mean for the whole, or to nobody.
struct ProgressOfPart {
    const Context* whole;  // outlives the part
    std::function<bool(const Progress&)> say;
    bool operator()(const Progress& progress) const { return !say || say(progress); }
};

// The C interface: a call that takes a context begins, and one that may have taken one ends. What
// it looks at before its first report is told as "work".
void begin_listening() noexcept;
void end_listening() noexcept;

// A loop on several threads, on the thread that shares it out.
class SharedLoop {
  public:
    explicit SharedLoop(const Context& context) noexcept;
    ~SharedLoop();
    SharedLoop(const SharedLoop&) = delete;
    SharedLoop& operator=(const SharedLoop&) = delete;
    // Of the thread that makes the call.
    Hearing& caller() const noexcept { return *caller_; }

  private:
    Hearing* caller_;
};

// While it lives, this thread does a share of a loop of that one's.
class LoopShare {
  public:
    explicit LoopShare(Hearing& caller) noexcept;
    ~LoopShare();
    LoopShare(const LoopShare&) = delete;
    LoopShare& operator=(const LoopShare&) = delete;

  private:
    Hearing* before_;
};

// For the thread that waits until others have done their shares: how often it looks up.
inline constexpr std::chrono::milliseconds hearing_interval{20};
bool waits_for_callback() noexcept;
void hear_while_waiting() noexcept;

}  // namespace tenon
