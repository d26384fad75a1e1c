// The Netlib collection: every problem to its published optimum, residuals in the caller's units.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "lp_changes.hpp"
#include "netlib_programs.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

TEST_CASE("Netlib problems reach their published optima") {
    int solved = 0;
    for (const auto& known : read_optima("netlib")) {
        const std::string& name = known.first;
        const double optimum = known.second;
        // Ten times as long as all others together; run by hand (see bench/lp_bench.cpp).
        if (name == "dfl001") continue;
        CAPTURE(name);
        const std::string path = data_path("ilp/netlib/" + name + ".mps.gz");
        if (path.empty()) return;
        Simplex s(read_program(path));
        REQUIRE(s.solve() == LpStatus::optimal);
        CHECK(std::fabs(s.objective() - optimum) <= 1e-7 * (1 + std::fabs(optimum)));
        CHECK(optimality_error(s) < 1e-5);  // absolute, with numbers up to 1e8 in some problems
        ++solved;
    }
    MESSAGE("solved ", solved);
}

TEST_CASE("infeasible problems are proven so") {
    for (const char* name : {"bgetam", "box1", "forest6", "klein1", "woodinfe"}) {
        CAPTURE(name);
        const std::string path = data_path(std::string("ilp/infeas/") + name + ".mps.gz");
        if (path.empty()) return;
        Simplex s(read_program(path));
        CHECK(s.solve() == LpStatus::infeasible);
        CHECK(!s.farkas().empty());
        if (s.farkas_residual() == 0) CHECK(farkas_value(s.problem(), s.farkas()) > 0);
    }
}

// The same problem in other clothes. dfl001 and the long ones are left out: dense changes.
TEST_CASE(
    "Netlib problems keep their optima in another order, in other units, split, and as duals") {
    const auto optima = read_optima("netlib");
    Random random(1);
    for (const char* name : {"adlittle", "bore3d", "brandy", "capri", "kb2", "sc50a", "sc205",
                             "scagr7", "scorpion", "share1b", "share2b", "stocfor2"}) {
        CAPTURE(std::string(name));
        const std::string path = data_path(std::string("ilp/netlib/") + name + ".mps.gz");
        if (path.empty()) return;
        const LinearProgram p = read_program(path);
        const double optimum = optima.at(name);
        const auto check = [&](const char* change, const LinearProgram& q, double expected) {
            CAPTURE(std::string(change));
            Simplex s(q);
            REQUIRE(s.solve() == LpStatus::optimal);
            CHECK(std::fabs(s.objective() - expected) <= 1e-7 * (1 + std::fabs(expected)));
            CHECK(optimality_error(s) < 1e-5);
        };
        check("permuted", permuted(random, p), optimum);
        check("reflected", reflected(random, p), optimum);
        check("repeated", permuted(random, with_repeated_rows(random, p)), optimum);
        check("split", with_rows_split(p), optimum);
        check("bounds", with_bounds_as_rows(p), optimum);
        check("dual", dual_program(p), -optimum);
        // Tolerances are absolute, so that other units leave other violations.
        Simplex s(randomly_rescaled(random, p, 8));
        REQUIRE(s.solve() == LpStatus::optimal);
        CHECK(std::fabs(s.objective() - optimum) <= 1e-6 * (1 + std::fabs(optimum)));
    }
}

TEST_CASE("where rounding alone exceeds the tolerance, what it explains does not count") {
    const std::string optimal = data_path("ilp/netlib/grow15.mps.gz"),
                      unbounded = data_path("ilp/netlib/modszk1.mps.gz");
    if (optimal.empty() || unbounded.empty()) return;
    Random random(1);
    // Values up to 1e7, times 2^8.
    const LinearProgram grow = read_program(optimal);
    for (int trial = 0; trial < 8; ++trial) {
        CAPTURE(trial);
        Simplex s(randomly_rescaled(random, grow, 8), {.refine = true});
        REQUIRE(s.solve() == LpStatus::optimal);
        CHECK(s.objective() == doctest::Approx(-106870941.29357534).epsilon(1e-9));
    }
    // A direction beside a point of values up to 1e9.
    for (int trial = 0; trial < 8; ++trial) {
        CAPTURE(trial);
        LinearProgram p = read_program(unbounded);
        for (double& c : p.cost)
            if (random.below(20) == 0) c = -c;
        Simplex s(p, {.refine = true});
        REQUIRE(s.solve() == LpStatus::unbounded);
        CHECK(s.ray().size() == static_cast<std::size_t>(p.columns));
    }
}
