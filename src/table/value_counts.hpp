// How many different values a stream has, and which are the most frequent, in bounded memory.
//
// Values are told apart by 64-bit hashes (two of n values share one with probability n^2 / 2^65).
// Up to `limit` of them are counted exactly. From there on their number is estimated by HyperLogLog
// (P. Flajolet, E. Fusy, O. Gandouet, F. Meunier, 2007; linear counting for few), whose registers
// are kept from the start; and the counters are thinned to the larger half whenever they are full:
// a value that is dropped had at most `error()` counts, so that is what a count may lack (after J.
// Misra, D. Gries, Finding Repeated Elements, 1982).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenon {

template <class Value>
class ValueCounts {
  public:
    static constexpr std::size_t limit = 65'536;
    static constexpr int register_bits = 14;
    static constexpr std::size_t registers = std::size_t{1} << register_bits;
    static constexpr double relative_error = 1.04 / 128;  // 1.04 / sqrt(registers)

    struct Counter {
        Value value;
        std::int64_t count = 0;
    };

    ValueCounts() : ranks_(registers) {}

    // make() gives the value to keep, when the hash is new.
    template <class Make>
    void add(std::uint64_t hash, std::int64_t count, const Make& make) {
        note(hash);
        if (const auto found = counters_.find(hash); found != counters_.end()) {
            found->second.count += count;
            return;
        }
        if (counters_.size() >= limit) thin();
        counters_.emplace(hash, Counter{make(), count});
    }

    void merge(const ValueCounts& other) {
        for (std::size_t i = 0; i < registers; ++i)
            ranks_[i] = std::max(ranks_[i], other.ranks_[i]);
        error_ += other.error_;
        for (const auto& entry : other.counters_)
            add(entry.first, entry.second.count, [&] { return entry.second.value; });
    }

    // About what it takes, texts beyond the short ones aside.
    std::int64_t bytes() const noexcept {
        constexpr std::size_t node = sizeof(void*) + sizeof(std::pair<std::uint64_t, Counter>) + 16;
        return static_cast<std::int64_t>(counters_.size() * node +
                                         counters_.bucket_count() * sizeof(void*) + registers);
    }
    bool exact() const noexcept { return error_ == 0; }
    std::int64_t error() const noexcept { return error_; }

    std::int64_t distinct() const {
        if (exact()) return static_cast<std::int64_t>(counters_.size());
        const auto m = static_cast<double>(registers);
        double sum = 0;
        int empty = 0;
        for (const std::uint8_t rank : ranks_) {
            sum += std::ldexp(1.0, -rank);
            empty += rank == 0;
        }
        const double bias = 0.7213 / (1 + 1.079 / m);
        const double raw = bias * m * m / sum;
        const double estimate = raw <= 2.5 * m && empty > 0 ? m * std::log(m / empty) : raw;
        return static_cast<std::int64_t>(std::llround(estimate));
    }

    // The most frequent, equal ones by the order of less.
    template <class Less>
    std::vector<Counter> top(std::size_t most, const Less& less) const {
        std::vector<Counter> out;
        out.reserve(counters_.size());
        for (const auto& [hash, counter] : counters_) out.push_back(counter);
        const auto before = [&](const Counter& a, const Counter& b) {
            return a.count != b.count ? a.count > b.count : less(a.value, b.value);
        };
        const std::size_t kept = std::min(most, out.size());
        std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(),
                          before);
        out.resize(kept);
        return out;
    }

  private:
    void note(std::uint64_t hash) {
        const std::size_t place = hash >> (64 - register_bits);
        const auto rank =
            static_cast<std::uint8_t>(std::countl_zero(hash << register_bits | 1) + 1);
        ranks_[place] = std::max(ranks_[place], rank);
    }

    void thin() {
        std::vector<std::int64_t> counts;
        counts.reserve(counters_.size());
        for (const auto& [hash, counter] : counters_) counts.push_back(counter.count);
        const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
        std::nth_element(counts.begin(), middle, counts.end());
        error_ += *middle;
        std::erase_if(counters_,
                      [bound = *middle](const auto& entry) { return entry.second.count <= bound; });
    }

    std::unordered_map<std::uint64_t, Counter> counters_;
    std::vector<std::uint8_t> ranks_;
    std::int64_t error_ = 0;
};

}  // namespace tenon
