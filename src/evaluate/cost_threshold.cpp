// Records in ascending order of probability: with the threshold above the first k of them, the ones
// among these are missed and the zeros among the others are false alarms.
#include "tenon/cost_threshold.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "evaluate/checks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double never = 2;
// Costs that differ by less than this share are the same: they are sums of the same weights.
constexpr double rounding = 1e-12;

void check_cost(double cost, const char* name) {
    if (!(cost >= 0 && std::isfinite(cost)))
        throw Error(
            Status::argument,
            std::string(name) + " is " + format_double(cost) + "; it must be finite and at least 0",
            {.argument = name});
}

}  // namespace

CostThreshold choose_threshold(std::span<const double> truth, std::span<const double> probability,
                               double false_alarm_cost, double miss_cost,
                               std::span<const double> weights) {
    evaluate::check_classification(truth, probability);
    evaluate::check_weights(weights, truth.size());
    check_cost(false_alarm_cost, "false_alarm_cost");
    check_cost(miss_cost, "miss_cost");
    if (false_alarm_cost + miss_cost == 0)
        throw Error(Status::argument, "both costs are 0: every threshold is as good",
                    {.argument = "miss_cost"});
    std::vector<std::size_t> order(truth.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return probability[a] != probability[b] ? probability[a] < probability[b] : a < b;
    });
    const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
    Sum zeros, all;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        all.add(weight(i));
        if (truth[i] == 0) zeros.add(weight(i));
    }

    CostThreshold best;
    best.ideal = false_alarm_cost / (false_alarm_cost + miss_cost);
    const auto consider = [&](double threshold, double false_alarms, double misses) {
        const double cost = false_alarms * false_alarm_cost + misses * miss_cost;
        const double gap = cost - best.cost;
        const bool same = std::fabs(gap) <= rounding * (cost + best.cost);
        const bool nearer =
            std::fabs(threshold - best.ideal) < std::fabs(best.threshold - best.ideal);
        if (same ? nearer : gap < 0) {
            best.threshold = threshold;
            best.cost = cost;
            best.false_alarms = false_alarms;
            best.misses = misses;
        }
    };
    best.threshold = 0;
    best.false_alarms = zeros.value();
    best.cost = best.false_alarms * false_alarm_cost;
    best.ideal_cost = best.ideal <= 0 ? best.cost : 0;
    Sum alarms = zeros, missed;
    for (std::size_t at = 0; at < order.size();) {
        const double p = probability[order[at]];
        if (at == 0 && best.ideal <= p) best.ideal_cost = best.cost;
        for (; at < order.size() && probability[order[at]] == p; ++at)
            if (truth[order[at]] == 1)
                missed.add(weight(order[at]));
            else
                alarms.add(-weight(order[at]));
        const bool last = at == order.size();
        const double next = last ? never : probability[order[at]];
        const double false_alarms = std::max(0.0, alarms.value());
        // Midway, but never below or at p after rounding.
        const double middle = last ? never : p + (next - p) / 2;
        consider(middle > p ? middle : next, false_alarms, missed.value());
        if (best.ideal > p && best.ideal <= next)
            best.ideal_cost = false_alarms * false_alarm_cost + missed.value() * miss_cost;
    }
    best.mean_cost = best.cost / all.value();
    return best;
}

}  // namespace tenon
