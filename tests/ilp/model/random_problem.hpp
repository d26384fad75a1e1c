// Small random problems with every kind of bound and row, for properties that must hold for all.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon/problem.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

inline double random_number(Random& random, bool wild) {
    if (!wild) return static_cast<double>(random.below(41)) - 20;
    return random.normal() * (random.below(2) ? 1.0 : 1e6);
}

// wild: coefficients of all sizes; otherwise small integers.
inline Problem random_problem(Random& random, bool wild, std::uint64_t most = 8) {
    Problem problem(random.below(2) ? Sense::minimize : Sense::maximize);
    if (random.below(2))
        problem.set_name(std::string("T").append(std::to_string(random.below(100))));
    if (random.below(2)) problem.set_offset(random_number(random, wild));
    const auto n = static_cast<std::int32_t>(random.below(most + 1));
    const auto m = static_cast<std::int32_t>(random.below(most + 1));
    for (std::int32_t j = 0; j < n; ++j) {
        const auto type = static_cast<ColumnType>(random.below(3));
        double lower = -infinity, upper = infinity;
        if (type == ColumnType::binary) {
            lower = 0, upper = 1;
        } else {
            if (random.below(4)) lower = random.below(2) ? 0.0 : random_number(random, wild);
            if (random.below(3))
                upper = (lower > -infinity ? lower : -5) + std::floor(random.uniform(0, 9));
        }
        problem.add_column(random.below(3) ? "" : std::string("C").append(std::to_string(j)), type,
                           lower, upper, random.below(4) ? random_number(random, wild) : 0.0);
    }
    for (std::int32_t i = 0; i < m; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int32_t j = 0; j < n; ++j)
            if (random.below(2)) {
                index.push_back(j);
                value.push_back(random_number(random, wild));
            }
        const double a = random_number(random, wild);
        const double b = a + std::floor(random.uniform(0, 30));
        switch (random.below(5)) {
            case 0:
                problem.add_row("", a, infinity, index, value);
                break;
            case 1:
                problem.add_row("", -infinity, b, index, value);
                break;
            case 2:
                problem.add_row(std::string("R").append(std::to_string(i)), a, a, index, value);
                break;
            case 3:
                problem.add_row("", a, b, index, value);
                break;
            default:
                problem.add_row("", -infinity, infinity, index, value);
        }
    }
    return problem;
}

template <class A, class B>
bool same_values(const A& a, const B& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace tenon::test
