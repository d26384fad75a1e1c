// relax: the elastic program is solved, what its point breaks in the problem is what must give, and
// the problem with those sides moved is solved for its own objective.
#include "tenon/relax.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/clock.hpp"
#include "base/number_text.hpp"
#include "ilp/explain/elastic_program.hpp"
#include "tenon/check.hpp"
#include "tenon/conflict.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// A breach below this, relative to the side, is mostly within what the judge allows, and then is
// not a change.
constexpr double least_amount = 1e-7;
// Amounts keep this many digits, rounded up.
constexpr int digits = 9;

void check_weights(const std::vector<double>& weights, std::int32_t count, const char* name) {
    if (weights.empty()) return;
    if (weights.size() != static_cast<std::size_t>(count))
        throw Error(Status::argument,
                    std::string(name) + " has " + std::to_string(weights.size()) + " weights for " +
                        std::to_string(count) + "; give one for each, or none",
                    {.argument = name});
    for (std::size_t k = 0; k < weights.size(); ++k)
        if (!(weights[k] > 0))
            throw Error(Status::argument,
                        std::string(name) + " " + std::to_string(k) + " is " +
                            format_double(weights[k]) +
                            "; a weight is above zero, or infinity for what must hold",
                        {.argument = name});
}

void check_options(const Problem& problem, const RelaxOptions& options) {
    check_weights(options.row_weight, problem.rows(), "row_weight");
    check_weights(options.column_weight, problem.columns(), "column_weight");
    if (options.measure != RelaxMeasure::amount && options.measure != RelaxMeasure::count)
        throw Error(Status::argument, "the measure is amount (0) or count (1)",
                    {.argument = "measure"});
    if (!(options.largest_amount > 0) || options.largest_amount == infinity)
        throw Error(Status::argument, "largest_amount must be a finite number above zero",
                    {.argument = "largest_amount"});
}

double rounded_up(double amount) {
    const int exponent = static_cast<int>(std::floor(std::log10(amount))) + 1 - digits;
    const double whole = amount / std::pow(10.0, exponent);
    // What is a short number but for rounding stays one.
    constexpr double close = 1e-3;
    const double near = std::round(whole);
    const double kept = std::fabs(whole - near) <= close ? near : std::ceil(whole);
    // Through text: 3e-9 * 1e9 is not 3.
    const std::string text =
        std::to_string(static_cast<std::int64_t>(kept)) + "e" + std::to_string(exponent);
    return parse_double(text).value_or(amount);
}

// What a point breaks, side by side.
std::vector<Loosening> breaches(const Problem& problem, const ilp::ElasticProgram& elastic,
                                const RelaxOptions& options, const std::vector<double>& x,
                                double least) {
    const std::vector<double> activity = check_point(problem, x, {infinity, infinity}).row_activity;
    std::vector<Loosening> changes;
    for (const auto& side : elastic.sides) {
        const bool row = is_of_row(side.part), low = is_lower(side.part);
        const double from = row ? (low ? problem.row_lower() : problem.row_upper())[side.index]
                                : (low ? problem.lower() : problem.upper())[side.index];
        const double value = row ? activity[side.index] : x[side.index];
        const double breach = low ? from - value : value - from;
        if (!(breach > least * std::max(1.0, std::fabs(from)))) continue;
        Loosening change{side.part, side.index, from, 0, rounded_up(breach), 0};
        change.to = low ? from - change.amount : from + change.amount;
        change.cost = side.weight * (options.measure == RelaxMeasure::count ? 1.0 : change.amount);
        changes.push_back(change);
    }
    return changes;
}

class Relaxer {
  public:
    Relaxer(const Context& context, const Problem& problem, const RelaxOptions& options)
        : context_(context), problem_(problem), options_(options), elastic_(problem, options) {}

    Relaxation run() {
        Relaxation out;
        Solution point = solve_elastic();
        out.outcome = point.outcome;
        out.bound = point.bound;
        if (point.has_values) {
            if (options_.measure == RelaxMeasure::count) {
                elastic_.keep_marked(point.values);
                const Solution smaller = solve_elastic();
                if (smaller.has_values) point = smaller;
            }
            point.values.resize(static_cast<std::size_t>(problem_.columns()));
            take(point.values, out);
        }
        out.seconds = watch_.seconds();
        return out;
    }

  private:
    SolveOptions limits() const {
        SolveOptions options = options_.solve;
        options.start.clear();
        options.start_basis = {};
        options.time_limit_seconds =
            std::max(0.0, options_.solve.time_limit_seconds - watch_.seconds());
        return options;
    }
    Solution solve_elastic() const { return solve(context_, elastic_.problem, limits()); }

    void take(const std::vector<double>& x, Relaxation& out) const {
        // Whole numbers beyond 1e9 tell a breach that is small beside them.
        for (const double least : {least_amount, 0.0}) {
            out.changes = breaches(problem_, elastic_, options_, x, least);
            out.cost = 0;
            for (const Loosening& change : out.changes) out.cost += change.cost;
            const Problem loosened = relaxed_problem(problem_, out);
            SolveOptions options = limits();
            if (problem_.has_integers()) options.start = x;
            out.plan = solve(context_, loosened, options);
            if (out.plan.has_values) return;
            if (out.plan.outcome == Outcome::infeasible && least > 0) continue;
            // No time for the best one, or none exists: the point itself is a plan.
            const Verdict verdict = check_point(loosened, x);
            if (!verdict.feasible) {
                if (out.plan.outcome == Outcome::infeasible) out.outcome = Outcome::numerical;
                return;
            }
            out.plan.has_values = true;
            out.plan.values = x;
            out.plan.objective = verdict.objective;
            out.plan.row_activity = verdict.row_activity;
            out.plan.max_violation = verdict.max_violation;
            return;
        }
    }

    const Context& context_;
    const Problem& problem_;
    const RelaxOptions& options_;
    Stopwatch watch_;
    ilp::ElasticProgram elastic_;
};

}  // namespace

Relaxation relax(const Context& context, const Problem& problem, const RelaxOptions& options) {
    check_options(problem, options);
    return Relaxer(context, problem, options).run();
}

Problem relaxed_problem(const Problem& problem, const Relaxation& relaxation) {
    Problem out = problem;
    for (const Loosening& change : relaxation.changes) {
        const std::int32_t k = change.index;
        if (!is_of_row(change.part) && out.type()[k] == ColumnType::binary)
            out.set_type(k, ColumnType::integer);
        switch (change.part) {
            case Part::row_lower:
                out.set_row_bounds(k, change.to, out.row_upper()[k]);
                break;
            case Part::row_upper:
                out.set_row_bounds(k, out.row_lower()[k], change.to);
                break;
            case Part::column_lower:
                out.set_bounds(k, change.to, out.upper()[k]);
                break;
            case Part::column_upper:
                out.set_bounds(k, out.lower()[k], change.to);
                break;
            case Part::cost:
            case Part::integrality:
                break;
        }
    }
    return out;
}

std::string explain_relaxation(const Problem& problem, const Relaxation& relaxation) {
    if (!relaxation.plan.has_values)
        return relaxation.outcome == Outcome::infeasible
                   ? "No plan comes of what may give: the rest contradicts itself, or one side "
                     "would "
                     "have to give more than is allowed (where sides are counted, 1e6 unless said "
                     "otherwise). Let more rows or bounds give, or by more.\n"
                   : std::string("Nothing was found before the search ended (") +
                         outcome_text(relaxation.outcome) + ").\n";
    if (relaxation.changes.empty()) return "The problem has a plan as it is.\n";
    std::string text = relaxation.outcome == Outcome::optimal
                           ? "The cheapest way to a plan costs "
                           : "The cheapest way to a plan that was found costs ";
    text += format_double(relaxation.cost) + ":\n";
    for (const Loosening& change : relaxation.changes) {
        const bool low = is_lower(change.part);
        text += std::string("  ") + (low ? "lower " : "raise ") +
                (is_of_row(change.part) ? problem.row_name(change.index)
                                        : problem.column_name(change.index)) +
                (low ? " >= " : " <= ") + format_double(change.from) + " by " +
                format_double(change.amount) + " to " + format_double(change.to) + "\n";
    }
    return text;
}

}  // namespace tenon
