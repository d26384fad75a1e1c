// The linear programming engine behind branch and bound: a bounded dual simplex method that stays
// warm. Bounds, costs and rows change; basis, factors and pricing weights are kept.
//
//   minimise c'x   subject to   row_lower <= A x <= row_upper,   lower <= x <= upper
//
// Internally each row i has a logical column with A x - s = 0, row_lower <= s <= row_upper.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tenon/basis.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp {

// Column-compressed: column j holds entries start[j] .. start[j + 1].
struct SparseColumns {
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    std::vector<double> value;
};

// Always a minimisation; the caller flips signs of a maximisation.
struct LinearProgram {
    std::int32_t columns = 0, rows = 0;
    std::vector<double> cost, lower, upper;
    std::vector<double> row_lower, row_upper;
    SparseColumns matrix;
    double offset = 0;
};

enum class LpStatus : std::uint8_t {
    unsolved,
    optimal,
    infeasible,  // dual ray available: farkas()
    unbounded,   // primal ray available: ray()
    cutoff,      // dual objective passed LpLimits::objective_cutoff
    iteration_limit,
    stopped,    // deadline or cancel
    numerical,  // gave up after the stated steps; nothing is claimed
};

using tenon::Basis;
using tenon::BasisStatus;

struct LpLimits {
    std::int64_t iterations = -1;        // for this call; -1: none
    double objective_cutoff = infinity;  // stop when the dual objective exceeds it
    double deadline_seconds = infinity;  // on steady_seconds() of base/clock.hpp
    const Context* context = nullptr;    // its cancel handle is polled
    bool report = false;                 // call its progress callback, too
    std::int64_t work = -1;              // units for this call; -1: none
};

struct LpTolerances {
    double primal = 1e-7;  // bound violation allowed, in the unscaled problem
    double dual = 1e-7;    // reduced cost violation allowed
    // Answers are refined to the last digits of the basis they stand for, certificates until they
    // hold rigorously where that can be had; costs about one factorisation a solve.
    bool refine = false;
    // false: the answer is where another solve begins. The tolerances are then kept in the scaled
    // problem only; what is left in the caller's units is not looked at.
    bool strict = true;
};

using LpMethod = LinearMethod;

struct LpCounters : SimplexCounters {
    std::int64_t iterations = 0, solves = 0;
    std::int64_t work = 0;  // deterministic: nonzeros touched
};

class Simplex {
  public:
    explicit Simplex(LinearProgram problem, LpTolerances tolerances = {});
    ~Simplex();
    Simplex(Simplex&&) noexcept;
    Simplex& operator=(Simplex&&) noexcept;

    std::int32_t columns() const noexcept;
    std::int32_t rows() const noexcept;
    const LinearProgram& problem() const noexcept;  // with the current bounds, costs and rows

    // Changes keep the basis. A nonbasic column moves to its nearest finite bound.
    void set_bounds(std::int32_t column, double lower, double upper);
    void set_row_bounds(std::int32_t row, double lower, double upper);
    void set_cost(std::int32_t column, double cost);
    // Rows in compressed form; their logicals enter the basis.
    void add_rows(std::span<const double> lower, std::span<const double> upper,
                  std::span<const std::int64_t> start, std::span<const std::int32_t> index,
                  std::span<const double> value);
    // Rows with remove[i] != 0 go; meant for rows whose logical is basic (others lose warmth).
    void delete_rows(std::span<const std::uint8_t> remove);
    void add_column(double cost, double lower, double upper, std::span<const std::int32_t> rows,
                    std::span<const double> values);
    // Columns in compressed form, nonbasic.
    void add_columns(std::span<const double> cost, std::span<const double> lower,
                     std::span<const double> upper, std::span<const std::int64_t> start,
                     std::span<const std::int32_t> rows, std::span<const double> values);
    // Columns with remove[j] != 0 go; the logicals of rows fill the places of basic ones.
    void delete_columns(std::span<const std::uint8_t> remove);
    // Entries become the values, zero takes one out. By rising column; no place twice.
    void set_coefficients(std::span<const std::int32_t> rows, std::span<const std::int32_t> columns,
                          std::span<const double> values);

    void set_basis(const Basis& basis);  // repaired where singular
    Basis basis() const;

    // Which method begins; each falls back on the other where it cannot go on.
    void set_method(LpMethod method) noexcept;
    LpStatus solve(const LpLimits& limits = {});

    LpStatus status() const noexcept;
    // c'x + offset; at cutoff and iteration_limit a proven lower bound of the optimum instead
    // (possibly -infinity); infinity when infeasible.
    double objective() const noexcept;
    std::span<const double> primal() const noexcept;         // columns
    std::span<const double> row_activity() const noexcept;   // rows
    std::span<const double> dual() const noexcept;           // rows; y with c - A'y = reduced costs
    std::span<const double> reduced_costs() const noexcept;  // columns
    // After any solve: prices of the rows that the basis stands for, whatever they are worth;
    // empty if there is no sound basis. At cutoff they mostly prove the bound.
    std::vector<double> multipliers();
    // status infeasible: y with, for d = -A'y over the box, a proof that no x exists; may be empty.
    std::vector<double> farkas() const;
    // 0: no rounding can undo that proof. Above: it holds if coefficients up to this share of the
    // terms they are sums of are taken as zero.
    double farkas_residual() const noexcept;
    std::vector<double> ray() const;  // status unbounded: direction in column space

    // For cuts, with an optimal basis. basic_variable(i) is the column (or columns() + row) that is
    // basic in position i; tableau_row gives, in the unscaled problem, row i of B^-1 (one entry a
    // row) and of B^-1 [A | -I] restricted to nonbasics is left to the caller.
    std::int32_t basic_variable(std::int32_t position) const noexcept;
    void basis_inverse_row(std::int32_t position, std::vector<double>& row) const;

    // A copy of basis, factors, weights and bounds that strong branching can return to. Factors are
    // shared until one side changes them. Restoring after add_rows or add_column returns bounds and
    // basis by number (new rows basic); after deletions it throws Error(internal).
    class Snapshot;
    std::shared_ptr<const Snapshot> save() const;
    void restore(const std::shared_ptr<const Snapshot>& snapshot);

    const LpCounters& counters() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::ilp
