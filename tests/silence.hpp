// How long a call leaves the host without a word: what a cancel may take.
#pragma once

#include <doctest/doctest.h>
#include <time.h>

#include <algorithm>
#include <string>

#include "tenon/context.hpp"
#include "tenon/error.hpp"

namespace tenon {

// In seconds of processor time of this thread, which other work of the machine does not lengthen.
inline double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The callback is to be called with this phase, and again at least every so often; and a call that
// is refused the second time ends as cancelled.
template <class Call>
void check_heard(const char* phase, const Call& call) {
    const std::string name = phase;
    CAPTURE(name);
    constexpr double longest = 0.15;  // 0.05 between two calls, and what a piece of work takes
    double silence = 0, heard = thread_seconds();
    int told = 0;
    Context context;
    context.progress = [&](const Progress& progress) {
        CHECK(progress.phase == name);
        ++told;
        silence = std::max(silence, thread_seconds() - heard);
        heard = thread_seconds();
        return true;
    };
    call(context);
    silence = std::max(silence, thread_seconds() - heard);
    CHECK(silence < longest);
    CHECK(told > 1);
    int calls = 0;
    context.progress = [&](const Progress&) { return ++calls < 2; };
    Status status = Status::internal;
    try {
        call(context);
    } catch (const Error& error) {
        status = error.status();
    }
    CHECK(status == Status::cancelled);
    CHECK(calls == 2);
}

}  // namespace tenon
