// How far the entering variable of the primal method moves, on columns made by hand: one pivot from
// the basis of logicals shows which row stops it.
#include <doctest/doctest.h>

#include <vector>

#include "ilp/lp/primal_simplex.hpp"
#include "lp_checks.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

// s = entry * x within [lower, upper]; s is zero to begin with.
struct Entry {
    double entry, lower, upper;
};

// x >= 0 with cost -1 enters.
struct Column {
    SimplexState s;
    ilp::Outcome outcome{};

    explicit Column(const std::vector<Entry>& entries, double range = infinity) {
        LinearProgram p;
        p.columns = 1;
        p.rows = static_cast<std::int32_t>(entries.size());
        p.cost = {-1};
        p.lower = {0};
        p.upper = {range};
        std::vector<std::vector<double>> rows;
        for (const Entry& e : entries) {
            rows.push_back({e.entry});
            p.row_lower.push_back(e.lower);
            p.row_upper.push_back(e.upper);
        }
        set_matrix(p, rows);
        Scaling none;
        none.row.assign(entries.size(), 1.0);
        none.column = {1};
        s.load(p, none);
        s.slack_basis();
        PrimalSimplex primal(s, 1);
        outcome = primal.run();
    }

    bool entered() const { return s.is_basic(0); }
    double value() const { return entered() ? s.basic[s.position[0]] : s.value[0]; }
    // The row whose logical left, -1 if none did.
    std::int32_t left() const {
        for (std::int32_t i = 0; i < s.m; ++i)
            if (!s.is_basic(s.n + i)) return i;
        return -1;
    }
    BasisStatus leaving_status() const { return s.where[s.n + left()]; }
};

}  // namespace

TEST_CASE("the row that meets its bound first leaves, at that bound") {
    const Column up({{1, -infinity, 4}, {2, -infinity, 6}, {1, -infinity, 5}});
    CHECK(up.left() == 1);
    CHECK(up.value() == 3);
    CHECK(up.leaving_status() == BasisStatus::at_upper);
    const Column down({{-1, -4, infinity}, {-3, -6, infinity}, {1, -infinity, 5}});
    CHECK(down.left() == 1);
    CHECK(down.value() == 2);
    CHECK(down.leaving_status() == BasisStatus::at_lower);
}

TEST_CASE("sides that the row moves away from do not stop it") {
    const Column column({{1, -1, infinity}, {-1, -infinity, 1}, {1, -infinity, 9}});
    CHECK(column.left() == 2);
    CHECK(column.value() == 9);
}

TEST_CASE("with nothing in the way the column is a ray") {
    CHECK(Column({{1, 0, infinity}, {-1, -infinity, 0}}).outcome == ilp::Outcome::unbounded);
}

TEST_CASE("its own other bound, if nearer, takes the place of a pivot") {
    const Column near({{1, -infinity, 4}}, 3);
    CHECK_FALSE(near.entered());
    CHECK(near.value() == 3);
    CHECK(near.s.where[0] == BasisStatus::at_upper);
    const Column far({{1, -infinity, 4}}, 5);
    CHECK(far.entered());
    CHECK(far.value() == 4);
}

TEST_CASE("of rows that meet their bounds together the one of largest pivot leaves") {
    const Column column({{1, -infinity, 2}, {4, -infinity, 8}, {2, -infinity, 4}});
    CHECK(column.left() == 1);
    CHECK(column.value() == 2);
}

TEST_CASE("a small pivot gives way to a larger one a little behind it, within the tolerance") {
    const Column column({{1e-3, -infinity, 0}, {1, -infinity, 5e-8}});
    CHECK(column.left() == 1);
    CHECK(column.value() == 5e-8);
    // Not where that would take the first row out of its tolerance.
    const Column far({{1e-3, -infinity, 0}, {1, -infinity, 1}});
    CHECK(far.left() == 0);
}

TEST_CASE("entries that are rounding noise stop nothing") {
    const Column column({{1e-10, -infinity, 0}, {1, -infinity, 7}});
    CHECK(column.left() == 1);
    CHECK(column.value() == 7);
}

TEST_CASE("a row a little outside its bound stops the column where it stands, not behind") {
    // s = 0 lies 5e-8 above the upper bound, within the tolerance.
    const Column column({{1, -infinity, -5e-8}, {1, -infinity, 3}});
    CHECK(column.left() == 0);
    CHECK(column.value() == doctest::Approx(0).epsilon(1e-7));
}

TEST_CASE("phase one passes bounds as long as the sum of violations falls") {
    // Violated below two, below four, and from three on below minus three.
    const std::vector<Entry> two_against_one{
        {1, 2, infinity}, {1, 4, infinity}, {-1, -3, infinity}};
    const Column at_three(two_against_one);
    CHECK(at_three.left() == 2);
    CHECK(at_three.value() == 3);
    std::vector<Entry> three_against_one = two_against_one;
    three_against_one.push_back({1, 10, infinity});
    const Column at_four(three_against_one);
    CHECK(at_four.left() == 1);
    CHECK(at_four.value() == 4);
}

TEST_CASE("in phase one a range is entered at its near side and left at its far one") {
    // Inside between two and five; the other row wants twenty.
    const Column within({{1, 2, 5}, {1, 20, infinity}});
    // Slope -2 to two, -1 to five, 0 behind: the far side stops it.
    CHECK(within.left() == 0);
    CHECK(within.value() == 5);
    CHECK(within.leaving_status() == BasisStatus::at_upper);
}
