// The host's own threads, in place of threads that the library would start.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace tenon {

// Given to a Context, it runs the blocks of every parallel loop of the calls with that context; the
// library then starts no thread. Results do not depend on it. May be shared by contexts and calls.
class Executor {
  public:
    using Task = std::function<void(std::int64_t index)>;
    // Calls task(i) once for every i in [0, count), on any threads (the caller's among them, or
    // not) and in any order, and returns when all have returned. Tasks do not throw. It may run
    // fewer: what is left is done on the caller's thread.
    using ParallelFor = std::function<void(std::int64_t count, const Task& task)>;

    // width: how many tasks run at once, at least 1. Throws Error(argument) for less, or no
    // function.
    Executor(int width, ParallelFor parallel_for);
    ~Executor();
    int width() const noexcept { return width_; }
    // As ParallelFor; from within one of its tasks, one after the other on that thread, because a
    // pool that waits for itself would stand still.
    void run(std::int64_t count, const Task& task) const;

  private:
    class Inside;  // the threads that are within a task
    int width_;
    ParallelFor parallel_for_;
    std::unique_ptr<Inside> inside_;
};

}  // namespace tenon
