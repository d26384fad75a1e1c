// Pipelines of several classes through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

constexpr std::int64_t rows = 120;

// load, machine (mill, saw), kind (belt, none, shaft).
struct Log {
    std::vector<double> load;
    std::vector<std::string> machine, kind;
    tenon_table* table = nullptr;

    Log() {
        const char* const kinds[] = {"none", "belt", "shaft"};
        for (int i = 0; i < rows; ++i) {
            load.push_back(std::sin(i * 1.7) * 3);
            machine.emplace_back(i % 3 == 0 ? "saw" : "mill");
            const double lean = load.back() + 2 * std::sin(i * 5.3) + (i % 3 == 0 ? 1 : 0);
            kind.emplace_back(kinds[lean < -1 ? 0 : lean < 1 ? 1 : 2]);
        }
        tenon_table_builder* builder = nullptr;
        REQUIRE(tenon_table_builder_create(&builder, nullptr) == TENON_OK);
        REQUIRE(tenon_table_builder_add_float64(builder, "load", load.data(), nullptr, rows,
                                                nullptr) == TENON_OK);
        for (const auto& [name, cells] : {std::pair{"machine", &machine}, {"kind", &kind}}) {
            std::vector<const char*> texts;
            for (const std::string& cell : *cells) texts.push_back(cell.c_str());
            REQUIRE(tenon_table_builder_add_text(builder, name, texts.data(), rows, nullptr) ==
                    TENON_OK);
        }
        REQUIRE(tenon_table_builder_finish(builder, &table, nullptr) == TENON_OK);
        tenon_table_builder_free(builder);
    }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log() { tenon_table_free(table); }
};

const char* const numeric[] = {"load"};
const char* const categorical[] = {"machine"};
const char* const levels[] = {"none", "belt", "shaft"};

tenon_pipeline_options options_of(tenon_model_kind kind) {
    tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
    options.kind = kind;
    options.target = "kind";
    options.numeric = numeric;
    options.numeric_count = 1;
    options.categorical = categorical;
    options.categorical_count = 1;
    options.levels = levels;
    options.level_count = 3;
    return options;
}

double number(const tenon_table* table, const char* column, std::int64_t row) {
    double value = NAN;
    std::uint8_t valid = 0;
    std::int64_t copied = 0;
    REQUIRE(tenon_table_copy_float64(table, tenon_table_find(table, column), row, &value, &valid, 1,
                                     &copied, nullptr) == TENON_OK);
    return valid ? value : NAN;
}

std::string cell(const tenon_table* table, const char* column, std::int64_t row) {
    char text[100] = "";
    REQUIRE(tenon_table_cell_text(table, tenon_table_find(table, column), row, text, sizeof text,
                                  nullptr, nullptr) == TENON_OK);
    return text;
}

}  // namespace

TEST_CASE("a pipeline of several classes through C scores records and tables alike") {
    const Log log;
    for (const tenon_model_kind kind : {TENON_MODEL_MULTINOMIAL, TENON_MODEL_ORDINAL}) {
        const tenon_pipeline_options options = options_of(kind);
        tenon_error err = TENON_ERROR_INIT;
        tenon_model* model = nullptr;
        REQUIRE(tenon_pipeline_fit(nullptr, log.table, &options, &model, &err) == TENON_OK);
        REQUIRE(tenon_model_classes(model) == 3);
        CHECK(std::string(tenon_model_class(model, 1)) == "belt");
        CHECK(tenon_model_class(model, 3) == nullptr);
        CHECK(tenon_model_class(model, -1) == nullptr);
        CHECK(std::string(tenon_model_positive_label(model)).empty());

        std::vector<double> all(3 * rows);
        std::int64_t needed = 0;
        REQUIRE(tenon_model_predict(nullptr, model, log.table, all.data(), 3 * rows, &needed,
                                    &err) == TENON_OK);
        CHECK(needed == 3 * rows);
        std::vector<double> expected(3 * rows);
        REQUIRE(tenon_model_expect(nullptr, model, log.table, expected.data(), 3 * rows, nullptr,
                                   &err) == TENON_OK);
        CHECK(expected == all);
        tenon_table* classified = nullptr;
        REQUIRE(tenon_model_classify(nullptr, model, log.table, &classified, &err) == TENON_OK);
        CHECK(tenon_table_columns(classified) == 4);
        for (std::int64_t i = 0; i < rows; ++i) {
            const auto row = static_cast<std::size_t>(i);
            double code = NAN, scores[3];
            REQUIRE(tenon_model_category(model, 1, log.machine[row].c_str(),
                                         static_cast<std::int64_t>(log.machine[row].size()), &code,
                                         &err) == TENON_OK);
            const double record[] = {log.load[row], code};
            REQUIRE(tenon_model_score(model, record, 2, scores, 3, &err) == TENON_OK);
            int best = 0;
            for (int k = 0; k < 3; ++k) {
                REQUIRE(scores[k] == all[3 * row + static_cast<std::size_t>(k)]);
                if (scores[k] > scores[best]) best = k;
            }
            REQUIRE(cell(classified, "predicted kind", i) == levels[best]);
            REQUIRE(number(classified, "probability of belt", i) == scores[1]);
        }
        const double record[] = {0, 0};
        double two[2];
        CHECK(tenon_model_score(model, record, 2, two, 2, &err) == TENON_E_ARGUMENT);
        CHECK(std::string(err.message).find("3 classes") != std::string::npos);

        std::int64_t bytes = 0;
        REQUIRE(tenon_model_to_json(model, nullptr, 0, &bytes, &err) == TENON_OK);
        std::string text(static_cast<std::size_t>(bytes) + 1, '\0');
        REQUIRE(tenon_model_to_json(model, text.data(), bytes + 1, nullptr, &err) == TENON_OK);
        tenon_model* loaded = nullptr;
        REQUIRE(tenon_model_from_json(text.c_str(), bytes, &loaded, &err) == TENON_OK);
        std::vector<double> again(3 * rows);
        REQUIRE(tenon_model_predict(nullptr, loaded, log.table, again.data(), 3 * rows, nullptr,
                                    &err) == TENON_OK);
        CHECK(again == all);
        tenon_table_free(classified);
        tenon_model_free(loaded);
        tenon_model_free(model);
    }
}

TEST_CASE("coefficients of classes through C come with ratios of odds") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    tenon_pipeline_options options = options_of(TENON_MODEL_MULTINOMIAL);
    tenon_class_options classes = TENON_CLASS_OPTIONS_INIT;
    classes.confidence = 0.9;
    options.classes = &classes;
    tenon_model* model = nullptr;
    REQUIRE(tenon_pipeline_fit(nullptr, log.table, &options, &model, &err) == TENON_OK);
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    REQUIRE(tenon_model_summary(model, &summary, &err) == TENON_OK);
    CHECK(summary.kind == TENON_MODEL_MULTINOMIAL);
    CHECK(summary.confidence == 0.9);
    tenon_table* table = nullptr;
    REQUIRE(tenon_model_class_coefficients(model, &table, &err) == TENON_OK);
    REQUIRE(tenon_table_rows(table) == 6);
    CHECK(cell(table, "class", 1) == "belt");
    CHECK(cell(table, "name", 1) == "load");
    CHECK(cell(table, "class", 5) == "shaft");
    CHECK(std::isnan(number(table, "odds_ratio", 0)));
    CHECK(number(table, "odds_ratio", 1) == std::exp(number(table, "estimate", 1)));
    CHECK(number(table, "odds_low", 1) < number(table, "odds_ratio", 1));
    REQUIRE(tenon_model_coefficients(model) == 6);
    tenon_coefficient one = TENON_COEFFICIENT_INIT;
    REQUIRE(tenon_model_coefficient(model, 4, &one, &err) == TENON_OK);
    CHECK(std::string(one.name) == "shaft: load");
    CHECK(one.estimate == number(table, "estimate", 4));
    tenon_table_free(table);
    tenon_model_free(model);

    options = options_of(TENON_MODEL_ORDINAL);
    REQUIRE(tenon_pipeline_fit(nullptr, log.table, &options, &model, &err) == TENON_OK);
    REQUIRE(tenon_model_class_coefficients(model, &table, &err) == TENON_OK);
    REQUIRE(tenon_table_rows(table) == 4);
    CHECK(tenon_table_column_missing(table, tenon_table_find(table, "class")) == 4);
    CHECK(cell(table, "name", 3) == "belt|shaft");
    CHECK(std::isnan(number(table, "odds_ratio", 3)));
    CHECK(number(table, "odds_ratio", 0) == std::exp(number(table, "estimate", 0)));
    tenon_table_free(table);
    tenon_model_free(model);
}

TEST_CASE("several classes are evaluated, cross-validated and explained through C") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    const tenon_pipeline_options options = options_of(TENON_MODEL_MULTINOMIAL);
    tenon_model* model = nullptr;
    REQUIRE(tenon_pipeline_fit(nullptr, log.table, &options, &model, &err) == TENON_OK);
    tenon_metrics metrics = TENON_METRICS_INIT;
    REQUIRE(tenon_model_evaluate(nullptr, model, log.table, &metrics, &err) == TENON_OK);
    tenon_multi_class_measures measures = TENON_MULTI_CLASS_MEASURES_INIT;
    tenon_table *by_class = nullptr, *confusion = nullptr;
    REQUIRE(tenon_model_evaluate_classes(nullptr, model, log.table, &measures, &by_class,
                                         &confusion, &err) == TENON_OK);
    CHECK(measures.classes == 3);
    CHECK(measures.log_loss == metrics.log_loss);
    CHECK(measures.macro_recall == metrics.recall);
    double all = 0, right = 0;
    for (std::int64_t k = 0; k < 3; ++k) {
        CHECK(cell(confusion, "truth", k) == levels[k]);
        double there = 0;
        for (const char* guess : levels) there += number(confusion, guess, k);
        CHECK(there == number(by_class, "records", k));
        CHECK(number(confusion, levels[k], k) / there == number(by_class, "recall", k));
        all += there;
        right += number(confusion, levels[k], k);
    }
    CHECK(all == rows);
    CHECK(right / all == doctest::Approx(metrics.accuracy).epsilon(1e-14));
    CHECK(tenon_model_evaluate_classes(nullptr, model, log.table, nullptr, nullptr, nullptr,
                                       &err) == TENON_OK);
    tenon_table_free(by_class);
    tenon_table_free(confusion);

    tenon_metrics pooled = TENON_METRICS_INIT;
    tenon_table *splits = nullptr, *predictions = nullptr;
    REQUIRE(tenon_pipeline_cross_validate(nullptr, log.table, &options, nullptr, 0, &pooled,
                                          &splits, &predictions, &err) == TENON_OK);
    CHECK(pooled.rows == rows);
    CHECK(pooled.log_loss > metrics.log_loss);
    const std::int64_t record = static_cast<std::int64_t>(number(predictions, "row", 7));
    CHECK(cell(predictions, "truth", 7) == log.kind[static_cast<std::size_t>(record)]);
    CHECK(number(predictions, "probability of shaft", 7) > 0);
    tenon_table_free(splits);
    tenon_table_free(predictions);

    tenon_table *mean = nullptr, *shares = nullptr, *importance = nullptr;
    CHECK(tenon_model_dependence(nullptr, model, log.table, "load", 3, 0, 0, &mean, nullptr,
                                 &err) == TENON_E_ARGUMENT);
    REQUIRE(tenon_model_class_dependence(nullptr, model, log.table, "shaft", "load", 3, 0, 0, &mean,
                                         nullptr, &err) == TENON_OK);
    CHECK(number(mean, "mean", 0) < number(mean, "mean", 2));
    CHECK(tenon_model_class_dependence(nullptr, model, log.table, "gear", "load", 3, 0, 0, &shares,
                                       nullptr, &err) == TENON_E_NOT_FOUND);
    REQUIRE(tenon_model_contributions(nullptr, model, log.table, &shares, &err) == TENON_OK);
    CHECK(tenon_table_rows(shares) == 2 * rows);
    REQUIRE(tenon_model_importance(nullptr, model, log.table, 2, TENON_SCORE_ACCURACY, 0, 0,
                                   nullptr, &importance, &err) == TENON_OK);
    CHECK(cell(importance, "input", 0) == "load");
    tenon_table_free(mean);
    tenon_table_free(shares);
    tenon_table_free(importance);

    tenon_metrics low = TENON_METRICS_INIT, high = TENON_METRICS_INIT;
    CHECK(tenon_model_evaluate_intervals(nullptr, model, log.table, nullptr, &metrics, &low, &high,
                                         &err) == TENON_E_ARGUMENT);
    CHECK(tenon_model_roc(nullptr, model, log.table, &mean, &err) == TENON_E_ARGUMENT);
    tenon_model_free(model);
}

TEST_CASE("a model without classes says so through C") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    tenon_model* model = nullptr;
    tenon_logistic_options logistic = TENON_LOGISTIC_OPTIONS_INIT;
    logistic.positive_label = "shaft";
    REQUIRE(tenon_logistic_fit(nullptr, log.table, numeric, 1, "kind", &logistic, &model, &err) ==
            TENON_OK);
    CHECK(tenon_model_classes(model) == 0);
    CHECK(tenon_model_classes(nullptr) == -1);
    CHECK(tenon_model_class(model, 0) == nullptr);
    tenon_table* table = nullptr;
    CHECK(tenon_model_classify(nullptr, model, log.table, &table, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_model_class_coefficients(model, &table, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_model_evaluate_classes(nullptr, model, log.table, nullptr, &table, nullptr, &err) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_model_class_dependence(nullptr, model, log.table, "shaft", "load", 3, 0, 0, &table,
                                       nullptr, &err) == TENON_E_ARGUMENT);
    tenon_model_free(model);
}
