#include "ilp/search/plans.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "tenon/check.hpp"

namespace tenon::ilp {

namespace {

constexpr CheckTolerances plan_tolerances{feasibility_tolerance, 0};

}  // namespace

std::string describe_breach(const std::string& name, double amount) {
    return "\"" + name + "\" is broken by " + format_double(amount);
}

Plans::Plans(const Problem& problem, const SolveOptions& options, Control& control)
    : problem_(problem),
      options_(options),
      control_(control),
      sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0),
      whole_rows_(large_whole_rows(problem)) {}

void Plans::connect(std::function<Place()> place, std::function<void(const NewRow&)> add_row) {
    place_ = std::move(place);
    add_row_ = std::move(add_row);
}

SolvePoint Plans::point_for(std::span<const double> values, double objective) const {
    const Place place = place_ ? place_() : Place{};
    SolvePoint out;
    out.values = values;
    out.objective = sign_ * objective;
    out.bound = sign_ * std::min(place.bound, found_ ? objective_ : infinity);
    if (found_) out.incumbent = sign_ * objective_;
    out.nodes = place.nodes;
    return out;
}

void Plans::stop_unless(bool go_on) {
    if (go_on) return;
    ended_ = true;
    control_.stop(Stop::cancelled);
}

bool Plans::wanted(double objective) const {
    return objective < objective_ || static_cast<std::int32_t>(pool_.size()) < options_.pool_size ||
           (options_.pool_size > 0 && objective < pool_.back().objective);
}

Judged Plans::examine(std::span<const double> values) const {
    Judged out;
    const Verdict verdict = check_point(judged(), values, plan_tolerances);
    if (!verdict.feasible) {
        out.reason = describe_breach(verdict.worst, verdict.max_violation);
        return out;
    }
    if (whole_rows_) {
        const Verdict exact = check_point(*whole_rows_, values, {0, 0, 0});
        if (!exact.feasible) {
            out.reason = describe_breach(exact.worst, exact.max_violation);
            return out;
        }
    }
    if (!std::isfinite(verdict.objective)) {
        out.reason = "its objective is beyond the largest number";
        return out;
    }
    out.objective = sign_ * verdict.objective;
    out.accepted = true;
    return out;
}

Judged Plans::consider(std::vector<double> values) {
    Judged out;
    if (ended_) {
        out.reason = "the caller ended the solve";
        return out;
    }
    out = examine(values);
    if (!out.accepted) return out;
    out.accepted = false;
    if (!wanted(out.objective)) {
        out.reason = "it is no better than the best plan so far";
        // With lazy rows only what has been shown to the caller is a plan.
        out.accepted = !options_.callbacks.lazy_rows || values == best_;
        out.dear = !out.accepted;
        return out;
    }
    if (options_.callbacks.lazy_rows && refused_by_lazy_rows(values, out.objective, out))
        return out;
    out.accepted = true;
    const bool best = out.objective < objective_;
    keep(std::move(values), out.objective);
    if (best && options_.callbacks.incumbent)
        stop_unless(options_.callbacks.incumbent(point_for(best_, objective_)));
    return out;
}

// The new rows join the problem; the point passes if it breaks none of them.
bool Plans::refused_by_lazy_rows(std::span<const double> values, double objective, Judged& judged) {
    NewRows rows(problem_.columns());
    const bool go_on = options_.callbacks.lazy_rows(point_for(values, objective), rows);
    if (!go_on) {
        stop_unless(false);
        judged.reason = "the caller ended the solve";
        return true;
    }
    if (rows.empty()) return false;
    if (!extended_) extended_ = problem_;
    for (const NewRow& row : rows.rows()) {
        std::string name = row.name;
        if (name.empty()) name = "lazy" + std::to_string(lazy_rows());
        while (extended_->find_row(name)) name += '_';
        extended_->add_row(std::move(name), row.lower, row.upper, row.columns, row.coefficients);
        if (add_row_) add_row_(row);
    }
    const Verdict verdict = check_point(*extended_, values, plan_tolerances);
    if (verdict.feasible) return false;
    judged.rows_added = true;
    judged.reason = describe_breach(verdict.worst, verdict.max_violation);
    return true;
}

void Plans::ask_for_cuts(std::span<const double> values, double objective, NewRows& rows) {
    if (!ended_) stop_unless(options_.callbacks.user_cuts(point_for(values, objective), rows));
}

void Plans::ask_for_plans(std::span<const double> values, double objective, NewPlans& plans) {
    if (!ended_) stop_unless(options_.callbacks.user_plans(point_for(values, objective), plans));
}

void Plans::ask_for_branching(std::span<const double> values, double objective,
                              Branching& branching) {
    if (!ended_)
        stop_unless(options_.callbacks.user_branching(point_for(values, objective), branching));
}

void Plans::tell_verdict(const PlanVerdict& verdict) {
    if (!ended_) stop_unless(options_.callbacks.plan_verdict(verdict));
}

bool Plans::same_plan(std::span<const double> a, std::span<const double> b) const {
    const bool all = !problem_.has_integers();
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if ((all || problem_.type()[j] != ColumnType::continuous) && a[j] != b[j]) return false;
    return true;
}

void Plans::keep_in_pool(const std::vector<double>& values, double objective) {
    const auto same = std::find_if(pool_.begin(), pool_.end(), [&](const PoolPlan& plan) {
        return same_plan(plan.values, values);
    });
    if (same != pool_.end()) {
        if (same->objective <= objective) return;
        pool_.erase(same);
    }
    const auto place =
        std::upper_bound(pool_.begin(), pool_.end(), objective,
                         [](double value, const PoolPlan& plan) { return value < plan.objective; });
    pool_.insert(place, {values, objective});
    if (static_cast<std::int32_t>(pool_.size()) > options_.pool_size) pool_.pop_back();
}

void Plans::keep(std::vector<double> values, double objective) {
    ++kept_;
    last_kept_ = objective;
    if (options_.pool_size > 0) keep_in_pool(values, objective);
    if (found_ && objective >= objective_) return;
    found_ = true;
    objective_ = objective;
    best_ = std::move(values);
}

bool Plans::give(Solution& answer) {
    if (!found_) return false;
    const Verdict verdict = check_point(judged(), best_, plan_tolerances);
    answer.values = std::move(best_);
    answer.objective = verdict.objective;
    answer.max_violation = verdict.max_violation;
    if (verdict.max_violation > 0) answer.worst_row = verdict.worst;
    answer.row_activity = verdict.row_activity;
    answer.row_activity.resize(static_cast<std::size_t>(problem_.rows()));
    answer.pool = std::move(pool_);
    for (PoolPlan& plan : answer.pool) plan.objective *= sign_;
    return true;
}

std::optional<Problem> large_whole_rows(const Problem& problem) {
    const auto whole = [](double x) { return x == std::round(x); };
    std::optional<Problem> out;
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const double lower = problem.row_lower()[i], upper = problem.row_upper()[i];
        const double size = std::max(std::isinf(lower) ? 0 : std::fabs(lower),
                                     std::isinf(upper) ? 0 : std::fabs(upper));
        if (plan_tolerances.relative * size < 0.5) continue;
        const auto first = static_cast<std::size_t>(problem.row_start()[i]);
        const auto count = static_cast<std::size_t>(problem.row_start()[i + 1]) - first;
        const auto index = problem.index().subspan(first, count);
        const auto value = problem.value().subspan(first, count);
        bool all = true;
        for (std::size_t k = 0; k < count && all; ++k)
            all = problem.type()[index[k]] != ColumnType::continuous && whole(value[k]);
        if (!all) continue;
        if (!out) {
            out.emplace();
            for (std::int32_t j = 0; j < problem.columns(); ++j)
                out->add_column(problem.column_name(j), ColumnType::continuous, -infinity, infinity,
                                0);
        }
        out->add_row(problem.row_name(i), lower, upper, index, value);
    }
    return out;
}

std::vector<Cut> to_cuts(const NewRow& row, std::span<const AffineColumn> columns) {
    std::map<std::int32_t, Sum> terms;
    Sum constant;
    for (std::size_t k = 0; k < row.columns.size(); ++k) {
        const AffineColumn& image = columns[row.columns[k]];
        const double a = row.coefficients[k];
        constant.add_product(a, image.constant);
        if (image.column >= 0) terms[image.column].add_product(a, image.coefficient);
    }
    Cut upper;
    for (const auto& [column, sum] : terms) {
        if (sum.value() == 0) continue;
        upper.index.push_back(column);
        upper.value.push_back(sum.value());
    }
    upper.family = "the caller";
    Cut lower = upper;
    for (double& value : lower.value) value = -value;
    upper.right = row.upper - constant.value();
    lower.right = constant.value() - row.lower;
    std::vector<Cut> out;
    if (!std::isinf(upper.right)) out.push_back(std::move(upper));
    if (!std::isinf(lower.right)) out.push_back(std::move(lower));
    return out;
}

}  // namespace tenon::ilp
