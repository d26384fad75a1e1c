// The exact judge itself: integers obey the laws of arithmetic, the exact simplex agrees with
// enumeration, and the judge sees planted faults.
#include <doctest/doctest.h>

#include <cmath>

#include "exact_judge.hpp"
#include "exact_simplex.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

// Up to `words` random words, often with the limbs that trip carries: zeros and ones throughout.
Integer random_integer(Random& random, std::uint64_t words) {
    Integer x = 0;
    for (std::uint64_t k = random.below(words) + 1; k > 0; --k) {
        x.shift(32);
        const std::uint64_t kind = random.below(4);
        if (kind == 0) continue;
        x += static_cast<std::int64_t>(kind == 1 ? 0xffffffffu : random.below(1ull << 32));
    }
    return random.below(2) ? -x : x;
}

}  // namespace

TEST_CASE("integers print the digits that are known") {
    Integer factorial = 1, power = 1;
    for (int k = 1; k <= 30; ++k) factorial = factorial * k;
    CHECK(factorial.text() == "265252859812191058636308480000000");
    power.shift(100);
    CHECK((-power).text() == "-1267650600228229401496703205376");
    CHECK(Integer(0).text() == "0");
    CHECK(Integer(std::numeric_limits<std::int64_t>::min()).text() == "-9223372036854775808");
}

TEST_CASE("integers obey the laws of a ring, and division undoes multiplication") {
    Random random(1);
    for (int trial = 0; trial < 20000; ++trial) {
        CAPTURE(trial);
        const Integer a = random_integer(random, 6), b = random_integer(random, 6),
                      c = random_integer(random, 3);
        REQUIRE((a + b) * c == a * c + b * c);
        REQUIRE((a + b) - b == a);
        REQUIRE(a - b == -(b - a));
        REQUIRE(a * b == b * a);
        REQUIRE(((a < b) == ((a - b).sign() < 0)));
        if (b.sign() == 0) continue;
        REQUIRE((a * b) / b == a);
        const Integer rest = a - (a / b) * b;
        REQUIRE(magnitude(rest) < magnitude(b));
        REQUIRE(rest.sign() * a.sign() >= 0);
    }
}

TEST_CASE("doubles become integers and come back") {
    Random random(2);
    for (int trial = 0; trial < 2000; ++trial) {
        CAPTURE(trial);
        const double x =
            std::ldexp(random.uniform(-1, 1), static_cast<int>(random.below(200)) - 90);
        const int shift = fraction_bits(x) + static_cast<int>(random.below(40));
        REQUIRE(scaled_double(Integer::from_double(x, shift), shift) == x);
    }
    CHECK(fraction_bits(0.75) == 2);
    CHECK(fraction_bits(-40) == -3);
    CHECK(quotient(Integer(-1), Integer(3)) == -1.0 / 3);
}

TEST_CASE("the exact simplex agrees with enumeration of all vertices") {
    Random random(3);
    int counts[3] = {0, 0, 0};
    for (int trial = 0; trial < 1500; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = random_program(random, static_cast<std::int32_t>(random.below(4)),
                                               static_cast<std::int32_t>(random.below(5)), 0.7);
        const ExactProgram exact(p);
        const ExactSimplex simplex(exact);
        ++counts[static_cast<int>(simplex.status())];
        const double best = best_vertex(p);
        REQUIRE((best == infinity) == (simplex.status() == ExactStatus::infeasible));
        if (best == infinity) continue;
        const bool falls = best_vertex(recession_program(p)) < -1e-9;
        REQUIRE(falls == (simplex.status() == ExactStatus::unbounded));
        if (falls) continue;
        const ExactTableau& t = simplex.tableau();
        REQUIRE(objective_distance(exact, t.objective(), t.denominator(), best) < 1e-9);
    }
    for (int count : counts) CHECK(count > 100);
}

TEST_CASE("a program that makes other rules cycle does not hold the exact simplex up") {
    // E. M. L. Beale: Cycling in the dual simplex algorithm, 1955.
    LinearProgram p;
    p.columns = 4;
    p.rows = 3;
    p.cost = {-0.75, 150, -0.02, 6};
    p.lower.assign(4, 0.0);
    p.upper.assign(4, infinity);
    p.row_lower.assign(3, -infinity);
    p.row_upper = {0, 0, 1};
    set_matrix(p, {{0.25, -60, -0.04, 9}, {0.5, -90, -0.02, 3}, {0, 0, 1, 0}});
    const ExactProgram exact(p);
    const ExactSimplex simplex(exact);
    CHECK(simplex.status() == ExactStatus::optimal);
    CHECK(simplex.pivots() < 20);
    const ExactTableau& t = simplex.tableau();
    // The doubles nearest to -0.02 and -0.04 are not a twentieth apart to the last digit.
    CHECK(objective_distance(exact, t.objective(), t.denominator(), -0.05) < 1e-15);
}

TEST_CASE("the judge tells an optimal basis from a worse one, a singular one and a wrong one") {
    // maximise 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3.5
    LinearProgram p;
    p.columns = 2;
    p.rows = 2;
    p.cost = {-3, -2};
    p.lower = {0, 0};
    p.upper = {3.5, infinity};
    p.row_lower = {-infinity, -infinity};
    p.row_upper = {4, 6};
    set_matrix(p, {{1, 1}, {1, 3}});
    const ExactProgram exact(p);
    using enum BasisStatus;
    const ExactVertex best = evaluate_basis(exact, {{at_upper, basic}, {at_upper, basic}});
    CHECK(best.is_optimal());
    CHECK(best.duality_holds);
    CHECK(best.dual == std::vector<double>{-2, 0});
    CHECK(best.reduced == std::vector<double>{-1, 0});
    CHECK(objective_distance(exact, best.objective, best.denominator, -11.5) == 0);
    const ExactVertex worse = evaluate_basis(exact, {{at_lower, basic}, {basic, at_upper}});
    CHECK(worse.regular);
    CHECK(worse.primal_violation == 0);
    CHECK(worse.dual_violation == doctest::Approx(3 - 2.0 / 3));
    const ExactVertex outside = evaluate_basis(exact, {{basic, at_lower}, {basic, at_upper}});
    CHECK(outside.primal_violation == 2.5);
    CHECK(point_violation(exact, {3.5, 0.5}) == 0);
    CHECK(point_violation(exact, {6, -0.25}) == 2.5);
    CHECK(point_violation(exact, {0, 2.5}) == 1.5);
    CHECK_FALSE(evaluate_basis(exact, {{basic, basic}, {basic, at_upper}}).regular);
    CHECK_FALSE(evaluate_basis(exact, {{at_lower, at_upper}, {basic, basic}}).regular);
}

TEST_CASE("the judge accepts proofs and directions that hold and no others") {
    LinearProgram p;  // x + y >= 3, x - y = 1, x in [0, 1], y >= 0: x = 1 + y <= 1 leaves y = 0
    p.columns = 2;
    p.rows = 2;
    p.cost = {-1, 0};
    p.lower = {0, 0};
    p.upper = {1, infinity};
    p.row_lower = {3, 1};
    p.row_upper = {infinity, 1};
    set_matrix(p, {{1, 1}, {1, -1}});
    const ExactProgram closed(p);
    CHECK(proves_infeasible(closed, {1, 1}));
    CHECK(proves_infeasible(closed, {0.5, 0.75}));
    CHECK_FALSE(proves_infeasible(closed, {1, 0}));
    CHECK_FALSE(proves_infeasible(closed, {1, 1 - 1e-16}));  // y is free to grow
    CHECK_FALSE(proves_infeasible(closed, {1}));
    p.upper[0] = infinity;
    const ExactProgram open(p);
    CHECK(ray_violation(open, {1, 1}) == 0);
    CHECK(ray_violation(open, {1, 1 + 1e-12}) == doctest::Approx(5e-13).epsilon(1e-3));
    CHECK(ray_violation(open, {-1, -1}) == infinity);
    CHECK(ray_violation(open, {0, 0}) == infinity);
}
