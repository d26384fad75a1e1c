// The residual pass (models/residual.hpp) of designs whose columns count as doubles: r = y - A b is
// rounded as the columns are, which the sum over the rows averages out, and A'W r is summed a block
// at a time and over blocks with compensation.
#pragma once

#include "models/residual.hpp"

namespace tenon::models {

Residual panel_residual_pass(const Context& context, const Design& design, const Target& target,
                             const std::vector<DoubleDouble>& beta);

}  // namespace tenon::models
