// Integer problems stopped on the way by limits of work: in presolve, in the first linear program,
// in cuts, heuristics and the tree. What comes back is sound and the same each time.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "ilp/search/random_problems.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

void check_sound(const Problem& problem, const Solution& s,
                 const std::optional<test::Enumerated>& best) {
    if (!best) {
        CHECK((s.outcome == Outcome::work_limit || s.outcome == Outcome::infeasible));
        CHECK(!s.has_values);
        return;
    }
    CHECK((s.outcome == Outcome::work_limit || s.outcome == Outcome::optimal));
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const double room = 1e-6 * std::fmax(1.0, std::fabs(best->objective));
    CHECK(sign * s.bound <= sign * best->objective + room);
    if (!s.has_values) return;
    CHECK(check_point(problem, s.values).feasible);
    CHECK(sign * s.objective >= sign * best->objective - room);
    if (s.outcome == Outcome::optimal) CHECK(std::fabs(s.objective - best->objective) <= room);
}

}  // namespace

TEST_CASE("limits of work of every size leave a sound answer of an integer problem") {
    int stopped = 0, with_plan = 0;
    for (std::uint64_t k = 0; k < 300; ++k) {
        Random random(61, k);
        const Problem problem =
            test::random_problem(random, test::random_style(random, k % 2 == 0));
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        const auto best = test::enumerate(problem);
        const std::int64_t whole = solve({}, problem, test::exact_options()).counters.work;
        for (int part = 0; part < 12; ++part) {
            CAPTURE(part);
            SolveOptions options = test::exact_options();
            options.work_limit = whole * part / 12;
            const Solution s = solve({}, problem, options), again = solve({}, problem, options);
            check_sound(problem, s, best);
            CHECK(s.counters.work == again.counters.work);
            CHECK(s.values == again.values);
            CHECK((s.bound == again.bound || std::isnan(s.bound)));
            stopped += s.outcome == Outcome::work_limit;
            with_plan += s.outcome == Outcome::work_limit && s.has_values;
        }
    }
    CHECK(stopped > 1000);
    CHECK(with_plan > 100);
}

TEST_CASE("a limit of work is kept to within a small part of a solve") {
    Random random(62);
    Problem problem;
    for (int j = 0; j < 60; ++j)
        problem.add_column("", ColumnType::binary, 0, 1, -std::floor(random.uniform(10, 99)));
    for (int i = 0; i < 20; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (int j = 0; j < 60; ++j)
            if (random.below(3) == 0) {
                index.push_back(j);
                value.push_back(std::floor(random.uniform(5, 60)));
            }
        problem.add_row("", -infinity, 150, index, value);
    }
    for (std::int64_t limit = 1000; limit < 20'000'000; limit *= 3) {
        CAPTURE(limit);
        SolveOptions options = test::exact_options();
        options.work_limit = limit;
        const Solution s = solve({}, problem, options);
        if (s.outcome != Outcome::work_limit) break;
        CHECK(s.counters.work >= limit);
        CHECK(s.counters.work <= limit + 200'000);
    }
}

TEST_CASE(
    "a host that cancels through its progress callback is heard in the first linear programs") {
    const std::string path = test::data_path("ilp/netlib/dfl001.mps.gz");
    if (path.empty()) return;
    Problem problem = read_problem(Context{}, path);
    problem.set_type(0, ColumnType::integer);
    Context context;
    int heard = 0;
    context.progress = [&](const Progress& progress) {
        heard += std::string(progress.phase) == "linear program";
        return heard < 2;
    };
    for (const bool heuristics : {false, true}) {  // with them a plan is completed before
        SolveOptions options;
        options.heuristics = heuristics;
        heard = 0;
        const Solution s = solve(context, problem, options);
        CHECK(s.outcome == Outcome::cancelled);
        CHECK(heard == 2);
        CHECK(s.bound <= 11266396.05);
    }
}
