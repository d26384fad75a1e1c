// Cuts that leave the relaxation wait in the pool, and come back with the bases that need them.
#include "ilp/cuts/pool.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "ilp/node/relaxation.hpp"

using namespace tenon;

namespace {

ilp::CutRef cut(std::vector<double> value, double right) {
    ilp::Cut out;
    for (std::size_t j = 0; j < value.size(); ++j)
        out.index.push_back(static_cast<std::int32_t>(j));
    out.value = std::move(value);
    out.right = right;
    return std::make_shared<const ilp::Cut>(std::move(out));
}

// Minimise -2x - y over the unit square.
ilp::MixedProgram square() {
    ilp::MixedProgram program;
    ilp::LinearProgram& lp = program.lp;
    lp.columns = 2;
    lp.rows = 1;
    lp.cost = {-2, -1};
    lp.lower = {0, 0};
    lp.upper = {1, 1};
    lp.matrix = {{0, 1, 2}, {0, 0}, {1, 1}};
    lp.row_lower = {-infinity};
    lp.row_upper = {2};
    program.integer = {1, 1};
    return program;
}

}  // namespace

TEST_CASE("the pool gives what a point breaks, the deepest of parallel ones, and only once") {
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::CutPool pool;
    const std::vector<ilp::CutRef> cuts{cut({1, 1}, 1.5), cut({1, 1}, 1), cut({1, 0}, 0.5),
                                        cut({0, 1}, 2)};
    pool.keep(cuts);
    pool.keep(cuts);
    CHECK(pool.size() == 4);
    const std::vector<double> corner{1, 1};
    const std::vector<ilp::CutRef> broken = pool.take_broken(corner, 10, control);
    REQUIRE(broken.size() == 2);
    CHECK(broken[0] == cuts[1]);
    CHECK(broken[1] == cuts[2]);
    CHECK(pool.size() == 2);
    CHECK(pool.take_broken(corner, 1, control).front() == cuts[0]);
    CHECK(pool.take_broken(corner, 1, control).empty());
}

TEST_CASE("the pool forgets what is never broken, and holds so many at most") {
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::CutPool pool;
    pool.keep(std::vector<ilp::CutRef>{cut({1, 1}, 5)});
    const std::vector<double> origin{0, 0};
    for (int k = 0; k < 100; ++k) pool.take_broken(origin, 10, control);
    CHECK(pool.size() == 0);
    std::vector<ilp::CutRef> many;
    for (std::size_t k = 0; k < ilp::CutPool::most_cuts + 10; ++k)
        many.push_back(cut({1, static_cast<double>(k)}, 1000));
    pool.keep(many);
    CHECK(pool.size() == ilp::CutPool::most_cuts);
}

TEST_CASE("a basis brings the cuts back that bind in it, wherever they stood") {
    const ilp::MixedProgram program = square();
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::Relaxation relaxation(program);
    const auto solve = [&] {
        REQUIRE(relaxation.solve(control, infinity) == ilp::LpStatus::optimal);
        return relaxation.objective();
    };
    relaxation.add_cuts(std::vector<ilp::CutRef>{cut({2, 1}, 2.5)});
    relaxation.settle();
    CHECK(solve() == doctest::Approx(-2.5));
    const std::vector<ilp::CutRef> passing{cut({1, 3}, 9), cut({4, 1}, 2.5)};
    relaxation.add_cuts(passing);
    const double bound = solve();
    CHECK(bound == doctest::Approx(-1.75));
    const auto basis = relaxation.packed_basis();
    REQUIRE(basis->binding().size() == 1);
    CHECK(basis->binding()[0] == passing[1]);

    // Slack once: the first goes; what binds stays.
    relaxation.age_cuts();
    std::vector<ilp::CutRef> retired;
    relaxation.retire_cuts(1, 10, retired);
    REQUIRE(retired.size() == 1);
    CHECK(retired[0] == passing[0]);
    CHECK(relaxation.passing_cuts() == 1);
    CHECK(solve() == doctest::Approx(bound));

    // All go, another comes; the basis has its own again, and is optimal at once.
    relaxation.remove_last_cuts(1);
    CHECK(solve() == doctest::Approx(-2.5));
    relaxation.add_cuts(std::vector<ilp::CutRef>{cut({1, 2}, 9)});
    CHECK(relaxation.load_basis(*basis) == 1);
    const std::int64_t before = relaxation.lp().counters().iterations;
    CHECK(solve() == doctest::Approx(bound));
    CHECK(relaxation.lp().counters().iterations == before);
    CHECK(relaxation.load_basis(*basis) == 0);
}

TEST_CASE("of too many passing cuts the oldest go, and none that binds") {
    const ilp::MixedProgram program = square();
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::Relaxation relaxation(program);
    relaxation.settle();
    relaxation.add_cuts(std::vector<ilp::CutRef>{cut({1, 1}, 1.5), cut({1, 0}, 5), cut({0, 1}, 5)});
    relaxation.solve(control, infinity);
    relaxation.age_cuts();
    std::vector<ilp::CutRef> retired;
    relaxation.retire_cuts(50, 3, retired);
    CHECK(retired.empty());
    relaxation.retire_cuts(50, 0, retired);
    CHECK(retired.size() == 2);
    CHECK(relaxation.passing_cuts() == 1);
}
