// Presolve: a smaller problem with the same optimum, and the way back: for points of an integer
// program, for a basic optimum with prices of a linear one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "ilp/presolve/steps.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp {

struct DebugPoint;  // debug_point.hpp

// The form all of the search works on: a minimisation with integer marks.
struct MixedProgram {
    LinearProgram lp;
    std::vector<std::uint8_t> integer;  // one a column
};

// Sign-flips a maximisation; keeps column and row order. Integer bounds are rounded inward.
MixedProgram to_mixed_program(const Problem& problem);

// For a linear program the second and third both say that it has no optimum, and no more: some
// reductions presume that there is one. stopped: a limit or cancel; nothing was reduced.
enum class PresolveStatus : std::uint8_t { reduced, infeasible, unbounded_or_infeasible, stopped };

// An integer program is brought back by its point alone, so its presolve may use integrality and
// tighten bounds. That of a linear program keeps what the way back for prices and basis needs, and
// lets the bounds of columns be, unless the row that they come from goes in the same step.
enum class PresolveMode : std::uint8_t { integer, linear };

// Which rows may be added to an integer program after its presolve, in the original columns.
// implied: rows that every plan keeps anyway (cuts); every original column stays an affine image of
// one reduced column. any: rows that cut off plans (lazy rows); besides, no plan may go only
// because another one is as good by the rows known so far.
enum class RowsToCome : std::uint8_t { none, implied, any };

// x_original = coefficient * x_reduced[column] + constant; column -1: the constant alone.
struct AffineColumn {
    std::int32_t column = -1;
    double coefficient = 0, constant = 0;
};

class Presolve {
  public:
    explicit Presolve(PresolveMode mode = PresolveMode::integer);
    ~Presolve();
    Presolve(Presolve&&) noexcept;
    Presolve& operator=(Presolve&&) noexcept;

    // For tests: a known optimum of the original that every reduction must keep; run() throws
    // Error(internal) that names the first one that does not. Not owned.
    void watch(const DebugPoint* point);
    // Leaves a reduction out, by its name in the table. For tests and ablations.
    void skip(std::string_view reduction);
    static std::vector<const char*> reduction_names();
    void expect(RowsToCome rows);  // before run()
    // Of the limits those of time, work and progress are read; the cancel handle is the context's.
    PresolveStatus run(const Context& context, const MixedProgram& original,
                       const LpLimits& limits = {});
    const MixedProgram& reduced() const noexcept;
    // A point of the reduced problem as a point of the original one.
    std::vector<double> restore(std::span<const double> reduced_point) const;
    // A point of the original problem in the reduced one (for warm starts); NaN where it has none.
    std::vector<double> project(std::span<const double> original_point) const;
    // Values that belong to columns (priorities, weights) and are no point, of those that are left.
    // A column that stands for several has the largest of theirs.
    std::vector<double> carry(std::span<const double> of_columns) const;
    // The original column, or row, that each reduced one is (or one of those it stands for).
    std::span<const std::int32_t> kept_columns() const noexcept;
    std::span<const std::int32_t> kept_rows() const noexcept;
    // With rows to come: the original columns in the reduced ones.
    std::vector<AffineColumn> affine_columns() const;
    // Linear mode: an optimum of the reduced problem, with prices and basis, as one of the
    // original.
    Answer restore_optimum(const Answer& reduced) const;
    // How often each reduction fired, in the order of their table; those that rest too.
    const std::vector<ReductionCount>& counts() const noexcept;
    std::int64_t removed_rows() const noexcept;
    std::int64_t removed_columns() const noexcept;
    std::int64_t removed_nonzeros() const noexcept;  // less what substitution filled in
    // Of the last run, in the units of the work limit: entries looked at.
    std::int64_t work() const noexcept;
    // All but the work for the answer of a solve.
    void report(SolveCounters& counters) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::ilp
