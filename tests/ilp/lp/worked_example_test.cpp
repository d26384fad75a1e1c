// The worked example of src/ilp/README.md, number by number.
#include <doctest/doctest.h>

#include "ilp/lp/dual_simplex.hpp"
#include "ilp/lp/simplex.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

// minimise 2 x + 3 y   subject to   x + y >= 4,   x + 3 y >= 6,   0 <= x <= 2,   y >= 0
constexpr std::int32_t x = 0, y = 1, s1 = 2, s2 = 3;

LinearProgram example() {
    LinearProgram p;
    p.columns = 2;
    p.rows = 2;
    p.cost = {2, 3};
    p.lower = {0, 0};
    p.upper = {2, infinity};
    p.row_lower = {4, 6};
    p.row_upper = {infinity, infinity};
    p.matrix.start = {0, 2, 4};
    p.matrix.index = {0, 1, 0, 1};
    p.matrix.value = {1, 1, 1, 3};
    return p;
}

SimplexState loaded() {
    SimplexState s;
    s.load(example(), Scaling{{1, 1}, {1, 1}});
    s.slack_basis();
    return s;
}

void take_iterations(SimplexState& s, std::int64_t count) {
    DualSimplex(s, count, infinity).run(false);
}

double value(const SimplexState& s, std::int32_t j) {
    return s.is_basic(j) ? s.basic[s.position[j]] : s.value[j];
}

double weight(const SimplexState& s, std::int32_t j) {
    return s.weight[s.position[j]];
}

const auto close_to = [](double number) { return doctest::Approx(number).epsilon(1e-14); };

}  // namespace

TEST_CASE("the slack basis of the example") {
    SimplexState s = loaded();
    s.refactorise();
    s.compute_primal();
    s.compute_duals();
    CHECK(value(s, s1) == 0);
    CHECK(value(s, s2) == 0);
    CHECK(s.reduced[x] == 2);
    CHECK(s.reduced[y] == 3);
    CHECK(weight(s, s1) == 1);
    CHECK(weight(s, s2) == 1);
}

TEST_CASE("its first iteration: s2 leaves, y enters") {
    SimplexState s = loaded();
    take_iterations(s, 1);
    REQUIRE(s.is_basic(y));
    REQUIRE(s.is_basic(s1));
    CHECK(value(s, y) == close_to(2));
    CHECK(value(s, s1) == close_to(2));
    CHECK(s.reduced[x] == close_to(1));
    CHECK(s.reduced[s2] == close_to(1));
    CHECK(weight(s, y) == close_to(1.0 / 9));
    CHECK(weight(s, s1) == close_to(10.0 / 9));
    CHECK(s.objective() == close_to(6));
}

TEST_CASE("its second iteration: x flips, s1 leaves, s2 enters again") {
    SimplexState s = loaded();
    take_iterations(s, 2);
    REQUIRE(s.is_basic(y));
    REQUIRE(s.is_basic(s2));
    CHECK(s.where[x] == BasisStatus::at_upper);
    CHECK(s.counters.bound_flips == 1);
    CHECK(value(s, y) == close_to(2));
    CHECK(value(s, s2) == close_to(8));
    CHECK(s.reduced[x] == close_to(-1));
    CHECK(s.reduced[s1] == close_to(3));
    CHECK(weight(s, y) == close_to(1));
    CHECK(weight(s, s2) == close_to(10));
    CHECK(s.objective() == close_to(10));
}

TEST_CASE("the example through the engine: no more pivots, and prices that prove it") {
    Simplex simplex(example());
    simplex.set_method(LpMethod::dual);
    REQUIRE(simplex.solve() == LpStatus::optimal);
    CHECK(simplex.objective() == close_to(10));
    CHECK(simplex.counters().iterations == 2);
    CHECK(simplex.dual()[0] == close_to(3));
    CHECK(simplex.dual()[1] == 0);
}
