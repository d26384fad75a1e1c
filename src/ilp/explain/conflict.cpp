// find_conflict: the simplest reasons first. A column without an integer between its bounds; a row
// that its columns' bounds keep from its side; a combination of rows of the relaxation; and at last
// a set that only the integer solver can tell infeasible.
#include "tenon/conflict.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/explain/conflict_search.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace ilp {

namespace {

constexpr double report_interval_seconds = 0.1;

}  // namespace

ConflictSearch::ConflictSearch(const Context& context, const Problem& problem,
                               const ConflictOptions& options)
    : context_(context),
      problem_(problem),
      options_(options),
      deadline_(steady_seconds() + options.time_limit_seconds) {}

bool ConflictSearch::stopped() {
    if (cancelled() || (deadline_ < infinity && steady_seconds() >= deadline_)) return true;
    const double now = watch_.seconds();
    if (!context_.progress || now - last_report_ < report_interval_seconds) return false;
    last_report_ = now;
    Progress progress;
    progress.phase = "find conflict";
    progress.work = out_.trials;
    progress.seconds = now;
    refused_ = !context_.progress(progress);
    return refused_;
}

Outcome ConflictSearch::stop_reason() const {
    return cancelled() ? Outcome::cancelled : Outcome::time_limit;
}

LpLimits ConflictSearch::limits() const {
    LpLimits limits;
    limits.deadline_seconds = deadline_;
    limits.context = &context_;
    limits.report = true;
    return limits;
}

Conflict ConflictSearch::run() {
    out_.outcome = Outcome::optimal;
    if (Members members = of_one_column(); !members.empty()) {
        out_.outcome = Outcome::infeasible;
        out_.members = std::move(members);
        out_.minimal = true;
    } else if (members = of_one_row(); !members.empty()) {
        filter(std::move(members));
    } else if (members = of_relaxation(); !members.empty()) {
        filter(std::move(members));
    } else if (out_.outcome == Outcome::optimal && problem_.has_integers()) {
        search_integers();
    }
    std::stable_sort(out_.members.begin(), out_.members.end(),
                     [](const ConflictMember& a, const ConflictMember& b) {
                         if (is_of_row(a.part) != is_of_row(b.part)) return is_of_row(a.part);
                         return a.index != b.index ? a.index < b.index : a.part < b.part;
                     });
    out_.minimal = !out_.members.empty() &&
                   std::all_of(out_.members.begin(), out_.members.end(),
                               [](const ConflictMember& member) { return member.needed; });
    out_.seconds = watch_.seconds();
    return std::move(out_);
}

}  // namespace ilp

Conflict find_conflict(const Context& context, const Problem& problem,
                       const ConflictOptions& options) {
    if (std::isnan(options.time_limit_seconds) || options.time_limit_seconds < 0)
        throw Error(Status::argument, "time_limit_seconds must be zero or more seconds",
                    {.argument = "time_limit_seconds"});
    return ilp::ConflictSearch(context, problem, options).run();
}

}  // namespace tenon
