// The tree in rounds of workers: the same for any number of threads, and true.
#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>

#include "ilp/lp/trials.hpp"
#include "ilp/search/changing_problem.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/tree_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"
#include "tenon/solve_memory.hpp"

using namespace tenon;

namespace {

Solution solve_in_rounds(const Problem& problem, const SolveOptions& options, int threads,
                         Context context = {}) {
    ilp::SolveTrial trial;
    trial.early_rounds = true;
    context.threads = threads;
    return ilp::solve_with(context, problem, options, trial);
}

double sign_of(const Problem& problem) {
    return problem.sense() == Sense::maximize ? -1.0 : 1.0;
}

// Bit by bit; NaN equals NaN.
bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

void check_same(const Solution& a, const Solution& b) {
    CHECK(a.outcome == b.outcome);
    CHECK(same(a.objective, b.objective));
    CHECK(same(a.bound, b.bound));
    CHECK(a.values == b.values);
    CHECK(a.counters.nodes == b.counters.nodes);
    CHECK(a.counters.simplex_iterations == b.counters.simplex_iterations);
    CHECK(a.counters.refactorisations == b.counters.refactorisations);
    CHECK(a.counters.work == b.counters.work);
    REQUIRE(a.counters.parts.size() == b.counters.parts.size());
    for (std::size_t k = 0; k < a.counters.parts.size(); ++k) {
        CAPTURE(std::string(a.counters.parts[k].name));
        CHECK(a.counters.parts[k].work == b.counters.parts[k].work);
        CHECK(a.counters.parts[k].calls == b.counters.parts[k].calls);
    }
    REQUIRE(a.pool.size() == b.pool.size());
    for (std::size_t k = 0; k < a.pool.size(); ++k) {
        CHECK(a.pool[k].values == b.pool[k].values);
        CHECK(a.pool[k].objective == b.pool[k].objective);
    }
}

// Against the known optimum of the problem.
void check_sound(const Problem& problem, const Solution& found, double optimum) {
    const double sign = sign_of(problem);
    const double room = 1e-6 * std::fmax(1.0, std::fabs(optimum));
    CHECK(sign * found.bound <= sign * optimum + room);
    if (found.outcome == Outcome::optimal) CHECK(std::fabs(found.objective - optimum) <= room);
    if (!found.has_values) return;
    CHECK(check_point(problem, found.values).feasible);
    CHECK(sign * found.objective >= sign * optimum - room);
}

SolveOptions trees(std::uint64_t number) {
    return test::exact_options(number % 2 == 0 ? 2 : 6);  // without cuts: larger trees
}

}  // namespace

TEST_CASE("rounds give the same answer, bits and counters for any number of threads") {
    std::int64_t nodes = 0;
    for (const std::uint64_t k : test::seeds(12)) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        SolveOptions options = trees(k / 3);
        options.pool_size = k % 4 == 0 ? 5 : 0;
        const Solution one = solve_in_rounds(problem, options, 1);
        REQUIRE(one.outcome == Outcome::optimal);
        nodes += one.counters.nodes;
        for (const int threads : {2, 4, 8}) {
            CAPTURE(threads);
            check_same(one, solve_in_rounds(problem, options, threads));
        }
    }
    CHECK(nodes > 2000);
}

TEST_CASE("rounds prove the optimum that one search proves") {
    for (const std::uint64_t k : test::seeds(12)) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        const SolveOptions options = test::exact_options(k % 8);
        const Solution alone = solve({}, problem, options);
        REQUIRE(alone.outcome == Outcome::optimal);
        const Solution found = solve_in_rounds(problem, options, 2);
        CHECK(found.outcome == Outcome::optimal);
        check_sound(problem, found, alone.objective);
    }
}

TEST_CASE("no worker cuts off a known optimum") {
    for (const std::uint64_t k : test::seeds(12)) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        const Solution alone = solve({}, problem, test::exact_options());
        REQUIRE(alone.outcome == Outcome::optimal);
        const ilp::DebugPoint point{alone.values, sign_of(problem) * alone.objective};
        ilp::SolveTrial trial;
        trial.debug = &point;
        trial.early_rounds = true;
        Context context;
        context.threads = 2;
        try {
            ilp::solve_with(context, problem, test::exact_options(k % 8), trial);
        } catch (const Error& error) {
            FAIL_CHECK(error.message());
        }
    }
}

TEST_CASE("rounds keep limits of nodes, and are then the same for any number of threads, too") {
    for (std::uint64_t k = 0; k < 6; ++k) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        const double optimum = solve({}, problem, test::exact_options()).objective;
        SolveOptions options = trees(k);
        const std::int64_t whole = solve_in_rounds(problem, options, 1).counters.nodes;
        for (std::int64_t limit : {std::int64_t{2}, std::int64_t{7}, whole / 3, whole - 1}) {
            CAPTURE(limit);
            options.node_limit = limit;
            const Solution one = solve_in_rounds(problem, options, 1);
            CHECK((one.outcome == Outcome::node_limit || one.outcome == Outcome::optimal));
            CHECK(one.counters.nodes <= limit);
            check_sound(problem, one, optimum);
            check_same(one, solve_in_rounds(problem, options, 4));
        }
    }
}

TEST_CASE("rounds keep limits of work, and are then the same for any number of threads, too") {
    int stopped = 0;
    for (std::uint64_t k = 0; k < 6; ++k) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        const double optimum = solve({}, problem, test::exact_options()).objective;
        SolveOptions options = trees(k);
        const std::int64_t whole = solve_in_rounds(problem, options, 1).counters.work;
        for (int part = 1; part < 8; ++part) {
            CAPTURE(part);
            options.work_limit = whole * part / 8;
            const Solution one = solve_in_rounds(problem, options, 1);
            CHECK((one.outcome == Outcome::work_limit || one.outcome == Outcome::optimal));
            stopped += one.outcome == Outcome::work_limit;
            CHECK(one.counters.work <= options.work_limit + 300'000);
            check_sound(problem, one, optimum);
            check_same(one, solve_in_rounds(problem, options, 4));
        }
    }
    CHECK(stopped > 30);
}

TEST_CASE("what rounds leave in a memory is the same for any number of threads") {
    std::int64_t nodes = 0;
    for (const std::uint64_t k : test::seeds(6)) {
        CAPTURE(k);
        Random random(72, k);
        test::ChangingProblem host(test::tree_problem(k));
        SolveMemory first, second;
        for (int step = 0; step < 3; ++step) {
            CAPTURE(step);
            const Problem problem = host.problem();
            SolveOptions options = trees(k);
            options.memory = &first;
            const Solution one = solve_in_rounds(problem, options, 1);
            options.memory = &second;
            check_same(one, solve_in_rounds(problem, options, 4));
            nodes += one.counters.nodes;
            host.columns[random.below(host.columns.size())].cost += 1;
        }
    }
    CHECK(nodes > 1000);
}

TEST_CASE("a cancelled round leaves the best plan and a true bound") {
    int cancelled = 0;
    for (std::uint64_t k = 0; k < 12; ++k) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        const double optimum = solve({}, problem, test::exact_options()).objective;
        for (int news = 1; news < 4; ++news) {
            SolveOptions options = test::exact_options(6);
            Cancel cancel;
            Context context;
            context.cancel = &cancel;
            int told = 0;
            options.callbacks.incumbent = [&](const SolvePoint& point) {
                CHECK(sign_of(problem) * point.bound <=
                      sign_of(problem) * optimum + 1e-6 * std::fabs(optimum));
                if (++told < news) return true;
                if (k % 2 == 0) return false;
                cancel.request();
                return true;
            };
            const Solution found = solve_in_rounds(problem, options, 2, context);
            CHECK((found.outcome == Outcome::cancelled || found.outcome == Outcome::optimal));
            if (found.outcome == Outcome::cancelled) {
                ++cancelled;
                if (k % 2 == 0) CHECK(told == news);  // nobody is asked any more
                CHECK(found.has_values);
            }
            check_sound(problem, found, optimum);
        }
    }
    CHECK(cancelled > 15);
}

TEST_CASE("a cancel from another thread ends rounds with a true bound") {
    Random random(72);
    const Problem problem = test::knapsack_rows(random, 100, 20);
    for (const int threads : {1, 2, 8}) {
        Cancel cancel;
        Context context;
        context.cancel = &cancel;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            cancel.request();
        });
        const Solution found = solve_in_rounds(problem, test::exact_options(), threads, context);
        other.join();
        CHECK(found.outcome == Outcome::cancelled);
        CHECK(found.has_values);
        CHECK(found.bound >= found.objective);
    }
}

TEST_CASE("whatever calls the caller runs on the caller's thread") {
    const std::thread::id here = std::this_thread::get_id();
    int told = 0;
    for (std::uint64_t k = 0; k < 6; ++k) {
        SolveOptions options = test::exact_options(6);
        options.pool_size = 3;
        options.callbacks.incumbent = [&](const SolvePoint&) {
            ++told;
            CHECK(std::this_thread::get_id() == here);
            return true;
        };
        Context context;
        context.progress = [&](const Progress&) {
            CHECK(std::this_thread::get_id() == here);
            return true;
        };
        solve_in_rounds(test::tree_problem(k), options, 4, context);
    }
    CHECK(told > 6);
}

TEST_CASE("an exception out of a callback comes out of a solve in rounds") {
    int thrown = 0;
    for (std::uint64_t k = 0; k < 6; ++k) {
        SolveOptions options = test::exact_options(6);
        int told = 0;
        options.callbacks.incumbent = [&](const SolvePoint& point) {
            if (point.nodes > 1 && ++told == 1) throw std::runtime_error("the caller's own");
            return true;
        };
        try {
            solve_in_rounds(test::tree_problem(k), options, 4);
        } catch (const std::runtime_error& error) {
            CHECK(std::string(error.what()) == "the caller's own");
            ++thrown;
        }
    }
    CHECK(thrown > 3);
}

TEST_CASE("lazy rows are asked for on one thread, and the search stays in one piece") {
    const std::thread::id here = std::this_thread::get_id();
    const Problem problem = test::tree_problem(0);
    SolveOptions options = test::exact_options(2);
    options.callbacks.lazy_rows = [&](const SolvePoint&, NewRows&) {
        CHECK(std::this_thread::get_id() == here);
        return true;
    };
    const Solution found = solve_in_rounds(problem, options, 4);
    CHECK(found.outcome == Outcome::optimal);
    CHECK(found.objective == solve({}, problem, test::exact_options()).objective);
}

TEST_CASE("a budget too small for workers leaves the search to one") {
    const Problem problem = test::tree_problem(1);
    const double optimum = solve({}, problem, test::exact_options()).objective;
    int proven = 0;
    for (std::int64_t bytes = 20'000; bytes < 2'000'000; bytes += bytes / 4) {
        CAPTURE(bytes);
        Budget budget(bytes);
        Context context;
        context.budget = &budget;
        const Solution found = solve_in_rounds(problem, test::exact_options(2), 2, context);
        CHECK((found.outcome == Outcome::optimal || found.outcome == Outcome::memory_limit));
        CAPTURE(outcome_text(found.outcome));
        proven += found.outcome == Outcome::optimal;
        check_sound(problem, found, optimum);
        CHECK(budget.used() == 0);
    }
    CHECK(proven > 3);
}
