// Metrics of judged records, by weight where they have weights.
#pragma once

#include <span>

#include "tenon/metrics.hpp"
#include "tenon/model.hpp"

namespace tenon {

// Records of weight 0 count nowhere. `weights` may be empty.
Metrics judged_metrics(ModelKind kind, std::span<const double> truth,
                       std::span<const double> predicted, std::span<const double> weights,
                       double threshold);

}  // namespace tenon
