#include "table/row_blocks.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "base/parallel.hpp"

namespace tenon {

namespace {

constexpr std::int64_t block_bytes = std::int64_t{1}
                                     << 20;  // in the cache, and milliseconds of work
constexpr std::int64_t strip_rows = 64;      // rows a validity word speaks for

constexpr std::int64_t reported_bytes = std::int64_t{1} << 23;
constexpr std::int64_t none = -1;

// Threads take the blocks in order, form their text side by side, and hand it on in order: whoever
// may write does so when the block whose turn it is stands ready, while the others form more.
class RowPipeline {
  public:
    RowPipeline(const Context& context, const char* phase, std::int64_t rows, std::int64_t block,
                const FormatRows& format, const RowSink& sink)
        : context_(context),
          phase_(phase),
          rows_(rows),
          block_(block),
          all_(block_count(rows, block)),
          format_(format),
          sink_(sink),
          caller_(std::this_thread::get_id()),
          threads_(std::clamp<std::int64_t>(context.threads, 1, std::max<std::int64_t>(1, all_))),
          slots_(static_cast<std::size_t>(slots(threads_))) {}

    static std::int64_t slots(std::int64_t threads) { return threads == 1 ? 1 : 2 * threads; }
    std::int64_t threads() const noexcept { return threads_; }

    void run() {
        while (written_ < all_) {
            parallel_blocks(context_, threads_, 1,
                            [this](std::int64_t, std::int64_t, std::int64_t) { serve(); });
            std::unique_lock lock(mutex_);
            hand_on(lock);
        }
    }

  private:
    struct Slot {
        TextBlock text;
        std::thread::id owner;      // memory that another thread has written last is slow to write
        std::int64_t block = none;  // whose text it is to hold
        bool formed = false;
    };

    void serve() {
        const bool caller = std::this_thread::get_id() == caller_;
        const bool writes = caller || sink_.any_thread;
        std::unique_lock lock(mutex_);
        try {
            while (Slot* const slot = claim(lock, writes)) {
                const std::int64_t first = slot->block * block_;
                lock.unlock();
                context_.check_cancelled();
                if (caller) report(first);
                slot->text.clear();
                format_(first, std::min(rows_, first + block_), slot->text);
                lock.lock();
                slot->formed = true;
                if (writes)
                    hand_on(lock);
                else
                    moved_.notify_all();
            }
        } catch (...) {
            if (!lock.owns_lock()) lock.lock();
            stopped_ = true;
            moved_.notify_all();
            throw;
        }
    }

    // The next block to form; null where all are taken, or the rest has to wait for the caller, who
    // is not at hand while the host's executor runs.
    Slot* claim(std::unique_lock<std::mutex>& lock, bool writes) {
        for (;;) {
            if (stopped_ || next_ == all_) return nullptr;
            if (Slot* const slot = free_slot()) {
                slot->block = next_++;
                slot->owner = std::this_thread::get_id();
                return slot;
            }
            if (writes && !writing_ && ready())
                hand_on(lock);
            else if (!writes && context_.executor)
                return nullptr;
            else
                moved_.wait(lock);
        }
    }

    Slot* free_slot() {
        Slot* found = nullptr;
        for (Slot& slot : slots_) {
            if (slot.block != none) continue;
            if (slot.owner == std::this_thread::get_id()) return &slot;
            if (!found) found = &slot;
        }
        return found;
    }

    // The block whose turn it is, where its text stands ready.
    Slot* ready() {
        for (Slot& slot : slots_)
            if (slot.formed && slot.block == written_) return &slot;
        return nullptr;
    }

    // Nothing where another thread is at it: it sees what has come meanwhile.
    void hand_on(std::unique_lock<std::mutex>& lock) {
        if (writing_ || stopped_) return;
        writing_ = true;
        while (Slot* const slot = ready()) {
            lock.unlock();
            sink_.take(slot->text.text());
            lock.lock();
            slot->formed = false;
            slot->block = none;
            ++written_;
            moved_.notify_all();
        }
        writing_ = false;
    }

    void report(std::int64_t row) {
        const std::int64_t step = std::max<std::int64_t>(1, reported_bytes / block_bytes) * block_;
        if (row < reported_ + step) return;
        reported_ = row;
        Progress progress;
        progress.phase = phase_;
        progress.share = static_cast<double>(row) / static_cast<double>(rows_);
        progress.rows = row;
        context_.report(progress);
    }

    const Context& context_;
    const char* phase_;
    std::int64_t rows_, block_, all_;
    const FormatRows& format_;
    const RowSink& sink_;
    std::thread::id caller_;
    std::int64_t threads_;
    std::int64_t reported_ = 0;  // by the caller

    std::mutex mutex_;  // for all that follows, but a text belongs to who forms or writes it
    std::condition_variable moved_;
    std::vector<Slot> slots_;
    std::int64_t next_ = 0, written_ = 0;
    bool writing_ = false, stopped_ = false;
};

}  // namespace

std::int64_t guessed_row_bytes(const Table& table) {
    constexpr std::int64_t number_bytes = 12;
    std::int64_t bytes = 1;
    for (std::int32_t i = 0; i < table.columns(); ++i) {
        const Column& column = table.column(i);
        bytes += number_bytes;
        if (column.type() == Type::text && column.size() > 0) {
            const auto* offsets = column.buffers().offsets;
            bytes += (offsets[column.size()] - offsets[0]) / column.size();
        }
    }
    return bytes;
}

void write_row_blocks(const Context& context, const char* phase, std::int64_t rows,
                      std::int64_t row_bytes, const FormatRows& format, const RowSink& sink) {
    const std::int64_t block =
        std::max(strip_rows, block_bytes / row_bytes / strip_rows * strip_rows);
    RowPipeline pipeline(context, phase, rows, block, format, sink);
    const std::int64_t rows_held = std::min(rows, RowPipeline::slots(pipeline.threads()) * block);
    const Charge held(context, rows_held * row_bytes);
    pipeline.run();
    context.check_cancelled();
}

}  // namespace tenon
