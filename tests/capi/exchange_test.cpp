// Online models, export and import through tenon.h.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "temporary_path.hpp"
#include "tenon.h"

TEST_CASE("an online model learns, goes on from bytes, and is exported") {
    const char* const names[] = {"a", "b"};
    tenon_online_options options = TENON_ONLINE_OPTIONS_INIT;
    options.kind = TENON_MODEL_LINEAR;
    tenon_online_model* online = nullptr;
    REQUIRE(tenon_online_model_create(names, 2, &options, &online, nullptr) == TENON_OK);
    std::vector<double> x, y;
    for (int i = 0; i < 4000; ++i) {
        const double a = std::sin(i * 1.7) * 20 + 100, b = std::cos(i * 0.31);
        x.insert(x.end(), {a, b});
        y.push_back(3 + 0.5 * a - 4 * b + 0.1 * std::sin(i * 12.9));
    }
    tenon_matrix m = TENON_MATRIX_INIT;
    m.data = x.data();
    m.rows = 4000;
    m.columns = 2;
    tenon_error err = TENON_ERROR_INIT;
    REQUIRE(tenon_online_model_partial_fit(online, nullptr, &m, y.data(), nullptr, &err) ==
            TENON_OK);
    CHECK(tenon_online_model_rows(online) == 4000);
    CHECK(tenon_online_model_loss(online) < 1);
    std::int64_t size = 0;
    REQUIRE(tenon_online_model_to_bytes(online, nullptr, 0, &size, nullptr) == TENON_OK);
    std::vector<char> bytes(static_cast<std::size_t>(size));
    REQUIRE(tenon_online_model_to_bytes(online, bytes.data(), size, nullptr, nullptr) == TENON_OK);
    tenon_online_model* again = nullptr;
    REQUIRE(tenon_online_model_from_bytes(bytes.data(), size, &again, nullptr) == TENON_OK);
    const double record[] = {110, 0.5};
    double first = 0, second = 0;
    CHECK(tenon_online_model_predict(online, record, 2, &first, nullptr) == TENON_OK);
    CHECK(tenon_online_model_predict(again, record, 2, &second, nullptr) == TENON_OK);
    CHECK(first == second);
    CHECK(first == doctest::Approx(3 + 55 - 2).epsilon(0.01));
    CHECK(tenon_online_model_predict(online, record, 1, &first, &err) == TENON_E_ARGUMENT);
    x[7] = NAN;
    CHECK(tenon_online_model_partial_fit(online, nullptr, &m, y.data(), nullptr, &err) ==
          TENON_E_DATA);
    CHECK(err.row == 3);

    tenon_model* model = nullptr;
    REQUIRE(tenon_online_model_model(online, &model, nullptr) == TENON_OK);
    const std::string path = tenon::test::temporary_path("online.onnx");
    CHECK(tenon_model_save_onnx(model, TENON_ONNX_DOUBLES, path.c_str(), &err) == TENON_OK);
    CHECK(tenon_model_save_pmml(model, path.c_str(), &err) == TENON_OK);
    CHECK(tenon_model_save_onnx(model, 7, path.c_str(), &err) == TENON_E_ARGUMENT);
    CHECK(tenon_model_to_onnx(model, TENON_ONNX_ML, nullptr, 0, &size, nullptr) == TENON_OK);
    CHECK(size > 100);
    CHECK(tenon_model_to_pmml(model, nullptr, 0, &size, nullptr) == TENON_OK);
    CHECK(size > 100);
    tenon_model_free(model);
    tenon_online_model_free(online);
    tenon_online_model_free(again);
}

TEST_CASE("coefficients trained elsewhere become a model that scores") {
    const std::string text =
        R"({"names": ["a"], "coefficients": [2], "intercept": 1, "family": "linear"})";
    tenon_model* model = nullptr;
    REQUIRE(tenon_model_from_coefficients(text.data(), static_cast<std::int64_t>(text.size()),
                                          &model, nullptr) == TENON_OK);
    const double record = 4;
    double score = 0;
    CHECK(tenon_model_score(model, &record, 1, &score, 1, nullptr) == TENON_OK);
    CHECK(score == 9);
    tenon_model_free(model);
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_model_from_coefficients("{}", 2, &model, &err) == TENON_E_CORRUPT);
    CHECK(tenon_model_from_coefficients("{", 1, &model, &err) == TENON_E_PARSE);
}
