// Claims defended: the simplex engine keeps up with the best open simplex codes, cold and warm.
//
//   bench_lp cold FILE...            each relaxation from the slack basis, without presolve
//   bench_lp changes FILE...         one JSON line a file: bound changes that cut its optimum off
//   bench_lp warm CHANGES FILE...    each change made, re-solved, undone, re-solved; per re-solve
//
// FILE is MPS or LP text, .gz allowed; integrality only says which columns are changed.
// bench/peers/compare_linear.py runs HiGHS over the same changes, and all peers cold.
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "ilp/lp/simplex.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

// Enough for a mean, few enough for the largest model.
constexpr int changes_a_file = 100;

struct Change {
    std::int32_t column = 0;
    double lower = 0, upper = 0;
};

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void run_cold(const std::string& path) {
    LinearProgram p = to_mixed_program(read_problem(Context{}, path)).lp;
    const double start = cpu_seconds();
    Simplex s(std::move(p), {.refine = std::getenv("REFINE") != nullptr});
    if (std::getenv("PRIMAL")) s.set_method(LpMethod::primal);
    const LpStatus status = s.solve();
    const double seconds = cpu_seconds() - start;
    const LpCounters& c = s.counters();
    fmt::print(
        "{:<50} status {} objective {:.12g}  {:.3f} s  pivots {} ({} primal), flips {}, "
        "factorisations {} ({:.3f} s, fill {:.2f}), work {}\n",
        path, static_cast<int>(status), s.objective(), seconds, c.iterations, c.primal_iterations,
        c.bound_flips, c.refactorisations, c.factor_seconds,
        static_cast<double>(c.factor_nonzeros) / static_cast<double>(c.basis_nonzeros), c.work);
}

// Integer columns that are fractional at the optimum, at random, cut off from below or above. Where
// none is, any integer column is moved off its value.
std::vector<Change> choose_changes(const MixedProgram& program, const Simplex& s) {
    constexpr double fractional = 1e-5;
    std::vector<std::int32_t> columns;
    for (const bool want_fractional : {true, false}) {
        for (std::int32_t j = 0; j < s.columns(); ++j) {
            if (!program.integer[j] || program.lp.lower[j] == program.lp.upper[j]) continue;
            const double x = s.primal()[j];
            if (!want_fractional || std::fabs(x - std::round(x)) > fractional) columns.push_back(j);
        }
        if (!columns.empty()) break;
    }
    std::vector<Change> changes;
    Random random(1);
    for (int k = 0; k < changes_a_file && !columns.empty(); ++k) {
        const std::int32_t j = columns[random.below(columns.size())];
        Change change{j, program.lp.lower[j], program.lp.upper[j]};
        const double x = s.primal()[j];
        const bool up = random.below(2) == 1;
        if (std::fabs(x - std::round(x)) > fractional) {
            (up ? change.lower : change.upper) = up ? std::ceil(x) : std::floor(x);
        } else if (x + 1 <= change.upper + fractional) {
            change.lower = std::round(x) + 1;
        } else {
            change.upper = std::round(x) - 1;
        }
        changes.push_back(change);
    }
    return changes;
}

void print_changes(const std::string& path) {
    const MixedProgram program = to_mixed_program(read_problem(Context{}, path));
    Simplex s(program.lp);
    nlohmann::json line{{"file", path}, {"changes", nlohmann::json::array()}};
    if (s.solve() == LpStatus::optimal)
        for (const Change& c : choose_changes(program, s))
            line["changes"].push_back({{"column", c.column},
                                       {"lower", std::isinf(c.lower) ? -1e30 : c.lower},
                                       {"upper", std::isinf(c.upper) ? 1e30 : c.upper}});
    fmt::print("{}\n", line.dump());
}

void run_warm(const std::string& path, const nlohmann::json& changes) {
    constexpr double longest_seconds = 5;
    const double before = cpu_seconds();
    Simplex s(to_mixed_program(read_problem(Context{}, path)).lp);
    if (s.solve() != LpStatus::optimal) return;
    const double start = cpu_seconds();
    const LpCounters cold = s.counters();
    int solves = 0, failures = 0;
    double sum = 0;
    for (const auto& c : changes) {
        if (cpu_seconds() - start > longest_seconds) break;
        const std::int32_t j = c["column"];
        const double l = s.problem().lower[j], u = s.problem().upper[j];
        const double lower = c["lower"], upper = c["upper"];
        s.set_bounds(j, std::max(l, lower), std::min(u, upper));
        const LpStatus status = s.solve();
        if (status == LpStatus::optimal) sum += s.objective();
        failures += status != LpStatus::optimal && status != LpStatus::infeasible;
        s.set_bounds(j, l, u);
        failures += s.solve() != LpStatus::optimal;
        solves += 2;
    }
    if (solves == 0) return;
    const double micros = (cpu_seconds() - start) / solves * 1e6;
    nlohmann::json line{
        {"file", path},
        {"cold_seconds", start - before},
        {"cold_pivots", cold.iterations},
        {"micros", micros},
        {"pivots", static_cast<double>(s.counters().iterations - cold.iterations) / solves},
        {"solves", solves},
        {"failures", failures},
        {"sum", sum}};
    fmt::print("{}\n", line.dump());
}

int run(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "";
    const int first = mode == "warm" ? 3 : 2;
    if ((mode != "cold" && mode != "changes" && mode != "warm") || argc <= first) {
        fmt::print("usage: bench_lp cold FILE... | changes FILE... | warm CHANGES FILE...\n");
        return 2;
    }
    nlohmann::json of_file;
    if (mode == "warm") {
        std::ifstream in(argv[2]);
        for (std::string text; std::getline(in, text);) {
            const auto line = nlohmann::json::parse(text);
            of_file[line["file"].get<std::string>()] = line["changes"];
        }
    }
    for (int k = first; k < argc; ++k) {
        if (mode == "cold") run_cold(argv[k]);
        if (mode == "changes") print_changes(argv[k]);
        if (mode == "warm") run_warm(argv[k], of_file[argv[k]]);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench_lp: {}\n", error.what());
        return 1;
    }
}
