// Programs on which textbook rules pivot in a circle, collected by S. I. Gass and S. Vinjamuri:
// Cycling in linear programming problems, Computers and Operations Research 31, 2004, and the
// smallest ones, by J. A. J. Hall and K. I. M. McKinnon, Math. Prog. 100, 2004. All have x >= 0;
// the basis their authors begin with is set. Optima are not quoted but computed exactly.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "exact_truth.hpp"
#include "lp_changes.hpp"
#include "lp_styles.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

struct Example {
    const char* name;
    std::vector<double> cost;
    DenseRows rows;  // equations
    std::vector<double> right;
    std::vector<std::int32_t> basic;  // to begin with, one column a row
};

const std::vector<Example>& examples() {
    static const std::vector<Example> all = {
        {"Hoffman 1953, rounded",
         {0, 0, 0, -2.2361, 2, 0, 4, 3.618, 3.236, 3.618, 0.764},
         {{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
          {0, 1, 0, 0.309, -0.618, -0.809, -0.382, 0.809, 0.382, 0.309, 0.618},
          {0, 0, 1, 1.4635, 0.309, 1.4635, -0.809, -0.9045, -0.809, 0.4635, 0.309}},
         {1, 0, 0},
         {0, 1, 2}},
        {"Beale 1955",
         {-0.75, 150, -0.02, 6, 0, 0, 0},
         {{0.25, -60, -0.04, 9, 1, 0, 0}, {0.5, -90, -0.02, 3, 0, 1, 0}, {0, 0, 1, 0, 0, 0, 1}},
         {0, 0, 1},
         {4, 5, 6}},
        {"Yudin and Golshtein 1965",
         {0, 0, -1, 1, -1, 1, 0},
         {{1, 0, 2, -3, -5, 6, 0}, {0, 1, 6, -5, -3, 2, 0}, {0, 0, 3, 1, 2, 4, 1}},
         {0, 0, 1},
         {0, 1, 6}},
        {"Yudin and Golshtein 1965, second",
         {0, 0, -1, 1, -1, 1, 0},
         {{1, 0, 1, -2, -3, 4, 0}, {0, 1, 4, -3, -2, 1, 0}, {0, 0, 1, 1, 1, 1, 1}},
         {0, 0, 1},
         {0, 1, 6}},
        {"Kuhn, by Balinski and Tucker 1969",
         {0, 0, 0, -2, -3, 1, 12},
         {{1, 0, 0, -2, -9, 1, 9}, {0, 1, 0, 1.0 / 3, 1, -1.0 / 3, -2}, {0, 0, 1, 2, 3, -1, -12}},
         {0, 0, 2},
         {0, 1, 2}},
        {"Marshall and Suurballe 1969",
         {0, 0, 0, 0, -0.4, -0.4, 1.8},
         {{1, 0, 0, 0, 0.6, -6.4, 4.8},
          {0, 1, 0, 0, 0.2, -1.8, 0.6},
          {0, 0, 1, 0, 0.4, -1.6, 0.2},
          {0, 0, 0, 1, 0, 1, 0}},
         {0, 0, 0, 1},
         {0, 1, 2, 3}},
        {"Marshall and Suurballe 1969, unbounded",
         {0, 0, -2, -2, 8, 2},
         {{1, 0, -7, -3, 7, 2}, {0, 1, 2, 1, -3, -1}},
         {0, 0},
         {0, 1}},
        {"Solow 1984",
         {2, 0, 0, 4, 0, 4},
         {{1, -3, -1, -1, -1, 1}, {0, 2, 1, -3, -1, 2}},
         {0, 0},
         {0, 1}},
        {"Chvatal 1983",
         {-10, 57, 9, 24, 0, 0, 0},
         {{0.5, -5.5, -2.5, 9, 1, 0, 0}, {0.5, -1.5, -0.5, 1, 0, 1, 0}, {1, 0, 0, 0, 0, 0, 1}},
         {0, 0, 1},
         {4, 5, 6}},
        {"Nering and Tucker 1993",
         {0, 3, -1, 6, 0, 4, 0, 0},
         {{1, 1, 0, 0, 1.0 / 3, 1.0 / 3, 0, 0},
          {0, 9, 1, -9, -2, -1.0 / 3, 1, 0},
          {0, 1, 1.0 / 3, -2, -1.0 / 3, -1.0 / 3, 0, 1}},
         {2, 0, 2},
         {0, 6, 7}},
        {"Hall and McKinnon 2004",
         {-2.3, -2.15, 13.55, 0.4, 0, 0},
         {{0.4, 0.2, -1.4, -0.2, 1, 0}, {-7.8, -1.4, 7.8, 0.4, 0, 1}},
         {0, 0},
         {4, 5}},
        {"Hall and McKinnon 2004, in a box",
         {-2.3, -2.15, 13.55, 0.4, 0, 0, 0},
         {{0.4, 0.2, -1.4, -0.2, 1, 0, 0}, {-7.8, -1.4, 7.8, 0.4, 0, 1, 0}, {1, 1, 1, 1, 0, 0, 1}},
         {0, 0, 1},
         {4, 5, 6}},
    };
    return all;
}

LinearProgram to_program(const Example& e) {
    LinearProgram p;
    p.columns = static_cast<std::int32_t>(e.cost.size());
    p.rows = static_cast<std::int32_t>(e.right.size());
    p.cost = e.cost;
    p.lower.assign(e.cost.size(), 0.0);
    p.upper.assign(e.cost.size(), infinity);
    p.row_lower = p.row_upper = e.right;
    set_matrix(p, e.rows);
    return p;
}

Basis first_basis(const Example& e) {
    Basis basis;
    basis.column.assign(e.cost.size(), BasisStatus::at_lower);
    basis.row.assign(e.right.size(), BasisStatus::at_lower);
    for (const std::int32_t j : e.basic) basis.column[j] = BasisStatus::basic;
    return basis;
}

void check(Simplex& s, TruthCounts& counts) {
    LpLimits limits;
    limits.iterations = 500;
    s.solve(limits);
    CHECK(Truth(s.problem()).fault(answer_of(s), counts) == "");
}

}  // namespace

TEST_CASE(
    "programs that cycle under textbook rules end, from their authors' basis, by either method") {
    TruthCounts counts;
    for (const Example& e : examples()) {
        CAPTURE(std::string(e.name));
        for (const LpMethod method : {LpMethod::automatic, LpMethod::dual, LpMethod::primal}) {
            Simplex s(to_program(e));
            s.set_method(method);
            s.set_basis(first_basis(e));
            check(s, counts);
            Simplex cold(to_program(e));
            cold.set_method(method);
            check(cold, counts);
        }
    }
    CHECK(counts.optimal > 40);
    CHECK(counts.unbounded > 5);
}

TEST_CASE("nor do they cycle in another order, in other units or with rows repeated") {
    Random random(1);
    TruthCounts counts;
    for (const Example& e : examples()) {
        CAPTURE(std::string(e.name));
        for (int trial = 0; trial < 30; ++trial) {
            CAPTURE(trial);
            LinearProgram p = permuted(random, to_program(e));
            if (trial % 3 == 1) p = randomly_rescaled(random, p, 8);
            if (trial % 3 == 2) p = with_repeated_rows(random, p);
            Simplex s(p);
            s.set_method(trial % 2 ? LpMethod::primal : LpMethod::automatic);
            check(s, counts);
        }
    }
}

// Where entries differ by 2^40 a basis may look singular to its factorisation. It is repaired,
// which throws the method back, and without a limit it comes to the same basis again and again.
TEST_CASE("programs of entries from 2^-20 to 2^20 come to an end within some pivots a line") {
    constexpr std::int64_t some = 15;
    std::int64_t numerical = 0;
    for (std::uint64_t seed = 0; seed < 10000; ++seed) {
        Random random(seed, 10);
        Simplex s(any_program(random, LpStyle::wider));
        numerical += s.solve() == LpStatus::numerical;
        CAPTURE(seed);
        CHECK(s.counters().iterations <= some * (s.rows() + s.columns()));
    }
    CHECK(numerical == 0);
}

TEST_CASE("programs that went in a circle of thousands of pivots are true") {
    TruthCounts counts;
    for (const std::uint64_t seed : {2439, 3583, 4344, 6048, 8365, 8609, 9150, 9575, 19625}) {
        Random random(seed, 10);
        const LinearProgram p = any_program(random, LpStyle::wider);
        Simplex s(p);
        s.solve();
        CAPTURE(seed);
        CHECK(s.status() != LpStatus::numerical);
        CHECK(Truth(p).fault(answer_of(s), counts) == "");
    }
}
