// A call that leaves the host without a word for long cannot be stopped by its callback.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "base/hearing.hpp"
#include "tenon/context.hpp"
#include "tenon/error.hpp"

namespace tenon {

// The callback is to be called with this phase, more often than the call reports; and a call that
// is refused the second time ends as cancelled. The call is to take some tenths of a second.
template <class Call>
void check_heard(const char* phase, const Call& call) {
    const std::string name = phase;
    CAPTURE(name);
    int told = 0, refuse_at = 0;
    Context context;
    context.progress = HeardProgress([&](const Progress& progress) {
        CHECK(progress.phase == name);
        return ++told != refuse_at;
    });
    const HeardCall heard(context);
    context.report({.phase = phase});
    call(context);
    CHECK(told > 2);
    told = 0;
    refuse_at = 2;
    Status status = Status::internal;
    try {
        call(context);
    } catch (const Error& error) {
        status = error.status();
    }
    CHECK(status == Status::cancelled);
    CHECK(told == 2);
}

}  // namespace tenon
