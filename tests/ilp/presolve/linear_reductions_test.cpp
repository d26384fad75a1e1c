// Each reduction of linear programs on a program of a few rows where it fires, alone: it is counted
// by its name, and what comes back is the optimum with prices and basis, before any simplex method
// has seen it.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "check_answer.hpp"
#include "ilp/lp/lp_checks.hpp"
#include "ilp/presolve/presolve.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

constexpr double inf = infinity;

struct Column {
    double cost, lower, upper;
};

// Rows of coefficients, one a column.
MixedProgram program(const std::vector<Column>& columns, const std::vector<double>& row_lower,
                     const std::vector<double>& row_upper,
                     const std::vector<std::vector<double>>& rows) {
    MixedProgram out;
    out.lp.columns = static_cast<std::int32_t>(columns.size());
    out.lp.rows = static_cast<std::int32_t>(rows.size());
    for (const Column& column : columns) {
        out.lp.cost.push_back(column.cost);
        out.lp.lower.push_back(column.lower);
        out.lp.upper.push_back(column.upper);
        out.integer.push_back(0);
    }
    out.lp.row_lower = row_lower;
    out.lp.row_upper = row_upper;
    set_matrix(out.lp, rows);
    return out;
}

Answer answer_of(const Simplex& s) {
    const auto copy = [](std::span<const double> v) {
        return std::vector<double>(v.begin(), v.end());
    };
    return {copy(s.primal()), copy(s.dual()), copy(s.reduced_costs()), s.basis()};
}

void leave_only(Presolve& presolve, const std::string& name) {
    Presolve all(PresolveMode::linear);
    all.run({}, MixedProgram{});
    for (const ReductionCount& count : all.counts())
        if (name != count.name) presolve.skip(count.name);
}

// The answer that comes back, once the reduction has fired `times` times and all is checked.
Answer through(const MixedProgram& original, const std::string& name, std::int64_t times) {
    Presolve presolve(PresolveMode::linear);
    leave_only(presolve, name);
    REQUIRE(presolve.run({}, original) == PresolveStatus::reduced);
    for (const ReductionCount& count : presolve.counts())
        CHECK(count.fired == (name == count.name ? times : 0));
    Simplex direct(original.lp), reduced(presolve.reduced().lp);
    REQUIRE(direct.solve() == LpStatus::optimal);
    REQUIRE(reduced.solve() == LpStatus::optimal);
    CHECK(reduced.objective() == doctest::Approx(direct.objective()));
    Answer answer = presolve.restore_optimum(answer_of(reduced));
    CHECK(has_basis_size(original.lp, answer.basis));
    CHECK(answer_error(original.lp, answer).worst() < 1e-12);
    return answer;
}

}  // namespace

TEST_CASE("an empty row goes and is basic") {
    const Answer answer = through(program({{1, 2, 9}}, {-1}, {4}, {{0}}), "singleton rows", 1);
    CHECK(answer.basis.row[0] == BasisStatus::basic);
    CHECK(answer.primal[0] == 2);
}

TEST_CASE("a singleton row becomes a bound, and takes the reduced cost back where it binds") {
    SUBCASE("it binds at its upper side") {
        const Answer answer =
            through(program({{-3, 0, 10}}, {-inf}, {6}, {{2}}), "singleton rows", 1);
        CHECK(answer.primal[0] == 3);
        CHECK(answer.dual[0] == -1.5);
        CHECK(answer.reduced[0] == 0);
        CHECK(answer.basis.column[0] == BasisStatus::basic);
        CHECK(answer.basis.row[0] == BasisStatus::at_upper);
    }
    SUBCASE("a negative coefficient turns the sides round") {
        const Answer answer =
            through(program({{-3, 0, 10}}, {-6}, {inf}, {{-2}}), "singleton rows", 1);
        CHECK(answer.dual[0] == 1.5);
        CHECK(answer.basis.row[0] == BasisStatus::at_lower);
    }
    SUBCASE("the column's own bound binds") {
        const Answer answer =
            through(program({{3, 0, 10}}, {-inf}, {6}, {{2}}), "singleton rows", 1);
        CHECK(answer.dual[0] == 0);
        CHECK(answer.reduced[0] == 3);
        CHECK(answer.basis.row[0] == BasisStatus::basic);
    }
    SUBCASE("two rows on one column, the tighter one binds") {
        const Answer answer =
            through(program({{-1, 0, inf}}, {-inf, -inf}, {8, 6}, {{2}, {3}}), "singleton rows", 2);
        CHECK(answer.primal[0] == 2);
        CHECK(answer.basis.row[0] == BasisStatus::basic);
        CHECK(answer.dual[1] == doctest::Approx(-1.0 / 3));
    }
    SUBCASE("an equation fixes the column") {
        const Answer answer =
            through(program({{5, -inf, inf}}, {4}, {4}, {{2}}), "singleton rows", 1);
        CHECK(answer.primal[0] == 2);
        CHECK(answer.dual[0] == 2.5);
    }
}

TEST_CASE("a redundant row goes, a forcing row fixes its columns and gets the price they need") {
    SUBCASE("redundant") {
        const Answer answer =
            through(program({{-1, 0, 2}, {-1, 0, 3}}, {-inf, -inf}, {5, 4}, {{1, 1}, {1, 1}}),
                    "row activity", 1);
        CHECK(answer.basis.row[0] == BasisStatus::basic);
    }
    SUBCASE("forcing at the upper side; one column wants to leave its bound most") {
        // x + y - z <= -3 with z <= 3 forces x = y = 0, z = 3.
        const Answer answer =
            through(program({{-1, 0, 2}, {-4, 0, 2}, {-1, 0, 3}}, {-inf}, {-3}, {{1, 2, -1}}),
                    "row activity", 1);
        CHECK(answer.primal == std::vector<double>{0, 0, 3});
        CHECK(answer.dual[0] == -2);
        CHECK(answer.basis.column[1] == BasisStatus::basic);
        CHECK(answer.basis.row[0] == BasisStatus::at_upper);
    }
    SUBCASE("forcing at the lower side; no column wants to leave") {
        const Answer answer =
            through(program({{-1, 0, 2}, {-4, 0, 2}}, {4}, {inf}, {{1, 1}}), "row activity", 1);
        CHECK(answer.dual[0] == 0);
        CHECK(answer.basis.row[0] == BasisStatus::basic);
        CHECK(answer.basis.column[0] == BasisStatus::at_upper);
    }
}

TEST_CASE("fixed and empty columns rest where their reduced costs ask for") {
    SUBCASE("fixed, cheaper above and below") {
        const MixedProgram p = program({{-2, 3, 3}, {2, 3, 3}, {1, 0, 9}}, {8}, {inf}, {{1, 1, 1}});
        const Answer answer = through(p, "fixed columns", 2);
        CHECK(answer.primal == std::vector<double>{3, 3, 2});
        CHECK(answer.reduced[0] == -3);
        CHECK(answer.basis.column[0] == BasisStatus::at_upper);
        CHECK(answer.reduced[1] == 1);
        CHECK(answer.basis.column[1] == BasisStatus::at_lower);
    }
    SUBCASE("empty") {
        const MixedProgram p =
            program({{2, -1, 3}, {-2, -1, 3}, {0, -inf, inf}, {0, -4, 3}}, {}, {}, {});
        const Answer answer = through(p, "fixed columns", 4);
        CHECK(answer.primal == std::vector<double>{-1, 3, 0, 3});
        CHECK(answer.basis.column[2] == BasisStatus::free_zero);
        CHECK(answer.basis.column[3] == BasisStatus::at_upper);
    }
}

TEST_CASE("a column that no row holds back is fixed by its cost") {
    const MixedProgram p =
        program({{1, 0, 9}, {-1, 0, 9}, {-5, 0, 9}}, {-inf, 2}, {7, inf}, {{1, 0, 1}, {-1, 1, 0}});
    const Answer answer = through(p, "dual fixing", 2);
    CHECK(answer.basis.column[0] == BasisStatus::at_lower);
    CHECK(answer.basis.column[1] == BasisStatus::at_upper);
}

TEST_CASE("a column that costs nothing and knows no end takes its rows along") {
    // x - y >= 1 and x + 2y >= 4: x may rise as they ask, and then nothing holds y back.
    const std::vector<std::vector<double>> rows{{1, -1, 0}, {1, 2, 0}, {0, 1, 1}};
    SUBCASE("a row holds it") {
        const MixedProgram p =
            program({{0, 0, inf}, {-1, 0, 9}, {1, 0, 9}}, {1, 4, 2}, {inf, inf, inf}, rows);
        const Answer answer = through(p, "dual fixing", 2);
        CHECK(answer.primal[0] == 10);
        CHECK(answer.basis.column[0] == BasisStatus::basic);
        CHECK(answer.basis.row[0] == BasisStatus::at_lower);
        CHECK(answer.basis.row[1] == BasisStatus::basic);
    }
    SUBCASE("its other bound holds it") {
        const MixedProgram p =
            program({{0, 20, inf}, {-1, 0, 9}, {1, 0, 9}}, {1, 4, 2}, {inf, inf, inf}, rows);
        const Answer answer = through(p, "dual fixing", 2);
        CHECK(answer.primal[0] == 20);
        CHECK(answer.basis.column[0] == BasisStatus::at_lower);
    }
    SUBCASE("downward, without another bound") {
        const MixedProgram p = program({{0, -inf, inf}, {-1, 0, 9}, {1, 0, 9}}, {-inf, 4, 2},
                                       {1, inf, inf}, {{1, -1, 0}, {-1, 2, 0}, {0, 1, 1}});
        const Answer answer = through(p, "dual fixing", 2);
        CHECK(answer.primal[0] == 10);
        CHECK(answer.basis.row[0] == BasisStatus::at_upper);
    }
}

TEST_CASE("an entry that rounding could drown is dropped") {
    const MixedProgram p =
        program({{1, 0, 2}, {1, 0, 9}, {3, 0, 9}}, {5, 1}, {inf, inf}, {{1e-13, 1, 1}, {1, 1, -1}});
    const Answer answer = through(p, "small entries", 1);
    CHECK(answer.primal[1] == doctest::Approx(5));
    // Not where the column may be large, or the entry counts.
    through(program({{1, 0, inf}, {1, 0, 9}}, {5}, {inf}, {{1e-13, 1}}), "small entries", 0);
    through(program({{1, 0, 2}, {1, 0, 9}}, {5}, {inf}, {{1e-6, 1}}), "small entries", 0);
}

TEST_CASE("an equation of two columns replaces one of them") {
    SUBCASE("x comes back basic") {
        // x - 2y = 1 and x + y >= 4.
        const Answer answer =
            through(program({{3, 0, inf}, {1, 0, inf}}, {1, 4}, {1, inf}, {{1, -2}, {1, 1}}),
                    "doubleton equations", 1);
        CHECK(answer.primal == std::vector<double>{3, 1});
        CHECK(answer.dual[0] == doctest::Approx(2.0 / 3));
        CHECK(answer.dual[1] == doctest::Approx(7.0 / 3));
    }
    SUBCASE("x comes back at the bound it gave to y") {
        const Answer answer = through(program({{0, 0, 5}, {-1, 0, inf}, {0, 0, 9}}, {1, -inf},
                                              {1, 20}, {{1, -2, 0}, {0, 1, 1}}),
                                      "doubleton equations", 1);
        CHECK(answer.primal[0] == 5);
        CHECK(answer.primal[1] == 2);
        CHECK(answer.basis.column[0] == BasisStatus::at_upper);
        CHECK(answer.basis.column[1] == BasisStatus::basic);
        CHECK(answer.dual[0] == 0.5);
    }
}

TEST_CASE("a slack column goes into the sides of its row") {
    SUBCASE("equation with a cost, the slack between its bounds") {
        const Answer answer =
            through(program({{1, 0, 9}, {2, 0, 9}}, {6, -inf}, {6, 8}, {{1, 3}, {1, 0}}),
                    "slack columns", 1);
        CHECK(answer.primal == std::vector<double>{0, 2});
    }
    SUBCASE("equation, the slack at its bound") {
        const Answer answer = through(
            program({{1, 0, 9}, {4, 0, 3}, {1, 0, 9}}, {6, 1}, {6, 1}, {{1, 1, 1}, {1, 0, -1}}),
            "slack columns", 1);
        CHECK(answer.primal == std::vector<double>{3.5, 0, 2.5});
        CHECK(answer.basis.column[1] == BasisStatus::at_lower);
    }
    SUBCASE("but not one of two that cost") {
        through(program({{1, 0, 9}, {2, 0, 9}}, {6}, {6}, {{1, 3}}), "slack columns", 0);
    }
    SUBCASE("inequality without a cost, the row idle") {
        const Answer answer = through(program({{1, 0, 9}, {0, 2, 4}, {1, 0, 9}}, {-inf, 3},
                                              {20, inf}, {{1, 1, 0}, {1, 0, 1}}),
                                      "slack columns", 1);
        CHECK(answer.primal[1] == 2);
        CHECK(answer.basis.column[1] == BasisStatus::at_lower);
        CHECK(answer.basis.row[0] == BasisStatus::basic);
    }
    SUBCASE("inequality without a cost, the row binds with the slack") {
        const Answer answer = through(program({{-1, 0, 9}, {0, 2, 4}, {-1, 0, 9}}, {-inf, -inf},
                                              {8, 12}, {{1, -1, 0}, {1, 0, 1}}),
                                      "slack columns", 1);
        CHECK(answer.basis.column[1] != BasisStatus::basic);
    }
}

TEST_CASE("the cost of a slack stays where it would make the first basis dual infeasible") {
    // x + s = 6 with s dearer than x: moved, the cost of x would be negative, without an upper
    // bound.
    const std::vector<std::vector<double>> rows{{1, 1, 0}, {1, 0, 1}};
    through(program({{1, 0, inf}, {4, 0, 3}, {1, 0, 9}}, {6, 1}, {6, inf}, rows), "slack columns",
            0);
    // It goes where some other column has that fault already.
    through(program({{1, 0, inf}, {4, 0, 3}, {-1, 0, inf}}, {6, 1}, {6, 8}, rows), "slack columns",
            1);
}

TEST_CASE("a row that follows from other rows goes") {
    // x + y <= 4 and x, y >= 0 keep x within [0, 4], so x - z <= 5 says nothing.
    const std::vector<std::vector<double>> rows{{1, 1, 0}, {1, 0, -1}, {0, 1, 1}};
    const Answer answer = through(
        program({{-2, 0, inf}, {-1, 0, inf}, {1, 0, 9}}, {-inf, -inf, 1}, {4, 5, inf}, rows),
        "implied rows", 1);
    CHECK(answer.basis.row[1] == BasisStatus::basic);
    SUBCASE("but two rows that imply each other do not both go") {
        // Both say x <= 4, beside columns that are fixed.
        const Answer kept = through(program({{-1, 0, inf}, {0, 0, 0}, {0, 0, 0}}, {-inf, -inf},
                                            {4, 4}, {{1, 1, 0}, {1, 0, 1}}),
                                    "implied rows", 1);
        CHECK(kept.primal[0] == 4);
    }
}

TEST_CASE("a column that its rows keep within its bounds goes with the equation that defines it") {
    SUBCASE("a singleton shows at which side an inequality stands") {
        // x + y + z >= 4, y and z up to 3 together: x is 1 at least, and costs.
        const Answer answer = through(program({{2, 0, inf}, {1, 0, 1}, {1, 0, 2}}, {4, -inf},
                                              {inf, 2}, {{1, 1, 1}, {0, 1, 1}}),
                                      "free columns", 1);
        CHECK(answer.dual[0] == 2);
        CHECK(answer.basis.column[0] == BasisStatus::basic);
        CHECK(answer.basis.row[0] == BasisStatus::at_lower);
    }
    SUBCASE("out of two rows, by an equation") {
        const Answer answer = through(program({{1, -inf, inf}, {3, 0, 5}, {1, 0, 5}, {1, 0, 5}},
                                              {2, 6}, {2, inf}, {{1, 1, -1, 0}, {2, 1, 1, 1}}),
                                      "free columns", 1);
        CHECK(answer.basis.column[0] == BasisStatus::basic);
        CHECK(answer.reduced[0] == 0);
    }
}

TEST_CASE("prices with bounds fix columns and settle rows") {
    SUBCASE("dominated: dearer than what does the same without end") {
        // Column 1 does for 3 what column 0 does for 1 without limit.
        const Answer answer =
            through(program({{1, 0, inf}, {3, 0, 9}, {0, 0, 5}}, {4, -inf}, {inf, 8},
                            {{1, 1, 1}, {0, 1, -1}}),
                    "dominated columns", 2);  // and the row is at its lower side or the price zero
        CHECK(answer.primal[1] == 0);
        CHECK(answer.basis.column[1] == BasisStatus::at_lower);
    }
    SUBCASE("weakly dominated: no dearer") {
        const Answer answer = through(program({{1, 0, inf}, {1, 0, 9}, {-1, 0, 5}}, {4, -inf},
                                              {inf, 8}, {{1, 1, 0}, {0, 1, 1}}),
                                      "dominated columns", 1);
        CHECK(answer.primal[1] == 0);
    }
    SUBCASE("a row whose price must be positive is an equation") {
        // Column 0 may rise for ever and earns: the row must pay for it.
        const Answer answer = through(program({{-2, 0, inf}, {5, 0, 5}, {1, 0, 9}}, {-inf, 1},
                                              {6, inf}, {{1, -1, 0}, {0, 1, 1}}),
                                      "dominated columns", 1);
        CHECK(answer.dual[0] == -2);
        CHECK(answer.basis.row[0] == BasisStatus::at_upper);
    }
}

TEST_CASE("columns that are multiples of each other become one") {
    SUBCASE("merged and divided again") {
        const Answer answer = through(
            program({{1, 0, 2}, {2, 0, 3}, {9, 0, 9}}, {5, 5}, {inf, inf}, {{1, 2, 1}, {1, 2, -1}}),
            "parallel columns", 1);
        CHECK(answer.primal[0] + 2 * answer.primal[1] == 5);
    }
    SUBCASE("merged at a bound, one of them turned round") {
        const Answer answer = through(program({{-1, 0, 2}, {2, -3, 0}, {9, 0, 99}}, {-inf, -inf},
                                              {99, 99}, {{1, -2, -1}, {1, -2, 1}}),
                                      "parallel columns", 1);
        CHECK(answer.primal[0] == 2);
        CHECK(answer.primal[1] == -3);
        CHECK(answer.basis.column[1] == BasisStatus::at_lower);
    }
    SUBCASE("two halves make a free column") {
        const Answer answer = through(program({{1, 0, inf}, {-1, 0, inf}, {3, 0, 9}}, {-4, -9},
                                              {-4, 9}, {{1, -1, 1}, {2, -2, 1}}),
                                      "parallel columns", 1);
        CHECK(answer.primal[1] == 4);
    }
    SUBCASE("the dearer one stays at its bound") {
        const Answer answer = through(program({{1, 0, inf}, {3, 0, 3}, {9, 0, 9}}, {5, 5},
                                              {inf, inf}, {{1, 2, 1}, {1, 2, -1}}),
                                      "parallel columns", 1);
        CHECK(answer.primal[1] == 0);
        CHECK(answer.reduced[1] == 1);
    }
}

TEST_CASE("rows that are multiples of each other become one") {
    SUBCASE("the side that binds was the other row's") {
        const Answer answer =
            through(program({{-1, 0, 9}, {-1, 0, 9}}, {-inf, -inf}, {7, 24}, {{1, 2}, {3, 6}}),
                    "parallel rows", 1);
        CHECK(answer.dual[0] == -1);
        CHECK(answer.basis.row[1] == BasisStatus::basic);
    }
    SUBCASE("turned round") {
        const Answer answer =
            through(program({{1, 0, 9}, {1, 0, 9}}, {4, -inf}, {inf, -15}, {{1, 2}, {-3, -6}}),
                    "parallel rows", 1);
        CHECK(answer.dual[1] == doctest::Approx(-1.0 / 6));
        CHECK(answer.basis.row[0] == BasisStatus::basic);
    }
}
