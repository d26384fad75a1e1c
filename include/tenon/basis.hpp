// A basis of a linear program: which variables the vertex is solved for, and where the others rest.
//
// With A x - s = 0 each row i has a logical variable s_i in [row_lower_i, row_upper_i]. As many
// variables as there are rows are basic; a nonbasic one is at a bound of its own, or at zero where
// it has none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"

namespace tenon {

class Problem;

enum class BasisStatus : std::uint8_t { basic = 0, at_lower = 1, at_upper = 2, free_zero = 3 };

struct Basis {
    std::vector<BasisStatus> column, row;  // one each; both empty: no basis

    bool empty() const noexcept { return column.empty() && row.empty(); }
};

// Basis files of the MPS family, as CLP, CPLEX, Gurobi and GLPK read and write them. Names are
// those of the MPS file that write_mps makes. Only what differs from the start (columns at their
// lower bound, rows basic) is written:
//
//    NAME          PLAN
//     XU x         r      column x is basic, row r at its upper side
//     XL x         r      column x is basic, row r at its lower side
//     UL x                column x is at its upper bound
//     LL x                column x is at its lower bound
//    ENDATA
//
// BS x, a basic column for which the last basic row leaves, is read too (CLP writes it).
// A third field of an XU or XL line and further ones of any line (values, as CLP writes them) are
// read over. What rests at a bound it does not have is put to the one it has, or to zero. Errors of
// reading: io, parse (line, byte): a shape or name that is not known, a column or row told twice;
// of writing: argument (sizes that are not the problem's, not as many basic as rows), io.
Basis read_basis(const Context& context, const Problem& problem, const std::string& path);
Basis read_basis_text(const Context& context, const Problem& problem, std::string_view text);
std::string write_basis_text(const Problem& problem, const Basis& basis);
void write_basis(const Problem& problem, const Basis& basis, const std::string& path);

}  // namespace tenon
