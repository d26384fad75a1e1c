// A warm linear program as a Problem, and its answer as a Solution.
#include <algorithm>
#include <cmath>

#include "base/sum.hpp"
#include "ilp/linear/linear_form.hpp"
#include "ilp/linear/warm_linear_impl.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

std::vector<double> signed_copy(double sign, std::span<const double> from) {
    std::vector<double> out(from.begin(), from.end());
    for (double& x : out) x = ilp::signed_value(sign, x);
    return out;
}

std::vector<double> activity_of(const ilp::LinearProgram& p, const std::vector<double>& x) {
    std::vector<Sum> sums(static_cast<std::size_t>(p.rows));
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (x[j] == 0) continue;
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            sums[p.matrix.index[k]].add_product(p.matrix.value[k], x[j]);
    }
    std::vector<double> activity(sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i) activity[i] = sums[i].value();
    return activity;
}

}  // namespace

Solution WarmLinear::Impl::solution() const {
    if (!answer.solved || !answer.current)
        throw Error(Status::argument,
                    answer.solved ? "the program has changed since the last solve; solve it first"
                                  : "the program has not been solved yet",
                    {.argument = "warm_linear"});
    Solution out;
    out.outcome = answer.outcome;
    out.has_values = answer.has_values();
    out.objective = out.has_values ? answer.objective : std::numeric_limits<double>::quiet_NaN();
    out.bound = answer.bound;
    out.counters = answer.counters;
    if (answer.outcome == Outcome::infeasible) {
        out.farkas = simplex->farkas();
        out.farkas_residual = simplex->farkas_residual();
    }
    if (answer.outcome == Outcome::unbounded) out.ray = simplex->ray();
    if (!out.has_values) return out;
    const ilp::LinearProgram& p = simplex->problem();
    out.gap = 0;
    out.values = answer.values;
    out.row_activity = activity_of(p, out.values);
    out.dual = signed_copy(sign, simplex->dual());
    out.reduced_cost = signed_copy(sign, simplex->reduced_costs());
    out.basis = simplex->basis();
    // Values are within their bounds; only rows can be breached.
    for (std::int32_t i = 0; i < p.rows; ++i) {
        const double s = out.row_activity[i];
        const double breach = std::max(p.row_lower[i] - s, s - p.row_upper[i]);
        if (breach <= out.max_violation) continue;
        out.max_violation = breach;
        const auto at = static_cast<std::size_t>(i);
        out.worst_row = at < row_names.size() ? row_names[at] : "r" + std::to_string(i);
    }
    return out;
}

Problem WarmLinear::Impl::problem() const {
    ilp::LinearProgram built;  // with what is pending, in an engine of its own
    if (!pending.empty()) {
        ilp::Simplex engine(simplex ? simplex->problem() : spare->program);
        ilp::PendingChanges changes = pending;
        changes.build_into(engine);
        built = engine.problem();
    }
    const ilp::LinearProgram& p = !pending.empty() ? built
                                  : simplex        ? simplex->problem()
                                                   : spare->program;
    Problem out(sign < 0 ? Sense::maximize : Sense::minimize);
    out.set_name(name);
    out.set_offset(offset);
    const auto name_of = [](const std::vector<std::string>& names, std::int32_t k) {
        return static_cast<std::size_t>(k) < names.size() ? names[k] : std::string();
    };
    for (std::int32_t j = 0; j < p.columns; ++j)
        out.add_column(name_of(column_names, j), ColumnType::continuous, p.lower[j], p.upper[j],
                       ilp::signed_value(sign, p.cost[j]));
    std::vector<std::vector<std::int32_t>> index(static_cast<std::size_t>(p.rows));
    std::vector<std::vector<double>> value(index.size());
    for (std::int32_t j = 0; j < p.columns; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            index[p.matrix.index[k]].push_back(j);
            value[p.matrix.index[k]].push_back(p.matrix.value[k]);
        }
    for (std::int32_t i = 0; i < p.rows; ++i)
        out.add_row(name_of(row_names, i), p.row_lower[i], p.row_upper[i], index[i], value[i]);
    return out;
}

}  // namespace tenon
