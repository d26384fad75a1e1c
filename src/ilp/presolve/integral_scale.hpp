// Are these numbers multiples of one step?
#pragma once

#include <optional>
#include <span>

namespace tenon::ilp {

// The largest step > 0 with every value an integer multiple of it (to a relative 1e-9), found
// through fractions of denominators up to 10,000; none if there is no such step or the multiples
// pass 2^40. Zeros do not count; without other values there is no step.
std::optional<double> common_step(std::span<const double> values);

// By how much sum v_j x_j may differ from a multiple of the step while |x_j| <= reach_j are
// integers: nearly every number is near to some fraction, and a row or cost of long decimals must
// not be taken for one of whole multiples.
double drift_from_step(std::span<const double> values, std::span<const double> reach, double step);

struct MixedProgram;
struct SparseRows;

// A row of integer columns whose sides hold no multiple of its common step: nothing is feasible,
// and branching over unbounded columns would never find out.
bool has_integer_contradiction(const MixedProgram& program, const SparseRows& rows);

}  // namespace tenon::ilp
