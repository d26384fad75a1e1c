// A warm engine that sees changes gives the answer of a fresh one.
#include <doctest/doctest.h>

#include <string>

#include "ilp/lp/simplex.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

void check_against_cold(Simplex& warm) {
    const LpStatus status = warm.solve();
    Simplex cold(warm.problem());
    REQUIRE(status == cold.solve());
    if (status == LpStatus::optimal) {
        REQUIRE(warm.objective() == doctest::Approx(cold.objective()).epsilon(1e-8));
        REQUIRE(optimality_error(warm) < 1e-6);
    } else if (status == LpStatus::infeasible && !warm.farkas().empty() &&
               warm.farkas_residual() == 0) {
        REQUIRE(farkas_value(warm.problem(), warm.farkas()) > 0);
    } else if (status == LpStatus::unbounded) {
        REQUIRE(ray_holds(warm.problem(), warm.ray()));
    }
}

// One random change of the kind a branch and cut makes.
void change_something(Random& random, Simplex& s, const LinearProgram& original,
                      std::shared_ptr<const Simplex::Snapshot>& saved) {
    const auto column =
        static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(s.columns())));
    // The answer is that of the last solve, which may have had fewer columns.
    const double value =
        static_cast<std::size_t>(column) < s.primal().size() ? s.primal()[column] : 1;
    const auto pick_row = [&] {
        return static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(s.rows())));
    };
    switch (random.below(11)) {
        case 0:
        case 1: {
            const double x = std::floor(value);
            s.set_bounds(column, s.problem().lower[column], std::max(x, s.problem().lower[column]));
            return;
        }
        case 2: {
            const double x = std::ceil(value);
            s.set_bounds(column, std::min(x, s.problem().upper[column]), s.problem().upper[column]);
            return;
        }
        case 3:
        case 4:
            s.set_bounds(column, original.lower[column % original.columns],
                         original.upper[column % original.columns]);
            return;
        case 5:
            s.set_cost(column, integer_between(random, 0, 9));
            return;
        case 6: {
            const auto i = pick_row();
            s.set_row_bounds(i, s.problem().row_lower[i] - 1, s.problem().row_upper[i] + 1);
            return;
        }
        case 7: {
            std::vector<double> lower, upper, entries;
            std::vector<std::int64_t> start{0};
            std::vector<std::int32_t> index;
            for (int k = 0; k < 3; ++k) {
                for (std::int32_t j = 0; j < s.columns(); ++j) {
                    if (random.uniform() > 0.2) continue;
                    index.push_back(j);
                    entries.push_back(integer_between(random, -3, 3));
                }
                start.push_back(static_cast<std::int64_t>(index.size()));
                lower.push_back(random.below(2) ? -infinity : -20);
                upper.push_back(integer_between(random, 0, 30));
            }
            s.add_rows(lower, upper, start, index, entries);
            return;
        }
        case 8: {
            if (s.rows() < 6) return;
            std::vector<std::uint8_t> remove(static_cast<std::size_t>(s.rows()), 0);
            const Basis basis = s.basis();
            for (std::int32_t i = original.rows; i < s.rows(); ++i)
                remove[i] = basis.row[i] == BasisStatus::basic || random.below(8) == 0;
            if (saved) saved.reset();
            s.delete_rows(remove);
            return;
        }
        case 9:
            if (saved && random.below(2)) {
                s.restore(saved);
            } else {
                saved = s.save();
            }
            return;
        default: {
            if (random.below(4) != 0) {
                const Basis basis = s.basis();
                s.set_basis(basis);
                return;
            }
            const std::vector<std::int32_t> rows{pick_row()};
            const std::vector<double> values{integer_between(random, 1, 3)};
            s.add_column(integer_between(random, 0, 5), 0, 4, rows, values);
            return;
        }
    }
}

}  // namespace

TEST_CASE("thousands of random changes: every re-solve equals a cold solve") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        CAPTURE(seed);
        Random random(100 + seed);
        const auto rows = static_cast<std::int32_t>(2 + random.below(20));
        const auto columns = static_cast<std::int32_t>(2 + random.below(30));
        const LinearProgram original = feasible_program(random, rows, columns, 0.3);
        Simplex simplex(original);
        std::shared_ptr<const Simplex::Snapshot> saved;
        for (int step = 0; step < 50; ++step) {
            CAPTURE(step);
            change_something(random, simplex, original, saved);
            if (random.below(3) == 0) change_something(random, simplex, original, saved);
            check_against_cold(simplex);
        }
    }
}

TEST_CASE("a snapshot brings back bounds and basis, not costs") {
    Random random(5);
    const LinearProgram p = feasible_program(random, 12, 20, 0.3);
    Simplex s(p);
    REQUIRE(s.solve() == LpStatus::optimal);
    const double before = s.objective();
    const auto saved = s.save();
    s.set_bounds(3, 1, 1);
    s.set_cost(4, p.cost[4] + 5);
    s.solve();
    s.restore(saved);
    CHECK(s.problem().upper[3] == p.upper[3]);
    check_against_cold(s);
    s.set_cost(4, p.cost[4]);
    REQUIRE(s.solve() == LpStatus::optimal);
    CHECK(s.objective() == doctest::Approx(before));
}

TEST_CASE("strong branching from one snapshot leaves it untouched") {
    Random random(6);
    const LinearProgram p = feasible_program(random, 30, 50, 0.15);
    Simplex s(p);
    REQUIRE(s.solve() == LpStatus::optimal);
    const double before = s.objective();
    const std::vector<double> x(s.primal().begin(), s.primal().end());
    const auto saved = s.save();
    for (std::int32_t j = 0; j < p.columns; ++j) {
        s.set_bounds(j, p.lower[j], std::max(p.lower[j], std::floor(x[j]) - 1));
        s.solve();
        s.restore(saved);
    }
    const std::int64_t pivots = s.counters().iterations;
    REQUIRE(s.solve() == LpStatus::optimal);
    CHECK(s.counters().iterations == pivots);
    CHECK(s.objective() == doctest::Approx(before));
    for (std::int32_t j = 0; j < p.columns; ++j) CHECK(s.primal()[j] == doctest::Approx(x[j]));
}
