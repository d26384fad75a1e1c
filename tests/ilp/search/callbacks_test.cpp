// What a caller may say during a solve: lazy rows, user cuts, news of plans, priorities, hints.
// Lazy rows are judged by enumeration of the problem that holds them from the start.
#include <doctest/doctest.h>

#include <array>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "ilp/search/answer_check.hpp"
#include "ilp/search/like_columns.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

// The first `rows` rows alone.
Problem without_last_rows(const Problem& whole, std::int32_t rows) {
    Problem out(whole.sense());
    for (std::int32_t j = 0; j < whole.columns(); ++j)
        out.add_column(whole.column_name(j), whole.type()[j], whole.lower()[j], whole.upper()[j],
                       whole.cost()[j]);
    for (std::int32_t i = 0; i < rows; ++i) {
        const auto first = static_cast<std::size_t>(whole.row_start()[i]);
        const auto size = static_cast<std::size_t>(whole.row_start()[i + 1]) - first;
        out.add_row(whole.row_name(i), whole.row_lower()[i], whole.row_upper()[i],
                    whole.index().subspan(first, size), whole.value().subspan(first, size));
    }
    out.set_offset(whole.offset());
    return out;
}

double activity(const Problem& problem, std::int32_t row, std::span<const double> x) {
    double sum = 0;
    for (std::int64_t k = problem.row_start()[row]; k < problem.row_start()[row + 1]; ++k)
        sum += problem.value()[k] * x[problem.index()[k]];
    return sum;
}

// The rows of `whole` from `first` on that the point breaks; one at most if asked so.
void broken_rows(const Problem& whole, std::int32_t first, bool one, std::span<const double> x,
                 NewRows& rows) {
    for (std::int32_t i = first; i < whole.rows(); ++i) {
        const double value = activity(whole, i, x);
        const double low = whole.row_lower()[i], high = whole.row_upper()[i];
        const double room = 1e-6 * std::fmax(1.0, std::fabs(std::isinf(low) ? high : low));
        if (value >= low - room && value <= high + room) continue;
        const auto start = static_cast<std::size_t>(whole.row_start()[i]);
        const auto size = static_cast<std::size_t>(whole.row_start()[i + 1]) - start;
        rows.add(low, high, whole.index().subspan(start, size), whole.value().subspan(start, size),
                 whole.row_name(i));
        if (one) return;
    }
}

// Pure, mixed, and with columns that are multiples of each other.
Problem random_problem_of(Random& random, int k) {
    if (k % 3 == 2) return test::like_columns(random);
    return test::random_problem(random, test::random_style(random, k % 3 == 1));
}

void lazy_rows_agree(bool mixed, int count, std::uint64_t seed) {
    for (int k = 0; k < count; ++k) {
        Random random(seed, static_cast<std::uint64_t>(k));
        test::Style style = test::random_style(random, mixed);
        style.rows = 1 + static_cast<int>(random.below(5));
        const Problem whole = test::random_problem(random, style);
        const std::optional<test::Enumerated> best = test::enumerate(whole);
        const auto known = static_cast<std::int32_t>(random.below(style.rows));
        const Problem problem = without_last_rows(whole, known);
        CAPTURE(k);
        CAPTURE(known);
        CAPTURE(write_mps_text(whole));
        for (const int variant : {0, 1 + k % 7}) {
            SolveOptions options = test::exact_options(variant);
            std::int64_t asked = 0;
            options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
                ++asked;
                const Verdict verdict = check_point(problem, point.values);
                CHECK(verdict.feasible);
                CHECK(verdict.max_integrality == 0);
                CHECK(verdict.objective == point.objective);
                broken_rows(whole, known, k % 2 == 0, point.values, rows);
                return true;
            };
            const Solution solution = solve({}, problem, options);
            test::check_answer(whole, best, solution);
            if (best) CHECK(asked > 0);
            if (best) CHECK(solution.row_activity.size() == static_cast<std::size_t>(known));
        }
    }
}

// Assignment of every town's successor, without subtours: they are the lazy rows.
struct Tour {
    int towns;
    std::vector<double> distance;
    Problem problem;

    std::int32_t arc(int from, int to) const { return from * towns + to; }

    explicit Tour(int n, std::uint64_t seed) : towns(n) {
        Random random(seed, 0);
        std::vector<double> x, y;
        for (int i = 0; i < n; ++i) {
            x.push_back(static_cast<double>(random.below(100)));
            y.push_back(static_cast<double>(random.below(100)));
        }
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) {
                distance.push_back(std::round(std::hypot(x[i] - x[j], y[i] - y[j])));
                problem.add_column("", ColumnType::binary, 0, i == j ? 0 : 1, distance.back());
            }
        for (int i = 0; i < n; ++i) {
            std::vector<std::int32_t> out, in;
            for (int j = 0; j < n; ++j) {
                out.push_back(arc(i, j));
                in.push_back(arc(j, i));
            }
            const std::vector<double> ones(n, 1.0);
            problem.add_row("leave " + std::to_string(i), 1, 1, out, ones);
            problem.add_row("enter " + std::to_string(i), 1, 1, in, ones);
        }
    }

    // The towns on the subtour of `start`.
    std::vector<int> subtour(std::span<const double> x, int start) const {
        std::vector<int> out{start};
        while (true) {
            int next = 0;
            while (x[arc(out.back(), next)] < 0.5) ++next;
            if (next == start) return out;
            out.push_back(next);
        }
    }

    void add_subtour_row(const std::vector<int>& group, NewRows& rows) const {
        std::vector<std::int32_t> inside;
        for (const int i : group)
            for (const int j : group)
                if (i != j) inside.push_back(arc(i, j));
        rows.add(-infinity, static_cast<double>(group.size()) - 1, inside,
                 std::vector<double>(inside.size(), 1.0));
    }

    // M. Held, R. Karp, Journal of SIAM 10, 1962.
    double shortest() const {
        const int full = 1 << (towns - 1);
        std::vector<double> best(static_cast<std::size_t>(full) * (towns - 1), infinity);
        for (int j = 0; j + 1 < towns; ++j)
            best[(std::size_t{1} << j) * (towns - 1) + j] = distance[arc(0, j + 1)];
        for (int set = 1; set < full; ++set)
            for (int j = 0; j + 1 < towns; ++j) {
                const double here = best[static_cast<std::size_t>(set) * (towns - 1) + j];
                if (std::isinf(here)) continue;
                for (int k = 0; k + 1 < towns; ++k) {
                    if (set >> k & 1) continue;
                    double& to = best[(static_cast<std::size_t>(set) | 1u << k) * (towns - 1) + k];
                    to = std::fmin(to, here + distance[arc(j + 1, k + 1)]);
                }
            }
        double least = infinity;
        for (int j = 0; j + 1 < towns; ++j)
            least = std::fmin(least, best[static_cast<std::size_t>(full - 1) * (towns - 1) + j] +
                                         distance[arc(j + 1, 0)]);
        return least;
    }
};

}  // namespace

TEST_CASE("lazy rows of pure integer problems give the optimum of the whole problem") {
    lazy_rows_agree(false, 1500, 21);
}

TEST_CASE("lazy rows of mixed problems give the optimum of the whole problem") {
    lazy_rows_agree(true, 600, 22);
}

TEST_CASE("a linear program with lazy rows is solved by them") {
    Problem problem(Sense::maximize);
    problem.add_column("x", ColumnType::continuous, 0, 10, 1);
    problem.add_column("y", ColumnType::continuous, 0, 10, 1);
    SolveOptions options;
    options.callbacks.lazy_rows = [](const SolvePoint& point, NewRows& rows) {
        const std::vector<std::int32_t> both{0, 1};
        if (point.values[0] + 2 * point.values[1] > 12 + 1e-6)
            rows.add(-infinity, 12, both, std::vector<double>{1, 2});
        if (3 * point.values[0] + point.values[1] > 21 + 1e-6)
            rows.add(-infinity, 21, both, std::vector<double>{3, 1}, "hours");
        return true;
    };
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == doctest::Approx(9));
    CHECK(solution.counters.lazy_rows == 2);
}

TEST_CASE("tours: subtours are cut off as they come, with and without user cuts and presolve") {
    for (int seed = 0; seed < 8; ++seed) {
        const Tour tour(9, static_cast<std::uint64_t>(seed));
        const double shortest = tour.shortest();
        for (const int variant : {0, 1, 4}) {
            CAPTURE(seed);
            CAPTURE(variant);
            SolveOptions options = test::exact_options(variant);
            options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
                for (int town = 0; town < tour.towns; ++town) {
                    const std::vector<int> group = tour.subtour(point.values, town);
                    if (group.size() < static_cast<std::size_t>(tour.towns))
                        tour.add_subtour_row(group, rows);
                }
                return true;
            };
            // Pairs: x_ij + x_ji <= 1.
            if (seed % 2)
                options.callbacks.user_cuts = [&](const SolvePoint&, NewRows& rows) {
                    for (int i = 0; i < tour.towns; ++i)
                        for (int j = 0; j < i; ++j) tour.add_subtour_row({i, j}, rows);
                    return true;
                };
            const Solution solution = solve({}, tour.problem, options);
            REQUIRE(solution.outcome == Outcome::optimal);
            CHECK(solution.objective == shortest);
            CHECK(tour.subtour(solution.values, 0).size() == static_cast<std::size_t>(tour.towns));
        }
    }
}

TEST_CASE("user cuts that hold at every plan keep the optimum") {
    for (int k = 0; k < 900; ++k) {
        Random random(23, static_cast<std::uint64_t>(k));
        const Problem problem = random_problem_of(random, k);
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        SolveOptions options = test::exact_options(k % 8);
        // What the rows say already, and the objective cut off at the optimum.
        options.callbacks.user_cuts = [&](const SolvePoint&, NewRows& rows) {
            std::vector<std::int32_t> all;
            for (std::int32_t j = 0; j < problem.columns(); ++j) all.push_back(j);
            const double sign = problem.sense() == Sense::maximize ? -1 : 1;
            double best_cost = best ? best->objective - problem.offset() : 0;
            best_cost -= sign * 1e-7 * std::fmax(1.0, std::fabs(best_cost));
            if (best && sign > 0) rows.add(best_cost, infinity, all, problem.cost());
            if (best && sign < 0) rows.add(-infinity, best_cost, all, problem.cost());
            return true;
        };
        test::check_answer(problem, best, solve({}, problem, options));
    }
}

TEST_CASE("each better plan is told of once, with a bound that is true") {
    for (int k = 0; k < 300; ++k) {
        Random random(24, static_cast<std::uint64_t>(k));
        const Problem problem =
            test::random_problem(random, test::random_style(random, k % 2 == 1));
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        if (!best) continue;
        const double sign = problem.sense() == Sense::maximize ? -1 : 1;
        SolveOptions options = test::exact_options(k % 8);
        double last = infinity;
        options.callbacks.incumbent = [&](const SolvePoint& point) {
            CHECK(check_point(problem, point.values).feasible);
            CHECK(check_point(problem, point.values).objective == point.objective);
            CHECK(point.incumbent == point.objective);
            CHECK(sign * point.objective < last);
            CHECK(sign * point.bound <=
                  sign * best->objective + 1e-6 * std::fmax(1.0, std::fabs(best->objective)));
            last = sign * point.objective;
            return true;
        };
        const Solution solution = solve({}, problem, options);
        CHECK(sign * solution.objective == last);
    }
}

TEST_CASE("a callback that returns false ends the solve with the plan so far") {
    const Tour tour(8, 3);
    SolveOptions options;
    int plans = 0;
    options.callbacks.incumbent = [&](const SolvePoint&) { return ++plans < 1; };
    const Solution first = solve({}, tour.problem, options);
    CHECK(first.outcome == Outcome::cancelled);
    CHECK(first.has_values);
    CHECK(plans == 1);
    options.callbacks.incumbent = {};
    options.callbacks.lazy_rows = [](const SolvePoint&, NewRows&) { return false; };
    const Solution none = solve({}, tour.problem, options);
    CHECK(none.outcome == Outcome::cancelled);
    CHECK(!none.has_values);
    CHECK(none.bound <= first.objective);
}

TEST_CASE("a leaf whose plan costs no less than the best one is closed: lazy rows, no gap") {
    // Of four lots; the linear programs of some leaves end 1e-8 below the plan they lead to.
    struct Period {
        double make, set_up, hold, demand;
    };
    constexpr Period periods[] = {{1, 38, 1, 32}, {2, 58, 4, 19}, {1, 32, 2, 38}, {2, 62, 4, 18}};
    Problem problem;
    std::int32_t stock = -1;
    for (const Period& period : periods) {
        const std::int32_t lot =
            problem.add_column("", ColumnType::continuous, 0, infinity, period.make);
        problem.add_column("", ColumnType::integer, 0, 1, period.set_up);
        const std::int32_t left =
            problem.add_column("", ColumnType::continuous, 0, infinity, period.hold);
        std::vector<std::int32_t> columns{lot, left};
        std::vector<double> coefficients{1, -1};
        if (stock >= 0) {
            columns.push_back(stock);
            coefficients.push_back(1);
        }
        problem.add_row("", period.demand, period.demand, columns, coefficients);
        stock = left;
    }
    SolveOptions options;
    options.relative_gap = options.absolute_gap = 0;
    double told = -infinity;
    options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
        CHECK(point.bound >= told);
        told = point.bound;
        for (std::int32_t lot = 0; lot < problem.columns(); lot += 3)
            if (point.values[lot] > 50 * point.values[lot + 1] + 1e-6)
                rows.add(-infinity, 0, std::vector{lot, lot + 1}, std::vector{1.0, -50.0});
        return true;
    };
    int searches = 0;
    Context context;
    context.log = [&](LogLevel, std::string_view line) {
        searches += line.find("first LP") != std::string_view::npos ? 1 : 0;
    };
    const Solution solution = solve(context, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == 320);
    CHECK(solution.bound == 320);
    CHECK(searches == 1);
}

TEST_CASE("lazy rows beside rows with coefficients far apart leave no plan unseen") {
    // Programs in doubles lose the small coefficients here.
    struct Case {
        std::vector<std::array<double, 3>> columns;  // bounds and cost
        std::vector<std::pair<double, std::vector<double>>> rows;
        std::vector<double> lazy;
        double limit, optimum;
    };
    const Case cases[] = {
        {{{-3, 1, 1}, {-3, 3, 8}, {-3, 3, -1}, {-2, 4, 7}},
         {{-32297783557, {-1, -2250691108, 1, -7511773112}},
          {12029838265, {-1, 1, -9131734527, -1449051868}}},
         {-5, -5, 5, -4},
         -5,
         -18},
        {{{0, 3, 4}, {0, 3, 6}, {0, 4, -5}, {-2, 4, -2}},
         {{-16919600928, {-8459800463, 0, 2011735803, -1}},
          {-12608175839, {-9385329404, 5560990865, 300746052, 0}}},
         {-5, 0, 4, 3},
         -3,
         0},
        {{{-1, 1, -9}, {-3, 3, 8}, {-2, 4, 0}, {0, 2, 8}},
         {{2660680672, {-1, -1, 886893558, -1}}, {-187064086, {-602002434, 1, -1, 414938353}}},
         {1, -5, 4, 2},
         -4,
         35},
        {{{0, 2, -7}, {-2, 3, 5}, {-1, 4, -4}, {-3, 3, -7}},
         {{99235655, {99235657, 1, 0, -63078712}}, {-88004839, {-1, 44002419, -1, 0}}},
         {1, 2, 5, 5},
         -3,
         -18}};
    for (const Case& given : cases) {
        Problem problem;
        problem.add_column("", ColumnType::integer, 2, 2, 1);
        const std::vector<std::int32_t> index{1, 2, 3, 4};
        for (const auto& [lower, upper, cost] : given.columns)
            problem.add_column("", ColumnType::integer, lower, upper, cost);
        for (const auto& [lower, row] : given.rows)
            problem.add_row("", lower, infinity, index, row);
        SolveOptions options;
        options.relative_gap = options.absolute_gap = 0;
        options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
            double activity = 0;
            for (std::size_t j = 0; j < 4; ++j) activity += given.lazy[j] * point.values[j + 1];
            if (activity > given.limit + 1e-6) rows.add(-infinity, given.limit, index, given.lazy);
            return true;
        };
        const Solution solution = solve({}, problem, options);
        CHECK(solution.outcome == Outcome::optimal);
        CHECK(solution.objective == given.optimum);
        CHECK(solution.bound == given.optimum);
    }
}

TEST_CASE("an exception of a callback comes out of solve, and so does a row that is none") {
    const Tour tour(8, 3);
    SolveOptions options;
    options.callbacks.incumbent = [](const SolvePoint&) -> bool {
        throw std::runtime_error("the host failed");
    };
    CHECK_THROWS_AS(solve({}, tour.problem, options), std::runtime_error);
    options.callbacks.incumbent = [](const SolvePoint&) -> bool {
        throw Error(Status::cancelled, "enough");
    };
    CHECK(solve({}, tour.problem, options).outcome == Outcome::cancelled);
    options.callbacks.incumbent = {};
    options.callbacks.lazy_rows = [](const SolvePoint&, NewRows& rows) {
        rows.add(0, 1, std::vector<std::int32_t>{9999}, std::vector<double>{1});
        return true;
    };
    CHECK_THROWS_AS(solve({}, tour.problem, options), Error);
}

TEST_CASE("a start that a lazy row refuses is no plan") {
    Problem problem(Sense::maximize);
    for (int j = 0; j < 4; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1.0 + j);
    SolveOptions options;
    options.start = {1, 1, 1, 1};
    options.callbacks.lazy_rows = [](const SolvePoint&, NewRows& rows) {
        rows.add(-infinity, 2, std::vector<std::int32_t>{0, 1, 2, 3}, std::vector<double>(4, 1.0),
                 "two at most");
        return true;
    };
    const Solution solution = solve({}, problem, options);
    CHECK(solution.objective == 7);
    CHECK(solution.start_verdict.find("two at most") != std::string::npos);
    CHECK(solution.start_verdict.find("2") != std::string::npos);
}

TEST_CASE("the answer does not depend on priorities and hints") {
    for (int k = 0; k < 900; ++k) {
        Random random(25, static_cast<std::uint64_t>(k));
        const Problem problem = random_problem_of(random, k);
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        SolveOptions options = test::exact_options(k % 8);
        for (std::int32_t j = 0; j < problem.columns(); ++j) {
            options.branch_priority.push_back(static_cast<std::int32_t>(random.below(5)) - 2);
            options.hint.push_back(random.below(3) == 0 ? std::nan("")
                                                        : static_cast<double>(random.below(9)) - 4);
            options.hint_weight.push_back(static_cast<double>(random.below(3)));
        }
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        test::check_answer(problem, best, solve({}, problem, options));
    }
}

TEST_CASE("hints are followed at once where a plan agrees with them") {
    // Which of the many plans of equal cost comes first is the hint's choice.
    Problem problem;
    std::vector<std::int32_t> all;
    for (int j = 0; j < 20; ++j) all.push_back(problem.add_column("", ColumnType::binary, 0, 1, 1));
    problem.add_row("ten", 10, 10, all, std::vector<double>(20, 1.0));
    SolveOptions options;
    std::vector<double> first;
    options.callbacks.incumbent = [&](const SolvePoint& point) {
        if (first.empty()) first.assign(point.values.begin(), point.values.end());
        return true;
    };
    options.presolve = false;
    for (int j = 0; j < 20; ++j) options.hint.push_back(j % 3 == 0 ? 1 : 0);
    options.hint[0] = 0;
    options.hint_weight.assign(20, 1);
    options.hint_weight[1] = 0;
    REQUIRE(solve({}, problem, options).outcome == Outcome::optimal);
    REQUIRE(!first.empty());
    for (int j = 2; j < 16; ++j) CHECK(first[j] == options.hint[j]);
}

TEST_CASE("priorities decide what is branched on") {
    // Two knapsacks side by side; branching on the first alone leaves the bound of the second.
    for (const std::int32_t high : {0, 1}) {
        Problem problem(Sense::maximize);
        Random random(31, 0);
        for (int side = 0; side < 2; ++side) {
            std::vector<std::int32_t> items;
            std::vector<double> weight;
            for (int j = 0; j < 12; ++j) {
                weight.push_back(20.0 + static_cast<double>(random.below(30)));
                items.push_back(
                    problem.add_column("", ColumnType::binary, 0, 1, weight.back() + 3));
            }
            problem.add_row("", -infinity, 171, items, weight);
        }
        SolveOptions options;
        options.presolve = options.cuts = options.heuristics = false;
        options.branch_priority.assign(24, 0);
        for (int j = 0; j < 12; ++j) options.branch_priority[12 * high + j] = 5;
        const Solution solution = solve({}, problem, options);
        CHECK(solution.outcome == Outcome::optimal);
        options.branch_priority.clear();
        CHECK(solve({}, problem, options).objective == solution.objective);
    }
}

TEST_CASE("guidance of the wrong length or kind is refused by name") {
    Problem problem;
    problem.add_column("x", ColumnType::integer, 0, 3, 1);
    const auto refused = [&](const SolveOptions& options, const char* name) {
        try {
            solve({}, problem, options);
        } catch (const Error& error) {
            return std::string(error.message()).find(name) != std::string::npos;
        }
        return false;
    };
    SolveOptions options;
    options.branch_priority = {1, 2};
    CHECK(refused(options, "branch_priority"));
    options = {};
    options.hint = {1, 2};
    CHECK(refused(options, "hint"));
    options.hint = {infinity};
    CHECK(refused(options, "hint"));
    options.hint = {1};
    options.hint_weight = {-1};
    CHECK(refused(options, "hint_weight"));
    options = {};
    options.pool_size = -1;
    CHECK(refused(options, "pool_size"));
}
