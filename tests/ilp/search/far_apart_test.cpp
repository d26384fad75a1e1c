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
