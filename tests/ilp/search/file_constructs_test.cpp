// Semi-continuous columns, special ordered sets and indicators in MPS and LP text: read as rows
// that allow what they say, and alike in both formats.
#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "tenon/error.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

Problem mps(const std::string& tail) {
    return read_problem_text({},
                             "NAME t\nROWS\n N cost\n L cap\nCOLUMNS\n x cost -1\n x cap 1\n"
                             " y cost -2\n y cap 1\n M 'MARKER' 'INTORG'\n z cost -5\n"
                             " M 'MARKER' 'INTEND'\nRHS\n R cap 16\n" +
                                 tail + "ENDATA\n",
                             ProblemFormat::mps);
}

Problem lp(const std::string& row, const std::string& tail) {
    return read_problem_text({}, "min cost: - x - 2 y - 5 z\nst\n" + row + tail + "end\n",
                             ProblemFormat::lp);
}

double best(const Problem& problem) {
    const Solution solution = solve({}, problem);
    CHECK(solution.outcome == Outcome::optimal);
    return solution.objective;
}

std::string refusal(const std::function<void()>& call, Status status) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.status() == status);
        return std::string(error.message());
    }
    return "";
}

}  // namespace

TEST_CASE("semi-continuous and semi-integer columns are read") {
    const double expected = -10 - 2 * 6 - 5;
    const std::string bounds = "BOUNDS\n UP B x 10\n LO B y 4\n SC B y 6\n UP B z 1\n";
    CHECK(best(mps(bounds)) == doctest::Approx(expected));
    CHECK(best(lp(" cap: x + y <= 16\n",
                  "bounds\n x <= 10\n 4 <= y <= 6\n z <= 1\ngen\n z\nsemi-continuous\n y\n")) ==
          doctest::Approx(expected));
    // Zero is allowed, and nothing between it and the limits.
    Problem problem = mps(bounds);
    problem.set_cost(1, 1);
    CHECK(best(problem) == doctest::Approx(-15));
    problem.set_cost(1, 0);
    problem.set_bounds(1, 0.5, 3);
    CHECK(solve({}, problem).outcome == Outcome::infeasible);
    const Problem integer = mps("BOUNDS\n UP B x 10\n LO B y 2.5\n SI B y 5.5\n");
    CHECK(integer.type()[1] == ColumnType::integer);
    CHECK(best(integer) == doctest::Approx(-10 - 2 * 5 - 5));
}

TEST_CASE("special ordered sets are read, ordered by their weights") {
    const std::string bounds = "BOUNDS\n UP B x 10\n UP B y 7\n UP B z 1\n";
    CHECK(best(mps(bounds + "SOS\n S1 SOS one\n SOS x 1\n SOS y 2\n")) == doctest::Approx(-19));
    CHECK(best(mps(bounds + "SETS\n S1 one\n x 1\n y 2\n z 3\n")) == doctest::Approx(-14));
    // Neighbours by weight: y, x, z; so y and z cannot both be there.
    const std::string set = "SOS\n S2 SOS two\n SOS x 2\n SOS y 1\n SOS z 3\n";
    CHECK(best(mps(bounds + set)) == doctest::Approx(-9 - 14));
    const std::string same = "bounds\n x <= 10\n y <= 7\n z <= 1\ngen\n z\n";
    CHECK(best(lp(" cap: x + y <= 16\n", same + "sos\n two: S2:: x:2 y:1 z:3\n")) ==
          doctest::Approx(-9 - 14));
    CHECK(best(lp(" cap: x + y <= 16\n", same + "sos\n S1:: x:1 y:2\n b: S1:: y:1 z:2\n")) ==
          doctest::Approx(-15));
}

TEST_CASE("indicators are read") {
    const std::string bounds = "BOUNDS\n UP B x 10\n UP B y 10\n UP B z 1\n";
    // With z the sum is at most 16, else free.
    CHECK(best(mps(bounds + "INDICATORS\n IF cap z 1\n")) == doctest::Approx(-6 - 20 - 5));
    CHECK(best(mps(bounds + "INDICATORS\n IF cap z 0\n")) == doctest::Approx(-10 - 20 - 5));
    const std::string same = "bounds\n x <= 10\n y <= 10\n z <= 1\ngen\n z\n";
    CHECK(best(lp(" cap: z = 1 -> x + y <= 16\n", same)) == doctest::Approx(-6 - 20 - 5));
    CHECK(best(lp(" cap: z = 0 -> x + y <= 16\n top: x + z <= 10\n", same)) ==
          doctest::Approx(-9 - 20 - 5));
}

TEST_CASE("what is written of them reads back as the same problem") {
    const Problem problem =
        mps("BOUNDS\n UP B x 10\n LO B y 4\n SC B y 6\n UP B z 1\n"
            "SOS\n S1 SOS one\n SOS x 1\n SOS y 2\nINDICATORS\n IF cap z 1\n");
    for (const ProblemFormat format :
         {ProblemFormat::mps, ProblemFormat::lp, ProblemFormat::json}) {
        const Problem again = read_problem_text({}, write_problem_text(problem, format), format);
        CHECK(best(again) == best(problem));
        CHECK(again.columns() == problem.columns());
    }
}

TEST_CASE("a missing bound, an unknown name and a wrong shape are told with the line") {
    const auto has = [](const std::string& text, const char* part) {
        CAPTURE(text);
        CHECK(text.find(part) != std::string::npos);
        CHECK(text.find("line ") != std::string::npos);
    };
    has(refusal([] { mps("SOS\n S1 SOS one\n SOS x 1\n SOS y 2\n"); }, Status::unsupported),
        "\"x\" needs an upper bound");
    has(refusal([] { mps("INDICATORS\n IF cap z 1\n"); }, Status::unsupported), "\"x\"");
    has(refusal([] { mps("INDICATORS\n IF cap x 1\n"); }, Status::unsupported), "binary");
    has(refusal([] { mps("BOUNDS\n LO B y 1\n SC B y 1e30\n"); }, Status::unsupported), "\"y\"");
    has(refusal([] { mps("SOS\n SOS x 1\n"); }, Status::parse), "no set has begun");
    has(refusal([] { mps("SOS\n S1 SOS a\n SOS w 1\n"); }, Status::parse), "\"w\"");
    has(refusal([] { mps("INDICATORS\n IF none z 1\n"); }, Status::parse), "\"none\"");
    has(refusal([] { mps("INDICATORS\n IF cap z 2\n"); }, Status::parse), "0 or 1");
    has(refusal([] { lp(" z + x = 1 -> y <= 3\n", ""); }, Status::parse), "before the arrow");
    has(refusal([] { lp(" x <= 3\n", "sos\n a: S3:: x:1\n"); }, Status::parse), "S3");
    has(refusal([] { lp(" x <= 3\n", "sos\n x:1\n"); }, Status::parse), "no set has begun");
    has(refusal([] { lp(" x <= 3\n", "sos\n a: S1:: x:1 y:2\n"); }, Status::unsupported), "\"x\"");
}
