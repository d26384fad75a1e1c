// From the errors of folds to a choice among penalties.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon::models {

struct FoldChoice {
    std::vector<double> error, standard_error;
    std::int64_t best = 0, simplest = 0;
};

// Means over folds by their weights v_k (V their sum), m = sum v_k e_k / V, with the standard error
// sqrt(sum v_k (e_k - m)^2 / V / (K - 1)); the least mean, and the largest penalty within its
// standard error.
FoldChoice choose_penalty(std::span<const double> penalties,
                          const std::vector<std::vector<double>>& fold_errors,
                          std::span<const double> fold_weights);

}  // namespace tenon::models
