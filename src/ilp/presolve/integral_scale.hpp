// Are these numbers multiples of one step?
#pragma once

#include <optional>
#include <span>

namespace tenon::ilp {

// The largest step > 0 with every value an integer multiple of it (to a relative 1e-9), found
// through fractions of denominators up to 10,000; none if there is no such step or the multiples
// pass 2^40. Zeros do not count; without other values there is no step.
std::optional<double> common_step(std::span<const double> values);

}  // namespace tenon::ilp
