// What the header says of the stack that a call needs: 128 KiB.
#if defined(__unix__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <doctest/doctest.h>
#include <pthread.h>

#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct Deep {
    tenon_status parsed = TENON_E_INTERNAL, refused = TENON_OK, fitted = TENON_E_INTERNAL;
    std::string message;
};

std::string nested(int levels) {
    const auto count = static_cast<std::size_t>(levels);
    return std::string(count, '(') + "a > 1" + std::string(count, ')');
}

void* work(void* user) {
    Deep& deep = *static_cast<Deep*>(user);
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *table = nullptr, *out = nullptr;
    const char csv[] = "a\n1\n2\n3\n";
    if (tenon_table_read_csv_buffer(nullptr, csv, sizeof csv - 1, nullptr, &table, &err) !=
        TENON_OK)
        return nullptr;
    deep.parsed = tenon_table_filter(nullptr, table, nested(49).c_str(), &out, &err);
    tenon_table_free(out);
    out = nullptr;
    deep.refused = tenon_table_filter(nullptr, table, nested(51).c_str(), &out, &err);
    deep.message = err.message;
    tenon_table_free(table);
    std::vector<double> features(300), target(100);
    for (std::size_t i = 0; i < features.size(); ++i)
        features[i] = static_cast<double>(i * 7919 % 1013) / 1e3;
    for (std::size_t i = 0; i < target.size(); ++i) target[i] = static_cast<double>(i * i % 17);
    tenon_matrix x = TENON_MATRIX_INIT;
    x.data = features.data();
    x.rows = 100;
    x.columns = 3;
    tenon_model* model = nullptr;
    deep.fitted = tenon_quantile_regression_fit_matrix(nullptr, &x, target.data(), nullptr, nullptr,
                                                       &model, &err);
    tenon_model_free(model);
    return nullptr;
}

}  // namespace

TEST_CASE("a thread with a stack of 128 KiB serves, for expressions nested to their limit too") {
    Deep deep;
    pthread_attr_t attributes;
    pthread_t thread;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, std::size_t{128} << 10) == 0);
    REQUIRE(pthread_create(&thread, &attributes, work, &deep) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    CHECK(deep.parsed == TENON_OK);
    CHECK(deep.refused == TENON_E_PARSE);
    CHECK(deep.message.find("at most 50 parentheses") != std::string::npos);
    CHECK(deep.fitted == TENON_OK);
}
#endif
