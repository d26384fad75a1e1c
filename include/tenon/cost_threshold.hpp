// The threshold at which alarms cost least.
#pragma once

#include <cstdint>
#include <span>

namespace tenon {

struct CostThreshold {
    // Alarm where probability >= threshold. Between two probabilities of the data it is their
    // middle; 0 for always; 2, which no probability reaches, for never.
    double threshold = 0.5;
    double cost = 0;       // on these records: false alarms and misses times their costs
    double mean_cost = 0;  // a record (a unit of weight)
    double false_alarms = 0, misses = 0;  // numbers of records, or their weight
    // false_alarm_cost / (false_alarm_cost + miss_cost): right for calibrated probabilities, and
    // what it costs on these records.
    double ideal = 0.5, ideal_cost = 0;
};

// Tries every distinct probability; of thresholds that cost the same, up to rounding, the one
// nearest to the ideal is taken. Choose it on records that the model was not fitted on. Costs are
// in one unit, such as money, finite and at least 0, not both 0. Errors: argument (costs, lengths),
// data (no rows, a bad value with its row). Cost: a sort.
//
// Source: C. Elkan, The foundations of cost-sensitive learning (IJCAI 2001).
CostThreshold choose_threshold(std::span<const double> truth, std::span<const double> probability,
                               double false_alarm_cost, double miss_cost,
                               std::span<const double> weights = {});

}  // namespace tenon
