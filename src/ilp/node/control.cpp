#include "ilp/node/control.hpp"

#include <algorithm>

#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

constexpr double report_interval_seconds = 0.1;

}  // namespace

Control::Control(const Context& context, const SolveOptions& options)
    : context_(context),
      time_limit_(options.time_limit_seconds),
      deadline_(steady_seconds() + options.time_limit_seconds),
      node_limit_(options.node_limit),
      work_limit_(options.work_limit) {}

Control::Control(Control& whole, std::int64_t nodes, std::int64_t work)
    : context_(whole.context_),
      whole_(&whole),
      time_limit_(infinity),
      deadline_(whole.deadline_),
      node_limit_(nodes),
      work_limit_(work) {}

bool Control::stopped() {
    if (reason_ != Stop::none) return true;
    if (whole_ && whole_->stopped()) {
        reason_ = whole_->reason_;
        return true;
    }
    if (context_.cancel && context_.cancel->requested())
        reason_ = Stop::cancelled;
    else if (work_limit_ >= 0 && work_ >= work_limit_)
        reason_ = Stop::work;
    else if (watch_.seconds() >= time_limit_)
        reason_ = Stop::time;
    return reason_ != Stop::none;
}

void Control::report(const char* phase, std::int64_t nodes, double incumbent, double bound,
                     double gap) {
    if (!context_.progress || whole_) return;
    const double now = watch_.seconds();
    if (now - last_report_ < report_interval_seconds) return;
    last_report_ = now;
    Progress snapshot;
    snapshot.phase = phase;
    snapshot.work = work_;
    snapshot.nodes = nodes;
    snapshot.incumbent = incumbent;
    snapshot.bound = bound;
    snapshot.gap = gap;
    snapshot.seconds = now;
    try {
        context_.report(snapshot);
    } catch (const Error& error) {
        if (error.status() != Status::cancelled) throw;
        stop(Stop::cancelled);
    }
}

LpLimits Control::lp_limits() const {
    LpLimits limits;
    limits.deadline_seconds = deadline_;
    limits.context = &context_;
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
