#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/call_threads.hpp"
#include "base/hearing.hpp"
#include "base/place_apart.hpp"
#include "tenon/executor.hpp"

namespace tenon {

namespace {

// Keeps the exception of the lowest block, so that the same fault is reported on every run.
class FirstFault {
  public:
    void keep(std::int64_t block) noexcept {
        const std::lock_guard lock(mutex_);
        if (!fault_ || block < block_) {
            fault_ = std::current_exception();
            block_ = block;
        }
        any_.store(true, std::memory_order_relaxed);
    }
    bool any() const noexcept { return any_.load(std::memory_order_relaxed); }
    void rethrow() const {
        if (fault_) std::rethrow_exception(fault_);
    }

  private:
    std::mutex mutex_;
    std::exception_ptr fault_;
    std::int64_t block_ = 0;
    std::atomic<bool> any_{false};
};

}  // namespace

void parallel_blocks(const Context& context, std::int64_t n, std::int64_t block,
                     const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& body,
                     const std::function<void()>& between) {
    const std::int64_t blocks = block_count(n, block);
    const auto width =
        static_cast<int>(std::min<std::int64_t>(std::max(1, context.threads), blocks));
    if (width <= 1) {
        for (std::int64_t b = 0; b < blocks; ++b) {
            context.check_cancelled();
            body(b, b * block, std::min(n, (b + 1) * block));
            if (between) between();
        }
        return;
    }

    const SharedLoop loop(context);
    std::atomic<std::int64_t> next{0};
    FirstFault fault;
    const auto work = [&](bool own) noexcept {
        while (!fault.any()) {
            const std::int64_t b = next.fetch_add(1, std::memory_order_relaxed);
            if (b >= blocks) return;
            try {
                context.check_cancelled();
                body(b, b * block, std::min(n, (b + 1) * block));
                if (own && between) between();
            } catch (...) {
                fault.keep(b);
            }
        }
    };
    if (context.executor) {
        const auto caller = std::this_thread::get_id();
        context.executor->run(width, [&work, &loop, caller](std::int64_t) {
            if (std::this_thread::get_id() == caller) return work(true);
            const LoopShare share(loop);
            work(false);
        });
        work(true);  // what the host did not run
        fault.rethrow();
        if (loop.refused()) context.check_cancelled();  // while this thread waited
        return;
    }
    // A thread that waits for the others looks after the callback.
    std::mutex mutex;
    std::condition_variable ended;
    std::atomic<int> working{0};
    std::vector<std::thread> threads;
    try {
        threads.reserve(static_cast<std::size_t>(width - 1));
        for (int i = 1; i < width; ++i) {
            threads.emplace_back([&] {
                const LoopShare share(loop);
                work(false);
                const std::lock_guard lock(mutex);
                --working;
                ended.notify_one();
            });
            ++working;
            place_apart(threads.back());
        }
    } catch (...) {
        // No more threads, or no memory for them: the ones that run, and this one, do all the work.
    }
    work(true);
    while (waits_for_callback(context) && working > 0) {
        std::unique_lock lock(mutex);
        if (ended.wait_for(lock, hearing_interval, [&] { return working == 0; })) break;
        lock.unlock();
        hear_while_waiting(context);
    }
    for (auto& thread : threads) thread.join();
    fault.rethrow();
    if (loop.refused()) context.check_cancelled();
}

void parallel_items(const Context& context, std::int64_t n,
                    const std::function<void(const Context& own, std::int64_t i)>& body,
                    const std::function<void()>& between) {
    const std::int64_t threads = std::max(1, context.threads);
    const CallThreads team(context);
    // An executor of the host's may not run loops within loops: as many items side by side as its
    // threads can share evenly.
    const std::int64_t shared = threads == 1 ? 0 : context.executor ? n - n % threads : n;
    if (shared > 0)
        parallel_blocks(
            team.context(), shared, 1,
            [&](std::int64_t i, std::int64_t, std::int64_t) { body(team.inner(), i); }, between);
    for (std::int64_t i = shared; i < n; ++i) {
        context.check_cancelled();
        body(team.context(), i);
        if (between) between();
    }
}

}  // namespace tenon
