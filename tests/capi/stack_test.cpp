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
    std::size_t computed = 0;
    std::string message;
};

std::string nested(int levels) {
    const auto count = static_cast<std::size_t>(levels);
    return std::string(count, '(') + "a > 1" + std::string(count, ')');
}

std::string times(const char* what, int count) {
    std::string out;
    for (int k = 0; k < count; ++k) out += what;
    return out;
}

// Each to a limit of the grammar.
std::vector<std::string> deepest_expressions() {
    return {"a" + times(" + a", 500),
            "0.5" + times(" + a", 500),
            "a > 0" + times(" and a > 0", 249),
            times("not ", 196) + "a > 1",
            times("- ", 195) + "a",
            "a" + times("^1", 190),
            times("if(a > 1, 1, ", 49) + "2" + times(")", 49),
            times("(a + a + ", 49) + "a" + times(")", 49),
            "max(a" + times(", a", 499) + ")" + times(" + a", 500),
            "coalesce(a" + times(", a", 499) + ")",
            "a in (1" + times(", 2", 2000) + ")"};
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
    for (const std::string& deepest : deepest_expressions()) {
        if (tenon_table_compute(nullptr, table, "z", deepest.c_str(), &out, &err) == TENON_OK)
            ++deep.computed;
        tenon_table_free(out);
        out = nullptr;
    }
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
    CHECK(deep.computed == deepest_expressions().size());
    CHECK(deep.refused == TENON_E_PARSE);
    CHECK(deep.message.find("at most 50 parentheses") != std::string::npos);
    CHECK(deep.fitted == TENON_OK);
}
#endif
