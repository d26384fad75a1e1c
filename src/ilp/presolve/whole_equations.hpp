// Equations over integer columns that no integers solve, whatever the bounds.
//
// A x = b has no integer solution exactly where there are multipliers y with y'A whole and y'b not
// (for A x = b that real numbers solve: A. Schrijver, Theory of Linear and Integer Programming,
// 1986, corollary 4.1a). Written with a divisor d and whole numbers z = d y,
//
//     z'A = 0 (mod d) in every column,    z'b <> 0 (mod d),
//
// which anybody can check by adding up. Branching never finds that out where columns are unbounded.
//
// Equations that hold a column of their own with the greatest common divisor of their coefficients
// can always be solved for it, and are peeled off first; the rest falls into parts that share no
// column. In each one a minor of full rank is a multiple of all elementary divisors (fraction-free
// elimination, E. Bareiss, Math. Comp. 22, 1968). Modulo that minor rows and columns are made
// diagonal (Smith's normal form; P. Domich, R. Kannan, L. Trotter, Math. of OR 12, 1987), so that
// no number grows, and each line of the diagonal says whether it can be solved.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

struct MixedProgram;

// Rows of integer columns alone whose two sides are one number, times a power of two that makes all
// of their numbers whole.
struct WholeEquations {
    SparseRows rows;
    std::vector<double> right, scale;
    std::vector<std::int32_t> origin;  // the caller's number of each one
};

// The sum of multiplier times equation has multiples of the divisor in all columns, and no multiple
// of it on the right.
struct Congruence {
    double divisor = 1;              // whole, at least 2
    std::vector<std::int32_t> row;   // by origin, ascending
    std::vector<double> multiplier;  // not zero
};

// Of a program's rows; those whose numbers are no whole multiples of 2^-10 are left out, and those
// where the judge would pass an error of one such unit. `work` grows by what was touched.
WholeEquations whole_equations(const MixedProgram& program, const SparseRows& rows,
                               std::int64_t& work);

// `columns`: how many there are. `work` grows by what was touched. Parts of more than some
// thousands of entries, and those whose divisors are beyond 2^53, are not judged.
std::optional<Congruence> find_congruence(const WholeEquations& equations, std::int32_t columns,
                                          std::int64_t& work);

}  // namespace tenon::ilp
