// Bases that are hard to factorise: ill-conditioned, graded, nearly singular, singular, and such
// that a careless order fills or grows. The backward error of their solves is stated for each; it
// depends on the growth of the elimination, not on the condition.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "factor_bench.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

// Rounding errors of an elimination without growth, a few dozen of them in a row.
constexpr double rounding = 1e-13;

// The m by m matrix of entry(i, j), rows and columns in random order.
Bench dense_basis(Random& random, std::int32_t m,
                  const std::function<double(std::int32_t, std::int32_t)>& entry) {
    std::vector<std::int64_t> row(static_cast<std::size_t>(m)), column(row.size());
    std::iota(row.begin(), row.end(), 0);
    std::iota(column.begin(), column.end(), 0);
    random.shuffle(row);
    random.shuffle(column);
    Bench bench;
    bench.matrix.rows = m;
    for (std::int32_t j = 0; j < m; ++j) {
        for (std::int32_t i = 0; i < m; ++i) {
            const double x =
                entry(static_cast<std::int32_t>(row[i]), static_cast<std::int32_t>(column[j]));
            if (x != 0) bench.matrix.add(i, x);
        }
        bench.matrix.close_column();
        bench.head.push_back(j);
    }
    return bench;
}

double worst_of(Bench& bench, Random& random) {
    double worst = 0;
    for (const double fill : {0.0, 0.1, 1.0})
        worst = std::max(worst, bench.backward_error(random, fill));
    return worst;
}

}  // namespace

TEST_CASE("Hilbert matrices, condition numbers up to 1e18 and beyond") {
    Random random(1);
    for (const std::int32_t m : {3, 6, 10, 13, 20}) {
        CAPTURE(m);
        Bench bench = dense_basis(random, m,
                                  [](std::int32_t i, std::int32_t j) { return 1.0 / (i + j + 1); });
        bench.factorise();  // the largest may have columns replaced; what stands must solve
        CHECK(worst_of(bench, random) < rounding);
    }
}

TEST_CASE("powers of the numbers 1 to 12, from 1 to 7e11") {
    Random random(2);
    Bench bench = dense_basis(random, 12,
                              [](std::int32_t i, std::int32_t j) { return std::pow(i + 1.0, j); });
    CHECK(bench.factorise().empty());
    CHECK(worst_of(bench, random) < rounding);
}

TEST_CASE("graded rows and columns, pivots from 1e-8 to 1e8") {
    Random random(3);
    for (const int way : {0, 1, 2}) {
        CAPTURE(way);
        constexpr std::int32_t m = 33;
        Bench bench = dense_basis(random, m, [&](std::int32_t i, std::int32_t j) {
            const double by_row = std::pow(10.0, i / 2.0 - 8),
                         by_column = std::pow(10.0, j / 2.0 - 8);
            const double grade = way == 0   ? by_row
                                 : way == 1 ? by_column
                                            : std::min(by_row, by_column);
            return i == j ? 2 * grade : random.below(4) ? 0.0 : grade * random.uniform(-1, 1);
        });
        bench.factorise();
        CHECK(worst_of(bench, random) < rounding);
    }
}

TEST_CASE("two columns that agree but for 1e-4 to 1e-15: kept or replaced, the solves are right") {
    Random random(4);
    for (int digits = 4; digits <= 15; ++digits) {
        CAPTURE(digits);
        constexpr std::int32_t m = 25;
        std::vector<double> common(m);
        for (double& x : common) x = random.uniform(-1, 1);
        Bench bench = dense_basis(random, m, [&](std::int32_t i, std::int32_t j) {
            if (j == 3) return common[i];
            if (j == 8) return common[i] * (1 + (i == 5 ? std::pow(10.0, -digits) : 0.0));
            return i == j ? 1.0 : random.below(5) ? 0.0 : random.uniform(-1, 1);
        });
        const auto dependent = bench.factorise();
        CHECK(dependent.size() <= 1);
        if (digits <= 7) CHECK(dependent.empty());
        CHECK(worst_of(bench, random) < rounding);
    }
}

TEST_CASE("triangles of cycles, which have no singletons to begin with") {
    Random random(5);
    constexpr std::int32_t blocks = 30, length = 5, m = blocks * length;
    Bench bench = dense_basis(random, m, [&](std::int32_t i, std::int32_t j) {
        const std::int32_t of_row = i / length, of_column = j / length;
        if (of_row == of_column) {
            const std::int32_t ahead = (j - i + length) % length;
            return ahead == 0 ? 2.0 : ahead == 1 ? 1.0 : 0.0;
        }
        return of_row < of_column && random.below(40) == 0 ? random.uniform(-1, 1) : 0.0;
    });
    CHECK(bench.factorise().empty());
    CHECK(worst_of(bench, random) < rounding);
    const auto nonzeros = static_cast<std::int64_t>(bench.matrix.value.size());
    CHECK(bench.factor.share()->entries() <= nonzeros + nonzeros / 2);
}

TEST_CASE("a permuted triangle with one long row and column does not fill") {
    Random random(6);
    constexpr std::int32_t m = 300;
    Bench bench = dense_basis(random, m, [&](std::int32_t i, std::int32_t j) {
        if (i == j) return 1.0;
        return i == m - 1 || j == m - 1 ? random.uniform(0.1, 0.9) / m : 0.0;
    });
    CHECK(bench.factorise().empty());
    CHECK(worst_of(bench, random) < rounding);
    // An order that begins with the long row fills all m^2 entries.
    CHECK(bench.factor.share()->entries() <= 2 * m);
}

// J. H. Wilkinson: The Algebraic Eigenvalue Problem, 1965, ch. 4: with row exchanges by size the
// last column doubles in each step.
TEST_CASE("a matrix made to grow loses a bit in each step, and no more") {
    Random random(7);
    for (const std::int32_t m : {10, 20, 30}) {
        CAPTURE(m);
        Bench bench = dense_basis(random, m, [&](std::int32_t i, std::int32_t j) {
            return j == m - 1 || i == j ? 1.0 : i > j ? -1.0 : 0.0;
        });
        CHECK(bench.factorise().empty());
        CHECK(worst_of(bench, random) < std::ldexp(1e-16, m + 2));
    }
}

TEST_CASE("one hundred and fifty updates, the error stays small after each") {
    Random random(8);
    constexpr std::int32_t m = 60;
    for (const double spread : {0.0, 3.0}) {  // decimal orders the entries span, either way
        CAPTURE(spread);
        Bench bench = dense_basis(
            random, m, [](std::int32_t i, std::int32_t j) { return i == j ? 1.0 : 0.0; });
        for (std::int32_t j = 0; j < 200; ++j) {
            for (std::int32_t i = 0; i < m; ++i)
                if (random.below(12) == 0)
                    bench.matrix.add(
                        i, random.uniform(-1, 1) * std::pow(10.0, random.uniform(-spread, spread)));
            bench.matrix.close_column();
        }
        REQUIRE(bench.factorise().empty());
        SparseVector column, unit;
        column.reset(m);
        unit.reset(m);
        int updates = 0;
        for (std::int32_t q = m; q < m + 200 && updates < 150; ++q) {
            column.clear();
            for (std::int64_t k = bench.matrix.start[q]; k < bench.matrix.start[q + 1]; ++k)
                column.add(bench.matrix.index[k], bench.matrix.value[k]);
            bench.factor.ftran(column, bench.density, bench.stop, true);
            // Not the largest pivot, but one a ratio test might choose.
            std::int32_t p = -1;
            double largest = 0;
            for (const double x : column.value) largest = std::max(largest, std::fabs(x));
            for (std::int32_t i = 0; i < m; ++i)
                if (std::fabs(column.value[i]) >= 0.1 * largest && (p < 0 || random.below(3) == 0))
                    p = i;
            if (p < 0 || largest < 1e-3) continue;
            bench.factor.btran_unit(p, unit, bench.density, bench.stop);
            REQUIRE(bench.factor.update(p, column.value[p]));
            bench.head[p] = q;
            ++updates;
            CAPTURE(updates);
            CHECK(bench.backward_error(random, 0.1) < 1e-10);
        }
        CHECK(updates == 150);
        CHECK(bench.factorise().empty());
        CHECK(worst_of(bench, random) < rounding);
    }
}

TEST_CASE("singular bases of every rank are repaired by as many logicals as are missing") {
    Random random(9);
    constexpr std::int32_t m = 20;
    for (std::int32_t rank = 0; rank <= m; ++rank) {
        CAPTURE(rank);
        // Integer combinations of `rank` integer vectors: dependence is exact.
        std::vector<std::vector<double>> base(static_cast<std::size_t>(rank),
                                              std::vector<double>(m, 0.0));
        for (std::int32_t k = 0; k < rank; ++k) {
            base[k][k] = 1;
            for (std::int32_t i = rank; i < m; ++i)
                base[k][i] = static_cast<double>(random.below(5)) - 2;
        }
        Bench bench = dense_basis(random, m, [&](std::int32_t i, std::int32_t j) {
            if (j < rank) return base[j][i];
            return rank == 0 ? 0.0 : base[j % rank][i] - base[(j + 1) % rank][i];
        });
        const auto dependent = bench.factorise();
        CHECK(dependent.size() == static_cast<std::size_t>(m - rank));
        CHECK(worst_of(bench, random) < rounding);
    }
}

TEST_CASE("the same column in every position leaves one of it") {
    Random random(10);
    constexpr std::int32_t m = 12;
    Bench bench = dense_basis(random, m, [](std::int32_t i, std::int32_t) { return i % 3 - 1.0; });
    CHECK(bench.factorise().size() == m - 1);
    CHECK(worst_of(bench, random) < rounding);
}
