// Scenarios of models: every fit, pipelines, scores, documents, validation.
#pragma once

#include "scenarios_data.hpp"

namespace reliability {

inline void add_model(Run& run, const tenon_model* model) {
    for (std::int32_t i = 0; i < tenon_model_coefficients(model); ++i) {
        tenon_coefficient c = TENON_COEFFICIENT_INIT;
        RUN(tenon_model_coefficient(model, i, &c, err));
        run.add(c.name);
        run.add(c.estimate);
        run.add(c.standard_error);
    }
    for (std::int32_t i = 0; i < tenon_model_warnings(model); ++i)
        run.add(tenon_model_warning(model, i));
}

inline void linear_fits(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const tenon_matrix x = a.matrix();
    const double* y = a.number.data();
    const char* features[] = {"temperature", "pressure"};
    Model rows, table, nonnegative, huber, quantile;
    tenon_linear_options clustered = TENON_LINEAR_OPTIONS_INIT;
    clustered.errors = TENON_ERRORS_CLUSTER;
    RUN(tenon_linear_fit_rows(nullptr, &x, y, a.weights.data(), a.clusters.data(), nullptr,
                              &clustered, rows.out(), err));
    add_model(run, rows);
    tenon_linear_options powers = TENON_LINEAR_OPTIONS_INIT;
    powers.polynomial = 2;
    RUN(tenon_linear_fit(nullptr, world.complete, features, 2, "speed", &powers, table.out(), err));
    add_model(run, table);
    Model plain;
    Table intervals, diagnostics;
    RUN(tenon_linear_fit(nullptr, world.complete, features, 2, "speed", nullptr, plain.out(), err));
    RUN(tenon_model_predict_intervals(nullptr, plain, world.complete, 0, intervals.out(), err));
    RUN(tenon_model_diagnostics(nullptr, plain, world.complete, diagnostics.out(), err));
    add_table(run, diagnostics);
    RUN(tenon_nonnegative_fit_matrix(nullptr, &x, y, nullptr, 0, nonnegative.out(), err));
    add_model(run, nonnegative);
    RUN(tenon_huber_fit_matrix(nullptr, &x, y, nullptr, nullptr, huber.out(), err));
    add_model(run, huber);
    RUN(tenon_quantile_regression_fit_matrix(nullptr, &x, y, nullptr, nullptr, quantile.out(),
                                             err));
    add_model(run, quantile);
    tenon_anova anova = TENON_ANOVA_INIT;
    RUN(tenon_table_anova(nullptr, world.table, "speed", "machine", &anova, err));
    run.add(anova.f_statistic);
}

inline void logistic_fits(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const tenon_matrix x = a.matrix();
    const double* y = a.binary.data();
    Model plain, firth, inferred;
    Table effects, groups;
    tenon_logistic_measures measures = TENON_LOGISTIC_MEASURES_INIT;
    tenon_logistic_inference_options inference = TENON_LOGISTIC_INFERENCE_OPTIONS_INIT;
    inference.coefficient_tests = 1;
    tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
    options.profile_intervals = 1;
    RUN(tenon_logistic_fit_matrix(nullptr, &x, y, nullptr, &options, plain.out(), err));
    add_model(run, plain);
    tenon_logistic_options corrected = TENON_LOGISTIC_OPTIONS_INIT;
    corrected.firth = 1;
    tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
    extras.weights = a.weights.data();
    RUN(tenon_logistic_fit_rows(nullptr, &x, y, &extras, nullptr, &corrected, firth.out(), err));
    add_model(run, firth);
    RUN(tenon_logistic_infer(nullptr, &x, y, nullptr, nullptr, nullptr, &inference, inferred.out(),
                             &measures, effects.out(), groups.out(), err));
    add_table(run, effects);
    add_table(run, groups);
}

inline void glm_fits(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    tenon_matrix x = a.matrix();
    for (const tenon_model_kind family : {TENON_MODEL_POISSON, TENON_MODEL_NEGATIVE_BINOMIAL,
                                          TENON_MODEL_GAMMA, TENON_MODEL_TWEEDIE}) {
        Model model;
        const double* y = family == TENON_MODEL_GAMMA ? a.amount.data() : a.count.data();
        if (family == TENON_MODEL_TWEEDIE) x.rows = 25;  // its series are long
        RUN(tenon_glm_fit_matrix(nullptr, &x, y, nullptr, nullptr, family, nullptr, model.out(),
                                 err));
        add_model(run, model);
    }
}

inline void class_fits(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const tenon_matrix x = a.matrix();
    Handle<tenon_class_model> multinomial, ordinal;
    Table first, second;
    RUN(tenon_multinomial_fit_matrix(nullptr, &x, a.classes.data(), nullptr, nullptr, nullptr,
                                     multinomial.out(), err));
    RUN(tenon_class_model_coefficients(multinomial, first.out(), err));
    add_table(run, first);
    RUN(tenon_ordinal_fit_matrix(nullptr, &x, a.classes.data(), nullptr, nullptr, nullptr,
                                 ordinal.out(), err));
    RUN(tenon_class_model_coefficients(ordinal, second.out(), err));
    add_table(run, second);
}

inline void paths(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const tenon_matrix x = a.matrix();
    for (const std::int32_t kind : {TENON_MODEL_LINEAR, TENON_MODEL_LOGISTIC}) {
        Handle<tenon_penalty_path> path;
        Table table;
        Model model;
        tenon_elastic_net_options options = TENON_ELASTIC_NET_OPTIONS_INIT;
        options.kind = kind;
        options.steps = 4;
        options.ridge_share = 0.3;
        options.fold_of = a.folds.data();
        RUN(tenon_elastic_net_fit_matrix(
            nullptr, &x, kind == TENON_MODEL_LINEAR ? a.number.data() : a.binary.data(), &options,
            path.out(), err));
        RUN(tenon_penalty_path_table(path, table.out(), err));
        add_table(run, table);
        RUN(tenon_penalty_path_model(path, 1, nullptr, model.out(), err));
        add_model(run, model);
    }
    Handle<tenon_penalty_path> ridge;
    Table table;
    tenon_ridge_path_options options = TENON_RIDGE_PATH_OPTIONS_INIT;
    options.steps = 5;
    options.fold_of = a.folds.data();
    RUN(tenon_ridge_path_fit_matrix(nullptr, &x, a.number.data(), &options, ridge.out(), err));
    RUN(tenon_penalty_path_table(ridge, table.out(), err));
    add_table(run, table);
}

inline tenon_matrix slice(const Arrays& a, std::int64_t from, std::int64_t rows) {
    tenon_matrix view = a.matrix();
    view.data += from * a.columns;
    view.rows = rows;
    return view;
}

inline void partials(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const std::int64_t half = a.rows / 2;
    const tenon_matrix head = slice(a, 0, half), tail = slice(a, half, a.rows - half);
    const char* names[] = {"a", "b", "c"};
    Handle<tenon_linear_partial> first, second, again;
    Model model;
    RUN(tenon_linear_partial_create(names, 3, first.out(), err));
    RUN(tenon_linear_partial_create(names, 3, second.out(), err));
    RUN(tenon_linear_partial_add(first, nullptr, &head, a.binary.data(), nullptr, err));
    RUN(tenon_linear_partial_add(second, nullptr, &tail, a.binary.data() + half, nullptr, err));
    RUN(tenon_linear_partial_merge(first, second, err));
    std::int64_t needed = 0;
    RUN(tenon_linear_partial_to_bytes(first, nullptr, 0, &needed, err));
    std::string bytes(static_cast<std::size_t>(needed), '\0');
    RUN(tenon_linear_partial_to_bytes(first, bytes.data(), needed, &needed, err));
    RUN(tenon_linear_partial_from_bytes(bytes.data(), needed, again.out(), err));
    RUN(tenon_linear_partial_fit(again, nullptr, nullptr, model.out(), err));
    add_model(run, model);

    struct Pass {
        const Arrays& a;
        tenon_matrix head, tail;
        static tenon_status add(tenon_logistic_partial* partial, void* user) {
            const Pass& pass = *static_cast<const Pass*>(user);
            tenon_status status = tenon_logistic_partial_add(
                partial, nullptr, &pass.head, pass.a.binary.data(), nullptr, nullptr);
            if (status == TENON_OK)
                status = tenon_logistic_partial_add(partial, nullptr, &pass.tail,
                                                    pass.a.binary.data() + pass.head.rows, nullptr,
                                                    nullptr);
            return status;
        }
    } pass{a, head, tail};
    Model logistic;
    RUN(tenon_logistic_fit_passes(nullptr, again, Pass::add, &pass, nullptr, logistic.out(), err));
    add_model(run, logistic);
}

inline void online(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const tenon_matrix x = a.matrix();
    const char* names[] = {"a", "b", "c"};
    tenon_online_options options = TENON_ONLINE_OPTIONS_INIT;
    options.kind = TENON_MODEL_LOGISTIC;
    Handle<tenon_online_model> online, again;
    Model model;
    RUN(tenon_online_model_create(names, 3, &options, online.out(), err));
    RUN(tenon_online_model_partial_fit(online, nullptr, &x, a.binary.data(), nullptr, err));
    std::int64_t needed = 0;
    RUN(tenon_online_model_to_bytes(online, nullptr, 0, &needed, err));
    std::string bytes(static_cast<std::size_t>(needed), '\0');
    RUN(tenon_online_model_to_bytes(online, bytes.data(), needed, &needed, err));
    RUN(tenon_online_model_from_bytes(bytes.data(), needed, again.out(), err));
    RUN(tenon_online_model_model(again, model.out(), err));
    add_model(run, model);
}

// A pipeline with everything it can have.
struct PipelineOptions {
    const char* numeric[3] = {"temperature", "pressure", "speed"};
    const char* categorical[1] = {"machine"};
    tenon_outlier_options outliers = TENON_OUTLIER_OPTIONS_INIT;
    tenon_impute_options impute = TENON_IMPUTE_OPTIONS_INIT;
    tenon_logistic_options logistic = TENON_LOGISTIC_OPTIONS_INIT;
    tenon_pipeline_options value = TENON_PIPELINE_OPTIONS_INIT;

    PipelineOptions() {
        outliers.action = TENON_OUTLIER_CLIP;
        logistic.positive_label = "FAIL";
        logistic.l2 = 1;
        value.kind = TENON_MODEL_LOGISTIC;
        value.target = "status";
        value.numeric = numeric;
        value.numeric_count = 3;
        value.categorical = categorical;
        value.categorical_count = 1;
        value.outliers = &outliers;
        value.impute = &impute;
        value.scaling = TENON_SCALING_STANDARD;
        value.unknown = TENON_UNKNOWN_ZERO;
        value.logistic = &logistic;
    }
    PipelineOptions(const PipelineOptions&) = delete;
    PipelineOptions& operator=(const PipelineOptions&) = delete;
};

inline void pipeline(const World& world, Run& run) {
    PipelineOptions options;
    Model model;
    RUN(tenon_pipeline_fit(nullptr, world.table, &options.value, model.out(), err));
    add_model(run, model);
    std::vector<double> scores(static_cast<std::size_t>(tenon_table_rows(world.table)));
    std::int64_t needed = 0;
    RUN(tenon_model_predict(nullptr, model, world.table, scores.data(),
                            static_cast<std::int64_t>(scores.size()), &needed, err));
    for (const double score : scores) run.add(score);
    tenon_metrics metrics = TENON_METRICS_INIT, low = TENON_METRICS_INIT, high = TENON_METRICS_INIT;
    RUN(tenon_model_evaluate(nullptr, model, world.table, &metrics, err));
    run.add(metrics.auc);
    tenon_bootstrap_options bootstrap = TENON_BOOTSTRAP_OPTIONS_INIT;
    bootstrap.resamples = 10;
    RUN(tenon_model_evaluate_intervals(nullptr, model, world.table, &bootstrap, &metrics, &low,
                                       &high, err));
    run.add(low.auc);
    Table roc, calibration, changes, contributions, importance, dependence;
    double score = 0;
    RUN(tenon_model_roc(nullptr, model, world.table, roc.out(), err));
    add_table(run, roc);
    RUN(tenon_model_calibration(nullptr, model, world.table, 0, calibration.out(), err));
    RUN(tenon_model_changes(model, changes.out(), err));
    add_table(run, changes);
    RUN(tenon_model_contributions(nullptr, model, world.table, contributions.out(), err));
    add_table(run, contributions);
    RUN(tenon_model_importance(nullptr, model, world.table, 1, TENON_SCORE_AUTOMATIC, 0, 0, &score,
                               importance.out(), err));
    add_table(run, importance);
    RUN(tenon_model_dependence(nullptr, model, world.table, "machine", 3, 0, 0, dependence.out(),
                               nullptr, err));
    add_table(run, dependence);
}

// Of the same steps, with the machine as the class.
struct ClassOptions : PipelineOptions {
    explicit ClassOptions(tenon_model_kind kind = TENON_MODEL_MULTINOMIAL) {
        categorical[0] = "shift";
        value.kind = kind;
        value.target = "machine";
        value.logistic = nullptr;
        classes.l2 = 1;
        value.classes = &classes;
    }
    tenon_class_options classes = TENON_CLASS_OPTIONS_INIT;
};

inline void pipeline_of_classes(const World& world, Run& run) {
    ClassOptions options;
    Model model;
    RUN(tenon_pipeline_fit(nullptr, world.table, &options.value, model.out(), err));
    add_model(run, model);
    Table classified, coefficients, by_class, confusion, shares, mean, splits, predictions;
    RUN(tenon_model_classify(nullptr, model, world.table, classified.out(), err));
    add_table(run, classified);
    RUN(tenon_model_class_coefficients(model, coefficients.out(), err));
    add_table(run, coefficients);
    tenon_multi_class_measures measures = TENON_MULTI_CLASS_MEASURES_INIT;
    RUN(tenon_model_evaluate_classes(nullptr, model, world.table, &measures, by_class.out(),
                                     confusion.out(), err));
    run.add(measures.log_loss);
    add_table(run, by_class);
    add_table(run, confusion);
    RUN(tenon_model_contributions(nullptr, model, world.table, shares.out(), err));
    RUN(tenon_model_class_dependence(nullptr, model, world.table, tenon_model_class(model, 0),
                                     "speed", 3, 0, 0, mean.out(), nullptr, err));
    add_table(run, mean);
    tenon_fold_options folds = TENON_FOLD_OPTIONS_INIT;
    folds.folds = 2;
    tenon_metrics pooled = TENON_METRICS_INIT;
    RUN(tenon_pipeline_cross_validate(nullptr, world.table, &options.value, &folds, 0, &pooled,
                                      splits.out(), predictions.out(), err));
    add_table(run, predictions);
}

inline void validation(const World& world, Run& run) {
    PipelineOptions options;
    tenon_fold_options folds = TENON_FOLD_OPTIONS_INIT;
    folds.folds = 2;
    Table splits, predictions, trials;
    Model best;
    tenon_metrics pooled = TENON_METRICS_INIT;
    RUN(tenon_pipeline_cross_validate(nullptr, world.table, &options.value, &folds, 0, &pooled,
                                      splits.out(), predictions.out(), err));
    add_table(run, splits);
    const double penalties[] = {0.1, 10};
    tenon_tune_range range = TENON_TUNE_RANGE_INIT;
    range.parameter = TENON_TUNED_L2;
    range.values = penalties;
    range.value_count = 2;
    tenon_tune_options tuning = TENON_TUNE_OPTIONS_INIT;
    tuning.ranges = &range;
    tuning.range_count = 1;
    RUN(tenon_pipeline_tune(nullptr, world.table, &options.value, &folds, &tuning, trials.out(),
                            best.out(), err));
    add_table(run, trials);
    add_model(run, best);
    Table train, test, curve;
    RUN(tenon_table_split(nullptr, world.table, nullptr, train.out(), test.out(), err));
    add_table(run, test);
    const double shares[] = {0.5, 1};
    RUN(tenon_pipeline_learning_curve(nullptr, world.table, &options.value, &folds, shares, 2,
                                      TENON_SCORE_AUTOMATIC, 0, curve.out(), err));
    add_table(run, curve);
    Handle<tenon_calibration> calibration;
    std::vector<double> chances;
    for (const double x : world.arrays.amount) chances.push_back(x / (1 + x));
    RUN(tenon_calibration_fit(world.arrays.binary.data(), chances.data(), nullptr,
                              world.arrays.rows, TENON_CALIBRATION_ISOTONIC, calibration.out(),
                              err));
    RUN(tenon_calibration_apply(calibration, chances.data(), world.arrays.rows, chances.data(),
                                err));
    for (const double x : chances) run.add(x);
}

inline void parts_pipeline(const World& world, Run& run) {
    PipelineOptions options;
    options.value.outliers = nullptr;
    options.value.impute = nullptr;
    options.value.scaling = TENON_SCALING_NONE;
    options.logistic.l2 = 0.5;
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 30;
    Model model;
    RUN(tenon_pipeline_fit_csv(nullptr, world.path("log.csv"), nullptr, &batch, &options.value,
                               model.out(), err));
    add_model(run, model);
}

inline void documents(const World& world, Run& run) {
    PipelineOptions options;
    Model model, loaded, again, given;
    RUN(tenon_pipeline_fit(nullptr, world.table, &options.value, model.out(), err));
    RUN(tenon_model_save(model, world.path("model.json"), err));
    RUN(tenon_model_load(nullptr, world.path("model.json"), loaded.out(), err));
    add_model(run, loaded);
    const std::string text =
        document(run, "tenon_model_to_json",
                 [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                     return tenon_model_to_json(loaded, to, capacity, needed, err);
                 });
    run.add(text);
    RUN(tenon_model_from_json(text.data(), World::size(text), again.out(), err));
    RUN(tenon_model_save_onnx(again, TENON_ONNX_DOUBLES, world.path("model.onnx"), err));
    RUN(tenon_model_save_pmml(again, world.path("model.pmml"), err));
    run.add(document(run, "tenon_model_to_onnx",
                     [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                         return tenon_model_to_onnx(again, TENON_ONNX_ML, to, capacity, needed,
                                                    err);
                     }));
    static constexpr char coefficients[] =
        R"({"names": ["a", "b"], "coefficients": [1.5, -2], "family": "logistic", "intercept": 0.25,
            "scaler": {"means": [1, 2], "sds": [3, 4]}})";
    RUN(tenon_model_from_coefficients(
        coefficients, static_cast<std::int64_t>(sizeof coefficients - 1), given.out(), err));
    add_model(run, given);
    double code = 0, score = 0;
    RUN(tenon_model_category(loaded, 3, "M-01", 4, &code, err));
    const double record[] = {60, 5, 1500, code};
    RUN(tenon_model_score(loaded, record, 4, &score, 1, err));
    run.add(score);
}

}  // namespace reliability
