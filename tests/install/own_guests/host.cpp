// A host that has Eigen, fmt and nlohmann/json of its own, in other versions or with other settings
// than tenon was built with, linked statically with the sealed archive. Each keeps doing the host's
// bidding.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <Eigen/Dense>
#if __has_include(<spdlog/fmt/fmt.h>)
#include <spdlog/fmt/fmt.h>  // fmt as spdlog brings it along
#else
#include <fmt/format.h>
#endif
#include <nlohmann/json.hpp>

#include "tenon.h"

static void check(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::exit(1);
}
#define CHECK(expression) check((expression), #expression)

static void use_own_guests() {
    Eigen::MatrixXd a = Eigen::MatrixXd::Identity(40, 40) * 3;
    for (int i = 0; i < 40; ++i)
        for (int j = 0; j < i; ++j) a(i, j) = 1.0 / (1 + i + j);
    const Eigen::VectorXd b = Eigen::VectorXd::LinSpaced(40, 1, 40);
    CHECK((a * a.householderQr().solve(b) - b).norm() < 1e-9);
    CHECK((a * a.colPivHouseholderQr().solve(b) - b).norm() < 1e-9);
    CHECK(Eigen::JacobiSVD<Eigen::MatrixXd>(a).singularValues().minCoeff() > 1);
    CHECK(fmt::format("{:>6.2f}|{:<4}|{:#x}", 3.14159, "ab", 255) == "  3.14|ab  |0xff");
    const auto document = nlohmann::json::parse(R"({"a": [1, 2.5, "x"], "b": {"c": null}})");
    CHECK(document["a"][1].get<double>() == 2.5 && document["b"]["c"].is_null());
    CHECK(document.dump() == R"({"a":[1,2.5,"x"],"b":{"c":null}})");
}

static void use_tenon(const char* log, const char* model_path) {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *table = nullptr, *complete = nullptr;
    const char* features[] = {"temperature", "pressure", "vibration"};
    tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
    options.positive_label = "FAIL";
    tenon_model *model = nullptr, *loaded = nullptr;
    CHECK(tenon_table_read_csv(nullptr, log, nullptr, &table, &err) == TENON_OK);
    CHECK(tenon_table_drop_missing(nullptr, table, nullptr, 0, &complete, &err) == TENON_OK);
    CHECK(tenon_logistic_fit(nullptr, complete, features, 3, "status", &options, &model, &err) ==
          TENON_OK);
    CHECK(tenon_model_save(model, model_path, &err) == TENON_OK);
    CHECK(tenon_model_load(nullptr, model_path, &loaded, &err) == TENON_OK);
    const double record[] = {303.5, 4.87, 1.92};
    double before = 0, after = 1;
    CHECK(tenon_model_score(model, record, 3, &before, 1, &err) == TENON_OK);
    CHECK(tenon_model_score(loaded, record, 3, &after, 1, &err) == TENON_OK);
    CHECK(before == after && before > 0.001 && before < 0.999);
    tenon_model_free(loaded);
    tenon_model_free(model);
    tenon_table_free(complete);
    tenon_table_free(table);
}

int main(int, char** arguments) {
    use_own_guests();
    use_tenon(arguments[1], arguments[2]);
    use_own_guests();
    std::printf("own guests: Eigen %d.%d.%d, fmt %d, json %d.%d.%d\n", EIGEN_WORLD_VERSION,
                EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION, FMT_VERSION, NLOHMANN_JSON_VERSION_MAJOR,
                NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
    return 0;
}
