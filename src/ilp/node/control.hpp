// When to stop: limits of time, work and nodes, the cancel handle, and the progress callback.
//
// The clock only ever ends a solve; no decision on the way depends on it, so two runs without a
// time limit make the same steps.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>

#include "base/clock.hpp"
#include "ilp/lp/simplex.hpp"
#include "ilp/node/effort.hpp"
#include "ilp/node/search_log.hpp"
#include "tenon/context.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp {

// proven: a plan meets a bound that was known from elsewhere.
enum class Stop : std::uint8_t { none, time, nodes, work, cancelled, memory, proven };
// What a solve that ended so says; numerical for none.
Outcome outcome_of(Stop stop);

class Control {
  public:
    Control(const Context& context, const SolveOptions& options);
    // For a sub-problem: limits of its own beside those of the whole, work charged to both. Its
    // progress is not told.
    Control(Control& whole, std::int64_t nodes, std::int64_t work);
    // For a worker beside others (search/rounds.hpp): the deadline of the whole, work and limits of
    // its own, counted from `work`; it also stops when told so by the flag. The context is without
    // callbacks; both outlive it.
    Control(const Control& whole, const Context& quiet, const std::atomic<bool>& halted,
            std::int64_t work);

    // Reads limits and the cancel handle, and repeats the last report if it is time for one: cheap
    // enough for every few microseconds of work.
    bool stopped();
    Stop reason() const noexcept { return reason_; }
    void stop(Stop reason) {
        if (reason_ == Stop::none) reason_ = reason;
    }
    // -1: the caller maximises; what is told changes its sign.
    void tell_in_sense(double sign) noexcept { sign_ = sign; }
    // Whether anyone wants to hear: a sub-problem's progress is not told.
    bool is_heard() const noexcept { return !whole_ && (context_.progress || log_.wanted()); }
    // Calls the progress callback if a tenth of a second has passed since the last time, and logs a
    // line if it is time for one.
    void report(const SearchState& state);
    // For the log alone: a step of the search; a new best plan.
    void report_step(const SearchState& state, const char* event);
    void report_plan(const SearchState& state, const char* source);
    SearchLog& log() noexcept { return log_; }

    void add_work(std::int64_t units) noexcept {
        work_ += units;
        if (whole_) whole_->add_work(units);
    }
    std::int64_t work() const noexcept { return work_; }
    // Of this search; those of sub-problems are one part of the whole's.
    Effort& effort() noexcept { return effort_; }
    // What the limits leave; largest numbers without limits.
    std::int64_t work_left() const noexcept { return left(work_limit_, work_); }
    std::int64_t nodes_left(std::int64_t nodes) const noexcept { return left(node_limit_, nodes); }
    void allow_work(std::int64_t more) noexcept {
        work_limit_ = more == endless ? -1 : work_ + more;
    }
    static constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
    bool node_allowed(std::int64_t nodes) {
        if (node_limit_ >= 0 && nodes >= node_limit_) stop(Stop::nodes);
        return reason_ == Stop::none;
    }
    double seconds() const noexcept { return watch_.seconds(); }
    const Context& context() const noexcept { return context_; }
    // For every LP: the deadline, what is left of the work, and the cancel handle.
    LpLimits lp_limits() const;
    // For an LP that is the whole problem: progress, too.
    LpLimits whole_lp_limits() const;
    // The same for those LPs of a search that may take long, while it is on.
    void tell_linear_programs(bool on) noexcept { tells_lps_ = on && !whole_; }

  private:
    static std::int64_t left(std::int64_t limit, std::int64_t done) noexcept {
        return limit < 0 ? endless : std::max<std::int64_t>(0, limit - done);
    }

    const Context& context_;
    Control* whole_ = nullptr;
    const std::atomic<bool>* halted_ = nullptr;
    Stopwatch watch_;
    double deadline_;  // on steady_seconds()
    std::int64_t node_limit_, work_limit_, work_ = 0;
    SearchState in_sense(SearchState state) const noexcept;
    void keep(const SearchState& state) noexcept;

    double last_report_ = 0;
    double sign_ = 1;
    SearchState told_;  // last, of the minimisation
    bool has_told_ = false, tells_lps_ = false;
    Effort effort_;
    SearchLog log_;
    Stop reason_ = Stop::none;
};

// While it lives, time and work are those of one part.
class Stint {
  public:
    Stint(Control& control, SearchPart part)
        : control_(control), before_(control.effort().current()) {
        control.effort().turn_to(part, control.work());
        ++control.effort().of(part).calls;
    }
    ~Stint() { control_.effort().turn_to(before_, control_.work()); }
    Stint(const Stint&) = delete;
    Stint& operator=(const Stint&) = delete;

  private:
    Control& control_;
    SearchPart before_;
};

}  // namespace tenon::ilp
