// The least-cost relaxation: the loosened problem has a plan, and nothing cheaper would do.
#include "tenon/relax.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ilp/linear/linear_problems.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

double weight_of(const std::vector<double>& weights, std::int32_t k, double usual) {
    return weights.empty() ? usual : weights[static_cast<std::size_t>(k)];
}

// What it costs to make the rows give to a point; infinity where one must hold.
double cost_of_point(const Problem& problem, const RelaxOptions& options,
                     const std::vector<double>& x) {
    const std::vector<double> activity = check_point(problem, x, {infinity, infinity}).row_activity;
    double cost = 0;
    const auto see = [&](double breach, double weight) {
        if (breach <= 1e-9) return;
        if (weight == infinity) cost = infinity;
        cost += options.measure == RelaxMeasure::count ? weight : weight * breach;
    };
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const double weight = weight_of(options.row_weight, i, 1);
        see(problem.row_lower()[i] - activity[i], weight);
        see(activity[i] - problem.row_upper()[i], weight);
    }
    return cost;
}

double cheapest_point(const Problem& problem, const RelaxOptions& options) {
    double best = infinity;
    std::vector<double> x(problem.lower().begin(), problem.lower().end());
    while (true) {
        best = std::min(best, cost_of_point(problem, options, x));
        std::size_t k = 0;
        for (; k < x.size(); ++k) {
            if (x[k] < problem.upper()[k]) {
                x[k] += 1;
                break;
            }
            x[k] = problem.lower()[k];
        }
        if (k == x.size()) return best;
    }
}

void check_plan(const Problem& problem, const Relaxation& relaxation) {
    const Problem loosened = relaxed_problem(problem, relaxation);
    REQUIRE(relaxation.plan.has_values);
    CHECK(check_point(loosened, relaxation.plan.values).feasible);
    double cost = 0;
    for (const Loosening& change : relaxation.changes) {
        CHECK(change.amount > 0);
        CHECK(std::fabs(change.to - change.from) == doctest::Approx(change.amount));
        CHECK((is_lower(change.part) ? change.to < change.from : change.to > change.from));
        cost += change.cost;
    }
    CHECK(cost == doctest::Approx(relaxation.cost));
    CHECK(relaxation.bound <= relaxation.cost + 1e-6 * (1 + relaxation.cost));
    const Solution again = solve({}, loosened);
    if (again.has_values && relaxation.plan.outcome == Outcome::optimal)
        CHECK(again.objective == doctest::Approx(relaxation.plan.objective));
}

void random_weights(Random& random, RelaxOptions& options, std::int32_t rows) {
    if (random.below(2) == 0) return;
    for (std::int32_t i = 0; i < rows; ++i)
        options.row_weight.push_back(random.below(6) == 0 ? infinity
                                                          : integer_between(random, 1, 5));
}

}  // namespace

TEST_CASE("integer programs: no point of the box costs less") {
    int loosened = 0, held = 0;
    for (std::uint64_t k = 0; k < 1200; ++k) {
        CAPTURE(k);
        Random random(71, k);
        Style style = random_style(random, false);
        style.columns = std::min(style.columns, 4);
        style.rows += 1;
        style.equations = true;
        style.fractions = false;
        const Problem problem = random_problem(random, style);
        RelaxOptions options;
        random_weights(random, options, problem.rows());
        if (random.below(2)) options.measure = RelaxMeasure::count;
        options.solve.relative_gap = options.solve.absolute_gap = 0;
        CAPTURE(write_mps_text(problem));
        CAPTURE(static_cast<int>(options.measure));
        const double best = cheapest_point(problem, options);
        const Relaxation relaxation = relax({}, problem, options);
        if (best == infinity) {
            ++held;
            CHECK(relaxation.outcome == Outcome::infeasible);
            CHECK(!relaxation.plan.has_values);
            continue;
        }
        REQUIRE(relaxation.outcome == Outcome::optimal);
        CHECK(std::fabs(relaxation.cost - best) <= 1e-6 * (1 + best));
        loosened += relaxation.changes.empty() ? 0 : 1;
        check_plan(problem, relaxation);
    }
    CHECK(loosened > 300);
    CHECK(held > 10);
}

TEST_CASE("a whole number of eleven digits that is missed by two gives by two") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Problem problem;
        std::vector<std::int32_t> index;
        std::vector<double> value;
        const std::uint64_t size = seed % 2 == 0 ? 1'000'000'000 : 100'000'000'000;
        double sum = 0;
        for (std::int32_t j = 0; j < 3; ++j) {
            const auto most = static_cast<double>(1 + random.below(4));
            index.push_back(problem.add_column("", ColumnType::integer, 0, most, 1));
            value.push_back(static_cast<double>(1 + random.below(size)));
            sum += value.back() *
                   static_cast<double>(random.below(static_cast<std::uint64_t>(most) + 1));
        }
        sum += static_cast<double>(random.below(7)) - 3;
        problem.add_row("", sum, sum, index, value);
        RelaxOptions options;
        options.solve.relative_gap = options.solve.absolute_gap = 0;
        const Relaxation relaxation = relax({}, problem, options);
        REQUIRE(relaxation.outcome == Outcome::optimal);
        check_plan(problem, relaxation);
        CHECK(relaxation.cost == cheapest_point(problem, options));
    }
}

TEST_CASE("linear programs: no vertex of the elastic program costs less") {
    int loosened = 0;
    for (std::uint64_t k = 0; k < 250; ++k) {
        CAPTURE(k);
        Random random(72, k);
        const LinearProgram p = random_program(random, 2, 2, 0.9);
        const Problem problem = to_problem(p, random_sense(random));
        LinearProgram elastic = p;  // written down once more, by hand
        std::fill(elastic.cost.begin(), elastic.cost.end(), 0.0);
        for (std::int32_t i = 0; i < p.rows; ++i)
            for (const double sign : {1.0, -1.0}) {
                if (std::isinf(sign > 0 ? p.row_lower[i] : p.row_upper[i])) continue;
                elastic.cost.push_back(1);
                elastic.lower.push_back(0);
                elastic.upper.push_back(infinity);
                elastic.matrix.index.push_back(i);
                elastic.matrix.value.push_back(sign);
                elastic.matrix.start.push_back(
                    static_cast<std::int64_t>(elastic.matrix.index.size()));
                ++elastic.columns;
            }
        const Relaxation relaxation = relax({}, problem);
        REQUIRE(relaxation.outcome == Outcome::optimal);
        CHECK(std::fabs(relaxation.cost - best_vertex(elastic)) <= 1e-6);
        loosened += relaxation.changes.empty() ? 0 : 1;
        check_plan(problem, relaxation);
    }
    CHECK(loosened > 60);
}

TEST_CASE("bounds give where that is asked for, but no amount becomes negative") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 4, 1);
    problem.add_column("y", ColumnType::continuous, 0, 3, 1);
    problem.add_row("need", 10, infinity, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, 1});
    problem.add_row("gap", -infinity, -8, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, -1});
    RelaxOptions options;
    Relaxation rows = relax({}, problem, options);
    CHECK(rows.cost == doctest::Approx(12));  // both rows: 10 - (x + y) and x - y + 8
    for (const Loosening& change : rows.changes) CHECK(is_of_row(change.part));
    options.bounds = true;
    const Relaxation both = relax({}, problem, options);
    CHECK(both.cost == doctest::Approx(6));  // x = 1, y <= 9 serves both
    REQUIRE(both.changes.size() <= 2);
    for (const Loosening& change : both.changes) CHECK(change.part != Part::column_lower);
    options.column_weight = {1, infinity};
    options.row_weight = {2, infinity};
    const Relaxation fixed = relax({}, problem, options);
    CHECK(fixed.outcome == Outcome::optimal);
    for (const Loosening& change : fixed.changes) {
        CHECK(change.index == 0);
        CHECK(change.part != Part::column_upper);
    }
}

TEST_CASE("a yes or no stays one, as a binary column or as an integer that is 0 or 1") {
    struct Declared {
        ColumnType type;
        double lower, upper;
    };
    for (const Declared& as : {Declared{ColumnType::binary, 0, 1},
                               {ColumnType::integer, 0, 1},
                               {ColumnType::integer, -0.3, 1.4}}) {
        Problem problem;
        problem.add_column("x", as.type, as.lower, as.upper, 1);
        problem.add_column("n", ColumnType::integer, 0, 2, 1);
        problem.add_row("need", 9, infinity, std::vector<std::int32_t>{0, 1},
                        std::vector<double>{3, 1});
        RelaxOptions options;
        options.bounds = true;
        options.row_weight = {infinity};
        const Relaxation relaxation = relax({}, problem, options);
        REQUIRE(relaxation.changes.size() == 1);
        CHECK(relaxation.changes[0].index == 1);
        CHECK(relaxation.changes[0].to == 6);
    }
}

TEST_CASE("counting knows that a loosened bound lets rows give more") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1, 1);
    const std::vector<std::int32_t> x{0};
    problem.add_row("need", 10, infinity, x, std::vector<double>{1});
    problem.add_row("cap", -infinity, 5, x, std::vector<double>{1});
    RelaxOptions options;
    options.measure = RelaxMeasure::count;
    options.row_weight = {10, 1};
    options.column_weight = {1};
    const Relaxation relaxation = relax({}, problem, options);
    CHECK(relaxation.cost == doctest::Approx(2));
    REQUIRE(relaxation.changes.size() == 2);
    CHECK(relaxation.changes[0].part == Part::row_upper);
    CHECK(relaxation.changes[1].part == Part::column_upper);
}

TEST_CASE("changes are told in plain words, with numbers that can be typed in") {
    Problem problem(Sense::maximize);
    problem.add_column("doors", ColumnType::integer, 0, 100, 3);
    const std::vector<std::int32_t> x{0};
    problem.add_row("hours", -infinity, 20.1, x, std::vector<double>{3});
    problem.add_row("order", 10, infinity, x, std::vector<double>{1});
    const Relaxation relaxation = relax({}, problem);
    CHECK(explain_relaxation(problem, relaxation) ==
          "The cheapest way to a plan costs 3.9:\n  raise hours <= 20.1 by 0.9 to 21\n"
          "  lower order >= 10 by 3 to 7\n");
    CHECK(relaxation.plan.values == std::vector<double>{7});
    RelaxOptions options;
    options.row_weight = {1, 10};
    const Relaxation other = relax({}, problem, options);
    CHECK(explain_relaxation(problem, other) ==
          "The cheapest way to a plan costs 9.9:\n  raise hours <= 20.1 by 9.9 to 30\n");
    CHECK(other.plan.objective == 30);
    problem.set_row_bounds(1, 5, infinity);
    CHECK(explain_relaxation(problem, relax({}, problem)) == "The problem has a plan as it is.\n");
}

TEST_CASE("the infeasible models can be mended") {
    for (const char* name :
         {"bgetam", "box1", "forest6", "klein1", "woodinfe", "infeasible-mip0"}) {
        const std::string path = data_path(std::string("ilp/infeas/") + name + ".mps.gz");
        if (path.empty()) return;
        CAPTURE(name);
        const Problem problem = read_problem({}, path);
        const Relaxation relaxation = relax({}, problem);
        CHECK(relaxation.outcome == Outcome::optimal);
        CHECK(relaxation.cost > 0);
        CHECK(!relaxation.changes.empty());
        CHECK(check_point(relaxed_problem(problem, relaxation), relaxation.plan.values).feasible);
    }
}

TEST_CASE("wrong weights are refused, limits are outcomes") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1, 1);
    problem.add_row("r", 2, 3, std::vector<std::int32_t>{0}, std::vector<double>{1});
    RelaxOptions options;
    options.row_weight = {1, 2};
    CHECK_THROWS_AS(relax({}, problem, options), const Error&);
    options.row_weight = {0};
    CHECK_THROWS_AS(relax({}, problem, options), const Error&);
    options.row_weight.clear();
    options.column_weight = {std::nan("")};
    CHECK_THROWS_AS(relax({}, problem, options), const Error&);
    options.column_weight.clear();
    options.largest_amount = infinity;
    CHECK_THROWS_AS(relax({}, problem, options), const Error&);
    options.largest_amount = 1e6;
    options.solve.time_limit_seconds = 0;
    CHECK(relax({}, problem, options).outcome == Outcome::time_limit);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK(relax(context, problem).outcome == Outcome::cancelled);
}
