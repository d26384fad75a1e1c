// Long work in pieces, with a look at the cancel handle before each: `look` is a Poll, or anything
// that is called and throws.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "tenon/random.hpp"

namespace tenon {

// vector.resize(size): fresh memory takes the system a millisecond for every four megabytes or so.
template <class T, class Look>
void resize_in_pieces(std::vector<T>& vector, std::size_t size, Look&& look, const T& value = {}) {
    constexpr std::size_t piece = std::size_t{1} << 18;
    vector.reserve(size);
    while (vector.size() < size) {
        look();
        vector.resize(std::min(size, vector.size() + piece), value);
    }
}

// 0, 1, 2 and so on.
template <class Look>
std::vector<std::int64_t> counted_in_pieces(std::int64_t count, Look&& look) {
    std::vector<std::int64_t> out;
    out.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        look();
        out.push_back(i);
    }
    return out;
}

// As Random::shuffle, with the same draws.
template <class Look>
void shuffle_in_pieces(Random& random, std::span<std::int64_t> values, Look&& look) {
    for (std::size_t i = values.size(); i > 1; --i) {
        look();
        std::swap(values[i - 1], values[random.below(i)]);
    }
}

}  // namespace tenon
