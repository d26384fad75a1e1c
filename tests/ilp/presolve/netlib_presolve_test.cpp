// Presolve and postsolve on the Netlib collection: the published optima, residuals of what comes
// back before any simplex method mends it, and the pivots that it then needs on the original.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "check_answer.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/problem.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

struct Instance {
    std::string set, name;
    double optimum;
};

std::vector<Instance> instances() {
    std::vector<Instance> out;
    const std::string path = data_path("ilp/optima.tsv");
    if (path.empty()) return out;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields(line);
        std::string name, objective, status, set;
        fields >> name >> objective >> status >> set;
        // The hard ones take longer than all others together, by the simplex method.
        const bool hard = name == "dfl001" || name == "d2q06c" || name == "fit2p" || name == "qap8";
        if ((set == "netlib" || set == "lp2") && !hard)
            out.push_back({set, name, std::stod(objective)});
    }
    return out;
}

Answer answer_of(const Simplex& s) {
    const auto copy = [](std::span<const double> v) {
        return std::vector<double>(v.begin(), v.end());
    };
    return {copy(s.primal()), copy(s.dual()), copy(s.reduced_costs()), s.basis()};
}

}  // namespace

TEST_CASE("Netlib problems come back from presolve as optimal bases of the original") {
    std::int64_t pivots = 0;
    int solved = 0;
    for (const Instance& instance : instances()) {
        CAPTURE(instance.name);
        const std::string path = data_path("ilp/" + instance.set + "/" + instance.name + ".mps.gz");
        if (path.empty()) return;
        const MixedProgram program = to_mixed_program(read_problem(Context{}, path));
        const LinearProgram& original = program.lp;
        Presolve presolve(PresolveMode::linear);
        REQUIRE(presolve.run({}, program) == PresolveStatus::reduced);
        Simplex reduced(presolve.reduced().lp);
        REQUIRE(reduced.solve() == LpStatus::optimal);
        const Answer answer = presolve.restore_optimum(answer_of(reduced));
        CHECK(has_basis_size(original, answer.basis));
        // The reduced problem is solved to 1e-7 absolute; postsolve adds nothing that shows.
        CHECK(answer_error(original, answer).worst() < 1e-7);

        Simplex verified(original);
        verified.set_basis(answer.basis);
        REQUIRE(verified.solve() == LpStatus::optimal);
        pivots += verified.counters().iterations;
        CHECK(std::fabs(verified.objective() - instance.optimum) <=
              1e-7 * (1 + std::fabs(instance.optimum)));
        const AnswerError error = answer_error(original, answer_of(verified));
        CHECK(error.primal < 1e-9);
        CHECK(error.dual < 1e-9);
        CHECK(error.slack < 1e-7);  // the dual tolerance of the simplex method
        ++solved;
    }
    MESSAGE("solved ", solved, ", pivots after postsolve ", pivots);
    CHECK(pivots <= solved);
}
