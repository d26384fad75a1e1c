// How well probabilities fit the outcomes they were fitted to: Tjur's and Hosmer and Lemeshow's
// measures (see tenon/logistic_inference.hpp).
#pragma once

#include <cstdint>
#include <span>

#include "tenon/logistic_inference.hpp"

namespace tenon::models {

// `weights` empty: all 1.
double tjur(std::span<const double> target, std::span<const double> probability,
            std::span<const double> weights);

// Fills the groups and returns the test.
ChiSquaredTest hosmer_lemeshow(std::span<const double> target, std::span<const double> probability,
                               std::span<const double> weights, std::int64_t groups,
                               std::vector<HosmerLemeshowGroup>& out);

}  // namespace tenon::models
