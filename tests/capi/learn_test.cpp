// From a table to a model and back through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

constexpr int rows = 400;

// failed depends on heat by a known logit; line is a category without effect.
tenon_table* make_log() {
    tenon_error err = TENON_ERROR_INIT;
    tenon_random* random = nullptr;
    REQUIRE(tenon_random_create(1, 0, &random, &err) == TENON_OK);
    std::vector<double> heat;
    std::vector<const char*> status, line;
    std::vector<std::uint8_t> valid;
    const char* const lines[] = {"A", "B", "C"};
    for (int i = 0; i < rows; ++i) {
        const double x = tenon_random_normal(random);
        heat.push_back(x);
        valid.push_back(i % 10 != 3);
        line.push_back(lines[tenon_random_below(random, 3)]);
        status.push_back(tenon_random_uniform(random) < 1 / (1 + std::exp(-2 * x)) ? "FAIL" : "OK");
    }
    tenon_random_free(random);
    tenon_table_builder* builder = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "heat", heat.data(), valid.data(), rows,
                                            &err) == TENON_OK);
    REQUIRE(tenon_table_builder_add_text(builder, "line", line.data(), rows, &err) == TENON_OK);
    REQUIRE(tenon_table_builder_add_text(builder, "status", status.data(), rows, &err) == TENON_OK);
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_finish(builder, &table, &err) == TENON_OK);
    tenon_table_builder_free(builder);
    return table;
}

tenon_model* fit(const tenon_table* table) {
    tenon_error err = TENON_ERROR_INIT;
    static const char* const numeric[] = {"heat"};
    static const char* const categorical[] = {"line"};
    tenon_impute_options impute = TENON_IMPUTE_OPTIONS_INIT;
    tenon_logistic_options logistic = TENON_LOGISTIC_OPTIONS_INIT;
    logistic.positive_label = "FAIL";
    tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
    options.target = "status";
    options.numeric = numeric;
    options.numeric_count = 1;
    options.categorical = categorical;
    options.categorical_count = 1;
    options.impute = &impute;
    options.logistic = &logistic;
    options.scaling = TENON_SCALING_STANDARD;
    tenon_model* model = nullptr;
    const tenon_status status = tenon_pipeline_fit(nullptr, table, &options, &model, &err);
    INFO(err.message);
    REQUIRE(status == TENON_OK);
    return model;
}

}  // namespace

TEST_CASE("a pipeline fits, scores single records like whole tables, and survives a round trip") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = make_log();
    tenon_model* model = fit(table);
    CHECK(std::strcmp(tenon_model_positive_label(model), "FAIL") == 0);
    REQUIRE(tenon_model_inputs(model) == 2);
    CHECK(std::strcmp(tenon_model_input(model, 1), "line") == 0);
    CHECK(tenon_model_input_is_categorical(model, 1) == 1);
    CHECK(tenon_model_coefficients(model) == 4);  // intercept, heat, B, C

    std::vector<double> scores(rows);
    std::int64_t needed = 0;
    REQUIRE(tenon_model_predict(nullptr, model, table, scores.data(), rows, &needed, &err) ==
            TENON_OK);
    CHECK(needed == rows);

    std::int64_t length = 0;
    REQUIRE(tenon_model_to_json(model, nullptr, 0, &length, &err) == TENON_OK);
    std::string json(static_cast<std::size_t>(length), ' ');
    REQUIRE(tenon_model_to_json(model, json.data(), length, &length, &err) == TENON_OK);
    tenon_model* loaded = nullptr;
    REQUIRE(tenon_model_from_json(json.data(), length, &loaded, &err) == TENON_OK);

    for (int i = 0; i < rows; ++i) {
        double record[2] = {0, 0}, score = 0;
        std::uint8_t valid = 0;
        const char* line = nullptr;
        std::int64_t line_length = 0;
        REQUIRE(tenon_table_copy_float64(table, 0, i, record, &valid, 1, nullptr, &err) ==
                TENON_OK);
        CHECK(std::isnan(record[0]) == !valid);
        REQUIRE(tenon_table_text(table, 1, i, &line, &line_length, &err) == TENON_OK);
        REQUIRE(tenon_model_category(loaded, 1, line, line_length, &record[1], &err) == TENON_OK);
        REQUIRE(tenon_model_score(loaded, record, 2, &score, 1, &err) == TENON_OK);
        CHECK(score == scores[static_cast<std::size_t>(i)]);
    }

    json[json.size() / 2] ^= 1;
    tenon_model* damaged = nullptr;
    CHECK(tenon_model_from_json(json.data(), length, &damaged, &err) != TENON_OK);
    CHECK(damaged == nullptr);
    tenon_model_free(loaded);
    tenon_table_free(table);  // the model outlives the table it was fitted on
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    CHECK(tenon_model_summary(model, &summary, &err) == TENON_OK);
    CHECK(summary.converged == 1);
    tenon_model_free(model);
}

TEST_CASE("a matrix with any strides gives the same fit as a table") {
    tenon_error err = TENON_ERROR_INIT;
    std::vector<double> x, y;
    tenon_random* random = nullptr;
    REQUIRE(tenon_random_create(5, 0, &random, &err) == TENON_OK);
    for (int i = 0; i < 100; ++i) {
        x.push_back(tenon_random_normal(random));
        x.push_back(1e6 * tenon_random_normal(random));
        y.push_back(3 + 2 * x[x.size() - 2] - 1e-6 * x.back() + 0.1 * tenon_random_normal(random));
    }
    tenon_random_free(random);
    std::vector<double> columns(200);
    for (std::size_t i = 0; i < 100; ++i) {
        columns[i] = x[2 * i];
        columns[100 + i] = x[2 * i + 1];
    }
    tenon_matrix row_major = TENON_MATRIX_INIT, column_major = TENON_MATRIX_INIT;
    row_major.data = x.data();
    row_major.rows = column_major.rows = 100;
    row_major.columns = column_major.columns = 2;
    row_major.row_stride = 2;
    row_major.column_stride = 1;
    column_major.data = columns.data();
    column_major.row_stride = 1;
    column_major.column_stride = 100;
    tenon_model *a = nullptr, *b = nullptr;
    REQUIRE(tenon_linear_fit_matrix(nullptr, &row_major, y.data(), nullptr, nullptr, &a, &err) ==
            TENON_OK);
    REQUIRE(tenon_linear_fit_matrix(nullptr, &column_major, y.data(), nullptr, nullptr, &b, &err) ==
            TENON_OK);
    for (int j = 0; j < 3; ++j) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT, two = TENON_COEFFICIENT_INIT;
        REQUIRE(tenon_model_coefficient(a, j, &one, &err) == TENON_OK);
        REQUIRE(tenon_model_coefficient(b, j, &two, &err) == TENON_OK);
        CHECK(one.estimate == two.estimate);
        CHECK(one.standard_error == two.standard_error);
    }
    tenon_model_free(a);
    tenon_model_free(b);
}

TEST_CASE("targets that cannot be learned are refused in words") {
    tenon_error err = TENON_ERROR_INIT;
    const char text[] = "x,y,k,t\n1,0,5,a\n2,0,5,b\n3,0,5,c\n4,0,5,a\n";
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_read_csv_buffer(nullptr, text, sizeof text - 1, nullptr, &table, &err) ==
            TENON_OK);
    const char* const x[] = {"x"};
    tenon_model* model = nullptr;
    CHECK(tenon_logistic_fit(nullptr, table, x, 1, "y", nullptr, &model, &err) == TENON_E_DATA);
    CHECK(tenon_logistic_fit(nullptr, table, x, 1, "z", nullptr, &model, &err) ==
          TENON_E_NOT_FOUND);
    CHECK(std::string(err.message).find("z") != std::string::npos);
    CHECK(tenon_logistic_fit(nullptr, table, x, 1, "t", nullptr, &model, &err) == TENON_E_DATA);
    CHECK(tenon_linear_fit(nullptr, table, x, 1, "t", nullptr, &model, &err) == TENON_E_TYPE);
    CHECK(model == nullptr);
    tenon_table_free(table);
}

TEST_CASE("strides left at zero mean rows one after the other; absurd sizes are refused at once") {
    tenon_error err = TENON_ERROR_INIT;
    const double x[] = {1, 5, 2, 3, 3, 8, 4, 1}, y[] = {3, 5, 8, 9};
    tenon_matrix packed = TENON_MATRIX_INIT, strided = TENON_MATRIX_INIT;
    packed.data = strided.data = x;
    packed.rows = strided.rows = 4;
    packed.columns = strided.columns = 2;
    strided.row_stride = 2;
    strided.column_stride = 1;
    tenon_model *a = nullptr, *b = nullptr;
    REQUIRE(tenon_linear_fit_matrix(nullptr, &packed, y, nullptr, nullptr, &a, &err) == TENON_OK);
    REQUIRE(tenon_linear_fit_matrix(nullptr, &strided, y, nullptr, nullptr, &b, &err) == TENON_OK);
    tenon_coefficient one = TENON_COEFFICIENT_INIT, two = TENON_COEFFICIENT_INIT;
    REQUIRE(tenon_model_coefficient(a, 1, &one, &err) == TENON_OK);
    REQUIRE(tenon_model_coefficient(b, 1, &two, &err) == TENON_OK);
    CHECK(one.estimate == two.estimate);
    tenon_model_free(a);
    tenon_model_free(b);

    tenon_model* none = nullptr;
    strided.column_stride = 0;
    CHECK(tenon_linear_fit_matrix(nullptr, &strided, y, nullptr, nullptr, &none, &err) ==
          TENON_E_ARGUMENT);
    packed.rows = packed.columns = INT64_MAX;
    CHECK(tenon_linear_fit_matrix(nullptr, &packed, y, nullptr, nullptr, &none, &err) ==
          TENON_E_ARGUMENT);
    CHECK(none == nullptr);
}

TEST_CASE("results are written all or none") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = make_log();
    tenon_model* model = fit(table);
    tenon_metrics metrics = TENON_METRICS_INIT, low = TENON_METRICS_INIT, high = TENON_METRICS_INIT;
    metrics.rows = -7;
    high.struct_size = 0;
    CHECK(tenon_model_evaluate_intervals(nullptr, model, table, nullptr, &metrics, &low, &high,
                                         &err) == TENON_E_ARGUMENT);
    CHECK(metrics.rows == -7);
    tenon_model_free(model);
    tenon_table_free(table);
}
