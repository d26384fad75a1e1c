// Feature steps through the C interface: every kind fitted, saved, read back and applied.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

constexpr int rows = 240;

struct Log {
    tenon_table* table = nullptr;
    std::vector<double> heat;
    Log() {
        tenon_error err = TENON_ERROR_INIT;
        tenon_random* random = nullptr;
        REQUIRE(tenon_random_create(4, 0, &random, &err) == TENON_OK);
        std::vector<double> speed, scrap;
        std::vector<const char*> line;
        std::vector<std::int64_t> at;
        const char* const lines[] = {"A", "B", "C"};
        for (int i = 0; i < rows; ++i) {
            heat.push_back(std::exp(tenon_random_normal(random)));
            speed.push_back(heat.back() + tenon_random_normal(random));
            scrap.push_back(2 * heat.back() + 0.1 * tenon_random_normal(random));
            line.push_back(lines[tenon_random_below(random, 3)]);
            at.push_back(std::int64_t{i} * 60'000'000);
        }
        tenon_random_free(random);
        tenon_table_builder* builder = nullptr;
        REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
        for (const auto& [name, values] :
             {std::pair{"heat", &heat}, {"speed", &speed}, {"scrap", &scrap}})
            REQUIRE(tenon_table_builder_add_float64(builder, name, values->data(), nullptr, rows,
                                                    &err) == TENON_OK);
        REQUIRE(tenon_table_builder_add_text(builder, "line", line.data(), rows, &err) == TENON_OK);
        REQUIRE(tenon_table_builder_add_timestamp(builder, "at", at.data(), nullptr, rows, &err) ==
                TENON_OK);
        REQUIRE(tenon_table_builder_finish(builder, &table, &err) == TENON_OK);
        tenon_table_builder_free(builder);
    }
    ~Log() { tenon_table_free(table); }
};

const char* const numbers[] = {"heat", "speed"};
const char* const words[] = {"line"};
const char* const times[] = {"at"};

using Fit = std::function<tenon_status(const tenon_table*, tenon_feature**, tenon_error*)>;

// One of each kind with the defaults, or with the least that must be said.
std::vector<std::pair<const char*, Fit>> fits() {
    return {
        {"scale",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_scale(nullptr, t, numbers, 2, TENON_SCALING_ROBUST, f, e);
         }},
        {"encode",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_encode(nullptr, t, words, 1, nullptr, f, e);
         }},
        {"power",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_power(nullptr, t, numbers, 2, nullptr, f, e);
         }},
        {"quantile",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_quantile(nullptr, t, numbers, 2, nullptr, f, e);
         }},
        {"frequency",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_frequency(nullptr, t, words, 1, nullptr, f, e);
         }},
        {"target",
         [](auto* t, auto** f, auto* e) {
             tenon_target_options options = TENON_TARGET_OPTIONS_INIT;
             options.target = "scrap";
             return tenon_feature_fit_target(nullptr, t, words, 1, &options, nullptr, f, e);
         }},
        {"bins",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_bins(nullptr, t, numbers, 2, nullptr, f, e);
         }},
        {"polynomial",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_polynomial(nullptr, t, numbers, 2, nullptr, f, e);
         }},
        {"calendar",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_calendar(nullptr, t, times, 1, nullptr, f, e);
         }},
        {"windows",
         [](auto* t, auto** f, auto* e) {
             const std::int64_t lags[] = {1, 5};
             tenon_window_options options = TENON_WINDOW_OPTIONS_INIT;
             options.groups = words;
             options.group_count = 1;
             options.time = "at";
             options.lags = lags;
             options.lag_count = 2;
             options.seconds = 300;
             return tenon_feature_fit_windows(nullptr, t, numbers, 2, &options, f, e);
         }},
        {"spectrum",
         [](auto* t, auto** f, auto* e) {
             const double bands[] = {0, 10, 10, 50};
             tenon_spectrum_options options = TENON_SPECTRUM_OPTIONS_INIT;
             options.sample_rate_hz = 100;
             options.bands = bands;
             options.band_count = 2;
             options.samples = 32;
             return tenon_feature_fit_spectrum(nullptr, t, numbers, 2, &options, f, e);
         }},
        {"pca",
         [](auto* t, auto** f, auto* e) {
             return tenon_feature_fit_pca(nullptr, t, numbers, 2, nullptr, f, e);
         }},
        {"select",
         [](auto* t, auto** f, auto* e) {
             tenon_select_options options = TENON_SELECT_OPTIONS_INIT;
             options.rule = TENON_SELECT_RECURSIVE;
             options.target = "scrap";
             return tenon_feature_fit_select(nullptr, t, numbers, 2, &options, f, e);
         }},
    };
}

std::string csv_of(const tenon_table* table) {
    tenon_error err = TENON_ERROR_INIT;
    std::int64_t needed = 0;
    REQUIRE(tenon_table_to_csv(table, nullptr, nullptr, 0, &needed, &err) == TENON_OK);
    std::string text(static_cast<std::size_t>(needed), 0);
    REQUIRE(tenon_table_to_csv(table, nullptr, text.data(), needed, &needed, &err) == TENON_OK);
    return text;
}

std::string json_of(const tenon_feature* feature) {
    tenon_error err = TENON_ERROR_INIT;
    std::int64_t needed = 0;
    REQUIRE(tenon_feature_to_json(feature, nullptr, 0, &needed, &err) == TENON_OK);
    std::string text(static_cast<std::size_t>(needed), 0);
    REQUIRE(tenon_feature_to_json(feature, text.data(), needed, &needed, &err) == TENON_OK);
    return text;
}

}  // namespace

TEST_CASE("every kind is fitted, saved, read back and applied to the same effect") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    for (const auto& one : fits()) {
        const auto kind = one.first;
        const auto& fit = one.second;
        CAPTURE(kind);
        tenon_feature *feature = nullptr, *back = nullptr;
        REQUIRE(fit(log.table, &feature, &err) == TENON_OK);
        CHECK(std::strcmp(tenon_feature_kind(feature), kind) == 0);
        const std::string json = json_of(feature);
        REQUIRE(tenon_feature_from_json(json.data(), static_cast<std::int64_t>(json.size()), &back,
                                        &err) == TENON_OK);
        tenon_table *made = nullptr, *again = nullptr;
        REQUIRE(tenon_feature_apply(nullptr, feature, log.table, &made, &err) == TENON_OK);
        tenon_feature_free(feature);
        REQUIRE(tenon_feature_apply(nullptr, back, log.table, &again, &err) == TENON_OK);
        CHECK(csv_of(made) == csv_of(again));
        REQUIRE(tenon_feature_outputs(back) > 0);
        for (std::int32_t i = 0; i < tenon_feature_outputs(back); ++i)
            CHECK(tenon_table_find(made, tenon_feature_output(back, i)) >= 0);
        for (std::int32_t i = 0; i < tenon_feature_inputs(back); ++i)
            CHECK(tenon_table_find(log.table, tenon_feature_input(back, i)) >= 0);
        CHECK(tenon_feature_output(back, tenon_feature_outputs(back)) == nullptr);
        CHECK(tenon_feature_input(back, -1) == nullptr);
        tenon_table_free(made);
        tenon_table_free(again);
        tenon_feature_free(back);
    }
}

TEST_CASE("documents tell what scalers and encoders have learned, as tenon.h says") {
    tenon_table* table = nullptr;
    const char text[] = "x,grade\n1,b\n3,a\n5,b\n";
    REQUIRE(tenon_table_read_csv_buffer(nullptr, text, sizeof text - 1, nullptr, &table, nullptr) ==
            TENON_OK);
    const auto without_blanks = [](std::string json) {
        std::erase_if(json, [](char c) { return c == ' ' || c == '\n'; });
        return json;
    };
    tenon_feature *scaler = nullptr, *encoder = nullptr;
    const char *x = "x", *grade = "grade";
    REQUIRE(tenon_feature_fit_scale(nullptr, table, &x, 1, TENON_SCALING_MIN_MAX, &scaler,
                                    nullptr) == TENON_OK);
    REQUIRE(tenon_feature_fit_encode(nullptr, table, &grade, 1, nullptr, &encoder, nullptr) ==
            TENON_OK);
    CHECK(without_blanks(json_of(scaler))
              .find(R"("scales":[{"column":"x","centre":1,"scale":4,"cells":3}])") !=
          std::string::npos);
    CHECK(without_blanks(json_of(encoder))
              .find(R"("dictionaries":[{"column":"grade","categories":["a","b"]}])") !=
          std::string::npos);
    tenon_feature_free(scaler);
    tenon_feature_free(encoder);
    tenon_table_free(table);
}

TEST_CASE("every rule of selection is reached, and its default threshold is meant") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    for (tenon_select_rule rule = TENON_SELECT_VARIANCE; rule <= TENON_SELECT_RECURSIVE; ++rule) {
        CAPTURE(rule);
        tenon_select_options options = TENON_SELECT_OPTIONS_INIT;
        options.rule = rule;
        if (rule != TENON_SELECT_VARIANCE) options.target = "scrap";
        tenon_feature* feature = nullptr;
        REQUIRE(tenon_feature_fit_select(nullptr, log.table, numbers, 2, &options, &feature,
                                         &err) == TENON_OK);
        CHECK(std::strcmp(tenon_feature_output(feature, 0), "heat") == 0);
        tenon_feature_free(feature);
    }
    tenon_select_options options = TENON_SELECT_OPTIONS_INIT;
    options.rule = 6;
    tenon_feature* feature = nullptr;
    CHECK(tenon_feature_fit_select(nullptr, log.table, numbers, 2, &options, &feature, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "rule") == 0);
    CHECK(feature == nullptr);
}

TEST_CASE("target encoding hands out the training rows out of fold") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    tenon_target_options options = TENON_TARGET_OPTIONS_INIT;
    options.target = "scrap";
    options.smoothing = -1;
    tenon_feature* feature = nullptr;
    tenon_table *training = nullptr, *leaky = nullptr;
    REQUIRE(tenon_feature_fit_target(nullptr, log.table, words, 1, &options, &training, &feature,
                                     &err) == TENON_OK);
    REQUIRE(tenon_feature_apply(nullptr, feature, log.table, &leaky, &err) == TENON_OK);
    CHECK(csv_of(training) != csv_of(leaky));
    options.target = nullptr;
    tenon_feature* none = nullptr;
    CHECK(tenon_feature_fit_target(nullptr, log.table, words, 1, &options, nullptr, &none, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "target") == 0);
    options.target = "";
    CHECK(tenon_feature_fit_target(nullptr, log.table, words, 1, &options, nullptr, &none, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "target") == 0);
    options.target = "scrap";
    const char* const empty[] = {""};
    CHECK(tenon_feature_fit_target(nullptr, log.table, empty, 1, &options, nullptr, &none, &err) ==
          TENON_E_NOT_FOUND);
    CHECK(std::strcmp(err.argument, "column") == 0);
    tenon_table_free(training);
    tenon_table_free(leaky);
    tenon_feature_free(feature);
}

TEST_CASE("a signal is measured without a table") {
    std::vector<double> samples;
    for (int t = 0; t < 200; ++t) samples.push_back(3 * std::sin(2 * std::acos(-1.0) * t / 10));
    const double bands[] = {0, 50, 50, 150, 150, 500};
    tenon_spectrum_options options = TENON_SPECTRUM_OPTIONS_INIT;
    options.sample_rate_hz = 1000;
    options.bands = bands;
    options.band_count = 3;
    double powers[3] = {};
    tenon_signal_features out = TENON_SIGNAL_FEATURES_INIT;
    tenon_error err = TENON_ERROR_INIT;
    REQUIRE(tenon_signal_measure(samples.data(), 200, &options, &out, powers, nullptr, &err) ==
            TENON_OK);
    CHECK(out.rms == doctest::Approx(3 / std::sqrt(2)));
    CHECK(out.crest ==
          doctest::Approx(3 * std::sin(2 * std::acos(-1.0) * 2 / 10) / (3 / std::sqrt(2)))
              .epsilon(0.06));
    CHECK(out.dominant_hz == doctest::Approx(100));
    CHECK(powers[1] == doctest::Approx(4.5));
    CHECK(powers[0] < 1e-20);
    samples[17] = std::nan("");
    CHECK(tenon_signal_measure(samples.data(), 200, &options, &out, powers, nullptr, &err) ==
          TENON_E_DATA);
    CHECK(err.row == 17);
}

TEST_CASE("a document that was changed is refused") {
    const Log log;
    tenon_error err = TENON_ERROR_INIT;
    tenon_feature *feature = nullptr, *back = nullptr;
    REQUIRE(tenon_feature_fit_power(nullptr, log.table, numbers, 2, nullptr, &feature, &err) ==
            TENON_OK);
    std::string json = json_of(feature);
    json[json.find("lambda") + 10] ^= 1;
    const tenon_status status =
        tenon_feature_from_json(json.data(), static_cast<std::int64_t>(json.size()), &back, &err);
    CHECK((status == TENON_E_CORRUPT || status == TENON_E_PARSE));
    CHECK(back == nullptr);
    tenon_feature_free(feature);
}
