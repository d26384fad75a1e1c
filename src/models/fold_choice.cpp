#include "models/fold_choice.hpp"

#include <cmath>

namespace tenon::models {

FoldChoice choose_penalty(std::span<const double> penalties,
                          const std::vector<std::vector<double>>& fold_errors,
                          std::span<const double> fold_weights) {
    FoldChoice choice;
    const auto folds = static_cast<double>(fold_weights.size());
    double total = 0;
    for (const double w : fold_weights) total += w;
    for (std::size_t i = 0; i < penalties.size(); ++i) {
        double mean = 0, variance = 0;
        for (std::size_t k = 0; k < fold_weights.size(); ++k)
            mean += fold_weights[k] / total * fold_errors[k][i];
        for (std::size_t k = 0; k < fold_weights.size(); ++k) {
            const double deviation = fold_errors[k][i] - mean;
            variance += fold_weights[k] / total * deviation * deviation;
        }
        choice.error.push_back(mean);
        choice.standard_error.push_back(std::sqrt(variance / (folds - 1)));
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < penalties.size(); ++i)
        if (choice.error[i] < choice.error[best] ||
            (choice.error[i] == choice.error[best] && penalties[i] > penalties[best]))
            best = i;
    std::size_t simplest = best;
    for (std::size_t i = 0; i < penalties.size(); ++i)
        if (choice.error[i] <= choice.error[best] + choice.standard_error[best] &&
            penalties[i] > penalties[simplest])
            simplest = i;
    choice.best = static_cast<std::int64_t>(best);
    choice.simplest = static_cast<std::int64_t>(simplest);
    return choice;
}

}  // namespace tenon::models
