// Remembers a verdict for short texts seen before: columns of text mostly hold few of them.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace tenon {

// A text of at most 16 bytes as two words, zeros behind it.
struct ShortText {
    static constexpr std::int64_t most_bytes = 16;
    std::uint64_t first = 0, second = 0;
    std::int64_t length = 0;

    // Reads 16 bytes at `text`, whatever the length, which is at most 16.
    static ShortText load(const char* text, std::int64_t length) noexcept {
        ShortText out;
        std::memcpy(&out.first, text, 8);
        std::memcpy(&out.second, text + 8, 8);
        if constexpr (std::endian::native == std::endian::little) {
            constexpr std::uint64_t all = ~std::uint64_t{0};
            const auto bits = static_cast<int>(8 * length);
            out.first &= bits >= 64 ? all : (std::uint64_t{1} << bits) - 1;
            out.second &= bits <= 64 ? 0 : all >> (128 - bits);
        } else {
            char bytes[most_bytes] = {};
            std::memcpy(bytes, text, static_cast<std::size_t>(length));
            std::memcpy(&out.first, bytes, 8);
            std::memcpy(&out.second, bytes + 8, 8);
        }
        out.length = length;
        return out;
    }
    bool operator==(const ShortText&) const = default;
};

class ShortTextVerdicts {
  public:
    // The verdict given before for this text, or else verdict(), kept in its place.
    template <class Verdict>
    bool of(const ShortText& text, const Verdict& verdict) {
        Entry& entry = entries_[place(text)];
        if (entry.text == text) return entry.verdict;
        entry = {text, verdict()};
        return entry.verdict;
    }

  private:
    struct Entry {
        ShortText text{0, 0, -1};
        bool verdict = false;
    };
    static std::size_t place(const ShortText& text) noexcept {
        constexpr std::uint64_t mix = 0x9E37'79B9'7F4A'7C15u, mix2 = 0xC2B2'AE3D'27D4'EB4Fu;
        return static_cast<std::size_t>((text.first * mix ^ text.second * mix2) >> 56);
    }
    std::array<Entry, 256> entries_;
};

}  // namespace tenon
