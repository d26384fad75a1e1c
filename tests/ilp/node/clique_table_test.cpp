// Cliques of rows, and the question who excludes whom.
#include <doctest/doctest.h>

#include "ilp/node/clique_extraction.hpp"
#include "ilp/search/random_problems.hpp"

using namespace tenon;
using ilp::literal;

namespace {

ilp::CliqueTable table_of(const Problem& problem) {
    const ilp::MixedProgram program = ilp::to_mixed_program(problem);
    ilp::Domain domain(program);
    REQUIRE(domain.propagate());
    return ilp::cliques_of_rows(program, domain);
}

void add_binaries(Problem& problem, int count) {
    for (int j = 0; j < count; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
}

void add_row(Problem& problem, double low, double high, std::vector<double> values) {
    std::vector<std::int32_t> index;
    for (std::size_t j = 0; j < values.size(); ++j) index.push_back(static_cast<std::int32_t>(j));
    problem.add_row("", low, high, index, values);
}

}  // namespace

TEST_CASE("a set packing row is one clique") {
    Problem problem;
    add_binaries(problem, 3);
    add_row(problem, -infinity, 1, {1, 1, 1});
    const ilp::CliqueTable table = table_of(problem);
    REQUIRE(table.cliques() == 1);
    CHECK(table.members(0).size() == 3);
    CHECK(table.exclusive(literal(0, true), literal(2, true)));
    CHECK(!table.exclusive(literal(0, true), literal(2, false)));
    CHECK(!table.exclusive(literal(0, false), literal(2, false)));
}

TEST_CASE("an implication x <= y excludes x and not y") {
    Problem problem;
    add_binaries(problem, 2);
    add_row(problem, -infinity, 0, {1, -1});
    const ilp::CliqueTable table = table_of(problem);
    CHECK(table.exclusive(literal(0, true), literal(1, false)));
    CHECK(!table.exclusive(literal(0, true), literal(1, true)));
    CHECK(table.pairs_of(literal(1, false)).size() == 1);
}

TEST_CASE("a knapsack gives its run of heavy items and one clique more for each lighter one") {
    Problem problem;
    add_binaries(problem, 5);
    add_row(problem, -infinity, 10, {7, 6, 5, 4, 1});
    const ilp::CliqueTable table = table_of(problem);
    // 7 + 6, 7 + 5, 6 + 5 exceed ten; 7 + 4 too, 6 + 4 does not.
    CHECK(table.exclusive(literal(1, true), literal(2, true)));
    CHECK(table.exclusive(literal(0, true), literal(3, true)));
    CHECK(!table.exclusive(literal(1, true), literal(3, true)));
    CHECK(!table.exclusive(literal(0, true), literal(4, true)));
}

TEST_CASE("what a clique says already is not kept twice") {
    ilp::CliqueTable table(4, 100);
    const std::vector<ilp::Literal> all{0, 2, 4, 6};
    CHECK(table.add(all));
    CHECK(!table.add(std::span(all).first(3)));
    CHECK(!table.add(std::span(all).first(2)));
    CHECK(table.entries() == 4);
}

TEST_CASE("a full table turns cliques away") {
    ilp::CliqueTable table(4, 5);
    const std::vector<ilp::Literal> three{0, 2, 4}, more{1, 3, 5};
    CHECK(table.add(three));
    CHECK(!table.add(more));
    CHECK(!table.exclusive(1, 3));
}

TEST_CASE("a row of one binary that does not fit is no clique") {
    Problem problem;
    add_binaries(problem, 1);
    problem.add_column("", ColumnType::continuous, 0, 9, 1);
    add_row(problem, -infinity, 3, {5, 1});
    const ilp::MixedProgram program = ilp::to_mixed_program(problem);
    CHECK(ilp::cliques_of_rows(program, ilp::Domain(program)).cliques() == 0);
}

TEST_CASE("no feasible point of a random program breaks a clique") {
    std::int64_t cliques = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        Random random(31, seed);
        const Problem problem =
            test::random_problem(random, test::random_style(random, seed % 2 == 0));
        const auto best = test::enumerate(problem);
        if (!best) continue;
        const ilp::MixedProgram program = ilp::to_mixed_program(problem);
        ilp::Domain domain(program);
        REQUIRE(domain.propagate());
        const ilp::CliqueTable table = ilp::cliques_of_rows(program, domain);
        cliques += table.entries();
        const auto is_true = [&](ilp::Literal l) {
            return (best->values[ilp::column_of(l)] != 0) == ilp::value_of(l);
        };
        for (std::int32_t a = 0; a < 2 * problem.columns(); ++a)
            for (std::int32_t b = 0; b < a; ++b)
                if (table.exclusive(a, b)) CHECK(!(is_true(a) && is_true(b)));
    }
    CHECK(cliques > 300);
}
