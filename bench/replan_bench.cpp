// Claim defended: a host that solves again after a small change pays for the change.
//
//   bench_replan FILE...      FILE is MPS or LP text, .gz allowed
//
// Each problem is solved with a SolveMemory; then, each from that state, problems with one change,
// of each kind up to two: any integer column fixed at zero (bound), one that the plan uses (down),
// a row's side moved by a tenth (side: an order grows or shrinks), a cost raised by a tenth (cost),
// and nothing at all (none). CPU seconds of each against those of the same problem without a
// memory; gap 1e-4, a minute each at most.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"
#include "tenon/solve_memory.hpp"

using namespace tenon;

namespace {

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Change {
    std::string kind;
    Problem problem;
};

std::vector<Change> changes_of(const Problem& problem, const std::vector<double>& plan) {
    std::vector<Change> out;
    // Strides that visit all columns and rows of nearly every problem, in no order of the model.
    constexpr std::int64_t column_stride = 7919, row_stride = 6151;
    const auto some = [](std::int64_t count, std::int64_t stride, int wanted, auto&& take) {
        for (std::int64_t k = 0, taken = 0; k < count && taken < wanted; ++k)
            if (take(static_cast<std::int32_t>((k * stride + 7) % count))) ++taken;
    };
    some(problem.columns(), column_stride, 2, [&](std::int32_t j) {
        if (problem.type()[j] == ColumnType::continuous || problem.lower()[j] != 0) return false;
        out.push_back({"bound", problem});
        out.back().problem.set_bounds(j, 0, 0);
        return true;
    });
    some(problem.columns(), column_stride, 2, [&](std::int32_t j) {
        if (problem.type()[j] == ColumnType::continuous || problem.lower()[j] > 0 || plan[j] < 0.5)
            return false;
        out.push_back({"down", problem});
        out.back().problem.set_bounds(j, 0, 0);
        return true;
    });
    some(problem.rows(), row_stride, 2, [&](std::int32_t i) {
        const double low = problem.row_lower()[i], high = problem.row_upper()[i];
        const double side = std::isfinite(low) ? low : high;
        if (!std::isfinite(side) || std::fabs(side) < 3) return false;
        const double moved = std::round(1.1 * side) == side ? side + 1 : std::round(1.1 * side);
        out.push_back({"side", problem});
        out.back().problem.set_row_bounds(i, low == side ? moved : low,
                                          high == side ? moved : high);
        return true;
    });
    some(problem.columns(), column_stride, 2, [&](std::int32_t j) {
        if (plan[j] < 0.5 || problem.cost()[j] == 0) return false;
        out.push_back({"cost", problem});
        out.back().problem.set_cost(j, 1.1 * problem.cost()[j]);
        return true;
    });
    out.push_back({"none", problem});
    return out;
}

struct Mean {
    double sum = 0;
    int count = 0;
};

void run(const std::string& path, std::map<std::string, Mean>& means) {
    const Problem problem = read_problem({}, path);
    SolveOptions options;
    options.relative_gap = 1e-4;
    options.time_limit_seconds = 60;
    const auto timed = [&](const Problem& of, SolveMemory* memory, Solution& answer) {
        SolveOptions with = options;
        with.memory = memory;
        const double start = cpu_seconds();
        answer = solve({}, of, with);
        return cpu_seconds() - start;
    };
    Solution cold, warm, first;
    SolveMemory memory;
    const double first_seconds = timed(problem, &memory, first);
    fmt::print("{}: {}, {:.3f} s, {} nodes\n", path, outcome_text(first.outcome), first_seconds,
               first.counters.nodes);
    if (!first.has_values) return;
    for (const Change& change : changes_of(problem, first.values)) {
        SolveMemory own;
        timed(problem, &own, first);
        const double cold_seconds = timed(change.problem, nullptr, cold);
        const double warm_seconds = timed(change.problem, &own, warm);
        const double ratio = warm_seconds / cold_seconds;
        const bool differ =
            cold.outcome != warm.outcome || std::fabs(cold.objective - warm.objective) >
                                                2.1e-4 * std::fmax(1, std::fabs(cold.objective));
        fmt::print(
            "  {:<5} cold {:8.3f} s {:>7} nodes   memory {:8.4f} s {:>7} nodes   ratio "
            "{:.3f}{}\n",
            change.kind, cold_seconds, cold.counters.nodes, warm_seconds, warm.counters.nodes,
            ratio, differ ? "   ANSWERS DIFFER" : "");
        for (const std::string& name : {change.kind, std::string("all")}) {
            means[name].sum += std::log(std::fmax(ratio, 1e-4));
            ++means[name].count;
        }
    }
}

}  // namespace

int main(int count, char** words) {
    try {
        std::map<std::string, Mean> means;
        for (int k = 1; k < count; ++k) run(words[k], means);
        for (const auto& [kind, mean] : means)
            fmt::print("{}: geometric mean {:.3f} of cold, {} changes\n", kind,
                       std::exp(mean.sum / mean.count), mean.count);
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return EXIT_FAILURE;
    }
}
