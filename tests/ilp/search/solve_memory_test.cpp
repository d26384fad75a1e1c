// A memory changes how fast an answer comes, never the answer: along chains of random changes every
// re-solve is compared with enumeration.
#include <doctest/doctest.h>

#include "ilp/blocks/block_problems.hpp"
#include "ilp/cuts/cut_problems.hpp"
#include "ilp/lp/trials.hpp"
#include "ilp/search/changing_problem.hpp"
#include "ilp/search/like_columns.hpp"
#include "ilp/search/plan_images.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/tree_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/objectives.hpp"
#include "tenon/solve_memory.hpp"

using namespace tenon;

namespace {

void check_answer(const Problem& problem, const Solution& solution) {
    const std::optional<test::Enumerated> best = test::enumerate(problem);
    if (!best) {  // no plan, or none that is best
        Problem free = problem;
        for (std::int32_t j = 0; j < free.columns(); ++j) free.set_cost(j, 0);
        const bool feasible = test::enumerate(free).has_value();
        CHECK(solution.outcome == (feasible ? Outcome::unbounded : Outcome::infeasible));
        if (!feasible) CHECK(!solution.has_values);
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

// What a host may do between two solves that are compared: solves that end early or have more to
// ask for.
void disturb(Random& random, const Problem& problem, SolveMemory& memory) {
    SolveOptions options = test::exact_options();
    options.memory = &memory;
    Cancel cancel;
    Context context;
    switch (random.below(8)) {
        case 0:
            options.node_limit = 1;
            break;
        case 1:
            options.work_limit = static_cast<std::int64_t>(random.below(3000));
            break;
        case 2:
            cancel.request();
            context.cancel = &cancel;
            break;
        case 3:
            options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
                const std::int32_t column = 0;
                const double one = 1;
                if (point.values[0] > 0) rows.add(-infinity, 0, {&column, 1}, {&one, 1});
                return true;
            };
            break;
        case 4:
            options.callbacks.incumbent = [](const SolvePoint&) { return false; };
            break;
        case 5:
            options.relative_gap = 0.5;
            break;
        case 6:
            options.pool_size = 3;
            break;
        default:
            return;
    }
    solve(context, problem, options);
}

template <class Make>
void run(std::uint64_t usual_trials, std::uint64_t stream, Make make) {
    for (const std::uint64_t k : test::seeds(usual_trials)) {
        Random random(stream, k);
        test::ChangingProblem host(make(random));
        SolveMemory memory;
        ilp::SolveTrial trial;
        trial.eager_restarts = k % 4 == 1;
        trial.early_rounds = k % 4 == 2;
        for (int step = 0; step < 6; ++step) {
            const Problem problem = host.problem();
            CAPTURE(k);
            CAPTURE(step);
            CAPTURE(write_mps_text(problem));
            SolveOptions options = test::exact_options(random.below(4) ? 0 : random.below(8));
            options.memory = &memory;
            if (random.below(8) == 0) options.pool_size = 2;
            if (random.below(8) == 0)
                for (const auto& column : host.columns) options.start.push_back(column.lower);
            // In half of the steps the optimum is carried through what the memory brings.
            std::optional<ilp::DebugPoint> point;
            if ((k + static_cast<std::uint64_t>(step)) % 2 == 1)
                if (const std::optional<test::Enumerated> best = test::enumerate(problem))
                    point = ilp::DebugPoint{
                        best->values,
                        (problem.sense() == Sense::maximize ? -1.0 : 1.0) * best->objective};
            trial.debug = point ? &*point : nullptr;
            try {
                check_answer(problem, ilp::solve_with({}, problem, options, trial));
            } catch (const Error& error) {
                FAIL_CHECK(error.message());
            }
            disturb(random, problem, memory);
            const std::uint64_t changes = random.below(4) ? 1 : random.below(6);
            for (std::uint64_t c = 0; c < changes; ++c) host.change(random);
        }
        CHECK(memory.problems() <= SolveMemory::most);
    }
}

// Take the most valuable that fits.
Problem knapsack(double room) {
    Problem problem(Sense::maximize);
    std::vector<std::int32_t> all;
    std::vector<double> weight;
    for (int j = 0; j < 30; ++j) {
        all.push_back(problem.add_column("item" + std::to_string(j), ColumnType::binary, 0, 1,
                                         11 + (j * 7) % 13));
        weight.push_back(9 + (j * 5) % 11);
    }
    problem.add_row("room", -infinity, room, all, weight);
    return problem;
}

SolveOptions with(SolveMemory& memory) {
    SolveOptions options = test::exact_options();
    options.memory = &memory;
    return options;
}

}  // namespace

TEST_CASE("re-solves of pure integer problems agree with enumeration") {
    run(250, 51, [](Random& random) {
        return test::random_problem(random, test::random_style(random, false));
    });
}

TEST_CASE("re-solves of mixed problems agree with enumeration") {
    run(80, 52, [](Random& random) {
        return test::random_problem(random, test::random_style(random, true));
    });
}

TEST_CASE("re-solves of fixed charge networks agree with enumeration") {
    run(4, 53, test::fixed_charge_network);
}

TEST_CASE("re-solves of lot sizing agree with enumeration") {
    run(4, 54, test::lot_sizing);
}

TEST_CASE("re-solves of knapsacks agree with enumeration") {
    run(25, 55, test::knapsacks);
}

TEST_CASE("re-solves of conflicts of binaries agree with enumeration") {
    run(25, 56, test::conflicts);
}

TEST_CASE(
    "re-solves where columns are multiples of each other, or nearly, agree with enumeration") {
    run(100, 57, test::like_columns);
}

TEST_CASE("an unchanged problem is answered at once") {
    SolveMemory memory;
    const Problem problem = knapsack(101);
    const Solution first = solve({}, problem, with(memory));
    const Solution again = solve({}, problem, with(memory));
    CHECK(again.outcome == Outcome::optimal);
    CHECK(again.objective == first.objective);
    CHECK(again.counters.simplex_iterations == 0);
    CHECK(memory.problems() == 1);
}

TEST_CASE("what the plan does not use may go without another search") {
    SolveMemory memory;
    Problem problem = knapsack(101);
    const Solution first = solve({}, problem, with(memory));
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        if (first.values[j] != 0) continue;
        problem.set_bounds(j, 0, 0);
        problem.set_cost(j, problem.cost()[j] - 1);
        break;
    }
    const Solution second = solve({}, problem, with(memory));
    CHECK(second.outcome == Outcome::optimal);
    CHECK(second.objective == first.objective);
    CHECK(second.counters.simplex_iterations == 0);
}

TEST_CASE("what one of several alike machines did is as good on another one") {
    Random random(57, 0);
    const Problem problem = test::equal_machines(random, 12, 4);
    SolveMemory first_memory;
    const Solution first = solve({}, problem, with(first_memory));
    REQUIRE(first.outcome == Outcome::optimal);
    // Column 0 is the longest time; after it a job has a column on each machine.
    for (std::int32_t j = 1; j < problem.columns(); ++j) {
        if (first.values[j] == 0) continue;
        CAPTURE(j);
        SolveMemory memory;
        solve({}, problem, with(memory));
        Problem changed = problem;
        changed.set_bounds(j, 0, 0);
        if (j + 4 < problem.columns()) changed.set_bounds(j + 3 - (j - 1) % 4 + 1, 0, 0);
        const Solution second = solve({}, changed, with(memory));
        CHECK(second.outcome == Outcome::optimal);
        CHECK(second.objective == first.objective);
        CHECK(second.counters.simplex_iterations == 0);
        CHECK(check_point(changed, second.values).feasible);
    }
}

TEST_CASE("images of a plan are plans of the former problem, within the new bounds") {
    for (std::uint64_t k = 0; k < 40; ++k) {
        Random random(58, k);
        const Problem problem =
            k % 2 == 0 ? test::equal_machines(random, 6, 3) : test::alike_blocks(random);
        const Solution first = solve({}, problem, test::exact_options());
        if (!first.has_values) continue;
        Problem changed = problem;
        for (std::int32_t j = 0; j < problem.columns(); ++j)
            if (random.below(8) == 0) changed.set_bounds(j, first.values[j], first.values[j]);
        for (int tries = 0; tries < 2; ++tries) {
            const auto j = static_cast<std::int32_t>(
                random.below(static_cast<std::uint64_t>(problem.columns())));
            if (first.values[j] > changed.lower()[j])
                changed.set_bounds(j, changed.lower()[j], first.values[j] - 1);
        }
        ilp::Control control({}, SolveOptions{});
        ilp::offer_plan_image(problem, first.values, changed, control,
                              [&](const std::vector<double>& image) {
                                  CAPTURE(k);
                                  const Verdict verdict = check_point(changed, image);
                                  CHECK(verdict.feasible);
                                  CHECK(verdict.objective == doctest::Approx(first.objective));
                              });
    }
}

TEST_CASE("a machine that runs again is the problem before it stopped") {
    SolveMemory memory;
    Problem problem = knapsack(101);
    const Solution first = solve({}, problem, with(memory));
    std::int32_t used = 0;
    while (first.values[used] == 0) ++used;
    problem.set_bounds(used, 0, 0);
    CHECK(solve({}, problem, with(memory)).objective < first.objective);
    problem.set_bounds(used, 0, 1);
    const Solution back = solve({}, problem, with(memory));
    CHECK(back.objective == first.objective);
    CHECK(back.counters.simplex_iterations == 0);
}

TEST_CASE("without a plan, less room leaves none either") {
    SolveMemory memory;
    Problem problem(Sense::minimize);
    const std::int32_t x = problem.add_column("x", ColumnType::integer, 0, 9, 1);
    const std::int32_t y = problem.add_column("y", ColumnType::integer, 0, 9, 1);
    const std::vector<std::int32_t> both{x, y};
    problem.add_row("odd", 7, 7, both, std::vector<double>{2, 4});
    CHECK(solve({}, problem, with(memory)).outcome == Outcome::infeasible);
    problem.set_bounds(x, 1, 3);
    problem.set_cost(y, -5);
    CHECK(solve({}, problem, with(memory)).outcome == Outcome::infeasible);
    problem.set_row_bounds(0, 7, 8);
    CHECK(solve({}, problem, with(memory)).outcome == Outcome::optimal);
}

TEST_CASE("a memory of other problems, empty ones and cleared memories do no harm") {
    SolveMemory memory;
    solve({}, knapsack(101), with(memory));
    Problem empty;
    CHECK(solve({}, empty, with(memory)).outcome == Outcome::optimal);
    Problem open(Sense::maximize);
    open.add_column("item0", ColumnType::integer, 0, infinity, 1);
    CHECK(solve({}, open, with(memory)).outcome == Outcome::unbounded);
    SolveMemory moved = std::move(memory);
    CHECK(memory.problems() == 0);
    CHECK(solve({}, knapsack(101), with(memory)).outcome == Outcome::optimal);
    moved.clear();
    CHECK(moved.problems() == 0);
    CHECK(solve({}, knapsack(99), with(moved)).outcome == Outcome::optimal);
}

TEST_CASE("lazy rows leave no trace in a memory") {
    SolveMemory memory;
    SolveOptions options = with(memory);
    options.callbacks.lazy_rows = [](const SolvePoint&, NewRows&) { return true; };
    solve({}, knapsack(101), options);
    CHECK(memory.problems() == 0);
}

TEST_CASE("objectives by priority share a memory") {
    SolveMemory memory;
    const Problem problem = knapsack(101);
    Objective value, count;
    value.sense = Sense::maximize;
    value.priority = 2;
    count.priority = 1;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        value.cost.push_back(problem.cost()[j]);
        count.cost.push_back(1);
    }
    const std::vector<Objective> both{value, count};
    const ObjectivesAnswer cold = solve_objectives({}, problem, both, test::exact_options());
    for (int round = 0; round < 2; ++round) {
        const ObjectivesAnswer warm = solve_objectives({}, problem, both, with(memory));
        CHECK(warm.reached == cold.reached);
    }
}
