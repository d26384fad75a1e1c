// Every cut of every family holds at every integer point of the program: each integer point of
// small programs is tried, and the continuous columns are set against the cut by an LP.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "ilp/cuts/cut_problems.hpp"
#include "ilp/cuts/network.hpp"
#include "ilp/cuts/separation.hpp"
#include "ilp/node/clique_extraction.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/probing.hpp"
#include "ilp/node/relaxation.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// By every family there is.
void separate_all(const ilp::Separation& at, std::vector<ilp::Cut>& cuts) {
    ilp::separate_covers(at, cuts);
    ilp::separate_paths(at, cuts);
    ilp::separate_aggregations(at, cuts);
    ilp::separate_tableau(at, cuts);
    ilp::separate_cliques(at, cuts);
    ilp::separate_implied_bounds(at, cuts);
    ilp::separate_zero_halves(at, cuts);
    ilp::separate_networks(at, cuts);
}

// The largest value of the cut's left side over all feasible points, less its right side.
double worst_excess(const ilp::MixedProgram& program, const ilp::Cut& cut) {
    ilp::LinearProgram against = program.lp;
    against.cost.assign(against.cost.size(), 0.0);
    for (std::size_t k = 0; k < cut.index.size(); ++k) against.cost[cut.index[k]] = -cut.value[k];
    against.offset = 0;
    ilp::Simplex simplex(against);
    std::vector<std::int32_t> integers;
    for (std::int32_t j = 0; j < program.lp.columns; ++j)
        if (program.integer[j]) integers.push_back(j);
    std::vector<double> x(program.lp.lower);
    double worst = -infinity;
    while (true) {
        for (const std::int32_t j : integers) simplex.set_bounds(j, x[j], x[j]);
        const ilp::LpStatus status = simplex.solve();
        if (status == ilp::LpStatus::unbounded) return infinity;
        if (status == ilp::LpStatus::optimal)
            worst = std::max(worst, -simplex.objective() - cut.right);
        std::size_t k = 0;
        for (; k < integers.size(); ++k) {
            const std::int32_t j = integers[k];
            if (x[j] < program.lp.upper[j]) {
                x[j] += 1;
                break;
            }
            x[j] = program.lp.lower[j];
        }
        if (k == integers.size()) return worst;
    }
}

// Rounds of all separators on one program; counts cuts by family.
void check_rounds(const Problem& problem, std::map<std::string, int>& seen) {
    const ilp::MixedProgram program = ilp::to_mixed_program(problem);
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::Domain domain(program);
    if (!domain.propagate()) return;
    domain.make_global();
    ilp::VariableBounds bounds(program, domain.rows());
    ilp::CliqueTable cliques = ilp::cliques_of_rows(program, domain);
    const ilp::Probed probed = ilp::probe(domain, control, cliques, {});
    if (probed.infeasible) return;
    for (const ilp::ImpliedBound& implied : probed.bounds)
        if (!program.integer[implied.column])
            bounds.add(implied.column, implied.upper,
                       {implied.binary, implied.at_zero, implied.at_one - implied.at_zero});
    const ilp::Network network(program, domain.rows(), control);
    ilp::Relaxation relaxation(program);
    for (int round = 0; round < 3; ++round) {
        relaxation.sync(domain);
        if (relaxation.solve(control, infinity) != ilp::LpStatus::optimal) return;
        ilp::Separation at(program, domain, bounds, relaxation, control);
        at.cliques = &cliques;
        at.implied = probed.bounds;
        at.network = &network;
        std::vector<ilp::Cut> cuts;
        separate_all(at, cuts);
        for (const ilp::Cut& cut : cuts) {
            CAPTURE(cut.family);
            CAPTURE(round);
            CHECK(cut.activity(at.point) > cut.right);  // it cuts something off
            CHECK(worst_excess(program, cut) <= 1e-6 * std::fmax(1.0, std::fabs(cut.right)));
            ++seen[cut.family];
        }
        if (cuts.empty()) return;
        ilp::select_cuts(cuts, 50, control);
        relaxation.add_cuts(cuts);
    }
}

// Cuts made deep in a tree, from what holds everywhere, hold outside the branch as well.
void check_below_branches(const Problem& problem, Random& random, int& seen) {
    const Context context;
    ilp::Control control(context, SolveOptions{});
    const ilp::MixedProgram program = ilp::to_mixed_program(problem);
    ilp::Domain domain(program, &control);
    if (!domain.propagate()) return;
    domain.make_global();
    ilp::VariableBounds bounds(program, domain.rows());
    const ilp::CliqueTable cliques = ilp::cliques_of_rows(program, domain);
    const ilp::Network network(program, domain.rows(), control);
    ilp::Relaxation relaxation(program);
    for (int depth = 0; depth < 4; ++depth) {
        relaxation.sync(domain);
        if (relaxation.solve(control, infinity) != ilp::LpStatus::optimal) return;
        ilp::Separation at(program, domain, bounds, relaxation, control,
                           ilp::Separation::Holds::everywhere);
        at.cliques = &cliques;
        at.network = &network;
        std::vector<ilp::Cut> cuts;
        separate_all(at, cuts);
        for (const ilp::Cut& cut : cuts) {
            CAPTURE(cut.family);
            CAPTURE(depth);
            CHECK(worst_excess(program, cut) <= 1e-6 * std::fmax(1.0, std::fabs(cut.right)));
            if (depth > 0) ++seen;
        }
        ilp::select_cuts(cuts, 5, control);
        relaxation.add_cuts(cuts);
        // A branch at a fractional column, or at any.
        std::int32_t column = -1;
        for (std::int32_t j = 0; j < domain.columns(); ++j)
            if (domain.integer(j) && !domain.fixed(j) &&
                (column < 0 || std::fabs(at.point[j] - std::round(at.point[j])) > 1e-6))
                column = j;
        if (column < 0) return;
        const double middle = std::floor(
            std::fmin(std::fmax(at.point[column], domain.lower(column)), domain.upper(column) - 1));
        if (random.below(2) == 0)
            domain.drop_upper(column, middle, ilp::Domain::by_branching);
        else
            domain.raise_lower(column, middle + 1, ilp::Domain::by_branching);
        if (!domain.propagate()) return;
    }
}

template <class Make>
std::map<std::string, int> check_many(int count, std::uint64_t seed, Make make) {
    std::map<std::string, int> seen;
    for (int k = 0; k < count; ++k) {
        Random random(seed, static_cast<std::uint64_t>(k));
        const Problem problem = make(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        check_rounds(problem, seen);
    }
    return seen;
}

}  // namespace

TEST_CASE("cuts of fixed charge networks hold at every point") {
    auto seen = check_many(150, 21, test::fixed_charge_network);
    CHECK(seen["lifted cover"] > 0);
    CHECK(seen["mixed rounding"] > 0);
    CHECK(seen["gomory"] > 0);
}

TEST_CASE("cuts of lot sizing hold at every point") {
    auto seen = check_many(100, 22, test::lot_sizing);
    CHECK(seen["lifted cover"] > 0);
    CHECK(seen["path"] > 0);
}

TEST_CASE("cuts of networks with several commodities hold at every point") {
    auto seen = check_many(150, 26, test::small_network_design);
    CHECK(seen["cut-set"] > 0);
}

TEST_CASE("cuts of knapsacks hold at every point") {
    auto seen = check_many(150, 23, test::knapsacks);
    CHECK(seen["cover"] > 0);
}

TEST_CASE("cuts of conflicts hold at every point") {
    auto seen = check_many(150, 24, test::conflicts);
    CHECK(seen["clique"] > 0);
    CHECK(seen["zero-half"] > 0);
}

TEST_CASE("cuts of random mixed programs hold at every point") {
    check_many(400, 25, [](Random& random) {
        return test::random_problem(random, test::random_style(random, true));
    });
}

TEST_CASE("cuts that are made below branches from what holds everywhere do hold everywhere") {
    int seen = 0;
    const auto try_many = [&](int count, std::uint64_t seed, auto make) {
        for (int k = 0; k < count; ++k) {
            Random random(seed, static_cast<std::uint64_t>(k));
            const Problem problem = make(random);
            CAPTURE(k);
            CAPTURE(write_mps_text(problem));
            check_below_branches(problem, random, seen);
        }
    };
    try_many(100, 31, test::fixed_charge_network);
    try_many(80, 32, test::lot_sizing);
    try_many(60, 35, test::small_network_design);
    try_many(100, 33, test::knapsacks);
    try_many(100, 34, test::conflicts);
    CHECK(seen > 100);
}
