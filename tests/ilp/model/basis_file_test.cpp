// Basis files. Checked by hand against CLP 1.17 (-basisOut, -basisIn), which takes the statuses as
// they are meant here: a row "at its upper side" is one whose activity is there.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "ilp/refusal.hpp"
#include "random_problem.hpp"
#include "temporary_path.hpp"
#include "tenon/basis.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;
using test::has;

namespace {

using enum BasisStatus;

// x in [0, 5], y free, z in (-inf, 3], w in [-8, 8]; rows: [7, 10], [2, inf), (-inf, 4]
Problem sample() {
    Problem problem;
    problem.set_name("sample");
    problem.add_column("x", ColumnType::continuous, 0, 5, 0);
    problem.add_column("y", ColumnType::continuous, -infinity, infinity, 0);
    problem.add_column("z", ColumnType::continuous, -infinity, 3, 0);
    problem.add_column("w 1", ColumnType::continuous, -8, 8, 0);
    problem.add_row("r1", 7, 10, {}, {});
    problem.add_row("r2", 2, infinity, {}, {});
    problem.add_row("row 3", -infinity, 4, {}, {});
    return problem;
}

Basis read(const std::string& lines) {
    return read_basis_text({}, sample(), "NAME sample\n" + lines + "ENDATA\n");
}

std::string refusal(const std::string& text) {
    return test::refusal(
        [](const std::string& lines) { return read_basis_text({}, sample(), lines); }, text);
}

bool same(const Basis& a, const Basis& b) {
    return a.column == b.column && a.row == b.row;
}

}  // namespace

TEST_CASE("without lines all rows are basic and columns rest at the bound they have") {
    const Basis basis = read("");
    CHECK(basis.row == std::vector{basic, basic, basic});
    CHECK(basis.column == std::vector{at_lower, free_zero, at_upper, at_lower});
}

TEST_CASE("each kind of line") {
    const Basis basis = read(" XU x r1\n XL y r2\n UL w_1\n LL z\n");
    CHECK(basis.column == std::vector{basic, basic, at_upper, at_upper});
    CHECK(basis.row == std::vector{at_upper, at_lower, basic});
    // A side the row does not have is taken as the one it has.
    CHECK(read(" XL x row_3\n").row[2] == at_upper);
    CHECK(read(" XU x r2\n").row[1] == at_lower);
}

TEST_CASE("names with blanks, values and dummies of other writers are understood") {
    const Basis plain = read(" XU w_1 row_3\n UL x\n");
    CHECK(same(plain, read(" XU w 1     row 3\n UL x\n")));
    CHECK(same(plain, read(" XU w_1      row_3     -1.5\n UL x      _dummy_     3.\n")));
    CHECK(same(plain, read_basis_text({}, sample(),
                                      "* comment\nNAME          sample  VALUES\r\n XU w_1 row_3\r\n"
                                      " UL x\r\nENDATA\r\nmore\r\n")));
}

TEST_CASE("a basic column without a row lets the last basic row go") {
    const Basis basis = read(" BS x _dummy_ 0.0\n XL y row_3\n");
    CHECK(basis.column == std::vector{basic, basic, at_upper, at_lower});
    CHECK(basis.row == std::vector{basic, at_lower, at_upper});
    CHECK(has(refusal("NAME\n BS x\n BS y\n BS z\n BS w 1\nENDATA\n"), "more columns are basic"));
}

TEST_CASE("what is written reads back equal") {
    Random random(331);
    for (int k = 0; k < 300; ++k) {
        const Problem problem = test::random_problem(random, k % 2 == 1);
        Basis basis = read_basis_text({}, problem, "NAME\nENDATA\n");
        // Any pairs of a column and a row changed over, and columns moved to their other bound.
        for (std::size_t j = 0; j < basis.column.size(); ++j) {
            const std::size_t i = j;
            if (random.below(2) && i < basis.row.size()) {
                basis.column[j] = basic;
                const bool lower = problem.row_lower()[i] > -infinity;
                const bool upper = problem.row_upper()[i] < infinity;
                basis.row[i] = lower && (!upper || random.below(2)) ? at_lower
                               : upper                              ? at_upper
                                                                    : free_zero;
            } else if (problem.lower()[j] > -infinity && problem.upper()[j] < infinity &&
                       random.below(2)) {
                basis.column[j] = at_upper;
            }
        }
        CAPTURE(k);
        CHECK(same(basis, read_basis_text({}, problem, write_basis_text(problem, basis))));
    }
}

TEST_CASE("names are those of the MPS file") {
    Basis basis = read(" XU w_1 row_3\n");
    const std::string text = write_basis_text(sample(), basis);
    CHECK(has(text, "* column w_1 stands for \"w 1\"\n"));
    CHECK(has(text, "\n XU w_1       row_3\n"));
    CHECK(has(text, "NAME          sample\n"));
}

TEST_CASE("what is wrong is refused with the line and the words") {
    CHECK(has(refusal(""), "without ENDATA"));
    CHECK(has(refusal("NAME\n UL x\n"), "without ENDATA"));
    CHECK(has(refusal("NAME\n UL q\nENDATA\n"), "line 2: \"q\" is no column"));
    CHECK(has(refusal("NAME\n XU x q\nENDATA\n"), "\"q\" is no row"));
    CHECK(has(refusal("NAME\n XU x\nENDATA\n"), "needs a column and a row"));
    CHECK(has(refusal("NAME\n UL\nENDATA\n"), "needs a column"));
    CHECK(has(refusal("NAME\n UL x\n LL x\nENDATA\n"), "told twice"));
    CHECK(has(refusal("NAME\n XU x r1\n XL y r1\nENDATA\n"), "told twice"));
    CHECK(has(refusal("NAME\n ZZ x\nENDATA\n"), "\"ZZ\" is not one of"));
    CHECK(has(refusal("NAME\nROWS\nENDATA\n"), "\"ROWS\" is not NAME"));
    CHECK(has(refusal("NAME\n UL x\x01\nENDATA\n"), "control character"));
}

TEST_CASE("a basis of another size, or with another number of basic variables, is not written") {
    const Problem problem = sample();
    Basis basis = read("");
    basis.column[0] = basic;
    CHECK_THROWS_AS(write_basis_text(problem, basis), Error);
    basis.column.pop_back();
    CHECK_THROWS_AS(write_basis_text(problem, basis), Error);
}

TEST_CASE("a basis file is written and read by its path") {
    const auto path = test::temporary_path("tenon_basis_test.bas");
    const Basis basis = read(" XU x r1\n");
    write_basis(sample(), basis, path);
    CHECK(same(basis, read_basis({}, sample(), path)));
    std::filesystem::remove(path);
    CHECK_THROWS_AS(read_basis({}, sample(), path), Error);
}
