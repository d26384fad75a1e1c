#include "ilp/node/search_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace tenon::ilp {

namespace {

// Plans that come faster than this share a line.
constexpr double least_pause_seconds = 0.1;
// Without news there is a line after this time, and after this share of the time so far.
constexpr double pause_seconds = 2, pause_share = 0.1;
// Larger gaps say nothing.
constexpr double widest_gap = 100;

std::string number(double value) {
    return std::isfinite(value) ? fmt::format("{:.9g}", value) : "-";
}

std::string percent(double gap) {
    return gap < widest_gap ? fmt::format("{:.2f} %", 100 * gap) : "-";
}

}  // namespace

void SearchLog::write(const SearchState& state, double seconds, const char* event) {
    const char* told = event ? event : source_ ? source_ : "";
    const char mark = source_ ? '*' : ' ';
    const bool first = last_ < 0;
    source_ = nullptr;
    last_ = seconds;
    std::string head, line;
    try {
        if (first)
            head = fmt::format("  {:>7} {:>10} {:>10} {:>16} {:>16} {:>10}", "seconds", "nodes",
                               "open", "best plan", "bound", "gap");
        line = fmt::format("{} {:7.1f} {:10} {:10} {:>16} {:>16} {:>10}{}{}", mark, seconds,
                           state.nodes, state.open, number(state.incumbent), number(state.bound),
                           percent(state.gap), *told ? "  " : "", told);
    } catch (const std::bad_alloc&) {
        return;  // a line is worth less than the search
    }
    if (first) note(head);
    note(line);
}

void SearchLog::step(const SearchState& state, double seconds, const char* event) {
    if (wanted()) write(state, seconds, event);
}

void SearchLog::plan(const SearchState& state, double seconds, const char* source) {
    if (!wanted()) return;
    source_ = source;
    if (last_ < 0 || seconds - last_ >= least_pause_seconds) write(state, seconds, nullptr);
}

void SearchLog::go_on(const SearchState& state, double seconds, const char* at_work) {
    if (!wanted()) return;
    const double pause =
        source_ ? least_pause_seconds : std::max(pause_seconds, pause_share * seconds);
    if (seconds - std::max(last_, 0.0) < pause) return;
    // In the tree the numbers tell enough.
    write(state, seconds, source_ || state.nodes > 0 ? nullptr : at_work);
}

}  // namespace tenon::ilp
