#include <cmath>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace tenon::capi {

FoldPlan fold_plan(const tenon_fold_options* options) {
    const auto given = options_of(options, "folds");
    if (given.kind < TENON_FOLD_PLAIN || given.kind > TENON_FOLD_TIME)
        refuse("kind", "of folds must be one of TENON_FOLD_...");
    FoldPlan plan;
    plan.kind = static_cast<FoldKind>(given.kind);
    plan.column = optional_text(given.column);
    if (given.folds != 0) plan.folds.folds = plan.time.splits = given.folds;
    if (given.repeats != 0) plan.repeats = given.repeats;
    if (given.seed != 0) plan.folds.seed = given.seed;
    plan.folds.shuffle = given.no_shuffle == 0;
    plan.time.gap = given.gap;
    plan.time.longest_training = given.longest_training;
    return plan;
}

}  // namespace tenon::capi

namespace {

constexpr double usual_threshold = 0.5;
constexpr std::uint64_t usual_seed = 42;

double threshold_of(double given) {
    return given != 0 ? given : usual_threshold;
}

Score score(tenon_score given) {
    if (given < TENON_SCORE_AUTOMATIC || given > TENON_SCORE_R2)
        refuse("score", "must be one of TENON_SCORE_...");
    return static_cast<Score>(given);
}

const char* parameter_name(Tuned parameter) {
    static constexpr const char* names[] = {"l2",      "penalty", "l1_ratio",
                                            "scaling", "impute",  "outlier_factor"};
    return names[static_cast<std::size_t>(parameter)];
}

TuneOptions tune_options(const tenon_tune_options* options) {
    const auto given = options_of(&required(options, "tuning"), "tuning");
    TuneOptions tuning;
    if (given.method < TENON_TUNE_GRID || given.method > TENON_TUNE_HALVING)
        refuse("method", "must be one of TENON_TUNE_...");
    tuning.method = static_cast<TuneMethod>(given.method);
    tuning.trials = given.trials;
    tuning.score = score(given.score);
    tuning.threshold = threshold_of(given.threshold);
    if (given.seed != 0) tuning.seed = given.seed;
    if (given.survive != 0) tuning.survive = given.survive;
    tuning.least_records = given.least_records;
    if (given.range_count < 0) refuse("range_count", "must not be negative");
    if (given.range_count > 0) required(given.ranges, "ranges");
    // The caller's structs may be longer than ours: the first tells how far apart they are.
    const auto* at = reinterpret_cast<const unsigned char*>(given.ranges);
    for (std::int32_t r = 0; r < given.range_count; ++r) {
        const auto* one = reinterpret_cast<const tenon_tune_range*>(at);
        const tenon_tune_range range = options_of(one, "ranges");
        if (range.parameter < TENON_TUNED_L2 || range.parameter > TENON_TUNED_OUTLIER_FACTOR)
            refuse("parameter", "must be one of TENON_TUNED_...");
        if (range.value_count < 0) refuse("value_count", "must not be negative");
        if (range.value_count > 0) required(range.values, "values");
        TuneRange wanted;
        wanted.parameter = static_cast<Tuned>(range.parameter);
        wanted.values.assign(range.values, range.values + range.value_count);
        wanted.low = range.low;
        wanted.high = range.high;
        wanted.logarithmic = range.logarithmic != 0;
        tuning.ranges.push_back(std::move(wanted));
        at += given.ranges->struct_size;
    }
    return tuning;
}

Table splits_table(const CrossValidation& found) {
    struct Entry {
        const char* name;
        double Metrics::*member;
    };
    static constexpr Entry entries[] = {
        {"accuracy", &Metrics::accuracy}, {"precision", &Metrics::precision},
        {"recall", &Metrics::recall},     {"f1", &Metrics::f1},
        {"auc", &Metrics::auc},           {"log_loss", &Metrics::log_loss},
        {"brier", &Metrics::brier},       {"r2", &Metrics::r2},
        {"rmse", &Metrics::rmse},         {"mae", &Metrics::mae}};
    std::vector<std::int64_t> number, rows;
    for (const Metrics& metrics : found.splits) {
        number.push_back(static_cast<std::int64_t>(number.size()));
        rows.push_back(metrics.rows);
    }
    std::vector<std::string> names{"split", "rows"};
    std::vector<Column> columns{Column::from_int64(std::move(number)),
                                Column::from_int64(std::move(rows))};
    for (const Entry& entry : entries) {
        std::vector<double> values;
        for (const Metrics& metrics : found.splits) values.push_back(metrics.*entry.member);
        names.emplace_back(entry.name);
        columns.push_back(Column::from_float64(std::move(values)));
    }
    return Table(std::move(names), std::move(columns));
}

Column class_texts(const std::vector<double>& places, const std::vector<std::string>& classes) {
    ColumnBuilder texts(Type::text);
    for (const double place : places) texts.add_text(classes[static_cast<std::size_t>(place)]);
    return texts.finish();
}

Table predictions_table(const CrossValidation& found) {
    std::vector<std::int64_t> split(found.split.begin(), found.split.end());
    std::vector<std::string> names{"row", "split", "truth", "predicted"};
    std::vector<Column> columns{Column::from_int64(found.row),
                                Column::from_int64(std::move(split))};
    const std::size_t count = found.classes.size();
    for (const auto* list : {&found.truth, &found.predicted})
        columns.push_back(count > 0 ? class_texts(*list, found.classes)
                                    : Column::from_float64(*list));
    for (std::size_t k = 0; k < count; ++k) {
        std::vector<double> share(found.truth.size());
        for (std::size_t i = 0; i < share.size(); ++i)
            share[i] = found.probabilities[i * count + k];
        names.push_back("probability of " + found.classes[k]);
        columns.push_back(Column::from_float64(std::move(share)));
    }
    return Table(std::move(names), std::move(columns));
}

std::int64_t bytes_of(const std::vector<Split>& splits) {
    std::size_t rows = 0;
    for (const Split& split : splits) rows += split.train.size() + split.test.size();
    return static_cast<std::int64_t>(rows * sizeof(std::int64_t));
}

void give_validation(const CrossValidation& found, tenon_metrics* pooled, tenon_table** splits,
                     tenon_table** predictions) {
    std::unique_ptr<tenon_table> first, second;
    if (splits) first = std::make_unique<tenon_table>(tenon_table{splits_table(found)});
    if (predictions) second = std::make_unique<tenon_table>(tenon_table{predictions_table(found)});
    if (pooled) give(pooled, metrics_struct(found.pooled), "pooled");
    if (splits) *splits = first.release();
    if (predictions) *predictions = second.release();
}

Table trials_table(const TuneResult& found, const TuneOptions& tuning) {
    std::vector<std::string> names;
    std::vector<Column> columns;
    const auto add = [&](const char* name, const auto& get) {
        std::vector<double> values;
        for (const TuneTrial& trial : found.trials) values.push_back(get(trial));
        names.emplace_back(name);
        columns.push_back(Column::from_float64(std::move(values)));
    };
    for (std::size_t r = 0; r < tuning.ranges.size(); ++r)
        add(parameter_name(tuning.ranges[r].parameter),
            [r](const TuneTrial& trial) { return trial.values[r]; });
    add("score", [](const TuneTrial& trial) { return trial.score; });
    add("standard_error", [](const TuneTrial& trial) { return trial.standard_error; });
    add("share", [](const TuneTrial& trial) { return trial.share; });
    std::vector<std::int64_t> chosen(found.trials.size());
    chosen[static_cast<std::size_t>(found.best)] = 1;
    std::vector<std::string> faults;
    std::vector<bool> valid;
    for (const TuneTrial& trial : found.trials) {
        faults.push_back(trial.fault);
        valid.push_back(!trial.fault.empty());
    }
    names.insert(names.end(), {"chosen", "fault"});
    columns.push_back(Column::from_int64(std::move(chosen)));
    columns.push_back(Column::from_text(faults, valid));
    return Table(std::move(names), std::move(columns));
}

}  // namespace

tenon_status tenon_table_folds(const tenon_context* context, const tenon_table* table,
                               const tenon_fold_options* options, int32_t* fold_of,
                               int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        const Table& source = required(table, "table").value;
        if (capacity < 0) refuse("capacity", "must not be negative");
        if (capacity > 0) required(fold_of, "fold_of");
        const FoldPlan plan = fold_plan(options);
        const auto folds = folds_of(context_of(context), source, plan);
        const auto there = give_values(std::span<const std::int32_t>(folds), fold_of, capacity);
        if (needed) *needed = there;
    });
}

tenon_status tenon_pipeline_cross_validate(const tenon_context* context, const tenon_table* table,
                                           const tenon_pipeline_options* options,
                                           const tenon_fold_options* folds, double threshold,
                                           tenon_metrics* pooled, tenon_table** splits,
                                           tenon_table** predictions, tenon_error* err) {
    return guard(err, [&] {
        const Table& source = required(table, "table").value;
        required(options, "options");
        if (pooled) check_result(pooled, "pooled");
        const PipelineOptions wanted = pipeline_options(options_of(options, "options"));
        const CallContext to = context_of(context);
        const std::vector<Split> planned = plan_splits(to, source, wanted, fold_plan(folds));
        const Charge held(to, bytes_of(planned));
        give_validation(cross_validate(to, source, wanted, planned, threshold_of(threshold)),
                        pooled, splits, predictions);
    });
}

tenon_status tenon_pipeline_nested_validate(const tenon_context* context, const tenon_table* table,
                                            const tenon_pipeline_options* options,
                                            const tenon_fold_options* outer,
                                            const tenon_fold_options* inner,
                                            const tenon_tune_options* tuning, tenon_metrics* pooled,
                                            tenon_table** splits, tenon_table** predictions,
                                            tenon_error* err) {
    return guard(err, [&] {
        const Table& source = required(table, "table").value;
        required(options, "options");
        if (pooled) check_result(pooled, "pooled");
        const PipelineOptions wanted = pipeline_options(options_of(options, "options"));
        const CallContext to = context_of(context);
        const std::vector<Split> planned = plan_splits(to, source, wanted, fold_plan(outer));
        const Charge held(to, bytes_of(planned));
        give_validation(nested_cross_validate(to, source, wanted, planned, fold_plan(inner),
                                              tune_options(tuning))
                            .outer,
                        pooled, splits, predictions);
    });
}

tenon_status tenon_pipeline_tune(const tenon_context* context, const tenon_table* table,
                                 const tenon_pipeline_options* options,
                                 const tenon_fold_options* folds, const tenon_tune_options* tuning,
                                 tenon_table** trials, tenon_model** best, tenon_error* err) {
    return guard(err, [&] {
        const Table& source = required(table, "table").value;
        required(options, "options");
        required(best, "best");
        const PipelineOptions wanted = pipeline_options(options_of(options, "options"));
        const CallContext to = context_of(context);
        const TuneOptions search = tune_options(tuning);
        const TuneResult found =
            tune(to, source, wanted, plan_splits(to, source, wanted, fold_plan(folds)), search);
        auto model =
            std::make_unique<tenon_model>(tenon_model{Pipeline::fit(to, source, found.options)});
        if (trials) give_handle(trials, trials_table(found, search));
        *best = model.release();
    });
}

tenon_status tenon_pipeline_learning_curve(const tenon_context* context, const tenon_table* table,
                                           const tenon_pipeline_options* options,
                                           const tenon_fold_options* folds, const double* shares,
                                           int64_t count, tenon_score by, uint64_t seed,
                                           tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Table& source = required(table, "table").value;
        required(options, "options");
        if (count < 1) refuse("count", "must be at least 1");
        required(shares, "shares");
        const PipelineOptions wanted = pipeline_options(options_of(options, "options"));
        const CallContext to = context_of(context);
        std::vector<double> share, rows, training, test, error;
        for (const LearningPoint& point :
             learning_curve(to, source, wanted, plan_splits(to, source, wanted, fold_plan(folds)),
                            {shares, static_cast<std::size_t>(count)}, score(by),
                            seed != 0 ? seed : usual_seed)) {
            share.push_back(point.share);
            rows.push_back(point.rows);
            training.push_back(point.training);
            test.push_back(point.test);
            error.push_back(point.test_error);
        }
        give_handle(
            out,
            Table({"share", "rows", "training", "test", "test_error"},
                  {Column::from_float64(std::move(share)), Column::from_float64(std::move(rows)),
                   Column::from_float64(std::move(training)), Column::from_float64(std::move(test)),
                   Column::from_float64(std::move(error))}));
    });
}

tenon_status tenon_model_importance(const tenon_context* context, const tenon_model* model,
                                    const tenon_table* table, int32_t repeats, tenon_score by,
                                    double threshold, uint64_t seed, double* score_out,
                                    tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        ImportanceOptions options;
        if (repeats != 0) options.repeats = repeats;
        options.score = score(by);
        options.threshold = threshold_of(threshold);
        if (seed != 0) options.seed = seed;
        const Importance found =
            permutation_importance(context_of(context), required(model, "model").value,
                                   required(table, "table").value, options);
        std::vector<std::string> input;
        std::vector<double> loss, sd;
        for (const InputImportance& one : found.inputs) {
            input.push_back(one.input);
            loss.push_back(one.loss);
            sd.push_back(one.sd);
        }
        give_handle(out, Table({"input", "loss", "sd"},
                               {Column::from_text(input), Column::from_float64(std::move(loss)),
                                Column::from_float64(std::move(sd))}));
        if (score_out) *score_out = found.score;
    });
}

namespace {

// What is asked of a dependence, as the caller says it.
struct Asked {
    const char* input;
    std::int32_t points;
    std::int64_t records;
    std::uint64_t seed;
    std::string of_class;
};

void give_dependence(const tenon_context* context, const tenon_model* model,
                     const tenon_table* table, const Asked& asked, tenon_table** mean,
                     tenon_table** curves) {
    required(mean, "mean");
    DependenceOptions options;
    if (asked.points != 0) options.points = asked.points;
    options.records = asked.records;
    if (asked.seed != 0) options.seed = asked.seed;
    options.of_class = asked.of_class;
    const CallContext own = context_of(context);
    const Dependence found =
        partial_dependence(own, required(model, "model").value, required(table, "table").value,
                           std::string(required_text(asked.input, "input")), options);
    auto first = std::make_unique<tenon_table>(
        tenon_table{Table({found.categorical ? "category" : "value", "mean", "sd"},
                          {found.categorical ? Column::from_text(found.categories)
                                             : Column::from_float64(found.values),
                           Column::from_float64(found.mean), Column::from_float64(found.sd)})});
    if (curves) {
        std::vector<std::int64_t> row, place;
        const std::size_t count = found.mean.size();
        constexpr std::size_t bytes_a_point = 32;  // the curves, and three columns
        const Charge held(own, static_cast<std::int64_t>(bytes_a_point * found.curves.size()));
        row.reserve(found.curves.size());
        place.reserve(found.curves.size());
        for (std::size_t i = 0; i < found.curves.size(); ++i) {
            row.push_back(found.rows[i / count]);
            place.push_back(static_cast<std::int64_t>(i % count));
        }
        give_handle(curves,
                    Table({"row", "place", "predicted"},
                          {Column::from_int64(std::move(row)), Column::from_int64(std::move(place)),
                           Column::from_float64(found.curves)}));
    }
    *mean = first.release();
}

}  // namespace

tenon_status tenon_model_dependence(const tenon_context* context, const tenon_model* model,
                                    const tenon_table* table, const char* input, int32_t points,
                                    int64_t records, uint64_t seed, tenon_table** mean,
                                    tenon_table** curves, tenon_error* err) {
    return guard(err, [&] {
        if (!required(model, "model").value.classes().empty())
            refuse("model", "has several classes; use tenon_model_class_dependence");
        give_dependence(context, model, table, {input, points, records, seed, {}}, mean, curves);
    });
}

tenon_status tenon_model_class_dependence(const tenon_context* context, const tenon_model* model,
                                          const tenon_table* table, const char* class_name,
                                          const char* input, int32_t points, int64_t records,
                                          uint64_t seed, tenon_table** mean, tenon_table** curves,
                                          tenon_error* err) {
    return guard(err, [&] {
        if (required(model, "model").value.classes().empty())
            refuse("model", "has no classes; use tenon_model_dependence");
        give_dependence(
            context, model, table,
            {input, points, records, seed, std::string(required_text(class_name, "class_name"))},
            mean, curves);
    });
}
