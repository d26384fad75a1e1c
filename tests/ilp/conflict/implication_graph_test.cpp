// Explanations of chains made by hand: which bounds a conflict names, and which it leaves out.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "ilp/conflict/implication_graph.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/problem.hpp"

using namespace tenon;

namespace {

void row(Problem& problem, double low, double high, std::vector<std::int32_t> columns,
         std::vector<double> values) {
    problem.add_row("", low, high, columns, values);
}

void binaries(Problem& problem, int count) {
    for (int j = 0; j < count; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
}

// A domain, what was learned, and a graph over both.
struct Bench {
    ilp::Domain domain;
    ilp::LearnedRows learned;
    ilp::ImplicationGraph graph;

    explicit Bench(const Problem& problem)
        : domain(ilp::to_mixed_program(problem)),
          learned(problem.columns(), domain.rows().rows()),
          graph(problem.columns()) {
        domain.set_learned(&learned);
        REQUIRE(domain.propagate());
        domain.make_global();
    }
    // A decision and all it implies.
    bool decide(std::int32_t column, double value) {
        domain.fix(column, value, ilp::Domain::by_branching);
        return domain.propagate();
    }
    std::vector<ilp::Clause> explain() { return graph.explain(domain, learned); }
};

constexpr bool at_most = true, at_least = false;

}  // namespace

TEST_CASE("a chain is cut where its last decision meets it, and at its decisions") {
    Problem problem;
    binaries(problem, 6);
    row(problem, -infinity, 1, {0, 1}, {1, 1});       // a, not b
    row(problem, 1, infinity, {1, 2, 3}, {1, 1, 1});  // not b, not c (decided): d
    row(problem, -infinity, 1, {3, 4}, {1, 1});       // d, not e
    row(problem, 1, infinity, {4, 5}, {1, 1});        // not e: f
    row(problem, -infinity, 1, {3, 5}, {1, 1});       // but d and f exclude each other
    Bench bench(problem);
    REQUIRE(bench.decide(2, 0));
    REQUIRE(!bench.decide(0, 1));
    const std::vector<ilp::Clause> clauses = bench.explain();
    REQUIRE(clauses.size() == 2);
    // d alone leads to it: the clause is that d is zero.
    CHECK(clauses[0] == ilp::Clause{{3, at_most, 0}});
    CHECK(clauses[1] == ilp::Clause{{0, at_most, 0}, {2, at_least, 1}});
}

TEST_CASE("what the slack of a row allows is left out") {
    Problem problem;
    binaries(problem, 4);
    row(problem, -infinity, 7, {0, 1, 2, 3}, {1, 4, 3, 6});
    row(problem, 1, infinity, {1, 2}, {1, 1});
    Bench bench(problem);
    REQUIRE(bench.decide(0, 1));
    REQUIRE(!bench.decide(3, 1));  // 6 of 7: neither 3 nor 4 fits, with x0 or without
    const std::vector<ilp::Clause> clauses = bench.explain();
    REQUIRE(!clauses.empty());
    CHECK(clauses[0] == ilp::Clause{{3, at_most, 0}});
}

TEST_CASE("bounds of general integers are weakened as far as the conflict allows") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 10, 0);
    problem.add_column("", ColumnType::integer, 0, 10, 0);
    row(problem, -infinity, 10, {0, 1}, {1, 1});
    row(problem, 5, infinity, {1}, {1});
    Bench bench(problem);
    CHECK(bench.domain.upper(0) == 5);
    bench.domain.raise_lower(0, 4, ilp::Domain::by_branching);
    REQUIRE(bench.domain.propagate());
    bench.domain.raise_lower(1, 9, ilp::Domain::by_branching);
    CHECK(!bench.domain.propagate());
    // x1 <= 6 had followed from x0 >= 4: decided is x1 >= 9, which crosses by itself and says
    // nothing new.
    CHECK(bench.explain().empty());

    bench.domain.undo_to(0);
    Problem three;
    for (int j = 0; j < 3; ++j) three.add_column("", ColumnType::integer, 0, 10, 0);
    row(three, -infinity, 10, {0, 1, 2}, {1, 1, 1});
    Bench sum(three);
    sum.domain.raise_lower(0, 4, ilp::Domain::by_branching);
    sum.domain.raise_lower(1, 5, ilp::Domain::by_branching);
    REQUIRE(sum.domain.propagate());  // x2 <= 1
    const std::vector<std::int32_t> columns{2};
    const std::vector<double> one{1};
    const std::vector<ilp::Clause> clauses = sum.graph.explain(
        sum.domain, sum.learned, ilp::RowSide{columns, one, -1.0, -3.0});  // x2 >= 3
    // x2 <= 2 is enough for that, and follows from x0 + x1 >= 8: one of the two has a unit to
    // spare.
    REQUIRE(!clauses.empty());
    double together = 0;
    for (const ilp::BoundLiteral& literal : clauses.back()) {
        CHECK(literal.upper);
        together += literal.bound + 1;
    }
    CHECK(together == 8);
}

TEST_CASE("continuous columns are resolved, and decisions on them make no clause") {
    Problem problem;
    problem.add_column("", ColumnType::binary, 0, 1, 1);
    problem.add_column("", ColumnType::continuous, 0, 10, 1);
    problem.add_column("", ColumnType::binary, 0, 1, 1);
    row(problem, 0, infinity, {0, 1}, {-8, 1});   // x >= 8 with the first binary
    row(problem, -infinity, 12, {1, 2}, {1, 5});  // x <= 7 with the second
    Bench bench(problem);
    REQUIRE(bench.decide(0, 1));
    CHECK(bench.domain.lower(1) == doctest::Approx(8));
    CHECK(bench.domain.upper(2) == 0);
    bench.domain.undo_to(0);
    bench.domain.raise_lower(2, 1, ilp::Domain::by_branching);
    REQUIRE(bench.domain.propagate());
    CHECK(bench.domain.upper(0) == 0);
    const std::vector<std::int32_t> columns{0};
    const std::vector<double> one{1};
    const auto clauses =
        bench.graph.explain(bench.domain, bench.learned, ilp::RowSide{columns, one, -1.0, -1.0});
    REQUIRE(!clauses.empty());
    CHECK(clauses.back() == ilp::Clause{{2, at_most, 0}});

    bench.domain.undo_to(0);
    bench.domain.raise_lower(1, 9, ilp::Domain::by_branching);
    REQUIRE(bench.domain.propagate());
    CHECK(bench.domain.upper(2) == 0);
    // The row by itself wants the binary at one; nothing is said of the continuous column.
    const std::vector<std::int32_t> second{2};
    CHECK(bench.graph.explain(bench.domain, bench.learned, ilp::RowSide{second, one, -1.0, -1.0}) ==
          std::vector<ilp::Clause>{{{2, at_least, 1}}});
}

TEST_CASE("what a clause implied is explained by its other literals") {
    Problem problem;
    binaries(problem, 4);
    row(problem, -infinity, 1, {2, 3}, {1, 1});
    Bench bench(problem);
    bench.learned.add(ilp::Clause{{0, at_most, 0}, {1, at_most, 0}, {2, at_least, 1}});
    REQUIRE(bench.decide(0, 1));
    CHECK(bench.domain.lower(2) == 0);
    REQUIRE(bench.decide(1, 1));
    CHECK(bench.domain.lower(2) == 1);
    CHECK(bench.domain.upper(3) == 0);
    const std::vector<std::int32_t> columns{3};
    const std::vector<double> one{1};
    const auto clauses =
        bench.graph.explain(bench.domain, bench.learned, ilp::RowSide{columns, one, -1.0, -1.0});
    REQUIRE(clauses.size() == 2);
    CHECK(clauses[0] == ilp::Clause{{3, at_least, 1}});
    CHECK(clauses[1] == ilp::Clause{{0, at_most, 0}, {1, at_most, 0}});
}
