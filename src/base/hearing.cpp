#include "base/hearing.hpp"

#include "base/clock.hpp"

namespace tenon {

namespace {

// Half of what a cancel may take.
constexpr double seconds_between = 0.05;

const ProgressOfPart* part_of(const Context& context) noexcept {
    return context.progress ? context.progress.target<ProgressOfPart>() : nullptr;
}

const Context& whole_of(const Context& context) noexcept {
    const Context* at = &context;
    while (const ProgressOfPart* part = part_of(*at)) at = part->whole;
    return *at;
}

HearingTable* table_of(const Context& context) noexcept {
    const Context& whole = whole_of(context);
    const auto* heard = whole.progress ? whole.progress.target<HeardProgress>() : nullptr;
    return heard ? heard->table.get() : nullptr;
}

Hearing* own_of(const Context& context) noexcept {
    HearingTable* table = table_of(context);
    return table ? table->of_this_thread() : nullptr;
}

void refuse_loops(Hearing& own) noexcept {
    if (own.loops > 0) own.refused.store(true, std::memory_order_relaxed);
}

}  // namespace

Hearing* HearingTable::of_this_thread() noexcept {
    const std::thread::id own = std::this_thread::get_id();
    for (Hearing& entry : entries_)
        if (entry.thread.load(std::memory_order_relaxed) == own) return &entry;
    return nullptr;
}

Hearing* HearingTable::claim() noexcept {
    for (Hearing& entry : entries_) {
        std::thread::id none;
        if (entry.thread.load(std::memory_order_relaxed) != none ||
            !entry.thread.compare_exchange_strong(none, std::this_thread::get_id(),
                                                  std::memory_order_acquire))
            continue;
        entry.told = {};
        entry.when = -1;
        entry.loops = 0;
        entry.shares_loop_of = nullptr;
        entry.refused.store(false, std::memory_order_relaxed);
        return &entry;
    }
    return nullptr;
}

void HearingTable::release(Hearing& entry) noexcept {
    entry.thread.store(std::thread::id(), std::memory_order_release);
}

HeardCall::HeardCall(const Context& context) noexcept {
    HearingTable* table = table_of(context);
    if (!table) return;
    own_ = table->of_this_thread();
    within_ = own_ != nullptr;
    if (within_) before_ = own_->told;
    if (!own_) own_ = table->claim();
    if (!own_) return;
    own_->told = {};
    own_->told.phase = "work";
    own_->when = -1;
}

HeardCall::~HeardCall() {
    if (!own_) return;
    if (within_)
        own_->told = before_;
    else
        HearingTable::release(*own_);
}

bool tell(const Context& context, const Progress& progress) {
    const bool goes_on = context.progress(progress);
    Hearing* own = own_of(context);
    if (!own) return goes_on;
    // Afterwards: what a call within the callback told is its own.
    if (!part_of(context)) {
        own->told = progress;
        own->when = steady_seconds();
    }
    if (!goes_on) refuse_loops(*own);
    return goes_on;
}

bool hearing_goes_on(const Context& context) {
    if (!context.progress) return true;
    Hearing* own = own_of(context);
    if (!own) return true;
    if (own->shares_loop_of) return !own->shares_loop_of->refused.load(std::memory_order_relaxed);
    if (own->refused.load(std::memory_order_relaxed)) return false;
    const double now = steady_seconds();
    if (own->when < 0) own->when = now;
    if (now - own->when < seconds_between) return true;
    const Progress again = own->told;
    return tell(whole_of(context), again);
}

SharedLoop::SharedLoop(const Context& context) noexcept : table_(table_of(context)) {
    Hearing* own = table_ ? table_->of_this_thread() : nullptr;
    if (!own) return;
    outer_ = own->shares_loop_of == nullptr;
    caller_ = outer_ ? own : own->shares_loop_of;
    if (outer_) ++caller_->loops;
}

SharedLoop::~SharedLoop() {
    if (!outer_ || --caller_->loops > 0) return;
    caller_->refused.store(false, std::memory_order_relaxed);
}

bool SharedLoop::refused() const noexcept {
    return caller_ && caller_->refused.load(std::memory_order_relaxed);
}

LoopShare::LoopShare(const SharedLoop& loop) noexcept {
    if (!loop.caller_) return;
    own_ = loop.table_->of_this_thread();
    if (own_ == loop.caller_) {  // the caller itself
        own_ = nullptr;
        return;
    }
    claimed_ = own_ == nullptr;
    if (claimed_) own_ = loop.table_->claim();
    if (!own_) return;
    before_ = own_->shares_loop_of;
    own_->shares_loop_of = loop.caller_;
}

LoopShare::~LoopShare() {
    if (!own_) return;
    own_->shares_loop_of = before_;
    if (claimed_) HearingTable::release(*own_);
}

bool waits_for_callback(const Context& context) noexcept {
    const Hearing* own = own_of(context);
    return own && !own->shares_loop_of;
}

void hear_while_waiting(const Context& context) noexcept {
    Hearing* own = own_of(context);
    if (!own) return;
    try {
        hearing_goes_on(context);
    } catch (...) {
        refuse_loops(*own);  // the other threads use what is on this one's stack: they end first
    }
}

}  // namespace tenon
