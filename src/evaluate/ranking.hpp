// Probabilities in order, rows of equal probability as one group: the basis of ROC, AUC, and of the
// resamples of a bootstrap, none of which needs to sort again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon::evaluate {

struct Ranking {
    std::vector<double> probability;      // descending
    std::vector<std::uint8_t> positive;   // truth of the same rows; positives first within a tie
    std::vector<std::int64_t> group_end;  // one past the last row of each group of ties
};

Ranking rank_rows(std::span<const double> truth, std::span<const double> probability);

// Area under the ROC curve from counts by group: with every negative, the share of positives above
// it, a tie counting one half (H. B. Mann, D. R. Whitney, Annals of Math. Statistics 18, 1947).
class AucCounter {
  public:
    void add_group(double positives, double negatives) {
        twice_area_ += negatives * (2 * positives_ + positives);
        positives_ += positives;
        negatives_ += negatives;
    }
    double value() const;  // NaN with one class
  private:
    double positives_ = 0, negatives_ = 0;  // exact: whole numbers below 2^53
    double twice_area_ = 0;                 // exact as well while rows^2 stays below 2^53
};

}  // namespace tenon::evaluate
