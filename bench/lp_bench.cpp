// Claims defended: the simplex engine keeps up with the best open simplex codes, cold and warm.
//
//   bench_lp cold FILE...            each relaxation from the slack basis, without presolve
//   bench_lp primal FILE...          the same by the primal method
//   bench_lp presolved FILE...       presolve, the rest, and the basis brought back
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

void print_solve(const char* what, const Simplex& s, double seconds) {
    const LpCounters& c = s.counters();
    fmt::print(
        "  {:<10} status {} objective {:.12g}  {:.3f} s, pivots {} + {} + {} (phase one, dual, "
        "primal), flips {}, factorisations {}, fill {:.2f}, work {}\n",
        what, static_cast<int>(s.status()), s.objective(), seconds, c.phase_one_iterations,
        c.dual_iterations, c.primal_iterations, c.bound_flips, c.refactorisations,
        static_cast<double>(c.factor_nonzeros) / static_cast<double>(c.basis_nonzeros), c.work);
}

void run_cold(const std::string& path, LpMethod method) {
    LinearProgram p = to_mixed_program(read_problem(Context{}, path)).lp;
    fmt::print("{}: {} rows, {} columns, {} nonzeros\n", path, p.rows, p.columns,
               p.matrix.value.size());
    const double start = cpu_seconds();
    Simplex s(std::move(p));
    s.set_method(method);
    s.solve();
    print_solve("cold", s, cpu_seconds() - start);
}

void run_presolved(const std::string& path) {
    const MixedProgram program = to_mixed_program(read_problem(Context{}, path));
    double start = cpu_seconds();
    Presolve presolve(PresolveMode::linear);
    if (presolve.run(Context{}, program) != PresolveStatus::reduced) return;
    const LinearProgram& p = presolve.reduced().lp;
    fmt::print("{}: {} rows, {} columns, {} nonzeros after {:.3f} s of presolve\n", path, p.rows,
               p.columns, p.matrix.value.size(), cpu_seconds() - start);
    start = cpu_seconds();
    Simplex reduced(p, {.strict = false});
    if (reduced.solve() != LpStatus::optimal) return;
    print_solve("reduced", reduced, cpu_seconds() - start);
    start = cpu_seconds();
    const auto copy = [](std::span<const double> from) {
        return std::vector<double>(from.begin(), from.end());
    };
    const Answer answer =
        presolve.restore_optimum({copy(reduced.primal()), copy(reduced.dual()),
                                  copy(reduced.reduced_costs()), reduced.basis()});
    Simplex whole(program.lp, {.refine = true});
    whole.set_basis(answer.basis);
    whole.solve();
    print_solve("restored", whole, cpu_seconds() - start);
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
    const bool known = mode == "cold" || mode == "primal" || mode == "presolved" ||
                       mode == "changes" || mode == "warm";
    if (!known || argc <= first) {
        fmt::print(
            "usage: bench_lp cold|primal|presolved|changes FILE... | warm CHANGES FILE...\n");
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
        if (mode == "cold") run_cold(argv[k], LpMethod::automatic);
        if (mode == "primal") run_cold(argv[k], LpMethod::primal);
        if (mode == "presolved") run_presolved(argv[k]);
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
