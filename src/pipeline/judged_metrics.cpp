#include "pipeline/judged_metrics.hpp"

#include <cstdint>
#include <limits>
#include <vector>

#include "base/sum.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void refuse_no_weight() {
    throw Error(Status::data, "every record has weight 0: there is nothing to judge by",
                {.argument = "weights"});
}

// Brier's score of several classes (G. Brier, Monthly Weather Review 78, 1950).
double brier_of(std::span<const double> truth, std::span<const double> probabilities,
                std::span<const double> weights) {
    const std::size_t classes = probabilities.size() / truth.size();
    Sum loss, total;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        double squares = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            const double miss =
                probabilities[i * classes + k] - (static_cast<double>(k) == truth[i] ? 1 : 0);
            squares += miss * miss;
        }
        const double weight = weights.empty() ? 1 : weights[i];
        loss.add(weight * squares);
        total.add(weight);
    }
    return loss.value() / total.value();
}

Metrics metrics_of_classes(std::span<const double> truth, std::span<const double> probabilities,
                           std::span<const double> weights) {
    const MultiClassMeasures m = judged_classes(truth, probabilities, weights);
    Metrics out;
    for (std::size_t i = 0; i < truth.size(); ++i) out.rows += weights.empty() || weights[i] > 0;
    out.threshold = nan;
    out.accuracy = m.accuracy;
    out.precision = m.macro_precision;
    out.recall = m.macro_recall;
    out.f1 = m.macro_f1;
    out.log_loss = m.log_loss;
    out.brier = brier_of(truth, probabilities, weights);
    out.auc = out.r2 = out.rmse = out.mae = nan;
    return out;
}

}  // namespace

MultiClassMeasures judged_classes(std::span<const double> truth,
                                  std::span<const double> probabilities,
                                  std::span<const double> weights) {
    if (!weights.empty()) {
        double most = 0;
        for (const double weight : weights) most = weight > most ? weight : most;
        if (most == 0) refuse_no_weight();
    }
    const std::vector<std::int32_t> places(truth.begin(), truth.end());
    return multi_class_measures(places, probabilities,
                                static_cast<std::int32_t>(probabilities.size() / truth.size()),
                                weights);
}

Metrics judged_metrics(ModelKind kind, std::span<const double> truth,
                       std::span<const double> predicted, std::span<const double> weights,
                       std::span<const double> probabilities, double threshold) {
    if (has_classes(kind)) return metrics_of_classes(truth, probabilities, weights);
    const bool logistic = kind == ModelKind::logistic;
    const auto plain = [&](std::span<const double> y, std::span<const double> p) {
        return logistic ? classification_metrics(y, p, threshold) : regression_metrics(y, p);
    };
    if (weights.empty()) return plain(truth, predicted);
    std::vector<double> y, p, w;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] == 0) continue;
        y.push_back(truth[i]);
        p.push_back(predicted[i]);
        w.push_back(weights[i]);
    }
    if (w.empty()) refuse_no_weight();
    Metrics out = plain(y, p);  // rows and counts
    if (logistic) {
        const ClassMeasures m = class_measures(y, p, threshold, w);
        out.accuracy = m.accuracy;
        out.precision = m.precision;
        out.recall = m.recall;
        out.f1 = m.f1;
        out.auc = m.auc;
        out.log_loss = m.log_loss;
        out.brier = m.brier;
    } else {
        const NumberMeasures m = number_measures(y, p, w);
        out.r2 = m.r2;
        out.rmse = m.rmse;
        out.mae = m.mae;
    }
    return out;
}

}  // namespace tenon
