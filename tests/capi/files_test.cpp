// Problems, solutions, starts and bases as files and buffers, through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "temporary_path.hpp"
#include "tenon.h"

namespace {

struct Handle {
    tenon_problem* problem = nullptr;
    tenon_solution* solution = nullptr;
    ~Handle() {
        tenon_solution_free(solution);
        tenon_problem_free(problem);
    }
};

std::string temporary(const char* name) {
    return tenon::test::temporary_path(name);
}

// min 3 a + 2 b + 4 c, 2 a + b + 3 c >= 12, a + b + c = 6, b <= 4
void make_blend(Handle& h) {
    tenon_error err = TENON_ERROR_INIT;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
    const double cost[] = {3, 2, 4}, upper[] = {TENON_INFINITY, 4, TENON_INFINITY};
    const char* names[] = {"a", "b", "c"};
    for (int j = 0; j < 3; ++j)
        REQUIRE(tenon_problem_add_column(h.problem, names[j], TENON_CONTINUOUS, 0, upper[j],
                                         cost[j], nullptr, &err) == TENON_OK);
    const std::int32_t all[] = {0, 1, 2};
    const double protein[] = {2, 1, 3}, mass[] = {1, 1, 1};
    REQUIRE(tenon_problem_add_row(h.problem, "protein", 12, TENON_INFINITY, 3, all, protein,
                                  nullptr, &err) == TENON_OK);
    REQUIRE(tenon_problem_add_row(h.problem, "mass", 6, 6, 3, all, mass, nullptr, &err) ==
            TENON_OK);
}

std::string text_of(const tenon_problem* problem, tenon_problem_format format) {
    tenon_error err = TENON_ERROR_INIT;
    std::int64_t needed = -1;
    REQUIRE(tenon_problem_write_buffer(problem, format, nullptr, 0, &needed, &err) == TENON_OK);
    std::string text(static_cast<std::size_t>(needed), '?');
    REQUIRE(tenon_problem_write_buffer(problem, format, text.data(), needed, &needed, &err) ==
            TENON_OK);
    return text;
}

}  // namespace

TEST_CASE("a problem goes through a buffer and a file of every format") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    make_blend(h);
    const std::string document = text_of(h.problem, TENON_FORMAT_JSON);
    for (const std::int32_t format : {TENON_FORMAT_MPS, TENON_FORMAT_LP, TENON_FORMAT_JSON}) {
        const std::string text = text_of(h.problem, format);
        Handle again, read;
        REQUIRE(tenon_problem_read_buffer(nullptr, text.data(),
                                          static_cast<std::int64_t>(text.size()), format,
                                          &again.problem, &err) == TENON_OK);
        CHECK(text_of(again.problem, TENON_FORMAT_JSON) == document);
        const std::string path = temporary("tenon_capi_problem");
        REQUIRE(tenon_problem_write(h.problem, path.c_str(), format, &err) == TENON_OK);
        REQUIRE(tenon_problem_read(nullptr, path.c_str(), format, &read.problem, &err) == TENON_OK);
        CHECK(text_of(read.problem, TENON_FORMAT_JSON) == document);
        std::filesystem::remove(path);
    }
    const std::string by_name = temporary("tenon_capi_problem.json");
    REQUIRE(tenon_problem_write(h.problem, by_name.c_str(), TENON_FORMAT_BY_NAME, &err) ==
            TENON_OK);
    Handle read;
    REQUIRE(tenon_problem_read(nullptr, by_name.c_str(), TENON_FORMAT_BY_NAME, &read.problem,
                               &err) == TENON_OK);
    std::filesystem::remove(by_name);
}

TEST_CASE("formats that are not there and folders that are not there are refused") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    make_blend(h);
    std::int64_t needed = 0;
    CHECK(tenon_problem_write_buffer(h.problem, TENON_FORMAT_BY_NAME, nullptr, 0, &needed, &err) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_problem_write_buffer(h.problem, 9, nullptr, 0, &needed, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_problem_write(h.problem, temporary("x.mps").c_str(), -1, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_problem_write(h.problem, temporary("tenon_none/x.mps").c_str(),
                              TENON_FORMAT_BY_NAME, &err) == TENON_E_IO);
    CHECK(tenon_problem_read_buffer(nullptr, "{}", 2, TENON_FORMAT_JSON, &h.problem, &err) ==
          TENON_E_PARSE);
    CHECK(err.line == 1);
    const char* later = "{\"format\": \"tenon.problem\", \"format_version\": 2}";
    CHECK(tenon_problem_read_buffer(nullptr, later, static_cast<std::int64_t>(std::strlen(later)),
                                    TENON_FORMAT_JSON, &h.problem, &err) == TENON_E_VERSION);
}

TEST_CASE("a basis is handed out, written, read and begun with") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h, again;
    make_blend(h);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    std::int32_t columns[3] = {9, 9, 9}, rows[2] = {9, 9};
    CHECK(tenon_solution_column_basis(h.solution, columns, 3) == 3);
    CHECK(tenon_solution_row_basis(h.solution, rows, 2) == 2);
    int basic = 0;
    for (const std::int32_t status : columns) basic += status == TENON_BASIS_BASIC;
    for (const std::int32_t status : rows) basic += status == TENON_BASIS_BASIC;
    CHECK(basic == 2);
    CHECK(tenon_solution_column_basis(nullptr, columns, 3) == -1);

    const std::string path = temporary("tenon_capi.bas");
    REQUIRE(tenon_problem_write_basis(h.problem, path.c_str(), columns, 3, rows, 2, &err) ==
            TENON_OK);
    std::int32_t read_columns[3] = {9, 9, 9}, read_rows[2] = {9, 9};
    REQUIRE(tenon_problem_read_basis(nullptr, h.problem, path.c_str(), read_columns, 3, read_rows,
                                     2, &err) == TENON_OK);
    CHECK(std::equal(columns, columns + 3, read_columns));
    CHECK(std::equal(rows, rows + 2, read_rows));
    CHECK(tenon_problem_read_basis(nullptr, h.problem, path.c_str(), read_columns, 2, read_rows, 2,
                                   &err) == TENON_E_ARGUMENT);
    std::filesystem::remove(path);
    CHECK(tenon_problem_write_basis(h.problem, path.c_str(), columns, 2, rows, 2, &err) ==
          TENON_E_ARGUMENT);

    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.no_presolve = 1;
    options.start_column_basis = columns;
    options.start_column_basis_count = 3;
    options.start_row_basis = rows;
    options.start_row_basis_count = 2;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &again.solution, &err) == TENON_OK);
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    REQUIRE(tenon_solution_counters(again.solution, &counters, &err) == TENON_OK);
    CHECK(counters.simplex_iterations == 0);
    CHECK(tenon_solution_objective(again.solution) ==
          doctest::Approx(tenon_solution_objective(h.solution)));
    columns[0] = 4;
    CHECK(tenon_problem_solve(nullptr, h.problem, &options, &again.solution, &err) ==
          TENON_E_ARGUMENT);
    columns[0] = 0;
    options.start_row_basis_count = 1;
    CHECK(tenon_problem_solve(nullptr, h.problem, &options, &again.solution, &err) ==
          TENON_E_ARGUMENT);
}

TEST_CASE("a solution is written and read as a start") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    make_blend(h);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    const std::string path = temporary("tenon_capi_solution.txt");
    REQUIRE(tenon_solution_write(h.solution, h.problem, path.c_str(), &err) == TENON_OK);
    double start[3] = {7, 7, 7}, values[3];
    REQUIRE(tenon_problem_read_start(nullptr, h.problem, path.c_str(), start, 3, &err) == TENON_OK);
    CHECK(tenon_solution_values(h.solution, values, 3) == 3);
    CHECK(std::equal(values, values + 3, start));
    CHECK(tenon_problem_read_start(nullptr, h.problem, path.c_str(), start, 2, &err) ==
          TENON_E_ARGUMENT);
    Handle other;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &other.problem, &err) == TENON_OK);
    CHECK(tenon_solution_write(h.solution, other.problem, path.c_str(), &err) == TENON_E_ARGUMENT);
    CHECK(tenon_problem_read_start(nullptr, other.problem, path.c_str(), nullptr, 0, &err) ==
          TENON_E_PARSE);
    CHECK(err.line > 0);
    std::filesystem::remove(path);
}

TEST_CASE("bases, solutions and starts go through buffers as through files") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    make_blend(h);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    std::int32_t columns[3], rows[2];
    REQUIRE(tenon_solution_column_basis(h.solution, columns, 3) == 3);
    REQUIRE(tenon_solution_row_basis(h.solution, rows, 2) == 2);
    const auto in_buffer = [&](auto&& write) {
        std::int64_t needed = -1;
        REQUIRE(write(nullptr, std::int64_t{0}, &needed) == TENON_OK);
        std::string text(static_cast<std::size_t>(needed), '?');
        REQUIRE(write(text.data(), needed - 1, &needed) == TENON_OK);
        CHECK(text.back() == '?');  // beyond the capacity nothing is written
        REQUIRE(write(text.data(), needed, nullptr) == TENON_OK);
        CHECK(write(nullptr, std::int64_t{1}, &needed) == TENON_E_ARGUMENT);
        CHECK(write(text.data(), std::int64_t{-1}, &needed) == TENON_E_ARGUMENT);
        return text;
    };
    const auto in_file = [](const std::string& path) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        std::filesystem::remove(path);
        return text.str();
    };
    const std::string path = temporary("tenon_capi_text");
    const std::string basis = in_buffer([&](char* to, std::int64_t size, std::int64_t* needed) {
        return tenon_problem_write_basis_buffer(h.problem, columns, 3, rows, 2, to, size, needed,
                                                &err);
    });
    REQUIRE(tenon_problem_write_basis(h.problem, path.c_str(), columns, 3, rows, 2, &err) ==
            TENON_OK);
    CHECK(basis == in_file(path));
    CHECK(tenon_problem_write_basis_buffer(h.problem, columns, 2, rows, 2, nullptr, 0, nullptr,
                                           &err) == TENON_E_ARGUMENT);
    const std::string plan = in_buffer([&](char* to, std::int64_t size, std::int64_t* needed) {
        return tenon_solution_write_buffer(h.solution, h.problem, to, size, needed, &err);
    });
    REQUIRE(tenon_solution_write(h.solution, h.problem, path.c_str(), &err) == TENON_OK);
    CHECK(plan == in_file(path));

    const auto length = [](const std::string& text) {
        return static_cast<std::int64_t>(text.size());
    };
    std::int32_t read_columns[3] = {9, 9, 9}, read_rows[2] = {9, 9};
    CHECK(tenon_problem_read_basis_buffer(nullptr, h.problem, basis.data(), length(basis),
                                          read_columns, 3, read_rows, 1, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_problem_read_basis_buffer(nullptr, h.problem, nullptr, 1, read_columns, 3,
                                          read_rows, 2, &err) == TENON_E_ARGUMENT);
    const std::string unknown = "NAME\n UL nobody\nENDATA\n";
    CHECK(tenon_problem_read_basis_buffer(nullptr, h.problem, unknown.data(), length(unknown),
                                          read_columns, 3, read_rows, 2, &err) == TENON_E_PARSE);
    CHECK(err.line == 2);
    CHECK((read_columns[0] == 9 && read_rows[0] == 9));
    REQUIRE(tenon_problem_read_basis_buffer(nullptr, h.problem, basis.data(), length(basis),
                                            read_columns, 3, read_rows, 2, &err) == TENON_OK);
    CHECK(std::equal(columns, columns + 3, read_columns));
    CHECK(std::equal(rows, rows + 2, read_rows));

    double start[3] = {7, 7, 7}, values[3];
    CHECK(tenon_problem_read_start_buffer(nullptr, h.problem, plan.data(), length(plan), start, 2,
                                          &err) == TENON_E_ARGUMENT);
    CHECK(tenon_problem_read_start_buffer(nullptr, h.problem, "b one\n", 6, start, 3, &err) ==
          TENON_E_PARSE);
    CHECK(start[0] == 7);
    REQUIRE(tenon_problem_read_start_buffer(nullptr, h.problem, plan.data(), length(plan), start, 3,
                                            &err) == TENON_OK);
    CHECK(tenon_solution_values(h.solution, values, 3) == 3);
    CHECK(std::equal(values, values + 3, start));
    REQUIRE(tenon_problem_read_start_buffer(nullptr, h.problem, "b 1.5\n", 6, start, 3, &err) ==
            TENON_OK);
    CHECK((std::isnan(start[0]) && start[1] == 1.5 && std::isnan(start[2])));
}

TEST_CASE("options of an older header, without a basis, are understood") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    make_blend(h);
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.struct_size = 80;
    options.start_column_basis_count = -5;  // beyond what the older header had
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
}
