#include "base/place_apart.hpp"

#include <doctest/doctest.h>

#if defined(__linux__)

#include <pthread.h>
#include <sched.h>

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "base/call_threads.hpp"
#include "base/parallel.hpp"

using namespace tenon;

namespace {

cpu_set_t allowed_here() {
    cpu_set_t out;
    CPU_ZERO(&out);
    pthread_getaffinity_np(pthread_self(), sizeof out, &out);
    return out;
}

// What the threads of a loop may run on, once all of them are there and have been placed.
std::vector<cpu_set_t> allowed_in_loop(const Context& context) {
    std::mutex mutex;
    std::vector<cpu_set_t> out;
    parallel_blocks(context, 64, 1, [&](std::int64_t, std::int64_t, std::int64_t) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        const std::lock_guard lock(mutex);
        out.push_back(allowed_here());
    });
    return out;
}

}  // namespace

TEST_CASE("threads may run where the thread may that started them") {
    const cpu_set_t before = allowed_here();
    Context context;
    context.threads = 4;
    for (const cpu_set_t& set : allowed_in_loop(context)) CHECK(CPU_EQUAL(&set, &before));
    const CallThreads team(context);
    for (const cpu_set_t& set : allowed_in_loop(team.context())) CHECK(CPU_EQUAL(&set, &before));
    const cpu_set_t after = allowed_here();
    CHECK(CPU_EQUAL(&after, &before));
}

TEST_CASE("a thread that may use one processor only starts others there") {
    const cpu_set_t before = allowed_here();
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    REQUIRE(pthread_setaffinity_np(pthread_self(), sizeof one, &one) == 0);
    Context context;
    context.threads = 3;
    const auto seen = allowed_in_loop(context);
    pthread_setaffinity_np(pthread_self(), sizeof before, &before);
    CHECK(seen.size() == 64);
    for (const cpu_set_t& set : seen) CHECK(CPU_EQUAL(&set, &one));
}

#endif
