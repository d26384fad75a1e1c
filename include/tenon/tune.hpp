// The options of a pipeline chosen by cross-validation: grid, random search and successive halving.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/cross_validate.hpp"

namespace tenon {

enum class Tuned : std::int32_t {
    l2 = 0,              // of the model, whatever its kind
    penalty = 1,         // of the elastic net; 0: none
    l1_ratio = 2,        // of the elastic net
    scaling = 3,         // -1: none; else a Scaling
    impute = 4,          // a Fill: mean, median or mode
    outlier_factor = 5,  // 0: outliers are left alone; else the factor of the bounds
};

struct TuneRange {
    Tuned parameter = Tuned::l2;
    std::vector<double> values{};  // a grid takes each; a random search draws among them
    // Where there are no values: a random search draws from [low, high), by ratio if logarithmic
    // (low above 0 then).
    double low = 0, high = 0;
    bool logarithmic = false;
};

enum class TuneMethod : std::int32_t {
    grid = 0,     // every combination of the values; the last range turns fastest
    random = 1,   // `trials` draws
    halving = 2,  // `trials` draws (or the grid, if every range has values and trials is 0), tried
                  // on few records; a third (all, if none can be judged) go on with thrice as many
};

struct TuneOptions {
    TuneMethod method = TuneMethod::grid;
    std::vector<TuneRange> ranges;
    std::int32_t trials = 0;  // random and halving; 0: 30 (halving: see above)
    Score score = Score::automatic;
    double threshold = 0.5;
    std::uint64_t seed = 42;   // trial t draws from stream t
    std::int32_t survive = 3;  // halving: one in so many goes on; at least 2
    // Halving: no round is tried on fewer training records, so that every trial can be fitted;
    // there are then fewer rounds, and more trials in the last one. 0: ten for each coefficient
    // there may be (inputs, categories but the first, and the intercept; of a multinomial model for
    // each class but the first), and no fewer than 30.
    std::int64_t least_records = 0;
};

struct TuneTrial {
    std::vector<double> values;  // one a range
    double score = 0;            // mean over the splits, larger is better; NaN if it failed
    double standard_error = 0;
    double share = 1;   // of the training records (halving)
    std::string fault;  // what a fit said that failed; else empty
};

struct TuneResult {
    std::vector<TuneTrial> trials;  // as tried; with halving a trial comes once a round
    std::int64_t best = 0;          // the largest score with all records; the earlier among equals
    PipelineOptions options;        // of it
    bool converged = true;          // every fit of it did
};

// A trial that fails on the data (an option that does not suit a training part) is noted and loses;
// if all fail, Error(data) has the first fault. Progress tells the share of fits done. Same result
// for any number of threads.
//
// Halving: K. Jamieson, A. Talwalkar, Non-stochastic best arm identification and hyperparameter
// optimization (AISTATS 2016): rounds of trials on shares survive^-r, ..., 1/survive, 1 of each
// split's training records, drawn in an order shuffled with the seed; the first of them no smaller
// than least_records of the smallest training part.
//
// Errors: argument (no ranges, a value that the option cannot take, options), and those of
// cross_validate.
TuneResult tune(const Context& context, const Table& table, const PipelineOptions& options,
                std::span<const Split> splits, const TuneOptions& tuning);

// The score of the best trial is the best of many and so too good. Nested cross-validation tells
// what to expect: the choice is made anew inside each outer split's training records, with folds by
// `inner`, and judged on the records left out.
struct NestedValidation {
    CrossValidation outer;            // metrics and out-of-fold predictions of the chosen pipelines
    std::vector<TuneResult> choices;  // one an outer split
};
NestedValidation nested_cross_validate(const Context& context, const Table& table,
                                       const PipelineOptions& options,
                                       std::span<const Split> splits, const FoldPlan& inner,
                                       const TuneOptions& tuning);

}  // namespace tenon
