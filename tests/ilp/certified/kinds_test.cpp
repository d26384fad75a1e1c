// What certificates say of every kind of problem, and of answers that were cut short.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "ilp/certified/certify.hpp"
#include "ilp/certified/model_of.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "tenon/objectives.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"
#include "tenon/solve_memory.hpp"

using namespace tenon;
using certificate_checker::Claim;
using certificate_checker::Finding;

namespace {

struct Certified {
    Solution solution;
    Finding found;
};

SolveOptions exact() {
    SolveOptions options;
    options.relative_gap = options.absolute_gap = 0;
    options.certify = true;
    return options;
}

Certified certified(const Problem& problem, const SolveOptions& options = exact(),
                    const Context& context = {}) {
    Certified out;
    out.solution = solve(context, problem, options);
    CAPTURE(out.solution.certificate);
    out.found = certificate_checker::check(certificate_checker::model_of(problem),
                                           out.solution.certificate);
    CHECK(out.found.accepted);
    CHECK(out.found.reason == "");
    return out;
}

Certified certified_lp(const char* text) {
    return certified(read_problem_text({}, text, ProblemFormat::lp));
}

void proves(const Certified& c, double bound, double room = 0) {
    CHECK(c.solution.certified);
    CHECK(c.found.claim == Claim::bound);
    CHECK(c.found.has_plan);
    CHECK(c.solution.certified_bound == c.found.bound);
    CHECK(std::fabs(c.found.bound - bound) <= room);
}

void proves_infeasible(const Certified& c) {
    CHECK(c.solution.certified);
    CHECK(c.found.claim == Claim::infeasible);
    CHECK(!c.found.has_plan);
}

}  // namespace

TEST_CASE("steps of the costs: the bound is the optimum itself") {
    const Certified c = certified_lp(
        "Maximize\n c: 3 x + 5 y + 4 z + 10\nSubject To\n a: 2 x + 3 y + 4 z <= 7\nBounds\n x <= "
        "2\n y <= 2\n z <= "
        "2\nGeneral\n x y z\nEnd\n");
    proves(c, 21);
    CHECK(c.solution.objective == 21);
    CHECK(c.found.violation == 0);
}

TEST_CASE("costs of continuous columns: the bound ends 4e-9 short") {
    const Certified c = certified_lp(
        "Minimize\n c: 2.5 x + y\nSubject To\n a: 3 x + y >= 3.75\n b: -1 <= x - y <= 2\nBounds\n "
        "x <= 3\n y <= "
        "9\nGeneral\n x\nEnd\n");
    proves(c, c.solution.objective, 5e-9 * c.solution.objective);
}

TEST_CASE("equations and ranges") {
    proves(certified_lp("Minimize\n c: x + y + z\nSubject To\n a: 7 x + 5 y + 3 z = 41\n b: 1 <= x "
                        "- y <= 3\nBounds\n x "
                        "<= 9\n y <= 9\n z <= 9\nGeneral\n x y z\nEnd\n"),
           7);
}

TEST_CASE(
    "no plan: by rounding of one row, by the LP, by branching, by bounds without an integer") {
    proves_infeasible(
        certified_lp("Minimize\n c: x\nSubject To\n a: 2 x + 4 y = 7\nBounds\n x <= 9\n y <= "
                     "9\nGeneral\n x y\nEnd\n"));
    proves_infeasible(
        certified_lp("Minimize\n c: x\nSubject To\n a: x + y >= 5\n b: x - y >= 1\nBounds\n x <= "
                     "2\nGeneral\n x\nEnd\n"));
    proves_infeasible(
        certified_lp("Minimize\n c: x\nSubject To\n a: 6 x + 10 y + 15 z = 29\n b: x + y + z <= "
                     "4\nBounds\n x <= 4\n y <= 4\n z <= 4\nGeneral\n x y z\nEnd\n"));
    proves_infeasible(
        certified_lp("Minimize\n c: x\nSubject To\n a: x + y >= 0\nBounds\n 0.25 <= x <= "
                     "0.75\nGeneral\n x\nEnd\n"));
}

TEST_CASE("no plan though the columns are unbounded") {
    proves_infeasible(certified_lp(
        "Minimize\n c: x\nSubject To\n a: x + y <= 3\n b: x + y >= 4\nBounds\n x free\n y "
        "free\nGeneral\n x\nEnd\n"));
}

TEST_CASE("no plan by equations of free integers: one line of whole multipliers") {
    constexpr const char* text =
        "Minimize\n c: 2 y + z\nSubject To\n a: 3 x + 6 y - 10 z - 2 w = 50\n b: 3 x + 12 y - 6 z "
        "+ 4 w = 49\nBounds\n x free\n w free\nGeneral\n x y z w\nEnd\n";
    const Certified c = certified_lp(text);
    proves_infeasible(c);
    CHECK(c.solution.counters.nodes == 0);
    CHECK(c.solution.certificate.find("\ninfeasible\nmodulo ") != std::string::npos);
    // Without the part the same answer is beyond a search.
    SolveOptions options;
    options.node_limit = 100;
    options.without = {"equation systems"};
    const Problem problem = read_problem_text({}, text, ProblemFormat::lp);
    CHECK(solve({}, problem, options).outcome == Outcome::node_limit);
}

TEST_CASE("no end: a plan and an exact direction") {
    for (const char* text : {"Maximize\n c: x + y\nSubject To\n a: x - 2 y <= 3\n b: 3 x - y >= "
                             "-6\nGeneral\n x y\nEnd\n",
                             "Maximize\n c: x\nSubject To\n a: x - y = 0.5\nEnd\n",
                             "Minimize\n c: x + y\nSubject To\n a: 3 x + 7 y <= 3\nBounds\n x "
                             "free\n y free\nGeneral\n x\nEnd\n"}) {
        const Certified c = certified_lp(text);
        CHECK(c.solution.outcome == Outcome::unbounded);
        CHECK(c.solution.certified);
        CHECK(c.found.claim == Claim::unbounded);
        CHECK(c.found.has_plan);
    }
}

TEST_CASE("nothing to decide: no columns, no rows, all fixed, no costs") {
    Problem empty;
    empty.set_offset(2.5);
    proves(certified(empty), 2.5, 5e-8);
    empty.add_row("", -1, 1, {}, {});
    proves(certified(empty), 2.5, 5e-8);
    empty.add_row("", 1, 2, {}, {});
    proves_infeasible(certified(empty));
    proves(certified_lp("Minimize\n c: 3 x + y\nSubject To\n a: x + y >= 2\nBounds\n x = 2\n y = "
                        "1.5\nGeneral\n "
                        "x\nEnd\n"),
           7.5, 5e-8);
    Problem rowless(Sense::maximize);
    rowless.add_column("", ColumnType::integer, -3, 4, 2);
    rowless.add_column("", ColumnType::continuous, -infinity, 1.5, 1);
    proves(certified(rowless), 9.5, 5e-8);
    proves(certified_lp(
               "Minimize\n c: 0 x\nSubject To\n a: 3 x + 5 y = 7\nBounds\n x <= 9\n -9 <= y <= "
               "9\nGeneral\n x y\nEnd\n"),
           0, 5e-8);
}

TEST_CASE("linear programs: optimum, free columns, no plan") {
    proves(certified_lp("Maximize\n c: 3 x + 2 y\nSubject To\n a: x + y <= 4\n b: x + 3 y <= "
                        "6\nBounds\n x <= 3\nEnd\n"),
           11, 5e-8);
    proves(certified_lp("Minimize\n c: 3 x + 2 y + z\nSubject To\n a: 3 x + 7 y = 1\n b: x - 3 z "
                        "<= 6\n d: x + y + z "
                        ">= 0.1\n e: x >= -11\nBounds\n x free\n y free\n z free\nEnd\n"),
           -21.9 + 34.0 / 7.0, 1e-6);
    proves_infeasible(
        certified_lp("Minimize\n c: x\nSubject To\n a: 0.1 x + 0.3 y >= 1\n b: 0.1 x + 0.3 y <= "
                     "0.9\nBounds\n x free\n y free\nEnd\n"));
}

TEST_CASE("free columns that only other free columns bound") {
    proves(certified_lp("Minimize\n c: u\nSubject To\n a: u - v >= 0.3\n b: v - w >= 0.7\n d: w + "
                        "v >= 1.1\n e: u + w "
                        "- k >= 0\n f: k - w >= 0.1\nBounds\n u free\n v free\n w free\n k <= "
                        "9\nGeneral\n k\nEnd\n"),
           1.2, 1e-6);
}

// Jobs one after the other on a machine: what they are late costs, when the last one ends does not.
TEST_CASE("a column without a cost and an end stands in rows with others that cost") {
    for (std::uint64_t k = 0; k < 12; ++k) {
        CAPTURE(k);
        Random random(61, k);
        constexpr std::int32_t jobs = 4;
        Problem problem;
        std::vector<std::int32_t> start, late;
        std::vector<double> time;
        double all = 0;
        for (std::int32_t j = 0; j < jobs; ++j) {
            time.push_back(std::floor(random.uniform(20, 90)) / 10);
            all += time.back();
            start.push_back(problem.add_column("", ColumnType::continuous, 0, infinity, 0));
            late.push_back(problem.add_column("", ColumnType::continuous, 0, infinity,
                                              std::floor(random.uniform(1, 7))));
        }
        const auto last = problem.add_column("", ColumnType::continuous, 0, infinity, 0);
        for (std::int32_t j = 0; j < jobs; ++j) {
            problem.add_row("", time[j], infinity, std::vector<std::int32_t>{last, start[j]},
                            std::vector<double>{1, -1});
            problem.add_row("", time[j] - std::floor(random.uniform(0, 10 * all)) / 10, infinity,
                            std::vector<std::int32_t>{late[j], start[j]},
                            std::vector<double>{1, -1});
            for (std::int32_t i = 0; i < j; ++i) {
                const auto first = problem.add_column("", ColumnType::binary, 0, 1, 0);
                problem.add_row("", time[i] - all, infinity,
                                std::vector<std::int32_t>{start[j], start[i], first},
                                std::vector<double>{1, -1, -all});
                problem.add_row("", time[j], infinity,
                                std::vector<std::int32_t>{start[i], start[j], first},
                                std::vector<double>{1, -1, all});
            }
        }
        const Certified c = certified(problem);
        proves(c, c.solution.objective, 1e-6 * std::fmax(1, c.solution.objective));
    }
}

TEST_CASE("huge coefficients and sides, tiny ones, bounds beyond 2^53") {
    proves(certified_lp("Minimize\n c: x + y\nSubject To\n a: 123456789 x + 987654321 y >= "
                        "1e12\nBounds\n x <= 100000\n "
                        "y <= 100000\nGeneral\n x y\nEnd\n"),
           1013);
    Problem wide;
    wide.add_column("", ColumnType::integer, -1e18, 1e18, 1);
    wide.add_column("", ColumnType::integer, 0, 10, 1);
    const std::int32_t both[] = {0, 1};
    const double weights[] = {1, 3};
    wide.add_row("", 7, infinity, both, weights);
    proves(certified(wide), -13);
    proves(
        certified_lp(
            "Minimize\n c: 1e-7 x + 1e6 y\nSubject To\n a: 1e-6 x + 1e5 y >= 1e-5\nBounds\n x <= "
            "1000\nBinary\n y\nEnd\n"),
        1e-6, 5e-9);
}

TEST_CASE("a gap that the caller allows is one for the bound as well") {
    SolveOptions options = exact();
    options.relative_gap = 0.2;
    const Problem problem = read_problem_text({},
                                              "Maximize\n c: 9 x + 7 y + 5 z\nSubject To\n a: 4 x "
                                              "+ 3 y + 2 z <= 19\nBounds\n x <= 3\n y <= 3\n z <= "
                                              "3\nGeneral\n x y z\nEnd\n",
                                              ProblemFormat::lp);
    const Certified c = certified(problem, options);
    CHECK(c.solution.certified);
    CHECK(c.found.bound <= 1.2 * c.solution.objective + 1);
    CHECK(c.found.bound >= c.solution.objective);
}

namespace {

// Equal knapsacks are hard for a tree without symmetry.
Problem hard() {
    Problem problem;
    constexpr int items = 24, bins = 4;
    for (int b = 0; b < bins; ++b) {
        std::vector<std::int32_t> index;
        std::vector<double> weight;
        for (int j = 0; j < items; ++j) {
            index.push_back(
                problem.add_column("", ColumnType::binary, 0, 1, -1 - (j * 7 + b * 5) % 11));
            weight.push_back(7 + (j * 13 + b * 3) % 17);
        }
        problem.add_row("", -infinity, 61, index, weight);
    }
    for (int j = 0; j < items; ++j) {
        std::vector<std::int32_t> index;
        for (int b = 0; b < bins; ++b) index.push_back(b * items + j);
        const std::vector<double> ones(bins, 1.0);
        problem.add_row("", -infinity, 1, index, ones);
    }
    return problem;
}

}  // namespace

TEST_CASE("a proof that a limit ended tells how far it came, and is whole") {
    const Problem problem = hard();
    SolveOptions options = exact();
    double last = -infinity;
    for (const std::int64_t nodes : {1, 5, 40}) {
        options.node_limit = nodes;
        const Certified c = certified(problem, options);
        CHECK(c.solution.counters.proof_nodes <= nodes);
        REQUIRE(c.found.claim == Claim::bound);
        CHECK(c.found.bound == c.solution.certified_bound);
        CHECK(c.found.bound >= last);
        if (c.solution.has_values) CHECK(c.found.bound <= c.solution.objective);
        last = c.found.bound;
    }
    options.node_limit = -1;
    options.work_limit = 1;
    CHECK(!certified(problem, options).solution.certified);
    options.work_limit = -1;
    options.time_limit_seconds = 0;
    CHECK(!certified(problem, options).solution.certified);
}

TEST_CASE("a proof after a limit leaves in the plans that decimals keep to rounding only") {
    // 0.1 + 0.2 is not 0.3 in doubles: no point keeps "mix" exactly, and the best plan costs 4.
    for (const bool wide : {false, true}) {
        Problem problem;
        const auto x = problem.add_column("x", ColumnType::integer, 0, 10, 1);
        const auto y = problem.add_column("y", ColumnType::integer, 0, 1, 0);
        const auto a = problem.add_column("a", ColumnType::integer, 1, 2, 0);
        const auto b = problem.add_column("b", ColumnType::integer, 1, 2, 0);
        problem.add_row("mix", 0.3, 0.3, std::vector<std::int32_t>{a, b},
                        std::vector<double>{0.1, 0.2});
        problem.add_row("need", 7, infinity, std::vector<std::int32_t>{x, y},
                        std::vector<double>{1, 3});
        if (wide)
            problem.add_row("wide", -infinity, 1e6, std::vector<std::int32_t>{y, a},
                            std::vector<double>{1e-5, 1e5});
        for (const bool certify : {false, true})
            for (const bool started : {false, true})
                for (const std::int64_t limit : {0, 1, 5, 20, 50, 100, 500, 2000, -1}) {
                    CAPTURE(wide);
                    CAPTURE(limit);
                    SolveOptions options;
                    options.certify = certify;
                    options.work_limit = limit;
                    if (started) options.start = {10, 0, 1, 1};
                    const Solution s = solve({}, problem, options);
                    CHECK(s.outcome != Outcome::infeasible);
                    CHECK(s.bound <= 4);
                    if (s.outcome == Outcome::optimal) CHECK(s.objective == 4);
                    if (limit < 0) CHECK(s.outcome == Outcome::optimal);
                    if (s.certified) CHECK(s.certified_bound <= 4);
                }
    }
}

TEST_CASE("why a proof was not finished is told, and nothing where it was") {
    SolveOptions options = exact();
    options.work_limit = 1;
    const Solution cut_short = solve({}, hard(), options);
    CHECK(!cut_short.certified);
    CHECK(cut_short.doubt.find("limit") != std::string::npos);
    CHECK(certified_lp("Minimize\n c: x\nSubject To\n a: 2 x >= 3\nGeneral\n x\nEnd\n")
              .solution.doubt == "");
}

namespace {

std::vector<double> point_of(const Problem& problem, const std::map<std::string, double>& values) {
    std::vector<double> point(static_cast<std::size_t>(problem.columns()));
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        if (const auto at = values.find(problem.column_name(j)); at != values.end())
            point[static_cast<std::size_t>(j)] = at->second;
    return point;
}

// What a search might say if it were wrong, or was ended, certified.
Solution certified_claim(const Problem& problem, Outcome outcome, std::vector<double> plan,
                         double bound) {
    Solution answer;
    answer.outcome = outcome;
    answer.has_values = !plan.empty();
    answer.values = plan;
    answer.objective = plan.empty() ? std::nan("") : check_point(problem, plan).objective;
    answer.bound = bound;
    const auto judge = [&](std::span<const double> point) {
        const Verdict verdict = check_point(problem, point);
        return ilp::Judged{verdict.feasible, verdict.objective, {}, false};
    };
    ilp::certified::certify({}, problem, exact(), std::move(plan), judge, answer);
    return answer;
}

}  // namespace

TEST_CASE("an answer that its proof contradicts is told of and mended") {
    const Problem problem = read_problem_text(
        {},
        "Minimize\n c: 3 x + 2 y\nSubject To\n a: 2 x + 3 y >= 7\nBounds\n x <= 5\n y <= 5\n"
        "General\n x y\nEnd\n",
        ProblemFormat::lp);
    for (const std::vector<double>& plan : {std::vector<double>{}, std::vector<double>{4, 0}}) {
        const Solution answer = plan.empty()
                                    ? certified_claim(problem, Outcome::infeasible, plan, infinity)
                                    : certified_claim(problem, Outcome::optimal, plan,
                                                      check_point(problem, plan).objective);
        CHECK(answer.outcome == Outcome::optimal);
        CHECK(answer.objective == 6);
        CHECK(answer.bound == 6);
        CHECK(answer.values == std::vector<double>{0, 3});
        CHECK(answer.certified);
        CHECK(answer.doubt.find("better plan") != std::string::npos);
        const Finding found =
            certificate_checker::check(certificate_checker::model_of(problem), answer.certificate);
        CHECK(found.accepted);
        CHECK(found.has_plan);
        CHECK(found.bound == 6);
    }
}

TEST_CASE("a plan that the proof meets after a limit is no bound") {
    // y needs a and b, which "mix" allows to rounding only: of the points that keep it exactly the
    // best costs 7, of those that the judge passes 4.
    const Problem problem = read_problem_text(
        {},
        "Minimize\n c: x\nSubject To\n mix: 0.1 a + 0.2 b <= 0.3\n need: x + 3 y >= 7\n"
        " ya: y - a <= 0\n yb: y - b <= 0\nBounds\n x <= 10\nGeneral\n x\nBinary\n y a b\nEnd\n",
        ProblemFormat::lp);
    const auto start = point_of(problem, {{"x", 10}});
    const auto best = point_of(problem, {{"x", 4}, {"y", 1}, {"a", 1}, {"b", 1}});
    REQUIRE(check_point(problem, best).feasible);
    const Solution answer = certified_claim(problem, Outcome::work_limit, start, 3.5);
    CHECK(answer.outcome == Outcome::work_limit);
    CHECK(answer.objective < 10);  // met by the proof
    CHECK(answer.bound == 3.5);    // of the search
    CHECK(answer.gap == doctest::Approx((answer.objective - 3.5) / answer.objective));
    CHECK(answer.certified_bound <= 3.5);
}

TEST_CASE("cancelled anywhere, what is known so far is certified") {
    const Problem problem = hard();
    for (int polls = 0; polls < 40; ++polls) {
        Context context;
        int seen = 0;
        context.progress = [&](const Progress&) { return ++seen <= polls; };
        SolveOptions options = exact();
        options.node_limit = 300;
        const Certified c = certified(problem, options, context);
        if (c.solution.certified) break;
    }
}

TEST_CASE("whoever cancels a solve once waits for no proof") {
    const Problem problem = hard();
    const auto cancelled_by = [&](SolveOptions options, const Context& context) {
        options.certify = true;
        const Certified c = certified(problem, options, context);
        CHECK(c.solution.outcome == Outcome::cancelled);
        CHECK(c.solution.counters.proof_nodes == 0);
        CHECK(!c.solution.certified);
        CHECK(c.solution.doubt.find("cancelled") != std::string::npos);
        CHECK(c.found.has_plan == c.solution.has_values);
    };
    SolveOptions first_plan = exact();
    first_plan.callbacks.incumbent = [](const SolvePoint&) { return false; };
    cancelled_by(first_plan, {});
    SolveOptions first_cut = exact();
    first_cut.callbacks.user_cuts = [](const SolvePoint&, NewRows&) { return false; };
    cancelled_by(first_cut, {});
    Context once;
    int asked = 0;
    once.progress = [&](const Progress&) { return ++asked != 1; };
    cancelled_by(exact(), once);
}

namespace {

// Lots of one product: a setup for each period that makes any, what is left over is held.
Problem lots(std::uint64_t seed, int periods) {
    Random random(seed);
    Problem problem;
    std::int32_t held = -1;
    for (int t = 0; t < periods; ++t) {
        const auto made = problem.add_column("", ColumnType::integer, 0, infinity, 2);
        const auto setup =
            problem.add_column("", ColumnType::binary, 0, 1, std::floor(random.uniform(30, 90)));
        const auto left = problem.add_column("", ColumnType::continuous, 0, infinity, 1.25);
        const double need = std::floor(random.uniform(5, 40));
        if (held < 0)
            problem.add_row("", need, need, std::vector{made, left}, std::vector{1.0, -1.0});
        else
            problem.add_row("", need, need, std::vector{held, made, left},
                            std::vector{1.0, 1.0, -1.0});
        problem.add_row("", -infinity, 0, std::vector{made, setup}, std::vector{1.0, -85.0});
        held = left;
    }
    return problem;
}

}  // namespace

TEST_CASE("a certificate after a limit states no more than the search") {
    int stated = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Problem problem = lots(seed, 14);
        SolveOptions options = exact();
        options.node_limit = 1;
        options.heuristics = false;
        const Solution s = certified(problem, options).solution;
        options.certify = false;
        const Solution searched = solve({}, problem, options);
        CHECK(s.bound <= searched.bound);
        CHECK(s.certified_bound <= s.bound);
        if (s.has_values) CHECK(s.bound <= s.objective);
        stated += s.certified_bound > -infinity;
    }
    CHECK(stated == 20);
}

TEST_CASE("without the option there is no certificate; with lazy rows there is a refusal") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 4, -1);
    SolveOptions options;
    CHECK(solve({}, problem, options).certificate.empty());
    options.certify = true;
    options.callbacks.lazy_rows = [](const SolvePoint&, NewRows&) { return true; };
    try {
        solve({}, problem, options);
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.status() == Status::argument);
        CHECK(error.where().argument == "certify");
    }
}

TEST_CASE("several objectives have no certificate: the option is refused") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 4, -1);
    Objective objective;
    objective.cost = {1};
    SolveOptions options;
    options.certify = true;
    CHECK_THROWS_AS(solve_objectives({}, problem, {&objective, 1}, options), Error);
}

TEST_CASE("the same problem gives the same certificate") {
    SolveOptions options = exact();
    options.node_limit = 30;
    CHECK(solve({}, hard(), options).certificate == solve({}, hard(), options).certificate);
}

TEST_CASE("answers that a memory gives at once are certified like others") {
    Problem problem =
        read_problem_text({},
                          "max 5x + 4y + 3z\nst\n2x + 3y + z <= 5\n4x + y + 2z <= 11\n"
                          "3x + 4y + 2z <= 8\nint\nx\ny\nz\nend\n",
                          ProblemFormat::lp);
    SolveMemory memory;
    SolveOptions options = exact();
    options.memory = &memory;
    const double best = certified(problem, options).solution.objective;
    proves(certified(problem, options), best);
    problem.set_bounds(0, 0, 0);
    const Certified less = certified(problem, options);
    proves(less, less.solution.objective);
    CHECK(less.solution.objective < best);
    problem.set_bounds(1, 3, 3);
    proves_infeasible(certified(problem, options));
    proves_infeasible(certified(problem, options));
}
