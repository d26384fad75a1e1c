// Everything that a search learns holds at every integer point that is better than the cutoff it
// rests on: all of them are tried, and continuous columns are set against proof rows by an LP.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "ilp/cuts/cut_problems.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/search.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

struct Learned {
    std::vector<std::pair<ilp::Clause, double>> clauses;
    std::vector<std::pair<ilp::ProofRow, double>> proofs;
    double optimum = infinity;
};

// A plain search: the tree has more to do without cuts and heuristics.
Learned search(const ilp::MixedProgram& program, bool heuristics, bool probing) {
    Learned out;
    const Context context;
    ilp::Control control(context, SolveOptions{});
    ilp::SearchOptions options;
    options.cuts = options.symmetry = options.small_tree = false;
    options.probing = probing;
    options.heuristics = heuristics;
    options.conflict_watch.clause = [&](const ilp::Clause& clause, double cutoff) {
        out.clauses.emplace_back(clause, cutoff);
    };
    options.conflict_watch.proof = [&](const ilp::ProofRow& row, double cutoff) {
        out.proofs.emplace_back(row, cutoff);
    };
    const auto judge = [&](std::span<const double> point) {
        ilp::Judged judged;
        judged.accepted = true;
        judged.objective = program.lp.offset;
        for (std::size_t j = 0; j < point.size(); ++j)
            judged.objective += program.lp.cost[j] * point[j];
        return judged;
    };
    ilp::Search tree(program, control, judge, options);
    tree.run();
    out.optimum = tree.incumbent().objective();
    return out;
}

bool clause_holds(const ilp::Clause& clause, const std::vector<double>& x) {
    return std::any_of(clause.begin(), clause.end(), [&](const ilp::BoundLiteral& literal) {
        return literal.holds(x[literal.column]);
    });
}

// The least cost over the continuous columns at this integer point; infinity if there is none.
double least_cost(ilp::Simplex& simplex, const ilp::LinearProgram& lp) {
    for (std::int32_t j = 0; j < lp.columns; ++j) simplex.set_cost(j, lp.cost[j]);
    return simplex.solve() == ilp::LpStatus::optimal ? simplex.objective() : infinity;
}

// The most that the row comes to at this integer point.
double most_activity(ilp::Simplex& simplex, const ilp::LinearProgram& lp,
                     const ilp::ProofRow& row) {
    for (std::int32_t j = 0; j < lp.columns; ++j) simplex.set_cost(j, 0);
    for (std::size_t k = 0; k < row.index.size(); ++k)
        simplex.set_cost(row.index[k], -row.value[k]);
    return simplex.solve() == ilp::LpStatus::optimal ? -simplex.objective() + lp.offset : -infinity;
}

void check(const ilp::MixedProgram& program, const Learned& learned) {
    const ilp::LinearProgram& lp = program.lp;
    std::vector<std::int32_t> integers;
    for (std::int32_t j = 0; j < lp.columns; ++j)
        if (program.integer[j]) integers.push_back(j);
    // The cutoff as a last row, set for each proof row.
    ilp::Simplex plain(lp), bounded(lp);
    std::vector<std::int32_t> columns;
    for (std::int32_t j = 0; j < lp.columns; ++j) columns.push_back(j);
    const std::vector<double> low{-infinity}, high{infinity};
    const std::vector<std::int64_t> start{0, lp.columns};
    bounded.add_rows(low, high, start, columns, lp.cost);
    std::vector<double> x(lp.lower);
    while (true) {
        for (const std::int32_t j : integers) {
            plain.set_bounds(j, x[j], x[j]);
            bounded.set_bounds(j, x[j], x[j]);
        }
        const double cost = least_cost(plain, lp);
        if (cost < infinity) {
            for (const auto& [clause, cutoff] : learned.clauses)
                if (cost <= cutoff) CHECK(clause_holds(clause, x));
            for (const auto& [row, cutoff] : learned.proofs) {
                if (cost > cutoff) continue;
                bounded.set_row_bounds(lp.rows, -infinity, cutoff - lp.offset);
                CHECK(most_activity(bounded, lp, row) <=
                      row.right + 1e-6 * std::fmax(1.0, std::fabs(row.right)));
            }
        }
        std::size_t k = 0;
        for (; k < integers.size(); ++k) {
            const std::int32_t j = integers[k];
            if (x[j] < lp.upper[j]) {
                x[j] += 1;
                break;
            }
            x[j] = lp.lower[j];
        }
        if (k == integers.size()) return;
    }
}

// Weights that must come to something in several rows: many nodes, few bounds that follow. With
// `missing` continuous columns that make up for a part, at a price.
Problem weights(Random& random, int missing) {
    Problem problem;
    const int items = 8 + static_cast<int>(random.below(3));
    const int rows = 2 + static_cast<int>(random.below(2));
    for (int j = 0; j < items; ++j) {
        const bool binary = random.below(4) != 0;
        problem.add_column("", ColumnType::integer, 0, binary ? 1 : 2,
                           static_cast<double>(random.below(30)) - 5);
    }
    for (int k = 0; k < missing; ++k)
        problem.add_column("", ColumnType::continuous, 0, 4,
                           1 + static_cast<double>(random.below(5)));
    for (int i = 0; i < rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double sum = 0;
        for (int j = 0; j < items; ++j) {
            index.push_back(j);
            value.push_back(3 + static_cast<double>(random.below(25)));
            sum += value.back();
        }
        for (int k = 0; k < missing; ++k) {
            index.push_back(items + k);
            value.push_back(random.below(2) == 0 ? 1 : -1);
        }
        const double low = std::floor(sum / 2);
        problem.add_row("", low, low + static_cast<double>(random.below(6)), index, value);
    }
    return problem;
}

template <class Make>
void check_many(int count, std::uint64_t stream, std::size_t least_clauses,
                std::size_t least_proofs, Make make) {
    std::size_t clauses = 0, proofs = 0;
    for (int k = 0; k < count; ++k) {
        Random random(stream, static_cast<std::uint64_t>(k));
        const Problem problem = make(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        const ilp::MixedProgram program = ilp::to_mixed_program(problem);
        const Learned learned = search(program, k % 2 == 1, false);
        clauses += learned.clauses.size();
        proofs += learned.proofs.size();
        check(program, learned);
        // Reasons may be implications then.
        check(program, search(program, k % 2 == 1, true));
    }
    CHECK(clauses >= least_clauses);
    CHECK(proofs >= least_proofs);
}

}  // namespace

TEST_CASE("what is learned from weights holds at every point") {
    check_many(60, 81, 500, 50, [](Random& random) { return weights(random, 0); });
    check_many(40, 82, 300, 30, [](Random& random) { return weights(random, 2); });
}

TEST_CASE("what is learned from random programs holds at every point") {
    check_many(1000, 83, 30, 0, [](Random& random) {
        return test::random_problem(random, test::random_style(random, random.below(2) == 0));
    });
}

TEST_CASE("what is learned from fixed charges, lots, knapsacks and cliques holds at every point") {
    check_many(150, 84, 5, 0, test::fixed_charge_network);
    check_many(100, 85, 20, 0, test::lot_sizing);
    check_many(150, 86, 20, 0, test::knapsacks);
    check_many(150, 87, 20, 0, test::conflicts);
}
