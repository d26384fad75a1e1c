// The fit of models/linear.cpp for rows that are elsewhere.
#pragma once

#include "models/linear_sums.hpp"
#include "tenon/context.hpp"
#include "tenon/linear.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

// The options are checked, have no powers and classical errors; the sums have rows.
LinearModel fit_linear_by_products(const Context& context, const LinearSums& sums,
                                   const LinearOptions& options);

}  // namespace tenon::models
