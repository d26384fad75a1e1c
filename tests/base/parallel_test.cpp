#include "base/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/call_threads.hpp"
#include "base/sum.hpp"
#include "tenon/error.hpp"
#include "tenon/executor.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("a parallel sum has the same bits for every number of threads") {
    std::vector<double> values(100'000);
    Random random(3);
    for (double& value : values) value = random.normal() * 1e8;
    auto total = [&](int threads) {
        Context context;
        context.threads = threads;
        std::vector<Sum> parts(static_cast<std::size_t>(block_count(100'000, 777)));
        parallel_blocks(context, 100'000, 777, [&](auto block, auto first, auto last) {
            for (auto i = first; i < last; ++i)
                parts[static_cast<std::size_t>(block)].add(values[static_cast<std::size_t>(i)]);
        });
        Sum sum;
        for (const Sum& part : parts) sum.merge(part);
        return sum.value();
    };
    const double one = total(1);
    for (int threads : {2, 4, 8}) CHECK(total(threads) == one);
}

TEST_CASE("the fault of the lowest block is the one reported, and cancel stops the loop") {
    Context context;
    context.threads = 4;
    CHECK_THROWS_AS(parallel_blocks(context, 100, 1,
                                    [](auto block, auto, auto) {
                                        if (block == 0) throw std::runtime_error("block 0");
                                    }),
                    std::runtime_error);
    Cancel cancel;
    cancel.request();
    context.cancel = &cancel;
    CHECK_THROWS_AS(parallel_blocks(context, 10, 1, [](auto, auto, auto) {}), Error);
}

TEST_CASE(
    "items come once each, as many side by side as divide evenly, and callbacks stay at home") {
    const auto home = std::this_thread::get_id();
    for (const int threads : {1, 2, 3, 8}) {
        Context context;
        context.threads = threads;
        context.progress = [&](const Progress&) {
            CHECK(std::this_thread::get_id() == home);
            return true;
        };
        std::vector<std::atomic<int>> calls(7);
        std::atomic<std::int64_t> within{0};
        parallel_items(context, 7, [&](const Context& own, std::int64_t i) {
            calls[static_cast<std::size_t>(i)].fetch_add(1);
            own.report({});
            parallel_blocks(own, 50, 3,
                            [&](auto, auto first, auto last) { within.fetch_add(last - first); });
        });
        for (const auto& count : calls) CHECK(count.load() == 1);
        CHECK(within.load() == 7 * 50);
    }
}

TEST_CASE("a thread that finds no item any more shares the loop within the last one") {
    Context context;
    context.threads = 2;
    std::mutex mutex;
    std::set<std::thread::id> seen;
    parallel_items(context, 3, [&](const Context& own, std::int64_t i) {
        if (i < 2) return;
        parallel_blocks(own, 200, 1, [&](auto, auto, auto) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            const std::lock_guard lock(mutex);
            seen.insert(std::this_thread::get_id());
        });
    });
    CHECK(seen.size() == 2);
}

TEST_CASE("a fault in a loop within an item is that item's") {
    for (const int threads : {1, 2, 3}) {
        Context context;
        context.threads = threads;
        CHECK_THROWS_WITH(
            parallel_items(context, 4,
                           [](const Context& own, std::int64_t i) {
                               parallel_blocks(own, 40, 1, [&](auto block, auto, auto) {
                                   if (i > 0 && block == 5)
                                       throw std::runtime_error("item " + std::to_string(i));
                               });
                           }),
            "item 1");
    }
}

TEST_CASE("an executor of the host's runs as many items side by side as it can share evenly") {
    Context context;
    context.threads = 2;
    context.executor =
        std::make_shared<Executor>(2, [](std::int64_t count, const Executor::Task& task) {
            for (std::int64_t i = 0; i < count; ++i) task(i);
        });
    int alone = 0, calls = 0;
    parallel_items(context, 7, [&](const Context& own, std::int64_t) {
        ++calls;
        if (own.threads == 1) ++alone;
    });
    CHECK(calls == 7);
    CHECK(alone == 6);
}

TEST_CASE("the fault of the first item that fails is the one reported") {
    for (const int threads : {1, 2, 4}) {
        Context context;
        context.threads = threads;
        CHECK_THROWS_WITH(
            parallel_items(context, 5,
                           [](const Context&, std::int64_t i) {
                               if (i >= 2) throw std::runtime_error("item " + std::to_string(i));
                           }),
            "item 2");
    }
}

TEST_CASE("threads that stay run many loops, also one within another, and their faults come home") {
    for (const int threads : {1, 2, 4}) {
        Context context;
        context.threads = threads;
        const CallThreads team(context);
        std::atomic<std::int64_t> sum{0};
        for (int loop = 0; loop < 500; ++loop)
            parallel_blocks(team.context(), 100, 7, [&](auto, auto first, auto last) {
                sum.fetch_add(last - first);
                if (first == 0)
                    parallel_blocks(team.context(), 3, 1, [&](auto, auto, auto) { ++sum; });
            });
        CHECK(sum.load() == 500 * 103);
        CHECK_THROWS_AS(parallel_blocks(team.context(), 100, 1,
                                        [](auto block, auto, auto) {
                                            if (block == 0) throw std::runtime_error("block 0");
                                        }),
                        std::runtime_error);
        sum = 0;
        parallel_blocks(team.context(), 10, 1, [&](auto, auto, auto) { ++sum; });
        CHECK(sum.load() == 10);
    }
}

TEST_CASE("a compensated sum keeps small terms between large ones") {
    Sum sum;
    for (double x : {1.0, 1e100, 1.0, -1e100}) sum.add(x);
    CHECK(sum.value() == 2.0);
}
