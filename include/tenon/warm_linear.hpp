// A linear program that stays warm: change it a little, solve it again, pay for the change.
//
// A host that plans every minute, prices columns, or looks at what happens if a machine stops,
// solves nearly the same linear program again and again. A WarmLinear keeps the basis, its factors
// and the pricing weights from one solve to the next. Bounds, costs and sides change in constant
// time; rows, columns and coefficients are gathered and built in before the next solve, in time
// proportional to the program.
//
// Mutable, one thread at a time. Columns and rows are numbered as in the problem; new ones come at
// the end, and after a deletion the later ones move up. Integer columns count as continuous (it is
// the relaxation that is solved), in any sense, offset included. The method is in ilp/README.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "tenon/basis.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon {

struct WarmLimits {
    double time_limit_seconds = infinity;
    std::int64_t iteration_limit = -1;  // simplex pivots of this call; -1: none; -> work_limit
    // Stop as soon as no plan can be better than this (above it for a minimisation, below it for a
    // maximisation); -> Outcome::cutoff.
    std::optional<double> cutoff;
};

class WarmLinear {
  public:
    explicit WarmLinear(const Problem& problem);  // copies what it needs
    ~WarmLinear();
    WarmLinear(WarmLinear&&) noexcept;
    WarmLinear& operator=(WarmLinear&&) noexcept;

    std::int32_t columns() const noexcept;
    std::int32_t rows() const noexcept;

    // Changes. Errors are those of Problem (argument: NaN, lower > upper, no such column, ...); a
    // call that throws changes nothing. Constant time:
    void set_offset(double offset);
    void set_cost(std::int32_t column, double cost);
    void set_bounds(std::int32_t column, double lower, double upper);
    void set_row_bounds(std::int32_t row, double lower, double upper);
    // Gathered until the next solve. A zero takes the entry out; a repeated place is summed in a
    // new row or column, as in Problem.
    void set_coefficient(std::int32_t row, std::int32_t column, double value);
    std::int32_t add_column(double lower, double upper, double cost,
                            std::span<const std::int32_t> rows,
                            std::span<const double> coefficients);
    std::int32_t add_row(double lower, double upper, std::span<const std::int32_t> columns,
                         std::span<const double> coefficients);
    // At once, in time proportional to the program: delete many in one call. Repeats count once.
    void delete_columns(std::span<const std::int32_t> columns);
    void delete_rows(std::span<const std::int32_t> rows);

    // Where the next solve begins. Any statuses are taken: a singular basis is mended, a missing
    // one filled up. Statuses of all columns and rows, or Error(argument).
    void set_basis(const Basis& basis);
    Basis basis() const;

    // Optimal, infeasible, unbounded, time_limit, work_limit (iterations), cancelled, cutoff,
    // memory_limit or numerical. Every optimum holds the rows and bounds to 1e-7. Nothing is copied
    // or allocated in proportion to the program where only bounds, costs and sides changed.
    Outcome solve(const Context& context = {}, const WarmLimits& limits = {});

    // The answer of the last solve; it stays as it is while changes are made. Copies write as many
    // numbers as fit, in the order of that solve, and return how many there are (0: no optimum).
    bool has_values() const noexcept;
    double objective() const noexcept;  // NaN without values
    double bound() const noexcept;      // no plan can be better; +-infinity where unknown
    std::int32_t copy_values(std::span<double> out) const noexcept;
    std::int32_t copy_row_activity(std::span<double> out) const noexcept;
    std::int32_t copy_dual(
        std::span<double> out) const noexcept;  // shadow prices, as Solution::dual
    std::int32_t copy_reduced_cost(std::span<double> out) const noexcept;
    // All of it, as tenon::solve gives it, with breaches recomputed by compensated sums, and the
    // counters of the last solve. Throws Error(argument) before the first solve, and after changes.
    Solution solution() const;

    // The problem as it stands: continuous columns, original names where they have one.
    Problem problem() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon
