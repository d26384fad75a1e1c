// Large linear programs stopped on the way: by a deadline, by cancel at random moments, by a budget
// of bytes. What comes back is sound: no wrong claim, a bound that holds, nothing left charged, and
// the same problem then solves.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "tenon/random.hpp"
#include "tenon/solve.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

struct Known {
    const char* path;
    double optimum;
};
// Seconds of work each, so that a stop after milliseconds falls into every phase.
constexpr Known known[] = {{"ilp/netlib/dfl001.mps.gz", 11266396.046728},
                           {"ilp/lp2/pds-06.mps.gz", 27761037600.0},
                           {"ilp/netlib/greenbeb.mps.gz", -4302260.2612}};

// Of a minimisation.
void check_sound(const Solution& s, double optimum) {
    const double slack = 1e-6 * std::fabs(optimum);
    CHECK(s.outcome != Outcome::infeasible);
    CHECK(s.outcome != Outcome::unbounded);
    CHECK(s.bound <= optimum + slack);
    CHECK(s.farkas.empty());
    CHECK(s.ray.empty());
    if (s.has_values) {
        CHECK(s.objective >= optimum - slack);
    } else {
        CHECK(std::isnan(s.objective));
        CHECK(s.values.empty());
        CHECK(s.basis.empty());
    }
    if (s.outcome == Outcome::optimal) CHECK(s.objective <= optimum + slack);
}

// A program that takes a few hundred pivots, for stops that are followed by a whole solve.
Problem middling_program(Random& random) {
    Problem p;
    constexpr std::int32_t m = 120, n = 200;
    for (std::int32_t j = 0; j < n; ++j)
        p.add_column("", ColumnType::continuous, 0, infinity, random.uniform(1, 2));
    for (std::int32_t i = 0; i < m; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int32_t j = 0; j < n; ++j) {
            if (random.below(8) != 0) continue;
            index.push_back(j);
            value.push_back(random.uniform(0.5, 1.5));
        }
        p.add_row("", random.uniform(1, 10), infinity, index, value);
    }
    return p;
}

}  // namespace

TEST_CASE("a deadline of ten milliseconds leaves a sound answer") {
    for (const Known& k : known) {
        CAPTURE(std::string(k.path));
        const std::string path = data_path(k.path);
        if (path.empty()) return;
        const Problem problem = read_problem(Context{}, path);
        SolveOptions options;
        options.time_limit_seconds = 0.01;
        const Solution s = solve(Context{}, problem, options);
        check_sound(s, k.optimum);
        CHECK(s.outcome == Outcome::time_limit);
    }
}

TEST_CASE("cancel at random moments leaves a sound answer") {
    Random random(1);
    for (const Known& k : known) {
        CAPTURE(std::string(k.path));
        const std::string path = data_path(k.path);
        if (path.empty()) return;
        const Problem problem = read_problem(Context{}, path);
        for (int trial = 0; trial < 6; ++trial) {
            const auto after = std::chrono::microseconds(random.below(150000));
            CAPTURE(after.count());
            Cancel cancel;
            Context context;
            context.cancel = &cancel;
            std::thread host([&] {
                std::this_thread::sleep_for(after);
                cancel.request();
            });
            const Solution s = solve(context, problem);
            host.join();
            check_sound(s, k.optimum);
            CHECK((s.outcome == Outcome::cancelled || s.outcome == Outcome::optimal));
        }
    }
}

TEST_CASE(
    "a budget of few bytes is an outcome, gives back what it took, and the next solve is whole") {
    Random random(2);
    const Problem problem = middling_program(random);
    const Solution whole = solve(Context{}, problem);
    REQUIRE(whole.outcome == Outcome::optimal);
    int too_small = 0, enough = 0;
    for (std::int64_t bytes = 1; bytes < (1 << 26); bytes *= 2) {
        CAPTURE(bytes);
        Budget budget(bytes);
        Context context;
        context.budget = &budget;
        const Solution s = solve(context, problem);
        CHECK(budget.used() == 0);
        CHECK(budget.peak() <= bytes);
        check_sound(s, whole.objective);
        if (s.outcome == Outcome::memory_limit) {
            ++too_small;
            continue;
        }
        REQUIRE(s.outcome == Outcome::optimal);
        CHECK(s.objective == whole.objective);
        ++enough;
    }
    CHECK(too_small > 5);
    CHECK(enough > 5);
}
TEST_CASE("work limits of every size leave a sound answer, the same each time") {
    Random random(3);
    const Problem problem = middling_program(random);
    const Solution whole = solve(Context{}, problem);
    REQUIRE(whole.outcome == Outcome::optimal);
    int stopped = 0;
    for (std::int64_t work = 0; work < 2 * whole.counters.work; work += whole.counters.work / 20) {
        CAPTURE(work);
        SolveOptions options;
        options.work_limit = work;
        const Solution s = solve(Context{}, problem, options),
                       again = solve(Context{}, problem, options);
        check_sound(s, whole.objective);
        CHECK(s.outcome == again.outcome);
        CHECK(s.counters.simplex_iterations == again.counters.simplex_iterations);
        stopped += s.outcome == Outcome::work_limit;
    }
    CHECK(stopped > 0);
}

TEST_CASE(
    "a host that cancels through its progress callback is heard while a linear program is solved") {
    const std::string path = data_path(known[0].path);
    if (path.empty()) return;
    const Problem problem = read_problem(Context{}, path);
    Context context;
    int calls = 0;
    context.progress = [&](const Progress& progress) {
        CHECK(progress.work >= 0);
        return ++calls < 3;
    };
    const Solution s = solve(context, problem);
    check_sound(s, known[0].optimum);
    CHECK(s.outcome == Outcome::cancelled);
    CHECK(calls == 3);
}

namespace {

// Presolve alone solves it, column by column.
Problem chain(std::int32_t links, ColumnType type) {
    Problem p;
    p.add_column("", type, 0, 1e6, 1);
    for (std::int32_t k = 1; k < links; ++k) {
        p.add_column("", type, 0, 1e6, 1);
        p.add_row("", 1, 1, std::vector<std::int32_t>{k, k - 1}, std::vector<double>{1, -1});
    }
    return p;
}

}  // namespace

TEST_CASE("presolve ends at the work limit, and what it had found is not used") {
    for (const ColumnType type : {ColumnType::continuous, ColumnType::integer}) {
        const Problem problem = chain(5000, type);
        const Solution whole = solve(Context{}, problem);
        REQUIRE(whole.outcome == Outcome::optimal);
        REQUIRE(whole.counters.presolved_rows == 4999);
        SolveOptions options;
        options.work_limit = 15'000;  // a look or two at each entry
        const Solution s = solve(Context{}, problem, options);
        CHECK(s.outcome == Outcome::work_limit);
        CHECK(s.counters.work >= options.work_limit);
        CHECK(s.counters.work < 2 * options.work_limit);
        CHECK(s.counters.presolved_rows == 0);
        CHECK(s.counters.simplex_iterations == 0);
        CHECK(!s.has_values);
    }
}

TEST_CASE("a start that is a plan survives limits that end presolve") {
    const Problem problem = chain(5000, ColumnType::integer);
    SolveOptions options;
    for (int j = 0; j < 5000; ++j) options.start.push_back(7 + j);
    options.work_limit = 15'000;
    const Solution s = solve(Context{}, problem, options);
    CHECK(s.outcome == Outcome::work_limit);
    REQUIRE(s.has_values);
    CHECK(s.values == options.start);
    CHECK(s.start_verdict.empty());
}

TEST_CASE("presolve tells how far it is, and ends where that is answered with a cancel") {
    for (const ColumnType type : {ColumnType::continuous, ColumnType::integer}) {
        const Problem problem = chain(5000, type);
        Context context;
        std::string phase;
        context.progress = [&phase](const Progress& progress) {
            phase = progress.phase;
            return false;
        };
        const Solution s = solve(context, problem);
        CHECK(s.outcome == Outcome::cancelled);
        CHECK(phase == "presolve");
    }
}
