#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace tenon::capi {

tenon_metrics metrics_struct(const Metrics& metrics) {
    tenon_metrics result = TENON_METRICS_INIT;
    result.rows = metrics.rows;
    result.threshold = metrics.threshold;
    result.true_positive = metrics.true_positive;
    result.false_positive = metrics.false_positive;
    result.true_negative = metrics.true_negative;
    result.false_negative = metrics.false_negative;
    result.accuracy = metrics.accuracy;
    result.precision = metrics.precision;
    result.recall = metrics.recall;
    result.f1 = metrics.f1;
    result.auc = metrics.auc;
    result.log_loss = metrics.log_loss;
    result.brier = metrics.brier;
    result.r2 = metrics.r2;
    result.rmse = metrics.rmse;
    result.mae = metrics.mae;
    return result;
}

}  // namespace tenon::capi

namespace {

bool is_logistic(const Pipeline& pipeline) {
    return pipeline.model().summary.kind == ModelKind::logistic;
}

Pipeline::Judged judged_logistic(const tenon_context* context, const tenon_model* model,
                                 const tenon_table* table) {
    const Pipeline& pipeline = required(model, "model").value;
    if (!is_logistic(pipeline)) refuse("model", "is not logistic, as this needs it to be");
    return pipeline.judge(context_of(context), required(table, "table").value);
}

}  // namespace

tenon_status tenon_model_evaluate(const tenon_context* context, const tenon_model* model,
                                  const tenon_table* table, tenon_metrics* metrics,
                                  tenon_error* err) {
    return guard(err, [&] {
        check_result(metrics, "metrics");
        give(metrics,
             metrics_struct(
                 required(model, "model")
                     .value.evaluate(context_of(context), required(table, "table").value)),
             "metrics");
    });
}

tenon_status tenon_model_evaluate_intervals(const tenon_context* context, const tenon_model* model,
                                            const tenon_table* table,
                                            const tenon_bootstrap_options* options,
                                            tenon_metrics* metrics, tenon_metrics* low,
                                            tenon_metrics* high, tenon_error* err) {
    return guard(err, [&] {
        const Pipeline& pipeline = required(model, "model").value;
        if (!pipeline.classes().empty())
            refuse("model", "has several classes, whose metrics have no intervals");
        check_result(metrics, "metrics");
        check_result(low, "low");
        check_result(high, "high");
        const auto given = options_of(options, "options");
        BootstrapOptions bootstrap;
        if (given.resamples < 0) refuse("resamples", "must not be negative");
        if (given.resamples > 0) bootstrap.resamples = given.resamples;
        if (given.confidence != 0) bootstrap.confidence = given.confidence;
        if (given.seed != 0) bootstrap.seed = given.seed;
        const double threshold = given.threshold != 0 ? given.threshold : 0.5;
        const auto judged = pipeline.judge(context_of(context), required(table, "table").value);
        constexpr std::int64_t bytes_a_row = 24;  // truth, predicted, and what a resample draws
        const Charge held(context_of(context),
                          bytes_a_row * static_cast<std::int64_t>(judged.truth.size()));
        const bool logistic = is_logistic(pipeline);
        const MetricIntervals intervals =
            logistic ? bootstrap_classification(context_of(context), judged.truth, judged.predicted,
                                                threshold, bootstrap)
                     : bootstrap_regression(context_of(context), judged.truth, judged.predicted,
                                            bootstrap);
        const Metrics point =
            logistic ? classification_metrics(judged.truth, judged.predicted, threshold)
                     : regression_metrics(judged.truth, judged.predicted);
        give(metrics, metrics_struct(point), "metrics");
        give(low, metrics_struct(intervals.low), "low");
        give(high, metrics_struct(intervals.high), "high");
    });
}

tenon_status tenon_model_roc(const tenon_context* context, const tenon_model* model,
                             const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto judged = judged_logistic(context, model, table);
        constexpr std::int64_t bytes_a_row = 64;  // truth, predicted, and points twice
        const Charge held(context_of(context),
                          bytes_a_row * static_cast<std::int64_t>(judged.truth.size()));
        const std::vector<RocPoint> points = roc_points(judged.truth, judged.predicted);
        std::vector<double> threshold, false_rate, true_rate;
        for (auto* list : {&threshold, &false_rate, &true_rate}) list->reserve(points.size());
        for (const RocPoint& point : points) {
            threshold.push_back(point.threshold);
            false_rate.push_back(point.false_positive_rate);
            true_rate.push_back(point.true_positive_rate);
        }
        give_handle(out, Table({"threshold", "false_positive_rate", "true_positive_rate"},
                               {Column::from_float64(std::move(threshold)),
                                Column::from_float64(std::move(false_rate)),
                                Column::from_float64(std::move(true_rate))}));
    });
}

tenon_status tenon_model_calibration(const tenon_context* context, const tenon_model* model,
                                     const tenon_table* table, int32_t bins, tenon_table** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        constexpr std::int32_t usual_bins = 10;
        if (bins < 0) refuse("bins", "must not be negative");
        const auto judged = judged_logistic(context, model, table);
        std::vector<double> low, high, mean, share, interval_low, interval_high;
        std::vector<std::int64_t> rows;
        for (const CalibrationBin& bin :
             calibration_bins(judged.truth, judged.predicted, bins ? bins : usual_bins)) {
            low.push_back(bin.low);
            high.push_back(bin.high);
            rows.push_back(bin.rows);
            mean.push_back(bin.mean_predicted);
            share.push_back(bin.share_positive);
            interval_low.push_back(bin.interval_low);
            interval_high.push_back(bin.interval_high);
        }
        give_handle(
            out, Table({"low", "high", "rows", "mean_predicted", "share_positive", "interval_low",
                        "interval_high"},
                       {Column::from_float64(std::move(low)), Column::from_float64(std::move(high)),
                        Column::from_int64(std::move(rows)), Column::from_float64(std::move(mean)),
                        Column::from_float64(std::move(share)),
                        Column::from_float64(std::move(interval_low)),
                        Column::from_float64(std::move(interval_high))}));
    });
}
