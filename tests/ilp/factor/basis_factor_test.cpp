// The factorised basis: solves leave small residuals on random and on nasty matrices, through
// updates, and singular columns are found and replaced.
#include "ilp/factor/basis_factor.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "factor_bench.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

// m random columns with about `entries` entries each, and a diagonal that keeps them independent.
Bench random_basis(Random& random, std::int32_t m, int entries, double diagonal) {
    Bench bench;
    bench.matrix.rows = m;
    std::vector<std::int64_t> permutation(static_cast<std::size_t>(m));
    std::iota(permutation.begin(), permutation.end(), 0);
    random.shuffle(permutation);
    for (std::int32_t j = 0; j < m; ++j) {
        const auto own = static_cast<std::int32_t>(permutation[j]);
        bench.matrix.add(own, diagonal * random.uniform(0.5, 1.5));
        std::vector<std::uint8_t> used(static_cast<std::size_t>(m), 0);
        used[own] = 1;
        for (int k = 1; k < entries; ++k) {
            const auto i = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(m)));
            if (used[i]) continue;
            used[i] = 1;
            bench.matrix.add(i, random.uniform(-1, 1));
        }
        bench.matrix.close_column();
        bench.head.push_back(j);
    }
    return bench;
}

}  // namespace

TEST_CASE("random sparse bases are solved to rounding") {
    Random random(1);
    for (int trial = 0; trial < 60; ++trial) {
        CAPTURE(trial);
        const auto m = static_cast<std::int32_t>(1 + random.below(120));
        Bench bench = random_basis(random, m, 1 + static_cast<int>(random.below(6)), 1.0);
        if (!bench.factor.factorise(bench.matrix.view(), bench.head, bench.stop).empty()) continue;
        CHECK(bench.residual(random, 0.02) < 1e-8);
        CHECK(bench.residual(random, 0.9) < 1e-8);
    }
}

TEST_CASE("a dense bump inside a permuted triangle is solved to rounding") {
    Random random(2);
    for (const std::int32_t bump : {0, 1, 2, 30, 80}) {
        CAPTURE(bump);
        constexpr std::int32_t m = 200;
        Bench bench;
        bench.matrix.rows = m;
        std::vector<std::int64_t> row(m), column(m);
        std::iota(row.begin(), row.end(), 0);
        std::iota(column.begin(), column.end(), 0);
        random.shuffle(row);
        for (std::int32_t j = 0; j < m; ++j) {
            for (std::int32_t i = 0; i < m; ++i) {
                const bool in_bump = i >= 60 && i < 60 + bump && j >= 60 && j < 60 + bump;
                const bool above = i < j && random.uniform() < 0.05;
                if (i == j || in_bump || above)
                    bench.matrix.add(static_cast<std::int32_t>(row[i]),
                                     (i == j ? 2 : 1) * random.uniform(0.5, 1));
            }
            bench.matrix.close_column();
            bench.head.push_back(j);
        }
        REQUIRE(bench.factor.factorise(bench.matrix.view(), bench.head, bench.stop).empty());
        CHECK(bench.residual(random, 0.01) < 1e-9);
        CHECK(bench.residual(random, 1.0) < 1e-9);
    }
}

TEST_CASE("entries from 1e-6 to 1e6 do not spoil the residual") {
    Random random(3);
    for (int trial = 0; trial < 20; ++trial) {
        CAPTURE(trial);
        Bench bench = random_basis(random, 80, 4, 1.0);
        for (double& x : bench.matrix.value) x *= std::pow(10.0, random.uniform(-6, 6));
        if (!bench.factor.factorise(bench.matrix.view(), bench.head, bench.stop).empty()) continue;
        // Relative to the largest product in the residual, which is 1e6 times the solution.
        CHECK(bench.residual(random, 0.5) < 1e6 * 1e-9);
    }
}

TEST_CASE("dependent columns are replaced by logicals of the rows they leave uncovered") {
    Random random(4);
    for (int trial = 0; trial < 40; ++trial) {
        CAPTURE(trial);
        constexpr std::int32_t m = 40;
        Bench bench = random_basis(random, m, 4, 3.0);
        // Column 7 becomes the sum of columns 3 and 5; column 9 becomes empty.
        Matrix& a = bench.matrix;
        Matrix changed;
        changed.rows = m;
        for (std::int32_t j = 0; j < m; ++j) {
            std::vector<double> dense(m, 0.0);
            if (j == 7) {
                a.add_to(3, 1, dense);
                a.add_to(5, 1, dense);
            } else if (j != 9) {
                a.add_to(j, 1, dense);
            }
            for (std::int32_t i = 0; i < m; ++i)
                if (dense[i] != 0) changed.add(i, dense[i]);
            changed.close_column();
        }
        a = changed;
        const auto dependent = bench.factor.factorise(a.view(), bench.head, bench.stop);
        REQUIRE(dependent.size() == 2);
        CHECK((dependent[0].variable == 9 || dependent[1].variable == 9));
        CHECK(bench.residual(random, 0.5) < 1e-8);
    }
}

TEST_CASE("a basis of logicals only solves by changing signs") {
    Bench bench;
    bench.matrix.rows = 5;
    bench.head = {4, 2, 0, 1, 3};
    REQUIRE(bench.factor.factorise(bench.matrix.view(), bench.head, bench.stop).empty());
    CHECK(bench.head == std::vector<std::int32_t>{0, 1, 2, 3, 4});
    Random random(1);
    CHECK(bench.residual(random, 0.5) == 0);
}

TEST_CASE("hundreds of Forrest-Tomlin updates keep the residual small") {
    Random random(5);
    for (const std::int32_t m : {1, 10, 150}) {
        CAPTURE(m);
        Bench bench = random_basis(random, m, 4, 2.0);
        // As many columns again, to swap in.
        const Bench more = random_basis(random, m, 3, 2.0);
        for (std::int32_t j = 0; j < m; ++j) {
            for (std::int64_t k = more.matrix.start[j]; k < more.matrix.start[j + 1]; ++k)
                bench.matrix.add(more.matrix.index[k], more.matrix.value[k]);
            bench.matrix.close_column();
        }
        REQUIRE(bench.factor.factorise(bench.matrix.view(), bench.head, bench.stop).empty());
        std::vector<std::uint8_t> basic(static_cast<std::size_t>(2 * m), 0);
        for (std::int32_t j : bench.head) basic[j] = 1;
        SparseVector column, unit;
        column.reset(m);
        unit.reset(m);
        int updates = 0;
        for (int step = 0; step < 150; ++step) {
            std::int32_t q = 0;
            do q = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(2 * m)));
            while (basic[q] && updates < 2 * m * 100 && m > 0);
            column.clear();
            for (std::int64_t k = bench.matrix.start[q]; k < bench.matrix.start[q + 1]; ++k)
                column.add(bench.matrix.index[k], bench.matrix.value[k]);
            bench.factor.ftran(column, bench.density, bench.stop, true);
            std::int32_t p = 0;
            for (std::int32_t i = 0; i < m; ++i)
                if (std::fabs(column.value[i]) > std::fabs(column.value[p])) p = i;
            if (std::fabs(column.value[p]) < 0.05) continue;
            bench.factor.btran_unit(p, unit, bench.density, bench.stop);
            REQUIRE(bench.factor.update(p, column.value[p]));
            basic[bench.head[p]] = 0;
            basic[q] = 1;
            bench.head[p] = q;
            ++updates;
        }
        CHECK(updates > 50);
        CHECK(bench.factor.updates() == updates);
        CHECK(bench.residual(random, 0.02) < 1e-7);
        CHECK(bench.residual(random, 0.9) < 1e-7);
    }
}

TEST_CASE("an update with a pivot that the factors contradict is refused") {
    Random random(6);
    Bench bench = random_basis(random, 20, 3, 2.0);
    REQUIRE(bench.factor.factorise(bench.matrix.view(), bench.head, bench.stop).empty());
    SparseVector column, unit;
    column.reset(20);
    unit.reset(20);
    column.add(3, 1.0);
    bench.factor.ftran(column, bench.density, bench.stop, true);
    bench.factor.btran_unit(3, unit, bench.density, bench.stop);
    CHECK_FALSE(bench.factor.update(3, column.value[3] + 0.01));
}
