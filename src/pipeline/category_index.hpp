// Category to its place in a sorted dictionary, by hashing; a lookup neither allocates nor locks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon {

class CategoryIndex {
  public:
    CategoryIndex() = default;
    explicit CategoryIndex(std::span<const std::string> categories);

    // `categories` must be those of the constructor; -1 if the category is not among them.
    std::int64_t find(std::span<const std::string> categories,
                      std::string_view category) const noexcept;

  private:
    std::vector<std::int32_t> slots_;  // a power of two, at most half full; -1 is empty
};

}  // namespace tenon
