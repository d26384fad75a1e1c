// The claim: one record of 20 numbers goes through impute, scale and a logistic model in well under
// a microsecond, without allocation; a million of them in tens of milliseconds.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tenon/pipeline.hpp"
#include "tenon/random.hpp"

namespace {

using namespace tenon;

constexpr std::int64_t inputs = 20;

std::string numbered(const char* stem, std::int64_t number) {
    return std::string(stem).append(std::to_string(number));
}

// Numbers with 2 % missing cells, a target that depends on them, and a category.
Table made_up_log(std::int64_t rows) {
    Random random(5);
    std::vector<std::string> names;
    std::vector<Column> columns;
    std::vector<double> risk(static_cast<std::size_t>(rows), -1.0);
    for (std::int64_t j = 0; j < inputs; ++j) {
        ColumnBuilder builder(Type::float64);
        builder.reserve(rows);
        for (std::int64_t i = 0; i < rows; ++i) {
            const double x = 100 + 10 * random.normal();
            risk[static_cast<std::size_t>(i)] += (x - 100) / 50;
            if (random.uniform() < 0.02)
                builder.add_missing();
            else
                builder.add_float64(x);
        }
        names.push_back(numbered("x", j));
        columns.push_back(builder.finish());
    }
    ColumnBuilder failed(Type::boolean), machine(Type::text);
    for (std::int64_t i = 0; i < rows; ++i) {
        failed.add_boolean(risk[static_cast<std::size_t>(i)] + random.normal() > 0);
        machine.add_text(numbered("machine ", static_cast<std::int64_t>(random.below(30))));
    }
    names.insert(names.end(), {"failed", "machine"});
    columns.push_back(failed.finish());
    columns.push_back(machine.finish());
    return Table(std::move(names), std::move(columns));
}

Pipeline fitted(const Table& log, bool category) {
    PipelineOptions options;
    for (std::int64_t j = 0; j < inputs; ++j) options.numeric.push_back(numbered("x", j));
    if (category) options.categorical = {"machine"};
    options.target = "failed";
    options.impute = true;
    options.scale = true;
    return Pipeline::fit(Context{}, log, options);
}

void score_one_record(benchmark::State& state) {
    const Table log = made_up_log(5000);
    const Pipeline pipeline = fitted(log, false);
    std::vector<double> records;
    for (std::int64_t i = 0; i < 256; ++i)
        for (std::int64_t j = 0; j < inputs; ++j)
            records.push_back(log.column(static_cast<std::int32_t>(j)).number(i));
    std::size_t next = 0;
    double out = 0;
    for (auto _ : state) {
        const std::span<const double> record(records.data() + next * inputs, inputs);
        benchmark::DoNotOptimize(pipeline.score(record, out));
        benchmark::DoNotOptimize(out);
        next = (next + 1) % 256;
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(score_one_record);

void predict_table(benchmark::State& state) {
    const bool category = state.range(0) != 0;
    const Table log = made_up_log(1'000'000);
    const Pipeline pipeline = fitted(log.slice(0, 20'000), category);
    Context context;
    context.threads = static_cast<int>(state.range(1));
    for (auto _ : state) benchmark::DoNotOptimize(pipeline.predict(context, log).data());
    state.SetItemsProcessed(state.iterations() * log.rows());
}
BENCHMARK(predict_table)
    ->ArgNames({"category", "threads"})
    ->Args({0, 1})
    ->Args({0, 2})
    ->Args({1, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void fit_pipeline(benchmark::State& state) {
    const Table log = made_up_log(100'000);
    for (auto _ : state) benchmark::DoNotOptimize(fitted(log, true));
    state.SetItemsProcessed(state.iterations() * log.rows());
}
BENCHMARK(fit_pipeline)->Unit(benchmark::kMillisecond);

void document_round_trip(benchmark::State& state) {
    const Pipeline pipeline = fitted(made_up_log(5000), true);
    std::size_t bytes = 0;
    for (auto _ : state) {
        const std::string document = pipeline.to_json();
        bytes = document.size();
        benchmark::DoNotOptimize(Pipeline::from_json(document));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}
BENCHMARK(document_round_trip)->Unit(benchmark::kMicrosecond);

}  // namespace
