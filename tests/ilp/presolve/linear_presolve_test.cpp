// Presolve of linear programs: on thousands of random programs the reduced problem has the optimum
// of the original, and what postsolve brings back is an optimal basis of the original before any
// simplex method has seen it; with all reductions, with each one off, and with each one alone.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "check_answer.hpp"
#include "ilp/lp/lp_checks.hpp"
#include "ilp/presolve/presolve.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

MixedProgram mixed(const LinearProgram& lp) {
    MixedProgram out;
    out.lp = lp;
    out.integer.assign(static_cast<std::size_t>(lp.columns), 0);
    return out;
}

Answer answer_of(const Simplex& s) {
    const auto copy = [](std::span<const double> v) {
        return std::vector<double>(v.begin(), v.end());
    };
    return {copy(s.primal()), copy(s.dual()), copy(s.reduced_costs()), s.basis()};
}

std::vector<std::string> reduction_names() {
    Presolve presolve(PresolveMode::linear);
    presolve.run({}, MixedProgram{});
    std::vector<std::string> names;
    for (const ReductionCount& count : presolve.counts()) names.emplace_back(count.name);
    return names;
}

// Solves p directly and through `presolve`; true if the two agree and postsolve was exact.
bool agrees(const LinearProgram& p, Presolve& presolve) {
    Simplex direct(p);
    const LpStatus truth = direct.solve();
    const PresolveStatus status = presolve.run({}, mixed(p));
    // Dominated columns are fixed on the ground that there is an optimum: where there is none,
    // presolve may take one reason for the other.
    if (status != PresolveStatus::reduced) return truth != LpStatus::optimal;
    if (truth == LpStatus::unbounded) return true;
    Simplex reduced(presolve.reduced().lp);
    const LpStatus solved = reduced.solve();
    if (solved != truth) return false;
    if (truth != LpStatus::optimal) return true;
    const double size = 1 + std::fabs(direct.objective());
    if (std::fabs(reduced.objective() - direct.objective()) > 1e-8 * size) return false;
    const Answer answer = presolve.restore_optimum(answer_of(reduced));
    return has_basis_size(p, answer.basis) && answer_error(p, answer).worst() < 1e-8;
}

// Sparse enough that rows and columns of one and two entries, duplicates and free columns abound.
LinearProgram random_sparse(Random& random, int kind) {
    const auto rows = static_cast<std::int32_t>(1 + random.below(12));
    const auto columns = static_cast<std::int32_t>(1 + random.below(14));
    const double density = 0.1 + 0.5 * random.uniform();
    return kind % 3 == 0 ? random_program(random, rows, columns, density)
                         : feasible_program(random, rows, columns, density);
}

}  // namespace

TEST_CASE("presolved and direct optimum agree, and postsolve is an optimal basis by itself") {
    Random random(71);
    for (int trial = 0; trial < 20000; ++trial) {
        const LinearProgram p = random_sparse(random, trial);
        Presolve presolve(PresolveMode::linear);
        CAPTURE(trial);
        REQUIRE(agrees(p, presolve));
    }
}

TEST_CASE("each reduction off, and each alone, gives the same optimum") {
    const std::vector<std::string> names = reduction_names();
    for (const std::string& name : names) {
        Random random(72);
        for (int trial = 0; trial < 2000; ++trial) {
            const LinearProgram p = random_sparse(random, trial);
            CAPTURE(name);
            CAPTURE(trial);
            Presolve without(PresolveMode::linear);
            without.skip(name);
            REQUIRE(agrees(p, without));
            Presolve alone(PresolveMode::linear);
            for (const std::string& other : names)
                if (other != name) alone.skip(other);
            REQUIRE(agrees(p, alone));
        }
    }
}
