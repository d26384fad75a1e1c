// What the host controls while tenon works: threads, memory, progress, log lines, cancelling.
//
// A default Context means one thread, silence and no budget. It is passed by const reference to
// every call that does long work, is not kept by any result, and may be shared by several calls at
// once if its callbacks may.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string_view>

namespace tenon {

// A snapshot of a running call. Fields that mean nothing in a phase are NaN or -1.
struct Progress {
    const char* phase = "";   // "read csv", "fit logistic", "branch and bound"; a static string
    double share = -1;        // done part in [0, 1], or -1 where unknown
    std::int64_t work = 0;    // deterministic work units done so far
    std::int64_t rows = -1;   // records seen
    std::int64_t nodes = -1;  // nodes processed
    double incumbent = std::numeric_limits<double>::quiet_NaN();  // best objective found
    double bound = std::numeric_limits<double>::quiet_NaN();      // proven bound
    double gap = std::numeric_limits<double>::quiet_NaN();        // relative gap
    double seconds = -1;  // since the call began, where it is measured
};

// Set from any thread; read by the running call.
class Cancel {
  public:
    void request() noexcept { flag_.store(true, std::memory_order_relaxed); }
    void clear() noexcept { flag_.store(false, std::memory_order_relaxed); }
    bool requested() const noexcept { return flag_.load(std::memory_order_relaxed); }

  private:
    std::atomic<bool> flag_{false};
};

// A count of large blocks against a limit. charge() throws Error(Status::budget).
class Budget {
  public:
    explicit Budget(std::int64_t limit_bytes) : limit_(limit_bytes) {}
    void charge(std::int64_t bytes);
    void release(std::int64_t bytes) noexcept;
    std::int64_t used() const noexcept { return used_.load(std::memory_order_relaxed); }
    std::int64_t peak() const noexcept { return peak_.load(std::memory_order_relaxed); }
    std::int64_t limit() const noexcept { return limit_; }

  private:
    std::int64_t limit_;
    std::atomic<std::int64_t> used_{0};
    std::atomic<std::int64_t> peak_{0};
};

enum class LogLevel : std::int32_t { error = 1, warning = 2, info = 3, detail = 4 };

// What a line of the log speaks of, whatever its words are: numbers keep their meaning.
enum class LogId : std::int32_t {
    other = 0,
    read_remark = 1,  // something odd in a file that was read all the same
    search = 2,       // where a solve stands
};

struct LogLine {
    LogLevel level = LogLevel::info;
    LogId id = LogId::other;
    std::string_view text;  // whole, without line end
};

class Executor;
class SpareMemory;

struct Context {
    // Worker threads a call may use; >= 1. Results do not depend on it. They end with the call, and
    // callbacks run on the thread that made it.
    int threads = 1;
    std::function<bool(const Progress&)> progress;        // return false to cancel
    std::function<void(LogLevel, std::string_view)> log;  // whole lines, without line end
    std::function<void(const LogLine&)> log_line;         // the same with what each speaks of
    const Cancel* cancel = nullptr;                       // not owned; outlives the call
    Budget* budget = nullptr;                             // not owned; outlives the call
    std::shared_ptr<Executor> executor;                   // runs the blocks of loops; null: threads
    std::shared_ptr<SpareMemory> spare;                   // see keep_spare; null: nothing is kept

    // Throws Error(Status::cancelled) if the cancel handle is set. Cheap: one relaxed load.
    void check_cancelled() const;
    // Calls the progress callback if there is one, then check_cancelled().
    void report(const Progress& progress) const;
    void write_log(LogLevel level, std::string_view line, LogId id = LogId::other) const;
    bool logs() const noexcept { return log || log_line; }

    // Keeps up to so many bytes of the large blocks that calls with this context (or a copy of it)
    // made and that were freed, for the next such calls: fresh memory has to be cleared by the
    // system first, which takes as long as copying it. Given back with the last copy; 0 at once.
    // Not counted by the budget. Throws Error(argument) if negative.
    void keep_spare(std::int64_t bytes);
};

// Charges a budget for the lifetime of a block of working memory. Nothing without a budget.
class Charge {
  public:
    Charge() = default;
    Charge(const Context& context, std::int64_t bytes) : budget_(context.budget), bytes_(bytes) {
        if (budget_) budget_->charge(bytes_);
    }
    Charge(const Charge&) = delete;
    Charge& operator=(const Charge&) = delete;
    Charge(Charge&& other) noexcept : budget_(other.budget_), bytes_(other.bytes_) {
        other.budget_ = nullptr;
    }
    ~Charge() {
        if (budget_) budget_->release(bytes_);
    }

  private:
    Budget* budget_ = nullptr;
    std::int64_t bytes_ = 0;
};

}  // namespace tenon
