// A conflict is infeasible as a whole, and feasible without any one of its members.
#include "tenon/conflict.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "ilp/linear/linear_problems.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

// The problem of the members alone, or of all but one.
Problem only(const Problem& problem, const Conflict& conflict, std::size_t left_out) {
    Problem out;
    std::vector<double> low(static_cast<std::size_t>(problem.columns()), -infinity);
    std::vector<double> high(low.size(), infinity);
    std::vector<ColumnType> type(low.size(), ColumnType::continuous);
    std::vector<double> row_low(static_cast<std::size_t>(problem.rows()), -infinity);
    std::vector<double> row_high(row_low.size(), infinity);
    for (std::size_t k = 0; k < conflict.members.size(); ++k) {
        if (k == left_out) continue;
        const auto [part, index, needed] = conflict.members[k];
        switch (part) {
            case Part::row_lower:
                row_low[index] = problem.row_lower()[index];
                break;
            case Part::row_upper:
                row_high[index] = problem.row_upper()[index];
                break;
            case Part::column_lower:
                low[index] = problem.lower()[index];
                break;
            case Part::column_upper:
                high[index] = problem.upper()[index];
                break;
            case Part::integrality:
                type[index] = ColumnType::integer;
                break;
            case Part::cost:
                FAIL("a cost cannot be in a conflict");
        }
    }
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        out.add_column(problem.column_name(j), type[j], low[j], high[j], 0);
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const auto begin = static_cast<std::size_t>(problem.row_start()[i]);
        const auto count = static_cast<std::size_t>(problem.row_start()[i + 1]) - begin;
        out.add_row(problem.row_name(i), row_low[i], row_high[i],
                    problem.index().subspan(begin, count), problem.value().subspan(begin, count));
    }
    return out;
}

constexpr std::size_t none = static_cast<std::size_t>(-1);

// Columns whose bounds are gone may have too many integers to try.
SolveOptions limited() {
    SolveOptions options;
    options.work_limit = 20'000'000;
    options.node_limit = 2000;
    options.heuristics = false;
    return options;
}

// exact: the solver can tell that the rest holds; some models can hold only so far out that it
// cannot.
void check_irreducible(const Problem& problem, const Conflict& conflict, bool exact = true) {
    REQUIRE(conflict.outcome == Outcome::infeasible);
    REQUIRE(!conflict.members.empty());
    CAPTURE(explain_conflict(problem, conflict));
    std::set<std::pair<Part, std::int32_t>> seen;
    for (const ConflictMember& member : conflict.members)
        CHECK(seen.insert({member.part, member.index}).second);
    const Outcome whole = solve({}, only(problem, conflict, none), limited()).outcome;
    CHECK((whole == Outcome::infeasible || whole == Outcome::work_limit));
    for (std::size_t k = 0; k < conflict.members.size(); ++k) {
        CAPTURE(k);
        if (!conflict.members[k].needed) continue;
        const Problem rest = only(problem, conflict, k);
        const Outcome outcome = solve({}, rest, limited()).outcome;
        CHECK(outcome != Outcome::infeasible);
        if (exact && !rest.has_integers()) CHECK(outcome == Outcome::optimal);
    }
    CHECK(conflict.minimal == std::all_of(conflict.members.begin(), conflict.members.end(),
                                          [](const ConflictMember& m) { return m.needed; }));
    if (conflict.farkas.empty()) return;
    CHECK(check_infeasible(problem, conflict.farkas).proves == conflict.proved);
    // The proof leans on nothing but the members.
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        if (conflict.farkas[i] == 0) continue;
        CHECK(seen.count({conflict.farkas[i] > 0 ? Part::row_lower : Part::row_upper, i}) == 1);
    }
}

Problem read_lp(const char* text) {
    return read_problem_text({}, text, ProblemFormat::lp);
}

}  // namespace

TEST_CASE("conflicts of thousands of small linear programs are irreducible and proved") {
    int infeasible = 0, proved = 0;
    for (std::uint64_t k = 0; k < 3000; ++k) {
        CAPTURE(k);
        Random random(61, k);
        const auto rows = static_cast<std::int32_t>(1 + random.below(9));
        const auto columns = static_cast<std::int32_t>(1 + random.below(9));
        const Problem problem =
            to_problem(random_program(random, rows, columns, 0.6), random_sense(random));
        const Outcome outcome = solve({}, problem).outcome;
        const Conflict conflict = find_conflict({}, problem);
        if (outcome != Outcome::infeasible) {
            CHECK(conflict.outcome == Outcome::optimal);
            CHECK(conflict.members.empty());
            continue;
        }
        ++infeasible;
        proved += conflict.proved;
        CHECK(conflict.minimal);
        check_irreducible(problem, conflict);
    }
    CHECK(infeasible > 500);
    CHECK(proved > infeasible - infeasible / 100);
}

TEST_CASE("conflicts that only integers cause are irreducible too") {
    int infeasible = 0, by_integers = 0, minimal = 0;
    for (std::uint64_t k = 0; k < 1500; ++k) {
        CAPTURE(k);
        Random random(62, k);
        Style style = random_style(random, random.below(2) == 0);
        style.rows += 2;
        style.equations = true;
        const Problem problem = random_problem(random, style);
        const Outcome outcome = solve({}, problem).outcome;
        if (outcome != Outcome::infeasible) continue;
        ++infeasible;
        CAPTURE(write_mps_text(problem));
        const Conflict conflict = find_conflict({}, problem);
        minimal += conflict.minimal;
        by_integers += std::any_of(
            conflict.members.begin(), conflict.members.end(),
            [](const ConflictMember& member) { return member.part == Part::integrality; });
        check_irreducible(problem, conflict);
    }
    CHECK(infeasible > 200);
    CHECK(by_integers > 30);
    CHECK(minimal > infeasible * 9 / 10);
}

TEST_CASE("a conflict is told in plain words") {
    const Problem problem = read_lp(
        "Minimize\n c: x\nSubject To\n need: 2 x + y >= 9\n room: x - y = 1\n other: x + z <= 40\n"
        "Bounds\n x <= 2\n z <= 8\nEnd\n");
    const Conflict conflict = find_conflict({}, problem);
    check_irreducible(problem, conflict);
    CHECK(explain_conflict(problem, conflict) ==
          "These 2 rows and one bound cannot hold together; removing any one of them lets the rest "
          "hold:\n"
          "  need: 2 x + y >= 9\n"
          "  room: x - y >= 1 (of an equation)\n"
          "  x <= 2\n");
    CHECK(part_text(problem, Part::cost, 0) == "cost of x: 1");
    CHECK_THROWS_AS(part_text(problem, Part::row_lower, 3), const Error&);
}

TEST_CASE("both sides of a row are told in one line, and no more than is needed is told") {
    const Problem odd = read_lp(
        "Minimize\n c: x\nSubject To\n odd: 2 x + 4 y = 3\n loose: x + y <= 90\nBounds\n x <= 10\n"
        " y <= 10\nGeneral\n x y\nEnd\n");
    const Conflict conflict = find_conflict({}, odd);
    REQUIRE(conflict.outcome == Outcome::infeasible);
    const std::string text = explain_conflict(odd, conflict);
    CHECK(text.find("odd: 2 x + 4 y = 3") != std::string::npos);
    CHECK(text.find("x is an integer") != std::string::npos);
    CHECK(text.find("loose") == std::string::npos);
}

TEST_CASE("equations that no integers solve are named, and no bound") {
    Problem problem;
    const std::int32_t x = problem.add_column("x", ColumnType::integer, -infinity, infinity, 0);
    const std::int32_t y = problem.add_column("y", ColumnType::integer, 0, infinity, 0);
    const std::int32_t z = problem.add_column("z", ColumnType::integer, -infinity, infinity, 0);
    problem.add_row("a", 50, 50, std::vector{x, y}, std::vector{3.0, 6.0});
    problem.add_row("b", 49, 49, std::vector{x, y, z}, std::vector{3.0, 12.0, 4.0});
    problem.add_row("c", -infinity, 7, std::vector{x, z}, std::vector{1.0, 1.0});
    const Conflict conflict = find_conflict({}, problem);
    REQUIRE(conflict.outcome == Outcome::infeasible);
    for (const ConflictMember& member : conflict.members) {
        CHECK(member.part != Part::column_lower);
        if (is_of_row(member.part)) CHECK(member.index == 0);
    }
    CHECK(conflict.members.size() >= 3);
}

TEST_CASE("a column without an integer and a row without a column are conflicts by themselves") {
    Problem problem;
    problem.add_column("x", ColumnType::integer, 0.4, 0.6, 0);
    Conflict conflict = find_conflict({}, problem);
    check_irreducible(problem, conflict);
    CHECK(conflict.minimal);
    CHECK(conflict.members.size() == 3);
    problem.set_bounds(0, 0, 1);
    problem.add_row("empty", 2, infinity, {}, {});
    conflict = find_conflict({}, problem);
    CHECK(explain_conflict(problem, conflict) == "One row cannot hold:\n  empty: 0 >= 2\n");
}

TEST_CASE("the infeasible models of Netlib and their kind are explained") {
    for (const char* name :
         {"bgetam", "box1", "forest6", "klein1", "woodinfe", "infeasible-mip0"}) {
        const std::string path = data_path(std::string("ilp/infeas/") + name + ".mps.gz");
        if (path.empty()) return;
        CAPTURE(name);
        const Problem problem = read_problem({}, path);
        const Conflict conflict = find_conflict({}, problem);
        CHECK(conflict.minimal);
        CHECK(conflict.proved == !problem.has_integers());
        check_irreducible(problem, conflict, std::string(name) != "klein1");
        MESSAGE(std::string(name), ": ", conflict.members.size(), " members, ", conflict.trials,
                " trials, ", std::string(conflict.proved ? "proved" : "not proved"));
    }
}

TEST_CASE("limits and cancelling end the search with what is known") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1, 0);
    problem.add_row("r", 3, 4, std::vector<std::int32_t>{0}, std::vector<double>{2});
    ConflictOptions options;
    options.time_limit_seconds = 0;
    Conflict conflict = find_conflict({}, problem, options);
    CHECK(!conflict.minimal);
    CHECK((conflict.outcome == Outcome::infeasible || conflict.outcome == Outcome::time_limit));
    if (!conflict.members.empty())
        CHECK(explain_conflict(problem, conflict).find("not finished") != std::string::npos);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    conflict = find_conflict(context, problem);
    CHECK(!conflict.minimal);
    context.cancel = nullptr;
    context.progress = [](const Progress&) { return false; };
    conflict = find_conflict(context, problem);
    CHECK(conflict.outcome == Outcome::infeasible);
    CHECK(!conflict.minimal);
    options.time_limit_seconds = -1;
    CHECK_THROWS_AS(find_conflict({}, problem, options), const Error&);
}
