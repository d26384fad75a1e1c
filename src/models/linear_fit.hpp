// The fit of models/linear.cpp for rows that are elsewhere.
#pragma once

#include "models/linear_sums.hpp"
#include "tenon/context.hpp"
#include "tenon/linear.hpp"
#include "tenon/model.hpp"
#include "tenon/row_source.hpp"

namespace tenon::models {

// The options are checked and have no powers; the sums have rows. Errors other than classical ones
// need `source`, which brings the rows of the sums once more.
LinearModel fit_linear_by_products(const Context& context, const LinearSums& sums,
                                   const LinearOptions& options, const RowSource* source = nullptr);

}  // namespace tenon::models
