// Problems without integer columns: one LP, with prices.
#pragma once

#include "tenon/solve.hpp"

namespace tenon::ilp {

Solution solve_linear(const Context& context, const Problem& problem, const SolveOptions& options);

}  // namespace tenon::ilp
