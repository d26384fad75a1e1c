// Real models with known optima: the easy part of MIPLIB 3 and the small industrial ones.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "tenon/check.hpp"
#include "tenon/solve.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

void expect(const std::string& file, double optimum) {
    const std::string path = test::data_path("ilp/" + file + ".mps.gz");
    if (path.empty()) return;
    CAPTURE(file);
    const Problem problem = read_problem({}, path);
    const Solution solution = solve({}, problem);
    CHECK(solution.outcome == Outcome::optimal);
    REQUIRE(solution.has_values);
    // The default gap of 1e-6, and the digits the optimum was published with.
    const double room = 1.01e-6 * std::fabs(optimum) + 1e-6;
    CHECK(solution.objective <= optimum + room);
    CHECK(solution.objective >= optimum - 1e-6 * std::fabs(optimum) - 1e-6);
    CHECK(solution.bound <= optimum + 1e-6 * std::fabs(optimum) + 1e-6);
    const Verdict verdict = check_point(problem, solution.values);
    CHECK(verdict.feasible);
    CHECK(verdict.objective == solution.objective);
}

}  // namespace

TEST_CASE("MIPLIB 3 models of the easy third are proved") {
    expect("miplib3/p0033", 3089);
    expect("miplib3/lseu", 1120);
    expect("miplib3/flugpl", 1201500);
    expect("miplib3/egout", 568.1007);
    expect("miplib3/bell5", 8966406.49152);
    expect("miplib3/mod008", 307);
    expect("miplib3/stein27", 18);
    expect("miplib3/gt2", 21166);
    expect("miplib3/khb05250", 106940225.995);
    expect("miplib3/p0201", 7615);
    expect("miplib3/enigma", 0);
}

TEST_CASE("the small industrial models are proved") {
    expect("industrial/binpack_s", 11);
    expect("industrial/crew_s", 27292);
    expect("industrial/cutstock_s", 102);
    expect("industrial/facility_s", 4917.264);
    expect("industrial/gap_s", 857);
    expect("industrial/lotsize_s", 13579.33333);
    expect("industrial/orders_s", -2517);
    expect("industrial/parallel_s", 211);
    expect("industrial/single_s", 40);
    expect("industrial/unitcom_s", 113428.52);
    expect("industrial/vrp_s", 3535);
}
