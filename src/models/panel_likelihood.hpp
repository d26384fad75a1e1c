// The sums of models/likelihood.hpp over rows in panels: a block is packed, its eta found, and its
// gradient and Hessian added while it is in the cache.
#pragma once

#include <optional>

#include "models/likelihood.hpp"

namespace tenon::models {

// For a design without a basis. Without a Hessian only l and g. Nothing where a row's curvature is
// negative: it has no root to scale the row with.
std::optional<Likelihood> evaluate_panels(const Context& context, const Observations& data,
                                          const Eigen::VectorXd& theta, Information information,
                                          bool hessian);

}  // namespace tenon::models
