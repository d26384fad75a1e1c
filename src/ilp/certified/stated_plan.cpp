#include "ilp/certified/stated_plan.hpp"

#include <cmath>

#include "base/exact_number.hpp"
#include "tenon/check.hpp"

namespace tenon::ilp::certified {

namespace {

double exact_objective(const Problem& problem, std::span<const double> x, double told) {
    ExactNumber sum(problem.offset());
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        sum += ExactNumber(problem.cost()[j]) * ExactNumber(x[j]);
    return sum.below() <= told && told <= sum.above() ? told : sum.below();
}

// The largest breach of a row or bound; nothing if one is larger than the judge allows. The judge
// rounds activities before it compares; here the difference itself is exact.
std::optional<double> largest_breach(const Problem& problem, std::span<const double> x) {
    const CheckTolerances allowed;
    ExactNumber worst;
    bool holds = true;
    const auto measure_side = [&](const ExactNumber& breach, double side) {
        if (breach.sign() <= 0) return;
        const ExactNumber share = ExactNumber(allowed.relative) * ExactNumber(std::fabs(side));
        holds = holds && (!(ExactNumber(allowed.feasibility) < breach) || !(share < breach));
        if (worst < breach) worst = breach;
    };
    const auto measure = [&](const ExactNumber& value, double lower, double upper) {
        if (std::isfinite(lower)) measure_side(ExactNumber(lower) - value, lower);
        if (std::isfinite(upper)) measure_side(value - ExactNumber(upper), upper);
    };
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        measure(ExactNumber(x[j]), problem.lower()[j], problem.upper()[j]);
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        ExactNumber activity;
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
            activity += ExactNumber(problem.value()[k]) * ExactNumber(x[problem.index()[k]]);
        measure(activity, problem.row_lower()[i], problem.row_upper()[i]);
    }
    return holds ? std::optional(worst.above()) : std::nullopt;
}

}  // namespace

std::optional<StatedPlan> evaluate_plan(const Problem& problem, std::span<const double> plan,
                                        double objective_told) {
    const std::optional<double> violation = largest_breach(problem, plan);
    if (!violation) return std::nullopt;
    return StatedPlan{exact_objective(problem, plan, objective_told), *violation};
}

}  // namespace tenon::ilp::certified
