// Claims defended: the simplex engine keeps up with the best open simplex codes, cold and warm.
//
//   lp_bench cold FILE...   each problem from the slack basis: pivots, CPU seconds
//   lp_bench warm FILE...   200 times: a bound of a fractional column is tightened, the problem
//                           re-solved, the bound restored, re-solved; against a cold solve
//
// FILE is MPS or LP text, .gz allowed; integrality is ignored. bench/peers runs HiGHS and CLP
// beside.
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <ctime>
#include <string>

#include "ilp/lp/simplex.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

LinearProgram relaxation(const Problem& problem) {
    const double sign = problem.sense() == Sense::maximize ? -1 : 1;
    LinearProgram p;
    p.columns = problem.columns();
    p.rows = problem.rows();
    for (double c : problem.cost()) p.cost.push_back(sign * c);
    p.offset = sign * problem.offset();
    p.lower.assign(problem.lower().begin(), problem.lower().end());
    p.upper.assign(problem.upper().begin(), problem.upper().end());
    p.row_lower.assign(problem.row_lower().begin(), problem.row_lower().end());
    p.row_upper.assign(problem.row_upper().begin(), problem.row_upper().end());
    p.matrix.start.assign(static_cast<std::size_t>(p.columns) + 1, 0);
    for (std::int32_t j : problem.index()) ++p.matrix.start[j + 1];
    for (std::int32_t j = 0; j < p.columns; ++j) p.matrix.start[j + 1] += p.matrix.start[j];
    p.matrix.index.resize(problem.index().size());
    p.matrix.value.resize(problem.index().size());
    std::vector<std::int64_t> next(p.matrix.start.begin(), p.matrix.start.end() - 1);
    for (std::int32_t i = 0; i < p.rows; ++i) {
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            const std::int64_t at = next[problem.index()[k]]++;
            p.matrix.index[at] = i;
            p.matrix.value[at] = problem.value()[k];
        }
    }
    return p;
}

// The next column with a fractional value after j, or -1.
std::int32_t next_fractional(const Simplex& s, std::int32_t j) {
    constexpr double fractional = 1e-5;
    for (std::int32_t k = 1; k <= s.columns(); ++k) {
        const std::int32_t i = (j + k) % s.columns();
        const double x = s.primal()[i];
        if (std::fabs(x - std::round(x)) > fractional) return i;
    }
    return -1;
}

struct Mean {
    double logarithms = 0;
    int count = 0;
    void add(double x, double shift) {
        logarithms += std::log(x + shift);
        ++count;
    }
    double value(double shift) const { return count ? std::exp(logarithms / count) - shift : 0; }
};

void run_cold(const std::string& path, Mean& mean) {
    LinearProgram p = relaxation(read_problem(Context{}, path));
    const double start = cpu_seconds();
    Simplex s(std::move(p));
    const LpStatus status = s.solve();
    const double seconds = cpu_seconds() - start;
    const LpCounters& c = s.counters();
    fmt::print(
        "{:<50} status {} objective {:.12g}  {:.3f} s  pivots {} ({} primal), flips {}, "
        "factorisations {}\n",
        path, static_cast<int>(status), s.objective(), seconds, c.iterations, c.primal_iterations,
        c.bound_flips, c.refactorisations);
    mean.add(seconds, 1);
}

void run_warm(const std::string& path, Mean& mean) {
    constexpr int changes = 200;
    constexpr double longest_seconds = 5;
    const double before = cpu_seconds();
    Simplex s(relaxation(read_problem(Context{}, path)));
    if (s.solve() != LpStatus::optimal) return;
    const double start = cpu_seconds();
    const std::int64_t pivots = s.counters().iterations;
    int solves = 0, failures = 0;
    std::int32_t j = 0;
    for (int k = 0; k < changes && cpu_seconds() - start < longest_seconds; ++k) {
        j = next_fractional(s, j + 6);
        if (j < 0) break;
        const double x = s.primal()[j], l = s.problem().lower[j], u = s.problem().upper[j];
        if (k % 2) {
            s.set_bounds(j, l, std::floor(x));
        } else {
            s.set_bounds(j, std::ceil(x), u);
        }
        const LpStatus status = s.solve();
        failures += status != LpStatus::optimal && status != LpStatus::infeasible;
        s.set_bounds(j, l, u);
        failures += s.solve() != LpStatus::optimal;
        solves += 2;
    }
    if (solves == 0) return;
    const double micros = (cpu_seconds() - start) / solves * 1e6;
    fmt::print(
        "{:<50} cold {:.4f} s {} pivots; warm {:.0f} us {:.1f} pivots a solve, {} solves, {} "
        "failed\n",
        path, start - before, pivots, micros,
        static_cast<double>(s.counters().iterations - pivots) / solves, solves, failures);
    mean.add(micros, 0);
}

}  // namespace

int main(int argc, char** argv) {
    const bool warm = argc > 1 && std::strcmp(argv[1], "warm") == 0;
    if (argc < 3 || (!warm && std::strcmp(argv[1], "cold") != 0)) {
        fmt::print("usage: lp_bench cold|warm FILE...\n");
        return 2;
    }
    Mean mean;
    for (int k = 2; k < argc; ++k) {
        try {
            warm ? run_warm(argv[k], mean) : run_cold(argv[k], mean);
        } catch (const Error& error) {
            fmt::print("{}: {}\n", argv[k], error.message());
        }
    }
    if (warm) {
        fmt::print("geometric mean {:.1f} us a re-solve\n", mean.value(0));
    } else {
        fmt::print("geometric mean shifted by 1 s: {:.4f} s\n", mean.value(1));
    }
    return 0;
}
