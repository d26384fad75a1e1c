#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "random_problem.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

template <class Action>
Error error_of(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error was thrown");
    return {Status::ok, ""};
}

Problem two_columns() {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 10, 1);
    problem.add_column("y", ColumnType::integer, -5, 5, -2);
    return problem;
}

}  // namespace

TEST_CASE("a problem holds what was put in, rows by column") {
    Problem problem = two_columns();
    const std::array<std::int32_t, 2> index{1, 0};
    const std::array<double, 2> value{3, 4};
    CHECK(problem.add_row("r", -1, 8, index, value) == 0);
    CHECK(problem.rows() == 1);
    CHECK(problem.columns() == 2);
    CHECK(problem.nonzeros() == 2);
    CHECK(test::same_values(problem.index(), std::vector<std::int32_t>{0, 1}));
    CHECK(test::same_values(problem.value(), std::vector<double>{4, 3}));
    CHECK(problem.find_column("y") == 1);
    CHECK_FALSE(problem.find_column("z"));
    CHECK(problem.find_row("r") == 0);
    CHECK_FALSE(problem.find_row("x"));
    CHECK(problem.has_integers());
}

TEST_CASE("repeated columns of a row are summed and zeros are kept out") {
    Problem problem = two_columns();
    const std::array<std::int32_t, 5> index{1, 0, 1, 0, 1};
    const std::array<double, 5> value{3, 4, 2, -4, 0};
    problem.add_row("", 0, 1, index, value);
    CHECK(test::same_values(problem.index(), std::vector<std::int32_t>{1}));
    CHECK(test::same_values(problem.value(), std::vector<double>{5}));
}

TEST_CASE("a row may be made from the problem's own entries") {
    Problem problem = two_columns();
    const std::array<std::int32_t, 2> index{0, 1};
    const std::array<double, 2> value{3, 4};
    problem.add_row("", 0, 1, index, value);
    for (int i = 0; i < 50; ++i)
        problem.add_row("", 0, 1, problem.index().first(2), problem.value().first(2));
    CHECK(problem.value()[100] == 3);
    CHECK(problem.value()[101] == 4);
}

TEST_CASE("unnamed columns and rows get names that are free") {
    Problem problem;
    problem.add_column("x1", ColumnType::continuous, 0, 1, 0);
    problem.add_column("", ColumnType::continuous, 0, 1, 0);
    problem.add_row("", 0, 1, {}, {});
    CHECK(problem.column_name(1) == "x1_1");
    CHECK(problem.row_name(0) == "r0");
}

TEST_CASE("binary columns keep to 0..1, and huge bounds are none") {
    Problem problem;
    problem.add_column("b", ColumnType::binary, -infinity, infinity, 0);
    problem.add_column("x", ColumnType::continuous, -1e20, 1e30, 0);
    CHECK(problem.lower()[0] == 0);
    CHECK(problem.upper()[0] == 1);
    CHECK(problem.lower()[1] == -infinity);
    CHECK(problem.upper()[1] == infinity);
    problem.set_type(1, ColumnType::binary);
    CHECK(problem.upper()[1] == 1);
    CHECK(error_of([&] { problem.set_bounds(0, 2, 3); }).where().column == 0);
}

TEST_CASE("unsound columns are refused with their name and leave no trace") {
    Problem problem = two_columns();
    const auto refused = [&](double lower, double upper, double cost, const char* name = "bad") {
        const Error error =
            error_of([&] { problem.add_column(name, ColumnType::continuous, lower, upper, cost); });
        CHECK(error.status() == Status::argument);
        CHECK(error.message().find(name) != std::string::npos);
        CHECK(error.where().column == 2);
        CHECK(problem.columns() == 2);
    };
    refused(nan_value, 1, 0);
    refused(0, nan_value, 0);
    refused(2, 1, 0);
    refused(infinity, infinity, 0);
    refused(-infinity, -infinity, 0);
    refused(0, 1, nan_value);
    refused(0, 1, infinity);
    refused(0, 1, 0, "x");
    CHECK(error_of([&] {
              problem.add_column("t", static_cast<ColumnType>(7), 0, 1, 0);
          }).status() == Status::argument);
    CHECK(problem.add_column("bad", ColumnType::continuous, 0, 1, 0) == 2);
}

TEST_CASE("unsound rows are refused with their name and leave no trace") {
    Problem problem = two_columns();
    const auto refused = [&](double lower, double upper, std::vector<std::int32_t> index,
                             std::vector<double> value) {
        const Error error = error_of([&] { problem.add_row("bad", lower, upper, index, value); });
        CHECK(error.status() == Status::argument);
        CHECK(error.message().find("bad") != std::string::npos);
        CHECK(error.where().row == 0);
        CHECK(problem.rows() == 0);
        CHECK(problem.nonzeros() == 0);
    };
    refused(1, 0, {0}, {1});
    refused(nan_value, 0, {0}, {1});
    refused(0, 1, {2}, {1});
    refused(0, 1, {-1}, {1});
    refused(0, 1, {0, 1}, {1});
    refused(0, 1, {0}, {nan_value});
    refused(0, 1, {0}, {infinity});
    refused(0, 1, {0, 0}, {1e308, 1e308});
    CHECK(problem.add_row("bad", 0, 1, {}, {}) == 0);
    CHECK(error_of([&] { problem.add_row("bad", 0, 1, {}, {}); }).status() == Status::argument);
}

TEST_CASE("setters refuse indices that do not exist and keep the old value") {
    Problem problem = two_columns();
    CHECK(error_of([&] { problem.set_cost(2, 1); }).where().column == 2);
    CHECK(error_of([&] { problem.set_bounds(-1, 0, 1); }).where().column == -1);
    CHECK(error_of([&] { problem.set_row_bounds(0, 0, 1); }).where().row == 0);
    CHECK(error_of([&] { problem.set_offset(nan_value); }).where().argument == "offset");
    CHECK(error_of([&] { problem.set_bounds(0, 3, 2); }).where().column == 0);
    CHECK(problem.upper()[0] == 10);
}

TEST_CASE("copies are deep, and a moved problem takes its names along") {
    Problem problem = two_columns();
    Problem copy = problem;
    copy.add_column("z", ColumnType::continuous, 0, 1, 0);
    CHECK(problem.columns() == 2);
    CHECK_FALSE(problem.find_column("z"));
    CHECK(copy.find_column("z") == 2);
    const Problem moved = std::move(copy);
    CHECK(moved.find_column("z") == 2);
    problem = moved;
    CHECK(problem.find_column("z") == 2);
    CHECK(problem.add_column("w", ColumnType::continuous, 0, 1, 0) == 3);
    CHECK_FALSE(moved.find_column("w"));
}

TEST_CASE("every one of many names is found") {
    Problem problem;
    for (int j = 0; j < 20000; ++j)
        problem.add_column("column " + std::to_string(j * 7), ColumnType::continuous, 0, 1, 0);
    int wrong = 0;
    for (int j = 0; j < 20000; ++j)
        wrong += problem.find_column("column " + std::to_string(j * 7)) != j;
    CHECK(wrong == 0);
    CHECK_FALSE(problem.find_column("column 1"));
}
