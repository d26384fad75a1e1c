// Programs from the literature that made simplex codes cycle, crawl or lie.
#include <doctest/doctest.h>

#include <cmath>

#include "ilp/lp/simplex.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

LinearProgram at_most(const std::vector<std::vector<double>>& a, std::vector<double> b,
                      std::vector<double> c) {
    LinearProgram p;
    p.rows = static_cast<std::int32_t>(b.size());
    p.columns = static_cast<std::int32_t>(c.size());
    p.lower.assign(c.size(), 0.0);
    p.upper.assign(c.size(), infinity);
    p.cost = std::move(c);
    p.row_lower.assign(b.size(), -infinity);
    p.row_upper = std::move(b);
    set_matrix(p, a);
    return p;
}

}  // namespace

TEST_CASE("Beale's cycling example (1955) ends at -1/20") {
    Simplex s(at_most({{0.25, -60, -1.0 / 25, 9}, {0.5, -90, -1.0 / 50, 3}, {0, 0, 1, 0}},
                      {0, 0, 1}, {-0.75, 150, -0.02, 6}));
    REQUIRE(s.solve() == LpStatus::optimal);
    CHECK(s.objective() == doctest::Approx(-0.05));
    CHECK(optimality_error(s) < 1e-9);
}

TEST_CASE("Kuhn's cycling example ends at -2") {
    Simplex s(at_most({{-2, -9, 1, 9}, {1.0 / 3, 1, -1.0 / 3, -2}, {2, 3, -1, -12}}, {0, 0, 2},
                      {-2, -3, 1, 12}));
    REQUIRE(s.solve() == LpStatus::optimal);
    CHECK(s.objective() == doctest::Approx(-2.0));
    CHECK(optimality_error(s) < 1e-9);
}

TEST_CASE("Klee-Minty cubes end at their last corner") {
    for (int d : {3, 8, 12}) {
        std::vector<std::vector<double>> a(static_cast<std::size_t>(d),
                                           std::vector<double>(static_cast<std::size_t>(d), 0.0));
        std::vector<double> b, c;
        for (int i = 0; i < d; ++i) {
            for (int j = 0; j < i; ++j) a[i][j] = std::pow(2.0, i - j + 1);
            a[i][i] = 1;
            b.push_back(std::pow(5.0, i + 1));
            c.push_back(-std::pow(2.0, d - 1 - i));
        }
        Simplex s(at_most(a, b, c));
        REQUIRE(s.solve() == LpStatus::optimal);
        CHECK(s.objective() == doctest::Approx(-std::pow(5.0, d)).epsilon(1e-12));
    }
}

TEST_CASE("a transport problem with one hundred equal costs does not stall") {
    constexpr std::int32_t side = 30;
    LinearProgram p;
    p.rows = 2 * side;
    p.columns = side * side;
    p.cost.assign(side * side, 1.0);
    p.lower.assign(side * side, 0.0);
    p.upper.assign(side * side, infinity);
    p.row_lower.assign(2 * side, 1.0);
    p.row_upper.assign(2 * side, 1.0);
    for (std::int32_t i = 0; i < side; ++i) {
        for (std::int32_t j = 0; j < side; ++j) {
            p.matrix.index.insert(p.matrix.index.end(), {i, side + j});
            p.matrix.value.insert(p.matrix.value.end(), {1.0, 1.0});
            p.matrix.start.push_back(static_cast<std::int64_t>(p.matrix.index.size()));
        }
    }
    Simplex s(p);
    REQUIRE(s.solve() == LpStatus::optimal);
    CHECK(s.objective() == doctest::Approx(side));
    CHECK(s.counters().iterations < 2000);
}

TEST_CASE("programs without rows or columns have answers") {
    LinearProgram p;
    Simplex nothing(p);
    CHECK(nothing.solve() == LpStatus::optimal);
    CHECK(nothing.objective() == 0);

    p.columns = 2;
    p.cost = {1, -1};
    p.lower = {2, 0};
    p.upper = {3, 5};
    p.matrix.start = {0, 0, 0};
    p.offset = 10;
    Simplex boxes(p);
    CHECK(boxes.solve() == LpStatus::optimal);
    CHECK(boxes.objective() == 7);
    p.upper[1] = infinity;
    Simplex open(p);
    CHECK(open.solve() == LpStatus::unbounded);
    CHECK(ray_holds(p, open.ray()));

    LinearProgram rows;
    rows.rows = 1;
    rows.row_lower = {1};
    rows.row_upper = {2};
    Simplex empty_row(rows);
    CHECK(empty_row.solve() == LpStatus::infeasible);
    CHECK(farkas_value(rows, empty_row.farkas()) > 0);
}

TEST_CASE("units from 1e-5 to 1e5 in rows and columns do not change the optimum") {
    Random random(77);
    for (int trial = 0; trial < 60; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = feasible_program(random, 12, 18, 0.4);
        LinearProgram q = p;
        std::vector<double> unit(static_cast<std::size_t>(p.rows));
        for (double& u : unit) u = std::pow(10.0, random.uniform(-5, 5));
        for (std::int32_t i = 0; i < p.rows; ++i) {
            q.row_lower[i] *= unit[i];
            q.row_upper[i] *= unit[i];
        }
        for (std::int32_t j = 0; j < p.columns; ++j) {
            const double scale = std::pow(10.0, random.uniform(-5, 5));
            q.cost[j] *= scale;
            q.lower[j] /= scale;
            q.upper[j] /= scale;
            for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
                q.matrix.value[k] *= scale * unit[p.matrix.index[k]];
        }
        Simplex plain(p), scaled(q);
        REQUIRE(plain.solve() == LpStatus::optimal);
        REQUIRE(scaled.solve() == LpStatus::optimal);
        CHECK(scaled.objective() == doctest::Approx(plain.objective()).epsilon(1e-6));
    }
}

TEST_CASE("where no doubles meet the tolerance, the nearest ones are an answer") {
    // Pairs 7 x + y = a t, x + 3 y = b t with a, b of size 1e10 and t fixed at one: rounded to
    // doubles the rows are off by more than 1e-7, though their bounds are zero.
    constexpr std::int32_t pairs = 200, m = 2 * pairs;
    LinearProgram p;
    p.columns = m + 1;
    p.rows = m;
    p.cost.assign(m + 1, 1.0);
    p.lower.assign(m, 0.0);
    p.upper.assign(m, infinity);
    p.row_lower = p.row_upper = std::vector<double>(m, 0.0);
    Random random(8);
    std::vector<double> right;
    for (std::int32_t j = 0; j < m; ++j) {
        right.push_back(std::floor(random.uniform(4e10, 5e10)));
        const std::int32_t first = j - j % 2;
        p.matrix.index.insert(p.matrix.index.end(), {first, first + 1});
        p.matrix.value.insert(p.matrix.value.end(), {j % 2 ? 1.0 : 7.0, j % 2 ? 3.0 : 1.0});
        p.matrix.start.push_back(2 * (j + 1));
    }
    p.lower.push_back(1);
    p.upper.push_back(1);
    for (std::int32_t i = 0; i < m; ++i) {
        p.matrix.index.push_back(i);
        p.matrix.value.push_back(-right[i]);
    }
    p.matrix.start.push_back(3 * m);
    Simplex s(p, {.refine = true});
    REQUIRE(s.solve() == LpStatus::optimal);
    for (std::int32_t j = 0; j < m; j += 2) {
        const double a = right[j], b = right[j + 1];
        CHECK(s.primal()[j] == doctest::Approx((3 * a - b) / 20).epsilon(1e-14));
        CHECK(s.primal()[j + 1] == doctest::Approx((7 * b - a) / 20).epsilon(1e-14));
    }
}
