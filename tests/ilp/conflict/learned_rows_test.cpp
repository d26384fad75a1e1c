// Clauses and proof rows act when they must, and go on doing so when bounds go back.
#include <doctest/doctest.h>

#include <vector>

#include "ilp/conflict/learned_rows.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/problem.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

ilp::MixedProgram box(int columns, double high) {
    Problem problem;
    for (int j = 0; j < columns; ++j) problem.add_column("", ColumnType::integer, 0, high, 0);
    return ilp::to_mixed_program(problem);
}

ilp::Clause random_clause(Random& random, int columns, int high) {
    ilp::Clause clause;
    for (std::int32_t j = 0; j < columns; ++j) {
        if (random.below(2) == 0) continue;
        const bool upper = random.below(2) == 0;
        const auto step = static_cast<double>(random.below(static_cast<std::uint64_t>(high)));
        clause.push_back({j, upper, upper ? step : step + 1});
    }
    return clause;
}

// Does the clause imply anything more for the domain?
bool is_spread(const ilp::Clause& clause, const ilp::Domain& domain) {
    int open = 0;
    for (const ilp::BoundLiteral& literal : clause) {
        if (literal.is_true(domain)) return true;
        open += literal.is_false(domain) ? 0 : 1;
    }
    return open >= 2;
}

}  // namespace

TEST_CASE("random clauses: nothing that they imply is missed on any way through the domain") {
    constexpr int columns = 6, high = 3;
    int contradictions = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Random random(71, seed);
        CAPTURE(seed);
        ilp::Domain domain(box(columns, high));
        ilp::LearnedRows learned(columns, domain.rows().rows());
        domain.set_learned(&learned);
        std::vector<ilp::Clause> clauses;
        std::vector<std::size_t> marks;
        for (int step = 0; step < 40; ++step) {
            const std::uint64_t kind = random.below(4);
            if (kind == 0) {
                ilp::Clause clause = random_clause(random, columns, high);
                if (clause.size() < 2) continue;
                clauses.push_back(clause);
                learned.add(std::move(clause));
            } else if (kind == 1 && !marks.empty()) {
                domain.undo_to(marks.back());
                marks.pop_back();
            } else {
                marks.push_back(domain.mark());
                const auto j = static_cast<std::int32_t>(random.below(columns));
                if (random.below(2) == 0)
                    domain.raise_lower(j, domain.lower(j) + 1, ilp::Domain::by_branching);
                else
                    domain.drop_upper(j, domain.upper(j) - 1, ilp::Domain::by_branching);
            }
            if (!domain.propagate()) {
                ++contradictions;
                domain.undo_to(0);
                marks.clear();
                if (!domain.propagate()) break;  // the clauses contradict each other
            }
            // What was undone may have left units of clauses that were watched further down.
            if (kind == 1) continue;
            for (const ilp::Clause& clause : clauses) {
                bool falsified = true;
                for (const ilp::BoundLiteral& literal : clause)
                    falsified = falsified && literal.is_false(domain);
                CHECK(!falsified);
            }
        }
        for (const ilp::Clause& clause : clauses)
            if (domain.mark() == 0 && !domain.infeasible()) CHECK(is_spread(clause, domain));
    }
    CHECK(contradictions > 100);
}

TEST_CASE("a proof row is propagated like a row of the program") {
    ilp::Domain domain(box(3, 5));
    ilp::LearnedRows learned(3, domain.rows().rows());
    domain.set_learned(&learned);
    learned.add(ilp::ProofRow{{0, 2}, {1, 2}, 7});
    REQUIRE(domain.propagate());
    CHECK(domain.upper(2) == 3);
    const std::size_t mark = domain.mark();
    domain.raise_lower(0, 4, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(2) == 1);
    domain.undo_to(mark);
    domain.raise_lower(2, 2, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(0) == 3);
    CHECK(learned.counters.propagations >= 3);
}

TEST_CASE("old clauses of no use go when there are many, and the others go on acting") {
    ilp::Domain domain(box(40, 1));
    ilp::LearnedRows learned(40, domain.rows().rows());
    domain.set_learned(&learned);
    Random random(72, 0);
    for (int k = 0; k < 5000; ++k) {
        const auto i = static_cast<std::int32_t>(random.below(38));
        learned.add(ilp::Clause{{i, true, 0}, {i + 1, true, 0}, {39, false, 1}});
        domain.undo_to(0);
        learned.shrink();
    }
    CHECK(learned.clauses() <= 2000);
    domain.drop_upper(39, 0, ilp::Domain::by_branching);
    domain.raise_lower(7, 1, ilp::Domain::by_branching);
    REQUIRE(domain.propagate());
    CHECK(domain.upper(8) == 0);
    CHECK(domain.upper(6) == 0);
}
