#include "tenon/executor.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// A host whose pool has a thread a task, and counts how often it is asked, and whether from within.
struct Host {
    std::atomic<int> loops{0}, nested{0};
    std::atomic<bool> running{false};

    std::shared_ptr<Executor> executor(int width, std::int64_t leave_out = 0) {
        return std::make_shared<Executor>(
            width, [this, leave_out](std::int64_t count, const Executor::Task& task) {
                ++loops;
                if (running.exchange(true)) ++nested;
                std::vector<std::thread> threads;
                for (std::int64_t i = leave_out; i < count; ++i)
                    threads.emplace_back([&task, i] { task(i); });
                for (auto& thread : threads) thread.join();
                running = false;
            });
    }
};

Context context_with(std::shared_ptr<Executor> executor) {
    Context context;
    context.threads = executor->width();
    context.executor = std::move(executor);
    return context;
}

std::vector<double> numbers(std::size_t count) {
    std::vector<double> values(count);
    Random random(9);
    for (double& value : values) value = random.normal() * 1e6;
    return values;
}

double total(const Context& context, const std::vector<double>& values) {
    const auto n = static_cast<std::int64_t>(values.size());
    std::vector<Sum> parts(static_cast<std::size_t>(block_count(n, 333)));
    parallel_blocks(context, n, 333, [&](auto block, auto first, auto last) {
        for (auto i = first; i < last; ++i)
            parts[static_cast<std::size_t>(block)].add(values[static_cast<std::size_t>(i)]);
    });
    Sum sum;
    for (const Sum& part : parts) sum.merge(part);
    return sum.value();
}

}  // namespace

TEST_CASE("a host's executor gives the same bits as threads of any number, and as none") {
    const auto values = numbers(20'000);
    const double alone = total(Context{}, values);
    for (int width : {1, 2, 4, 8}) {
        Host host;
        CHECK(total(context_with(host.executor(width)), values) == alone);
        CHECK(host.loops == (width > 1 ? 1 : 0));
    }
}

TEST_CASE("what the host's loop leaves out is done by the caller") {
    const auto values = numbers(5'000);
    const double alone = total(Context{}, values);
    for (std::int64_t leave_out : {1, 3, 1000}) {
        Host host;
        CHECK(total(context_with(host.executor(4, leave_out)), values) == alone);
    }
}

TEST_CASE(
    "a loop within a task does not go to the host: a pool that waits for itself stands still") {
    Host host;
    const Context context = context_with(host.executor(4));
    std::atomic<std::int64_t> sum{0};
    parallel_blocks(context, 8, 1, [&](auto outer, auto, auto) {
        parallel_blocks(context, 10, 1, [&](auto inner, auto, auto) { sum += outer * 10 + inner; });
    });
    CHECK(sum == 79 * 80 / 2);
    CHECK(host.nested == 0);
    CHECK(host.loops == 1);
}

TEST_CASE("the fault of the lowest block comes out of the loop, and the executor serves on") {
    Host host;
    const Context context = context_with(host.executor(4));
    for (int round = 0; round < 20; ++round) {
        try {
            parallel_blocks(context, 40, 1, [](auto block, auto, auto) {
                throw std::runtime_error("block " + std::to_string(block));
            });
            FAIL("nothing was thrown");
        } catch (const std::runtime_error& fault) {
            CHECK(std::string(fault.what()).substr(0, 6) == "block ");
        }
    }
    CHECK(total(context, numbers(1'000)) == total(Context{}, numbers(1'000)));
}

TEST_CASE("progress is told on the caller's thread alone") {
    Host host;
    const Context context = context_with(host.executor(4));
    const auto caller = std::this_thread::get_id();
    std::atomic<int> elsewhere{0};
    parallel_blocks(
        context, 100, 1, [](auto, auto, auto) {},
        [&] {
            if (std::this_thread::get_id() != caller) ++elsewhere;
        });
    CHECK(elsewhere == 0);
}

TEST_CASE("an executor without a width or a function is refused") {
    CHECK_THROWS_AS(Executor(0, [](std::int64_t, const Executor::Task&) {}), Error);
    CHECK_THROWS_AS(Executor(2, nullptr), Error);
}
