// Models of rows that come in parts, through tenon.h.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "temporary_path.hpp"
#include "tenon.h"

namespace {

constexpr int rows = 300;

struct Data {
    std::vector<double> x, y, z;  // rows of two features, a number, a class
    Data() {
        for (int i = 0; i < rows; ++i) {
            const double a = std::sin(i * 1.7), b = std::cos(i * 0.3) + i * 0.01;
            x.push_back(a);
            x.push_back(b);
            y.push_back(1 + 2 * a - b + 0.1 * std::sin(i * 12.9));
            z.push_back(a - b + std::sin(i * 7.7) > -1.2 ? 1 : 0);
        }
    }
    tenon_matrix slice(int first, int count) const {
        tenon_matrix m = TENON_MATRIX_INIT;
        m.data = x.data() + 2 * first;
        m.rows = count;
        m.columns = 2;
        return m;
    }
};

const char* const names[] = {"a", "b"};

tenon_linear_partial* partial_of(const Data& data, const std::vector<double>& target, int first,
                                 int count) {
    tenon_linear_partial* partial = nullptr;
    REQUIRE(tenon_linear_partial_create(names, 2, &partial, nullptr) == TENON_OK);
    const tenon_matrix m = data.slice(first, count);
    REQUIRE(tenon_linear_partial_add(partial, nullptr, &m, target.data() + first, nullptr,
                                     nullptr) == TENON_OK);
    return partial;
}

std::vector<char> bytes_of(const tenon_linear_partial* partial) {
    std::int64_t needed = 0;
    REQUIRE(tenon_linear_partial_to_bytes(partial, nullptr, 0, &needed, nullptr) == TENON_OK);
    std::vector<char> bytes(static_cast<std::size_t>(needed));
    REQUIRE(tenon_linear_partial_to_bytes(partial, bytes.data(), needed, nullptr, nullptr) ==
            TENON_OK);
    return bytes;
}

double estimate(const tenon_model* model, int index) {
    tenon_coefficient c = TENON_COEFFICIENT_INIT;
    REQUIRE(tenon_model_coefficient(model, index, &c, nullptr) == TENON_OK);
    return c.estimate;
}

}  // namespace

TEST_CASE("partials of slices merge to the bytes and the model of all rows") {
    const Data data;
    tenon_linear_partial* whole = partial_of(data, data.y, 0, rows);
    tenon_linear_partial* late = partial_of(data, data.y, 200, 100);
    tenon_linear_partial* early = partial_of(data, data.y, 0, 200);
    const std::vector<char> sent = bytes_of(early);
    tenon_linear_partial* received = nullptr;
    REQUIRE(tenon_linear_partial_from_bytes(sent.data(), static_cast<std::int64_t>(sent.size()),
                                            &received, nullptr) == TENON_OK);
    CHECK(tenon_linear_partial_merge(late, received, nullptr) == TENON_OK);
    CHECK(tenon_linear_partial_rows(late) == rows);
    CHECK(bytes_of(late) == bytes_of(whole));
    tenon_model *model = nullptr, *reference = nullptr;
    REQUIRE(tenon_linear_partial_fit(late, nullptr, nullptr, &model, nullptr) == TENON_OK);
    const tenon_matrix m = data.slice(0, rows);
    REQUIRE(tenon_linear_fit_matrix(nullptr, &m, data.y.data(), names, nullptr, &reference,
                                    nullptr) == TENON_OK);
    for (int j = 0; j < 3; ++j)
        CHECK(estimate(model, j) == doctest::Approx(estimate(reference, j)).epsilon(1e-13));

    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_linear_partial_merge(late, late, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_linear_partial_from_bytes(sent.data(), 20, &received, &err) != TENON_OK);
    char little[4];
    CHECK(tenon_linear_partial_to_bytes(late, little, 4, nullptr, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_linear_partial_rows(nullptr) == -1);
    tenon_model_free(model);
    tenon_model_free(reference);
    for (auto* partial : {whole, late, early, received}) tenon_linear_partial_free(partial);
}

namespace {

struct Passing {
    const Data& data;
    const std::vector<double>& target;
    int passes = 0;
    tenon_status answer = TENON_OK;
};

tenon_status pass(tenon_logistic_partial* partial, void* user) {
    auto& passing = *static_cast<Passing*>(user);
    ++passing.passes;
    std::int64_t size = 0;
    tenon_logistic_partial_to_bytes(partial, nullptr, 0, &size, nullptr);
    std::vector<char> task(static_cast<std::size_t>(size));
    tenon_logistic_partial_to_bytes(partial, task.data(), size, nullptr, nullptr);
    for (int first = 0; first < rows; first += 100) {  // workers
        tenon_logistic_partial* part = nullptr;
        const tenon_matrix m = passing.data.slice(first, 100);
        if (tenon_logistic_partial_from_bytes(task.data(), size, &part, nullptr) != TENON_OK)
            return TENON_E_INTERNAL;
        tenon_logistic_partial_add(part, nullptr, &m, passing.target.data() + first, nullptr,
                                   nullptr);
        tenon_logistic_partial_merge(partial, part, nullptr);
        tenon_logistic_partial_free(part);
    }
    return tenon_logistic_partial_rows(partial) == rows ? passing.answer : TENON_E_INTERNAL;
}

}  // namespace

TEST_CASE(
    "a logistic fit runs its passes wherever the host wants, and stops when the host says so") {
    const Data data;
    tenon_linear_partial* first = partial_of(data, data.z, 0, rows);
    Passing passing{data, data.z};
    tenon_model *model = nullptr, *reference = nullptr;
    REQUIRE(tenon_logistic_fit_passes(nullptr, first, pass, &passing, nullptr, &model, nullptr) ==
            TENON_OK);
    const tenon_matrix m = data.slice(0, rows);
    REQUIRE(tenon_logistic_fit_matrix(nullptr, &m, data.z.data(), names, nullptr, &reference,
                                      nullptr) == TENON_OK);
    for (int j = 0; j < 3; ++j)
        CHECK(estimate(model, j) == doctest::Approx(estimate(reference, j)).epsilon(1e-10));
    CHECK(passing.passes > 3);
    tenon_model_free(model);
    tenon_model_free(reference);
    passing.answer = TENON_E_IO;
    model = nullptr;
    CHECK(tenon_logistic_fit_passes(nullptr, first, pass, &passing, nullptr, &model, nullptr) ==
          TENON_E_IO);
    CHECK(model == nullptr);
    tenon_linear_partial_free(first);
}

TEST_CASE("counts are fitted by passes as they are at once") {
    const Data data;
    std::vector<double> counts;
    for (int i = 0; i < rows; ++i)
        counts.push_back(std::floor(2 + data.x[static_cast<std::size_t>(2 * i)] + (i * 7) % 5));
    tenon_linear_partial* first = partial_of(data, counts, 0, rows);
    Passing passing{data, counts};
    tenon_model *model = nullptr, *reference = nullptr;
    REQUIRE(tenon_glm_fit_passes(nullptr, first, pass, &passing, TENON_MODEL_POISSON, nullptr,
                                 &model, nullptr) == TENON_OK);
    const tenon_matrix m = data.slice(0, rows);
    REQUIRE(tenon_glm_fit_matrix(nullptr, &m, counts.data(), nullptr, names, TENON_MODEL_POISSON,
                                 nullptr, &reference, nullptr) == TENON_OK);
    for (int j = 0; j < 3; ++j)
        CHECK(estimate(model, j) == doctest::Approx(estimate(reference, j)).epsilon(1e-10));
    tenon_model_free(model);
    tenon_model_free(reference);
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_glm_fit_passes(nullptr, first, pass, &passing, TENON_MODEL_TWEEDIE, nullptr, &model,
                               &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "shape");
    CHECK(tenon_glm_fit_passes(nullptr, first, nullptr, nullptr, TENON_MODEL_POISSON, nullptr,
                               &model, &err) == TENON_E_ARGUMENT);
    tenon_linear_partial_free(first);
}

namespace {

// Counts in unequal times, whose logarithms are offsets of every pass.
struct TimedPassing {
    const Data& data;
    const std::vector<double>&counts, &hours;
    tenon_row_extras extras(int first) const {
        tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
        extras.exposure = hours.data() + first;
        return extras;
    }
};

tenon_status timed_pass(tenon_logistic_partial* partial, void* user) {
    const auto& passing = *static_cast<const TimedPassing*>(user);
    for (int first = 0; first < rows; first += 100) {
        const tenon_matrix m = passing.data.slice(first, 100);
        const tenon_row_extras extras = passing.extras(first);
        const tenon_status status = tenon_logistic_partial_add_rows(
            partial, nullptr, &m, passing.counts.data() + first, &extras, nullptr);
        if (status != TENON_OK) return status;
    }
    return TENON_OK;
}

}  // namespace

TEST_CASE("counts in unequal times are fitted by passes as they are at once") {
    const Data data;
    std::vector<double> counts, hours;
    for (int i = 0; i < rows; ++i) {
        counts.push_back(std::floor(2 + data.x[static_cast<std::size_t>(2 * i)] + (i * 7) % 5));
        hours.push_back(1 + i % 4);
    }
    tenon_linear_partial* first = partial_of(data, counts, 0, rows);
    TimedPassing passing{data, counts, hours};
    tenon_model *model = nullptr, *reference = nullptr;
    REQUIRE(tenon_glm_fit_passes(nullptr, first, timed_pass, &passing, TENON_MODEL_POISSON, nullptr,
                                 &model, nullptr) == TENON_OK);
    const tenon_matrix m = data.slice(0, rows);
    const tenon_row_extras extras = passing.extras(0);
    REQUIRE(tenon_glm_fit_matrix(nullptr, &m, counts.data(), &extras, names, TENON_MODEL_POISSON,
                                 nullptr, &reference, nullptr) == TENON_OK);
    for (int j = 0; j < 3; ++j)
        CHECK(estimate(model, j) == doctest::Approx(estimate(reference, j)).epsilon(1e-10));
    tenon_model_free(model);
    tenon_model_free(reference);
    hours[7] = 0;
    CHECK(tenon_glm_fit_passes(nullptr, first, timed_pass, &passing, TENON_MODEL_POISSON, nullptr,
                               &model, nullptr) == TENON_E_DATA);
    tenon_glm_options identity = TENON_GLM_OPTIONS_INIT;
    identity.link = TENON_LINK_IDENTITY;
    hours[7] = 1;
    CHECK(tenon_glm_fit_passes(nullptr, first, timed_pass, &passing, TENON_MODEL_POISSON, &identity,
                               &model, nullptr) == TENON_E_ARGUMENT);
    tenon_linear_partial_free(first);
}

TEST_CASE("lines that outliers do not pull, and lines through quantiles, are fitted by passes") {
    const Data data;
    tenon_linear_partial* first = partial_of(data, data.y, 0, rows);
    Passing passing{data, data.y};
    const tenon_matrix m = data.slice(0, rows);
    tenon_huber_options huber = TENON_HUBER_OPTIONS_INIT;
    tenon_quantile_regression_options quantile = TENON_QUANTILE_REGRESSION_OPTIONS_INIT;
    quantile.quantile = 0.8;
    for (const bool median : {false, true}) {
        CAPTURE(median);
        tenon_model *model = nullptr, *reference = nullptr;
        if (median) {
            REQUIRE(tenon_quantile_regression_fit_passes(nullptr, first, pass, &passing, &quantile,
                                                         &model, nullptr) == TENON_OK);
            REQUIRE(tenon_quantile_regression_fit_matrix(nullptr, &m, data.y.data(), names,
                                                         &quantile, &reference,
                                                         nullptr) == TENON_OK);
        } else {
            REQUIRE(tenon_huber_fit_passes(nullptr, first, pass, &passing, &huber, &model,
                                           nullptr) == TENON_OK);
            REQUIRE(tenon_huber_fit_matrix(nullptr, &m, data.y.data(), names, &huber, &reference,
                                           nullptr) == TENON_OK);
        }
        for (int j = 0; j < 3; ++j)
            CHECK(estimate(model, j) == doctest::Approx(estimate(reference, j)).epsilon(1e-9));
        tenon_model_free(model);
        tenon_model_free(reference);
    }
    tenon_model* model = nullptr;
    huber.threshold = -1;
    CHECK(tenon_huber_fit_passes(nullptr, first, pass, &passing, &huber, &model, nullptr) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_quantile_regression_fit_passes(nullptr, first, nullptr, nullptr, nullptr, &model,
                                               nullptr) == TENON_E_ARGUMENT);
    passing.answer = TENON_E_IO;
    CHECK(tenon_quantile_regression_fit_passes(nullptr, first, pass, &passing, nullptr, &model,
                                               nullptr) == TENON_E_IO);
    tenon_linear_partial_free(first);
}

TEST_CASE("classes are fitted by passes as they are at once, saved and loaded") {
    const Data data;
    std::vector<double> classes;
    for (int i = 0; i < rows; ++i)
        classes.push_back(data.y[static_cast<std::size_t>(i)] < 0 ? 0 : (i % 3 == 0 ? 1 : 2));
    tenon_linear_partial* first = partial_of(data, classes, 0, rows);
    Passing passing{data, classes};
    const tenon_matrix m = data.slice(0, rows);
    for (const bool ordered : {false, true}) {
        CAPTURE(ordered);
        tenon_class_options options = TENON_CLASS_OPTIONS_INIT;
        options.l2 = 0.5;
        tenon_class_model *model = nullptr, *reference = nullptr, *again = nullptr;
        REQUIRE((ordered ? tenon_ordinal_fit_passes : tenon_multinomial_fit_passes)(
                    nullptr, first, pass, &passing, &options, &model, nullptr) == TENON_OK);
        REQUIRE((ordered ? tenon_ordinal_fit_matrix : tenon_multinomial_fit_matrix)(
                    nullptr, &m, classes.data(), nullptr, names, &options, &reference, nullptr) ==
                TENON_OK);
        std::int64_t size = 0;
        REQUIRE(tenon_class_model_to_json(model, nullptr, 0, &size, nullptr) == TENON_OK);
        std::vector<char> text(static_cast<std::size_t>(size));
        REQUIRE(tenon_class_model_to_json(model, text.data(), size, nullptr, nullptr) == TENON_OK);
        REQUIRE(tenon_class_model_from_json(text.data(), size, &again, nullptr) == TENON_OK);
        double p[3], q[3], r[3];
        const double record[] = {0.3, 1.5};
        REQUIRE(tenon_class_model_probabilities(model, record, 2, p, 3, nullptr) == TENON_OK);
        REQUIRE(tenon_class_model_probabilities(reference, record, 2, q, 3, nullptr) == TENON_OK);
        REQUIRE(tenon_class_model_probabilities(again, record, 2, r, 3, nullptr) == TENON_OK);
        for (int k = 0; k < 3; ++k) {
            CHECK(p[k] == doctest::Approx(q[k]).epsilon(1e-10));
            CHECK(p[k] == r[k]);
        }
        const std::string path = tenon::test::temporary_path("class_model.json");
        REQUIRE(tenon_class_model_save(model, path.c_str(), nullptr) == TENON_OK);
        tenon_class_model* loaded = nullptr;
        REQUIRE(tenon_class_model_load(nullptr, path.c_str(), &loaded, nullptr) == TENON_OK);
        CHECK(tenon_class_model_classes(loaded) == 3);
        CHECK(tenon_class_model_from_json(text.data(), size - 2, &loaded, nullptr) < 0);
        CHECK(tenon_class_model_load(nullptr, "no such file", &again, nullptr) == TENON_E_IO);
        for (tenon_class_model* each : {model, reference, again, loaded})
            tenon_class_model_free(each);
    }
    tenon_class_model* model = nullptr;
    CHECK(tenon_multinomial_fit_passes(nullptr, nullptr, pass, &passing, nullptr, &model,
                                       nullptr) == TENON_E_ARGUMENT);
    tenon_linear_partial_free(first);
}

namespace {

// Rows in three folds of a hundred, the classes of `data`.
struct FoldPassing {
    const Data& data;
    tenon_status answer = TENON_OK;
    int passes = 0;
};

tenon_status fold_pass(tenon_logistic_partial* const* folds, std::int32_t count, void* user) {
    auto& passing = *static_cast<FoldPassing*>(user);
    ++passing.passes;
    for (int first = 0; first < rows; first += rows / 3) {
        const tenon_matrix m = passing.data.slice(first, rows / 3);
        const tenon_status status =
            tenon_logistic_partial_add(folds[count == 1 ? 0 : first / (rows / 3)], nullptr, &m,
                                       passing.data.z.data() + first, nullptr, nullptr);
        if (status != TENON_OK) return status;
    }
    return passing.answer;
}

}  // namespace

TEST_CASE("logistic paths of penalties are fitted by passes, with folds and without") {
    const Data data;
    tenon_linear_partial* folds[] = {partial_of(data, data.z, 0, 100),
                                     partial_of(data, data.z, 100, 100),
                                     partial_of(data, data.z, 200, 100)};
    tenon_linear_partial* whole = partial_of(data, data.z, 0, rows);
    std::vector<std::int32_t> fold_of;
    for (int i = 0; i < rows; ++i) fold_of.push_back(i / 100);
    const tenon_matrix m = data.slice(0, rows);
    tenon_elastic_net_options net = TENON_ELASTIC_NET_OPTIONS_INIT;
    net.kind = TENON_MODEL_LOGISTIC;
    net.ridge_share = 0.2;
    net.steps = 6;
    net.tolerance = 1e-14;
    FoldPassing passing{data};
    for (const bool judged : {true, false}) {
        CAPTURE(judged);
        tenon_penalty_path *path = nullptr, *reference = nullptr;
        net.fold_of = nullptr;
        REQUIRE(tenon_elastic_net_fit_passes(nullptr, judged ? folds : &whole, judged ? 3 : 1,
                                             fold_pass, &passing, &net, &path,
                                             nullptr) == TENON_OK);
        if (judged) net.fold_of = fold_of.data();
        REQUIRE(tenon_elastic_net_fit_matrix(nullptr, &m, data.z.data(), &net, &reference,
                                             nullptr) == TENON_OK);
        CHECK(tenon_penalty_path_best(path) == tenon_penalty_path_best(reference));
        CHECK(tenon_penalty_path_simplest(path) == tenon_penalty_path_simplest(reference));
        REQUIRE(tenon_penalty_path_count(path) == 6);
        for (int k = 0; k < 6; ++k) {
            double a[2], b[2];
            REQUIRE(tenon_penalty_path_coefficients(path, k, a, 2, nullptr, nullptr) == TENON_OK);
            REQUIRE(tenon_penalty_path_coefficients(reference, k, b, 2, nullptr, nullptr) ==
                    TENON_OK);
            for (int j = 0; j < 2; ++j) CHECK(std::fabs(a[j] - b[j]) < 1e-6);
        }
        tenon_penalty_path_free(path);
        tenon_penalty_path_free(reference);
    }
    net.fold_of = nullptr;
    tenon_penalty_path* path = nullptr;
    passing.answer = TENON_E_IO;
    passing.passes = 0;
    CHECK(tenon_elastic_net_fit_passes(nullptr, folds, 3, fold_pass, &passing, &net, &path,
                                       nullptr) == TENON_E_IO);
    CHECK(passing.passes == 1);
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_elastic_net_fit_passes(nullptr, folds, 3, nullptr, nullptr, &net, &path, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "pass");
    CHECK(tenon_elastic_net_fit_passes(nullptr, folds, 0, fold_pass, &passing, &net, &path, &err) ==
          TENON_E_ARGUMENT);
    net.kind = TENON_MODEL_LINEAR;
    CHECK(tenon_elastic_net_fit_passes(nullptr, folds, 3, fold_pass, &passing, &net, &path, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "kind");
    CHECK(path == nullptr);
    for (tenon_linear_partial* fold : folds) tenon_linear_partial_free(fold);
    tenon_linear_partial_free(whole);
}

TEST_CASE("paths of penalties and nonnegative fits come from partials") {
    const Data data;
    tenon_linear_partial* folds[] = {partial_of(data, data.y, 0, 100),
                                     partial_of(data, data.y, 100, 100),
                                     partial_of(data, data.y, 200, 100)};
    std::vector<std::int32_t> fold_of;
    for (int i = 0; i < rows; ++i) fold_of.push_back(i / 100);
    const tenon_matrix m = data.slice(0, rows);
    tenon_elastic_net_options net = TENON_ELASTIC_NET_OPTIONS_INIT;
    net.kind = TENON_MODEL_LINEAR;
    net.steps = 20;
    tenon_ridge_path_options ridge = TENON_RIDGE_PATH_OPTIONS_INIT;
    for (const bool of_ridge : {false, true}) {
        CAPTURE(of_ridge);
        tenon_penalty_path *path = nullptr, *reference = nullptr;
        REQUIRE((of_ridge ? tenon_ridge_path_fit_partials(nullptr, folds, 3, &ridge, &path, nullptr)
                          : tenon_elastic_net_fit_partials(nullptr, folds, 3, &net, &path,
                                                           nullptr)) == TENON_OK);
        net.fold_of = ridge.fold_of = fold_of.data();
        REQUIRE((of_ridge ? tenon_ridge_path_fit_matrix(nullptr, &m, data.y.data(), &ridge,
                                                        &reference, nullptr)
                          : tenon_elastic_net_fit_matrix(nullptr, &m, data.y.data(), &net,
                                                         &reference, nullptr)) == TENON_OK);
        CHECK((of_ridge ? tenon_ridge_path_fit_partials(nullptr, folds, 3, &ridge, &path, nullptr)
                        : tenon_elastic_net_fit_partials(nullptr, folds, 3, &net, &path,
                                                         nullptr)) == TENON_E_ARGUMENT);
        net.fold_of = ridge.fold_of = nullptr;
        CHECK(tenon_penalty_path_best(path) == tenon_penalty_path_best(reference));
        CHECK(tenon_penalty_path_simplest(path) == tenon_penalty_path_simplest(reference));
        double a[2], b[2];
        const std::int64_t at = tenon_penalty_path_best(path);
        REQUIRE(tenon_penalty_path_coefficients(path, at, a, 2, nullptr, nullptr) == TENON_OK);
        REQUIRE(tenon_penalty_path_coefficients(reference, at, b, 2, nullptr, nullptr) == TENON_OK);
        for (int j = 0; j < 2; ++j) CHECK(a[j] == doctest::Approx(b[j]).epsilon(1e-6));
        tenon_penalty_path_free(path);
        tenon_penalty_path_free(reference);
    }
    tenon_penalty_path* path = nullptr;
    net.kind = TENON_MODEL_LOGISTIC;
    CHECK(tenon_elastic_net_fit_partials(nullptr, folds, 3, &net, &path, nullptr) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_ridge_path_fit_partials(nullptr, folds, 0, &ridge, &path, nullptr) ==
          TENON_E_ARGUMENT);
    REQUIRE(tenon_ridge_path_fit_partials(nullptr, folds, 1, &ridge, &path, nullptr) == TENON_OK);
    CHECK(tenon_penalty_path_best(path) == -1);
    tenon_penalty_path_free(path);

    tenon_linear_partial* whole = partial_of(data, data.y, 0, rows);
    tenon_model *model = nullptr, *reference = nullptr;
    REQUIRE(tenon_nonnegative_fit_partial(nullptr, whole, 0, &model, nullptr) == TENON_OK);
    REQUIRE(tenon_nonnegative_fit_matrix(nullptr, &m, data.y.data(), names, 0, &reference,
                                         nullptr) == TENON_OK);
    for (int j = 0; j < 3; ++j)
        CHECK(estimate(model, j) == doctest::Approx(estimate(reference, j)).epsilon(1e-13));
    tenon_model_free(model);
    tenon_model_free(reference);
    tenon_linear_partial_free(whole);
    for (tenon_linear_partial* fold : folds) tenon_linear_partial_free(fold);
}

namespace {

struct Tables {
    const tenon_table* table;
    std::int64_t at = 0;
};

tenon_status next_table(tenon_table** out, void* user) {
    auto& tables = *static_cast<Tables*>(user);
    if (tables.at >= rows) return TENON_OK;
    tables.at += 50;
    return tenon_table_slice(tables.table, tables.at - 50, 50, out, nullptr);
}

int32_t first_table(void* user) {
    static_cast<Tables*>(user)->at = 0;
    return 0;
}

int32_t open_stream(ArrowArrayStream* stream, void* user) {
    return tenon_table_export_arrow_stream(static_cast<Tables*>(user)->table, 64, stream, nullptr);
}

tenon_table* table_of(const Data& data) {
    std::vector<double> a, b;
    for (int i = 0; i < rows; ++i) {
        a.push_back(data.x[static_cast<std::size_t>(2 * i)]);
        b.push_back(data.x[static_cast<std::size_t>(2 * i + 1)]);
    }
    tenon_table_builder* builder = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, nullptr) == TENON_OK);
    tenon_table_builder_add_float64(builder, "a", a.data(), nullptr, rows, nullptr);
    tenon_table_builder_add_float64(builder, "b", b.data(), nullptr, rows, nullptr);
    tenon_table_builder_add_float64(builder, "z", data.z.data(), nullptr, rows, nullptr);
    REQUIRE(tenon_table_builder_finish(builder, &table, nullptr) == TENON_OK);
    tenon_table_builder_free(builder);
    return table;
}

}  // namespace

TEST_CASE("a pipeline over tables or an Arrow stream is that of the whole table") {
    const Data data;
    tenon_table* table = table_of(data);
    tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
    options.target = "z";
    options.numeric = names;
    options.numeric_count = 2;
    tenon_model *whole = nullptr, *streamed = nullptr, *arrow = nullptr;
    REQUIRE(tenon_pipeline_fit(nullptr, table, &options, &whole, nullptr) == TENON_OK);
    Tables tables{table};
    tenon_table_source source = TENON_TABLE_SOURCE_INIT;
    source.next = next_table;
    source.rewind = first_table;
    source.user = &tables;
    REQUIRE(tenon_pipeline_fit_source(nullptr, &source, &options, &streamed, nullptr) == TENON_OK);
    REQUIRE(tenon_pipeline_fit_arrow(nullptr, open_stream, &tables, &options, &arrow, nullptr) ==
            TENON_OK);
    for (int j = 0; j < 3; ++j) {
        CHECK(estimate(streamed, j) == doctest::Approx(estimate(whole, j)).epsilon(1e-10));
        CHECK(estimate(arrow, j) == doctest::Approx(estimate(whole, j)).epsilon(1e-10));
    }
    source.rewind = nullptr;
    tables.at = 0;
    tenon_error err = TENON_ERROR_INIT;
    tenon_model* none = nullptr;
    CHECK(tenon_pipeline_fit_source(nullptr, &source, &options, &none, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "source");

    tenon_linear_partial *by_table = nullptr, *by_matrix = partial_of(data, data.z, 0, rows);
    REQUIRE(tenon_linear_partial_create(names, 2, &by_table, nullptr) == TENON_OK);
    std::int64_t left_out = -1;
    CHECK(tenon_linear_partial_add_table(by_table, nullptr, table, "z", nullptr, &left_out,
                                         nullptr) == TENON_OK);
    CHECK(left_out == 0);
    CHECK(bytes_of(by_table) == bytes_of(by_matrix));
    tenon_linear_partial_free(by_table);
    tenon_linear_partial_free(by_matrix);
    for (auto* model : {whole, streamed, arrow}) tenon_model_free(model);
    tenon_table_free(table);
}
