#include "base/call_threads.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "base/hearing.hpp"
#include "base/place_apart.hpp"
#include "base/short_wait.hpp"
#include "tenon/executor.hpp"

namespace tenon {

class CallThreads::Team {
  public:
    enum class Level : std::int32_t { outer, inner };

    explicit Team(const Context& context) : context_(context) {
        const int threads = context.threads;
        try {
            threads_.reserve(static_cast<std::size_t>(threads - 1));
            open_.reserve(static_cast<std::size_t>(threads) + 1);
            for (int i = 1; i < threads; ++i) {
                threads_.emplace_back([this] { serve(); });
                place_apart(threads_.back());
            }
        } catch (...) {
            // No more threads, or no memory for them: the ones that run, and the caller, do the
            // work.
        }
    }
    ~Team() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }

    // As Executor::ParallelFor. A thread that wakes late finds nothing left and is not waited for.
    void run(Level level, std::int64_t count, const Executor::Task& task) {
        Loop loop{level, &task, count};
        std::unique_lock lock(mutex_);
        if (open_.size() < open_.capacity())
            open_.push_back(&loop);  // else this thread does it all
        ++loops_;
        wake_.notify_all();
        while (loop.next < loop.count) take(loop, lock);
        // Tasks of the outer loop may be long: what is within them is shared while they last.
        while (loop.working > 0) {
            Loop* other = level == Level::outer ? first_open() : nullptr;
            if (other) {
                take(*other, lock);
                continue;
            }
            const std::uint64_t seen = loops_.load();
            lock.unlock();
            look_for([&] { return loop.working.load() == 0 || loops_.load() != seen; });
            lock.lock();
            const auto woken = [&] {
                return loop.working == 0 || (first_open() && level == Level::outer);
            };
            if (!waits_for_callback(context_)) {
                wake_.wait(lock, woken);
            } else if (!wake_.wait_for(lock, hearing_interval, woken)) {
                lock.unlock();
                hear_while_waiting(context_);
                lock.lock();
            }
        }
    }

  private:
    // Changed under the lock; what is atomic is looked at without it, too.
    struct Loop {
        Level level;
        const Executor::Task* task;
        std::int64_t count;
        std::int64_t next = 0;
        std::atomic<std::int64_t> working{0};
    };

    // A loop of which something is left; tasks that are long come first.
    Loop* first_open() const { return open_.empty() ? nullptr : open_.front(); }

    // One task. The lock is held on entry and on return.
    void take(Loop& loop, std::unique_lock<std::mutex>& lock) {
        const std::int64_t index = loop.next++;
        if (loop.next == loop.count) std::erase(open_, &loop);
        ++loop.working;
        lock.unlock();
        (*loop.task)(index);
        lock.lock();
        if (--loop.working == 0 && loop.next == loop.count) wake_.notify_all();
    }

    void serve() {
        for (std::uint64_t seen = 0;;) {
            look_for([&] { return ended_ || loops_.load() != seen; });
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return ended_ || first_open(); });
            if (ended_) return;
            while (Loop* loop = first_open()) take(*loop, lock);
            seen = loops_.load();
        }
    }

    const Context& context_;  // of the whole call
    std::mutex mutex_;
    // One for all: a thread that waits for a loop to end is rarely not the only one that waits.
    std::condition_variable wake_;
    std::vector<Loop*> open_;
    std::atomic<std::uint64_t> loops_{0};  // that were begun
    std::atomic<bool> ended_{false};
    std::vector<std::thread> threads_;
};

CallThreads::CallThreads(const Context& context) : context_(context), inner_(context) {
    inner_.log = nullptr;
    inner_.log_line = nullptr;
    if (context.progress) inner_.progress = ProgressOfPart{&context_, {}};
    if (context.threads <= 1 || context.executor) {
        inner_.threads = 1;
        return;
    }
    team_ = std::make_unique<Team>(context_);
    const auto executor = [&](Team::Level level) {
        return std::make_shared<Executor>(
            context.threads,
            [team = team_.get(), level](std::int64_t count, const Executor::Task& task) {
                team->run(level, count, task);
            });
    };
    context_.executor = executor(Team::Level::outer);
    inner_.executor = executor(Team::Level::inner);
}

CallThreads::~CallThreads() = default;

}  // namespace tenon
