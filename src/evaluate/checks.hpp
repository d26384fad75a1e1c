// What all measures ask of their inputs; faults are named by row.
#pragma once

#include <span>

#include "tenon/metrics.hpp"

namespace tenon::evaluate {

// truth of 0 and 1, probability in [0, 1], same length, at least one row.
void check_classification(std::span<const double> truth, std::span<const double> probability);
void check_threshold(double threshold);
// Finite numbers, same length, at least one row.
void check_regression(std::span<const double> truth, std::span<const double> prediction);
// One a row, finite and at least 0, not all 0; or none.
void check_weights(std::span<const double> weights, std::size_t rows);
void check_bootstrap(const BootstrapOptions& options);

}  // namespace tenon::evaluate
