// Lexicographic and weighted objectives. After a priority is solved its weighted sum is held by a
// row
//
//   sum w_i (c_i x + offset_i) <= value + tolerance      (of the minimisation)
//
// which the plan found keeps exactly, so a later priority never ends without a plan for want of
// one.
//
// J. Ignizio: Goal programming and extensions, 1976; K. Miettinen: Nonlinear multiobjective
// optimization, 1999, section 4.2.
#include "tenon/objectives.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "base/clock.hpp"
#include "base/sum.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

void check(const Problem& problem, std::span<const Objective> objectives) {
    const auto refuse = [](const Objective& objective, const std::string& what) {
        throw Error(Status::argument,
                    "objective" + (objective.name.empty() ? "" : " \"" + objective.name + "\"") +
                        ": " + what,
                    {.argument = "objectives"});
    };
    if (objectives.empty())
        throw Error(Status::argument, "there is no objective", {.argument = "objectives"});
    for (const Objective& objective : objectives) {
        if (objective.cost.size() != static_cast<std::size_t>(problem.columns()))
            refuse(objective, std::to_string(objective.cost.size()) + " costs for " +
                                  std::to_string(problem.columns()) + " columns");
        const auto finite = [](double x) { return std::isfinite(x); };
        if (!std::all_of(objective.cost.begin(), objective.cost.end(), finite) ||
            !finite(objective.offset))
            refuse(objective, "a cost or the offset is no finite number");
        if (!(objective.weight > 0) || !finite(objective.weight))
            refuse(objective, "the weight must be a positive number");
        if (!(objective.absolute_tolerance >= 0) || !(objective.relative_tolerance >= 0))
            refuse(objective, "tolerances must be zero or positive");
    }
}

// The problem with the costs of one objective, whose exact value the judge then gives.
void set_objective(Problem& problem, const Objective& objective) {
    problem.set_sense(objective.sense);
    for (std::int32_t j = 0; j < problem.columns(); ++j) problem.set_cost(j, objective.cost[j]);
    problem.set_offset(objective.offset);
}

class Stages {
  public:
    Stages(const Context& context, const Problem& problem, std::span<const Objective> objectives,
           const SolveOptions& options)
        : context_(context),
          columns_(problem.columns()),
          rows_(problem.rows()),
          objectives_(objectives),
          options_(options),
          problem_(problem) {}

    ObjectivesAnswer run() {
        std::set<std::int32_t, std::greater<>> priorities;
        for (const Objective& objective : objectives_) priorities.insert(objective.priority);
        several_ = priorities.size() > 1;
        for (const std::int32_t priority : priorities)
            if (!solve_priority(priority)) break;
        if (answer_.solution.has_values) answer_.reached = values_at(answer_.solution.values);
        if (several_) tidy(answer_.solution);
        return std::move(answer_);
    }

  private:
    // False: nothing more is to be solved.
    bool solve_priority(std::int32_t priority) {
        std::vector<const Objective*> group;
        for (const Objective& objective : objectives_)
            if (objective.priority == priority) group.push_back(&objective);
        weigh(group);
        SolveOptions options = options_;
        options.time_limit_seconds = std::max(0.0, options_.time_limit_seconds - watch_.seconds());
        if (options_.work_limit >= 0)
            options.work_limit = std::max<std::int64_t>(0, options_.work_limit - work_);
        if (answer_.solution.has_values) {
            options.start = answer_.solution.values;
            options.start_basis = {};
        }
        Solution solution = solve(context_, problem_, options);
        work_ += solution.counters.work;
        answer_.outcomes.push_back(solution.outcome);
        const bool done = solution.outcome == Outcome::optimal;
        // The plan so far stays the answer where this priority has none, which only rounding or a
        // limit can be the reason of.
        if (solution.has_values || !answer_.solution.has_values)
            answer_.solution = std::move(solution);
        if (done) hold(group);
        return done;
    }

    void weigh(const std::vector<const Objective*>& group) {
        const Sense sense = group.front()->sense;
        Sum offset;
        std::vector<Sum> cost(static_cast<std::size_t>(columns_));
        for (const Objective* objective : group) {
            const double weight =
                objective->sense == sense ? objective->weight : -objective->weight;
            offset.add_product(weight, objective->offset);
            for (std::size_t j = 0; j < cost.size(); ++j)
                cost[j].add_product(weight, objective->cost[j]);
        }
        problem_.set_sense(sense);
        problem_.set_offset(offset.value());
        for (std::int32_t j = 0; j < columns_; ++j) problem_.set_cost(j, cost[j].value());
    }

    void hold(const std::vector<const Objective*>& group) {
        const Solution& solution = answer_.solution;
        const std::vector<double> values = values_at(solution.values);
        double room = 0;
        for (const Objective* objective : group) {
            const double value = values[static_cast<std::size_t>(objective - objectives_.data())];
            room += objective->weight * std::max(objective->absolute_tolerance,
                                                 objective->relative_tolerance * std::fabs(value));
        }
        std::vector<std::int32_t> index;
        std::vector<double> cost;
        for (std::int32_t j = 0; j < columns_; ++j) {
            if (problem_.cost()[j] == 0) continue;
            index.push_back(j);
            cost.push_back(problem_.cost()[j]);
        }
        Problem linear = problem_;  // the value without the offset, rounded once
        linear.set_offset(0);
        const double value = check_point(linear, solution.values).objective;
        std::string name = group.front()->name;
        if (name.empty()) name = "objective";
        while (problem_.find_row(name)) name += '_';
        const bool least = problem_.sense() == Sense::minimize;
        problem_.add_row(name, least ? -infinity : value - room, least ? value + room : infinity,
                         index, cost);
    }

    std::vector<double> values_at(const std::vector<double>& plan) const {
        std::vector<double> out;
        Problem alone = problem_;
        for (const Objective& objective : objectives_) {
            set_objective(alone, objective);
            out.push_back(check_point(alone, plan).objective);
        }
        return out;
    }

    // What belongs to rows that the caller does not have.
    void tidy(Solution& solution) const {
        if (!solution.row_activity.empty())
            solution.row_activity.resize(static_cast<std::size_t>(rows_));
        solution.dual.clear();
        solution.reduced_cost.clear();
        solution.basis = {};
        solution.farkas.clear();
        solution.ray.clear();
    }

    const Context& context_;
    std::int32_t columns_, rows_;
    std::span<const Objective> objectives_;
    const SolveOptions& options_;
    Problem problem_;
    bool several_ = false;
    Stopwatch watch_;
    std::int64_t work_ = 0;
    ObjectivesAnswer answer_;
};

}  // namespace

ObjectivesAnswer solve_objectives(const Context& context, const Problem& problem,
                                  std::span<const Objective> objectives,
                                  const SolveOptions& options) {
    check(problem, objectives);
    if (options.certify)
        throw Error(Status::argument,
                    "certify cannot be used with several objectives: the rows that hold earlier "
                    "ones are not part of the problem",
                    {"certify"});
    return Stages(context, problem, objectives, options).run();
}

}  // namespace tenon
