// How the progress callback is heard between reports: wherever a call looks at the cancel handle.
//
// A context whose callback is a HeardProgress keeps a table of the threads that make a call with it
// just now: what each told last, which is told once more when the callback has not been heard for a
// while. Threads that do a share of a loop never call; they look whether the thread that shares it
// out was told to stop. Nothing of this is global or belongs to a thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "tenon/context.hpp"

namespace tenon {

// Of one thread, while it makes a call or does a share of a loop. Only `refused` is looked at by
// others.
struct Hearing {
    std::atomic<std::thread::id> thread{};  // none: the entry is free
    Progress told;                          // last
    double when = -1;                       // on steady_seconds(); < 0: not looked at it yet
    std::int32_t loops = 0;                 // of that call, shared with other threads
    std::atomic<bool> refused{false};       // within them
    Hearing* shares_loop_of = nullptr;      // another thread's, of which this one does a share
};

// The threads that use one context. Those that find no free entry are heard at reports only.
class HearingTable {
  public:
    Hearing* of_this_thread() noexcept;
    Hearing* claim() noexcept;  // for this thread; null: none is free
    static void release(Hearing& entry) noexcept;

  private:
    std::array<Hearing, 48> entries_;
};

// The callback of a host that wants to be heard often.
struct HeardProgress {
    explicit HeardProgress(std::function<bool(const Progress&)> callback)
        : host(std::move(callback)), table(std::make_shared<HearingTable>()) {}
    std::function<bool(const Progress&)> host;
    std::shared_ptr<HearingTable> table;
    bool operator()(const Progress& progress) const { return host(progress); }
};

// While it lives, this thread makes a call with the context. What it looks at before its first
// report is told as "work". A call within the callback of another one has words of its own.
class HeardCall {
  public:
    explicit HeardCall(const Context& context) noexcept;
    ~HeardCall();
    HeardCall(const HeardCall&) = delete;
    HeardCall& operator=(const HeardCall&) = delete;

  private:
    Hearing* own_ = nullptr;
    bool within_ = false;
    Progress before_;
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

// A loop on several threads, on the thread that shares it out.
class SharedLoop {
  public:
    explicit SharedLoop(const Context& context) noexcept;
    ~SharedLoop();
    SharedLoop(const SharedLoop&) = delete;
    SharedLoop& operator=(const SharedLoop&) = delete;
    bool refused() const noexcept;

  private:
    friend class LoopShare;
    HearingTable* table_ = nullptr;
    Hearing* caller_ = nullptr;  // of the thread that makes the call; null: it is not heard
    bool outer_ = false;         // this thread makes it
};

// While it lives, this thread does a share of that loop.
class LoopShare {
  public:
    explicit LoopShare(const SharedLoop& loop) noexcept;
    ~LoopShare();
    LoopShare(const LoopShare&) = delete;
    LoopShare& operator=(const LoopShare&) = delete;

  private:
    Hearing* own_ = nullptr;
    Hearing* before_ = nullptr;
    bool claimed_ = false;
};

// For the thread that waits until others have done their shares: how often it looks up.
inline constexpr std::chrono::milliseconds hearing_interval{20};
bool waits_for_callback(const Context& context) noexcept;
void hear_while_waiting(const Context& context) noexcept;

}  // namespace tenon
