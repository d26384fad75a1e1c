// Rows whose coefficients are so far apart that a linear program cannot tell the small ones from
// nothing: what is claimed of them is true, or not claimed.
#include <doctest/doctest.h>

#include "ilp/cuts/cut_problems.hpp"
#include "ilp/lp/trials.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

// The optimum is -18 at (2, 0, 4, 0, -2), where the first row holds by less than a thousandth of
// a millionth of its side.
Problem one_in_a_million_billion() {
    return read_problem_text({},
                             "minimize\n c: - 8 a + 2 b + 5 c - 6 d + 5 e\nsubject to\n"
                             " wide: - 2 a - 571303749656785 c + 4 d + 820922318093326 e <= "
                             "-3927059634813786\n"
                             " plain: - 2 a - 5 c - 4 e <= -12\nbounds\n a <= 2\n b <= 4\n"
                             " c <= 4\n d <= 4\n e = -2\ngeneral\n a b c d e\nend\n",
                             ProblemFormat::lp);
}

void check_truth(const Problem& problem, const Solution& solution,
                 const std::optional<test::Enumerated>& best) {
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    CHECK(solution.outcome != Outcome::numerical);  // small ones are all decided
    CHECK(solution.outcome == (best ? Outcome::optimal : Outcome::infeasible));
    if (best) CHECK(sign * solution.bound <= sign * best->objective);
    if (!solution.has_values) return;
    REQUIRE(best);
    CHECK(solution.objective == best->objective);
    CHECK(check_point(problem, solution.values, {0, 0, 0}).feasible);
}

}  // namespace

TEST_CASE("rows of coefficients up to 1e15 apart agree with enumeration") {
    for (const std::uint64_t k : test::seeds(1500)) {
        Random random(20, k);
        const Problem problem = test::far_apart(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        for (const std::uint64_t variant : {std::uint64_t{0}, 1 + k % 7})
            check_truth(problem, solve({}, problem, test::exact_options(variant)), best);
    }
}

TEST_CASE("a bound holds where a column without an end has next to no reduced cost") {
    // x5 = -500220 leaves room for x1 = 1, at a reduced cost of 1e-9 a unit. A linear program that
    // stops there is 0.001 below the optimum.
    const Problem problem = read_problem_text(
        {},
        "maximize\n c: x0 + x1 - x2 + x3 - x4\nsubject to\n"
        " r0: x1 + 0.0001 x2 - 7 x3 >= 28.4997\n r1: 39 x0 + 37 x1 - 683 x3 + 103 x4 >= 3300\n"
        " r2: 1002.3 <= 0.3 x0 - 0.3 x1 + 0.1 x2 + 0.1 x3 + 1000 x4 <= 1002.6\n"
        " r3: 4 x1 + 2 x5 <= -35\n"
        " r4: 1000 x0 + 0.001 x1 + 2 x2 + 0.3 x3 - x4 + 0.3 x5 <= 10986.301\n"
        " r6: 0.3 x0 + 1000 x1 - 0.0001 x2 - x3 + 0.001 x4 + 0.000001 x5 <= 1007.30128\n"
        "bounds\n 0 <= x0 <= 20\n 0 <= x1 <= 1\n -5 <= x2 <= 3\n -5 <= x3 <= -4\n x4 = 1\n"
        " -inf <= x5 <= -19\ngeneral\n x3 x5\nend\n",
        ProblemFormat::lp);
    const Solution solution = solve({}, problem, test::exact_options());
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == doctest::Approx(41.0 / 3).epsilon(1e-9));
    CHECK(solution.bound >= 41.0 / 3 - 1e-7);
}

TEST_CASE("what cannot be proved of wide rows is not claimed, and the row is named") {
    for (std::int64_t limit = 0; limit < 40'000; limit += 1 + limit / 3) {
        CAPTURE(limit);
        SolveOptions options = test::exact_options();
        options.work_limit = limit;
        const Solution solution = solve({}, one_in_a_million_billion(), options);
        CHECK(solution.bound <= -18);
        if (solution.outcome == Outcome::optimal) {
            CHECK(solution.objective == -18);
            CHECK(solution.doubt == "");
            continue;
        }
        CHECK(solution.outcome == Outcome::work_limit);
        CHECK(solution.doubt.find("\"wide\"") != std::string::npos);
    }
}

TEST_CASE("a row of 1e15 that no point of a small box meets by one unit is proved so") {
    Problem problem;
    const double most[] = {5, 2, 2, 3};
    for (const double upper : most)
        problem.add_column("", ColumnType::integer, 0, upper, upper - 3);
    const std::vector<std::int32_t> all{0, 1, 2, 3};
    problem.add_row(
        "", 4991626115648105, 4991626115648105, all,
        std::vector<double>{649466884382016, 891200007930289, 955146165511748, -884110269614439});
    problem.add_row("", 456942808093514, 456942808093514, all,
                    std::vector<double>{76100838596333, 76737021882028, 75633543568396, 9});
    CHECK(solve({}, problem, test::exact_options()).outcome == Outcome::infeasible);
    problem.set_row_bounds(0, 4991626115648106, 4991626115648106);
    const Solution solution = solve({}, problem, test::exact_options());
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.values == std::vector<double>{2, 2, 2, 0});
}

TEST_CASE("coefficients of fifteen digits are proved, too, though of one size") {
    Problem problem;
    const double costs[] = {3, 1, -1}, most[] = {1, 4, 3};
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::integer, 0, most[j], costs[j]);
    problem.add_row("", -infinity, -2808841457284873, std::vector<std::int32_t>{0, 1, 2},
                    std::vector<double>{-755982513665512, -916965449838168, -324970185869512});
    const Solution solution = solve({}, problem, test::exact_options());
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == 0);
    CHECK(solution.values == std::vector<double>{0, 3, 3});
}

TEST_CASE("costs beyond the range of doubles are no answer") {
    for (const double lower : {0.0, 10.0}) {
        Problem problem(Sense::maximize);
        problem.add_column("x", ColumnType::integer, lower, 10, 1e308);
        const Solution solution = solve({}, problem);
        CHECK(solution.outcome == Outcome::numerical);
        CHECK(solution.doubt.find("\"x\"") != std::string::npos);
        CHECK(!solution.has_values);
    }
}

TEST_CASE("limits of nodes count all searches of a solve, and its proof") {
    for (const std::uint64_t k : test::seeds(300)) {
        Random random(20, k);
        const Problem problem = test::far_apart(random);
        CAPTURE(k);
        SolveOptions options = test::exact_options(2 | (k % 2) << 2);
        options.node_limit = static_cast<std::int64_t>(1 + k % 4);
        const SolveCounters spent = solve({}, problem, options).counters;
        CHECK(spent.nodes + spent.proof_nodes <= options.node_limit);
    }
}

TEST_CASE("a plan that a wide row hides is found") {
    for (std::uint64_t variant = 0; variant < 8; ++variant) {
        CAPTURE(variant);
        const Solution solution =
            solve({}, one_in_a_million_billion(), test::exact_options(variant));
        CHECK(solution.outcome == Outcome::optimal);
        CHECK(solution.objective == -18);
        CHECK(solution.bound == -18);
    }
}
