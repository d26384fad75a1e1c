// Several objectives, judged by enumeration: filter the plans priority by priority.
#include <doctest/doctest.h>

#include "ilp/search/random_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/objectives.hpp"

using namespace tenon;

namespace {

std::vector<std::vector<double>> all_plans(const Problem& problem) {
    std::vector<std::vector<double>> out;
    std::vector<double> x(problem.lower().begin(), problem.lower().end());
    while (true) {
        if (check_point(problem, x).feasible) out.push_back(x);
        std::size_t j = 0;
        for (; j < x.size(); ++j) {
            if (x[j] < problem.upper()[j]) {
                x[j] += 1;
                break;
            }
            x[j] = problem.lower()[j];
        }
        if (j == x.size()) return out;
    }
}

double value_of(const Objective& objective, const std::vector<double>& x) {
    double sum = objective.offset;
    for (std::size_t j = 0; j < x.size(); ++j) sum += objective.cost[j] * x[j];
    return sum;
}

double minimised(const Objective& objective, const std::vector<double>& x) {
    return (objective.sense == Sense::maximize ? -1 : 1) * objective.weight *
           value_of(objective, x);
}

}  // namespace

TEST_CASE("priorities and weights agree with enumeration") {
    for (int k = 0; k < 800; ++k) {
        Random random(51, static_cast<std::uint64_t>(k));
        test::Style style = test::random_style(random, false);
        style.fractions = style.big = false;
        const Problem problem = test::random_problem(random, style);
        std::vector<Objective> objectives(1 + random.below(4));
        for (Objective& objective : objectives) {
            objective.sense = random.below(2) ? Sense::minimize : Sense::maximize;
            objective.priority = static_cast<std::int32_t>(random.below(3));
            objective.weight = static_cast<double>(1 + random.below(3));
            objective.offset = static_cast<double>(random.below(5));
            objective.absolute_tolerance = static_cast<double>(random.below(3));
            for (std::int32_t j = 0; j < problem.columns(); ++j)
                objective.cost.push_back(static_cast<double>(random.below(9)) - 4);
        }
        std::vector<std::vector<double>> plans = all_plans(problem);
        const ObjectivesAnswer answer =
            solve_objectives({}, problem, objectives, test::exact_options());
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        if (plans.empty()) {
            CHECK(answer.solution.outcome == Outcome::infeasible);
            CHECK(answer.reached.empty());
            continue;
        }
        REQUIRE(answer.solution.has_values);
        CHECK(check_point(problem, answer.solution.values).feasible);
        REQUIRE(answer.reached.size() == objectives.size());
        for (std::size_t i = 0; i < objectives.size(); ++i)
            CHECK(answer.reached[i] == value_of(objectives[i], answer.solution.values));
        CHECK(answer.solution.row_activity.size() == static_cast<std::size_t>(problem.rows()));
        // The plan survives every filter, and the last filter leaves none better.
        for (std::int32_t priority = 2; priority >= 0; --priority) {
            double room = 0;
            const auto sum = [&](const std::vector<double>& x) {
                double total = 0;
                for (const Objective& objective : objectives)
                    if (objective.priority == priority) total += minimised(objective, x);
                return total;
            };
            bool any = false;
            for (const Objective& objective : objectives) {
                if (objective.priority != priority) continue;
                any = true;
                room += objective.weight * objective.absolute_tolerance;
            }
            if (!any) continue;
            double best = infinity;
            for (const auto& x : plans) best = std::fmin(best, sum(x));
            CHECK(sum(answer.solution.values) <= best + room + 1e-6);
            std::erase_if(plans, [&](const auto& x) { return sum(x) > best + room + 1e-9; });
        }
        // Without tolerances the optimum of the last priority is the best of what is left.
        for (const Outcome outcome : answer.outcomes) CHECK(outcome == Outcome::optimal);
    }
}

TEST_CASE("cost first, then lateness within two percent of cost") {
    Problem problem;
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 0);
    problem.add_row("one", 1, 1, std::vector<std::int32_t>{0, 1, 2}, std::vector<double>{1, 1, 1});
    std::vector<Objective> objectives(2);
    objectives[0].name = "cost";
    objectives[0].cost = {100, 101, 150};
    objectives[0].priority = 2;
    objectives[1].name = "late";
    objectives[1].cost = {9, 3, 0};
    objectives[1].priority = 1;
    CHECK(solve_objectives({}, problem, objectives).reached == std::vector<double>{100, 9});
    objectives[0].relative_tolerance = 0.02;
    CHECK(solve_objectives({}, problem, objectives).reached == std::vector<double>{101, 3});
}

TEST_CASE("linear programs have priorities too, and a single objective keeps its prices") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 4, 0);
    problem.add_column("y", ColumnType::continuous, 0, 4, 0);
    problem.add_row("sum", -infinity, 6, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, 1});
    std::vector<Objective> objectives(2);
    objectives[0] = {"both", Sense::maximize, {1, 1}, 0, 1};
    objectives[1] = {"x alone", Sense::minimize, {1, 0}, 0, 0};
    const ObjectivesAnswer answer = solve_objectives({}, problem, objectives);
    REQUIRE(answer.reached.size() == 2);
    CHECK(answer.reached[0] == doctest::Approx(6));
    CHECK(answer.reached[1] == doctest::Approx(2));
    CHECK(answer.solution.dual.empty());
    objectives.pop_back();
    CHECK(solve_objectives({}, problem, objectives).solution.dual == std::vector<double>{1});
}

TEST_CASE("objectives that are none are refused by name") {
    Problem problem;
    problem.add_column("x", ColumnType::integer, 0, 4, 0);
    const auto refused = [&](const Objective& objective) {
        try {
            solve_objectives({}, problem, std::span<const Objective>(&objective, 1));
        } catch (const Error& error) {
            return std::string(error.message()).find("\"cost\"") != std::string::npos;
        }
        return false;
    };
    CHECK(refused({"cost", Sense::minimize, {1, 2}}));
    CHECK(refused({"cost", Sense::minimize, {std::nan("")}}));
    CHECK(refused({"cost", Sense::minimize, {1}, 0, 0, 0.0}));
    CHECK(refused({"cost", Sense::minimize, {1}, 0, 0, 1.0, -1.0}));
    CHECK_THROWS_AS(solve_objectives({}, problem, {}), Error);
}
