// Proofs of infeasibility and unboundedness are judged by what each row and column is made of.
#include <doctest/doctest.h>

#include "ilp/lp/certificate.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

// One row after another, all numbers free: bounds are for the test to set.
LinearProgram free_program(const std::vector<std::vector<double>>& rows, std::int32_t columns) {
    LinearProgram p;
    p.rows = static_cast<std::int32_t>(rows.size());
    p.columns = columns;
    p.cost.assign(static_cast<std::size_t>(columns), 0.0);
    p.lower.assign(p.cost.size(), -infinity);
    p.upper.assign(p.cost.size(), infinity);
    p.row_lower.assign(rows.size(), -infinity);
    p.row_upper.assign(rows.size(), infinity);
    set_matrix(p, rows);
    return p;
}

}  // namespace

TEST_CASE("a ray that leaves the cone by much of a row of small terms is none") {
    LinearProgram p = free_program({{1e-3, -0.999999e-3}}, 2);
    p.row_upper = {0};
    p.cost = {-1, 0};
    std::vector<double> r{1, 1};  // the row grows by 1e-9: a millionth of its terms
    CHECK(!is_ray(p, r));
}

TEST_CASE("a ray of simple ratios holds exactly") {
    LinearProgram p = free_program({{3, -1, 0}, {0, 7, -3}}, 3);
    p.row_lower = p.row_upper = {0, 0};
    p.cost = {-1, 0, 0};
    std::vector<double> r{1.0 / 7, 3.0 / 7, 1};
    REQUIRE(is_ray(p, r));
    CHECK(3 * r[0] - r[1] == 0);
    CHECK(7 * r[1] - 3 * r[2] == 0);
}

TEST_CASE("a gain that comes from leaving the cone makes no ray, a small gain within it does") {
    LinearProgram p = free_program({{1, -1}}, 2);
    p.row_upper = {0};
    p.cost = {-1, 1 + 1e-10};
    std::vector<double> out{1 + 5e-10, 1}, within{1, 1};
    CHECK(!is_ray(p, out));
    p.cost = {-1, 1 - 1e-10};
    CHECK(is_ray(p, within));
}

TEST_CASE("small multipliers of large rows are no noise") {
    LinearProgram p = free_program({{1}, {0x1p50}}, 1);
    p.row_lower[0] = 1;
    p.row_upper[1] = 0;
    std::vector<double> y{1, -0x1p-50};
    CHECK(prove_infeasible(p, y) == Proof::rigorous);
    CHECK(y[1] == -0x1p-50);
}

TEST_CASE("small entries of a ray along large columns are no noise") {
    LinearProgram p = free_program({{1, -0x1p50}}, 2);
    p.row_lower = p.row_upper = {0};
    p.cost = {-1, 0};
    std::vector<double> r{1, 0x1p-50};
    REQUIRE(is_ray(p, r));
    CHECK(r[1] > 0);
}

TEST_CASE("a coefficient that only seems to cancel makes no rigorous proof") {
    // The coefficients sum to 2^-120, which a compensated sum does not see.
    LinearProgram p = free_program({{1}, {0x1p-60}, {0x1p-120}, {-1}, {-0x1p-60}}, 1);
    p.row_lower.assign(5, 1.0);
    std::vector<double> y(5, 1.0);
    CHECK(prove_infeasible(p, y) == Proof::tolerable);
    p.lower = {0};
    p.upper = {1};  // now the coefficient costs its size at most
    CHECK(prove_infeasible(p, y) == Proof::rigorous);
}

TEST_CASE("multipliers that no doubles hold lean to the harmless side of one-sided columns") {
    int infeasible = 0, proved = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Random random(seed, 51);
        LinearProgram p = feasible_program(random, 6, 8, 0.7);
        for (double& a : p.matrix.value) a *= 0.1;
        for (std::int32_t i = 0; i < p.rows; ++i) {
            p.row_lower[i] = integer_between(random, 0, 9);
            p.row_upper[i] = random.below(2) ? p.row_lower[i] : infinity;
        }
        p.upper.assign(8, infinity);
        Simplex s(p, {.refine = true});
        if (s.solve() != LpStatus::infeasible) continue;
        ++infeasible;
        CAPTURE(seed);
        CHECK(!s.farkas().empty());
        if (s.farkas_residual() > 0) continue;
        ++proved;
        CHECK(farkas_value(p, s.farkas()) > 0);
    }
    CHECK(infeasible > 50);
    CHECK(proved > 0.95 * infeasible);
}
