// Metrics of judged records, by weight where they have weights.
#pragma once

#include <span>

#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/pipeline.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon {

// Records of weight 0 count nowhere. `weights` may be empty; `probabilities` are those of several
// classes, record after record, whose places the truth holds.
Metrics judged_metrics(ModelKind kind, std::span<const double> truth,
                       std::span<const double> predicted, std::span<const double> weights,
                       std::span<const double> probabilities, double threshold);
inline Metrics judged_metrics(ModelKind kind, const Pipeline::Judged& judged, double threshold) {
    return judged_metrics(kind, judged.truth, judged.predicted, judged.weights,
                          judged.probabilities, threshold);
}

MultiClassMeasures judged_classes(std::span<const double> truth,
                                  std::span<const double> probabilities,
                                  std::span<const double> weights);

}  // namespace tenon
