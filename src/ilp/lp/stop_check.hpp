// Counts work in nonzeros touched and looks at clock and cancel handle every few milliseconds of
// it.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

// Thrown inside the engine when the deadline has passed or the host asked to stop.
struct Stopped {};

class StopCheck {
  public:
    StopCheck() = default;
    explicit StopCheck(const LpLimits& limits)
        : context_(limits.context), deadline_(limits.deadline_seconds) {}

    void charge(std::int64_t work) {
        work_ += work;
        if (work_ >= next_) poll();
    }
    void poll() {
        next_ = work_ + interval;
        if (context_ && context_->cancel && context_->cancel->requested()) throw Stopped{};
        if (deadline_ < infinity && steady_seconds() > deadline_) throw Stopped{};
    }
    std::int64_t work() const noexcept { return work_; }
    // Goes on counting for another call with other limits.
    void rearm(const LpLimits& limits) noexcept {
        context_ = limits.context;
        deadline_ = limits.deadline_seconds;
        next_ = work_;
    }

  private:
    // About two milliseconds at one touched nonzero a few nanoseconds.
    static constexpr std::int64_t interval = 500'000;

    const Context* context_ = nullptr;
    double deadline_ = infinity;
    std::int64_t work_ = 0;
    std::int64_t next_ = 0;
};

}  // namespace tenon::ilp
