// Probing: what one binary implies for the others.
#include <doctest/doctest.h>

#include "ilp/node/probing.hpp"
#include "ilp/search/random_problems.hpp"

using namespace tenon;
using ilp::literal;

namespace {

struct Probe {
    explicit Probe(const Problem& problem)
        : program(ilp::to_mixed_program(problem)),
          control(context, SolveOptions{}),
          domain(program),
          cliques(program.lp.columns, 1000) {
        domain.propagate();
        probed = ilp::probe(domain, control, cliques, {});
    }
    Context context;
    ilp::MixedProgram program;
    ilp::Control control;
    ilp::Domain domain;
    ilp::CliqueTable cliques;
    ilp::Probed probed;
};

void add_row(Problem& problem, double low, double high, std::vector<std::int32_t> index,
             std::vector<double> value) {
    problem.add_row("", low, high, index, value);
}

}  // namespace

TEST_CASE("a side that proves impossible fixes the column at the other") {
    Problem problem;
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    // x = 1 wants both y and z at one, which exclude one another.
    add_row(problem, -infinity, 0, {0, 1}, {1, -1});
    add_row(problem, -infinity, 0, {0, 2}, {1, -1});
    add_row(problem, -infinity, 1, {1, 2}, {1, 1});
    const Probe probe(problem);
    CHECK(probe.probed.fixed == 1);
    CHECK(probe.domain.upper(0) == 0);
}

TEST_CASE("what both sides imply holds by itself") {
    Problem problem;
    problem.add_column("", ColumnType::binary, 0, 1, 1);
    problem.add_column("", ColumnType::continuous, 0, 10, 1);
    add_row(problem, 4, infinity, {0, 1}, {3, 1});   // y >= 4 - 3 x
    add_row(problem, 2, infinity, {0, 1}, {-1, 1});  // y >= 2 + x
    const Probe probe(problem);
    CHECK(probe.domain.lower(1) == doctest::Approx(3));
}

TEST_CASE("a chain of implications is a clique of two") {
    Problem problem;
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    add_row(problem, -infinity, 0, {0, 1}, {1, -1});
    add_row(problem, -infinity, 0, {1, 2}, {1, -1});
    const Probe probe(problem);
    CHECK(probe.cliques.exclusive(literal(0, true), literal(2, false)));
}

TEST_CASE("bounds that follow from a binary are kept with both of its values") {
    Problem problem;
    problem.add_column("", ColumnType::binary, 0, 1, 1);
    problem.add_column("", ColumnType::continuous, 0, 10, 1);
    problem.add_column("", ColumnType::continuous, 0, 10, 1);
    // y + z <= 4 + 16 x: neither alone says y <= 4 + 6 x.
    add_row(problem, -infinity, 4, {0, 1, 2}, {-16, 1, 1});
    const Probe probe(problem);
    REQUIRE(probe.probed.bounds.size() == 2);
    const ilp::ImpliedBound& bound = probe.probed.bounds.front();
    CHECK(bound.binary == 0);
    CHECK(bound.upper);
    CHECK(bound.at_zero == doctest::Approx(4));
    CHECK(bound.at_one == doctest::Approx(10));
}

TEST_CASE("probing loses no feasible point of random programs") {
    std::int64_t learned = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        Random random(32, seed);
        const Problem problem =
            test::random_problem(random, test::random_style(random, seed % 2 == 0));
        const auto best = test::enumerate(problem);
        const Probe probe(problem);
        if (!best) continue;
        REQUIRE(!probe.probed.infeasible);
        const std::vector<double>& x = best->values;
        learned += probe.probed.fixed + probe.probed.tightened + probe.probed.pairs +
                   static_cast<std::int64_t>(probe.probed.bounds.size());
        for (std::int32_t j = 0; j < problem.columns(); ++j) {
            CHECK(x[j] >= probe.domain.lower(j) - 1e-6);
            CHECK(x[j] <= probe.domain.upper(j) + 1e-6);
        }
        for (const ilp::ImpliedBound& bound : probe.probed.bounds) {
            const double limit = x[bound.binary] != 0 ? bound.at_one : bound.at_zero;
            if (bound.upper)
                CHECK(x[bound.column] <= limit + 1e-6);
            else
                CHECK(x[bound.column] >= limit - 1e-6);
        }
        const auto is_true = [&](ilp::Literal l) {
            return (x[ilp::column_of(l)] != 0) == ilp::value_of(l);
        };
        for (std::int32_t a = 0; a < 2 * problem.columns(); ++a)
            for (std::int32_t b = 0; b < a; ++b)
                if (probe.cliques.exclusive(a, b)) CHECK(!(is_true(a) && is_true(b)));
    }
    CHECK(learned > 1000);
}
