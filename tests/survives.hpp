// A call that bears that memory is short, whichever allocation fails.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>

#include "failing_memory.hpp"

namespace tenon::test {

// Whichever allocation of call fails, std::bad_alloc and nothing else leaves it, no block stays
// behind, and it is done once there is memory again.
template <class Call>
void survives(const Call& call) {
    const std::int64_t before = blocks.load();
    std::int64_t leaks = 0;
    for (const bool on : {false, true}) {
        const std::int64_t failures = fail_every_allocation(
            on, call, [&](std::int64_t) { leaks += blocks.load() != before; });
        CHECK(failures > 0);
        CHECK(leaks == 0);
    }
}

}  // namespace tenon::test
