#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "tenon.h"

namespace {

struct Pool {
    std::atomic<int> loops{0};
    std::atomic<int> most{0};
};

void run_on_threads(int64_t count, tenon_task_function run, void* task, void* user) {
    auto& pool = *static_cast<Pool*>(user);
    ++pool.loops;
    if (count > pool.most) pool.most = static_cast<int>(count);
    std::vector<std::thread> threads;
    for (int64_t i = 0; i < count; ++i) threads.emplace_back([=] { run(i, task); });
    for (auto& thread : threads) thread.join();
}

void run_nothing(int64_t, tenon_task_function, void*, void* user) {
    ++static_cast<Pool*>(user)->loops;
}

tenon_context* context_with(const tenon_executor* executor, int32_t threads = 0) {
    tenon_error err = TENON_ERROR_INIT;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.executor = executor;
    options.threads = threads;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    return context;
}

std::string log_text() {
    std::string csv = "heat,load,line,status\n";
    for (int i = 0; i < 30'000; ++i) {
        const double heat = (i * 37 % 1009) / 100.0, load = i * 53 % 997;
        const bool fails = heat * 30 + load + i * 29 % 400 > 800;
        csv += std::to_string(heat) + "," + (i % 50 == 0 ? "" : std::to_string(load)) + "," +
               (i % 3 == 0 ? "A" : "B") + "," + (fails ? "FAIL" : "OK") + "\n";
    }
    return csv;
}

// Everything that a loop over blocks has a part in, as bytes: reading, fitting, scoring, solving.
std::string day(const tenon_context* context, const std::string& csv) {
    tenon_error err = TENON_ERROR_INIT;
    std::string bytes;
    tenon_table *raw = nullptr, *table = nullptr;
    REQUIRE(tenon_table_read_csv_buffer(context, csv.data(), static_cast<int64_t>(csv.size()),
                                        nullptr, &raw, &err) == TENON_OK);
    REQUIRE(tenon_table_drop_missing(context, raw, nullptr, 0, &table, &err) == TENON_OK);
    const char* features[] = {"heat", "load"};
    tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
    options.positive_label = "FAIL";
    tenon_model* model = nullptr;
    REQUIRE(tenon_logistic_fit(context, table, features, 2, "status", &options, &model, &err) ==
            TENON_OK);
    std::vector<double> scores(static_cast<std::size_t>(tenon_table_rows(table)));
    int64_t needed = 0;
    REQUIRE(tenon_model_predict(context, model, table, scores.data(),
                                static_cast<int64_t>(scores.size()), &needed, &err) == TENON_OK);
    bytes.append(reinterpret_cast<const char*>(scores.data()), scores.size() * sizeof(double));

    tenon_problem* problem = nullptr;
    REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &problem, &err) == TENON_OK);
    std::vector<int32_t> columns(40);
    std::vector<double> weights(40), plan(40);
    for (int32_t j = 0; j < 40; ++j) {
        columns[static_cast<std::size_t>(j)] = j;
        weights[static_cast<std::size_t>(j)] = 20 + j * 7 % 13 + 0.37 * (j % 5);
        REQUIRE(tenon_problem_add_column(problem, nullptr, TENON_BINARY, 0, 1, 21 + j * 31 % 17,
                                         nullptr, &err) == TENON_OK);
    }
    REQUIRE(tenon_problem_add_row(problem, nullptr, -TENON_INFINITY, 333, 40, columns.data(),
                                  weights.data(), nullptr, &err) == TENON_OK);
    tenon_solution* solution = nullptr;
    REQUIRE(tenon_problem_solve(context, problem, nullptr, &solution, &err) == TENON_OK);
    REQUIRE(tenon_solution_values(solution, plan.data(), 40) == 40);
    bytes.append(reinterpret_cast<const char*>(plan.data()), plan.size() * sizeof(double));
    tenon_solution_free(solution);
    tenon_problem_free(problem);
    tenon_model_free(model);
    tenon_table_free(table);
    tenon_table_free(raw);
    return bytes;
}

}  // namespace

TEST_CASE("a day's results have the same bits with 1, 2, 4 and 8 tasks of a host's executor") {
    const std::string csv = log_text();
    const std::string alone = day(nullptr, csv);
    for (int32_t width : {1, 2, 4, 8}) {
        Pool pool;
        tenon_executor executor = TENON_EXECUTOR_INIT;
        executor.width = width;
        executor.parallel_for = run_on_threads;
        executor.user = &pool;
        tenon_context* context = context_with(&executor);
        CHECK(day(context, csv) == alone);
        CHECK(pool.most <= width);
        CHECK((pool.loops > 0) == (width > 1));
        tenon_context_free(context);
    }
}

TEST_CASE("an executor that runs nothing makes a call slow, not wrong") {
    const std::string csv = log_text();
    Pool pool;
    tenon_executor executor = TENON_EXECUTOR_INIT;
    executor.width = 4;
    executor.parallel_for = run_nothing;
    executor.user = &pool;
    tenon_context* context = context_with(&executor);
    CHECK(day(context, csv) == day(nullptr, csv));
    CHECK(pool.loops > 0);
    tenon_context_free(context);
}

TEST_CASE("threads limit the tasks of an executor") {
    const std::string csv = log_text();
    Pool pool;
    tenon_executor executor = TENON_EXECUTOR_INIT;
    executor.width = 8;
    executor.parallel_for = run_on_threads;
    executor.user = &pool;
    tenon_context* context = context_with(&executor, 2);
    day(context, csv);
    CHECK(pool.most == 2);
    tenon_context_free(context);
}

TEST_CASE("an executor that cannot be used is refused with its name") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_context* context = nullptr;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    tenon_executor executor = TENON_EXECUTOR_INIT;
    options.executor = &executor;
    for (int fault = 0; fault < 4; ++fault) {
        executor = TENON_EXECUTOR_INIT;
        executor.width = fault == 0 ? 0 : fault == 1 ? 5000 : 2;
        executor.parallel_for = fault == 2 ? nullptr : run_nothing;
        if (fault == 3) executor.struct_size = 0;
        CHECK(tenon_context_create(&options, &context, &err) == TENON_E_ARGUMENT);
        CHECK(std::strstr(err.argument, "executor") != nullptr);
        CHECK(context == nullptr);
    }
}

TEST_CASE("lines of the log come with what they speak of") {
    struct Seen {
        int lines = 0;
        int32_t id = -1, level = -1;
        std::string text;
    } seen;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.log_line = [](const tenon_log_line* line, void* user) {
        auto& out = *static_cast<Seen*>(user);
        ++out.lines;
        out.id = line->id;
        out.level = line->level;
        out.text.assign(line->text, static_cast<std::size_t>(line->length));
    };
    options.log_line_user = &seen;
    tenon_error err = TENON_ERROR_INIT;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    // Column y is in no constraint and not in the objective, which an LP text may say and mean
    // otherwise.
    const std::string lp = "minimize\n obj: x\nsubject to\n c: x >= 1\nbounds\n 0 <= y <= 4\nend\n";
    tenon_problem* problem = nullptr;
    REQUIRE(tenon_problem_read_buffer(context, lp.data(), static_cast<int64_t>(lp.size()),
                                      TENON_FORMAT_LP, &problem, &err) == TENON_OK);
    CHECK(seen.lines == 1);
    CHECK(seen.id == TENON_LOG_READ_REMARK);
    CHECK(seen.level == 2);
    CHECK(seen.text.find("\"y\"") != std::string::npos);
    CHECK(seen.text.find('\n') == std::string::npos);
    tenon_problem_free(problem);
    tenon_context_free(context);
}
