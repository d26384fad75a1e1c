// From a name to its index: open addressing with linear probing over hashes; the names themselves
// stay where they are.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace tenon::ilp {

class NameIndex {
  public:
    // The id stored for the name, or -1. name_of(id) gives the name of an id.
    template <class NameOf>
    std::int32_t find(std::string_view name, const NameOf& name_of) const {
        return find_hashed(hash_of(name), name, name_of);
    }

    // The id stored for the name, or -1 after storing `id` for it. Room must have been made.
    template <class NameOf>
    std::int32_t find_or_insert(std::string_view name, std::int32_t id, const NameOf& name_of) {
        const std::uint32_t hash = hash_of(name);
        const std::int32_t known = find_hashed(hash, name, name_of);
        if (known < 0) place({hash, id});
        return known;
    }

    // Room for that many names; inserts up to then cannot fail.
    void reserve(std::size_t names) {
        if (names + names / 2 <= slots_.size()) return;  // at most two thirds full: short probes
        std::vector<Slot> wider(std::bit_ceil(names < 8 ? 16 : names + names / 2));
        slots_.swap(wider);
        for (const Slot& slot : wider)
            if (slot.id >= 0) place(slot);
    }

    // The name must not be there yet, and reserve() must have made room.
    void insert(std::string_view name, std::int32_t id) noexcept { place({hash_of(name), id}); }

    // No names; the room stays.
    void clear() noexcept {
        for (Slot& slot : slots_) slot = {};
    }

  private:
    struct Slot {
        std::uint32_t hash = 0;
        std::int32_t id = -1;
    };

    template <class NameOf>
    std::int32_t find_hashed(std::uint32_t hash, std::string_view name,
                             const NameOf& name_of) const {
        if (slots_.empty()) return -1;
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = hash & mask; slots_[at].id >= 0; at = (at + 1) & mask)
            if (slots_[at].hash == hash && name_of(slots_[at].id) == name) return slots_[at].id;
        return -1;
    }

    // Eight bytes at a time, each word multiplied in by an odd constant whose high half is folded
    // down (the finaliser of MurmurHash3, A. Appleby, as the step of a chain).
    static std::uint32_t hash_of(std::string_view name) noexcept {
        constexpr std::uint64_t factor = 0xff51afd7ed558ccdu;
        const char* p = name.data();
        std::size_t left = name.size();
        std::uint64_t hash = left * factor;
        const auto mix = [&hash](std::uint64_t word) {
            hash = (hash ^ word) * factor;
            hash ^= hash >> 32;
        };
        std::uint64_t word = 0;
        for (; left >= sizeof word; p += sizeof word, left -= sizeof word) {
            std::memcpy(&word, p, sizeof word);
            mix(word);
        }
        if (left >= 4) {  // the first four and the last four of what is left
            std::uint32_t first = 0, last = 0;
            std::memcpy(&first, p, sizeof first);
            std::memcpy(&last, p + left - sizeof last, sizeof last);
            mix(std::uint64_t{first} << 32 | last);
        } else if (left > 0) {  // the first, the middle and the last
            mix(std::uint64_t{static_cast<unsigned char>(p[0])} << 16 |
                std::uint64_t{static_cast<unsigned char>(p[left / 2])} << 8 |
                static_cast<unsigned char>(p[left - 1]));
        }
        return static_cast<std::uint32_t>(hash ^ (hash >> 29));
    }

    void place(const Slot& slot) noexcept {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = slot.hash & mask;
        while (slots_[at].id >= 0) at = (at + 1) & mask;
        slots_[at] = slot;
    }

    std::vector<Slot> slots_;
};

}  // namespace tenon::ilp
