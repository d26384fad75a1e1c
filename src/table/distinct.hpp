// Counts of distinct values, in the order of their first rows: an open-addressing hash table with
// linear probing (D. E. Knuth, The Art of Computer Programming 3, section 6.4), at most half full.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace tenon {

// The finaliser of splitmix64 (G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom
// number generators, 2014): every input bit moves every output bit.
inline std::uint64_t mixed(std::uint64_t x) noexcept {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

inline std::uint64_t hash_of(std::string_view text) noexcept {
    std::uint64_t h = text.size();
    while (text.size() >= 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data(), sizeof word);
        h = mixed(h ^ word);
        text.remove_prefix(8);
    }
    std::uint64_t rest = 0;
    if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
    return mixed(h ^ rest);
}

inline std::uint64_t hash_of(std::uint64_t value) noexcept {
    return mixed(value);
}

// Key: std::uint64_t or std::string_view (the text must outlive the counts).
template <class Key>
class DistinctCounts {
  public:
    struct Entry {
        Key key;
        std::int64_t count;
        std::int64_t first_row;
    };

    DistinctCounts() : slots_(16, empty) {}

    void add(const Key& key, std::int64_t row) {
        if (2 * (entries_.size() + 1) > slots_.size()) grow();
        std::size_t slot = hash_of(key) & (slots_.size() - 1);
        for (; slots_[slot] != empty; slot = (slot + 1) & (slots_.size() - 1)) {
            Entry& entry = entries_[slots_[slot]];
            if (entry.key == key) {
                ++entry.count;
                return;
            }
        }
        slots_[slot] = entries_.size();
        entries_.push_back({key, 1, row});
    }

    // What it takes, with what a growth takes beside it.
    std::int64_t bytes() const noexcept {
        return static_cast<std::int64_t>(slots_.capacity() * sizeof(std::size_t) * 3 / 2 +
                                         entries_.capacity() * sizeof(Entry) * 3 / 2);
    }
    const std::vector<Entry>& entries() const noexcept { return entries_; }
    // The most frequent value; the first in the file among equals; null if there is none.
    const Entry* top() const noexcept {
        const Entry* best = nullptr;
        for (const Entry& entry : entries_)
            if (!best || entry.count > best->count) best = &entry;
        return best;
    }

  private:
    static constexpr std::size_t empty = ~std::size_t{0};

    void grow() {
        std::vector<std::size_t> wider(2 * slots_.size(), empty);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            std::size_t slot = hash_of(entries_[i].key) & (wider.size() - 1);
            while (wider[slot] != empty) slot = (slot + 1) & (wider.size() - 1);
            wider[slot] = i;
        }
        slots_.swap(wider);
    }

    std::vector<std::size_t> slots_;
    std::vector<Entry> entries_;
};

}  // namespace tenon
