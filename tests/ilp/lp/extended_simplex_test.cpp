// The simplex method in extended precision: by itself against other judges, and as the last step of
// the engine on programs that doubles cannot settle.
#include <doctest/doctest.h>

#include <cmath>

#include "ilp/lp/certificate.hpp"
#include "ilp/lp/extended_simplex.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

using Numbers = std::vector<double>;

LinearProgram program(const std::vector<Numbers>& rows, Numbers row_lower, Numbers row_upper,
                      Numbers cost, Numbers lower, Numbers upper) {
    LinearProgram p;
    p.rows = static_cast<std::int32_t>(rows.size());
    p.columns = static_cast<std::int32_t>(cost.size());
    p.row_lower = std::move(row_lower);
    p.row_upper = std::move(row_upper);
    p.cost = std::move(cost);
    p.lower = std::move(lower);
    p.upper = std::move(upper);
    set_matrix(p, rows);
    return p;
}

struct Answer {
    ilp::Outcome outcome = ilp::Outcome::trouble;
    double objective = 0;
    Numbers primal, multipliers, direction;
};

Answer solved(const LinearProgram& p) {
    StopCheck stop;
    ExtendedSimplex s(p, {}, stop);
    Answer a;
    a.outcome = s.run(-1);
    a.primal = s.primal();
    a.objective = p.offset;
    for (std::int32_t j = 0; j < p.columns; ++j) a.objective += p.cost[j] * a.primal[j];
    if (a.outcome == ilp::Outcome::infeasible) a.multipliers = s.multipliers();
    if (a.outcome == ilp::Outcome::unbounded) a.direction = s.direction();
    return a;
}

// Every number times its own power of two.
void shake(Random& random, Numbers& numbers, int reach) {
    for (double& x : numbers)
        if (std::isfinite(x))
            x = std::ldexp(x, static_cast<int>(integer_between(random, -reach, reach)));
}

constexpr double inf = infinity;

}  // namespace

TEST_CASE("extended: the cycling examples of Beale and Kuhn end") {
    const Numbers no(3, -inf), zero(4, 0.0), open(4, inf);
    const Answer beale =
        solved(program({{0.25, -60, -1.0 / 25, 9}, {0.5, -90, -1.0 / 50, 3}, {0, 0, 1, 0}}, no,
                       {0, 0, 1}, {-0.75, 150, -0.02, 6}, zero, open));
    CHECK(beale.outcome == ilp::Outcome::optimal);
    CHECK(beale.objective == doctest::Approx(-0.05));
    const Answer kuhn =
        solved(program({{-2, -9, 1, 9}, {1.0 / 3, 1, -1.0 / 3, -2}, {2, 3, -1, -12}}, no, {0, 0, 2},
                       {-2, -3, 1, 12}, zero, open));
    CHECK(kuhn.outcome == ilp::Outcome::optimal);
    CHECK(kuhn.objective == doctest::Approx(-2.0));
}

TEST_CASE("extended: random programs end at the best vertex, with a proof or with a ray") {
    int optimal = 0, infeasible = 0, unbounded = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        Random random(seed, 41);
        const auto m = static_cast<std::int32_t>(integer_between(random, 1, 4));
        const auto n = static_cast<std::int32_t>(integer_between(random, 1, 4));
        LinearProgram p = random.below(2) ? feasible_program(random, m, n, 0.7)
                                          : random_program(random, m, n, 0.7);
        CAPTURE(seed);
        Answer a = solved(p);
        if (a.outcome == ilp::Outcome::optimal) {
            ++optimal;
            CHECK(a.objective == doctest::Approx(best_vertex(p)).epsilon(1e-9));
        } else if (a.outcome == ilp::Outcome::infeasible) {
            ++infeasible;
            CHECK(prove_infeasible(p, a.multipliers) == Proof::rigorous);
            CHECK(farkas_value(p, a.multipliers) > 0);
        } else {
            ++unbounded;
            REQUIRE(a.outcome == ilp::Outcome::unbounded);
            CHECK(is_ray(p, a.direction));
            CHECK(ray_holds(p, a.direction));
        }
    }
    CHECK(optimal > 50);
    CHECK(infeasible > 50);
    CHECK(unbounded > 20);
}

TEST_CASE("extended: units of rows and columns from 1e-30 to 1e30 change no answer") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Random random(seed, 42);
        LinearProgram p = feasible_program(random, 6, 7, 0.6);
        const Answer plain = solved(p);
        REQUIRE(plain.outcome == ilp::Outcome::optimal);
        Numbers row(6, 1.0), column(7, 1.0);
        shake(random, row, 50);
        shake(random, column, 50);
        for (std::int32_t i = 0; i < 6; ++i) {
            p.row_lower[i] *= row[i];
            p.row_upper[i] *= row[i];
        }
        for (std::int32_t j = 0; j < 7; ++j) {
            p.cost[j] *= column[j];
            p.lower[j] /= column[j];
            p.upper[j] /= column[j];
            for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
                p.matrix.value[k] *= column[j] * row[p.matrix.index[k]];
        }
        CAPTURE(seed);
        const Answer a = solved(p);
        CHECK(a.outcome == ilp::Outcome::optimal);
        CHECK(a.objective == doctest::Approx(plain.objective).epsilon(1e-12));
    }
}

TEST_CASE("extended: rows that differ by 2^-40 in one coefficient are two rows") {
    const double nearly = 1 + 0x1p-40;  // x + y = 1 and x + (1 + 2^-40) y = 2: y = 2^40
    const LinearProgram p =
        program({{1, 1}, {1, nearly}}, {1, 2}, {1, 2}, {0, 1}, {-inf, -inf}, {inf, inf});
    const Answer a = solved(p);
    REQUIRE(a.outcome == ilp::Outcome::optimal);
    CHECK(a.primal[0] == 1 - 0x1p40);
    CHECK(a.primal[1] == 0x1p40);
    LinearProgram bounded = p;
    bounded.upper[1] = 0x1p39;
    CHECK(solved(bounded).outcome == ilp::Outcome::infeasible);
}

TEST_CASE("extended: data rounded to doubles do not contradict each other") {
    // Three tenths of 0.1 x are not 0.3 of x in doubles.
    const Answer a = solved(
        program({{0.1, 0.2}, {0.3, 0.6}}, {0.3, 0.9}, {0.3, 0.9}, {1, 1}, {0, 0}, {inf, inf}));
    CHECK(a.outcome == ilp::Outcome::optimal);
    CHECK(a.objective == doctest::Approx(1.5));
}

TEST_CASE("extended: stops when asked to, and at the limit of iterations") {
    Random random(5, 43);
    const LinearProgram p = feasible_program(random, 12, 12, 0.7);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    StopCheck stop(&context, infinity);
    CHECK_THROWS_AS(ExtendedSimplex(p, {}, stop).run(-1), Stopped);
    StopCheck free_run;
    ExtendedSimplex limited(p, {}, free_run);
    CHECK(limited.run(1) == ilp::Outcome::iteration_limit);
    CHECK(limited.iterations() == 1);
    CHECK(free_run.work() > 0);
}

TEST_CASE("programs that doubles cannot settle have the right answer") {
    const auto status_of = [](const LinearProgram& p, double* objective = nullptr) {
        Simplex s(p);
        const LpStatus status = s.solve();
        if (objective) *objective = s.objective();
        return status;
    };
    double objective = 0;
    CHECK(status_of(program({{-0x1p19, -3072, 8, 0x1p-4, -0x1p21, -0x1p-5},
                             {0x1p-14, 0, -4, 0, 1, -4096},
                             {0x1p17, -512, -0x1p-11, -0x1p-16, 0x3p-4, 0},
                             {0, 8, 0, 0, -0x3p-17, 0}},
                            {-8, -12, -8, -8}, {-8, inf, -8, inf}, {0x3p-6, 1, 0, 0x9p14, 1, 48},
                            Numbers(6, 0.0), {10, inf, inf, inf, 10, inf}),
                    &objective) == LpStatus::optimal);
    CHECK(objective == doctest::Approx(37672815.2277).epsilon(1e-11));
    CHECK(status_of(program({{-0x1p-18, 32, 0, 0, 0x3p-9, 0x1p-13},
                             {0, 0, -512, -0.5, 0, 0},
                             {0, 0, 128, 0, 0, 0},
                             {4096, 0, -0x1p-18, 0, 0, 4096}},
                            {8, -inf, -inf, -3}, {8, 4, inf, 5},
                            {-0x1p16, -0x1p-12, 1, 0, 0x1p-19, 0}, {-2, -inf, -inf, 1, -4, -4},
                            {1, -2, inf, 1, -3, -4})) == LpStatus::infeasible);
    CHECK(status_of(program({{0, 0, 0x3p16, 32, 0.5, -0x1p-16, 0, 0, 0},
                             {0, 0, 0x3p-4, 0, 0, 0, -0x1p-5, -512, 512},
                             {0x1p-8, 4096, 0, 0, 0, -12, 0x1p14, -0x1p17, 0}},
                            {-0x1p-19, -0x1p-14, 0}, {3072, 0.25, inf},
                            {0x1p14, 0x1p-10, 4096, -0x1p-7, -0x1p-12, -0x1p-11, 0.25, 0x1p-18, -1},
                            {-inf, 0x1p-5, -inf, -inf, -inf, -inf, -0x1p21, -inf, 0x1p-14},
                            {-128, 0.125, inf, -0x3p-3, 0x1p-17, inf, 1024, inf, 40})) ==
          LpStatus::unbounded);
}

TEST_CASE("numbers with powers of two of their own: never without an answer, and proofs hold") {
    int proved = 0, infeasible = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        Random random(seed, 44);
        const auto m = static_cast<std::int32_t>(integer_between(random, 2, 10));
        const auto n = static_cast<std::int32_t>(integer_between(random, 2, 12));
        LinearProgram p = random.below(2) ? feasible_program(random, m, n, 0.6)
                                          : random_program(random, m, n, 0.6);
        shake(random, p.matrix.value, 20);
        shake(random, p.cost, 20);
        Simplex s(p, {.refine = true});
        CAPTURE(seed);
        const LpStatus status = s.solve();
        if (status == LpStatus::infeasible) {
            ++infeasible;
            std::vector<double> y = s.farkas();
            const bool rigorous = s.farkas_residual() == 0;
            if (!y.empty()) CHECK((prove_infeasible(p, y) == Proof::rigorous) == rigorous);
            if (rigorous) ++proved;
        } else if (status == LpStatus::unbounded) {
            std::vector<double> r = s.ray();
            CHECK(is_ray(p, r));
        } else {
            CHECK(status == LpStatus::optimal);
        }
        const Basis kept = s.basis();  // the answer is a place to go on from
        Simplex again(p, {.refine = true});
        again.set_basis(kept);
        CHECK(again.solve() == status);
    }
    CHECK(infeasible > 200);
    CHECK(proved > 0.8 * infeasible);
}
