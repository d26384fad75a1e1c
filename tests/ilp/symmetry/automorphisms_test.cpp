// Symmetries that were planted are found, and what is found is a symmetry.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "ilp/symmetry/automorphisms.hpp"
#include "ilp/symmetry/blocks.hpp"
#include "ilp/symmetry/orbits.hpp"
#include "ilp/symmetry/symmetric_problems.hpp"

using namespace tenon;

namespace {

constexpr std::int64_t enough = 10'000'000;

using Row = std::tuple<double, double, std::vector<std::pair<std::int32_t, double>>>;

// The rows as a bag, with columns renamed.
std::map<Row, int> rows_of(const Problem& problem, const ilp::Permutation& p) {
    std::map<Row, int> out;
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        std::vector<std::pair<std::int32_t, double>> entries;
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
            entries.emplace_back(p.image(problem.index()[k]), problem.value()[k]);
        std::sort(entries.begin(), entries.end());
        ++out[{problem.row_lower()[i], problem.row_upper()[i], entries}];
    }
    return out;
}

bool is_symmetry(const Problem& problem, const ilp::Permutation& p) {
    for (const auto& [from, to] : p.moves)
        if (problem.cost()[from] != problem.cost()[to] ||
            problem.lower()[from] != problem.lower()[to] ||
            problem.upper()[from] != problem.upper()[to] ||
            problem.type()[from] != problem.type()[to])
            return false;
    return rows_of(problem, p) == rows_of(problem, {});
}

Problem machines(int count, int jobs) {
    Problem problem(Sense::minimize);
    for (int m = 0; m < count; ++m)
        for (int t = 0; t < jobs; ++t) problem.add_column("", ColumnType::binary, 0, 1, 1 + t);
    for (int t = 0; t < jobs; ++t) {
        std::vector<std::int32_t> index;
        for (int m = 0; m < count; ++m) index.push_back(m * jobs + t);
        problem.add_row("", 1, 1, index, std::vector<double>(index.size(), 1));
    }
    for (int m = 0; m < count; ++m) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (int t = 0; t < jobs; ++t) {
            index.push_back(m * jobs + t);
            value.push_back(3 + t);
        }
        problem.add_row("", -infinity, 20, index, value);
    }
    return problem;
}

}  // namespace

TEST_CASE("every generator is a symmetry of the problem") {
    int found = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        Random random(seed, 4);
        const Problem problem = test::shuffled(test::symmetric_problem(random), random);
        CAPTURE(seed);
        const ilp::Automorphisms all =
            ilp::find_automorphisms(ilp::to_mixed_program(problem), enough);
        CHECK(all.complete);
        for (const ilp::Permutation& p : all.generators) {
            CHECK(is_symmetry(problem, p));
            ++found;
        }
    }
    CHECK(found > 1500);
}

TEST_CASE("equal machines are one matrix of blocks, whatever the order of columns and rows") {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        Random random(seed, 5);
        const int count = 2 + static_cast<int>(random.below(6));
        const int jobs = 2 + static_cast<int>(random.below(5));
        const Problem problem = test::shuffled(machines(count, jobs), random);
        const ilp::Automorphisms all =
            ilp::find_automorphisms(ilp::to_mixed_program(problem), enough);
        const ilp::SymmetryParts parts = ilp::split_symmetries(all.generators, problem.columns());
        CAPTURE(count);
        CAPTURE(jobs);
        REQUIRE(parts.matrices.size() == 1);
        CHECK(parts.groups.empty());
        CHECK(parts.matrices[0].blocks == count);
        CHECK(parts.matrices[0].rows == jobs);
    }
}

TEST_CASE("rotations of a ring are found as one orbit") {
    Problem problem(Sense::minimize);
    const int n = 9;
    for (int j = 0; j < n; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    for (int j = 0; j < n; ++j) {
        const std::vector<std::int32_t> index{j, (j + 1) % n, (j + 3) % n};
        problem.add_row("", 1, infinity, index, std::vector<double>{1, 2, 3});
    }
    const ilp::Automorphisms all = ilp::find_automorphisms(ilp::to_mixed_program(problem), enough);
    ilp::Orbits orbits(n);
    for (const ilp::Permutation& p : all.generators)
        for (const auto& [from, to] : p.moves) orbits.join(from, to);
    CHECK(orbits.size(0) == n);
}

TEST_CASE("a problem without symmetries costs one refinement") {
    Problem problem(Sense::minimize);
    const int n = 1000;
    for (int j = 0; j < n; ++j) problem.add_column("", ColumnType::binary, 0, 1, j);
    for (int i = 0; i + 1 < n; ++i) {
        const std::vector<std::int32_t> index{i, i + 1};
        problem.add_row("", 1, infinity, index, std::vector<double>{1, 1});
    }
    const ilp::Automorphisms all = ilp::find_automorphisms(ilp::to_mixed_program(problem), enough);
    CHECK(all.generators.empty());
    CHECK(all.work < 40 * n);
}

TEST_CASE("ten thousand equal machines are found in work that grows with the problem") {
    const Problem problem = machines(10'000, 2);
    const ilp::Automorphisms all =
        ilp::find_automorphisms(ilp::to_mixed_program(problem), 100 * enough);
    CHECK(all.complete);
    CHECK(all.generators.size() == 9'999);
    CHECK(all.work < 100 * 40'000);
}
