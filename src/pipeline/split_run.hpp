// What cross-validation, tuning and learning curves do with one split.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/cross_validate.hpp"

namespace tenon {

// Options whose positive label or levels are decided on the whole table.
PipelineOptions labelled(const Context& context, const Table& table,
                         const PipelineOptions& options);

// Error(argument) for no splits, an empty part or a record number out of range.
void check_splits(std::span<const Split> splits, std::int64_t rows);

// A context that tells the progress of part `place` of `parts` as the whole's.
Context part_of(const Context& context, const char* phase, std::int64_t place, std::int64_t parts);

struct SplitRun {
    std::vector<std::int64_t> row;                  // judged records
    std::vector<double> truth, predicted, weights;  // weights: empty where none are named
    std::vector<double> probabilities;              // of several classes
    Metrics metrics;
    bool converged = true;
};

// Fits on `train` and judges `test`, records of the table. Errors have the split's number in front.
SplitRun run_split(const Context& context, const Table& table, const PipelineOptions& options,
                   std::span<const std::int64_t> train, std::span<const std::int64_t> test,
                   std::int64_t number, double threshold);

// Mean and standard error of a mean.
struct MeanError {
    double mean = 0, error = 0;
};
MeanError mean_error(std::span<const double> values);

}  // namespace tenon
