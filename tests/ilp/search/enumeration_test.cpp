// The solver agrees with full enumeration on thousands of small problems, with each part switched
// on and off, and no step ever cuts off a known optimum.
#include <doctest/doctest.h>

#include "ilp/blocks/block_problems.hpp"
#include "ilp/cuts/cut_problems.hpp"
#include "ilp/lp/trials.hpp"
#include "ilp/search/like_columns.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/wide_bounds.hpp"
#include "reliability/counts.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

// What is tried, for the table of promises.
std::int64_t programs = 0, answers = 0;

void compare(const Problem& problem, const std::optional<test::Enumerated>& best, int variant,
             bool eager_restarts, bool early_rounds = false, bool eager_tree_cuts = false,
             bool small_tree = false) {
    ilp::SolveTrial trial;
    trial.eager_restarts = eager_restarts;
    trial.early_rounds = early_rounds;
    trial.eager_tree_cuts = eager_tree_cuts;
    trial.small_tree = small_tree;
    if (eager_tree_cuts && variant % 2 == 1) trial.node_bytes = 0;  // depth first
    trial.resting_parts = variant > 0;
    const Solution solution = ilp::solve_with({}, problem, test::exact_options(variant), trial);
    if (!best) {
        // The LP at each integer point is stricter than the judge, by less than its tolerance.
        if (solution.has_values) {
            const Verdict verdict = check_point(problem, solution.values);
            CHECK(verdict.feasible);
            CHECK(verdict.max_violation > 0);
            return;
        }
        CHECK(solution.outcome == Outcome::infeasible);
        return;
    }
    REQUIRE(solution.outcome == Outcome::optimal);
    REQUIRE(solution.has_values);
    const double room = 1e-6 * std::fmax(1.0, std::fabs(best->objective));
    CHECK(std::fabs(solution.objective - best->objective) <= room);
    const Verdict verdict = check_point(problem, solution.values);
    CHECK(verdict.feasible);
    CHECK(verdict.max_integrality == 0);
    CHECK(verdict.objective == solution.objective);
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    CHECK(sign * solution.bound <= sign * best->objective + room);
}

void carry(const Problem& problem, const test::Enumerated& best, int variant, bool early_rounds,
           bool eager_tree_cuts) {
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const ilp::DebugPoint point{best.values, sign * best.objective};
    ilp::SolveTrial trial;
    trial.debug = &point;
    trial.eager_restarts = variant % 3 != 0;
    trial.resting_parts = variant % 2 == 1;
    trial.early_rounds = early_rounds;
    trial.eager_tree_cuts = eager_tree_cuts;
    trial.small_tree = variant == 5;
    try {
        ilp::solve_with({}, problem, test::exact_options(variant), trial);
    } catch (const Error& error) {
        FAIL_CHECK(error.message());
    }
}

// One problem in every way.
void compare_all(const Problem& problem, const std::optional<test::Enumerated>& best,
                 std::uint64_t k) {
    CAPTURE(k);
    CAPTURE(write_mps_text(problem));
    ++programs;
    answers += best ? 8 : 6;
    compare(problem, best, 0, k % 2 == 1);
    compare(problem, best, static_cast<int>(1 + k % 7), true);
    // Rounds are for trees: without presolve and cuts there is more of one.
    compare(problem, best, static_cast<int>(k % 8) | 3, false, true);
    compare(problem, best, 2, true, true);
    // Cuts below the root; without heuristics there is more of a tree.
    compare(problem, best, k % 2 == 0 ? 4 : 5, false, k % 3 == 0, true);
    compare(problem, best, static_cast<int>(k % 8), false, false, false, true);
    if (best) {
        carry(problem, *best, static_cast<int>(k % 8), k / 8 % 2 == 0, k / 16 % 2 == 0);
        carry(problem, *best, k % 2 == 0 ? 5 : 1, k % 3 == 0, true);
    }
}

struct PlanCounts : doctest::IReporter {
    explicit PlanCounts(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats& run) override {
        if (programs == 0 || !std::getenv("TENON_RELIABILITY")) return;
        reliability::Counts counts("plans");
        counts.set("programs", programs);
        counts.set("answers", answers);
        counts.set("findings", run.numAssertsFailed);
        counts.write();
    }
    void test_case_start(const doctest::TestCaseData&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}
};
REGISTER_LISTENER("plan counts", 1, PlanCounts);

// Larger runs by TENON_FULL, or TENON_TRIALS and TENON_FIRST.
template <class Make>
void run(std::uint64_t usual_trials, std::uint64_t stream, Make make) {
    for (const std::uint64_t k : test::seeds(usual_trials)) {
        Random random(stream, k);
        const Problem problem = make(random);
        compare_all(problem, test::enumerate(problem), k);
    }
}

// Those whose optimum is known to lie in a small box.
template <class Make>
void run_in_box(std::uint64_t usual_trials, std::uint64_t stream, Make make) {
    std::uint64_t known = 0, asked = 0;
    for (const std::uint64_t k : test::seeds(usual_trials)) {
        Random random(stream, k);
        const Problem problem = make(random);
        const std::optional<test::Enumerated> best = test::best_in_box(problem);
        ++asked;
        if (!best) continue;
        ++known;
        compare_all(problem, best, k);
    }
    CHECK(known >= asked / 5);
}

}  // namespace

TEST_CASE("pure integer problems agree with enumeration") {
    run(4000, 11, [](Random& random) {
        return test::random_problem(random, test::random_style(random, false));
    });
}

TEST_CASE("mixed problems agree with enumeration and an LP at every integer point") {
    run(1500, 12, [](Random& random) {
        return test::random_problem(random, test::random_style(random, true));
    });
}

TEST_CASE("fixed charge networks agree with enumeration") {
    run(150, 13, test::fixed_charge_network);
}

TEST_CASE("networks with several commodities agree with enumeration") {
    run(100, 17, test::small_network_design);
}

TEST_CASE("lot sizing agrees with enumeration") {
    run(150, 14, test::lot_sizing);
}

TEST_CASE("knapsacks agree with enumeration") {
    run(400, 15, test::knapsacks);
}

TEST_CASE("conflicts of binaries agree with enumeration") {
    run(400, 16, test::conflicts);
}

TEST_CASE("alike blocks agree with enumeration") {
    run(400, 18, test::alike_blocks);
}

TEST_CASE("columns that are multiples of each other, or nearly, agree with enumeration") {
    run(1500, 20, test::like_columns);
}

TEST_CASE("rows of coefficients far apart agree with enumeration") {
    run(600, 19, test::wide_coefficients);
}

TEST_CASE("problems with bounds of 1e9 to 4e18 agree with enumeration") {
    run_in_box(1500, 47, test::wide_bounds);
}

TEST_CASE("lines between columns with bounds of 1e9 and 4e18 agree with enumeration") {
    run_in_box(60, 48, test::wide_lines);
}
