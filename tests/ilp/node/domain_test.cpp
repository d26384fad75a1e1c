// Propagation: what rows imply, and that undoing gives back exactly what was there.
#include <doctest/doctest.h>

#include "ilp/node/domain.hpp"
#include "ilp/search/random_problems.hpp"

using namespace tenon;

namespace {

ilp::MixedProgram program_of(const Problem& problem) {
    return ilp::to_mixed_program(problem);
}

}  // namespace

TEST_CASE("a knapsack row fixes what no longer fits") {
    Problem problem;
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    const std::vector<std::int32_t> columns{0, 1, 2};
    const std::vector<double> weights{5, 4, 3};
    problem.add_row("", -infinity, 7, columns, weights);
    ilp::Domain domain(program_of(problem));
    REQUIRE(domain.propagate());
    CHECK(domain.upper(0) == 1);
    domain.raise_lower(0, 1, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(1) == 0);
    CHECK(domain.upper(2) == 0);
    domain.undo_to(0);
    CHECK(domain.lower(0) == 0);
    CHECK(domain.upper(1) == 1);
}

TEST_CASE("a cutoff acts as a row over the costs") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 9, 2);
    problem.add_column("", ColumnType::integer, 1, 9, 3);
    problem.set_offset(10);
    ilp::Domain domain(program_of(problem));
    domain.set_cutoff(20);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(0) == 3);
    CHECK(domain.upper(1) == 3);
    domain.set_cutoff(12);
    CHECK(!domain.propagate());
}

TEST_CASE("random moves: no feasible point is lost, and undo restores every bound") {
    int points = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        Random random(21, seed);
        const Problem problem =
            test::random_problem(random, test::random_style(random, seed % 2 == 0));
        const auto best = test::enumerate(problem);
        const ilp::MixedProgram program = program_of(problem);
        ilp::Domain domain(program);
        const bool open = domain.propagate();
        if (!best) continue;
        ++points;
        REQUIRE(open);
        const std::vector<double> low(domain.lower().begin(), domain.lower().end());
        const std::vector<double> high(domain.upper().begin(), domain.upper().end());
        const std::size_t mark = domain.mark();
        for (int move = 0; move < 6; ++move) {
            const auto j = static_cast<std::int32_t>(
                random.below(static_cast<std::uint64_t>(problem.columns())));
            if (!domain.integer(j)) continue;
            // Moves that keep the optimum inside must keep it inside after propagation.
            if (random.below(2))
                domain.raise_lower(j, best->values[j], ilp::Domain::by_branching);
            else
                domain.drop_upper(j, best->values[j], ilp::Domain::by_branching);
            REQUIRE(domain.propagate());
            for (std::int32_t k = 0; k < problem.columns(); ++k) {
                CHECK(best->values[k] >= domain.lower(k) - 1e-6);
                CHECK(best->values[k] <= domain.upper(k) + 1e-6);
            }
        }
        domain.undo_to(mark);
        CHECK(std::vector<double>(domain.lower().begin(), domain.lower().end()) == low);
        CHECK(std::vector<double>(domain.upper().begin(), domain.upper().end()) == high);
    }
    CHECK(points > 500);
}
