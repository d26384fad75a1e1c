#include "models/goodness.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "base/gamma_function.hpp"
#include "base/sum.hpp"

namespace tenon::models {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double weight(std::span<const double> weights, std::size_t i) {
    return weights.empty() ? 1 : weights[i];
}

// Sorted values with the weight up to and with each.
class Ranks {
  public:
    Ranks(std::vector<double> sorted, const std::vector<double>& weights)
        : sorted_(std::move(sorted)) {
        Sum sum;
        for (const double w : weights) {
            sum.add(w);
            up_to_.push_back(sum.value());
            whole_ &= w == std::floor(w);
        }
    }

    // With whole weights that of every value repeated as often, by linear interpolation between
    // order statistics (type 7 of R. Hyndman and Y. Fan, Sample quantiles in statistical packages,
    // The American Statistician 50, 1996). Else the least value up to which there is this share of
    // the weight.
    double quantile(double share) const {
        const double total = up_to_.back();
        if (!whole_) {
            const auto at = std::lower_bound(up_to_.begin(), up_to_.end(), share * total);
            return sorted_[static_cast<std::size_t>(std::min<std::ptrdiff_t>(
                at - up_to_.begin(), static_cast<std::ptrdiff_t>(sorted_.size()) - 1))];
        }
        const double at = share * (total - 1), below = std::floor(at);
        const double low = value(below), high = value(below + 1);
        return low + (at - below) * (high - low);
    }

  private:
    // Order statistic k, from 0, of the repeated values; the last beyond it.
    double value(double k) const {
        const auto at = std::upper_bound(up_to_.begin(), up_to_.end(), k);
        return at == up_to_.end() ? sorted_.back()
                                  : sorted_[static_cast<std::size_t>(at - up_to_.begin())];
    }

    std::vector<double> sorted_, up_to_;
    bool whole_ = true;
};

}  // namespace

double tjur(std::span<const double> target, std::span<const double> probability,
            std::span<const double> weights) {
    Sum ones, zeros, weight_of_ones, weight_of_zeros;
    for (std::size_t i = 0; i < target.size(); ++i) {
        const double w = weight(weights, i);
        (target[i] == 1 ? ones : zeros).add(w * probability[i]);
        (target[i] == 1 ? weight_of_ones : weight_of_zeros).add(w);
    }
    return ones.value() / weight_of_ones.value() - zeros.value() / weight_of_zeros.value();
}

ChiSquaredTest hosmer_lemeshow(std::span<const double> target, std::span<const double> probability,
                               std::span<const double> weights, std::int64_t groups,
                               std::vector<HosmerLemeshowGroup>& out) {
    std::vector<std::size_t> order(target.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return probability[a] != probability[b] ? probability[a] < probability[b] : a < b;
    });
    std::vector<double> sorted, sorted_weights;
    for (const std::size_t i : order) {
        sorted.push_back(probability[i]);
        sorted_weights.push_back(weight(weights, i));
    }
    const Ranks ranks(sorted, sorted_weights);

    out.clear();
    std::size_t next = 0;
    for (std::int64_t g = 1; g <= groups && next < order.size(); ++g) {
        const double bound =
            g == groups ? sorted.back()
                        : ranks.quantile(static_cast<double>(g) / static_cast<double>(groups));
        if (sorted[next] > bound) continue;
        HosmerLemeshowGroup group;
        Sum rows, observed, expected;
        group.low = sorted[next];
        for (; next < order.size() && sorted[next] <= bound; ++next) {
            const double w = weight(weights, order[next]);
            rows.add(w);
            observed.add(w * target[order[next]]);
            expected.add(w * sorted[next]);
            group.high = sorted[next];
        }
        group.rows = rows.value();
        group.observed = observed.value();
        group.expected = expected.value();
        out.push_back(group);
    }
    ChiSquaredTest test{0, static_cast<double>(out.size()) - 2, nan};
    if (test.degrees < 1) return {nan, nan, nan};
    for (const HosmerLemeshowGroup& group : out) {
        const double difference = group.observed - group.expected;
        const double variance = group.expected * (1 - group.expected / group.rows);
        if (difference != 0) test.statistic += difference * difference / variance;
    }
    test.p_value = chi_squared_upper_tail(test.statistic, test.degrees);
    return test;
}

}  // namespace tenon::models
