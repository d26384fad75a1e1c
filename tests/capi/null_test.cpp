// Every exported function survives NULL for every pointer and zero for every number.
#include <doctest/doctest.h>

#include <cstring>
#include <type_traits>

#include "tenon.h"

namespace {

template <class Result, class... Arguments>
Result call_with_nothing(Result (*function)(Arguments...)) {
    return function(Arguments{}...);
}

}  // namespace

TEST_CASE("every function takes NULL and zero everywhere") {
#define CALL(name)  \
    CAPTURE(#name); \
    (void)call_with_nothing(name);
#include "symbols.inc"
#undef CALL
    CHECK(std::strcmp(tenon_version(), "0.1.0") == 0);
}

TEST_CASE("functions that need an object say which argument is missing") {
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_table_read_csv(nullptr, "x.csv", nullptr, nullptr, &err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "out") == 0);
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv(nullptr, nullptr, nullptr, &table, &err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "path") == 0);
    CHECK(table == nullptr);
    double score = 0;
    CHECK(tenon_model_score(nullptr, nullptr, 0, &score, 1, &err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "model") == 0);
}
