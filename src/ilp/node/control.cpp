#include "ilp/node/control.hpp"

#include <algorithm>

#include "ilp/node/search_parts.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

constexpr double report_interval_seconds = 0.1;

}  // namespace

Outcome outcome_of(Stop stop) {
    switch (stop) {
        case Stop::time:
            return Outcome::time_limit;
        case Stop::nodes:
            return Outcome::node_limit;
        case Stop::work:
            return Outcome::work_limit;
        case Stop::cancelled:
            return Outcome::cancelled;
        case Stop::memory:
            return Outcome::memory_limit;
        case Stop::proven:
            return Outcome::optimal;
        case Stop::none:
            break;
    }
    return Outcome::numerical;
}

Control::Control(const Context& context, const SolveOptions& options)
    : context_(context),
      deadline_(steady_seconds() + options.time_limit_seconds),
      node_limit_(options.node_limit),
      work_limit_(options.work_limit),
      log_(context) {}

Control::Control(Control& whole, std::int64_t nodes, std::int64_t work)
    : context_(whole.context_),
      whole_(&whole),
      deadline_(whole.deadline_),
      node_limit_(nodes),
      work_limit_(work),
      log_(whole.context_) {}

Control::Control(const Control& whole, const Context& quiet, const std::atomic<bool>& halted,
                 std::int64_t work)
    : context_(quiet),
      halted_(&halted),
      deadline_(whole.deadline_),
      node_limit_(-1),
      work_limit_(-1),
      work_(work),
      log_(quiet) {
    effort_.begin(work);
}

bool Control::stopped() {
    if (reason_ != Stop::none) return true;
    if (whole_ && whole_->stopped()) {
        reason_ = whole_->reason_;
        return true;
    }
    if ((context_.cancel && context_.cancel->requested()) ||
        (halted_ && halted_->load(std::memory_order_relaxed)))
        reason_ = Stop::cancelled;
    else if (work_limit_ >= 0 && work_ >= work_limit_)
        reason_ = Stop::work;
    else if (steady_seconds() >= deadline_)
        reason_ = Stop::time;
    else if (has_told_)
        report(told_);
    return reason_ != Stop::none;
}

SearchState Control::in_sense(SearchState state) const noexcept {
    state.incumbent = sign_ * state.incumbent + 0.0;  // no -0
    state.bound = sign_ * state.bound + 0.0;
    return state;
}

void Control::keep(const SearchState& state) noexcept {
    told_ = state;
    has_told_ = true;
}

void Control::report(const SearchState& state) {
    if (!is_heard()) return;
    keep(state);
    const double now = watch_.seconds();
    const SearchState told = in_sense(state);
    log_.go_on(told, now, name_of(effort_.current()));
    if (!context_.progress || now - last_report_ < report_interval_seconds) return;
    last_report_ = now;
    Progress snapshot;
    snapshot.phase = told.phase;
    snapshot.work = work_;
    snapshot.nodes = told.nodes;
    snapshot.incumbent = told.incumbent;
    snapshot.bound = told.bound;
    snapshot.gap = told.gap;
    snapshot.seconds = now;
    try {
        context_.report(snapshot);
    } catch (const Error& error) {
        if (error.status() != Status::cancelled) throw;
        stop(Stop::cancelled);
    }
}

void Control::report_step(const SearchState& state, const char* event) {
    if (!is_heard()) return;
    keep(state);
    log_.step(in_sense(state), watch_.seconds(), event);
}

void Control::report_plan(const SearchState& state, const char* source) {
    if (!is_heard()) return;
    keep(state);
    log_.plan(in_sense(state), watch_.seconds(), source);
}

LpLimits Control::lp_limits() const {
    LpLimits limits;
    limits.deadline_seconds = deadline_;
    limits.context = &context_;
    limits.report = tells_lps_;
    if (whole_) limits.work = whole_->lp_limits().work;
    if (work_limit_ < 0) return limits;
    const std::int64_t left = std::max<std::int64_t>(0, work_limit_ - work_);
    limits.work = limits.work < 0 ? left : std::min(limits.work, left);
    return limits;
}

LpLimits Control::whole_lp_limits() const {
    LpLimits limits = lp_limits();
    limits.report = true;
    return limits;
}

}  // namespace tenon::ilp
