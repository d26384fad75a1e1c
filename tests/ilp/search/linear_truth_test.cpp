// Linear programs through the public door, tenon::solve, against exact arithmetic: what it says of
// both senses, in the caller's units and signs, with presolve and without.
//
// TENON_TRIALS and TENON_FIRST as in tests/ilp/lp/truth_test.cpp.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "../lp/exact_truth.hpp"
#include "../lp/lp_styles.hpp"
#include "../lp/public_answers.hpp"
#include "../lp/trials.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

// What a solution says beside the answer itself.
std::string fault_of_figures(const Problem& problem, const Solution& s) {
    const double sign = problem.sense() == Sense::maximize ? -1 : 1;
    if (s.outcome == Outcome::infeasible)
        return s.bound == sign * infinity && !s.has_values ? "" : "a bound on nothing";
    if (s.outcome == Outcome::unbounded)
        return s.bound == -sign * infinity && std::isnan(s.objective) ? "" : "a finite bound";
    if (s.bound != s.objective || s.gap != 0) return "a gap at the optimum";
    if (!(s.max_violation <= 1e-6)) return "a violation beyond the tolerance";
    if (s.row_activity.size() != static_cast<std::size_t>(problem.rows())) return "no activities";
    return "";
}

}  // namespace

TEST_CASE("tenon::solve tells the truth about random linear programs in both senses") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(4000)) {
        Random random(seed, 11);
        const LpStyle style = any_style(random);
        const LinearProgram p = any_program(random, style);
        const Sense sense = random.below(2) ? Sense::minimize : Sense::maximize;
        const Problem problem = to_problem(p, sense);
        SolveOptions options;
        options.presolve = random.below(4) != 0;
        const Solution solution = solve(Context{}, problem, options);
        CAPTURE(seed);
        CAPTURE(style_name(style));
        CAPTURE(options.presolve);
        const std::string fault = Truth(p).fault(to_answer(solution, sense), counts);
        CHECK(fault == "");
        if (fault.empty()) CHECK(fault_of_figures(problem, solution) == "");
    }
    MESSAGE(counts.text());
}

TEST_CASE("from any basis the answer is the same") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(1000)) {
        Random random(seed, 12);
        const LpStyle style = any_style(random);
        const LinearProgram p = any_program(random, style);
        const Problem problem = to_problem(p, Sense::minimize);
        SolveOptions options;
        for (std::int32_t j = 0; j < p.columns; ++j)
            options.start_basis.column.push_back(BasisStatus(random.below(4)));
        for (std::int32_t i = 0; i < p.rows; ++i)
            options.start_basis.row.push_back(BasisStatus(random.below(4)));
        CAPTURE(seed);
        CAPTURE(style_name(style));
        const LpAnswer answer = to_answer(solve(Context{}, problem, options), Sense::minimize);
        CHECK(Truth(p).fault(answer, counts) == "");
    }
}

// The one style where double precision may have to give up; what is claimed must be true all the
// same.
TEST_CASE("coefficients from 2^-20 to 2^20, each for itself: no wrong claim, hardly any without") {
    TruthCounts counts;
    std::int64_t unanswered = 0;
    for (const std::uint64_t seed : seeds(2000)) {
        Random random(seed, 14);
        const LinearProgram p = any_program(random, LpStyle::wider);
        SolveOptions options;
        options.presolve = random.below(2) == 0;
        const Solution solution = solve(Context{}, to_problem(p, Sense::minimize), options);
        CAPTURE(seed);
        if (solution.outcome == Outcome::numerical) {
            ++unanswered;
            continue;
        }
        CHECK(Truth(p).fault(to_answer(solution, Sense::minimize), counts) == "");
    }
    CHECK(unanswered <= static_cast<std::int64_t>(counts.programs / 200));
    MESSAGE(counts.text(), ", ", unanswered, " without an answer");
}
