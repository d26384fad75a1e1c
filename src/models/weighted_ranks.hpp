// Numbers in order, each as often as its weight says.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace tenon::models {

class WeightedRanks {
  public:
    // Weights above 0; empty: all 1.
    WeightedRanks(std::span<const double> values, std::span<const double> weights) {
        for (std::size_t i = 0; i < values.size(); ++i)
            sorted_.emplace_back(values[i], weights.empty() ? 1 : weights[i]);
        std::sort(sorted_.begin(), sorted_.end());
        double sum = 0;
        for (auto& [value, upto] : sorted_) upto = sum += upto;
    }

    double total() const { return sorted_.back().second; }
    // The number of this rank, from 0 to below the total.
    double at(double rank) const {
        const auto above = std::partition_point(
            sorted_.begin(), sorted_.end(), [&](const auto& one) { return one.second <= rank; });
        return above == sorted_.end() ? sorted_.back().first : above->first;
    }
    double median() const { return (at((total() - 1) / 2) + at(total() / 2)) / 2; }

  private:
    std::vector<std::pair<double, double>> sorted_;  // value, weight up to and with it
};

}  // namespace tenon::models
