// Whether two problems are the same: names, numbers, order.
#pragma once

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "random_problem.hpp"
#include "tenon/problem.hpp"

namespace tenon::test {

template <class Numbers>
bool same_bits(const Numbers& a, const Numbers& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

// All but the bounds of rows.
inline void check_same_but_rows(const Problem& a, const Problem& b) {
    CHECK(a.name() == b.name());
    CHECK(a.sense() == b.sense());
    CHECK(a.offset() == b.offset());
    REQUIRE(a.columns() == b.columns());
    REQUIRE(a.rows() == b.rows());
    CHECK(same_values(a.cost(), b.cost()));
    CHECK(same_values(a.lower(), b.lower()));
    CHECK(same_values(a.upper(), b.upper()));
    CHECK(same_values(a.type(), b.type()));
    REQUIRE(a.nonzeros() == b.nonzeros());
    CHECK(same_values(a.row_start(), b.row_start()));
    CHECK(same_values(a.index(), b.index()));
    CHECK(same_values(a.value(), b.value()));
    bool names = true;
    for (std::int32_t j = 0; j < a.columns(); ++j)
        names = names && a.column_name(j) == b.column_name(j);
    for (std::int32_t i = 0; i < a.rows(); ++i) names = names && a.row_name(i) == b.row_name(i);
    CHECK(names);
}

inline void check_same(const Problem& a, const Problem& b) {
    check_same_but_rows(a, b);
    CHECK(same_values(a.row_lower(), b.row_lower()));
    CHECK(same_values(a.row_upper(), b.row_upper()));
}

}  // namespace tenon::test
