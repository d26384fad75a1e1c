#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr double usual_threshold = 0.5;

std::span<const double> numbers(const double* values, std::int64_t count, const char* name) {
    if (count < 0) refuse("count", "must not be negative");
    if (count > 0) required(values, name);
    return {values, static_cast<std::size_t>(count)};
}

std::span<const double> weights_of(const double* weights, std::int64_t count) {
    if (!weights || count < 0) return {};
    return {weights, static_cast<std::size_t>(count)};
}

void give_test(tenon_paired_test* out, const PairedTest& test) {
    tenon_paired_test result = TENON_PAIRED_TEST_INIT;
    result.difference = test.difference;
    result.standard_error = test.standard_error;
    result.statistic = test.statistic;
    result.degrees = test.degrees;
    result.p_value = test.p_value;
    result.low = test.low;
    result.high = test.high;
    give(out, result, "test");
}

}  // namespace

tenon_status tenon_predictions_intervals(const tenon_context* context, const double* truth,
                                         const double* predicted, int64_t count,
                                         tenon_model_kind kind,
                                         const tenon_bootstrap_options* options,
                                         tenon_metrics* metrics, tenon_metrics* low,
                                         tenon_metrics* high, tenon_error* err) {
    return guard(err, [&] {
        check_result(metrics, "metrics");
        check_result(low, "low");
        check_result(high, "high");
        if (kind != TENON_MODEL_LOGISTIC && kind != TENON_MODEL_LINEAR)
            refuse("kind", "must be TENON_MODEL_LOGISTIC or TENON_MODEL_LINEAR");
        const auto y = numbers(truth, count, "truth"), p = numbers(predicted, count, "predicted");
        const auto given = options_of(options, "options");
        BootstrapOptions bootstrap;
        if (given.resamples < 0) refuse("resamples", "must not be negative");
        if (given.resamples > 0) bootstrap.resamples = given.resamples;
        if (given.confidence != 0) bootstrap.confidence = given.confidence;
        if (given.seed != 0) bootstrap.seed = given.seed;
        const double threshold = given.threshold != 0 ? given.threshold : usual_threshold;
        const bool logistic = kind == TENON_MODEL_LOGISTIC;
        const Metrics point =
            logistic ? classification_metrics(y, p, threshold) : regression_metrics(y, p);
        const MetricIntervals found =
            logistic ? bootstrap_classification(context_of(context), y, p, threshold, bootstrap)
                     : bootstrap_regression(context_of(context), y, p, bootstrap);
        give(metrics, metrics_struct(point), "metrics");
        give(low, metrics_struct(found.low), "low");
        give(high, metrics_struct(found.high), "high");
    });
}

tenon_status tenon_test_resampled(const double* first, const double* second, int64_t count,
                                  double test_over_training, tenon_paired_test* test,
                                  tenon_error* err) {
    return guard(err, [&] {
        check_result(test, "test");
        give_test(test,
                  corrected_resampled_test(numbers(first, count, "first"),
                                           numbers(second, count, "second"), test_over_training));
    });
}

tenon_status tenon_test_mcnemar(const double* truth, const double* first, const double* second,
                                int64_t count, tenon_paired_test* test, tenon_error* err) {
    return guard(err, [&] {
        check_result(test, "test");
        give_test(test, mcnemar_test(numbers(truth, count, "truth"), numbers(first, count, "first"),
                                     numbers(second, count, "second")));
    });
}

tenon_status tenon_test_delong(const double* truth, const double* first, const double* second,
                               int64_t count, tenon_paired_test* test, tenon_error* err) {
    return guard(err, [&] {
        check_result(test, "test");
        give_test(test, delong_test(numbers(truth, count, "truth"), numbers(first, count, "first"),
                                    numbers(second, count, "second")));
    });
}

tenon_status tenon_measure_classes(const double* truth, const double* probability,
                                   const double* weights, int64_t count, double threshold,
                                   tenon_class_measures* measures, tenon_error* err) {
    return guard(err, [&] {
        check_result(measures, "measures");
        const ClassMeasures m = class_measures(
            numbers(truth, count, "truth"), numbers(probability, count, "probability"),
            threshold != 0 ? threshold : usual_threshold, weights_of(weights, count));
        tenon_class_measures result = TENON_CLASS_MEASURES_INIT;
        result.true_positive = m.true_positive;
        result.false_positive = m.false_positive;
        result.true_negative = m.true_negative;
        result.false_negative = m.false_negative;
        result.accuracy = m.accuracy;
        result.balanced_accuracy = m.balanced_accuracy;
        result.precision = m.precision;
        result.recall = m.recall;
        result.specificity = m.specificity;
        result.f1 = m.f1;
        result.mcc = m.mcc;
        result.log_loss = m.log_loss;
        result.brier = m.brier;
        result.auc = m.auc;
        result.average_precision = m.average_precision;
        give(measures, result, "measures");
    });
}

tenon_status tenon_measure_numbers(const double* truth, const double* prediction,
                                   const double* weights, int64_t count,
                                   tenon_number_measures* measures, tenon_error* err) {
    return guard(err, [&] {
        check_result(measures, "measures");
        const NumberMeasures m =
            number_measures(numbers(truth, count, "truth"),
                            numbers(prediction, count, "prediction"), weights_of(weights, count));
        tenon_number_measures result = TENON_NUMBER_MEASURES_INIT;
        result.r2 = m.r2;
        result.rmse = m.rmse;
        result.mae = m.mae;
        result.median_error = m.median_error;
        result.largest_error = m.largest_error;
        result.bias = m.bias;
        result.mape = m.mape;
        result.mape_left_out = m.mape_left_out;
        give(measures, result, "measures");
    });
}

tenon_status tenon_measure_pinball(const double* truth, const double* prediction,
                                   const double* weights, int64_t count, double quantile,
                                   double* loss, tenon_error* err) {
    return guard(err, [&] {
        required(loss, "loss");
        *loss =
            pinball_loss(numbers(truth, count, "truth"), numbers(prediction, count, "prediction"),
                         quantile, weights_of(weights, count));
    });
}

tenon_status tenon_measure_tweedie(const double* truth, const double* prediction,
                                   const double* weights, int64_t count, double power,
                                   double* deviance, tenon_error* err) {
    return guard(err, [&] {
        required(deviance, "deviance");
        *deviance = tweedie_deviance(numbers(truth, count, "truth"),
                                     numbers(prediction, count, "prediction"), power,
                                     weights_of(weights, count));
    });
}

tenon_multi_class_measures capi::measures_struct(const MultiClassMeasures& m) {
    tenon_multi_class_measures result = TENON_MULTI_CLASS_MEASURES_INIT;
    result.classes = m.classes;
    result.accuracy = m.accuracy;
    result.log_loss = m.log_loss;
    result.macro_precision = m.macro_precision;
    result.macro_recall = m.macro_recall;
    result.macro_f1 = m.macro_f1;
    result.weighted_precision = m.weighted_precision;
    result.weighted_recall = m.weighted_recall;
    result.weighted_f1 = m.weighted_f1;
    return result;
}

tenon_status tenon_measure_multi_class(const int32_t* truth, const double* probability,
                                       const double* weights, int64_t count, int32_t classes,
                                       tenon_multi_class_measures* measures, double* confusion,
                                       tenon_error* err) {
    return guard(err, [&] {
        check_result(measures, "measures");
        constexpr std::int64_t most_classes = 10'000, most_numbers = std::int64_t{1} << 58;
        if (classes < 2 || classes > most_classes)
            refuse("classes", "must lie between 2 and 10,000");
        if (count < 0 || count > most_numbers / classes)
            refuse("count", "must not be negative, nor more than memory can hold");
        if (count > 0) required(truth, "truth");
        const MultiClassMeasures m =
            multi_class_measures({truth, static_cast<std::size_t>(count)},
                                 numbers(probability, count * classes, "probability"), classes,
                                 weights_of(weights, count));
        if (confusion) std::copy(m.confusion.begin(), m.confusion.end(), confusion);
        give(measures, measures_struct(m), "measures");
    });
}
