// Open addressing with linear probing over a 64-bit FNV-1a hash. Linear probing stays short because
// the table is at most half full (D. E. Knuth, The Art of Computer Programming 3, 6.4).
#include "pipeline/category_index.hpp"

#include <bit>

namespace tenon {

namespace {

std::size_t hash_of(std::string_view text) noexcept {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return static_cast<std::size_t>(h ^ (h >> 32));  // the low bits of FNV alone mix badly
}

}  // namespace

CategoryIndex::CategoryIndex(std::span<const std::string> categories)
    : slots_(std::bit_ceil(categories.size() * 2 + 1), -1) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t k = 0; k < categories.size(); ++k) {
        std::size_t slot = hash_of(categories[k]) & mask;
        while (slots_[slot] >= 0) slot = (slot + 1) & mask;
        slots_[slot] = static_cast<std::int32_t>(k);
    }
}

std::int64_t CategoryIndex::find(std::span<const std::string> categories,
                                 std::string_view category) const noexcept {
    if (slots_.empty()) return -1;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = hash_of(category) & mask;; slot = (slot + 1) & mask) {
        const std::int32_t k = slots_[slot];
        if (k < 0 || categories[static_cast<std::size_t>(k)] == category) return k;
    }
}

}  // namespace tenon
