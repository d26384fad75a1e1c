// Paths, folds, cross-validation, tuning, explanation and measures through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "tenon.h"

namespace {

tenon_table* sample() {
    std::vector<double> x, z, y;
    for (int i = 0; i < 60; ++i) {
        x.push_back(std::sin(i * 1.7));
        z.push_back(std::cos(i * 2.9));
        y.push_back(3 * x.back() + 0.1 * std::sin(i * 5.3));
    }
    tenon_table_builder* builder = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, nullptr) == TENON_OK);
    const std::pair<const char*, std::vector<double>*> columns[] = {
        {"x", &x}, {"z", &z}, {"y", &y}};
    for (const auto& [name, values] : columns)
        REQUIRE(tenon_table_builder_add_float64(builder, name, values->data(), nullptr, 60,
                                                nullptr) == TENON_OK);
    REQUIRE(tenon_table_builder_finish(builder, &table, nullptr) == TENON_OK);
    tenon_table_builder_free(builder);
    return table;
}

}  // namespace

TEST_CASE("folds of a table choose a penalty, and its model scores") {
    tenon_table* table = sample();
    tenon_fold_options folds = TENON_FOLD_OPTIONS_INIT;
    folds.folds = 4;
    std::vector<int32_t> fold_of(60);
    int64_t needed = 0;
    REQUIRE(tenon_table_folds(nullptr, table, &folds, fold_of.data(), 60, &needed, nullptr) ==
            TENON_OK);
    CHECK(needed == 60);
    std::vector<double> features, y;
    for (int i = 0; i < 60; ++i) {
        features.push_back(std::sin(i * 1.7));
        features.push_back(std::cos(i * 2.9));
        y.push_back(3 * features[static_cast<std::size_t>(2 * i)] + 0.1 * std::sin(i * 5.3));
    }
    tenon_matrix matrix = TENON_MATRIX_INIT;
    matrix.data = features.data();
    matrix.rows = 60;
    matrix.columns = 2;
    tenon_elastic_net_options options = TENON_ELASTIC_NET_OPTIONS_INIT;
    options.kind = TENON_MODEL_LINEAR;
    options.fold_of = fold_of.data();
    tenon_penalty_path* path = nullptr;
    REQUIRE(tenon_elastic_net_fit_matrix(nullptr, &matrix, y.data(), &options, &path, nullptr) ==
            TENON_OK);
    CHECK(tenon_penalty_path_count(path) == 100);
    const int64_t best = tenon_penalty_path_best(path);
    CHECK(best >= tenon_penalty_path_simplest(path));
    double coefficients[2];
    REQUIRE(tenon_penalty_path_coefficients(path, best, coefficients, 2, nullptr, nullptr) ==
            TENON_OK);
    CHECK(coefficients[0] == doctest::Approx(3).epsilon(0.02));
    tenon_model* model = nullptr;
    REQUIRE(tenon_penalty_path_model(path, best, nullptr, &model, nullptr) == TENON_OK);
    const double record[] = {1, 0};
    double score = 0;
    CHECK(tenon_model_score(model, record, 2, &score, 1, nullptr) == TENON_OK);
    CHECK(score == doctest::Approx(3).epsilon(0.05));
    tenon_model_free(model);
    tenon_penalty_path_free(path);
    tenon_table_free(table);
}

TEST_CASE("a path of one step tells the smallest penalty that leaves no coefficient") {
    const double x[] = {1, 2, 4, 3, 7, 1, 5, 2}, y[] = {2, 3, 9, 4};  // two features, row after row
    tenon_matrix matrix = TENON_MATRIX_INIT;
    matrix.data = x;
    matrix.rows = 4;
    matrix.columns = 2;
    tenon_elastic_net_options options = TENON_ELASTIC_NET_OPTIONS_INIT;
    options.kind = TENON_MODEL_LINEAR;
    options.no_standardise = 1;
    options.ridge_share = 0.5;
    options.steps = 1;
    tenon_penalty_path* path = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_elastic_net_fit_matrix(nullptr, &matrix, y, &options, &path, nullptr) ==
            TENON_OK);
    REQUIRE(tenon_penalty_path_count(path) == 1);
    REQUIRE(tenon_penalty_path_table(path, &table, nullptr) == TENON_OK);
    double penalty = 0, coefficients[2] = {9, 9};
    REQUIRE(tenon_table_copy_float64(table, tenon_table_find(table, "penalty"), 0, &penalty,
                                     nullptr, 1, nullptr, nullptr) == TENON_OK);
    // (x1 - 4.25)'y = 20.5 and (x2 - 2)'y = -6, over 4 records and the lasso's share.
    CHECK(penalty == doctest::Approx(20.5 / 4 / 0.5).epsilon(1e-14));
    REQUIRE(tenon_penalty_path_coefficients(path, 0, coefficients, 2, nullptr, nullptr) ==
            TENON_OK);
    CHECK((coefficients[0] == 0 && coefficients[1] == 0));
    tenon_table_free(table);
    tenon_penalty_path_free(path);
}

TEST_CASE("a pipeline is cross-validated, tuned and explained") {
    tenon_table* table = sample();
    const char* numeric[] = {"x", "z"};
    tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
    options.kind = TENON_MODEL_LINEAR;
    options.target = "y";
    options.numeric = numeric;
    options.numeric_count = 2;
    tenon_metrics pooled = TENON_METRICS_INIT;
    tenon_table *splits = nullptr, *predictions = nullptr;
    REQUIRE(tenon_pipeline_cross_validate(nullptr, table, &options, nullptr, 0, &pooled, &splits,
                                          &predictions, nullptr) == TENON_OK);
    CHECK(pooled.r2 > 0.99);
    CHECK(tenon_table_rows(splits) == 5);
    CHECK(tenon_table_rows(predictions) == 60);
    tenon_table_free(splits);
    tenon_table_free(predictions);

    const double values[] = {0.01, 100};
    tenon_tune_range range = TENON_TUNE_RANGE_INIT;
    range.parameter = TENON_TUNED_L2;
    range.values = values;
    range.value_count = 2;
    tenon_tune_options tuning = TENON_TUNE_OPTIONS_INIT;
    tuning.ranges = &range;
    tuning.range_count = 1;
    tenon_table* trials = nullptr;
    tenon_model* best = nullptr;
    REQUIRE(tenon_pipeline_tune(nullptr, table, &options, nullptr, &tuning, &trials, &best,
                                nullptr) == TENON_OK);
    CHECK(tenon_table_rows(trials) == 2);
    tenon_table_free(trials);

    double score = 0;
    tenon_table *importance = nullptr, *mean = nullptr, *curves = nullptr;
    REQUIRE(tenon_model_importance(nullptr, best, table, 0, TENON_SCORE_AUTOMATIC, 0, 0, &score,
                                   &importance, nullptr) == TENON_OK);
    CHECK(score < 0);
    CHECK(tenon_table_rows(importance) == 2);
    REQUIRE(tenon_model_dependence(nullptr, best, table, "x", 5, 10, 0, &mean, &curves, nullptr) ==
            TENON_OK);
    CHECK(tenon_table_rows(mean) == 5);
    CHECK(tenon_table_rows(curves) == 50);
    CHECK(tenon_model_dependence(nullptr, best, table, "w", 5, 10, 0, &mean, nullptr, nullptr) ==
          TENON_E_NOT_FOUND);
    tenon_table_free(importance);
    tenon_table_free(mean);
    tenon_table_free(curves);
    tenon_model_free(best);
    tenon_table_free(table);
}

TEST_CASE("measures and paired tests take plain arrays") {
    const double truth[] = {1, 0, 1, 1, 0, 0}, a[] = {.9, .2, .8, .6, .4, .1},
                 b[] = {.4, .6, .9, .3, .5, .2};
    tenon_class_measures classes = TENON_CLASS_MEASURES_INIT;
    REQUIRE(tenon_measure_classes(truth, a, nullptr, 6, 0, &classes, nullptr) == TENON_OK);
    CHECK(classes.average_precision == 1);
    CHECK(classes.mcc == doctest::Approx(1));
    tenon_paired_test test = TENON_PAIRED_TEST_INIT;
    REQUIRE(tenon_test_delong(truth, a, b, 6, &test, nullptr) == TENON_OK);
    CHECK(test.difference > 0);
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_test_mcnemar(truth, a, b, 6, &test, &err) == TENON_E_DATA);
    CHECK(err.row == 0);
    tenon_number_measures numbers = TENON_NUMBER_MEASURES_INIT;
    REQUIRE(tenon_measure_numbers(truth, a, nullptr, 6, &numbers, nullptr) == TENON_OK);
    CHECK(numbers.mape_left_out == 3);
    double loss = 0;
    REQUIRE(tenon_measure_pinball(truth, a, nullptr, 6, 0.5, &loss, nullptr) == TENON_OK);
    CHECK(loss == doctest::Approx(numbers.mae / 2));
}
