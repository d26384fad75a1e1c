// The primal simplex method on a dense tableau of double-double numbers that know their error: the
// last step against numerical trouble, for small programs.
//
//   phase one   minimise the sum of the violations of basic variables
//   phase two   minimise cost'z
//   entering    the reduced cost d_k = c_k + sum_p c_p T_pk of largest size that improves; after a
//               row of degenerate steps the least index, which cannot cycle (R. G. Bland: New
//               finite pivoting rules for the simplex method, Math. Oper. Res. 2, 1977)
//   leaving     the variable that blocks first; among those that cannot be told apart the one of
//               largest pivot (P. M. J. Harris: Pivot selection methods of the Devex LP code, Math.
//               Prog. 5, 1973, with what is known of the errors for tolerance), or of least index
//   stop        only on a tableau made anew from the matrix
//
// The sign of every number is decided by its error. The methods in doubles lose their way where a
// basis has a condition of 1e10 and more; this one goes on to about 1e28.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/dual_simplex.hpp"
#include "ilp/lp/extended_tableau.hpp"

namespace tenon::ilp {

class ExtendedSimplex {
  public:
    // Programs of more tableau entries, rows times columns, take too long: about 100 ns an entry
    // and step, so half a second and half a megabyte at this size.
    static constexpr std::int64_t most_entries = 20'000;
    static bool is_small_enough(const LinearProgram& problem) noexcept;

    // Work is charged to stop, which throws Stopped.
    ExtendedSimplex(const LinearProgram& problem, const LpTolerances& tolerances, StopCheck& stop);

    // optimal, infeasible, unbounded, iteration_limit (-1: none) or trouble.
    Outcome run(std::int64_t iterations);
    std::int64_t iterations() const noexcept { return iterations_; }

    // All in the caller's units, rounded once; what is zero is exactly so.
    Basis basis() const;
    std::vector<double> primal() const;  // columns
    // optimal: of columns. Violated columns of an infeasible program have -1 or 1.
    std::vector<double> reduced_costs() const;
    // optimal: the duals of the rows; infeasible: multipliers as prove_infeasible() takes them.
    std::vector<double> multipliers() const;
    // unbounded: the direction of the columns.
    std::vector<double> direction() const;

    // Before they are rounded, and computed from the program alone: is A x = s, and are the reduced
    // costs c - A'y? infeasible: is the proof one?
    bool point_holds() const;
    bool multipliers_hold() const;

  private:
    struct Step {
        std::int32_t column = -1;  // of the tableau: what enters
        int way = 0;               // up or down
        std::int32_t row = -1;     // what leaves; -1: the entering one goes to its other bound
        bool to_upper = false;     // where the leaving variable goes
        bool blocked = false, degenerate = false;
    };
    // How far a basic variable may move, in units of the entering one.
    struct Block {
        std::int32_t row = -1;
        bool to_upper = false;
        double pivot = 0;
        ExtendedNumber length;
    };

    void place(std::int32_t j);
    double resting_value(std::int32_t j) const noexcept;
    bool can_move(std::int32_t j, int way) const noexcept;
    void compute_values();
    void price();
    bool choose_entering();
    void choose_leaving();
    void list_blocks();
    void take_step();
    void rebuild();
    bool pivot_is_spoilt() const noexcept;
    Outcome verdict() const noexcept;
    std::vector<ExtendedNumber> point() const;
    std::vector<ExtendedNumber> coefficients() const;
    bool least_is_positive(const std::vector<ExtendedNumber>& coefficients) const;
    bool is_stuck(std::int32_t p) const noexcept;
    void narrow_proof();

    ExtendedTableau t_;
    StopCheck& stop_;
    double primal_tolerance_, dual_tolerance_;  // in the caller's units
    std::vector<BasisStatus> where_;
    std::vector<ExtendedNumber> values_;   // of basic variables, by row
    std::vector<int> violated_;            // by row: -1 below its bounds, +1 above them
    std::vector<ExtendedNumber> reduced_;  // of nonbasic variables, by column
    std::vector<double> terms_;            // sizes of what a value or reduced cost is made of
    std::vector<Block> blocks_;
    Step step_;
    bool phase_one_ = false;
    std::int64_t iterations_ = 0, degenerate_steps_ = 0;
    int rebuilds_ = 0;
};

}  // namespace tenon::ilp
