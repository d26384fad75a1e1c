// One solve of the scaled problem: which method works when.
//
// The dual method runs from any basis whose reduced costs are feasible or belong to boxed
// variables. Where they are not, the boxed subproblem of phase one (Koberstein 2005, ch. 4.4) is
// tried: with free variables in [-1000, 1000], one-sided ones in [0, 1] or [-1, 0] and others at 0
// its optimal basis is dual feasible for the problem if any basis is. The primal method follows
// where only the removal of the perturbation left reduced costs to repair, and where no dual
// feasible basis exists. It also begins a re-solve whose basis has stayed primal feasible, as it
// does when costs change; a cold start, even from a primal feasible basis, is faster by the dual
// method on nearly all problems measured.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/dual_simplex.hpp"
#include "ilp/lp/primal_simplex.hpp"
#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

class SimplexDriver {
  public:
    SimplexDriver(SimplexState& state, std::int64_t iterations, double cutoff)
        : s_(state), iterations_left_(iterations), cutoff_(cutoff) {}

    // cold: break cost ties from the start. True costs and bounds are back on return, and duals and
    // basic values are current when the outcome is optimal.
    Outcome run(bool cold, LpMethod method = LpMethod::automatic);

    std::int64_t iterations_left() const noexcept { return iterations_left_; }
    // cutoff and iteration_limit: a proven lower bound, possibly -infinity.
    double bound() const noexcept { return bound_; }
    // infeasible: multipliers of the scaled rows; unbounded: a direction of all scaled variables.
    // proof() solves B'y = proof_right(), up to rounding.
    const std::vector<double>& proof() const noexcept { return proof_; }
    const std::vector<double>& proof_right() const noexcept { return proof_right_; }
    const std::vector<double>& ray() const noexcept { return ray_; }

  private:
    Outcome run_dual(bool perturb);
    Outcome run_phase_one(bool perturb);
    Outcome run_primal();
    bool has_lasting_dual_infeasibility() const;
    bool is_primal_feasible() const;
    bool suits_primal() const;
    void make_current();

    SimplexState& s_;
    std::int64_t iterations_left_;
    double cutoff_;
    double bound_ = -infinity;
    std::vector<double> proof_, proof_right_, ray_;
};

}  // namespace tenon::ilp
