// The queue of changes hands every reader what changed since it last looked, once.
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "ilp/presolve/change_queue.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

constexpr std::size_t open_end = std::numeric_limits<std::size_t>::max();

std::vector<std::int32_t> rest(ChangeQueue& queue, std::size_t& place) {
    std::vector<std::int32_t> out;
    for (std::int32_t i; (i = queue.next(place, open_end)) != ChangeQueue::none;) out.push_back(i);
    return out;
}

}  // namespace

TEST_CASE("a reader gets everything first, then what was touched, each item once") {
    ChangeQueue queue(4);
    std::size_t one = 0, other = 0;
    CHECK(rest(queue, one) == std::vector<std::int32_t>{0, 1, 2, 3});
    CHECK(rest(queue, one).empty());
    queue.touch(2);
    queue.touch(0);
    queue.touch(2);
    CHECK(rest(queue, one) == std::vector<std::int32_t>{2, 0});
    // The slower reader sees the touched ones at their new place.
    CHECK(rest(queue, other) == std::vector<std::int32_t>{1, 3, 2, 0});
}

TEST_CASE("an end keeps what comes later for the next look") {
    ChangeQueue queue(2);
    std::size_t place = 0;
    CHECK(queue.next(place, queue.size()) == 0);
    queue.touch(0);
    CHECK(queue.next(place, 2) == 1);
    CHECK(queue.next(place, 2) == ChangeQueue::none);
    CHECK(queue.next(place, open_end) == 0);
}

TEST_CASE("no reader misses a change and the queue does not grow by repetition") {
    Random random(5);
    for (int trial = 0; trial < 200; ++trial) {
        const auto count = static_cast<std::int32_t>(1 + random.below(9));
        ChangeQueue queue(count);
        std::vector<std::size_t> place(3, 0);
        std::vector<std::vector<std::uint8_t>> due(3, std::vector<std::uint8_t>(count, 1));
        std::size_t reads = 0;
        for (int step = 0; step < 100; ++step) {
            const auto item = static_cast<std::int32_t>(random.below(count));
            queue.touch(item);
            for (auto& marks : due) marks[item] = 1;
            const std::size_t reader = random.below(3);
            for (const std::int32_t i : rest(queue, place[reader])) {
                CHECK(due[reader][i] == 1);
                due[reader][i] = 0;
                ++reads;
            }
            for (const std::uint8_t mark : due[reader]) CHECK(mark == 0);
        }
        CHECK(queue.size() <= static_cast<std::size_t>(count) + reads + 1);
    }
}
