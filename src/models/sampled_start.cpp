#include "models/sampled_start.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/hearing.hpp"

namespace tenon::models {

namespace {

// A 32nd of the rows, 40 rows a column or 2,000 rows, whichever is most, if that is no more than a
// sixth of all.
constexpr std::int64_t sampled_share = 32, rows_a_column = 40, least_sampled = 2000,
                       worth_sampling = 6, most_steps = 12;
// The estimate is right to a few digits only: the rest are those of all the rows.
constexpr double few_digits = 1e-4;

bool is_plain(const NewtonProblem& problem) {
    const Observations& data = problem.data;
    return !data.passes && data.basis.size() == 0 && data.weights.empty() && data.offset.empty() &&
           !problem.jeffreys && problem.constraint.size() == 0 && data.family.canonical();
}

}  // namespace

SampledStart sampled_start(const Context& context, const NewtonProblem& problem,
                           Eigen::VectorXd start) {
    const std::int64_t rows = problem.data.design.rows(), width = problem.data.design.width();
    const std::int64_t wanted =
        std::max({rows / sampled_share, rows_a_column * width, least_sampled});
    if (!is_plain(problem) || wanted > rows / worth_sampling) return {{std::move(start)}, {}};
    const std::int64_t step = rows / wanted, count = rows / step;
    Design few = problem.data.design;
    few.features.rows = count;
    few.features.row_stride *= step;
    std::vector<double> target(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] = problem.data.target[i * static_cast<std::size_t>(step)];
    const Observations data{few, problem.data.family, target};
    const auto share = static_cast<double>(step);
    NewtonProblem part{data, problem.penalty.divided_by(share), {}, problem.spreads};
    part.total_weight = static_cast<double>(count);
    part.max_iterations = most_steps;
    part.residual_scale = problem.residual_scale;
    part.tolerance = few_digits;
    part.phase = problem.phase;
    Context quiet = context;
    if (context.progress) quiet.progress = ProgressOfPart{&context, {}};
    const double before =
        evaluate_gradient(quiet, data, start).log_likelihood - part.penalty.cost(start);
    NewtonResult found = newton(quiet, part, {start});
    if (!found.converged || found.singular) return {{std::move(start)}, {}};
    Eigen::MatrixXd hessian = std::move(found.at.hessian);
    part.penalty.add_to(hessian);
    hessian *= share;
    return {{std::move(found.theta), std::move(start), before * share}, std::move(hessian)};
}

}  // namespace tenon::models
