// Bitmaps as Arrow lays them out: least significant bit first, starting anywhere in a byte.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

namespace tenon {

inline bool bit_at(const std::uint8_t* bits, std::int64_t at) noexcept {
    return (bits[at >> 3] >> (at & 7)) & 1;
}

inline std::int64_t bytes_for_bits(std::int64_t bits) noexcept {
    return bits / 8 + (bits % 8 != 0);
}

// Up to 64 bits from bit `first` on, the first in the lowest; zeros above them.
inline std::uint64_t bits_word(const std::uint8_t* bits, std::int64_t first, std::int64_t count) {
    std::uint64_t word = 0;
    if (count == 64) {
        std::memcpy(&word, bits + (first >> 3), sizeof word);
        if constexpr (std::endian::native == std::endian::little) {
            if ((first & 7) == 0) return word;
            return word >> (first & 7) | std::uint64_t{bits[(first >> 3) + 8]}
                                             << (64 - (first & 7));
        }
        word = 0;
    }
    for (std::int64_t i = 0; i < count; ++i) word |= std::uint64_t{bit_at(bits, first + i)} << i;
    return word;
}

// Ones among `count` bits from bit `first`.
inline std::int64_t count_ones(const std::uint8_t* bits, std::int64_t first, std::int64_t count) {
    std::int64_t ones = 0, at = first;
    const std::int64_t end = first + count;
    while (at < end && (at & 7) != 0) ones += bit_at(bits, at++);
    for (; at + 64 <= end; at += 64) {
        std::uint64_t word;
        std::memcpy(&word, bits + (at >> 3), sizeof word);
        ones += std::popcount(word);
    }
    while (at < end) ones += bit_at(bits, at++);
    return ones;
}

// Grows bit by bit. Bits past size() in the last byte are zero.
class BitVector {
  public:
    std::int64_t size() const noexcept { return size_; }
    void reserve(std::int64_t bits) { bytes_.reserve(static_cast<std::size_t>(bits / 8 + 1)); }
    void push(bool bit) {
        if ((size_ & 7) == 0) bytes_.push_back(0);
        bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | (bit ? 1 << (size_ & 7) : 0));
        ++size_;
    }
    void push(bool bit, std::int64_t count) {
        for (; count > 0 && (size_ & 7) != 0; --count) push(bit);
        if (count <= 0) return;
        bytes_.resize(static_cast<std::size_t>(bytes_for_bits(size_ + count)), bit ? 0xFF : 0);
        size_ += count;
        if (bit && (size_ & 7) != 0)
            bytes_.back() = static_cast<std::uint8_t>((1 << (size_ & 7)) - 1);
    }
    void append(const std::uint8_t* bits, std::int64_t first, std::int64_t count) {
        for (std::int64_t i = 0; i < count; ++i) push(bit_at(bits, first + i));
    }
    const std::uint8_t* data() const noexcept { return bytes_.data(); }
    std::int64_t capacity_bytes() const noexcept {
        return static_cast<std::int64_t>(bytes_.capacity());
    }
    void clear() noexcept {
        bytes_.clear();
        size_ = 0;
    }

  private:
    std::vector<std::uint8_t> bytes_;
    std::int64_t size_ = 0;
};

}  // namespace tenon
