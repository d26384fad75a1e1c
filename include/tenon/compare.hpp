// Is one model better than another, or was it luck? Paired tests on the same records or folds.
#pragma once

#include <cstdint>
#include <span>

namespace tenon {

struct PairedTest {
    double difference = 0;      // first less second
    double standard_error = 0;  // NaN where the test has none
    double statistic = 0;       // t, z, or for McNemar the smaller count
    double degrees = 0;         // of freedom; NaN for z and McNemar
    double p_value = 0;         // two-sided, that there is no difference
    double low = 0, high = 0;   // 95 % interval of the difference; NaN for McNemar
};

// Scores of two models on the same K splits, differences d_k: the corrected resampled t test
//
//     t = mean d / sqrt((1/K + test/training) s^2),   K - 1 degrees of freedom
//
// where training parts overlap and a plain t test finds differences that are none (C. Nadeau,
// Y. Bengio, Inference for the generalization error, Machine Learning 52, 2003; R. Bouckaert,
// E. Frank 2004 for repeated folds). test_over_training is the ratio of record counts, 1/(k - 1) for
// k folds. Errors: argument (lengths, a ratio not above 0), data (fewer than two splits, a score
// that is not finite). All differences equal: p is 0, or 1 if they are 0.
PairedTest corrected_resampled_test(std::span<const double> first, std::span<const double> second,
                                    double test_over_training);

// Accuracies on the same records (Q. McNemar 1947), exact: of the records that just one model gets
// right, the two-sided binomial probability of so uneven a share. Predictions and truth are 0 or 1.
// Errors: argument (lengths), data (no records, other values).
PairedTest mcnemar_test(std::span<const double> truth, std::span<const double> first,
                        std::span<const double> second);

// Areas under the ROC curve on the same records (E. DeLong, D. DeLong, D. Clarke-Pearson, Biometrics
// 44, 1988), with ties, in n log n (X. Sun, W. Xu 2014): z and its p-value. Scores are any finite
// numbers. Errors: argument (lengths), data (fewer than two records of a class, a truth that is not
// 0 or 1, a score that is not finite). Variance 0: p is 1 if the areas are equal, else 0.
PairedTest delong_test(std::span<const double> truth, std::span<const double> first,
                       std::span<const double> second);

}  // namespace tenon
