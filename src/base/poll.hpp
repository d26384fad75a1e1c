// Looks at the cancel handle every so many calls: for loops, and for the comparisons of a sort,
// that do little each time.
#pragma once

#include <cstdint>

#include "tenon/context.hpp"

namespace tenon {

class Poll {
  public:
    explicit Poll(const Context& context) : context_(context) {}
    Poll(const Poll&) = delete;
    Poll& operator=(const Poll&) = delete;

    // Throws Error(cancelled).
    void operator()() {
        if (--left_ > 0) return;
        left_ = between;
        context_.check_cancelled();
    }

  private:
    // A step that misses the cache takes some 0.3 us: ten milliseconds.
    static constexpr std::int32_t between = 1 << 15;

    const Context& context_;
    std::int32_t left_ = 1;
};

}  // namespace tenon
