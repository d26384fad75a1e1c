#include "tenon/cross_validate.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/judged_metrics.hpp"
#include "pipeline/split_run.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

namespace tenon {

CrossValidation cross_validate(const Context& context, const Table& table,
                               const PipelineOptions& options, std::span<const Split> splits,
                               double threshold) {
    check_splits(splits, table.rows());
    const PipelineOptions wanted = labelled(context, table, options);
    const auto parts = static_cast<std::int64_t>(splits.size());
    CrossValidation out;
    std::size_t records = 0;
    for (const Split& split : splits) records += split.test.size();
    // Row, split, truth and prediction of each record, and the place of each in the curves; the
    // probabilities of several classes.
    const auto bytes_a_record = static_cast<std::int64_t>(36 + 8 * wanted.levels.size());
    const Charge held(context, bytes_a_record * static_cast<std::int64_t>(records));
    out.row.reserve(records);
    out.split.reserve(records);
    out.truth.reserve(records);
    out.predicted.reserve(records);
    for (std::int64_t k = 0; k < parts; ++k) {
        const Split& split = splits[static_cast<std::size_t>(k)];
        SplitRun run = run_split(part_of(context, "cross-validate", k, parts), table, wanted,
                                 split.train, split.test, k, threshold);
        out.splits.push_back(run.metrics);
        out.converged = out.converged && run.converged;
        out.row.insert(out.row.end(), run.row.begin(), run.row.end());
        out.split.insert(out.split.end(), run.row.size(), static_cast<std::int32_t>(k));
        out.truth.insert(out.truth.end(), run.truth.begin(), run.truth.end());
        out.predicted.insert(out.predicted.end(), run.predicted.begin(), run.predicted.end());
        out.weights.insert(out.weights.end(), run.weights.begin(), run.weights.end());
        out.probabilities.insert(out.probabilities.end(), run.probabilities.begin(),
                                 run.probabilities.end());
    }
    out.classes = wanted.levels;
    out.pooled = judged_metrics(wanted.kind, out.truth, out.predicted, out.weights,
                                out.probabilities, threshold);
    return out;
}

double score_of(const Metrics& m, Score score, ModelKind kind) {
    const bool several = has_classes(kind);
    const bool logistic = kind == ModelKind::logistic || several;
    if (score == Score::automatic) score = logistic ? Score::log_loss : Score::rmse;
    const bool of_numbers = score == Score::rmse || score == Score::mae || score == Score::r2;
    if (score < Score::automatic || score > Score::r2 || of_numbers == logistic ||
        (several && score == Score::auc))
        throw Error(Status::argument,
                    several    ? "a pipeline of several classes is scored by log_loss, brier, "
                                 "accuracy, f1, recall or precision"
                    : logistic ? "a logistic pipeline is scored by log_loss, brier, auc, accuracy, "
                                 "f1, recall or precision"
                               : "a linear pipeline is scored by rmse, mae or r2",
                    {.argument = "score"});
    switch (score) {
        case Score::log_loss:
            return -m.log_loss;
        case Score::brier:
            return -m.brier;
        case Score::rmse:
            return -m.rmse;
        case Score::mae:
            return -m.mae;
        case Score::auc:
            return m.auc;
        case Score::accuracy:
            return m.accuracy;
        case Score::f1:
            return m.f1;
        case Score::recall:
            return m.recall;
        case Score::precision:
            return m.precision;
        default:
            return m.r2;
    }
}

std::vector<LearningPoint> learning_curve(const Context& context, const Table& table,
                                          const PipelineOptions& options,
                                          std::span<const Split> splits,
                                          std::span<const double> shares, Score score,
                                          std::uint64_t seed) {
    check_splits(splits, table.rows());
    score_of({}, score, options.kind);
    for (const double share : shares)
        if (!(share > 0 && share <= 1))
            throw Error(Status::argument, "shares must lie above 0 and at most at 1",
                        {.argument = "shares"});
    const PipelineOptions wanted = labelled(context, table, options);
    const auto parts = static_cast<std::int64_t>(shares.size() * splits.size());
    std::vector<LearningPoint> curve;
    std::int64_t done = 0;
    for (const double share : shares) {
        std::vector<double> training, test;
        LearningPoint point;
        point.share = share;
        for (std::size_t k = 0; k < splits.size(); ++k, ++done) {
            const Context part = part_of(context, "learning curve", done, parts);
            std::vector<std::int64_t> rows = splits[k].train;
            Random(seed, k).shuffle(rows);
            rows.resize(static_cast<std::size_t>(
                std::max(1.0, std::round(share * static_cast<double>(rows.size())))));
            std::sort(rows.begin(), rows.end());
            point.rows += static_cast<double>(rows.size()) / static_cast<double>(splits.size());
            const auto number = static_cast<std::int64_t>(k);
            constexpr double threshold = 0.5;
            const auto judge = [&](std::span<const std::int64_t> judged) {
                return score_of(
                    run_split(part, table, wanted, rows, judged, number, threshold).metrics, score,
                    wanted.kind);
            };
            training.push_back(judge(rows));
            test.push_back(judge(splits[k].test));
        }
        point.training = mean_error(training).mean;
        const MeanError left_out = mean_error(test);
        point.test = left_out.mean;
        point.test_error = left_out.error;
        curve.push_back(point);
    }
    return curve;
}

}  // namespace tenon
