// The words by which a document names the values of an enumeration.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace tenon {

template <class E, std::size_t n>
using EnumNames = std::array<std::pair<E, std::string_view>, n>;

template <class E, std::size_t n>
constexpr std::string_view name_in(const EnumNames<E, n>& names, E value) {
    for (const auto& [known, name] : names)
        if (known == value) return name;
    return "";
}

}  // namespace tenon
