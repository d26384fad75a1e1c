// Counts work in numbers touched and looks at clock and cancel handle every few milliseconds of it.
#pragma once

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
    void poll() {
        next_ = work_ + interval;
        if (context_ && context_->cancel && context_->cancel->requested()) throw Stopped{};
        if (deadline_ < never && steady_seconds() > deadline_) throw Stopped{};
    }
    std::int64_t work() const noexcept { return work_; }
    // Goes on counting for another call with other limits.
    void rearm(const Context* context, double deadline_seconds) noexcept {
        context_ = context;
        deadline_ = deadline_seconds;
        next_ = work_;
    }

  private:
    // About two milliseconds at one touched number a few nanoseconds.
    static constexpr std::int64_t interval = 500'000;
    static constexpr double never = std::numeric_limits<double>::infinity();

    const Context* context_ = nullptr;
    double deadline_ = never;
    std::int64_t work_ = 0;
    std::int64_t next_ = 0;
};

}  // namespace tenon
