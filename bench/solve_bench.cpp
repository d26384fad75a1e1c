// Claim defended: small and middling plans are proved in the time of a database query. Each
// benchmark solves one model of the data folder (TENON_DATA) to a gap of 1e-4 on one thread; nodes
// and simplex steps stand beside the time. bench/peers runs the same models with HiGHS.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tenon/solve.hpp"

namespace {

constexpr const char* models[] = {
    "miplib3/p0033",         "miplib3/p0201",         "miplib3/lseu",
    "miplib3/flugpl",        "miplib3/egout",         "miplib3/bell5",
    "miplib3/misc03",        "miplib3/mod008",        "miplib3/stein27",
    "miplib3/enigma",        "miplib3/khb05250",      "miplib3/dcmulti",
    "miplib3/gt2",           "industrial/binpack_s",  "industrial/crew_s",
    "industrial/cutstock_s", "industrial/facility_s", "industrial/gap_s",
    "industrial/lotsize_s",  "industrial/orders_s",   "industrial/parallel_s",
    "industrial/single_s",   "industrial/unitcom_s",  "industrial/vrp_s",
};

std::string path_of(const std::string& model) {
    const char* root = std::getenv("TENON_DATA");
    return std::string(root ? root : "../shared/data") + "/ilp/" + model + ".mps.gz";
}

void solve_model(benchmark::State& state, const std::string& model) {
    const std::string path = path_of(model);
    if (!std::filesystem::exists(path)) {
        state.SkipWithError("the model is not there; set TENON_DATA");
        return;
    }
    const tenon::Problem problem = tenon::read_problem({}, path);
    tenon::SolveOptions options;
    options.time_limit_seconds = 60;
    tenon::Solution solution;
    for (auto _ : state) {
        solution = tenon::solve({}, problem, options);
        benchmark::DoNotOptimize(solution.objective);
    }
    if (solution.outcome != tenon::Outcome::optimal)
        state.SkipWithError(tenon::outcome_text(solution.outcome));
    state.counters["nodes"] = static_cast<double>(solution.counters.nodes);
    state.counters["steps"] = static_cast<double>(solution.counters.simplex_iterations);
    state.counters["work"] = static_cast<double>(solution.counters.work);
}

const bool registered = [] {
    for (const char* model : models)
        benchmark::RegisterBenchmark(
            (std::string("solve/") + model).c_str(),
            [model](benchmark::State& state) { solve_model(state, model); })
            ->Unit(benchmark::kMillisecond);
    return true;
}();

}  // namespace
