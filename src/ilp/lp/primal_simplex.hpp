// The primal simplex method: for clean-up after the dual method, for problems that are not dual
// feasible, and for rays.
//
// Phase one minimises the sum of violations of the basic variables, a piecewise linear function
// whose breakpoints the ratio test passes while its slope stays negative (Maros 2003, ch. 9);
// phase two minimises the cost with a two-pass ratio test after Harris 1973. Entering variables are
// priced by Devex reference weights (Harris 1973; Forrest and Goldfarb 1992).
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/dual_simplex.hpp"
#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

class PrimalSimplex {
  public:
    PrimalSimplex(SimplexState& state, std::int64_t iterations_left)
        : s_(state), iterations_left_(iterations_left) {}

    // From any basis; true costs and bounds. On return work bounds may be relaxed a little
    // (relaxed_bounds()) when that was needed against cycling.
    Outcome run();

    std::int64_t iterations_left() const noexcept { return iterations_left_; }
    bool relaxed_bounds() const noexcept { return relaxed_; }
    // infeasible: multipliers y of the rows, scaled problem, as Simplex::farkas() wants them.
    const std::vector<double>& proof() const noexcept { return proof_; }
    // What proof() is the solution for: the gradient of violations, by position.
    const std::vector<double>& gradient() const noexcept { return gradient_; }
    // unbounded: a direction of all variables, scaled problem.
    const std::vector<double>& ray() const noexcept { return ray_; }

  private:
    enum class Reason : std::uint8_t { no_column, no_row, refactor, trouble, relax, limit };
    // In a pivot: new factors may agree about it, or it has no sure sign even with those.
    enum class Trust : std::uint8_t { good, old_factors, none };
    struct Blocking {
        std::int32_t position = -1;  // -1: none
        bool to_upper = false;       // the bound it stops at
        double step = infinity;
    };
    struct Breakpoint {
        std::int32_t position;
        bool to_upper;
        double rate, step;
    };

    void rebuild(bool fresh);
    Outcome run_phases();
    void compute_phase_one_duals();
    void shift_bounds();
    void list_candidates();
    // To be called whenever the reduced cost or the weight of a variable has changed.
    void note_candidate(std::int32_t j) {
        if (s_.move[j] == Move::none || s_.dual_infeasibility(j) == 0) return;
        if (listed_[j] == 0) candidates_.push_back(j);
        listed_[j] |= listed;
        if ((listed_[j] & promising) != 0 || merit(j) < least_merit_) return;
        listed_[j] |= promising;
        promising_.push_back(j);
    }
    // d^2 / weight of a variable that may enter; zero of others.
    double merit(std::int32_t j) const {
        const double d = s_.move[j] == Move::none ? 0 : s_.dual_infeasibility(j);
        return d * d / devex_[j];
    }
    std::int32_t choose_column();
    std::int32_t best_promising();
    void look_at_all_candidates();
    bool entering_cost_is_right(std::int32_t q);
    Blocking test_feasible(double direction) const;
    Blocking test_infeasible(double direction, double slope);
    void move_basics(double direction, double step);
    void update_after_pivot(std::int32_t q, std::int32_t leaving, double gradient_of_leaving);
    void update_gradient();
    void flip(std::int32_t q, double direction, double range);
    Trust judge_pivot(std::int32_t q, std::int32_t p);
    bool exchange(std::int32_t q, double direction, const Blocking& blocking);
    Reason iterate();
    void relax_bounds();
    void keep_ray(std::int32_t q, double direction);

    SimplexState& s_;
    std::int64_t iterations_left_;
    bool phase_one_ = false, relaxed_ = false, feasible_before_ = false;
    std::int64_t pivots_ = 0;
    int repairs_ = 0, relapses_ = 0;
    std::int32_t idle_steps_ = 0, violated_ = 0;
    // Variables whose reduced cost may be wrong, and those of them of least_merit_ or more, of
    // which one is the best; listed_ tells in which of the two a variable stands.
    static constexpr std::uint8_t listed = 1, promising = 2;
    std::vector<std::int32_t> candidates_, promising_;
    std::vector<std::uint8_t> listed_;
    double least_merit_ = infinity;
    std::vector<double> merits_;
    std::vector<double> devex_;
    std::vector<double> gradient_;  // of the sum of violations, by position: -1, 0, 1
    std::vector<Breakpoint> breakpoints_;
    std::vector<double> proof_, ray_;
};

}  // namespace tenon::ilp
