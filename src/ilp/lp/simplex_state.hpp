// What dual and primal simplex work on: the scaled problem, a basis, and the point it stands for.
//
//   minimise cost' z   subject to   [A | -I] z = 0,   lower <= z <= upper,   z = (x, s)
//
// Variable j < n is structural; n + i is the logical of row i. With basis matrix B (columns head)
// and the nonbasic variables at their values z_N:
//   basic values   z_B = -B^-1 N z_N,     duals   y = B^-T cost_B,     reduced costs   d = cost -
//   A'y.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/factor/basis_factor.hpp"
#include "ilp/lp/scaled_matrix.hpp"
#include "ilp/lp/scaling.hpp"
#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

// Which way a nonbasic variable may move from where it is.
enum class Move : std::int8_t { none = 0, up = 1, down = -1, both = 2 };

// Weights are kept above this: rounding may bring updated ones near zero or below.
inline constexpr double least_edge_weight = 1e-4;

struct SimplexState {
    std::int32_t n = 0, m = 0;
    ScaledMatrix matrix;
    Scaling scaling;
    std::vector<double> cost, lower, upper;                 // the problem, scaled
    std::vector<double> work_cost, work_lower, work_upper;  // perturbed or of a subproblem
    std::vector<double> value;                              // of nonbasic variables
    std::vector<double> reduced;                            // d, of nonbasic variables
    std::vector<BasisStatus> where;
    std::vector<Move> move;
    std::vector<std::int32_t> head, position;  // position[head[p]] == p; -1 when nonbasic
    std::vector<double> basic;                 // values by position
    std::vector<double> weight;                // dual steepest edge: ||e_p' B^-1||^2

    BasisFactor factor;
    ResultDensity column_density, row_density, edge_density, dense_solve;
    bool primal_current = false, dual_current = false;
    bool rows_sorted = false;  // the matrix lists the nonbasic columns of each row first
    bool perturbed = false;    // work_cost differs from cost

    double primal_tolerance = 1e-7, dual_tolerance = 1e-7;  // in the scaled problem
    LpCounters counters;
    StopCheck stop;

    // Workspace: rho = e_p' B^-1, row = rho' N (structurals), column = B^-1 a_q, others.
    SparseVector rho, row, column, edge, flips;
    // Column space of what nonbasic variables moved since basic was current: B^-1 of it is due.
    SparseVector moved;

    std::int32_t total() const noexcept { return n + m; }
    bool is_basic(std::int32_t j) const noexcept { return position[j] >= 0; }
    bool is_free(std::int32_t j) const noexcept {
        return work_lower[j] == -infinity && work_upper[j] == infinity;
    }
    bool is_fixed(std::int32_t j) const noexcept { return work_lower[j] == work_upper[j]; }
    bool is_boxed(std::int32_t j) const noexcept {
        return work_lower[j] > -infinity && work_upper[j] < infinity;
    }

    void load(const LinearProgram& problem, const Scaling& factors);
    void resize_workspace();
    // All logicals basic, structurals at their nearest bound to zero.
    void slack_basis();
    // Puts a nonbasic variable on the bound its status names, or on one it has.
    void place(std::int32_t j);
    // As place(), and remembers what the basic variables owe to the change.
    void place_and_track(std::int32_t j);
    // Takes the true bounds and places every nonbasic variable on them.
    void use_true_bounds();
    void use_true_costs();

    // New factors of the current basis; weights follow their variables. Returns how many dependent
    // columns had to be replaced by logicals.
    std::int32_t refactorise();
    void compute_primal();
    // Brings basic up to date: by what moved where that is known, else from scratch.
    void update_primal();
    void compute_duals();
    // Replaces the variable in position p by q. The pivot is entry p of column.
    // False: the factors were lost and must be made anew (the basis is changed all the same).
    bool pivot(std::int32_t p, std::int32_t q, BasisStatus leaving_to);

    // Before the pivot in row p, whose exact weight is given: with tau = B^-1 rho,
    //   w_i += r (r w_p - 2 tau_i), r = column_i / column_p;   w_p /= column_p^2.
    void update_edge_weights(std::int32_t p, double weight_of_row);

    double primal_infeasibility(std::int32_t p) const noexcept;  // signed; 0 within tolerance
    double dual_infeasibility(std::int32_t j) const noexcept;  // of a nonbasic; 0 within tolerance
    // Largest violations over all variables.
    double largest_primal_infeasibility() const noexcept;
    std::int32_t count_dual_infeasibilities() const noexcept;
    double objective() const noexcept;  // of the scaled problem with work_cost

    // Should the factors be made anew for speed or safety?
    bool wants_refactorisation() noexcept;

  private:
    double least_mean_work_ = infinity;
    std::vector<double> variable_weight_;
};

}  // namespace tenon::ilp
