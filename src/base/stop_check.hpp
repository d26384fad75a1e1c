// Counts work in numbers touched and looks at clock, cancel handle and limit of work every few
// milliseconds of it; on request it also calls the progress callback, ten times a second.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/clock.hpp"
#include "tenon/context.hpp"

namespace tenon {

// Thrown inside a computation when the deadline has passed or the host asked to stop.
struct Stopped {};

class StopCheck {
  public:
    StopCheck() = default;
    // deadline_seconds is on steady_seconds(); infinity: none. context may be null.
    StopCheck(const Context* context, double deadline_seconds)
        : context_(context), deadline_(deadline_seconds) {}

    void charge(std::int64_t work) {
        work_ += work;
        if (work_ >= next_) poll();
    }
    // Counts work where nothing may be thrown; the limits are looked at with the next charge.
    void count(std::int64_t work) noexcept { work_ += work; }
    void poll() {
        next_ = std::min(work_ + interval, last_);
        if (context_ && context_->cancel && context_->cancel->requested()) throw Stopped{};
        if (work_ >= last_) throw Stopped{};
        if (deadline_ < never && steady_seconds() > deadline_) throw Stopped{};
        if (phase_) report();
    }
    std::int64_t work() const noexcept { return work_; }
    // Goes on counting without any limit.
    void disarm() noexcept {
        rearm(nullptr, never);
        phase_ = nullptr;
    }
    // Goes on counting for another call with other limits; more_work < 0: any amount.
    void rearm(const Context* context, double deadline_seconds,
               std::int64_t more_work = -1) noexcept {
        context_ = context;
        deadline_ = deadline_seconds;
        last_ = more_work < 0 ? endless : work_ + more_work;
        next_ = work_;
    }
    // Name a phase to have it reported from poll(); nullptr: quiet. Cancelling there throws
    // Error(Status::cancelled).
    void report_as(const char* phase) noexcept { phase_ = phase; }

  private:
    // About two milliseconds at one touched number a few nanoseconds.
    static constexpr std::int64_t interval = 500'000;
    static constexpr double never = std::numeric_limits<double>::infinity();
    static constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
    static constexpr double report_interval_seconds = 0.1;

    void report() {
        if (!context_ || !context_->progress) return;
        const double now = steady_seconds();
        if (now - reported_ < report_interval_seconds) return;
        reported_ = now;
        Progress snapshot;
        snapshot.phase = phase_;
        snapshot.work = work_;
        context_->report(snapshot);
    }

    const Context* context_ = nullptr;
    double deadline_ = never;
    std::int64_t work_ = 0;
    std::int64_t next_ = 0, last_ = endless;
    const char* phase_ = nullptr;
    double reported_ = 0;
};

}  // namespace tenon
