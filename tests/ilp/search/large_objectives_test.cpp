// Objectives of 1e9 to 1e12 whose plans differ by units: prices in the smallest coin, a cost that
// no plan escapes, an offset. The last unit counts as much as it does without them.
#include <doctest/doctest.h>

#include "ilp/lp/trials.hpp"
#include "ilp/search/random_problems.hpp"

using namespace tenon;

namespace {

// Projects whose price is nearly proportional to what they bring.
Problem projects(Random& random) {
    Problem problem(random.below(2) == 0 ? Sense::minimize : Sense::maximize);
    const bool minimize = problem.sense() == Sense::minimize;
    const auto columns = static_cast<std::int32_t>(6 + random.below(5));
    std::vector<std::int32_t> index;
    std::vector<double> size;
    double total = 0;
    for (std::int32_t j = 0; j < columns; ++j) {
        const auto a = static_cast<double>(5 + random.below(36));
        problem.add_column("", ColumnType::binary, 0, 1,
                           3e7 * a + static_cast<double>(random.below(31)));
        index.push_back(j);
        size.push_back(a);
        total += a;
    }
    const double half = std::floor(total / 2);
    problem.add_row("", minimize ? half : -infinity, minimize ? infinity : half, index, size);
    return problem;
}

// Costs of units beside one that no plan escapes, by the offset, a fixed column or a row.
Problem beside_a_constant(Random& random) {
    Problem problem = test::random_problem(random, {4, 0, 3, false, false, false, false});
    const double large = std::pow(10.0, static_cast<double>(9 + random.below(4)));
    const std::uint64_t way = random.below(3);
    if (way == 0) {
        problem.set_offset(large);
    } else if (way == 1) {
        problem.add_column("", ColumnType::integer, 1, 1, large);
    } else {
        const std::vector<std::int32_t> both{
            problem.add_column("", ColumnType::binary, 0, 1, large),
            problem.add_column("", ColumnType::binary, 0, 1, large)};
        problem.add_row("", 1, 1, both, std::vector<double>{1, 1});
    }
    return problem;
}

void check_last_unit(const Problem& problem, std::uint64_t k) {
    CAPTURE(k);
    CAPTURE(write_mps_text(problem));
    const std::optional<test::Enumerated> best = test::enumerate(problem);
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    for (const bool small_tree : {true, false}) {
        SolveOptions options = test::exact_options(small_tree ? 0 : k % 8);
        if (!small_tree) options.without = {"small tree"};
        const Solution solution = solve({}, problem, options);
        CHECK(solution.outcome == (best ? Outcome::optimal : Outcome::infeasible));
        if (!best) continue;
        CHECK(solution.objective == best->objective);
        CHECK(sign * solution.bound <= sign * best->objective);
        const Solution rough = solve({}, problem);
        CHECK(sign * rough.bound <= sign * best->objective);
    }
}

}  // namespace

TEST_CASE("plans that differ by a unit of 1e9 are told apart") {
    for (const std::uint64_t k : test::seeds(300)) {
        Random random(51, k);
        check_last_unit(projects(random), k);
    }
}

TEST_CASE("a cost that no plan escapes changes no answer") {
    for (const std::uint64_t k : test::seeds(500)) {
        Random random(52, k);
        check_last_unit(beside_a_constant(random), k);
    }
}
