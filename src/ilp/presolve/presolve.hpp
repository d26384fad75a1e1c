// Presolve: a smaller problem with the same optimum, and the way back for points of it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

struct DebugPoint;  // debug_point.hpp

// The form all of the search works on: a minimisation with integer marks.
struct MixedProgram {
    LinearProgram lp;
    std::vector<std::uint8_t> integer;  // one a column
};

// Sign-flips a maximisation; keeps column and row order. Integer bounds are rounded inward.
MixedProgram to_mixed_program(const Problem& problem);

enum class PresolveStatus : std::uint8_t { reduced, infeasible, unbounded_or_infeasible };

class Presolve {
  public:
    Presolve();
    ~Presolve();
    Presolve(Presolve&&) noexcept;
    Presolve& operator=(Presolve&&) noexcept;

    // For tests: a known optimum of the original that every reduction must keep; run() throws
    // Error(internal) that names the first one that does not. Not owned.
    void watch(const DebugPoint* point);
    PresolveStatus run(const Context& context, const MixedProgram& original);
    const MixedProgram& reduced() const noexcept;
    // A point of the reduced problem as a point of the original one.
    std::vector<double> restore(std::span<const double> reduced_point) const;
    // A point of the original problem in the reduced one (for warm starts); NaN where it has none.
    std::vector<double> project(std::span<const double> original_point) const;
    std::int64_t removed_rows() const noexcept;
    std::int64_t removed_columns() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::ilp
