// Proofs and rays do not depend on the units of rows and columns; what is cleaned, what is refused.
#include "ilp/lp/certificate.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "exact_judge.hpp"
#include "lp_changes.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

// x + y >= 3, x - y = 1, x <= 1, y <= 1: two times x is at least four.
LinearProgram contradiction() {
    LinearProgram p;
    p.columns = p.rows = 2;
    p.cost = {0, 0};
    p.lower = {0, 0};
    p.upper = {1, infinity};
    p.row_lower = {3, 1};
    p.row_upper = {infinity, 1};
    set_matrix(p, {{1, 1}, {1, -1}});
    return p;
}

// Minimise -x with x - 3 y <= 0, x - 3 y >= -1: along (3, 1).
LinearProgram descent() {
    LinearProgram p;
    p.columns = p.rows = 2;
    p.cost = {-1, 0};
    p.lower = {0, -infinity};
    p.upper = {infinity, infinity};
    p.row_lower = {-infinity, -1};
    p.row_upper = {0, infinity};
    set_matrix(p, {{1, -3}, {1, -3}});
    return p;
}

}  // namespace

TEST_CASE("multipliers that cancel exactly are a rigorous proof and stay exact") {
    std::vector<double> y{3, 3};
    CHECK(prove_infeasible(contradiction(), y) == Proof::rigorous);
    CHECK(y[0] == y[1]);
    CHECK(proves_infeasible(ExactProgram(contradiction()), y));
}

TEST_CASE("multipliers with rounding errors of the solves are cleaned") {
    std::vector<double> y{1.0 / 3, 1.0 / 3 + 1e-16};
    CHECK(prove_infeasible(contradiction(), y) == Proof::rigorous);
    CHECK(proves_infeasible(ExactProgram(contradiction()), y));
}

TEST_CASE("multipliers that prove nothing, or the opposite, are refused") {
    const LinearProgram p = contradiction();
    for (std::vector<double> y :
         {std::vector<double>{0, 0}, {1, 0}, {0, 1}, {-1, -1}, {1, 0.5}, {1}})
        CHECK(prove_infeasible(p, y) == Proof::none);
}

TEST_CASE("a proof holds in any units of rows and columns") {
    Random random(1);
    for (int trial = 0; trial < 200; ++trial) {
        CAPTURE(trial);
        const std::vector<double> row{power_of_two(random, 60), power_of_two(random, 60)},
            column{power_of_two(random, 60), power_of_two(random, 60)};
        const LinearProgram p = rescaled(contradiction(), row, column);
        std::vector<double> y{1 / row[0], 1 / row[1]};
        CHECK(prove_infeasible(p, y) == Proof::rigorous);
        CHECK(proves_infeasible(ExactProgram(p), y));
    }
}

TEST_CASE("an empty row that cannot be met is a proof of its own") {
    LinearProgram p;
    p.rows = 2;
    p.row_lower = {-1, 1};
    p.row_upper = {1, 2};
    std::vector<double> y{1e-20, 1};
    CHECK(prove_infeasible(p, y) == Proof::rigorous);
    CHECK(proves_infeasible(ExactProgram(p), y));
}

TEST_CASE("a direction in the cone is a ray, in any units") {
    Random random(2);
    for (int trial = 0; trial < 200; ++trial) {
        CAPTURE(trial);
        const std::vector<double> row{power_of_two(random, 60), power_of_two(random, 60)},
            column{power_of_two(random, 60), power_of_two(random, 60)};
        const LinearProgram p = rescaled(descent(), row, column);
        std::vector<double> r{3 / column[0], 1 / column[1]};
        CHECK(is_ray(p, r));
        CHECK(ray_violation(ExactProgram(p), r) == 0);
    }
}

TEST_CASE("a direction with rounding errors is made exact where small integers do") {
    std::vector<double> r{1, 1.0 / 3};
    CHECK(is_ray(descent(), r));
    CHECK(ray_violation(ExactProgram(descent()), r) == 0);
}

TEST_CASE("a direction that leaves the cone is refused however small its rows are") {
    const LinearProgram p = rescaled(descent(), {0x1p-40, 0x1p-40}, {1, 1});
    for (std::vector<double> r :
         {std::vector<double>{3, 1.01}, {3, 0.99}, {0, 1}, {-3, -1}, {0, 0}})
        CHECK(!is_ray(p, r));
}

TEST_CASE("a direction that runs into a bound is refused, unless by noise") {
    LinearProgram p = descent();
    p.columns = 3;
    p.cost.push_back(0);
    p.lower.push_back(0);
    p.upper.push_back(5);
    p.matrix.index.push_back(0);
    p.matrix.value.push_back(1);
    p.matrix.start.push_back(5);
    std::vector<double> noisy{3, 1, 1e-15};
    CHECK(is_ray(p, noisy));
    CHECK(noisy[2] == 0);
    std::vector<double> real{3, 1.001, 1e-3};
    CHECK(!is_ray(p, real));
}
