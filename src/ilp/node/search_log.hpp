// Lines for people while a search runs: what is being searched, then a line for each step of the
// root, each new best plan (*) and every two seconds, later every tenth of the time so far. They go
// to the log of the context at LogLevel::info; without one nothing is done here.
//
//    seconds      nodes       open        best plan            bound        gap
//        0.0          0          0                -         7125.000          -  first LP
//   *    0.1          0          0         8250.000         7185.000    12.91 %  shifting
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "tenon/context.hpp"

namespace tenon::ilp {

// Where a search stands. In the caller's own sense when it leaves the search.
struct SearchState {
    const char* phase = "";
    std::int64_t nodes = 0, open = 0;
    double incumbent = std::numeric_limits<double>::quiet_NaN();
    double bound = std::numeric_limits<double>::quiet_NaN();
    double gap = std::numeric_limits<double>::quiet_NaN();
};

class SearchLog {
  public:
    explicit SearchLog(const Context& context) : context_(context) {}

    bool wanted() const noexcept { return context_.logs(); }
    // One line as it is, before the table.
    void note(const std::string& line) const {
        context_.write_log(LogLevel::info, line, LogId::search);
    }
    // A line of its own.
    void step(const SearchState& state, double seconds, const char* event);
    // A new best plan: at once, unless a line has just been written.
    void plan(const SearchState& state, double seconds, const char* source);
    // A line if it is time for one; at the root it says what is at work.
    void go_on(const SearchState& state, double seconds, const char* at_work);

  private:
    void write(const SearchState& state, double seconds, const char* event);

    const Context& context_;
    double last_ = -1;              // seconds at the last line; negative: none yet
    const char* source_ = nullptr;  // of a plan that no line has told of
};

}  // namespace tenon::ilp
