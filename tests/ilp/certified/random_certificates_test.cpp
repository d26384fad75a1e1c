// Certificates of thousands of small problems are accepted by the checker, and what they prove is
// what trying every integer point finds.
#include <doctest/doctest.h>

#include "ilp/certified/model_of.hpp"
#include "ilp/cuts/cut_problems.hpp"
#include "ilp/lp/trials.hpp"
#include "ilp/search/like_columns.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using certificate_checker::Claim;
using certificate_checker::Finding;

namespace {

void compare(const Problem& problem, const SolveOptions& options) {
    const std::optional<test::Enumerated> best = test::enumerate(problem);
    const Solution solution = solve({}, problem, options);
    CAPTURE(solution.certificate);
    const Finding found =
        certificate_checker::check(certificate_checker::model_of(problem), solution.certificate);
    CHECK(found.accepted);
    CHECK(found.reason == "");
    CHECK(solution.certified);
    CHECK(found.has_plan == best.has_value());
    if (!best) {
        CHECK(found.claim == Claim::infeasible);
        return;
    }
    CHECK(found.claim == Claim::bound);
    CHECK(found.bound == solution.certified_bound);
    CHECK(found.objective == solution.objective);
    const double room = 5e-9 * std::fmax(1.0, std::fabs(best->objective));
    CHECK(std::fabs(found.objective - best->objective) <= 1e3 * room);
    CHECK(std::fabs(found.bound - found.objective) <= room);
}

template <class Make>
void run(std::uint64_t usual_trials, std::uint64_t stream, Make make) {
    for (const std::uint64_t k : test::seeds(usual_trials)) {
        Random random(stream, k);
        const Problem problem = make(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        SolveOptions options = test::exact_options(k % 8);
        options.certify = true;
        options.node_limit = 20'000;  // the proof does not need a finished search
        compare(problem, options);
    }
}

}  // namespace

TEST_CASE("certificates of columns that are multiples of each other, or nearly") {
    run(500, 20, test::like_columns);
}

TEST_CASE("certificates of pure integer problems") {
    run(1500, 11, [](Random& random) {
        return test::random_problem(random, test::random_style(random, false));
    });
}

TEST_CASE("certificates of mixed problems") {
    run(800, 12, [](Random& random) {
        return test::random_problem(random, test::random_style(random, true));
    });
}

TEST_CASE("certificates of fixed charge networks") {
    run(60, 13, test::fixed_charge_network);
}

namespace {

// Columns without bounds, integer and not, that rows hold or do not hold.
Problem open_problem(Random& random) {
    Problem problem = test::random_problem(random, test::random_style(random, true));
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const bool down = random.below(3) == 0, up = random.below(3) == 0;
        problem.set_bounds(j, down ? -infinity : problem.lower()[j],
                           up ? infinity : problem.upper()[j]);
    }
    return problem;
}

}  // namespace

TEST_CASE("certificates of problems with open columns hold whatever they say") {
    int certified = 0, optimal = 0;
    for (const std::uint64_t k : test::seeds(800)) {
        Random random(15, k);
        const Problem problem = open_problem(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        SolveOptions options = test::exact_options(k % 8);
        options.certify = true;
        options.node_limit = 2000;
        const Solution solution = solve({}, problem, options);
        CAPTURE(solution.certificate);
        const Finding found = certificate_checker::check(certificate_checker::model_of(problem),
                                                         solution.certificate);
        CHECK(found.reason == "");
        CHECK(found.accepted);
        if (solution.outcome == Outcome::infeasible)
            CHECK((found.claim == Claim::infeasible) == solution.certified);
        if (solution.outcome != Outcome::optimal) continue;
        ++optimal;
        certified += solution.certified ? 1 : 0;
        const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
        CHECK(sign * solution.certified_bound <= sign * solution.objective + 1e-6);
    }
    CHECK(certified >= 0.95 * optimal);
    MESSAGE(certified, " of ", optimal, " optimal ones are certified to the end");
}
