// The bounded dual simplex method.
//
//   choose the leaving row p by largest violation^2 / ||e_p' B^-1||^2   (dual steepest edge)
//   rho = e_p' B^-1,  row = rho' N                                      (btran, pricing)
//   choose the entering q by the bound flipping ratio test              (dual_ratio_test.hpp)
//   column = B^-1 a_q,  tau = B^-1 rho                                  (ftran)
//   step:  d_N -= theta_d row,  z_B -= theta_p column,  weights by
//          w_i -= 2 (column_i / column_p) tau_i - (column_i / column_p)^2 w_p
//
// Sources: C. E. Lemke 1954; J. J. H. Forrest, D. Goldfarb: Steepest-edge simplex algorithms for
// linear programming, Math. Prog. 57, 1992; A. Koberstein, thesis 2005; Q. Huangfu, J. A. J. Hall:
// Parallelizing the dual revised simplex method, Math. Prog. Comp. 10, 2018.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ilp/lp/dual_ratio_test.hpp"
#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

enum class Outcome : std::uint8_t {
    optimal,     // for work_cost and the work bounds
    infeasible,  // rho of the last row is a proof (see DualSimplex::proof_row)
    unbounded,   // primal: column of the last ratio test is a ray
    cutoff,
    iteration_limit,
    trouble,  // numerically stuck
};

class DualSimplex {
  public:
    // The cutoff is on the objective without offset.
    DualSimplex(SimplexState& state, std::int64_t iterations_left, double cutoff)
        : s_(state), iterations_left_(iterations_left), cutoff_(cutoff) {}

    // From a dual feasible basis of the work bounds (boxed variables are flipped to be so; what
    // else is infeasible is shifted away). perturb: break ties from the start.
    Outcome run(bool perturb);

    std::int64_t iterations_left() const noexcept { return iterations_left_; }
    // infeasible: the position whose row, in the state's rho, is the proof.
    std::int32_t proof_position() const noexcept { return proof_position_; }
    // Proven lower bound on the objective, at cutoff and at the iteration limit.
    double bound() const noexcept { return bound_; }

  private:
    enum class Reason : std::uint8_t {
        no_row,
        no_column,
        refactor,
        trouble,
        perturb,
        cutoff,
        limit
    };

    bool rebuild(bool fresh);
    void correct_duals();
    void list_infeasibilities();
    void note_infeasibility(std::int32_t p) {
        const double x = s_.basic[p];
        const double violation = std::max(lower_[p] - x, x - upper_[p]);
        if (violation <= s_.primal_tolerance) {
            infeasibility_[p] = 0;
            return;
        }
        infeasibility_[p] = violation * violation;
        if (listed_[p]) return;
        listed_[p] = 1;
        infeasible_.push_back(p);
    }
    void take_bounds(std::int32_t p);
    bool step_basics(std::int32_t p, std::int32_t q, double theta, double weight_of_row,
                     BasisStatus leaving_to);
    std::int32_t choose_row();
    Reason iterate();
    bool take_exact_weight(std::int32_t p);
    void apply_flips();
    void update_duals(std::int32_t q, std::int32_t leaving, double theta);
    bool solution_is_accurate();
    bool infeasibility_is_proven(double violation) const;
    bool cutoff_is_proven();

    SimplexState& s_;
    DualRatioTest ratio_;
    std::int64_t iterations_left_;
    double cutoff_;
    double objective_ = 0;
    std::int32_t proof_position_ = -1;
    std::int64_t next_cutoff_test_ = 0, cutoff_wait_ = 1;
    double bound_ = -infinity;
    std::int32_t degenerate_ = 0;
    std::vector<double> infeasibility_;     // squared, by position
    std::vector<double> lower_, upper_;     // work bounds of the basic variables, by position
    std::vector<std::int32_t> infeasible_;  // positions that may be infeasible
    std::vector<std::uint8_t> listed_, taboo_;
    bool any_taboo_ = false;
};

// A Lagrangian bound: least value of work problem's true cost for the duals y now in s.reduced,
// where reduced costs of basic variables are their cost shifts. -infinity if a reduced cost of
// wrong sign meets an infinite bound.
double lagrangian_bound(const SimplexState& s);

}  // namespace tenon::ilp
