// Networks are found in programs that have one, whatever their rows look like, and cuts of sets of
// nodes raise the bound of the root.
#include "ilp/cuts/network.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "ilp/cuts/cut_problems.hpp"
#include "ilp/node/control.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

struct Found {
    ilp::MixedProgram program;
    ilp::SparseRows rows;
    ilp::Network network;
    std::int64_t work;
};

Found find(const Problem& problem) {
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::MixedProgram program = ilp::to_mixed_program(problem);
    ilp::SparseRows rows = ilp::rows_of(program.lp.matrix, program.lp.rows);
    ilp::Network network(program, rows, control);
    return {std::move(program), std::move(rows), std::move(network), control.work()};
}

// The sum of a node's rows, as it stands in the problem: what it holds of each flow.
std::vector<double> sum_at(const Found& found, std::int32_t node) {
    std::vector<double> sum(found.program.integer.size());
    for (const ilp::Network::Balance& balance : found.network.balances(node))
        for (std::int64_t k = found.rows.start[balance.row]; k < found.rows.start[balance.row + 1];
             ++k)
            sum[found.rows.index[k]] += balance.weight * found.rows.value[k];
    return sum;
}

double root_bound(const Problem& problem, bool cuts) {
    SolveOptions options;
    options.node_limit = 1;
    options.heuristics = false;
    if (!cuts) options.without = {"network cuts"};
    return solve({}, problem, options).bound;
}

}  // namespace

TEST_CASE("networks of several commodities are found in rows of any order, sign and scale") {
    for (std::uint64_t k = 0; k < 40; ++k) {
        CAPTURE(k);
        Random random(41, k);
        test::NetworkShape shape;
        shape.nodes = static_cast<std::int32_t>(5 + random.below(6));
        shape.arcs = 3 * shape.nodes;
        shape.commodities = static_cast<std::int32_t>(1 + random.below(4));
        shape.undirected = k % 3 == 0;
        const Found found = find(test::network_design(random, shape));
        const ilp::Network& network = found.network;
        CHECK(network.commodities() == shape.commodities);
        CHECK(network.nodes() == shape.nodes);
        REQUIRE(network.arcs().size() == static_cast<std::size_t>(shape.arcs));
        for (const ilp::Network::Arc& arc : network.arcs()) {
            CHECK(arc.capacity >= 0);
            CHECK(arc.tail >= 0);
            CHECK(arc.head >= 0);
            CHECK(arc.undirected == shape.undirected);
        }
        for (std::int32_t v = 0; v < network.nodes(); ++v) {
            std::set<std::int32_t> commodities;
            for (const ilp::Network::Balance& balance : network.balances(v))
                commodities.insert(balance.commodity);
            CHECK(commodities.size() == static_cast<std::size_t>(shape.commodities));
        }
    }
}

TEST_CASE("what leaves one node of a network arrives at another") {
    Random random(42);
    test::NetworkShape shape;
    shape.nodes = 8;
    shape.arcs = 20;
    shape.commodities = 3;
    const Found found = find(test::network_design(random, shape));
    std::vector<double> whole(found.program.integer.size());
    for (std::int32_t v = 0; v < found.network.nodes(); ++v) {
        const std::vector<double> sum = sum_at(found, v);
        for (std::size_t j = 0; j < sum.size(); ++j) {
            CHECK((sum[j] == 0 || std::fabs(std::fabs(sum[j]) - 1) < 1e-12));
            whole[j] += sum[j];
        }
    }
    for (const double rest : whole) CHECK(std::fabs(rest) < 1e-12);
}

TEST_CASE("commodities that take unlike shares of a capacity are put in its units") {
    // One unit of the second commodity takes three of capacity, everywhere.
    Problem problem;
    std::vector<std::vector<std::int32_t>> index(6);
    std::vector<std::vector<double>> value(6);
    for (int a = 0; a < 6; ++a) {
        std::vector<std::int32_t> on_arc;
        for (int c = 0; c < 2; ++c) {
            const std::int32_t x = problem.add_column("", ColumnType::continuous, 0, infinity, 1);
            const int tail = a % 3, head = a < 3 ? (a + 1) % 3 : (a + 2) % 3;
            index[static_cast<std::size_t>(3 * c + tail)].push_back(x);
            value[static_cast<std::size_t>(3 * c + tail)].push_back(1);
            index[static_cast<std::size_t>(3 * c + head)].push_back(x);
            value[static_cast<std::size_t>(3 * c + head)].push_back(-1);
            on_arc.push_back(x);
        }
        on_arc.push_back(problem.add_column("", ColumnType::binary, 0, 1, 10));
        const double scale = a + 1;
        problem.add_row("", -infinity, 0, on_arc,
                        std::vector<double>{scale, 3 * scale, -9 * scale});
    }
    for (std::size_t i = 0; i < 6; ++i) {
        const double demand = i % 3 == 0 ? 2 : i % 3 == 1 ? -2 : 0;
        problem.add_row("", demand, demand, index[i], value[i]);
    }
    const Found found = find(problem);
    REQUIRE(found.network.nodes() == 3);
    REQUIRE(found.network.commodities() == 2);
    for (std::int32_t v = 0; v < 3; ++v) {
        std::multiset<double> weights;
        for (const ilp::Network::Balance& balance : found.network.balances(v))
            weights.insert(std::fabs(balance.weight));
        CHECK(weights == std::multiset<double>{1, 3});
    }
    for (const ilp::Network::Arc& arc : found.network.arcs())
        CHECK(arc.weight == doctest::Approx(1.0 / (arc.capacity + 1)));
}

TEST_CASE("programs without a network have none, and that is soon clear") {
    const auto try_many = [](std::uint64_t seed, auto make) {
        for (std::uint64_t k = 0; k < 30; ++k) {
            CAPTURE(seed);
            CAPTURE(k);
            Random random(seed, k);
            const Found found = find(make(random));
            CHECK(found.network.empty());
            CHECK(found.work <=
                  10 * static_cast<std::int64_t>(found.rows.index.size()) + found.program.lp.rows);
        }
    };
    try_many(43, test::knapsacks);
    try_many(44, test::conflicts);
    // One path of stocks an item: for path cuts.
    try_many(45, test::lot_sizing);
}

TEST_CASE("on networks with capacities to be bought, cuts of node sets raise the root's bound") {
    double with = 0, without = 0;
    for (std::uint64_t k = 0; k < 8; ++k) {
        Random random(46, k);
        test::NetworkShape shape;
        shape.nodes = 8;
        shape.arcs = 24;
        shape.commodities = 6;
        shape.most = 4;
        const Problem problem = test::network_design(random, shape);
        with += root_bound(problem, true);
        without += root_bound(problem, false);
    }
    CHECK(with > 1.01 * without);
}
