// More measures of predictions, all with weights, and those of more than two classes.
//
// Weights may be empty (all 1); else one a record, finite and at least 0, not all 0. Errors
// everywhere: argument (lengths, options), data (no records; a bad value or weight, with its row).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon {

// Of two classes at a threshold; counts are sums of weights. NaN where undefined (0/0).
struct ClassMeasures {
    double true_positive = 0, false_positive = 0, true_negative = 0, false_negative = 0;
    double accuracy = 0;
    double balanced_accuracy = 0;  // mean of recall and specificity
    double precision = 0, recall = 0, specificity = 0, f1 = 0;
    double mcc = 0;  // Matthews: (TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN)); 0 if that is 0
    double log_loss = 0, brier = 0;
    double auc = 0;
    // sum over thresholds of (recall_k - recall_{k-1}) precision_k, falling thresholds, no
    // interpolation; NaN without positives.
    double average_precision = 0;
};
// truth holds 0 and 1, probability lies in [0, 1]; positive is predicted where probability >=
// threshold.
ClassMeasures class_measures(std::span<const double> truth, std::span<const double> probability,
                             double threshold = 0.5, std::span<const double> weights = {});

struct NumberMeasures {
    double r2 = 0, rmse = 0, mae = 0;
    double median_error = 0;  // median of |error|, by weight; of two middle ones their mean
    double largest_error = 0;
    double bias = 0;  // mean of prediction - truth
    // Mean |error| / |truth| over records whose truth is not 0; NaN if there is none. Records near 0
    // rule it, and it favours predictions that are too low: so it is told how many were left out.
    double mape = 0;
    std::int64_t mape_left_out = 0;
};
NumberMeasures number_measures(std::span<const double> truth, std::span<const double> prediction,
                               std::span<const double> weights = {});

// Mean of max(q e, (q - 1) e), e = truth - prediction, q in (0, 1): least at the q quantile.
double pinball_loss(std::span<const double> truth, std::span<const double> prediction,
                    double quantile, std::span<const double> weights = {});

// Mean Tweedie deviance of variance power p: 0 squares; 1 Poisson, 2 sum y ln(y/m) - (y - m); 2
// gamma, 2 sum ln(m/y) + y/m - 1; else 2 sum y^(2-p)/((1-p)(2-p)) - y m^(1-p)/(1-p) + m^(2-p)/(2-p),
// p in [1, 3]. Predictions are above 0 but for p = 0; truth at least 0, and above 0 for p >= 2.
double tweedie_deviance(std::span<const double> truth, std::span<const double> prediction,
                        double power, std::span<const double> weights = {});

// ---- More than two classes ----

struct MultiClassMeasures {
    std::int32_t classes = 0;
    // Row: truth, column: prediction (the most probable class, the first among equals); weights.
    std::vector<double> confusion;
    double accuracy = 0;  // also the micro average of precision, recall and F1
    double log_loss = 0;  // mean -ln of the true class's probability, kept at least 1e-15
    // One a class; NaN where undefined.
    std::vector<double> precision, recall, f1;
    // Plain means over the classes, an undefined one counting as 0; and means by the classes'
    // weights in the truth.
    double macro_precision = 0, macro_recall = 0, macro_f1 = 0;
    double weighted_precision = 0, weighted_recall = 0, weighted_f1 = 0;
};
// truth holds 0 to classes - 1; probability is record after record, `classes` numbers each that are
// at least 0 and add up to 1 within 1e-6.
MultiClassMeasures multi_class_measures(std::span<const std::int32_t> truth,
                                        std::span<const double> probability, std::int32_t classes,
                                        std::span<const double> weights = {});

}  // namespace tenon
