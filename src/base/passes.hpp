// How far a call has come that goes over its rows several times, told to the host; with it the look
// at the cancel handle, as base/poll.hpp has it for calls that tell nothing.
#pragma once

#include <cstdint>

#include "tenon/context.hpp"

namespace tenon {

class Passes {
  public:
    // `phase`: a static text, such as "sort".
    Passes(const Context& context, const char* phase) : context_(context), phase_(phase) {}
    Passes(const Passes&) = delete;
    Passes& operator=(const Passes&) = delete;

    // The next pass takes about so many steps and brings the share of the whole to `to`. Tells
    // where the call stands. Throws Error(cancelled), as steps do.
    void next(double to, std::int64_t steps);
    // Steps done. Tells every so many.
    void operator()(std::int64_t steps = 1) {
        left_ -= steps;
        if (left_ <= 0) tell();
    }
    const Context& context() const noexcept { return context_; }
    // Where the pass at hand ends.
    double reached() const noexcept { return to_; }

  private:
    void tell();

    static constexpr std::int64_t between = std::int64_t{1} << 15;

    const Context& context_;
    const char* phase_;
    double from_ = 0, to_ = 0;
    std::int64_t steps_ = 0, done_ = 0, done_before_ = 0, left_ = between;
};

}  // namespace tenon
