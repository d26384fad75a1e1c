// What is done at a node counts: bounds that are spread, dives and linear programs end at the work
// limit, and look at the cancel handle.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// Pairs of integers without upper bounds and 3x - 3y = 1: no plan exists, the relaxation is
// feasible for ever, and the two bounds push each other up by one at a time.
Problem crawling_pairs(int pairs) {
    Problem problem;
    for (int k = 0; k < pairs; ++k) {
        const std::vector<std::int32_t> columns{
            problem.add_column("", ColumnType::integer, 0, infinity, 1),
            problem.add_column("", ColumnType::integer, 0, infinity, 1)};
        problem.add_row("", 1, 1, columns, std::vector<double>{3, -3});
    }
    return problem;
}

// A covering problem whose first relaxation takes many pivots.
Problem covering(int rows, int columns, double density) {
    Random random(31);
    Problem problem;
    for (int j = 0; j < columns; ++j)
        problem.add_column("", ColumnType::binary, 0, 1, 1 + std::floor(random.uniform(0, 9)));
    for (int i = 0; i < rows; ++i) {
        std::vector<std::int32_t> index;
        for (int j = 0; j < columns; ++j)
            if (random.uniform() < density) index.push_back(j);
        problem.add_row("", 2, infinity, index, std::vector<double>(index.size(), 1.0));
    }
    return problem;
}

ilp::Judged refuse(std::span<const double>) {
    return {};
}

class Bench : public ilp::Workbench {
  public:
    Bench(const ilp::MixedProgram& program, ilp::Control& control)
        : Workbench(program, control, refuse, {}) {}

    ilp::LpStatus solve_relaxation() {
        relaxation_.sync(domain_);
        const ilp::LpStatus status = relaxation_.solve(control_, infinity);
        lp_point_.assign(relaxation_.primal().begin(), relaxation_.primal().end());
        return status;
    }
};

}  // namespace

TEST_CASE("spreading bounds and taking them back are charged") {
    const ilp::MixedProgram program = ilp::to_mixed_program(crawling_pairs(1));
    const Context context;
    ilp::Control control(context, {});
    Bench bench(program, control);
    bench.domain().propagate();
    const std::int64_t spread = control.work();
    CHECK(spread > 300);
    CHECK(spread == bench.domain().work());
    bench.domain().undo_to(0);
    CHECK(control.work() > spread);
}

TEST_CASE("integers that creep along are left after a few passes") {
    const ilp::MixedProgram program = ilp::to_mixed_program(crawling_pairs(1000));
    ilp::Domain domain(program);
    const std::int64_t pass = static_cast<std::int64_t>(domain.rows().index.size()) + 100;
    CHECK(domain.propagate());
    CHECK(domain.work() > 2 * pass);
    CHECK(domain.work() < 8 * pass);
}

TEST_CASE("spreading bounds ends soon after a cancel") {
    const ilp::MixedProgram program = ilp::to_mixed_program(crawling_pairs(100'000));
    Cancel cancel;
    Context context;
    context.cancel = &cancel;
    ilp::Control control(context, {});
    Bench whole(program, control), cancelled(program, control);
    whole.domain().propagate();
    cancel.request();
    cancelled.domain().propagate();
    CHECK(cancelled.domain().work() < whole.domain().work() / 4);
    CHECK(!cancelled.domain().infeasible());
}

TEST_CASE("a dive ends though none of its linear programs needs a pivot") {
    const ilp::MixedProgram program = ilp::to_mixed_program(crawling_pairs(1));
    const Context context;
    ilp::Control control(context, {});
    Bench bench(program, control);
    REQUIRE(bench.solve_relaxation() == ilp::LpStatus::optimal);
    constexpr std::int64_t allowed = 50;
    for (int kind = 0; kind < ilp::dive_kinds; ++kind) {
        CAPTURE(kind);
        const std::int64_t before = bench.relaxation().lp().counters().solves;
        const std::int64_t spent = bench.heuristic_iterations();
        ilp::dive(bench, static_cast<ilp::Dive>(kind), allowed);
        CHECK(bench.relaxation().lp().counters().solves - before <= 2 * allowed);
        // What it took is taken off what further dives may take.
        CHECK(bench.heuristic_iterations() > spent);
    }
}

TEST_CASE("a linear program counts though it takes no pivot") {
    const ilp::MixedProgram program = ilp::to_mixed_program(covering(40, 60, 0.3));
    const Context context;
    ilp::Control control(context, {});
    Bench bench(program, control);
    REQUIRE(bench.solve_relaxation() == ilp::LpStatus::optimal);
    const std::int64_t work = control.work(),
                       pivots = bench.relaxation().lp().counters().iterations;
    for (int k = 0; k < 10; ++k) {
        const auto here = bench.relaxation().lp().save();
        bench.relaxation().lp().restore(here);
        REQUIRE(bench.solve_relaxation() == ilp::LpStatus::optimal);
    }
    CHECK(bench.relaxation().lp().counters().iterations == pivots);
    CHECK(control.work() - work >= 10 * 3 * (40 + 60));
}

TEST_CASE("a linear program at a node ends at the work limit") {
    const ilp::MixedProgram program = ilp::to_mixed_program(covering(150, 400, 0.1));
    const Context context;
    ilp::Control control(context, {});
    Bench whole(program, control);
    REQUIRE(whole.solve_relaxation() == ilp::LpStatus::optimal);
    SolveOptions options;
    options.work_limit = control.work() / 4;
    ilp::Control limited(context, options);
    Bench bench(program, limited);
    CHECK(bench.solve_relaxation() == ilp::LpStatus::stopped);
    CHECK(limited.stopped());
    CHECK(limited.reason() == ilp::Stop::work);
    CHECK(limited.work() < control.work() / 2);
}

TEST_CASE("a linear program of a sub-problem ends at the work limit of the whole, too") {
    const Context context;
    SolveOptions options;
    options.work_limit = 1000;
    ilp::Control whole(context, options), endless(context, {});
    whole.add_work(400);
    ilp::Control part(whole, -1, 1'000'000), small(whole, -1, 100), free(endless, -1, 100);
    CHECK(part.lp_limits().work == 600);
    CHECK(small.lp_limits().work == 100);
    CHECK(free.lp_limits().work == 100);
    small.add_work(30);
    CHECK(small.lp_limits().work == 70);
    CHECK(part.lp_limits().work == 570);
}

TEST_CASE("the pivots that complete a plan are counted") {
    Problem problem;
    const std::vector<std::int32_t> columns{
        problem.add_column("", ColumnType::integer, 0, 5, 1),
        problem.add_column("", ColumnType::continuous, 0, 9, 1),
        problem.add_column("", ColumnType::continuous, 0, 9, 2)};
    problem.add_row("", 4, infinity, columns, std::vector<double>{1, 1, 1});
    const ilp::MixedProgram program = ilp::to_mixed_program(problem);
    const Context context;
    ilp::Control control(context, {});
    Bench bench(program, control);
    bench.offer(std::vector<double>{2, 0, 0}, "test");
    CHECK(bench.incumbent().lp_counters().iterations == 1);
}
