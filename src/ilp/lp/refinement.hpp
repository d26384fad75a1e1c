// Solves with the basis matrix to the last digits a double holds.
//
// Iterative refinement: the residual of a solution is computed in double-double arithmetic, solved
// for with the same factors, and added (J. H. Wilkinson: Rounding Errors in Algebraic Processes,
// 1963; N. J. Higham: Accuracy and Stability of Numerical Algorithms, 2002, ch. 12). With factors
// that are right to a few digits each round gains those digits, whatever the condition of B.
#pragma once

#include <vector>

#include "base/double_double.hpp"
#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

class Refinement {
  public:
    // The factors of the state should be fresh.
    explicit Refinement(SimplexState& state) : s_(state) {}

    // B x = b: right by row, x by position.
    void improve_columns(const std::vector<DoubleDouble>& right, std::vector<double>& x);
    // B'y = c: right by position, y by row. Entries of y that belong to basic logicals are exact.
    void improve_rows(const std::vector<double>& right, std::vector<double>& y);

    // Basic values of the state, and duals and reduced costs of work_cost, made anew and refined.
    void primal_and_dual();

  private:
    void solve(std::vector<double>& residual, bool transposed);

    SimplexState& s_;
    std::vector<DoubleDouble> sums_;
    std::vector<double> residual_;
};

}  // namespace tenon::ilp
