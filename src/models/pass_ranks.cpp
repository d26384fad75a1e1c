#include "models/pass_ranks.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>

namespace tenon::models {

namespace {

constexpr std::uint64_t marks_a_pass = 1023;

// Order of doubles as order of whole numbers; both zeros are 0.
std::int64_t key_of(double x) {
    const auto bits = std::bit_cast<std::int64_t>(x);
    return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double number_of(std::int64_t key) {
    return std::bit_cast<double>(key >= 0 ? key : std::numeric_limits<std::int64_t>::min() - key);
}

// Its number is above `low` and at most `high`.
struct Interval {
    std::int64_t rank, low, high;

    std::uint64_t width() const {
        return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    }
};

void add_marks(const Interval& of, std::uint64_t most, std::vector<std::int64_t>& marks) {
    const std::uint64_t inner = of.width() - 1, count = std::min(inner, most);
    for (std::uint64_t i = 1; i <= count; ++i) {
        // i width / (count + 1) without overflow.
        const std::uint64_t step = of.width() / (count + 1), rest = of.width() % (count + 1);
        marks.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(of.low) + step * i +
                                                  rest * i / (count + 1)));
    }
}

}  // namespace

std::vector<double> numbers_of_rank(
    const std::vector<std::int64_t>& ranks,
    const std::function<std::vector<std::int64_t>(const std::vector<double>& marks)>& count) {
    const std::int64_t most = key_of(std::numeric_limits<double>::max());
    std::vector<Interval> intervals;
    for (const std::int64_t rank : ranks) intervals.push_back({rank, -most - 1, most});
    for (;;) {
        std::vector<std::int64_t> keys;
        for (std::size_t k = 0; k < intervals.size(); ++k) {
            const bool again = k > 0 && intervals[k].low == intervals[k - 1].low &&
                               intervals[k].high == intervals[k - 1].high;
            if (!again && intervals[k].width() > 1)
                add_marks(intervals[k], marks_a_pass / intervals.size(), keys);
        }
        if (keys.empty()) break;
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        std::vector<double> marks;
        for (const std::int64_t key : keys) marks.push_back(number_of(key));
        const std::vector<std::int64_t> cells = count(marks);
        std::int64_t up_to = 0;
        for (std::size_t m = 0; m < keys.size(); ++m) {
            up_to += cells[m];
            for (Interval& of : intervals) {
                if (up_to <= of.rank)
                    of.low = std::max(of.low, keys[m]);
                else
                    of.high = std::min(of.high, keys[m]);
            }
        }
    }
    std::vector<double> numbers;
    for (const Interval& of : intervals) numbers.push_back(number_of(of.high));
    return numbers;
}

}  // namespace tenon::models
