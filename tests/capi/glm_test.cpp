// Generalised linear models, inference, classes, calibration and thresholds through the C
// interface.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct Data {
    std::vector<double> x, counts, failed, grade, hours, weights;
    tenon_matrix matrix() const {
        tenon_matrix m = TENON_MATRIX_INIT;
        m.data = x.data();
        m.rows = static_cast<std::int64_t>(counts.size());
        m.columns = 2;
        return m;
    }
};

Data make_data() {
    Data data;
    for (int i = 0; i < 90; ++i) {
        const int x1 = (i * 7) % 11, c = (i * 13) % 17 + x1;
        data.x.push_back(x1);
        data.x.push_back((i * i) % 5 / 2.0);
        data.counts.push_back(((i * 13) % 17) * (x1 + 2) / 12);
        data.failed.push_back(c > 12);
        data.grade.push_back(c < 9 ? 0 : c < 17 ? 1 : 2);
        data.hours.push_back(1 + i % 4);
        data.weights.push_back(1 + i % 3);
    }
    return data;
}

}  // namespace

TEST_CASE("a Poisson model through C scores the mean per unit of exposure") {
    const Data data = make_data();
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
    extras.exposure = data.hours.data();
    extras.weights = data.weights.data();
    tenon_model* model = nullptr;
    REQUIRE(tenon_glm_fit_matrix(nullptr, &features, data.counts.data(), &extras, nullptr,
                                 TENON_MODEL_POISSON, nullptr, &model, &err) == TENON_OK);
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    REQUIRE(tenon_model_summary(model, &summary, &err) == TENON_OK);
    CHECK(summary.kind == TENON_MODEL_POISSON);
    CHECK(summary.link == TENON_LINK_LOG);
    CHECK(summary.converged == 1);
    CHECK(summary.deviance > 0);
    CHECK(summary.deviance < summary.null_deviance);
    CHECK(std::isnan(summary.shape));
    double eta = 0;
    const double record[] = {3, 1};
    for (int j = 0; j < 3; ++j) {
        tenon_coefficient c = TENON_COEFFICIENT_INIT;
        REQUIRE(tenon_model_coefficient(model, j, &c, &err) == TENON_OK);
        eta += c.estimate * (j == 0 ? 1 : record[j - 1]);
    }
    double score = 0;
    REQUIRE(tenon_model_score(model, record, 2, &score, 1, &err) == TENON_OK);
    CHECK(std::fabs(score - std::exp(eta)) < 1e-12);
    tenon_model_free(model);

    CHECK(tenon_glm_fit_matrix(nullptr, &features, data.counts.data(), nullptr, nullptr,
                               TENON_MODEL_GAMMA, nullptr, &model, &err) == TENON_E_DATA);
    CHECK(tenon_glm_fit_matrix(nullptr, &features, data.counts.data(), nullptr, nullptr,
                               TENON_MODEL_LINEAR, nullptr, &model, &err) == TENON_E_ARGUMENT);
}

TEST_CASE("an estimated shape comes with its error, a given one without") {
    const Data data = make_data();
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    tenon_glm_options options = TENON_GLM_OPTIONS_INIT;
    for (const double shape : {0.0, 0.5}) {
        options.shape = shape;
        tenon_model* model = nullptr;
        REQUIRE(tenon_glm_fit_matrix(nullptr, &features, data.counts.data(), nullptr, nullptr,
                                     TENON_MODEL_NEGATIVE_BINOMIAL, &options, &model,
                                     &err) == TENON_OK);
        tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
        REQUIRE(tenon_model_summary(model, &summary, &err) == TENON_OK);
        CHECK(summary.shape > 0);
        CHECK(std::isnan(summary.shape_error) == (shape != 0));
        tenon_model_free(model);
    }
}

TEST_CASE("inference of a logistic model through C") {
    const Data data = make_data();
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
    extras.weights = data.weights.data();
    tenon_logistic_inference_options wanted = TENON_LOGISTIC_INFERENCE_OPTIONS_INIT;
    wanted.coefficient_tests = 1;
    tenon_logistic_measures measures = TENON_LOGISTIC_MEASURES_INIT;
    tenon_model *model = nullptr, *alone = nullptr;
    tenon_table *effects = nullptr, *groups = nullptr;
    REQUIRE(tenon_logistic_infer(nullptr, &features, data.failed.data(), &extras, nullptr, nullptr,
                                 &wanted, &model, &measures, &effects, &groups, &err) == TENON_OK);
    REQUIRE(tenon_logistic_fit_rows(nullptr, &features, data.failed.data(), &extras, nullptr,
                                    nullptr, &alone, &err) == TENON_OK);
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT, same = TENON_FIT_SUMMARY_INIT;
    REQUIRE(tenon_model_summary(model, &summary, &err) == TENON_OK);
    REQUIRE(tenon_model_summary(alone, &same, &err) == TENON_OK);
    CHECK(summary.log_likelihood == same.log_likelihood);
    CHECK(measures.degrees == 2);
    CHECK(std::fabs(measures.likelihood_ratio -
                    2 * (summary.log_likelihood - summary.null_log_likelihood)) < 1e-9);
    CHECK(measures.likelihood_ratio_p < 0.01);
    CHECK(measures.tjur > 0);
    CHECK(tenon_table_rows(effects) == 3);
    CHECK(tenon_table_find(effects, "marginal_error") >= 0);
    CHECK(tenon_table_rows(groups) ==
          static_cast<std::int64_t>(measures.hosmer_lemeshow_degrees) + 2);
    tenon_table_free(effects);
    tenon_table_free(groups);
    tenon_model_free(model);
    tenon_model_free(alone);
    // Whoever wants one thing asks for one thing.
    CHECK(tenon_logistic_infer(nullptr, &features, data.failed.data(), nullptr, nullptr, nullptr,
                               nullptr, nullptr, &measures, nullptr, nullptr, &err) == TENON_OK);
    wanted.groups = 2;
    CHECK(tenon_logistic_infer(nullptr, &features, data.failed.data(), nullptr, nullptr, nullptr,
                               &wanted, nullptr, &measures, nullptr, nullptr,
                               &err) == TENON_E_ARGUMENT);
}

TEST_CASE("Firth's correction through C") {
    Data data = make_data();
    for (std::size_t i = 0; i < 90; ++i) data.failed[i] = data.x[2 * i] > 5;
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
    for (const int firth : {0, 1}) {
        options.firth = firth;
        tenon_model* model = nullptr;
        REQUIRE(tenon_logistic_fit_matrix(nullptr, &features, data.failed.data(), nullptr, &options,
                                          &model, &err) == TENON_OK);
        tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
        REQUIRE(tenon_model_summary(model, &summary, &err) == TENON_OK);
        CHECK(summary.converged == firth);
        CHECK(((summary.flags & TENON_FIT_SEPARATION) != 0) == (firth == 0));
        tenon_model_free(model);
    }
}

TEST_CASE("models of several classes through C") {
    const Data data = make_data();
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    for (const bool ordinal : {false, true}) {
        tenon_class_model* model = nullptr;
        REQUIRE((ordinal ? tenon_ordinal_fit_matrix : tenon_multinomial_fit_matrix)(
                    nullptr, &features, data.grade.data(), nullptr, nullptr, nullptr, &model,
                    &err) == TENON_OK);
        CHECK(tenon_class_model_classes(model) == 3);
        CHECK(tenon_class_model_features(model) == 2);
        CHECK(tenon_class_model_warnings(model) == 0);
        CHECK(tenon_class_model_warning(model, 0) == nullptr);
        tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
        REQUIRE(tenon_class_model_summary(model, &summary, &err) == TENON_OK);
        CHECK(summary.kind == (ordinal ? TENON_MODEL_ORDINAL : TENON_MODEL_MULTINOMIAL));
        CHECK(summary.converged == 1);
        tenon_table* table = nullptr;
        REQUIRE(tenon_class_model_coefficients(model, &table, &err) == TENON_OK);
        CHECK(tenon_table_rows(table) == (ordinal ? 4 : 6));
        tenon_table_free(table);
        const double record[] = {4, 0.5};
        double p[3];
        REQUIRE(tenon_class_model_probabilities(model, record, 2, p, 3, &err) == TENON_OK);
        CHECK(std::fabs(p[0] + p[1] + p[2] - 1) < 1e-14);
        CHECK(tenon_class_model_probabilities(model, record, 1, p, 3, &err) == TENON_E_ARGUMENT);
        CHECK(tenon_class_model_probabilities(model, record, 2, p, 2, &err) == TENON_E_ARGUMENT);
        tenon_class_model_free(model);
    }
    CHECK(tenon_class_model_classes(nullptr) == -1);
}

TEST_CASE("calibration and the threshold of least cost through C") {
    const double truth[] = {0, 0, 1, 0, 1, 1}, p[] = {0.1, 0.2, 0.3, 0.4, 0.6, 0.9};
    tenon_error err = TENON_ERROR_INIT;
    tenon_calibration *platt = nullptr, *isotonic = nullptr;
    REQUIRE(tenon_calibration_fit(truth, p, nullptr, 6, TENON_CALIBRATION_PLATT, &platt, &err) ==
            TENON_OK);
    REQUIRE(tenon_calibration_fit(truth, p, nullptr, 6, TENON_CALIBRATION_ISOTONIC, &isotonic,
                                  &err) == TENON_OK);
    CHECK(tenon_calibration_slope(platt) > 0);
    CHECK(std::isnan(tenon_calibration_slope(isotonic)));
    double out[6];
    REQUIRE(tenon_calibration_apply(isotonic, p, 6, out, &err) == TENON_OK);
    CHECK(out[0] == 0);
    CHECK(out[2] == 0.5);
    CHECK(out[3] == 0.5);
    CHECK(out[5] == 1);
    tenon_calibration_free(platt);
    tenon_calibration_free(isotonic);
    CHECK(tenon_calibration_fit(truth, p, nullptr, 6, 7, &platt, &err) == TENON_E_ARGUMENT);

    tenon_cost_threshold chosen = TENON_COST_THRESHOLD_INIT;
    REQUIRE(tenon_cost_threshold_choose(truth, p, nullptr, 6, 1, 10, &chosen, &err) == TENON_OK);
    CHECK(chosen.misses == 0);
    CHECK(chosen.false_alarms == 1);
    CHECK(chosen.cost == 1);
    CHECK(std::fabs(chosen.threshold - 0.25) < 1e-15);
    CHECK(tenon_cost_threshold_choose(truth, p, nullptr, 6, 0, 0, &chosen, &err) ==
          TENON_E_ARGUMENT);
}

TEST_CASE(
    "errors by cluster of counts and of classes are asked for through C, by row and by column") {
    const Data data = make_data();
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    std::vector<int64_t> machine;
    for (int64_t i = 0; i < 90; ++i) machine.push_back(i / 10);
    tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
    extras.clusters = machine.data();
    tenon_glm_options counts = TENON_GLM_OPTIONS_INIT;
    counts.errors = TENON_ERRORS_CLUSTER;
    tenon_logistic_options classes = TENON_LOGISTIC_OPTIONS_INIT;
    classes.errors = TENON_ERRORS_CLUSTER;
    tenon_table_builder* builder = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    std::vector<double> a, b;
    for (std::size_t i = 0; i < 90; ++i) {
        a.push_back(data.x[2 * i]);
        b.push_back(data.x[2 * i + 1]);
    }
    REQUIRE(tenon_table_builder_add_float64(builder, "x1", a.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "x2", b.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "n", data.counts.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "f", data.failed.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_int64(builder, "machine", machine.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_finish(builder, &table, &err) == TENON_OK);
    tenon_table_builder_free(builder);
    const char* numeric[] = {"x1", "x2"};
    for (const bool of_counts : {true, false}) {
        tenon_model *rows = nullptr, *columns = nullptr;
        REQUIRE((of_counts
                     ? tenon_glm_fit_matrix(nullptr, &features, data.counts.data(), &extras,
                                            numeric, TENON_MODEL_POISSON, &counts, &rows, &err)
                     : tenon_logistic_fit_rows(nullptr, &features, data.failed.data(), &extras,
                                               numeric, &classes, &rows, &err)) == TENON_OK);
        tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
        options.kind = of_counts ? TENON_MODEL_POISSON : TENON_MODEL_LOGISTIC;
        options.target = of_counts ? "n" : "f";
        options.numeric = numeric;
        options.numeric_count = 2;
        tenon_glm_options by_column = counts;
        tenon_logistic_options class_column = classes;
        by_column.clusters = class_column.clusters = "machine";
        options.glm = &by_column;
        options.logistic = &class_column;
        REQUIRE(tenon_pipeline_fit(nullptr, table, &options, &columns, &err) == TENON_OK);
        for (int32_t j = 0; j < 3; ++j) {
            tenon_coefficient p = TENON_COEFFICIENT_INIT, q = TENON_COEFFICIENT_INIT;
            REQUIRE(tenon_model_coefficient(rows, j, &p, &err) == TENON_OK);
            REQUIRE(tenon_model_coefficient(columns, j, &q, &err) == TENON_OK);
            CHECK(p.standard_error > 0);
            CHECK(p.standard_error == q.standard_error);
        }
        // What was fitted is told after the document too.
        int64_t needed = 0;
        REQUIRE(tenon_model_to_json(columns, nullptr, 0, &needed, &err) == TENON_OK);
        std::string document(static_cast<std::size_t>(needed), ' ');
        REQUIRE(tenon_model_to_json(columns, document.data(), needed, nullptr, &err) == TENON_OK);
        tenon_model* again = nullptr;
        REQUIRE(tenon_model_from_json(document.data(), needed, &again, &err) == TENON_OK);
        for (const tenon_model* model : {rows, columns, again}) {
            tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
            REQUIRE(tenon_model_summary(model, &summary, &err) == TENON_OK);
            CHECK(summary.errors == TENON_ERRORS_CLUSTER);
            CHECK(summary.clusters == 9);
            CHECK(summary.error_degrees == 8);
            CHECK(summary.effective_parameters == 3);
        }
        for (tenon_model* model : {rows, columns, again}) tenon_model_free(model);
    }
    tenon_table_free(table);
    tenon_model* model = nullptr;
    counts.clusters = "machine";  // arrays have no columns
    CHECK(tenon_glm_fit_matrix(nullptr, &features, data.counts.data(), &extras, nullptr,
                               TENON_MODEL_POISSON, &counts, &model, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "clusters");
    classes.errors = 9;
    CHECK(tenon_logistic_fit_rows(nullptr, &features, data.failed.data(), &extras, nullptr,
                                  &classes, &model, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "errors");
}

TEST_CASE("errors of several classes by cluster are asked for through C, by row and by column") {
    const Data data = make_data();
    const tenon_matrix features = data.matrix();
    tenon_error err = TENON_ERROR_INIT;
    std::vector<int64_t> machine, grade;
    std::vector<double> a, b;
    for (std::size_t i = 0; i < 90; ++i) {
        machine.push_back(static_cast<int64_t>(i / 10));
        grade.push_back(static_cast<int64_t>(data.grade[i]));
        a.push_back(data.x[2 * i]);
        b.push_back(data.x[2 * i + 1]);
    }
    tenon_table_builder* builder = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "x1", a.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "x2", b.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_int64(builder, "grade", grade.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_int64(builder, "machine", machine.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_finish(builder, &table, &err) == TENON_OK);
    tenon_table_builder_free(builder);
    const char* numeric[] = {"x1", "x2"};
    tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
    extras.clusters = machine.data();
    const auto errors_of = [&](tenon_table* coefficients) {
        std::vector<double> list(static_cast<std::size_t>(tenon_table_rows(coefficients)));
        int64_t copied = 0;
        REQUIRE(tenon_table_copy_float64(
                    coefficients, tenon_table_find(coefficients, "standard_error"), 0, list.data(),
                    nullptr, static_cast<int64_t>(list.size()), &copied, &err) == TENON_OK);
        tenon_table_free(coefficients);
        return list;
    };
    for (const bool ordinal : {false, true}) {
        tenon_class_options classes = TENON_CLASS_OPTIONS_INIT;
        classes.errors = TENON_ERRORS_CLUSTER;
        const auto fit = ordinal ? tenon_ordinal_fit_matrix : tenon_multinomial_fit_matrix;
        tenon_class_model* rows = nullptr;
        tenon_model* columns = nullptr;
        REQUIRE(fit(nullptr, &features, data.grade.data(), &extras, numeric, &classes, &rows,
                    &err) == TENON_OK);
        tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
        options.kind = ordinal ? TENON_MODEL_ORDINAL : TENON_MODEL_MULTINOMIAL;
        options.target = "grade";
        options.numeric = numeric;
        options.numeric_count = 2;
        tenon_class_options by_column = classes;
        by_column.clusters = "machine";
        options.classes = &by_column;
        REQUIRE(tenon_pipeline_fit(nullptr, table, &options, &columns, &err) == TENON_OK);
        tenon_fit_summary first = TENON_FIT_SUMMARY_INIT, second = TENON_FIT_SUMMARY_INIT;
        REQUIRE(tenon_class_model_summary(rows, &first, &err) == TENON_OK);
        REQUIRE(tenon_model_summary(columns, &second, &err) == TENON_OK);
        for (const tenon_fit_summary& summary : {first, second}) {
            CHECK(summary.errors == TENON_ERRORS_CLUSTER);
            CHECK(summary.clusters == 9);
            CHECK(summary.error_degrees == 8);
        }
        tenon_table *of_rows = nullptr, *of_columns = nullptr;
        REQUIRE(tenon_class_model_coefficients(rows, &of_rows, &err) == TENON_OK);
        REQUIRE(tenon_model_class_coefficients(columns, &of_columns, &err) == TENON_OK);
        CHECK(errors_of(of_rows) == errors_of(of_columns));
        tenon_class_model_free(rows);
        tenon_model_free(columns);
        rows = nullptr;
        // Arrays have no columns, and not every kind of errors is there.
        CHECK(fit(nullptr, &features, data.grade.data(), &extras, numeric, &by_column, &rows,
                  &err) == TENON_E_ARGUMENT);
        CHECK(std::string(err.argument) == "clusters");
        for (const tenon_errors kind : {TENON_ERRORS_HC2, TENON_ERRORS_HC3, 9}) {
            classes.errors = kind;
            CHECK(fit(nullptr, &features, data.grade.data(), &extras, numeric, &classes, &rows,
                      &err) == TENON_E_ARGUMENT);
            CHECK(std::string(err.argument) == "errors");
        }
    }
    tenon_table_free(table);
}

TEST_CASE("Huber and quantile regression take weights through C, by row and by column") {
    const Data data = make_data();
    tenon_error err = TENON_ERROR_INIT;
    std::vector<double> long_x, long_y, x1;
    for (std::size_t i = 0; i < 90; ++i) {
        x1.push_back(data.x[2 * i]);
        for (double k = 0; k < data.weights[i]; ++k) {
            long_x.push_back(data.x[2 * i]);
            long_y.push_back(data.counts[i]);
        }
    }
    tenon_matrix short_one = TENON_MATRIX_INIT, long_one = TENON_MATRIX_INIT;
    short_one.data = x1.data();
    short_one.rows = 90;
    long_one.data = long_x.data();
    long_one.rows = static_cast<int64_t>(long_x.size());
    short_one.columns = long_one.columns = 1;
    tenon_table_builder* builder = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "x1", x1.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "n", data.counts.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "w", data.weights.data(), nullptr, 90, &err) ==
            TENON_OK);
    REQUIRE(tenon_table_builder_finish(builder, &table, &err) == TENON_OK);
    tenon_table_builder_free(builder);
    const char* features[] = {"x1"};
    for (const bool quantile : {false, true}) {
        tenon_model *weighted = nullptr, *repeated = nullptr, *columns = nullptr;
        tenon_linear_options options = TENON_LINEAR_OPTIONS_INIT;
        options.estimator = quantile ? TENON_ESTIMATOR_QUANTILE : TENON_ESTIMATOR_HUBER;
        options.weights = "w";
        REQUIRE(tenon_linear_fit(nullptr, table, features, 1, "n", &options, &columns, &err) ==
                TENON_OK);
        if (quantile) {
            REQUIRE(tenon_quantile_regression_fit_rows(nullptr, &short_one, data.counts.data(),
                                                       data.weights.data(), nullptr, nullptr,
                                                       &weighted, &err) == TENON_OK);
            REQUIRE(tenon_quantile_regression_fit_rows(nullptr, &long_one, long_y.data(), nullptr,
                                                       nullptr, nullptr, &repeated,
                                                       &err) == TENON_OK);
        } else {
            REQUIRE(tenon_huber_fit_rows(nullptr, &short_one, data.counts.data(),
                                         data.weights.data(), nullptr, nullptr, &weighted,
                                         &err) == TENON_OK);
            REQUIRE(tenon_huber_fit_rows(nullptr, &long_one, long_y.data(), nullptr, nullptr,
                                         nullptr, &repeated, &err) == TENON_OK);
        }
        for (int32_t j = 0; j < 2; ++j) {
            tenon_coefficient p = TENON_COEFFICIENT_INIT, q = TENON_COEFFICIENT_INIT,
                              r = TENON_COEFFICIENT_INIT;
            REQUIRE(tenon_model_coefficient(weighted, j, &p, &err) == TENON_OK);
            REQUIRE(tenon_model_coefficient(repeated, j, &q, &err) == TENON_OK);
            REQUIRE(tenon_model_coefficient(columns, j, &r, &err) == TENON_OK);
            CHECK(std::fabs(p.estimate - q.estimate) < 1e-8);
            CHECK(std::fabs(p.standard_error - q.standard_error) < 1e-8);
            CHECK(p.estimate == r.estimate);
        }
        for (tenon_model* model : {weighted, repeated, columns}) tenon_model_free(model);
    }
    tenon_table_free(table);
}
