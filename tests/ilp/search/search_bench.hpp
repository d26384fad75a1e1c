// A search over a problem as it is, without presolve, with the checker as its judge.
#pragma once

#include <utility>

#include "ilp/search/random_problems.hpp"
#include "ilp/search/search.hpp"
#include "tenon/check.hpp"

namespace tenon::test {

struct SearchBench {
    Problem problem;
    ilp::MixedProgram program = ilp::to_mixed_program(problem);
    Context context;
    ilp::Control control{context, SolveOptions{}};
    ilp::SearchOptions options;
    int judged = 0;
    ilp::Search search{program, control,
                       [this](std::span<const double> x) {
                           ++judged;
                           const Verdict verdict = check_point(problem, x);
                           ilp::Judged out;
                           out.accepted = verdict.feasible;
                           out.objective = problem.sense() == Sense::maximize ? -verdict.objective
                                                                              : verdict.objective;
                           return out;
                       },
                       options};

    explicit SearchBench(Problem of, const ilp::SearchOptions& with = {})
        : problem(std::move(of)), options(with) {}

    ilp::SubProblem whole() const {
        ilp::SubProblem part;
        part.lower = program.lp.lower;
        part.upper = program.lp.upper;
        part.nodes = 1000;
        part.work = 100'000'000;
        part.source = "test";
        return part;
    }
};

}  // namespace tenon::test
