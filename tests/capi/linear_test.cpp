// Least squares and its siblings through tenon.h: what only the border does. Numbers are tested in
// tests/models.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct Handles {
    tenon_table *table = nullptr, *out = nullptr;
    tenon_model *model = nullptr, *again = nullptr;
    tenon_error err = TENON_ERROR_INIT;
    ~Handles() {
        tenon_table_free(table);
        tenon_table_free(out);
        tenon_model_free(model);
        tenon_model_free(again);
    }
};

// x, group and weight w; y = 1 + 2 x + x^2 / 2 but for a saw.
void read_table(Handles& h) {
    std::string text = "x,w,g,y\n";
    for (int i = 0; i < 24; ++i)
        text += std::to_string(i) + "," + std::to_string(1 + i % 3) + "," +
                std::string(1, static_cast<char>('a' + i / 4)) + "," +
                std::to_string(1 + 2 * i + 0.5 * i * i + (i % 5 - 2) * 0.25) + "\n";
    REQUIRE(tenon_table_read_csv_buffer(nullptr, text.data(), static_cast<int64_t>(text.size()),
                                        nullptr, &h.table, &h.err) == TENON_OK);
}

double cell(const tenon_table* table, const char* column, int64_t row) {
    double value = NAN;
    uint8_t valid = 0;
    const int32_t place = tenon_table_find(table, column);
    REQUIRE(place >= 0);
    REQUIRE(tenon_table_copy_float64(table, place, row, &value, &valid, 1, nullptr, nullptr) ==
            TENON_OK);
    return valid ? value : NAN;
}

void fit(Handles& h, const tenon_linear_options& options) {
    const char* features[] = {"x"};
    const tenon_status status =
        tenon_linear_fit(nullptr, h.table, features, 1, "y", &options, &h.model, &h.err);
    CAPTURE(std::string(h.err.message));
    REQUIRE(status == TENON_OK);
}

tenon_linear_options linear_options() {
    tenon_linear_options options = TENON_LINEAR_OPTIONS_INIT;
    return options;
}

}  // namespace

TEST_CASE("powers, weights and errors by cluster are asked for by column, and survive a document") {
    Handles h;
    read_table(h);
    tenon_linear_options options = linear_options();
    options.polynomial = 2;
    options.errors = TENON_ERRORS_CLUSTER;
    options.clusters = "g";
    options.weights = "w";
    fit(h, options);
    CHECK(tenon_model_inputs(h.model) == 1);
    CHECK(tenon_model_coefficients(h.model) == 3);
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    REQUIRE(tenon_model_summary(h.model, &summary, &h.err) == TENON_OK);
    CHECK(summary.path == TENON_PATH_EXACT);
    CHECK(std::string(tenon_fit_path_text(summary.path)) == "exact");
    CHECK(std::string(tenon_errors_text(summary.errors)) == "cluster");
    CHECK(summary.clusters == 6);
    CHECK(summary.error_degrees == 5);
    CHECK(summary.digits > 15);
    tenon_coefficient square = TENON_COEFFICIENT_INIT;
    REQUIRE(tenon_model_coefficient(h.model, 2, &square, &h.err) == TENON_OK);
    CHECK(std::string(square.name) == "x^2");
    CHECK(square.estimate == doctest::Approx(0.5).epsilon(0.02));
    CHECK(square.vif > 1);

    int64_t needed = 0;
    REQUIRE(tenon_model_to_json(h.model, nullptr, 0, &needed, &h.err) == TENON_OK);
    std::string document(static_cast<std::size_t>(needed), '\0');
    REQUIRE(tenon_model_to_json(h.model, document.data(), needed, nullptr, &h.err) == TENON_OK);
    REQUIRE(tenon_model_from_json(document.data(), needed, &h.again, &h.err) == TENON_OK);
    for (const double x : {-3.0, 0.5, 100.25}) {
        double a = 0, b = 0;
        REQUIRE(tenon_model_score(h.model, &x, 1, &a, 1, &h.err) == TENON_OK);
        REQUIRE(tenon_model_score(h.again, &x, 1, &b, 1, &h.err) == TENON_OK);
        CHECK(a == b);
    }
    // Intervals of the model that was read are those of the one that was fitted.
    tenon_table* second = nullptr;
    REQUIRE(tenon_model_predict_intervals(nullptr, h.model, h.table, 0, &h.out, &h.err) ==
            TENON_OK);
    REQUIRE(tenon_model_predict_intervals(nullptr, h.again, h.table, 0, &second, &h.err) ==
            TENON_OK);
    for (int64_t row = 0; row < 24; ++row) {
        CHECK(cell(h.out, "low", row) == cell(second, "low", row));
        CHECK(cell(h.out, "low", row) < cell(h.out, "mean_low", row));
        CHECK(cell(h.out, "mean_high", row) < cell(h.out, "high", row));
        double score = 0;
        const auto x = static_cast<double>(row);
        REQUIRE(tenon_model_score(h.model, &x, 1, &score, 1, &h.err) == TENON_OK);
        CHECK(cell(h.out, "prediction", row) == doctest::Approx(score).epsilon(1e-12));
    }
    tenon_table_free(second);
}

TEST_CASE("diagnostics, shares and intervals come as tables") {
    Handles h;
    read_table(h);
    fit(h, linear_options());
    REQUIRE(tenon_model_diagnostics(nullptr, h.model, h.table, &h.out, &h.err) == TENON_OK);
    double leverages = 0;
    for (int64_t row = 0; row < 24; ++row) leverages += cell(h.out, "leverage", row);
    CHECK(leverages == doctest::Approx(2).epsilon(1e-12));
    CHECK(cell(h.out, "cook", 0) > cell(h.out, "cook", 12));
    tenon_table_free(h.out);
    h.out = nullptr;
    REQUIRE(tenon_model_contributions(nullptr, h.model, h.table, &h.out, &h.err) == TENON_OK);
    for (int64_t row = 0; row < 24; ++row) {
        const auto x = static_cast<double>(row);
        double score = 0;
        REQUIRE(tenon_model_score(h.model, &x, 1, &score, 1, &h.err) == TENON_OK);
        CHECK(cell(h.out, "(intercept)", row) + cell(h.out, "x", row) == score);
        CHECK(cell(h.out, "(score)", row) == score);
    }
}

TEST_CASE("one-way analysis of variance of a table") {
    Handles h;
    read_table(h);
    tenon_anova anova = TENON_ANOVA_INIT;
    REQUIRE(tenon_table_anova(nullptr, h.table, "y", "g", &anova, &h.err) == TENON_OK);
    CHECK(anova.groups == 6);
    CHECK(anova.rows == 24);
    CHECK(anova.f_statistic > 10);
    CHECK(tenon_table_anova(nullptr, h.table, "g", "y", &anova, &h.err) == TENON_E_TYPE);
    CHECK(tenon_table_anova(nullptr, h.table, "y", "nowhere", &anova, &h.err) == TENON_E_NOT_FOUND);
    CHECK(tenon_table_anova(nullptr, h.table, "y", "g", nullptr, &h.err) == TENON_E_ARGUMENT);
}

TEST_CASE("other estimators by arrays and by tables give the same models") {
    Handles h;
    read_table(h);
    std::vector<double> x, y;
    for (int64_t row = 0; row < 24; ++row) {
        x.push_back(cell(h.table, "x", row));
        y.push_back(cell(h.table, "y", row));
    }
    tenon_matrix matrix = TENON_MATRIX_INIT;
    matrix.data = x.data();
    matrix.rows = 24;
    matrix.columns = 1;
    const char* names[] = {"x"};
    for (const tenon_estimator estimator :
         {TENON_ESTIMATOR_NONNEGATIVE, TENON_ESTIMATOR_HUBER, TENON_ESTIMATOR_QUANTILE}) {
        tenon_model *by_table = nullptr, *by_array = nullptr;
        tenon_linear_options options = linear_options();
        options.estimator = estimator;
        options.quantile = estimator == TENON_ESTIMATOR_QUANTILE ? 0.75 : 0;
        tenon_quantile_regression_options quantile = TENON_QUANTILE_REGRESSION_OPTIONS_INIT;
        quantile.quantile = 0.75;
        REQUIRE(tenon_linear_fit(nullptr, h.table, names, 1, "y", &options, &by_table, &h.err) ==
                TENON_OK);
        const tenon_status status =
            estimator == TENON_ESTIMATOR_NONNEGATIVE
                ? tenon_nonnegative_fit_matrix(nullptr, &matrix, y.data(), names, 0, &by_array,
                                               &h.err)
            : estimator == TENON_ESTIMATOR_HUBER
                ? tenon_huber_fit_matrix(nullptr, &matrix, y.data(), names, nullptr, &by_array,
                                         &h.err)
                : tenon_quantile_regression_fit_matrix(nullptr, &matrix, y.data(), names, &quantile,
                                                       &by_array, &h.err);
        REQUIRE(status == TENON_OK);
        for (int32_t j = 0; j < 2; ++j) {
            tenon_coefficient a = TENON_COEFFICIENT_INIT, b = TENON_COEFFICIENT_INIT;
            REQUIRE(tenon_model_coefficient(by_table, j, &a, &h.err) == TENON_OK);
            REQUIRE(tenon_model_coefficient(by_array, j, &b, &h.err) == TENON_OK);
            CHECK(a.estimate == b.estimate);
        }
        tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
        REQUIRE(tenon_model_summary(by_table, &summary, &h.err) == TENON_OK);
        CHECK(summary.converged == 1);
        CHECK(tenon_model_predict_intervals(nullptr, by_table, h.table, 0, &h.out, &h.err) ==
              TENON_E_ARGUMENT);
        tenon_model_free(by_table);
        tenon_model_free(by_array);
    }
}

TEST_CASE("least squares of rows with weights; options that mean nothing there are refused") {
    Handles h;
    const double x[] = {1, 2, 3, 4, 5}, y[] = {1, 3, 2, 6, 5}, w[] = {1, 1, 1, 1, 0};
    const int64_t clusters[] = {1, 1, 2, 2, 3};
    tenon_matrix matrix = TENON_MATRIX_INIT;
    matrix.data = x;
    matrix.rows = 5;
    matrix.columns = 1;
    tenon_linear_options options = linear_options();
    options.errors = TENON_ERRORS_CLUSTER;
    REQUIRE(tenon_linear_fit_rows(nullptr, &matrix, y, w, clusters, nullptr, &options, &h.model,
                                  &h.err) == TENON_OK);
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    REQUIRE(tenon_model_summary(h.model, &summary, &h.err) == TENON_OK);
    CHECK(summary.rows == 4);
    CHECK(summary.clusters == 2);
    const auto status = [&](const tenon_linear_options& o) {
        tenon_model* none = nullptr;
        const tenon_status s = tenon_linear_fit_rows(nullptr, &matrix, y, nullptr, nullptr, nullptr,
                                                     &o, &none, &h.err);
        tenon_model_free(none);
        return s;
    };
    tenon_linear_options wrong = linear_options();
    wrong.weights = "w";
    CHECK(status(wrong) == TENON_E_ARGUMENT);
    wrong = linear_options();
    wrong.estimator = TENON_ESTIMATOR_HUBER;
    CHECK(status(wrong) == TENON_E_ARGUMENT);
    wrong = linear_options();
    wrong.errors = 77;
    CHECK(status(wrong) == TENON_E_ARGUMENT);
    wrong.errors = TENON_ERRORS_CLUSTER;
    CHECK(status(wrong) == TENON_E_ARGUMENT);
    wrong = linear_options();
    wrong.polynomial = 65;
    CHECK(status(wrong) == TENON_E_ARGUMENT);
    // An options struct of the first release means what it did.
    tenon_linear_options old = linear_options();
    old.struct_size = 24;
    old.polynomial = 99;
    CHECK(status(old) == TENON_OK);
}

TEST_CASE("several targets at once give each its own fit, or none a handle") {
    Handles h;
    const double x[] = {1, 2, 3, 4, 5, 6}, y[] = {1, 3, 2, 6, 5, 7, 9, 4, 4, 1, 2, 0};
    tenon_matrix features = TENON_MATRIX_INIT, targets = TENON_MATRIX_INIT;
    features.data = x;
    features.rows = targets.rows = 6;
    features.columns = 1;
    targets.data = y;
    targets.columns = 2;
    targets.row_stride = 1;
    targets.column_stride = 6;
    const tenon_linear_options options = linear_options();
    tenon_model* both[2] = {nullptr, nullptr};
    REQUIRE(tenon_linear_fit_targets(nullptr, &features, &targets, nullptr, nullptr, nullptr,
                                     &options, both, 2, &h.err) == TENON_OK);
    for (int k = 0; k < 2; ++k) {
        tenon_model* own = nullptr;
        REQUIRE(tenon_linear_fit_matrix(nullptr, &features, y + 6 * k, nullptr, &options, &own,
                                        &h.err) == TENON_OK);
        for (int32_t i = 0; i < 2; ++i) {
            tenon_coefficient a = TENON_COEFFICIENT_INIT, b = TENON_COEFFICIENT_INIT;
            REQUIRE(tenon_model_coefficient(both[k], i, &a, &h.err) == TENON_OK);
            REQUIRE(tenon_model_coefficient(own, i, &b, &h.err) == TENON_OK);
            CHECK(a.estimate == b.estimate);
            CHECK(a.standard_error == b.standard_error);
        }
        tenon_model_free(own);
        tenon_model_free(both[k]);
        both[k] = nullptr;
    }
    CHECK(tenon_linear_fit_targets(nullptr, &features, &targets, nullptr, nullptr, nullptr,
                                   &options, both, 1, &h.err) == TENON_E_ARGUMENT);
    targets.rows = 5;
    CHECK(tenon_linear_fit_targets(nullptr, &features, &targets, nullptr, nullptr, nullptr,
                                   &options, both, 2, &h.err) == TENON_E_ARGUMENT);
    CHECK(both[0] == nullptr);
}
