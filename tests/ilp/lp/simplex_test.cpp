#include "ilp/lp/simplex.hpp"

#include <doctest/doctest.h>

using namespace tenon;
using namespace tenon::ilp;

TEST_CASE("two products on two machines: the optimum lies where both machines are full") {
    // maximise 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3.5
    LinearProgram p;
    p.columns = 2;
    p.rows = 2;
    p.cost = {-3, -2};
    p.lower = {0, 0};
    p.upper = {3.5, infinity};
    p.row_lower = {-infinity, -infinity};
    p.row_upper = {4, 6};
    p.matrix.start = {0, 2, 4};
    p.matrix.index = {0, 1, 0, 1};
    p.matrix.value = {1, 1, 1, 3};
    Simplex simplex(p);
    REQUIRE(simplex.solve() == LpStatus::optimal);
    CHECK(simplex.objective() == doctest::Approx(-11.5));
    CHECK(simplex.primal()[0] == doctest::Approx(3.5));
    CHECK(simplex.primal()[1] == doctest::Approx(0.5));
}
