// From a name to its index: open addressing with linear probing over hashes; the names themselves
// stay where they are.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace tenon::ilp {

class NameIndex {
  public:
    // The id stored for the name, or -1. name_of(id) gives the name of an id.
    template <class NameOf>
    std::int32_t find(std::string_view name, const NameOf& name_of) const {
        if (slots_.empty()) return -1;
        const std::uint32_t hash = hash_of(name);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = hash & mask; slots_[at].id >= 0; at = (at + 1) & mask)
            if (slots_[at].hash == hash && name_of(slots_[at].id) == name) return slots_[at].id;
        return -1;
    }

    // Room for that many names; inserts up to then cannot fail.
    void reserve(std::size_t names) {
        if (names * 2 <= slots_.size()) return;  // at most half full: short probes
        std::vector<Slot> wider(std::bit_ceil(names < 8 ? 16 : names * 2));
        slots_.swap(wider);
        for (const Slot& slot : wider)
            if (slot.id >= 0) place(slot);
    }

    // The name must not be there yet, and reserve() must have made room.
    void insert(std::string_view name, std::int32_t id) noexcept { place({hash_of(name), id}); }

  private:
    struct Slot {
        std::uint32_t hash = 0;
        std::int32_t id = -1;
    };

    static std::uint32_t hash_of(std::string_view name) noexcept {
        const std::uint64_t hash = std::hash<std::string_view>{}(name);
        return static_cast<std::uint32_t>(hash ^ (hash >> 32));
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
