// How well a whole pipeline foretells records that it was not fitted on.
//
// Every split fits the pipeline anew on its training records only: bounds of outliers, fills,
// scales, categories and model. Nothing is learned from records that are then judged.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/metrics.hpp"
#include "tenon/pipeline.hpp"
#include "tenon/split.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class FoldKind : std::int32_t {
    plain = 0,       // folds of a logistic pipeline, or one of several classes, are stratified by
                     // its target nevertheless
    stratified = 1,  // by the categories of `column`
    grouped = 2,     // records of one value of `column` stay together
    time = 3,        // the past foretells the future, by the numbers or timestamps of `column`
};

struct FoldPlan {
    FoldKind kind = FoldKind::plain;
    std::string column{};      // for all but plain
    FoldOptions folds{};       // not for time
    std::int32_t repeats = 1;  // rounds of folds, each dealt anew; not for time
    TimeSplitOptions time{};   // gap and longest_training in the unit of the column; seconds for
                               // timestamps
};

// Splits of the table's records: repeats * folds of them, or time.splits. Errors: argument,
// not_found, type, data (a missing cell in the column: that record belongs to no group or time).
std::vector<Split> plan_splits(const Context& context, const Table& table,
                               const PipelineOptions& options, const FoldPlan& plan);

// The fold of each record in the one round of a plan that is not by time; plain folds are not
// stratified.
std::vector<std::int32_t> folds_of(const Context& context, const Table& table,
                                   const FoldPlan& plan);

struct CrossValidation {
    std::vector<Metrics> splits;  // of each split's test records
    Metrics pooled;               // of all predictions below as one sample
    // Out-of-fold predictions, split after split: the record, the split that left it out, the truth
    // (0 and 1 for a logistic pipeline) and what was foretold. Records without a target are not in
    // it. bootstrap_classification and bootstrap_regression take truth and predicted.
    std::vector<std::int64_t> row;
    std::vector<std::int32_t> split;
    std::vector<double> truth, predicted;
    // Of a pipeline with weights, by which the metrics are means; empty else.
    std::vector<double> weights = {};
    bool converged = true;  // every fit did
    // Of a multinomial or ordinal pipeline, whose truth and predicted hold places: the classes, and
    // their probabilities, record after record.
    std::vector<std::string> classes = {};
    std::vector<double> probabilities = {};
};

// The positive label of a logistic pipeline, and the classes of a multinomial or ordinal one, are
// decided on the whole table, so that all splits mean the same; those are names, and nothing leaks by it. Cost: a fit a split. Same result for any
// number of threads.
//
// Errors: those of Pipeline::fit and evaluate, with the split in front; argument (no splits, a
// record number out of range), cancelled.
CrossValidation cross_validate(const Context& context, const Table& table,
                               const PipelineOptions& options, std::span<const Split> splits,
                               double threshold = 0.5);

// ---- Scores: one number of the metrics, larger is better ----

enum class Score : std::int32_t {
    automatic = 0,  // log_loss for a logistic pipeline or one of several classes, else rmse
    log_loss = 1,   // these are negated, so that larger is better
    brier = 2,
    rmse = 3,
    mae = 4,
    auc = 5,
    accuracy = 6,
    f1 = 7,
    recall = 8,
    precision = 9,
    r2 = 10,
};

// NaN where the metric is. Error(argument) for a score that the kind has not.
double score_of(const Metrics& metrics, Score score, ModelKind kind);

// ---- Learning curves: would more records help? ----

struct LearningPoint {
    double share = 0;       // of each split's training records
    double rows = 0;        // of them, mean over the splits
    double training = 0;    // mean score on the records fitted on
    double test = 0;        // mean score on those left out
    double test_error = 0;  // standard error of that mean
};

// For each share in (0, 1] a prefix of each split's training records in an order shuffled with the
// seed (split k: stream k). Errors as cross_validate; data where a share leaves too few records.
std::vector<LearningPoint> learning_curve(const Context& context, const Table& table,
                                          const PipelineOptions& options,
                                          std::span<const Split> splits,
                                          std::span<const double> shares,
                                          Score score = Score::automatic, std::uint64_t seed = 42);

}  // namespace tenon
