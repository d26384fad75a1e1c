// The kernels that fits spend their time in. The claims: a symmetric rank update runs at more than
// half of the machine's multiply-adds for 24 columns and at four fifths of them for 2,000.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "base/large_array.hpp"
#include "base/rank_update.hpp"

namespace {

using namespace tenon;

void rank_update_of(benchmark::State& state) {
    const std::int64_t panels = state.range(0), rows = state.range(1);
    const auto level = static_cast<VectorLevel>(state.range(2));
    if (level > fused_level()) return state.SkipWithError("not on this machine");
    const LargeArray<double> data(static_cast<std::size_t>(panels * rows * panel_columns), 0.5);
    const std::int64_t width = panels * panel_columns;
    LargeArray<double> total(static_cast<std::size_t>(width * width), 0.0);
    const Panels a{data.data(), rows * panel_columns, rows, panels};
    for (auto _ : state) {
        rank_update(a, 0, panels, {total.data(), width}, ProductSign::add, level);
        benchmark::ClobberMemory();
    }
    state.counters["GFLOPS"] =
        benchmark::Counter(static_cast<double>(rows * width * (width + 1)) * 1e-9,
                           benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(rank_update_of)
    ->ArgNames({"panels", "rows", "level"})
    ->ArgsProduct({{1, 2, 3, 8}, {128}, {0, 1, 2}})
    ->Args({3, 256, 2})
    ->Args({26, 128, 2})
    ->Args({26, 256, 2})
    ->Args({26, 256, 1})
    ->Args({251, 256, 2})
    ->Args({251, 384, 2})
    ->Args({251, 512, 2})
    ->Args({251, 384, 1})
    ->Args({251, 384, 0});

}  // namespace
