// A block of text that writers of whole tables fill through a pointer, and the sinks it goes to.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace tenon {

class TextBlock {
  public:
    // A pointer to the end of the text with room for at least `more` bytes behind it.
    char* room(std::size_t more) {
        if (capacity_ - size_ < more) grow(more);
        return bytes_.get() + size_;
    }
    // The text now ends at `end`, which lies in the room last asked for.
    void end_at(const char* end) noexcept { size_ = static_cast<std::size_t>(end - bytes_.get()); }
    std::size_t size() const noexcept { return size_; }
    std::string_view text() const noexcept { return {bytes_.get(), size_}; }
    void clear() noexcept { size_ = 0; }

  private:
    void grow(std::size_t more) {
        const std::size_t capacity = std::max(size_ + more, capacity_ + capacity_ / 2);
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace tenon
