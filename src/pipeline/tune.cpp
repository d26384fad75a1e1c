#include "tenon/tune.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <string>

#include "base/number_text.hpp"
#include "pipeline/judged_metrics.hpp"
#include "pipeline/options.hpp"
#include "pipeline/split_run.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"
#include "tenon/table_bytes.hpp"
#include "tenon/take.hpp"

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int32_t usual_trials = 30;
constexpr std::size_t most_trials = 100'000;
// Of a round of halving: P. Peduzzi and others, J. Clinical Epidemiology 49, 1996.
constexpr std::int64_t records_a_coefficient = 10, fewest_records = 30;
// Streams of the shuffles of training records, apart from those of the trials.
constexpr std::uint64_t first_row_stream = std::uint64_t{1} << 40;

[[noreturn]] void refuse(const char* argument, const std::string& message) {
    throw Error(Status::argument, message, {.argument = argument});
}

const char* name_of(Tuned parameter) {
    switch (parameter) {
        case Tuned::l2:
            return "l2";
        case Tuned::penalty:
            return "penalty";
        case Tuned::l1_ratio:
            return "l1_ratio";
        case Tuned::scaling:
            return "scaling";
        case Tuned::impute:
            return "impute";
        case Tuned::outlier_factor:
            return "outlier_factor";
    }
    refuse("parameter", "an unknown parameter is to be tuned");
}

// A value that stands for one of few choices.
std::int32_t choice_of(Tuned parameter, double value, std::int32_t least, std::int32_t most) {
    if (value != std::floor(value) || value < least || value > most)
        refuse(name_of(parameter), std::string(name_of(parameter)) + " cannot be " +
                                       format_double(value) + "; it is a whole number from " +
                                       std::to_string(least) + " to " + std::to_string(most));
    return static_cast<std::int32_t>(value);
}

void set_option(PipelineOptions& options, Tuned parameter, double value) {
    switch (parameter) {
        case Tuned::l2:
            options.linear.l2 = options.logistic.l2 = options.glm.l2 = options.classes.l2 = value;
            return;
        case Tuned::penalty:
            options.penalty = value;
            return;
        case Tuned::l1_ratio:
            options.l1_ratio = value;
            return;
        case Tuned::scaling: {
            const std::int32_t kind = choice_of(parameter, value, -1, 2);
            options.scale = kind >= 0;
            if (kind >= 0) options.scaling = static_cast<Scaling>(kind);
            return;
        }
        case Tuned::impute:
            options.impute = true;
            options.impute_options.fill = static_cast<Fill>(choice_of(
                parameter, value, static_cast<int>(Fill::mean), static_cast<int>(Fill::mode)));
            return;
        case Tuned::outlier_factor:
            options.handle_outliers = value != 0;
            if (value != 0) options.outliers.factor = value;
            return;
    }
}

PipelineOptions with_values(const PipelineOptions& options, const TuneOptions& tuning,
                            const std::vector<double>& values) {
    PipelineOptions out = options;
    for (std::size_t r = 0; r < values.size(); ++r)
        set_option(out, tuning.ranges[r].parameter, values[r]);
    return out;
}

void check_tuning(const TuneOptions& tuning) {
    if (tuning.method < TuneMethod::grid || tuning.method > TuneMethod::halving)
        refuse("method", "the method must be grid, random or halving");
    if (tuning.ranges.empty()) refuse("ranges", "there is nothing to tune: give a range");
    if (tuning.trials < 0 || static_cast<std::size_t>(tuning.trials) > most_trials)
        refuse("trials", "trials must lie between 0 and " + std::to_string(most_trials));
    if (tuning.survive < 2) refuse("survive", "survive must be at least 2");
    if (tuning.least_records < 0) refuse("least_records", "least_records must not be negative");
    for (const TuneRange& range : tuning.ranges) {
        const char* name = name_of(range.parameter);
        if (!range.values.empty()) continue;
        if (tuning.method == TuneMethod::grid)
            refuse(name, std::string("a grid needs values of ") + name);
        if (!(range.low < range.high) || !std::isfinite(range.low) || !std::isfinite(range.high) ||
            (range.logarithmic && !(range.low > 0)))
            refuse(name, std::string("the range of ") + name +
                             " must have low below high, and low above 0 if it is logarithmic");
    }
}

std::vector<std::vector<double>> grid_of(const TuneOptions& tuning) {
    std::vector<std::vector<double>> all{{}};
    for (const TuneRange& range : tuning.ranges) {
        std::vector<std::vector<double>> longer;
        for (const auto& values : all)
            for (const double value : range.values) {
                longer.push_back(values);
                longer.back().push_back(value);
            }
        all = std::move(longer);
        if (all.size() > most_trials)
            refuse("ranges", "the grid has more than " + std::to_string(most_trials) +
                                 " combinations; search it at random");
    }
    return all;
}

std::vector<std::vector<double>> draws_of(const TuneOptions& tuning, std::int32_t trials) {
    std::vector<std::vector<double>> all;
    for (std::int32_t t = 0; t < trials; ++t) {
        Random random(tuning.seed, static_cast<std::uint64_t>(t));
        auto& values = all.emplace_back();
        for (const TuneRange& range : tuning.ranges) {
            if (!range.values.empty()) {
                values.push_back(range.values[random.below(range.values.size())]);
            } else if (range.logarithmic) {
                values.push_back(range.low * std::pow(range.high / range.low, random.uniform()));
            } else {
                values.push_back(random.uniform(range.low, range.high));
            }
        }
    }
    return all;
}

std::vector<std::vector<double>> candidates_of(const TuneOptions& tuning) {
    const bool all_have_values =
        std::all_of(tuning.ranges.begin(), tuning.ranges.end(),
                    [](const TuneRange& range) { return !range.values.empty(); });
    if (tuning.method == TuneMethod::grid ||
        (tuning.method == TuneMethod::halving && tuning.trials == 0 && all_have_values))
        return grid_of(tuning);
    return draws_of(tuning, tuning.trials > 0 ? tuning.trials : usual_trials);
}

// What TuneOptions says of least_records.
std::int64_t usual_least(const Table& table, const PipelineOptions& options) {
    auto coefficients = static_cast<std::int64_t>(options.numeric.size()) + 1;
    for (const std::string& name : options.categorical) {
        if (!table.find(name)) {  // made by a feature step
            ++coefficients;
            continue;
        }
        const Column& column = table.column(name);
        std::set<std::string> categories;
        for (std::int64_t row = 0; row < column.size(); ++row)
            if (column.valid(row)) categories.insert(column.cell_text(row));
        coefficients += std::max<std::int64_t>(static_cast<std::int64_t>(categories.size()) - 1, 0);
    }
    if (options.kind == ModelKind::multinomial && options.levels.size() > 2)
        coefficients *= static_cast<std::int64_t>(options.levels.size()) - 1;
    return std::max(records_a_coefficient * coefficients, fewest_records);
}

class Search {
  public:
    Search(const Context& context, const Table& table, const PipelineOptions& options,
           std::span<const Split> splits, const TuneOptions& tuning)
        : context_(context),
          table_(table),
          options_(options),
          splits_(splits),
          tuning_(tuning),
          candidates_(candidates_of(tuning)),
          least_(tuning.least_records > 0 ? tuning.least_records : usual_least(table, options)) {
        for (const auto& values : candidates_)
            check_options(with_values(options_, tuning_, values));
        for (std::size_t k = 0; k < splits.size(); ++k) {
            shuffled_.push_back(splits[k].train);
            Random(tuning.seed, first_row_stream + k).shuffle(shuffled_.back());
        }
    }

    TuneResult run() {
        std::vector<std::size_t> left(candidates_.size());
        std::iota(left.begin(), left.end(), std::size_t{0});
        std::int32_t rounds = 1;
        if (tuning_.method == TuneMethod::halving) {
            double share = 1.0 / tuning_.survive;
            for (std::size_t n = left.size(); n > 1 && is_enough(share); n = survivors(n)) {
                ++rounds;
                share /= tuning_.survive;
            }
        }
        for (std::int32_t round = 1; round <= rounds; ++round) {
            const double share = std::pow(tuning_.survive, round - rounds);
            const std::size_t first = result_.trials.size();
            fits_ = std::max(fits_, done_ + fits_left(left.size(), rounds - round));
            for (const std::size_t candidate : left) try_one(candidate, share);
            if (round < rounds && any_judged(first)) left = best_of(left, first);
        }
        conclude();
        return std::move(result_);
    }

  private:
    // Whether this share of every training part holds the least number of records.
    bool is_enough(double share) const {
        return std::all_of(shuffled_.begin(), shuffled_.end(), [&](const auto& rows) {
            return share * static_cast<double>(rows.size()) >= static_cast<double>(least_);
        });
    }
    std::size_t survivors(std::size_t n) const {
        const auto rate = static_cast<std::size_t>(tuning_.survive);
        return (n + rate - 1) / rate;
    }
    // Of n candidates in this round and in as many more.
    std::int64_t fits_left(std::size_t n, std::int32_t more) const {
        std::int64_t fits = 0;
        for (std::int32_t round = 0; round <= more; ++round, n = survivors(n))
            fits += static_cast<std::int64_t>(n * splits_.size());
        return fits;
    }

    void try_one(std::size_t candidate, double share) {
        TuneTrial trial;
        trial.values = candidates_[candidate];
        trial.share = share;
        const PipelineOptions options = with_values(options_, tuning_, trial.values);
        std::vector<double> scores;
        bool converged = true;
        try {
            for (std::size_t k = 0; k < splits_.size(); ++k) {
                const auto& all = shuffled_[k];
                const auto count = static_cast<std::size_t>(
                    std::max(1.0, std::round(share * static_cast<double>(all.size()))));
                std::vector<std::int64_t> rows(all.begin(),
                                               all.begin() + static_cast<std::ptrdiff_t>(count));
                std::sort(rows.begin(), rows.end());
                const Context part =
                    part_of(context_, "tune", done_ + static_cast<std::int64_t>(k), fits_);
                part.report({.phase = "tune", .share = 0});
                const SplitRun run = run_split(part, table_, options, rows, splits_[k].test,
                                               static_cast<std::int64_t>(k), tuning_.threshold);
                scores.push_back(score_of(run.metrics, tuning_.score, options.kind));
                converged = converged && run.converged;
            }
            const MeanError score = mean_error(scores);
            trial.score = score.mean;
            trial.standard_error = score.error;
            if (std::isnan(trial.score)) trial.fault = "the score is undefined on some test part";
        } catch (const Error& error) {
            if (error.status() != Status::data) throw;
            trial.score = trial.standard_error = nan;
            trial.fault = error.what();
        }
        done_ += static_cast<std::int64_t>(splits_.size());
        converged_.push_back(converged);
        result_.trials.push_back(std::move(trial));
    }

    // Of the trials `first` and on. A round in which none can be judged, such as one with too few
    // records for every category, tells nothing of any: all go on to more records.
    bool any_judged(std::size_t first) const {
        return std::any_of(result_.trials.begin() + static_cast<std::ptrdiff_t>(first),
                           result_.trials.end(),
                           [](const TuneTrial& trial) { return !std::isnan(trial.score); });
    }

    // Of the candidates tried as trials `first` and on.
    std::vector<std::size_t> best_of(const std::vector<std::size_t>& tried, std::size_t first) {
        std::vector<std::size_t> order(tried.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto score = [&](std::size_t i) {
            const double s = result_.trials[first + i].score;
            return std::isnan(s) ? -std::numeric_limits<double>::infinity() : s;
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return score(a) > score(b); });
        order.resize(survivors(tried.size()));
        std::sort(order.begin(), order.end());
        std::vector<std::size_t> left;
        for (const std::size_t i : order) left.push_back(tried[i]);
        return left;
    }

    void conclude() {
        bool any = false;
        std::size_t best = 0;
        for (std::size_t t = 0; t < result_.trials.size(); ++t) {
            const TuneTrial& trial = result_.trials[t];
            if (trial.share != 1 || std::isnan(trial.score)) continue;
            if (!any || trial.score > result_.trials[best].score) best = t;
            any = true;
        }
        if (!any)
            throw Error(Status::data, "no trial could be judged: " + result_.trials.back().fault,
                        {.argument = "ranges"});
        result_.best = static_cast<std::int64_t>(best);
        result_.options = with_values(options_, tuning_, result_.trials[best].values);
        result_.converged = converged_[best];
    }

    const Context& context_;
    const Table& table_;
    const PipelineOptions& options_;
    std::span<const Split> splits_;
    const TuneOptions& tuning_;
    std::vector<std::vector<double>> candidates_;
    std::int64_t least_;                               // records of a round of halving
    std::vector<std::vector<std::int64_t>> shuffled_;  // training records of each split
    TuneResult result_;
    std::vector<bool> converged_;
    std::int64_t done_ = 0, fits_ = 0;
};

}  // namespace

TuneResult tune(const Context& context, const Table& table, const PipelineOptions& options,
                std::span<const Split> splits, const TuneOptions& tuning) {
    check_tuning(tuning);
    check_splits(splits, table.rows());
    score_of({}, tuning.score, options.kind);
    return Search(context, table, labelled(context, table, options), splits, tuning).run();
}

NestedValidation nested_cross_validate(const Context& context, const Table& table,
                                       const PipelineOptions& options,
                                       std::span<const Split> splits, const FoldPlan& inner,
                                       const TuneOptions& tuning) {
    check_tuning(tuning);
    check_splits(splits, table.rows());
    const PipelineOptions wanted = labelled(context, table, options);
    const auto parts = static_cast<std::int64_t>(splits.size());
    NestedValidation out;
    CrossValidation& outer = out.outer;
    for (std::int64_t k = 0; k < parts; ++k) {
        const Split& split = splits[static_cast<std::size_t>(k)];
        const Context part = part_of(context, "nested cross-validation", k, parts);
        const Charge taken(context,
                           rows_bytes(table, static_cast<std::int64_t>(split.train.size())));
        const Table training = taken_rows(part, table, split.train);
        out.choices.push_back(
            tune(part, training, wanted, plan_splits(part, training, wanted, inner), tuning));
        SplitRun run = run_split(part, table, out.choices.back().options, split.train, split.test,
                                 k, tuning.threshold);
        outer.splits.push_back(run.metrics);
        outer.converged = outer.converged && run.converged;
        outer.row.insert(outer.row.end(), run.row.begin(), run.row.end());
        outer.split.insert(outer.split.end(), run.row.size(), static_cast<std::int32_t>(k));
        outer.truth.insert(outer.truth.end(), run.truth.begin(), run.truth.end());
        outer.predicted.insert(outer.predicted.end(), run.predicted.begin(), run.predicted.end());
        outer.weights.insert(outer.weights.end(), run.weights.begin(), run.weights.end());
        outer.probabilities.insert(outer.probabilities.end(), run.probabilities.begin(),
                                   run.probabilities.end());
    }
    outer.classes = wanted.levels;
    outer.pooled = judged_metrics(wanted.kind, outer.truth, outer.predicted, outer.weights,
                                  outer.probabilities, tuning.threshold);
    return out;
}

}  // namespace tenon
