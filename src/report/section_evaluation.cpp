// How good the predictions are, in pictures and in words.
#include <algorithm>
#include <cmath>
#include <vector>

#include "report/number_words.hpp"
#include "report/sections.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon::report {

namespace {

struct Scored {
    std::vector<double> truth, prediction, weights;  // weights: empty, or one a row
    std::int64_t left_out = 0, weightless = 0;

    // A row that can be judged.
    void add(double actual, double predicted, std::span<const double> given, std::size_t row) {
        if (!given.empty() && given[row] == 0) {
            ++weightless;
            return;
        }
        truth.push_back(actual);
        prediction.push_back(predicted);
        if (!given.empty()) weights.push_back(given[row]);
    }
};

void write_left_out(Body& body, const Scored& rows) {
    const Words& words = body.words();
    if (rows.left_out > 0) body.note(words(Word::left_out_rows, {count_text(rows.left_out)}));
    if (rows.weightless > 0)
        body.note(words(Word::weight_zero_rows, {count_text(rows.weightless)}));
}

// Counts are of rows, the other measures by weight.
Metrics measured(const Scored& rows, double threshold) {
    Metrics metrics = classification_metrics(rows.truth, rows.prediction, threshold);
    if (rows.weights.empty()) return metrics;
    const ClassMeasures by_weight =
        class_measures(rows.truth, rows.prediction, threshold, rows.weights);
    metrics.accuracy = by_weight.accuracy;
    metrics.precision = by_weight.precision;
    metrics.recall = by_weight.recall;
    metrics.f1 = by_weight.f1;
    metrics.auc = by_weight.auc;
    metrics.log_loss = by_weight.log_loss;
    metrics.brier = by_weight.brier;
    return metrics;
}

Metrics measured(const Scored& rows) {
    Metrics metrics = regression_metrics(rows.truth, rows.prediction);
    if (rows.weights.empty()) return metrics;
    const NumberMeasures by_weight = number_measures(rows.truth, rows.prediction, rows.weights);
    metrics.r2 = by_weight.r2;
    metrics.rmse = by_weight.rmse;
    metrics.mae = by_weight.mae;
    return metrics;
}

// By weight, the share of rows whose truth is at or below the prediction.
double share_below(const Scored& rows) {
    double below = 0, all = 0;
    for (std::size_t i = 0; i < rows.truth.size(); ++i) {
        const double weight = rows.weights.empty() ? 1 : rows.weights[i];
        all += weight;
        if (rows.truth[i] <= rows.prediction[i]) below += weight;
    }
    return below / all;
}

// Rows that can be judged: a class of 0 or 1 and a probability.
Scored judged_rows(std::span<const double> truth, std::span<const double> probability,
                   std::span<const double> weights) {
    Scored rows;
    rows.truth.reserve(truth.size());
    rows.prediction.reserve(truth.size());
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const bool known =
            (truth[i] == 0 || truth[i] == 1) && probability[i] >= 0 && probability[i] <= 1;
        if (!known) {
            ++rows.left_out;
            continue;
        }
        rows.add(truth[i], probability[i], weights, i);
    }
    return rows;
}

std::string per_hundred(double share) {
    return std::isfinite(share) ? fixed_text(100 * share, 0) : std::string("–");
}

struct Line {
    Word name, meaning;
    double Metrics::*value;
    int decimals;
};

void write_metrics(Body& body, std::span<const Line> lines, const Metrics& metrics,
                   const MetricIntervals* intervals) {
    const Words& words = body.words();
    std::vector<HtmlTable::Header> headers = {
        {std::string(words(Word::metric))},
        {std::string(words(Word::value)), HtmlTable::Kind::number}};
    if (intervals) headers.push_back({words(Word::interval, {"95%"}), HtmlTable::Kind::number});
    headers.push_back({std::string(words(Word::meaning))});
    HtmlTable table(body, headers, words(Word::metrics_title));
    for (const Line& line : lines) {
        const auto show = [&](double value) {
            return line.decimals < 0 ? number_text(value, -line.decimals)
                                     : fixed_text(value, line.decimals);
        };
        table.row().name(words(line.name)).number(show(metrics.*line.value));
        if (intervals) {
            const double low = intervals->low.*line.value, high = intervals->high.*line.value;
            table.number(std::isfinite(low) && std::isfinite(high)
                             ? words(Word::interval_from_to, {show(low), show(high)})
                             : std::string("–"));
        }
        table.text(words(line.meaning));
    }
    table.finish();
}

}  // namespace

void write_classification(Body& body, std::span<const double> truth,
                          std::span<const double> probability, double threshold,
                          std::string_view positive_label, const MetricIntervals* intervals,
                          std::span<const double> weights) {
    const Words& words = body.words();
    const Scored rows = judged_rows(truth, probability, weights);
    if (rows.truth.empty()) {
        body.chart({std::string(words(Word::classification_none)), {}, {}});
        write_left_out(body, rows);
        return;
    }
    const Metrics metrics = measured(rows, threshold);
    const std::int64_t positives = metrics.true_positive + metrics.false_negative;
    const std::int64_t alarms = metrics.true_positive + metrics.false_positive;
    std::string story =
        positives > 0 ? words(Word::recall_words, {positive_label, per_hundred(metrics.recall)})
                      : words(Word::no_positive, {positive_label});
    story += alarms > 0
                 ? words(Word::precision_words, {positive_label, per_hundred(metrics.precision)})
                 : words(Word::never_predicted, {positive_label});
    body.paragraph(story);
    write_left_out(body, rows);
    if (!rows.weights.empty()) body.note(words(Word::weighted_classes));

    body.begin_pair();
    body.chart(draw_confusion(words, body.next_id(), metrics, positive_label));
    const bool both = positives > 0 && positives < metrics.rows;
    const auto points =
        both ? roc_points(rows.truth, rows.prediction, rows.weights) : std::vector<RocPoint>{};
    body.chart(draw_roc(words, body.next_id(), points, metrics, intervals, positive_label));
    const auto bins = calibration_bins(rows.truth, rows.prediction);
    body.chart(draw_calibration(words, body.next_id(), bins, positive_label));
    body.append("<div class=\"beside\">\n");
    static constexpr Line lines[] = {
        {Word::auc, Word::mean_auc, &Metrics::auc, 3},
        {Word::recall, Word::mean_recall, &Metrics::recall, 3},
        {Word::precision, Word::mean_precision, &Metrics::precision, 3},
        {Word::f1, Word::mean_f1, &Metrics::f1, 3},
        {Word::accuracy, Word::mean_accuracy, &Metrics::accuracy, 3},
        {Word::log_loss, Word::mean_log_loss, &Metrics::log_loss, 3},
        {Word::brier, Word::mean_brier, &Metrics::brier, 3},
    };
    write_metrics(body, lines, metrics, intervals);
    body.append("</div>\n");
    body.end_pair();
}

void write_regression(Body& body, std::span<const double> truth, std::span<const double> prediction,
                      std::string_view target, std::span<const double> weights, double quantile) {
    const Words& words = body.words();
    Scored rows;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (!std::isfinite(truth[i]) || !std::isfinite(prediction[i])) {
            ++rows.left_out;
            continue;
        }
        rows.add(truth[i], prediction[i], weights, i);
    }
    if (rows.truth.empty()) {
        body.chart({std::string(words(Word::regression_none)), {}, {}});
    } else {
        const Metrics metrics = measured(rows);
        const std::string r2 =
            std::isfinite(metrics.r2) ? share_text(std::max(0.0, metrics.r2)) : std::string("–");
        const std::string title =
            quantile > 0 ? words(Word::predicted_title_quantile,
                                 {share_text(share_below(rows)), target, share_text(quantile)})
                         : words(Word::predicted_title, {r2, target});
        body.begin_pair();
        body.chart(
            draw_predicted(words, body.next_id(), rows.truth, rows.prediction, target, title));
        body.chart(draw_residuals(words, body.next_id(), rows.truth, rows.prediction, target));
        body.end_pair();
        if (!rows.weights.empty()) body.note(words(Word::weighted_numbers));
        static constexpr Line lines[] = {{Word::r2, Word::mean_r2, &Metrics::r2, 3},
                                         {Word::rmse, Word::mean_rmse, &Metrics::rmse, -4},
                                         {Word::mae, Word::mean_mae, &Metrics::mae, -4}};
        const std::span<const Line> all = lines;
        write_metrics(body, quantile > 0 ? all.subspan(1) : all, metrics, nullptr);
    }
    write_left_out(body, rows);
}

}  // namespace tenon::report
