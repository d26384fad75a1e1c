#include "table/csv_relay.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include "base/parallel.hpp"
#include "base/short_wait.hpp"

namespace tenon {

namespace {

constexpr std::size_t slots_a_thread = 2;
// A search takes some tens of microseconds; who sleeps through it wakes as much later again.
constexpr int more_looks_at_search = 500;

using Turn = std::atomic<std::int64_t>;  // the block whose turn it is

class Relay {
  public:
    Relay(const Context& context, CsvBlocks& blocks, const CsvBlock& first, std::size_t columns,
          const CsvRelayWork& work)
        : context_(context),
          blocks_(blocks),
          work_(work),
          caller_(std::this_thread::get_id()),
          slots_(relay_slots(context)),
          front_(&first),
          columns_(columns) {}

    void run() {
        parallel_blocks(context_, static_cast<std::int64_t>(slots_.size() / slots_a_thread), 1,
                        [this](std::int64_t thread, std::int64_t, std::int64_t) {
                            serve(static_cast<std::size_t>(thread) * slots_a_thread);
                        });
        if (fault_) std::rethrow_exception(fault_);
    }

  private:
    struct alignas(128) Slot {  // shares no line of memory with the next, nor a pair of lines
        CsvBlock block;
        // The thread that reads it, and the search for the block behind it.
        std::atomic<int> users{0};
    };

    // Of the slots from `own` on: memory that another thread has written last is slow to write.
    void serve(std::size_t own) noexcept {
        for (;;) {
            std::int64_t number = 0;
            Slot* const slot = next_block(own, number);
            if (!slot) return;
            try {
                context_.check_cancelled();
                read(*slot, number);
            } catch (...) {
                keep_fault(number);
            }
            --slot->users;
        }
    }

    // Finds the records of the next block; null where there is none.
    Slot* next_block(std::size_t own, std::int64_t& number) noexcept {
        look_for([this] { return !searching_.load(std::memory_order_relaxed); },
                 more_looks_at_search);
        const std::lock_guard lock(search_);
        if (front_->last || front_->fault || stopped_at_ != none) return nullptr;
        searching_ = true;
        number = numbers_++;
        Slot* found = nullptr;
        try {
            found = &slots_[slots_[own].users == 0 ? own : own + 1];  // one may be the front
            blocks_.fill_next(found->block, *front_);
            if (front_slot_) --front_slot_->users;
            front_slot_ = found;
            front_ = &found->block;
            found->users = 2;
        } catch (...) {
            found = nullptr;
            keep_fault(number);
        }
        searching_ = false;
        return found;
    }

    void read(Slot& slot, std::int64_t number) {
        const auto at = static_cast<std::size_t>(&slot - slots_.data());
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (!wait(columns_[c], number)) return;
            work_.read(at, c, slot.block);
            hand_on(columns_[c], number);
        }
        if (!wait(end_, number)) return;
        work_.end(at, slot.block, std::this_thread::get_id() == caller_);
        hand_on(end_, number);
    }

    // False where a block before this one was stopped.
    bool wait(const Turn& turn, std::int64_t number) {
        const auto ready = [&] { return turn == number || number > stopped_at_; };
        if (!look_for(ready)) {
            std::unique_lock lock(sleep_);
            ++sleepers_;
            moved_.wait(lock, ready);
            --sleepers_;
        }
        return number <= stopped_at_;
    }
    // A sleeper counts itself before it looks once more, so one of the two sees the other.
    void hand_on(Turn& turn, std::int64_t number) {
        turn = number + 1;
        wake();
    }
    void wake() {
        if (sleepers_ == 0) return;
        const std::lock_guard lock(sleep_);
        moved_.notify_all();
    }

    // Blocks before it go on to their ends: one of them may have a fault of its own.
    void keep_fault(std::int64_t number) noexcept {
        {
            const std::lock_guard lock(sleep_);
            if (number < stopped_at_) {
                stopped_at_ = number;
                fault_ = std::current_exception();
            }
        }
        moved_.notify_all();
    }

    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

    const Context& context_;
    CsvBlocks& blocks_;
    const CsvRelayWork& work_;
    std::thread::id caller_;

    std::mutex search_;  // for the records of the next block
    std::atomic<bool> searching_{false};
    std::vector<Slot> slots_;
    const CsvBlock* front_;  // the last that was found
    Slot* front_slot_ = nullptr;
    std::int64_t numbers_ = 0;

    std::vector<Turn> columns_;
    Turn end_{0};
    std::mutex sleep_;
    std::condition_variable moved_;
    std::atomic<int> sleepers_{0};
    std::atomic<std::int64_t> stopped_at_{none};
    std::exception_ptr fault_;
};

}  // namespace

std::size_t relay_slots(const Context& context) noexcept {
    return static_cast<std::size_t>(std::max(1, context.threads)) * slots_a_thread;
}

void relay_blocks(const Context& context, CsvBlocks& blocks, const CsvBlock& first,
                  std::size_t columns, const CsvRelayWork& work) {
    Relay(context, blocks, first, columns, work).run();
}

}  // namespace tenon
