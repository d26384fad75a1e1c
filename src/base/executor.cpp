#include "tenon/executor.hpp"

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/float_environment.hpp"
#include "tenon/error.hpp"

namespace tenon {

// Kept here and not in a thread-local variable: a guest has none of those.
class Executor::Inside {
  public:
    explicit Inside(int width) { threads_.reserve(static_cast<std::size_t>(width)); }
    bool has(std::thread::id thread) const {
        const std::lock_guard lock(mutex_);
        return std::find(threads_.begin(), threads_.end(), thread) != threads_.end();
    }
    void enter(std::thread::id thread) {
        const std::lock_guard lock(mutex_);
        threads_.push_back(thread);
    }
    void leave(std::thread::id thread) noexcept {
        const std::lock_guard lock(mutex_);
        threads_.erase(std::find(threads_.begin(), threads_.end(), thread));
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::thread::id> threads_;
};

Executor::Executor(int width, ParallelFor parallel_for)
    : width_(width), parallel_for_(std::move(parallel_for)) {
    if (width_ < 1)
        throw Error(Status::argument, "an executor's width must be at least 1",
                    {.argument = "width"});
    if (!parallel_for_)
        throw Error(Status::argument, "an executor must have a function that runs tasks",
                    {.argument = "parallel_for"});
    inside_ = std::make_unique<Inside>(width_);
}

Executor::~Executor() = default;

void Executor::run(std::int64_t count, const Task& task) const {
    if (inside_->has(std::this_thread::get_id())) {
        for (std::int64_t i = 0; i < count; ++i) task(i);
        return;
    }
    parallel_for_(count, [this, &task](std::int64_t index) noexcept {
        const FloatEnvironment environment;  // the host's threads have their own
        const auto thread = std::this_thread::get_id();
        try {
            inside_->enter(thread);
        } catch (...) {
            return;  // no memory for the note: the task is left to the caller
        }
        task(index);
        inside_->leave(thread);
    });
}

}  // namespace tenon
