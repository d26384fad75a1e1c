// Fitting and judging at the sizes people have. The claims: a million rows of twenty features are
// fitted linearly in a third of a second and logistically in a second and a half on one core; a
// thousand bootstrap resamples of 100,000 rows take a second.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"
#include "tenon/metrics.hpp"
#include "tenon/random.hpp"
#include "tenon/split.hpp"

namespace {

using namespace tenon;

struct Data {
    std::int64_t rows, features;
    std::vector<double> values, number, label;
    std::vector<std::string> names;
    MatrixView view() const { return MatrixView::column_major(values.data(), rows, features); }
};

// The last feature of a collinear set is the sum of the first two but for 1e-5 of noise.
Data make(std::int64_t rows, std::int64_t features, bool collinear = false) {
    Random random(1);
    Data data{rows, features, std::vector<double>(static_cast<std::size_t>(rows * features)),
              {},   {},       {}};
    for (double& x : data.values) x = 10 + 3 * random.normal();
    const auto at = [&](std::int64_t i, std::int64_t j) -> double& {
        return data.values[static_cast<std::size_t>(j * rows + i)];
    };
    for (std::int64_t i = 0; i < rows; ++i) {
        if (collinear) at(i, features - 1) = at(i, 0) + at(i, 1) + 1e-5 * random.normal();
        double score = -2;
        for (std::int64_t j = 0; j < features; ++j)
            score += (at(i, j) - 10) * static_cast<double>(j % 3 - 1) * 0.1;
        data.number.push_back(score + random.normal());
        data.label.push_back(random.uniform() < logistic_function(score));
    }
    for (std::int64_t j = 0; j < features; ++j)
        data.names.push_back(std::string("f").append(std::to_string(j)));
    return data;
}

void rate(benchmark::State& state, std::int64_t rows) {
    state.SetItemsProcessed(state.iterations() * rows);
}

void linear(benchmark::State& state) {
    const Data data = make(state.range(0), state.range(1), state.range(2) != 0);
    for (auto _ : state)
        benchmark::DoNotOptimize(fit_linear({}, data.view(), data.number, data.names));
    rate(state, data.rows);
}
BENCHMARK(linear)
    ->ArgNames({"rows", "features", "collinear"})
    ->Args({1000, 8, 0})
    ->Args({5000, 20, 0})
    ->Args({100000, 20, 0})
    ->Args({100000, 20, 1})
    ->Args({1000000, 20, 0})
    ->Unit(benchmark::kMillisecond);

void logistic(benchmark::State& state) {
    const Data data = make(state.range(0), state.range(1), state.range(2) != 0);
    for (auto _ : state)
        benchmark::DoNotOptimize(fit_logistic({}, data.view(), data.label, data.names));
    rate(state, data.rows);
}
BENCHMARK(logistic)
    ->ArgNames({"rows", "features", "collinear"})
    ->Args({10000, 7, 0})
    ->Args({100000, 20, 0})
    ->Args({100000, 20, 1})
    ->Args({1000000, 20, 0})
    ->Unit(benchmark::kMillisecond);

void classification(benchmark::State& state) {
    const Data data = make(state.range(0), 1);
    std::vector<double> probability;
    for (const double x : data.number) probability.push_back(logistic_function(x));
    for (auto _ : state) benchmark::DoNotOptimize(classification_metrics(data.label, probability));
    rate(state, data.rows);
}
BENCHMARK(classification)->Arg(100000)->Arg(1000000)->Unit(benchmark::kMillisecond);

void bootstrap(benchmark::State& state) {
    const Data data = make(state.range(0), 1);
    std::vector<double> probability;
    for (const double x : data.number) probability.push_back(logistic_function(x));
    for (auto _ : state)
        benchmark::DoNotOptimize(
            bootstrap_classification({}, data.label, probability, 0.5, {.resamples = 1000}));
    rate(state, data.rows * 1000);
}
BENCHMARK(bootstrap)->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

void split(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(split_rows(state.range(0)));
    rate(state, state.range(0));
}
BENCHMARK(split)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace
