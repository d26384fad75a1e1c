#include "base/call_threads.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "base/short_wait.hpp"
#include "tenon/executor.hpp"

namespace tenon {

class CallThreads::Team {
  public:
    explicit Team(int threads) {
        try {
            threads_.reserve(static_cast<std::size_t>(threads - 1));
            for (int i = 1; i < threads; ++i) threads_.emplace_back([this] { serve(); });
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
        begin_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }

    // As Executor::ParallelFor. A thread that wakes late finds nothing left and is not waited for.
    void run(std::int64_t count, const Executor::Task& task) {
        std::unique_lock lock(mutex_);
        task_ = &task;
        next_ = 0;
        count_ = count;
        ++loop_;
        begin_.notify_all();
        work(lock);
        if (working_ > 0) {
            lock.unlock();
            look_for([this] { return working_ == 0; });
            lock.lock();
        }
        done_.wait(lock, [this] { return working_ == 0; });
        task_ = nullptr;
    }

  private:
    // Takes tasks as long as there are some. The lock is held on entry and on return.
    void work(std::unique_lock<std::mutex>& lock) {
        while (next_ < count_) {
            const std::int64_t index = next_++;
            const Executor::Task& task = *task_;
            ++working_;
            lock.unlock();
            task(index);
            lock.lock();
            --working_;
        }
    }

    void serve() {
        for (std::uint64_t seen = 0;;) {
            look_for([&] { return ended_ || loop_ != seen; });
            std::unique_lock lock(mutex_);
            begin_.wait(lock, [&] { return ended_ || loop_ != seen; });
            if (ended_) return;
            seen = loop_;
            work(lock);
            if (working_ == 0) done_.notify_one();
        }
    }

    // Changed under the lock; the atomic ones are looked at without it.
    std::mutex mutex_;
    std::condition_variable begin_, done_;
    const Executor::Task* task_ = nullptr;
    std::int64_t next_ = 0, count_ = 0;
    std::atomic<std::int64_t> working_{0};
    std::atomic<std::uint64_t> loop_{0};  // number of the loop that runs, or ran last
    std::atomic<bool> ended_{false};
    std::vector<std::thread> threads_;
};

CallThreads::CallThreads(const Context& context) : context_(context) {
    if (context.threads <= 1 || context.executor) return;
    team_ = std::make_unique<Team>(context.threads);
    context_.executor = std::make_shared<Executor>(
        context.threads, [team = team_.get()](std::int64_t count, const Executor::Task& task) {
            team->run(count, task);
        });
}

CallThreads::~CallThreads() = default;

}  // namespace tenon
