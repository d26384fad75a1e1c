#include "ilp/lp/scaling.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lp_changes.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

TEST_CASE("factors are powers of two and bring wide entries together") {
    Random random(1);
    LinearProgram p = random_program(random, 30, 40, 0.3);
    for (double& x : p.matrix.value) x *= std::pow(10.0, random.uniform(-2, 2));
    for (std::int32_t j = 0; j < p.columns; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            p.matrix.value[k] *= std::pow(10.0, (j % 7) - 3 + (p.matrix.index[k] % 5) - 2);
    const Scaling s = find_scaling(p);
    double smallest = infinity, largest = 0, before_smallest = infinity, before_largest = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        int exponent = 0;
        CHECK(std::frexp(s.column[j], &exponent) == 0.5);
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            const double a = std::fabs(p.matrix.value[k]);
            const double b = a * s.column[j] * s.row[p.matrix.index[k]];
            before_smallest = std::min(before_smallest, a);
            before_largest = std::max(before_largest, a);
            smallest = std::min(smallest, b);
            largest = std::max(largest, b);
        }
    }
    CHECK(largest < 4);
    CHECK(largest / smallest < 1e-2 * before_largest / before_smallest);
}

TEST_CASE("a matrix of ones and twos is left as it is") {
    Random random(2);
    LinearProgram p = random_program(random, 10, 10, 0.5);
    for (double& x : p.matrix.value) x = x < 0 ? -1 : 2;
    const Scaling s = find_scaling(p);
    for (double f : s.column) CHECK(f == 1);
    for (double f : s.row) CHECK(f == 1);
}

TEST_CASE("units of rows and columns from 2^-100 to 2^100 are taken off altogether") {
    Random random(3);
    for (int trial = 0; trial < 50; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = randomly_rescaled(random, random_program(random, 6, 8, 0.7), 100);
        const Scaling s = find_scaling(p);
        for (std::int32_t j = 0; j < p.columns; ++j)
            for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
                const double a = p.matrix.value[k] * s.column[j] * s.row[p.matrix.index[k]];
                if (a == 0) continue;
                CHECK(std::fabs(a) >= 1e-4);
                CHECK(std::fabs(a) <= 2);
            }
    }
}
