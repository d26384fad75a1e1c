// Problems that were read from a file: what they hold, in the caller's arrays, and what may be
// changed.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct Owned {
    tenon_problem* problem = nullptr;
    ~Owned() { tenon_problem_free(problem); }
};

// max 3 x + 2 y - z + 7 over an equation, a range and a row without columns.
constexpr char document[] = R"({"format": "tenon.problem", "format_version": 1,
  "name": "week 7", "sense": "maximize", "offset": 7,
  "columns": [
    {"name": "x", "type": "continuous", "lower": null, "upper": 2.5, "cost": 3},
    {"name": "y", "type": "integer", "lower": -1, "upper": null, "cost": 2},
    {"name": "z", "type": "binary", "lower": 0, "upper": 1, "cost": -1}],
  "rows": [
    {"name": "even", "lower": 4, "upper": 4, "columns": [0, 1, 2], "coefficients": [1, 0.1, -2]},
    {"name": "none", "lower": null, "upper": 5, "columns": [], "coefficients": []},
    {"name": "range", "lower": 1, "upper": 9, "columns": [1, 2], "coefficients": [1, 3]}]})";

void read(Owned& owned, const std::string& text) {
    tenon_error err = TENON_ERROR_INIT;
    REQUIRE(tenon_problem_read_buffer(nullptr, text.data(), static_cast<std::int64_t>(text.size()),
                                      TENON_FORMAT_JSON, &owned.problem, &err) == TENON_OK);
}

std::string json_of(const tenon_problem* problem) {
    std::int64_t needed = -1;
    REQUIRE(tenon_problem_write_buffer(problem, TENON_FORMAT_JSON, nullptr, 0, &needed, nullptr) ==
            TENON_OK);
    std::string text(static_cast<std::size_t>(needed), '?');
    REQUIRE(tenon_problem_write_buffer(problem, TENON_FORMAT_JSON, text.data(), needed, &needed,
                                       nullptr) == TENON_OK);
    return text;
}

void built_anew(const tenon_problem* from, Owned& owned) {
    const std::int32_t columns = tenon_problem_columns(from), rows = tenon_problem_rows(from);
    const auto n = static_cast<std::size_t>(columns), m = static_cast<std::size_t>(rows);
    std::vector<double> cost(n), lower(n), upper(n), row_lower(m), row_upper(m);
    std::vector<tenon_column_type> type(n);
    REQUIRE(tenon_problem_get_columns(from, 0, columns, cost.data(), lower.data(), upper.data(),
                                      type.data(), nullptr) == TENON_OK);
    REQUIRE(tenon_problem_get_rows(from, 0, rows, row_lower.data(), row_upper.data(), nullptr) ==
            TENON_OK);
    std::vector<std::int64_t> start(m + 1);
    std::int64_t needed = -1;
    REQUIRE(tenon_problem_get_entries(from, 0, rows, start.data(), nullptr, nullptr, 0, &needed,
                                      nullptr) == TENON_OK);
    CHECK(needed == tenon_problem_nonzeros(from));
    CHECK(start.back() == needed);
    std::vector<std::int32_t> index(static_cast<std::size_t>(needed));
    std::vector<double> value(index.size());
    REQUIRE(tenon_problem_get_entries(from, 0, rows, nullptr, index.data(), value.data(), needed,
                                      nullptr, nullptr) == TENON_OK);

    REQUIRE(tenon_problem_create(tenon_problem_sense(from), &owned.problem, nullptr) == TENON_OK);
    REQUIRE(tenon_problem_set_name(owned.problem, tenon_problem_name(from), nullptr) == TENON_OK);
    REQUIRE(tenon_problem_set_offset(owned.problem, tenon_problem_offset(from), nullptr) ==
            TENON_OK);
    for (std::size_t j = 0; j < n; ++j)
        REQUIRE(tenon_problem_add_column(
                    owned.problem, tenon_problem_column_name(from, static_cast<std::int32_t>(j)),
                    type[j], lower[j], upper[j], cost[j], nullptr, nullptr) == TENON_OK);
    for (std::size_t i = 0; i < m; ++i)
        REQUIRE(tenon_problem_add_row(
                    owned.problem, tenon_problem_row_name(from, static_cast<std::int32_t>(i)),
                    row_lower[i], row_upper[i], static_cast<std::int32_t>(start[i + 1] - start[i]),
                    index.data() + start[i], value.data() + start[i], nullptr,
                    nullptr) == TENON_OK);
}

}  // namespace

TEST_CASE("a problem that was read is built anew from its arrays, the same to the bit") {
    Owned first, second;
    read(first, document);
    built_anew(first.problem, second);
    CHECK(json_of(second.problem) == json_of(first.problem));
    CHECK(std::string(tenon_problem_name(first.problem)) == "week 7");
    CHECK(tenon_problem_sense(first.problem) == TENON_MAXIMIZE);
    CHECK(tenon_problem_offset(first.problem) == 7);
    CHECK(tenon_problem_has_integers(first.problem) == 1);
}

TEST_CASE("stretches of columns and rows are read, and short buffers hold their beginning") {
    Owned owned;
    read(owned, document);
    const tenon_problem* problem = owned.problem;
    double cost[2] = {9, 9}, lower[2] = {9, 9}, upper[2] = {9, 9};
    tenon_column_type type[2] = {9, 9};
    REQUIRE(tenon_problem_get_columns(problem, 1, 1, cost, lower, upper, type, nullptr) ==
            TENON_OK);
    CHECK(cost[0] == 2);
    CHECK(lower[0] == -1);
    CHECK(upper[0] == TENON_INFINITY);
    CHECK(type[0] == TENON_INTEGER);
    CHECK((cost[1] == 9 && lower[1] == 9 && upper[1] == 9 && type[1] == 9));
    REQUIRE(tenon_problem_get_rows(problem, 1, 2, lower, upper, nullptr) == TENON_OK);
    CHECK((lower[0] == -TENON_INFINITY && upper[0] == 5 && lower[1] == 1 && upper[1] == 9));

    std::int64_t start[3] = {-1, -1, -1}, needed = -1;
    std::int32_t columns[3] = {9, 9, 9};
    double values[3] = {9, 9, 9};
    REQUIRE(tenon_problem_get_entries(problem, 1, 2, start, columns, values, 1, &needed, nullptr) ==
            TENON_OK);
    CHECK((start[0] == 0 && start[1] == 0 && start[2] == 2 && needed == 2));
    CHECK((columns[0] == 1 && columns[1] == 9 && values[0] == 1 && values[1] == 9));
    REQUIRE(tenon_problem_get_entries(problem, 0, 1, nullptr, nullptr, values, 3, nullptr,
                                      nullptr) == TENON_OK);
    CHECK((values[0] == 1 && values[1] == 0.1 && values[2] == -2));
    REQUIRE(tenon_problem_get_entries(problem, 3, 0, start, columns, values, 3, &needed, nullptr) ==
            TENON_OK);
    CHECK((start[0] == 0 && needed == 0));

    Owned empty;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &empty.problem, nullptr) == TENON_OK);
    CHECK(tenon_problem_get_columns(empty.problem, 0, 0, cost, lower, upper, type, nullptr) ==
          TENON_OK);
    CHECK(tenon_problem_get_entries(empty.problem, 0, 0, start, nullptr, nullptr, 0, &needed,
                                    nullptr) == TENON_OK);
    CHECK((start[0] == 0 && needed == 0));
    CHECK(tenon_problem_has_integers(empty.problem) == 0);
    CHECK(std::string(tenon_problem_name(empty.problem)).empty());
}

TEST_CASE("columns and rows that are not there are refused, and nothing is written") {
    Owned owned;
    read(owned, document);
    tenon_error err = TENON_ERROR_INIT;
    double number = 9;
    std::int64_t needed = 9;
    const auto refused = [&](tenon_status status, const char* argument) {
        CHECK(status == TENON_E_ARGUMENT);
        CHECK(std::string(err.argument) == argument);
        CHECK((number == 9 && needed == 9));
    };
    const tenon_problem* problem = owned.problem;
    for (const std::int32_t first : {-1, 4, 2147483647})
        refused(tenon_problem_get_rows(problem, first, 0, &number, &number, &err), "first");
    for (const std::int32_t count : {-1, 3, 2147483647}) {
        refused(
            tenon_problem_get_columns(problem, 1, count, &number, nullptr, nullptr, nullptr, &err),
            "count");
        refused(tenon_problem_get_entries(problem, 1, count, nullptr, nullptr, &number, 1, &needed,
                                          &err),
                "count");
    }
    refused(tenon_problem_get_entries(problem, 0, 1, nullptr, nullptr, &number, -1, &needed, &err),
            "capacity");
    refused(tenon_problem_get_rows(nullptr, 0, 0, nullptr, nullptr, &err), "problem");
    CHECK(tenon_problem_name(nullptr) == nullptr);
    CHECK(tenon_problem_sense(nullptr) == 0);
    CHECK(std::isnan(tenon_problem_offset(nullptr)));
    CHECK(tenon_problem_has_integers(nullptr) == 0);
}

TEST_CASE("sense, name and types of a problem that was read are changed") {
    Owned owned;
    read(owned, document);
    tenon_problem* problem = owned.problem;
    tenon_error err = TENON_ERROR_INIT;
    REQUIRE(tenon_problem_set_sense(problem, TENON_MINIMIZE, &err) == TENON_OK);
    REQUIRE(tenon_problem_set_name(problem, "week 8", &err) == TENON_OK);
    REQUIRE(tenon_problem_set_type(problem, 1, TENON_BINARY, &err) == TENON_OK);
    REQUIRE(tenon_problem_set_type(problem, 2, TENON_CONTINUOUS, &err) == TENON_OK);
    const std::string changed = json_of(problem);
    std::string expected = document;
    const auto replace = [&](const char* from, const char* to) {
        expected.replace(expected.find(from), std::string(from).size(), to);
    };
    replace("week 7", "week 8");
    replace("maximize", "minimize");
    replace("\"integer\", \"lower\": -1, \"upper\": null",
            "\"binary\", \"lower\": 0, \"upper\": 1");
    replace("\"z\", \"type\": \"binary\"", "\"z\", \"type\": \"continuous\"");
    Owned wanted;
    read(wanted, expected);
    CHECK(changed == json_of(wanted.problem));

    const auto refused = [&](tenon_status status, const char* argument) {
        CHECK(status == TENON_E_ARGUMENT);
        CHECK(std::string(err.argument) == argument);
    };
    refused(tenon_problem_set_sense(problem, 0, &err), "sense");
    refused(tenon_problem_set_type(problem, 3, TENON_INTEGER, &err), "column");
    refused(tenon_problem_set_type(problem, 0, 3, &err), "type");
    refused(tenon_problem_set_type(problem, 0, -1, &err), "type");
    refused(tenon_problem_set_name(nullptr, "a", &err), "problem");
    REQUIRE(tenon_problem_set_bounds(problem, 0, 1.5, 2.5, nullptr) == TENON_OK);
    const std::string before = json_of(problem);
    CHECK(tenon_problem_set_type(problem, 0, TENON_BINARY, &err) == TENON_E_ARGUMENT);
    CHECK(json_of(problem) == before);
    REQUIRE(tenon_problem_set_name(problem, nullptr, nullptr) == TENON_OK);
    CHECK(std::string(tenon_problem_name(problem)).empty());
}
