#include "evaluate/ranking.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tenon::evaluate {

Ranking rank_rows(std::span<const double> truth, std::span<const double> probability) {
    struct Row {
        double probability;
        std::uint8_t positive;
    };
    std::vector<Row> rows(truth.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {probability[i], truth[i] == 1};
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.probability != b.probability ? a.probability > b.probability
                                              : a.positive > b.positive;
    });
    Ranking ranking;
    ranking.probability.reserve(rows.size());
    ranking.positive.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ranking.probability.push_back(rows[i].probability);
        ranking.positive.push_back(rows[i].positive);
        if (i + 1 == rows.size() || rows[i + 1].probability != rows[i].probability)
            ranking.group_end.push_back(static_cast<std::int64_t>(i) + 1);
    }
    return ranking;
}

double AucCounter::value() const {
    if (positives_ == 0 || negatives_ == 0) return std::numeric_limits<double>::quiet_NaN();
    return twice_area_ / (2 * positives_ * negatives_);
}

}  // namespace tenon::evaluate
