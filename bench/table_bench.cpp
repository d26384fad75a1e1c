// Claims defended here: reading delimited text runs at hundreds of megabytes a second on one core,
// writing and profiling at the speed of their number formatting and hashing.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "tenon/csv.hpp"
#include "tenon/profile.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// A production log: time, machine, five sensors, a status with missing cells.
Table production_log(std::int64_t rows) {
    Random random(1);
    ColumnBuilder time(Type::timestamp), machine(Type::text), status(Type::text);
    ColumnBuilder temperature(Type::float64), pressure(Type::float64), vibration(Type::float64);
    ColumnBuilder speed(Type::int64);
    const auto rounded = [](double x, double unit) { return std::round(x * unit) / unit; };
    for (std::int64_t i = 0; i < rows; ++i) {
        time.add_int64(1'700'000'000'000'000 + i * 60'000'000);
        machine.add_text("M" + std::to_string(random.below(40)));
        temperature.add_float64(rounded(300 + 5 * random.normal(), 100));
        pressure.add_float64(rounded(5 + 0.1 * random.normal(), 1000));
        vibration.add_float64(rounded(std::fabs(1 + 0.3 * random.normal()), 10000));
        speed.add_int64(1200 + static_cast<std::int64_t>(random.below(600)));
        if (random.uniform() < 0.2)
            status.add_missing();
        else
            status.add_text(random.uniform() < 0.9 ? "OK" : "FAIL");
    }
    return Table({"time", "machine", "temperature", "pressure", "vibration", "speed", "status"},
                 {time.finish(), machine.finish(), temperature.finish(), pressure.finish(),
                  vibration.finish(), speed.finish(), status.finish()});
}

// Ten columns of numbers with six decimals.
Table numbers(std::int64_t rows) {
    Random random(2);
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (int c = 0; c < 10; ++c) {
        ColumnBuilder builder(Type::float64);
        for (std::int64_t i = 0; i < rows; ++i)
            builder.add_float64(std::round(1e8 * random.normal()) / 1e6);
        names.push_back(std::string("x") + std::to_string(c));
        columns.push_back(builder.finish());
    }
    return Table(names, columns);
}

void read_text(benchmark::State& state, const Table& table) {
    const std::string text = write_csv_text(table);
    const Context context;
    for (auto _ : state) benchmark::DoNotOptimize(read_csv_buffer(context, text));
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void BM_read_production_log(benchmark::State& state) {
    read_text(state, production_log(state.range(0)));
}
BENCHMARK(BM_read_production_log)->Arg(10'000)->Arg(300'000)->Unit(benchmark::kMillisecond);

void BM_read_numbers(benchmark::State& state) {
    read_text(state, numbers(state.range(0)));
}
BENCHMARK(BM_read_numbers)->Arg(10'000)->Arg(300'000)->Unit(benchmark::kMillisecond);

void BM_write_production_log(benchmark::State& state) {
    const Table table = production_log(state.range(0));
    std::int64_t bytes = 0;
    for (auto _ : state) bytes += static_cast<std::int64_t>(write_csv_text(table).size());
    state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_write_production_log)->Arg(100'000)->Unit(benchmark::kMillisecond);

void BM_profile(benchmark::State& state) {
    const Table table = production_log(state.range(0));
    const Context context;
    for (auto _ : state) benchmark::DoNotOptimize(profile(context, table));
    state.SetItemsProcessed(table.rows() * table.columns() * state.iterations());
}
BENCHMARK(BM_profile)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
