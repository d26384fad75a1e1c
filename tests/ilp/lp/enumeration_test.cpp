// Small programs against enumeration of all their basic points: the status and the objective are
// right, optimal answers satisfy duality, certificates hold.
#include <doctest/doctest.h>

#include "ilp/lp/simplex.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

void compare_with_enumeration(const LinearProgram& p, int counts[3]) {
    Simplex simplex(p);
    const LpStatus status = simplex.solve();
    const double best = best_vertex(p);
    if (best == infinity) {
        REQUIRE(status == LpStatus::infeasible);
        REQUIRE(simplex.farkas().size() == static_cast<std::size_t>(p.rows));
        REQUIRE(farkas_value(p, simplex.farkas()) > 0);
        ++counts[1];
    } else if (best_vertex(recession_program(p)) < -1e-9) {
        REQUIRE(status == LpStatus::unbounded);
        REQUIRE(ray_holds(p, simplex.ray()));
        ++counts[2];
    } else {
        REQUIRE(status == LpStatus::optimal);
        REQUIRE(simplex.objective() == doctest::Approx(best).epsilon(1e-9));
        REQUIRE(optimality_error(simplex) < 1e-7);
        ++counts[0];
    }
}

}  // namespace

TEST_CASE("random small programs with bounds of every kind agree with enumeration") {
    Random random(2024);
    int counts[3] = {0, 0, 0};
    for (int trial = 0; trial < 3000; ++trial) {
        CAPTURE(trial);
        const auto rows = static_cast<std::int32_t>(random.below(4));
        const auto columns = static_cast<std::int32_t>(random.below(5));
        compare_with_enumeration(random_program(random, rows, columns, 0.7), counts);
    }
    CHECK(counts[0] > 500);
    CHECK(counts[1] > 500);
    CHECK(counts[2] > 100);
}

TEST_CASE("degenerate small programs (right-hand sides zero) agree with enumeration") {
    Random random(7);
    int counts[3] = {0, 0, 0};
    for (int trial = 0; trial < 1000; ++trial) {
        CAPTURE(trial);
        LinearProgram p = random_program(random, 4, 4, 0.8, 1);
        for (std::int32_t i = 0; i < p.rows; ++i) {
            if (p.row_lower[i] > -infinity) p.row_lower[i] = 0;
            if (p.row_upper[i] < infinity) p.row_upper[i] = 0;
        }
        for (std::int32_t j = 0; j < p.columns; ++j) {
            p.lower[j] = 0;
            p.upper[j] = random.below(3) ? infinity : 1;
        }
        compare_with_enumeration(p, counts);
    }
    CHECK(counts[0] > 100);
    CHECK(counts[2] > 100);
}
