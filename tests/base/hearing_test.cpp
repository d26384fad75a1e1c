// The progress callback is heard wherever a call looks at the cancel handle.
#include "base/hearing.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/call_threads.hpp"
#include "base/clock.hpp"
#include "base/parallel.hpp"
#include "tenon/error.hpp"
#include "tenon/executor.hpp"

using namespace tenon;

namespace {

// Long enough to be heard within several times, were nobody to refuse.
constexpr double work_seconds = 1.5;

// Some work that looks at the cancel handle every millisecond and reports nothing.
void work(const Context& context, double seconds) {
    const Stopwatch watch;
    while (watch.seconds() < seconds) {
        context.check_cancelled();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

struct Host {
    std::thread::id home = std::this_thread::get_id();
    std::vector<Progress> told;
    std::atomic<int> inside{0}, elsewhere{0};
    std::int64_t refuse_at = -1;  // the number of the call that is refused
    Context context;

    std::unique_ptr<HeardCall> call;

    Host() {
        context.progress = HeardProgress([this](const Progress& progress) {
            if (++inside > 1 || std::this_thread::get_id() != home) ++elsewhere;
            told.push_back(progress);
            --inside;
            return refuse_at < 0 || static_cast<std::int64_t>(told.size()) < refuse_at;
        });
        call = std::make_unique<HeardCall>(context);
    }
};

// Whether the call gave up before all was done.
bool is_cancelled(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.status() == Status::cancelled;
    }
    return false;
}

std::shared_ptr<Executor> two_threads() {
    return std::make_shared<Executor>(2, [](std::int64_t count, const Executor::Task& task) {
        std::vector<std::thread> others;
        for (std::int64_t i = 1; i < count; ++i) others.emplace_back([&task, i] { task(i); });
        task(0);
        for (std::thread& other : others) other.join();
    });
}

}  // namespace

TEST_CASE("work that only looks at the cancel handle tells its last report again") {
    Host host;
    host.context.report({.phase = "some work", .share = 0.25, .rows = 7});
    work(host.context, 0.3);
    CHECK(host.told.size() >= 3);
    for (const Progress& progress : host.told) {
        CHECK(std::string(progress.phase) == "some work");
        CHECK(progress.share == 0.25);
        CHECK(progress.rows == 7);
    }
    CHECK(host.elsewhere == 0);
}

TEST_CASE("a callback that refuses between reports ends a loop on any number of threads") {
    for (const int threads : {1, 2, 3}) {
        for (const bool executor : {false, true}) {
            CAPTURE(threads);
            CAPTURE(executor);
            Host host;
            host.context.threads = threads;
            if (executor) host.context.executor = two_threads();
            host.refuse_at = 3;
            CHECK(is_cancelled([&] {
                host.context.report({.phase = "loop"});
                parallel_blocks(host.context, 3, 1,
                                [&](auto, auto, auto) { work(host.context, work_seconds); });
            }));
            CHECK(host.told.size() == 3);
            CHECK(host.elsewhere == 0);
            // The next call is not told to stop.
            host.refuse_at = -1;
            parallel_blocks(host.context, 3, 1,
                            [&](auto, auto, auto) { host.context.check_cancelled(); });
        }
    }
}

TEST_CASE("a callback that refuses ends items, whose contexts have none") {
    for (const int threads : {1, 2, 3}) {
        for (const bool executor : {false, true}) {
            CAPTURE(threads);
            CAPTURE(executor);
            Host host;
            host.context.threads = threads;
            if (executor) host.context.executor = two_threads();
            host.refuse_at = 3;
            CHECK(is_cancelled([&] {
                host.context.report({.phase = "items"});
                parallel_items(host.context, 5, [&](const Context& own, std::int64_t) {
                    own.report({.phase = "not told", .share = 0.5});
                    parallel_blocks(own, 4, 1,
                                    [&](auto, auto, auto) { work(own, work_seconds / 4); });
                });
            }));
            if (threads > 1)
                for (const Progress& progress : host.told)
                    CHECK(std::string(progress.phase) == "items");
            CHECK(host.elsewhere == 0);
        }
    }
}

TEST_CASE("a callback that refuses while its thread waits for the others ends what they do") {
    Host host;
    host.context.threads = 2;
    host.refuse_at = 3;
    const auto others_work = [&](const Context& own) {
        if (std::this_thread::get_id() == host.home)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        else
            work(own, work_seconds);
    };
    CHECK(is_cancelled([&] {
        host.context.report({.phase = "loop"});
        parallel_blocks(host.context, 2, 1, [&](auto, auto, auto) { others_work(host.context); });
    }));
    host.told.clear();
    CHECK(is_cancelled([&] {
        host.context.report({.phase = "items"});
        parallel_items(host.context, 2,
                       [&](const Context& own, std::int64_t) { others_work(own); });
    }));
    CHECK(host.elsewhere == 0);
}

TEST_CASE("what a part of a call looks at is told as the share of the whole") {
    Host host;
    Context part = host.context;
    part.progress = ProgressOfPart{
        &host.context, [&](const Progress& progress) {
            return tell(host.context, {.phase = "whole", .share = (1 + progress.share) / 4});
        }};
    part.report({.phase = "part", .share = 0.5});
    work(part, 0.2);
    work(host.context, 0.2);
    CHECK(host.told.size() >= 4);
    for (const Progress& progress : host.told) {
        CHECK(std::string(progress.phase) == "whole");
        CHECK(progress.share == 0.375);
    }
}

TEST_CASE("threads that make no call of their own hear nothing") {
    Host host;
    std::thread other([&] { work(host.context, 0.2); });
    other.join();
    CHECK(host.told.empty());
}
