// A host may round, trap and flush as it likes: a call computes as it always does, and the host's
// floating-point environment is the same afterwards.
#include <doctest/doctest.h>

#include <cfenv>
#include <string>
#include <thread>
#include <vector>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "tenon.h"

namespace {

constexpr int columns = 3;

struct Host {
    std::string name;
    void (*enter)();
};

std::vector<Host> hosts() {
    return {
        {"upward", [] { std::fesetround(FE_UPWARD); }},
            {"downward", [] { std::fesetround(FE_DOWNWARD); }},
            {"toward zero", [] { std::fesetround(FE_TOWARDZERO); }},
#if defined(__GLIBC__)
            {"trapping", [] { feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW); }},
#endif
#if defined(__SSE2__)
            {"flushing", [] { _mm_setcsr(_mm_getcsr() | 0x8040); }},
#endif
    };
}

// What of the environment can be asked for, as a number.
unsigned state() {
#if defined(__SSE2__)
    return _mm_getcsr();
#else
    return static_cast<unsigned>(std::fegetround() + (std::fetestexcept(FE_ALL_EXCEPT) << 16));
#endif
}

struct Standard {
    std::fenv_t before;
    Standard() {
        std::fegetenv(&before);
        std::fesetenv(FE_DFL_ENV);
    }
    ~Standard() { std::fesetenv(&before); }
};

std::string log_text() {
    std::string csv = "heat,load,tiny,status\n";
    for (int i = 0; i < 20'000; ++i) {
        const int heat = i * 37 % 1009, load = i * 53 % 997;
        csv += "0." + std::to_string(heat) + ",1" + std::to_string(load) + "." +
               std::to_string(i * 7 % 10) + "7,4." + std::to_string(1 + i % 9) + "e-310," +
               (heat + load + i * 29 % 400 > 1200 ? "1" : "0") + "\n";
    }
    return csv;
}

template <class Value>
void add(std::string& bytes, const Value& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Status, numbers and texts of a day: read, fit, save, load, score, evaluate, solve.
std::string day(const tenon_context* context, const std::string& csv) {
    tenon_error err = TENON_ERROR_INIT;
    std::string bytes;
    const auto note = [&](tenon_status status) {
        add(bytes, status);
        bytes += err.message;
    };
    tenon_table* table = nullptr;
    note(tenon_table_read_csv_buffer(context, csv.data(), static_cast<int64_t>(csv.size()), nullptr,
                                     &table, &err));
    std::vector<double> numbers(static_cast<std::size_t>(tenon_table_rows(table)));
    int64_t needed = 0;
    for (int c = 0; c < columns; ++c) {
        note(tenon_table_copy_float64(table, c, 0, numbers.data(), nullptr,
                                      static_cast<int64_t>(numbers.size()), &needed, &err));
        for (const double number : numbers) add(bytes, number);
    }
    const char* features[] = {"heat", "load"};
    tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
    options.positive_label = "1";
    tenon_model *model = nullptr, *loaded = nullptr, *linear = nullptr;
    note(tenon_logistic_fit(context, table, features, 2, "status", &options, &model, &err));
    note(tenon_linear_fit(context, table, features, 2, "status", nullptr, &linear, &err));
    std::string text(100'000, '\0');
    for (const tenon_model* each : {model, linear}) {
        note(tenon_model_to_json(each, text.data(), static_cast<int64_t>(text.size()), &needed,
                                 &err));
        bytes.append(text.data(), static_cast<std::size_t>(needed));
    }
    note(tenon_model_to_json(model, text.data(), static_cast<int64_t>(text.size()), &needed, &err));
    note(tenon_model_from_json(text.data(), needed - 1, &loaded, &err));
    double record[] = {0.3, 1500.7}, score = 0;
    note(tenon_model_score(loaded, record, 2, &score, 1, &err));
    add(bytes, score);
    note(tenon_model_predict(context, loaded, table, numbers.data(),
                             static_cast<int64_t>(numbers.size()), &needed, &err));
    for (const double number : numbers) add(bytes, number);
    tenon_metrics metrics = TENON_METRICS_INIT;
    note(tenon_model_evaluate(context, loaded, table, &metrics, &err));
    add(bytes, metrics);

    tenon_problem* problem = nullptr;
    note(tenon_problem_create(TENON_MAXIMIZE, &problem, &err));
    std::vector<int32_t> index(12);
    std::vector<double> weights(12), plan(12);
    for (int32_t j = 0; j < 12; ++j) {
        index[static_cast<std::size_t>(j)] = j;
        weights[static_cast<std::size_t>(j)] = 20 + j * 7 % 13;
        note(tenon_problem_add_column(problem, nullptr, TENON_INTEGER, 0, TENON_INFINITY,
                                      3 + j * 31 % 17, nullptr, &err));
    }
    note(tenon_problem_add_row(problem, nullptr, -TENON_INFINITY, 100, 12, index.data(),
                               weights.data(), nullptr, &err));
    tenon_solution* solution = nullptr;
    note(tenon_problem_solve(context, problem, nullptr, &solution, &err));
    tenon_solution_values(solution, plan.data(), 12);
    for (const double value : plan) add(bytes, value);
    const double objective = tenon_solution_objective(solution);
    add(bytes, objective);
    tenon_solution_free(solution);
    tenon_problem_free(problem);
    tenon_model_free(linear);
    tenon_model_free(loaded);
    tenon_model_free(model);
    tenon_table_free(table);
    return bytes;
}

const Host* worker_host = nullptr;

void run_on_threads(int64_t count, tenon_task_function run, void* task, void*) {
    std::vector<std::thread> threads;
    for (int64_t i = 0; i < count; ++i)
        threads.emplace_back([=] {
            if (worker_host) worker_host->enter();
            run(i, task);
        });
    for (auto& thread : threads) thread.join();
}

tenon_context* context_with(const tenon_context_options& options) {
    tenon_error err = TENON_ERROR_INIT;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    return context;
}

}  // namespace

TEST_CASE("results have the same bits whatever the host's floating-point environment is") {
    const std::string csv = log_text();
    const Standard standard;
    const std::string expected = day(nullptr, csv);
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.threads = 3;
    tenon_context* context = context_with(options);
    for (const Host& host : hosts()) {
        CAPTURE(host.name);
        for (const tenon_context* with : {static_cast<const tenon_context*>(nullptr),
                                          static_cast<const tenon_context*>(context)}) {
            host.enter();
            const std::string got = day(with, csv);
            std::fesetenv(FE_DFL_ENV);
            CHECK((got == expected));
        }
    }
    tenon_context_free(context);
}

TEST_CASE("a call leaves the host's floating-point environment and its flags as they were") {
    const std::string csv = log_text().substr(0, 2'000);
    const Standard standard;
    for (const Host& host : hosts()) {
        CAPTURE(host.name);
        for (const int raised : {0, FE_OVERFLOW}) {
            host.enter();
            const unsigned controls = state();
            std::feclearexcept(FE_ALL_EXCEPT);
#if defined(__SSE2__)
            _mm_setcsr(controls | (raised ? 0x8u : 0u));
#endif
            const unsigned before = state();
            tenon_error err = TENON_ERROR_INIT;
            tenon_table* table = nullptr;
            const tenon_status good = tenon_table_read_csv_buffer(
                nullptr, csv.data(), static_cast<int64_t>(csv.size()), nullptr, &table, &err);
            const unsigned after = state();
            tenon_table_free(table);
            tenon_model* model = nullptr;
            const tenon_status bad = tenon_model_from_json("{\"x\": 1.7e308", 13, &model, &err);
            const unsigned after_failure = state();
            std::fesetenv(FE_DFL_ENV);
            CHECK(good == TENON_OK);
            CHECK(bad != TENON_OK);
            CHECK(after == before);
            CHECK(after_failure == before);
        }
    }
}

TEST_CASE("the threads of a host's executor may have environments of their own") {
    const std::string csv = log_text();
    const Standard standard;
    const std::string expected = day(nullptr, csv);
    tenon_executor executor = TENON_EXECUTOR_INIT;
    executor.width = 3;
    executor.parallel_for = run_on_threads;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.executor = &executor;
    tenon_context* context = context_with(options);
    for (const Host& host : hosts()) {
        CAPTURE(host.name);
        worker_host = &host;
        CHECK((day(context, csv) == expected));
    }
    worker_host = nullptr;
    tenon_context_free(context);
}
