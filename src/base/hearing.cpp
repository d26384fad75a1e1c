#include "base/hearing.hpp"

#include "base/clock.hpp"

namespace tenon {

namespace {

// Half of what a cancel may take.
constexpr double seconds_between = 0.05;

constinit thread_local Hearing mine;

const ProgressOfPart* part_of(const Context& context) noexcept {
    return context.progress ? context.progress.target<ProgressOfPart>() : nullptr;
}

const Context& whole_of(const Context& context) noexcept {
    const Context* at = &context;
    while (const ProgressOfPart* part = part_of(*at)) at = part->whole;
    return *at;
}

void refuse_loops() noexcept {
    if (mine.loops > 0) mine.refused.store(true, std::memory_order_relaxed);
}

}  // namespace

bool tell(const Context& context, const Progress& progress) {
    const bool goes_on = context.progress(progress);
    // Afterwards: what a call within the callback told is its own.
    if (!part_of(context)) {
        mine.told = progress;
        mine.when = steady_seconds();
        mine.listens = true;
    }
    if (!goes_on) refuse_loops();
    return goes_on;
}

bool hearing_goes_on(const Context& context) {
    Hearing& own = mine;
    if (own.shares_loop_of) return !own.shares_loop_of->refused.load(std::memory_order_relaxed);
    if (own.refused.load(std::memory_order_relaxed)) return false;
    if (!own.listens) return true;
    const Context& whole = whole_of(context);
    if (!whole.progress) return true;
    const double now = steady_seconds();
    if (own.when < 0) own.when = now;
    if (now - own.when < seconds_between) return true;
    const Progress again = own.told;
    return tell(whole, again);
}

void begin_listening() noexcept {
    if (mine.listens) return;
    mine.told = {};
    mine.told.phase = "work";
    mine.when = -1;
    mine.listens = true;
}

void end_listening() noexcept {
    mine.listens = false;
}

SharedLoop::SharedLoop(const Context& context) noexcept
    : caller_(mine.shares_loop_of ? mine.shares_loop_of : &mine) {
    if (caller_ == &mine && mine.loops++ == 0) mine.in_loops = &context;
}

SharedLoop::~SharedLoop() {
    if (caller_ != &mine || --mine.loops > 0) return;
    mine.in_loops = nullptr;
    mine.refused.store(false, std::memory_order_relaxed);
}

LoopShare::LoopShare(Hearing& caller) noexcept : before_(mine.shares_loop_of) {
    if (&caller != &mine) mine.shares_loop_of = &caller;
}

LoopShare::~LoopShare() {
    mine.shares_loop_of = before_;
}

bool waits_for_callback() noexcept {
    return mine.listens && !mine.shares_loop_of && mine.in_loops &&
           whole_of(*mine.in_loops).progress;
}

void hear_while_waiting() noexcept {
    try {
        if (waits_for_callback()) hearing_goes_on(*mine.in_loops);
    } catch (...) {
        refuse_loops();  // the other threads use what is on this one's stack: they end first
    }
}

}  // namespace tenon
