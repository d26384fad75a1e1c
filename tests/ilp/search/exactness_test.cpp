// Plans are plans in exact arithmetic: where doubles round, and where a relative tolerance would
// pass an error of one.
#include <doctest/doctest.h>

#include <cmath>
#include <optional>

#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

// The least cost over all 0-1 points that keep every row to the unit; all data are whole numbers.
std::optional<std::int64_t> exact_best(const Problem& problem) {
    std::optional<std::int64_t> best;
    for (std::uint64_t point = 0; point < std::uint64_t{1} << problem.columns(); ++point) {
        bool feasible = true;
        for (std::int32_t i = 0; i < problem.rows(); ++i) {
            std::int64_t sum = 0;
            for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
                if (point >> problem.index()[k] & 1)
                    sum += static_cast<std::int64_t>(problem.value()[k]);
            const double low = problem.row_lower()[i], high = problem.row_upper()[i];
            feasible = feasible && (std::isinf(low) || sum >= static_cast<std::int64_t>(low)) &&
                       (std::isinf(high) || sum <= static_cast<std::int64_t>(high));
        }
        std::int64_t cost = 0;
        for (std::int32_t j = 0; j < problem.columns(); ++j)
            if (point >> j & 1) cost += static_cast<std::int64_t>(problem.cost()[j]);
        if (feasible && (!best || cost < *best)) best = cost;
    }
    return best;
}

}  // namespace

TEST_CASE("a bound that misses an integer by little is one where its row tells the difference") {
    // y >= 1 / 3,000,000, and y = 0 misses the row by one.
    for (const bool presolve : {true, false})
        for (const bool certify : {true, false}) {
            Problem problem;
            problem.add_column("y", ColumnType::integer, 0, infinity, 1);
            problem.add_row("", 1, infinity, std::vector<std::int32_t>{0},
                            std::vector<double>{3e6});
            SolveOptions options;
            options.presolve = presolve;
            options.certify = certify;
            options.node_limit = 1000;
            const Solution solution = solve({}, problem, options);
            REQUIRE(solution.outcome == Outcome::optimal);
            CHECK(solution.objective == 1);
        }
}

TEST_CASE("a plan from elsewhere does not close a node that only nearly costs as much") {
    // x = -1e9 misses the row by ten in 2.6e17; the next integer keeps it. A plan that is eight
    // units dearer, 8e-9 of the cost, is found first.
    Problem problem;
    const std::int32_t x = problem.add_column("x", ColumnType::integer, -1e9, -999999991, 97380);
    const std::int32_t z = problem.add_column("z", ColumnType::integer, -2, 0, 160026);
    const std::int32_t b = problem.add_column("b", ColumnType::binary, 0, 1, 90234);
    problem.add_row("", 1281539068, 1281539068, std::vector{z}, std::vector{-640769534.0});
    problem.add_row("", 803786288.999, 1716144406, std::vector{z, b},
                    std::vector{-3562480.0, 796661329.0});
    problem.add_row("", -infinity, 260755791748853280.0, std::vector{x, z, b},
                    std::vector{-260755790.0, -478295807.0, 792261676.0});
    constexpr double best = 97380.0 * -999999999 + 160026.0 * -2 + 90234;
    for (const bool presolve : {true, false}) {
        SolveOptions options;
        options.presolve = presolve;
        options.relative_gap = 0;
        const Solution exact = solve({}, problem, options);
        CHECK(exact.outcome == Outcome::optimal);
        CHECK(exact.objective == best);
        options.relative_gap = 1e-6;
        CHECK(solve({}, problem, options).bound <= best);
    }
}

TEST_CASE("a coefficient is not tightened to one that its rounded side no longer tells a unit by") {
    Problem problem;
    const std::vector<std::int32_t> x{
        problem.add_column("x0", ColumnType::integer, -415, -414, 1e-6),
        problem.add_column("x1", ColumnType::integer, -1, 2, 0.1),
        problem.add_column("x2", ColumnType::integer, 5, 6, 1),
        problem.add_column("x3", ColumnType::integer, 1000000, 1000009, 0.1)};
    problem.add_row("", -infinity, -8001247, std::vector{x[3], x[0], x[1], x[2]},
                    std::vector{-8.0, 3.0, 9.0, 4.0});
    problem.add_row("", 397, infinity, std::vector{x[0], x[1]}, std::vector{-1.0, -9.0});
    problem.add_row("", -infinity, 405.49895, std::vector{x[0], x[2], x[3]},
                    std::vector{-1.0, 0.1, -1e-5});
    problem.add_row("", -infinity, 202519.321, std::vector{x[3], x[2], x[0], x[1]},
                    std::vector{0.2, 4.67, -5.986, 5.39});
    SolveOptions options;
    options.relative_gap = options.absolute_gap = 0;
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.values == std::vector<double>{-414, -1, 5, 1000002});
}

TEST_CASE("a limit that ends a search among integers beyond 2^53 is told with the column") {
    for (const double size : {1e16, 1e9}) {
        Problem problem;
        const auto x = problem.add_column("x", ColumnType::integer, 0, 1e3 * size, 1);
        const auto y = problem.add_column("y", ColumnType::integer, 0, 1e3 * size, 1);
        problem.add_row("need", 2 * size, infinity, std::vector{x, y}, std::vector{1.0, 1.0});
        problem.add_row("pair", 1, 1, std::vector{x, y}, std::vector{2.0, -3.0});
        SolveOptions options;
        options.node_limit = 50;
        const Solution solution = solve({}, problem, options);
        const bool large = size > 1e15;
        CHECK(solution.outcome == (large ? Outcome::node_limit : Outcome::optimal));
        CHECK(solution.doubt.empty() == !large);
        CHECK((solution.doubt.find("\"x\" at 1") != std::string::npos) == large);
    }
}

TEST_CASE("rows of whole numbers too large for the relative tolerance are kept exactly") {
    // In doubles 2^53 + 1 = 2^53: only exact sums tell that one of the small ones is not enough.
    constexpr double big = 9007199254740992;
    for (const bool presolve : {true, false}) {
        Problem problem;
        problem.add_column("big", ColumnType::binary, 0, 1, 0);
        for (int j = 0; j < 4; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1.0 + j);
        problem.add_row("sum", big + 4, infinity, std::vector<std::int32_t>{0, 1, 2, 3, 4},
                        std::vector<double>{big, 1, 1, 1, 1});
        SolveOptions options;
        options.presolve = presolve;
        const Solution solution = solve({}, problem, options);
        REQUIRE(solution.has_values);
        CHECK(solution.objective == 10);
        CHECK(solution.max_violation == 0);
    }
    // Subset sums: an error of one in ten million is no plan.
    Random random(77, 0);
    for (int k = 0; k < 100; ++k) {
        Problem problem;
        std::vector<std::int32_t> items;
        std::vector<double> size;
        double sum = 0;
        for (int j = 0; j < 8; ++j) {
            items.push_back(problem.add_column("", ColumnType::binary, 0, 1,
                                               static_cast<double>(random.below(9)) - 4));
            size.push_back(1e7 + static_cast<double>(random.below(1000000)));
            if (random.below(2)) sum += size.back();
        }
        if (k % 2) sum += 1;
        problem.add_row("sum", sum, sum, items, size);
        const std::optional<std::int64_t> best = exact_best(problem);
        SolveOptions options;
        options.presolve = k % 4 < 2;
        const Solution solution = solve({}, problem, options);
        CAPTURE(k);
        if (!best) {
            CHECK(solution.outcome == Outcome::infeasible);
            CHECK(!solution.has_values);
            continue;
        }
        CHECK(solution.objective == static_cast<double>(*best));
        CHECK(solution.max_violation == 0);
    }
}
