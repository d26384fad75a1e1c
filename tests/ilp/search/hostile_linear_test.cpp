// Linear programs of hostile shapes and magnitudes through tenon::solve: each has the right status,
// or a clear error, in sane time. With presolve and without.
//
// TENON_SIZE=1000000 makes the long ones ten times as long (some seconds, half a gigabyte).
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "../lp/trials.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

std::int32_t long_size() {
    return static_cast<std::int32_t>(number_from_environment("TENON_SIZE", 100000));
}

void add_columns(Problem& p, std::int32_t count, double lower, double upper,
                 const std::function<double(std::int32_t)>& cost) {
    for (std::int32_t j = 0; j < count; ++j)
        p.add_column("", ColumnType::continuous, lower, upper, cost(j));
}

// A row over all columns.
void add_dense_row(Problem& p, double lower, double upper,
                   const std::function<double(std::int32_t)>& entry) {
    std::vector<std::int32_t> index(static_cast<std::size_t>(p.columns()));
    std::iota(index.begin(), index.end(), 0);
    std::vector<double> value;
    for (std::int32_t j = 0; j < p.columns(); ++j) value.push_back(entry(j));
    p.add_row("", lower, upper, index, value);
}

const auto one = [](std::int32_t) { return 1.0; };
const auto nothing = [](std::int32_t) { return 0.0; };

void check_optimum(const Problem& p, double objective, double epsilon = 1e-9) {
    for (const bool presolve : {true, false}) {
        CAPTURE(presolve);
        SolveOptions options;
        options.presolve = presolve;
        const Solution s = solve(Context{}, p, options);
        REQUIRE(s.outcome == Outcome::optimal);
        CHECK(std::fabs(s.objective - objective) <= epsilon * std::max(1.0, std::fabs(objective)));
        CHECK(s.bound == s.objective);
        CHECK(s.max_violation <= 1e-6);
    }
}

void check_outcome(const Problem& p, Outcome outcome) {
    for (const bool presolve : {true, false}) {
        CAPTURE(presolve);
        SolveOptions options;
        options.presolve = presolve;
        CHECK(solve(Context{}, p, options).outcome == outcome);
    }
}

}  // namespace

TEST_CASE("a hundred thousand empty rows") {
    Problem p;
    add_columns(p, 1, 0, 5, [](std::int32_t) { return -1; });
    for (std::int32_t i = 0; i < long_size(); ++i) p.add_row("", -1, 1, {}, {});
    check_optimum(p, -5);
    p.add_row("impossible", 1, 2, {}, {});
    check_outcome(p, Outcome::infeasible);
}

TEST_CASE("one column in a hundred thousand rows") {
    Problem p;
    add_columns(p, 1, 0, infinity, one);
    Random random(1);
    double least = 0;
    const std::int32_t column = 0;
    for (std::int32_t i = 0; i < long_size(); ++i) {
        const double entry = random.uniform(1, 2), right = random.uniform();
        p.add_row("", right, infinity, std::span(&column, 1), std::span(&entry, 1));
        least = std::max(least, right / entry);
    }
    check_optimum(p, least);
    const double entry = 1;
    p.add_row("", -infinity, 0.5 * least, std::span(&column, 1), std::span(&entry, 1));
    check_outcome(p, Outcome::infeasible);
}

TEST_CASE("a hundred thousand columns in one row: the fractional knapsack") {
    Problem p;
    Random random(2);
    std::vector<std::pair<double, double>> items;  // worth, weight
    for (std::int32_t j = 0; j < long_size(); ++j)
        items.emplace_back(random.uniform(0.5, 1), random.uniform(0.5, 1));
    add_columns(p, long_size(), 0, 1, [&](std::int32_t j) { return -items[j].first; });
    const double room = long_size() / 10.0;
    add_dense_row(p, -infinity, room, [&](std::int32_t j) { return items[j].second; });
    std::sort(items.begin(), items.end(),
              [](const auto& a, const auto& b) { return a.first * b.second > b.first * a.second; });
    double left = room, worth = 0;
    for (const auto& [w, weight] : items) {
        worth += w * std::min(1.0, left / weight);
        left -= std::min(weight, left);
    }
    check_optimum(p, -worth);
}

TEST_CASE("a hundred thousand fixed columns, one of them too few") {
    Problem p;
    add_columns(p, long_size(), 1, 1, one);
    add_dense_row(p, long_size(), long_size(), one);
    check_optimum(p, long_size());
    p.set_row_bounds(0, long_size() + 1, infinity);
    check_outcome(p, Outcome::infeasible);
}

TEST_CASE("nothing but zeros, with rows and columns, without either, without both") {
    Problem p;
    check_optimum(p, 0);
    add_columns(p, 1000, 0, 0, nothing);
    check_optimum(p, 0);
    for (int i = 0; i < 1000; ++i) p.add_row("", 0, 0, {}, {});
    check_optimum(p, 0);
    Problem rows;
    for (int i = 0; i < 1000; ++i) rows.add_row("", -infinity, infinity, {}, {});
    check_optimum(rows, 0);
}

TEST_CASE("one hundred thousand entries for one hundred columns are summed") {
    Problem p;
    add_columns(p, 100, 0, 1, [](std::int32_t) { return -1; });
    std::vector<std::int32_t> index;
    for (std::int32_t k = 0; k < 100000; ++k) index.push_back(k % 100);
    const std::vector<double> value(index.size(), 1.0);
    p.add_row("", -infinity, 1000, index, value);
    check_optimum(p, -1);
}

TEST_CASE("assignment with equal costs: as degenerate as can be") {
    constexpr std::int32_t side = 60;
    Problem p;
    add_columns(p, side * side, 0, infinity, one);
    const std::vector<double> ones(side, 1.0);
    for (std::int32_t i = 0; i < 2 * side; ++i) {
        std::vector<std::int32_t> index;
        for (std::int32_t j = 0; j < side; ++j)
            index.push_back(i < side ? i * side + j : j * side + i - side);
        p.add_row("", 1, 1, index, ones);
    }
    check_optimum(p, side);
    p.set_row_bounds(0, 2, 2);
    check_outcome(p, Outcome::infeasible);
}

TEST_CASE("free columns without costs, and one cost that makes them unbounded") {
    Problem p;
    add_columns(p, 1000, -infinity, infinity, nothing);
    const std::vector<double> difference{1, -1};
    for (std::int32_t j = 0; j + 1 < 1000; ++j) {
        const std::vector<std::int32_t> pair{j, j + 1};
        p.add_row("", 1, 1, pair, difference);
    }
    check_optimum(p, 0);
    p.set_cost(500, -1);
    check_outcome(p, Outcome::unbounded);
}

TEST_CASE("Klee-Minty cubes of dimension twenty") {
    Problem p(Sense::maximize);
    constexpr std::int32_t d = 20;
    add_columns(p, d, 0, infinity, [](std::int32_t j) { return std::pow(2.0, d - 1 - j); });
    for (std::int32_t i = 0; i < d; ++i)
        add_dense_row(p, -infinity, std::pow(5.0, i + 1), [&](std::int32_t j) {
            return j < i ? std::pow(2.0, i - j + 1) : j == i ? 1.0 : 0.0;
        });
    check_optimum(p, std::pow(5.0, d), 1e-12);
    Problem chain(Sense::maximize);
    add_columns(chain, d, 0, infinity, [](std::int32_t j) { return j == d - 1 ? 1 : 0; });
    for (std::int32_t i = 0; i < d; ++i) {
        add_dense_row(chain, 0, infinity, [&](std::int32_t j) {
            return j == i ? 1.0 : j == i - 1 ? -0.25 : 0.0;
        });
        add_dense_row(chain, -infinity, 1, [&](std::int32_t j) {
            return j == i ? 1.0 : j == i - 1 ? 0.25 : 0.0;
        });
    }
    check_optimum(chain, 1);
}

TEST_CASE("Hilbert matrices: the point of ones is kept within the tolerance") {
    for (const std::int32_t n : {4, 8, 12}) {
        CAPTURE(n);
        Problem p;
        add_columns(p, n, 0, infinity, one);
        for (std::int32_t i = 0; i < n; ++i) {
            double sum = 0;
            for (std::int32_t j = 0; j < n; ++j) sum += 1.0 / (i + j + 1);
            add_dense_row(p, sum, sum, [&](std::int32_t j) { return 1.0 / (i + j + 1); });
        }
        // Violations of 1e-7 move the optimum by that times prices, which are large here.
        check_optimum(p, n, 1e-3);
    }
}

TEST_CASE("a basis whose elimination grows by 2^60 is solved all the same") {
    Problem p;
    constexpr std::int32_t n = 60;
    Random random(3);
    std::vector<double> point, cost;
    for (std::int32_t j = 0; j < n; ++j) {
        point.push_back(random.uniform(-1, 1));
        cost.push_back(random.uniform(-1, 1));
    }
    add_columns(p, n, -10, 10, [&](std::int32_t j) { return cost[j]; });
    for (std::int32_t i = 0; i < n; ++i) {
        const auto entry = [&](std::int32_t j) {
            return j == n - 1 || i == j ? 1.0 : i > j ? -1.0 : 0.0;
        };
        double right = 0;
        for (std::int32_t j = 0; j < n; ++j) right += entry(j) * point[j];
        add_dense_row(p, right, right, entry);
    }
    check_optimum(p, std::inner_product(point.begin(), point.end(), cost.begin(), 0.0), 1e-7);
}

TEST_CASE("rows that are parallel but for 1e-6 to 1e-15") {
    for (int digits = 6; digits <= 15; ++digits) {
        CAPTURE(digits);
        const double little = std::pow(10.0, -digits);
        Problem p;
        add_columns(p, 2, 0, 10, [](std::int32_t) { return -1; });
        add_dense_row(p, -infinity, 2, one);
        add_dense_row(p, -infinity, 2, [&](std::int32_t j) { return 1 + j * little; });
        add_dense_row(p, 2 - little, infinity, [&](std::int32_t j) { return 1 - j * little; });
        check_optimum(p, -2);
    }
}

TEST_CASE("rows that miss each other by little are met within the tolerance or infeasible") {
    for (int digits = 3; digits <= 15; ++digits) {
        CAPTURE(digits);
        const double little = std::pow(10.0, -digits);
        Problem p;
        add_columns(p, 2, 0, 10, one);
        add_dense_row(p, -infinity, 1, one);
        add_dense_row(p, 1 + little, infinity, one);
        for (const bool presolve : {true, false}) {
            SolveOptions options;
            options.presolve = presolve;
            const Solution s = solve(Context{}, p, options);
            if (digits <= 5) CHECK(s.outcome == Outcome::infeasible);
            if (digits >= 9) CHECK(s.outcome == Outcome::optimal);
            if (s.outcome != Outcome::optimal) continue;
            CHECK(s.objective == doctest::Approx(1).epsilon(1e-6));
            CHECK(s.max_violation <= little + 1e-15);
        }
    }
}

TEST_CASE("magnitudes from 1e-12 to 1e12 in one program, each row and column in units of its own") {
    Random random(4);
    for (int trial = 0; trial < 20; ++trial) {
        CAPTURE(trial);
        constexpr std::int32_t n = 30, m = 20;
        std::vector<double> unit;
        for (std::int32_t j = 0; j < n; ++j) unit.push_back(std::pow(10.0, random.uniform(-6, 6)));
        Problem plain, wild;
        std::vector<double> point, cost;
        for (std::int32_t j = 0; j < n; ++j) {
            point.push_back(static_cast<double>(random.below(4)));
            cost.push_back(static_cast<double>(1 + random.below(9)));
        }
        add_columns(plain, n, 0, infinity, [&](std::int32_t j) { return cost[j]; });
        add_columns(wild, n, 0, infinity, [&](std::int32_t j) { return cost[j] * unit[j]; });
        for (std::int32_t i = 0; i < m; ++i) {
            std::vector<double> row;
            double activity = 0;
            for (std::int32_t j = 0; j < n; ++j) {
                row.push_back(static_cast<double>(random.below(4)) - 1);
                activity += row.back() * point[j];
            }
            const double units = std::pow(10.0, random.uniform(-6, 6));
            add_dense_row(plain, activity, infinity, [&](std::int32_t j) { return row[j]; });
            add_dense_row(wild, activity * units, infinity,
                          [&](std::int32_t j) { return row[j] * unit[j] * units; });
        }
        const Solution one_unit = solve(Context{}, plain);
        const Solution many_units = solve(Context{}, wild);
        REQUIRE(one_unit.outcome == Outcome::optimal);
        REQUIRE(many_units.outcome == Outcome::optimal);
        CHECK(many_units.objective == doctest::Approx(one_unit.objective).epsilon(1e-6));
    }
}

TEST_CASE("magnitudes from 1e-30 to 1e30 never bring a wrong claim") {
    Random random(5);
    int optimal = 0;
    for (int trial = 0; trial < 300; ++trial) {
        CAPTURE(trial);
        const auto wild = [&] {
            return std::pow(10.0, random.uniform(-30, 30)) * (random.below(2) ? 1 : -1);
        };
        Problem p;
        const auto n = static_cast<std::int32_t>(1 + random.below(6));
        // Zero is feasible, and every column is bounded: neither infeasible nor unbounded.
        add_columns(p, n, 0, 0, [&](std::int32_t) { return wild(); });
        for (std::int32_t j = 0; j < n; ++j) p.set_bounds(j, 0, random.below(2) ? 1 : 1e6);
        for (std::uint64_t i = random.below(6); i > 0; --i) {
            const double reach = std::fabs(wild());
            add_dense_row(p, random.below(2) ? -infinity : -reach, std::min(reach, 1e19),
                          [&](std::int32_t) { return random.below(3) ? wild() : 0.0; });
        }
        const Solution s = solve(Context{}, p);
        CHECK(s.outcome != Outcome::infeasible);
        CHECK(s.outcome != Outcome::unbounded);
        if (s.outcome != Outcome::optimal) continue;
        ++optimal;
        CHECK(std::isfinite(s.objective));
        CHECK(s.objective <= 1e-6);  // zero is feasible
    }
    CHECK(optimal > 150);
}

TEST_CASE("independent columns from 1e-30 to 1e30, side by side, are each for itself") {
    const auto unit = [](std::int32_t j) { return std::pow(10.0, 5 * j - 30); };
    Problem sizes;  // unit x >= 1: each costs 1
    add_columns(sizes, 13, 0, infinity, unit);
    for (std::int32_t i = 0; i < 13; ++i)
        sizes.add_row("", 1, infinity, std::vector<std::int32_t>{i}, std::vector<double>{unit(i)});
    check_optimum(sizes, 13);
    Problem rows;  // unit x >= unit, as far as a side may be so large
    add_columns(rows, 10, 0, infinity, one);
    for (std::int32_t i = 0; i < 10; ++i)
        rows.add_row("", unit(i), infinity, std::vector<std::int32_t>{i},
                     std::vector<double>{unit(i)});
    const Solution s = solve(Context{}, rows);
    REQUIRE(s.outcome == Outcome::optimal);
    for (std::int32_t i = 6; i < 10; ++i) CHECK(s.values[i] == doctest::Approx(1));
}

TEST_CASE("an objective beyond the range of doubles is no optimum") {
    Problem p;
    add_columns(p, 2, 0, 1, [](std::int32_t) { return -1e308; });
    const Solution s = solve(Context{}, p);
    CHECK(s.outcome != Outcome::optimal);
}

TEST_CASE("a hundred thousand equal boxed columns: one step passes half of them") {
    Problem p;
    add_columns(p, long_size(), 0, 1, one);
    add_dense_row(p, long_size() / 2 + 0.5, infinity, one);
    check_optimum(p, long_size() / 2 + 0.5);
}

TEST_CASE("a chain of periods that breaks early is infeasible without a pivot") {
    // stock_t = stock_(t-1) + lot_t - demand_t, lots of 15 at most, 20 wanted in each of the first.
    Problem p;
    const int periods = long_size() / 10;
    std::int32_t before = -1;
    for (int t = 0; t < periods; ++t) {
        const std::int32_t lot = p.add_column("", ColumnType::continuous, 0, 15, 1);
        const std::int32_t stock = p.add_column("", ColumnType::continuous, 0, infinity, 1);
        std::vector<std::int32_t> columns{lot, stock};
        std::vector<double> values{1, -1};
        if (before >= 0) {
            columns.insert(columns.begin(), before);
            values.insert(values.begin(), 1);
        }
        const double demand = t < 5 ? 10 : 20;  // the stock of the first ones lasts for a while
        p.add_row("", demand, demand, columns, values);
        before = stock;
    }
    const Solution s = solve(Context{}, p);
    REQUIRE(s.outcome == Outcome::infeasible);
    CHECK(s.counters.simplex_iterations == 0);
    CHECK(s.farkas_residual == 0);
    CHECK(check_infeasible(p, s.farkas).proves);
}
