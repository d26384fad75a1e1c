// Memory as a warm linear program uses it: next to none for a re-solve, and where there is none to
// have the program stands as it was.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "failing_memory.hpp"
#include "ilp/linear/linear_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/sensitivity.hpp"
#include "tenon/warm_linear.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

Problem sample(std::int32_t rows, std::int32_t columns) {
    Random random(81);
    return to_problem(feasible_program(random, rows, columns, 0.3), Sense::minimize);
}

struct Change {
    const char* name;
    std::function<void(WarmLinear&)> make;
};

const std::vector<std::int32_t> some{0, 2}, last{3};
const std::vector<double> values{1, 2};

const Change changes[] = {
    {"bounds", [](WarmLinear& w) { w.set_bounds(1, 0, 1); }},
    {"cost", [](WarmLinear& w) { w.set_cost(2, 4); }},
    {"side", [](WarmLinear& w) { w.set_row_bounds(1, -40, 40); }},
    {"coefficient", [](WarmLinear& w) { w.set_coefficient(0, 1, 2); }},
    {"row", [](WarmLinear& w) { w.add_row(-50, 50, some, values); }},
    {"column", [](WarmLinear& w) { w.add_column(0, 3, -1, some, values); }},
    {"delete rows", [](WarmLinear& w) { w.delete_rows(last); }},
    {"delete columns", [](WarmLinear& w) { w.delete_columns(last); }},
    {"basis", [](WarmLinear& w) { w.set_basis(w.basis()); }},
};

}  // namespace

TEST_CASE("changes of numbers and reading the answer take no memory, re-solves keep none") {
    const Problem problem = sample(120, 200);
    WarmLinear warm(problem);
    REQUIRE(warm.solve() == Outcome::optimal);
    std::vector<double> x(200);
    std::int64_t in_changes = 0, before = 0;
    for (std::int32_t round = 0; round < 80; ++round) {
        const std::int32_t j = round % 40;
        std::int64_t start = allocations.load();
        warm.copy_values(x);
        warm.copy_dual(x);
        warm.copy_values(x);
        warm.set_bounds(j, 0, std::max(0.0, x[j] - 1));
        in_changes += allocations.load() - start;
        warm.solve();
        start = allocations.load();
        warm.set_bounds(j, problem.lower()[j], problem.upper()[j]);
        warm.set_cost(j, problem.cost()[j]);
        warm.set_row_bounds(j, problem.row_lower()[j], problem.row_upper()[j]);
        in_changes += allocations.load() - start;
        warm.solve();
        if (round == 39) before = blocks.load();
    }
    CHECK(in_changes == 0);
    CHECK(blocks.load() <= before + 8);
}

TEST_CASE("out of memory leaves a warm program as it was, and the next try succeeds") {
    const Problem problem = sample(6, 8);
    std::int64_t failures = 0;
    for (const Change& change : changes) {
        CAPTURE(change.name);
        WarmLinear clear(problem);
        clear.solve();
        change.make(clear);
        const Outcome expected = clear.solve();
        const double objective = clear.objective();
        for (const bool on : {false, true}) {
            for (std::int64_t k = 0;; ++k) {
                CAPTURE(k);
                const std::int64_t before = blocks.load();
                bool done = true;
                {
                    WarmLinear warm(problem);
                    warm.solve();
                    fail_on = on;
                    fail_from = allocations.load() + k;
                    const bool made = attempt([&] { change.make(warm); });
                    Outcome outcome = Outcome::numerical;
                    done = made && attempt([&] { outcome = warm.solve(); }) &&
                           outcome != Outcome::memory_limit;
                    fail_from = -1;
                    if (!made) change.make(warm);
                    CHECK(warm.solve() == expected);
                    if (expected == Outcome::optimal)
                        CHECK(warm.objective() == doctest::Approx(objective));
                }
                CHECK(blocks.load() == before);
                failures += !done;
                if (done) break;
            }
        }
    }
    CHECK(failures > 100);
    MESSAGE(failures, " failed allocations");
}

TEST_CASE("sensitivity without memory leaves nothing behind") {
    const Problem problem = sample(6, 8);
    const Solution solution = solve({}, problem);
    REQUIRE(solution.outcome == Outcome::optimal);
    const std::int64_t before = blocks.load();
    for (const bool on : {false, true})
        fail_every_allocation(
            on, [&] { analyse_sensitivity({}, problem, solution); },
            [&](std::int64_t) { CHECK(blocks.load() == before); });
}
