#include "pipeline/judged_metrics.hpp"

#include <vector>

#include "tenon/error.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon {

Metrics judged_metrics(ModelKind kind, std::span<const double> truth,
                       std::span<const double> predicted, std::span<const double> weights,
                       double threshold) {
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
    if (w.empty())
        throw Error(Status::data, "every record has weight 0: there is nothing to judge by",
                    {.argument = "weights"});
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
