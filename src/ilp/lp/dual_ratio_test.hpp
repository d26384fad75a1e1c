// Which variable enters: the ratio test of the bounded dual simplex method.
//
// The leaving variable is driven to its violated bound by the dual step theta >= 0; reduced costs
// become d_j - theta a_j with the signs of pivot row and moves folded in (a_j > 0 blocks). The dual
// objective is concave and piecewise linear in theta: its slope starts at the violation and falls
// by a_j (u_j - l_j) where d_j passes zero, because a boxed variable may then flip to its other
// bound (bound flipping, or long step: R. Fourer, 1994; I. Maros: A generalized dual phase-2
// simplex algorithm, EJOR 149, 2003). Breakpoints are taken in groups that lie together within the
// dual tolerance (P. M. J. Harris: Pivot selection methods of the Devex LP code, Math. Prog. 5,
// 1973), and the largest pivot of the last profitable group enters.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

class DualRatioTest {
  public:
    // violation: basic value minus violated bound, of the leaving variable. Uses s.row and s.rho.
    // Returns the entering variable, or -1 when nothing blocks; flips() then is empty. Where the
    // entering reduced cost has the wrong sign its cost is shifted to make it zero.
    std::int32_t choose(SimplexState& s, double violation);

    double pivot() const noexcept { return pivot_; }  // entry of the pivot row, unfolded
    const std::vector<std::int32_t>& flips() const noexcept { return flips_; }

  private:
    struct Breakpoint {
        std::int32_t variable;
        double slope;  // a_j > 0
        double dual;   // d_j, >= 0 up to tolerance
        double ratio;
    };
    void collect(const SimplexState& s, double sign);
    void keep_profitable(const SimplexState& s, double slope);
    std::size_t choose_in_groups(const SimplexState& s, double slope);

    std::vector<Breakpoint> breakpoints_;
    std::vector<double> harris_;  // least Harris bound from here on
    std::vector<std::int32_t> flips_;
    double pivot_ = 0;
};

}  // namespace tenon::ilp
