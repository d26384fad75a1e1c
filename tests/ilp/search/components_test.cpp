// Programs that fall apart cost the sum of their parts, and have the optimum of all parts.
#include <doctest/doctest.h>

#include "ilp/lp/trials.hpp"
#include "ilp/search/components.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "tenon/check.hpp"

using namespace tenon;

namespace {

// A line of machines: assign jobs to two machines so that the longer one ends early.
void add_line(Problem& problem, Random& random, int jobs) {
    const std::int32_t longest = problem.add_column("", ColumnType::continuous, 0, infinity, 1);
    std::vector<std::int32_t> index[2] = {{longest}, {longest}};
    std::vector<double> value[2] = {{-1}, {-1}};
    for (int k = 0; k < jobs; ++k) {
        const double time = 5 + static_cast<double>(random.below(90)) / 7;
        std::vector<std::int32_t> both;
        for (int m = 0; m < 2; ++m) {
            const std::int32_t j = problem.add_column("", ColumnType::binary, 0, 1, 0.01 * (m + 1));
            both.push_back(j);
            index[m].push_back(j);
            value[m].push_back(time * (1 + 0.1 * m));
        }
        problem.add_row("", 1, 1, both, std::vector<double>{1, 1});
    }
    for (int m = 0; m < 2; ++m) problem.add_row("", -infinity, 0, index[m], value[m]);
}

// Beside what is there, as a minimisation; the factor that makes it one.
double append(Problem& whole, const Problem& part) {
    const double sign = part.sense() == Sense::maximize ? -1 : 1;
    const std::int32_t first = whole.columns();
    for (std::int32_t j = 0; j < part.columns(); ++j)
        whole.add_column("", part.type()[j], part.lower()[j], part.upper()[j],
                         sign * part.cost()[j]);
    for (std::int32_t i = 0; i < part.rows(); ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int64_t k = part.row_start()[i]; k < part.row_start()[i + 1]; ++k) {
            index.push_back(first + part.index()[k]);
            value.push_back(part.value()[k]);
        }
        whole.add_row("", part.row_lower()[i], part.row_upper()[i], index, value);
    }
    return sign;
}

}  // namespace

TEST_CASE("columns that share no row are in different components; fixed ones connect nothing") {
    ilp::LinearProgram lp;
    lp.columns = 4;
    lp.rows = 2;
    lp.cost = {0, 0, 0, 0};
    lp.lower = {0, 1, 0, 0};
    lp.upper = {1, 1, 1, 1};
    lp.row_lower = {0, 0};
    lp.row_upper = {2, 2};
    lp.matrix.start = {0, 1, 3, 4, 4};
    lp.matrix.index = {0, 0, 1, 1};
    lp.matrix.value = {1, 1, 1, 1};
    const ilp::Components components = ilp::components_of(lp);
    CHECK(components.count == 3);
    CHECK(components.of_column == std::vector<std::int32_t>{0, -1, 1, 2});
}

TEST_CASE("the optimum of several lines is the sum of their own optima") {
    for (const std::uint64_t k : test::seeds(5)) {
        double sum = 0;
        Problem whole;
        for (int line = 0; line < 6; ++line) {
            Random random(91, 10 * k + line), again(91, 10 * k + line);
            Problem part;
            add_line(part, random, 9);
            add_line(whole, again, 9);
            const Solution solution = solve({}, part, test::exact_options());
            REQUIRE(solution.outcome == Outcome::optimal);
            sum += solution.objective;
        }
        const Solution solution = solve({}, whole, test::exact_options());
        CAPTURE(k);
        REQUIRE(solution.outcome == Outcome::optimal);
        CHECK(solution.objective == doctest::Approx(sum).epsilon(1e-9));
        CHECK(solution.bound == doctest::Approx(sum).epsilon(1e-6));
        CHECK(check_point(whole, solution.values).feasible);
        // Only the largest part is left to the tree of the whole.
        SolveOptions together = test::exact_options();
        together.without = {"components"};
        together.node_limit = 10 * solution.counters.nodes + 100;
        CHECK(solve({}, whole, together).outcome == Outcome::node_limit);
    }
}

TEST_CASE("two problems side by side agree with enumeration of each") {
    for (const std::uint64_t k : test::seeds(1500)) {
        Random random(92, k);
        Problem whole;
        double sum = 0;
        bool feasible = true;
        for (int part = 0; part < 2; ++part) {
            test::Style style = test::random_style(random, k % 2 == 1);
            const Problem own = test::random_problem(random, style);
            const std::optional<test::Enumerated> best = test::enumerate(own);
            const double sign = append(whole, own);
            if (!best) feasible = false;
            if (best) sum += sign * (best->objective - own.offset());
        }
        const Solution solution = solve({}, whole, test::exact_options());
        CAPTURE(k);
        CAPTURE(write_mps_text(whole));
        if (!feasible) {
            CHECK(solution.outcome == Outcome::infeasible);
            continue;
        }
        REQUIRE(solution.outcome == Outcome::optimal);
        CHECK(std::fabs(solution.objective - sum) <= 1e-6 * std::fmax(1.0, std::fabs(sum)));
        CHECK(check_point(whole, solution.values).feasible);
    }
}

TEST_CASE("a part without a plan leaves the whole without one") {
    Random random(93, 1);
    Problem problem;
    add_line(problem, random, 6);
    std::vector<std::int32_t> odd;
    for (int k = 0; k < 3; ++k) odd.push_back(problem.add_column("", ColumnType::integer, 0, 3, 1));
    // 2 x + 4 y + 6 z = 7
    problem.add_row("", 7, 7, odd, std::vector<double>{2, 4, 6});
    CHECK(solve({}, problem, test::exact_options()).outcome == Outcome::infeasible);
}
