// Implications: drawn as soon as their premise stands, undone with it, and able to say why.
#include "ilp/node/implications.hpp"

#include <doctest/doctest.h>

#include "ilp/conflict/implication_graph.hpp"
#include "ilp/node/probing.hpp"
#include "ilp/search/random_problems.hpp"

using namespace tenon;

namespace {

void add_row(Problem& problem, double low, double high, std::vector<std::int32_t> index,
             std::vector<double> value) {
    problem.add_row("", low, high, index, value);
}

// x = 1 gives a + b >= 1 two ways to z = 1, one for each of them; neither way back is a row's.
Problem two_ways() {
    Problem problem;
    for (int j = 0; j < 4; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    problem.add_column("", ColumnType::continuous, 0, 10, 1);
    add_row(problem, 0, infinity, {0, 1}, {-1, 1});          // x <= a
    add_row(problem, 0, infinity, {0, 2}, {-1, 1});          // x <= b
    add_row(problem, -1, infinity, {1, 2, 3}, {-1, -1, 1});  // a + b <= 1 + z
    add_row(problem, -3, infinity, {1, 2, 4}, {-4, -4, 1});  // y >= 4 a + 4 b - 3
    return problem;
}

struct Bench {
    explicit Bench(const Problem& problem)
        : control(context, SolveOptions{}),
          domain(ilp::to_mixed_program(problem)),
          cliques(domain.columns(), 1000) {
        REQUIRE(domain.propagate());
        domain.make_global();
        probed = ilp::probe(domain, control, cliques, {});
    }
    Context context;
    ilp::Control control;
    ilp::Domain domain;
    ilp::CliqueTable cliques;
    ilp::Probed probed;
};

}  // namespace

TEST_CASE("what probing has found is followed the other way round") {
    Bench bench(two_ways());
    ilp::Domain& domain = bench.domain;
    domain.fix(3, 0, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(0) == 1);  // the rows alone do not see it
    domain.undo_to(0);
    const ilp::Implications known(domain.columns(), bench.probed.implications);
    domain.set_implications(&known);
    domain.fix(3, 0, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(0) == 0);
    domain.undo_to(0);
    CHECK(domain.upper(0) == 1);
    domain.drop_upper(4, 2, ilp::Domain::by_branching);  // x = 1 would need y >= 5
    REQUIRE(domain.propagate());
    CHECK(domain.upper(0) == 0);
}

TEST_CASE("a conflict over an implication names its premise") {
    Problem problem = two_ways();
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    add_row(problem, 1, infinity, {0, 5, 6}, {1, 1, 1});    // x, v or w
    add_row(problem, -infinity, 1, {5, 7}, {1, 1});         // u excludes v
    add_row(problem, -infinity, 1, {3, 6, 7}, {-1, 1, 1});  // and w unless z
    Bench bench(problem);
    ilp::Domain& domain = bench.domain;
    const ilp::Implications known(domain.columns(), bench.probed.implications);
    domain.set_implications(&known);
    ilp::LearnedRows learned(domain.columns(), domain.rows().rows());
    ilp::ImplicationGraph graph(domain.columns());
    domain.set_learned(&learned);
    domain.fix(7, 1, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    domain.fix(3, 0, ilp::Domain::by_branching);
    REQUIRE(!domain.propagate());
    bool found = false;
    for (const ilp::Clause& clause : graph.explain(domain, learned))
        found = found || clause == ilp::Clause{{3, false, 1}, {7, true, 0}};
    CHECK(found);
}

TEST_CASE("implications and equations of probing lose no feasible point of random programs") {
    std::int64_t followed = 0, equations = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        Random random(35, seed);
        const Problem problem =
            test::random_problem(random, test::random_style(random, seed % 2 == 0));
        const auto best = test::enumerate(problem);
        if (!best) continue;
        Bench bench(problem);
        REQUIRE(!bench.probed.infeasible);
        const std::vector<double>& x = best->values;
        for (const ilp::Implication& one : bench.probed.implications) {
            const bool premise = one.premise.holds(x[one.premise.column]);
            CHECK((!premise || one.conclusion.holds(x[one.conclusion.column])));
        }
        for (const ilp::Equivalence& one : bench.probed.equations)
            CHECK(x[one.column] == (x[one.binary] != 0 ? one.at_one : one.at_zero));
        followed += static_cast<std::int64_t>(bench.probed.implications.size());
        equations += static_cast<std::int64_t>(bench.probed.equations.size());
    }
    CHECK(followed > 1000);
    CHECK(equations > 20);
}

TEST_CASE("two implications that close a circle are an equation") {
    Problem problem;
    for (int j = 0; j < 4; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    add_row(problem, 0, infinity, {0, 1}, {-1, 1});          // x <= a
    add_row(problem, 0, infinity, {0, 2}, {-1, 1});          // x <= b
    add_row(problem, -1, infinity, {1, 2, 3}, {-1, -1, 1});  // a + b <= 1 + y
    add_row(problem, 0, infinity, {0, 3}, {1, -1});          // y <= x
    const Bench bench(problem);
    REQUIRE(bench.probed.equations.size() == 1);
    const ilp::Equivalence& one = bench.probed.equations.front();
    CHECK(std::min(one.column, one.binary) == 0);
    CHECK(std::max(one.column, one.binary) == 3);
    CHECK(one.at_zero == 0);
    CHECK(one.at_one == 1);
}
