// Systems of equations over free integers against Hermite's normal form, computed here by column
// operations; every contradiction is added up by hand.
#include "ilp/presolve/whole_equations.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "ilp/presolve/presolve.hpp"
#include "tenon/problem.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using ilp::Congruence;
using ilp::find_congruence;
using ilp::MixedProgram;
using ilp::WholeEquations;

namespace {

using Matrix = std::vector<std::vector<std::int64_t>>;

enum class Solvable { by_integers, by_fractions_only, not_at_all };

// A x = b by unimodular column operations: A becomes lower triangular, x follows line by line.
Solvable hermite(Matrix a, std::vector<std::int64_t> b) {
    const std::size_t rows = a.size(), columns = a[0].size();
    std::size_t done = 0;
    bool whole = true;
    std::vector<long double> right(b.begin(), b.end());
    for (std::size_t i = 0; i < rows; ++i) {
        while (true) {
            std::size_t least = columns, others = 0;
            for (std::size_t j = done; j < columns; ++j) {
                if (a[i][j] == 0) continue;
                ++others;
                if (least == columns || std::abs(a[i][j]) < std::abs(a[i][least])) least = j;
            }
            if (others == 0) {
                if (std::fabs(right[i]) > 1e-9L) return Solvable::not_at_all;
                break;
            }
            if (others == 1) {
                const long double x = right[i] / static_cast<long double>(a[i][least]);
                whole = whole && std::fabs(x - std::round(x)) < 1e-9L;
                for (std::size_t r = 0; r < rows; ++r) {
                    right[r] -= x * static_cast<long double>(a[r][least]);
                    std::swap(a[r][least], a[r][done]);
                }
                ++done;
                break;
            }
            for (std::size_t j = done; j < columns; ++j) {
                if (j == least || a[i][j] == 0) continue;
                const std::int64_t q = a[i][j] / a[i][least];
                for (std::size_t r = 0; r < rows; ++r) a[r][j] -= q * a[r][least];
            }
        }
    }
    return whole ? Solvable::by_integers : Solvable::by_fractions_only;
}

Problem problem_of(const Matrix& a, const std::vector<std::int64_t>& b, double unit) {
    Problem problem;
    for (std::size_t j = 0; j < a[0].size(); ++j)
        problem.add_column("", ColumnType::integer, -infinity, infinity, 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::vector<std::int32_t> columns;
        std::vector<double> values;
        for (std::size_t j = 0; j < a[i].size(); ++j) {
            columns.push_back(static_cast<std::int32_t>(j));
            values.push_back(static_cast<double>(a[i][j]) * unit);
        }
        const double right = static_cast<double>(b[i]) * unit;
        problem.add_row("", right, right, columns, values);
    }
    return problem;
}

std::optional<Congruence> congruence_of(const Problem& problem) {
    const MixedProgram program = ilp::to_mixed_program(problem);
    const ilp::SparseRows rows = ilp::rows_of(program.lp.matrix, program.lp.rows);
    std::int64_t work = 0;
    return find_congruence(ilp::whole_equations(program, rows, work), problem.columns(), work);
}

bool is_multiple(double x, double divisor) {
    return std::fmod(x, divisor) == 0;
}

// Numbers here are small enough for doubles to be exact.
void check_sum(const Matrix& a, const std::vector<std::int64_t>& b, double unit,
               const Congruence& found) {
    REQUIRE(found.divisor >= 2);
    REQUIRE(found.row.size() == found.multiplier.size());
    std::vector<double> sum(a[0].size(), 0);
    double right = 0;
    for (std::size_t k = 0; k < found.row.size(); ++k) {
        const double y = found.multiplier[k] * unit;
        for (std::size_t j = 0; j < sum.size(); ++j)
            sum[j] += y * static_cast<double>(a[found.row[k]][j]);
        right += y * static_cast<double>(b[found.row[k]]);
    }
    for (const double s : sum) CHECK(is_multiple(s, found.divisor));
    CHECK(!is_multiple(right, found.divisor));
}

}  // namespace

TEST_CASE("a system of whole equations is contradicted exactly where Hermite's form says so") {
    int solved = 0, contradicted = 0;
    for (int k = 0; k < 3000; ++k) {
        Random random(4100, static_cast<std::uint64_t>(k));
        const auto between = [&](int low, int high) {
            return low + static_cast<std::int64_t>(random.below(high - low + 1));
        };
        const auto rows = static_cast<std::size_t>(between(1, 4)),
                   columns = static_cast<std::size_t>(between(1, 6));
        Matrix a(rows, std::vector<std::int64_t>(columns));
        std::vector<std::int64_t> b;
        const std::int64_t size = between(1, 3) == 1 ? 3 : 25;
        for (auto& row : a) {
            for (std::int64_t& value : row)
                value = random.below(3) == 0
                            ? 0
                            : between(-static_cast<int>(size), static_cast<int>(size));
            b.push_back(between(-40, 40));
        }
        // The last one a sum of the others and multiples of a number, as systems come about.
        if (rows > 1 && k % 2 == 0) {
            const std::int64_t factor = between(2, 12);
            a[rows - 1].assign(columns, 0);
            b[rows - 1] = factor * between(-5, 5) + between(0, 1);
            for (std::size_t i = 0; i + 1 < rows; ++i) {
                for (std::size_t j = 0; j < columns; ++j) a[rows - 1][j] += a[i][j];
                b[rows - 1] += b[i];
            }
            for (std::int64_t& value : a[rows - 1]) value += factor * between(-3, 3);
        }
        const double unit = k % 5 == 0 ? 0.125 : 1;
        CAPTURE(k);
        const auto found = congruence_of(problem_of(a, b, unit));
        switch (hermite(a, b)) {
            case Solvable::by_integers:
                CHECK(!found);
                ++solved;
                break;
            case Solvable::by_fractions_only:
                REQUIRE(found);
                check_sum(a, b, unit, *found);
                ++contradicted;
                break;
            case Solvable::not_at_all:
                if (found) check_sum(a, b, unit, *found);
                break;
        }
    }
    CHECK(solved > 500);
    CHECK(contradicted > 500);
}

TEST_CASE("large primes are found as divisors, too") {
    // 65537 x + 3 y = 1 with y = 65537 z + 5 * 65537: 65537 would divide 1.
    const Matrix a{{65537, 3, 0}, {0, 1, -65537}};
    const std::vector<std::int64_t> b{1, 5 * 65537};
    const auto found = congruence_of(problem_of(a, b, 1));
    REQUIRE(found);
    CHECK(found->divisor == 65537);
    check_sum(a, b, 1, *found);
}

TEST_CASE("sides beyond 2^53 are whole numbers, too") {
    for (const double side : {0x1p55, 0x1p61, 9007199254740998.0}) {  // none a multiple of nine
        Problem problem;
        problem.add_column("", ColumnType::integer, 0, infinity, 1);
        problem.add_column("", ColumnType::integer, 0, infinity, 1);
        problem.add_row("", side, side, std::vector<std::int32_t>{0, 1},
                        std::vector<double>{9, 18});
        const auto found = congruence_of(problem);
        REQUIRE(found);
        CHECK(std::fmod(9, found->divisor) == 0);
    }
}

TEST_CASE("numbers that doubles round are no whole equations") {
    // 0.1 x + 0.2 y = 0.35: far out the rounding of 0.1 makes up for it.
    Problem problem;
    problem.add_column("", ColumnType::integer, -infinity, infinity, 0);
    problem.add_column("", ColumnType::integer, -infinity, infinity, 0);
    problem.add_row("", 0.35, 0.35, std::vector<std::int32_t>{0, 1}, std::vector<double>{0.1, 0.2});
    CHECK(!congruence_of(problem));
}
