// From the ratio tests of a vertex to ranges in the caller's sense.
//
// Of a nonbasic column with reduced cost d the cost may fall (at the lower bound) or rise (at the
// upper one) by |d|; of a basic one the dual ratio test of its row says how far. A side that binds
// moves its variable, whose primal ratio test says how far, at d a unit; a side that does not bind
// may come as near as the activity.
#include "tenon/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "ilp/linear/linear_form.hpp"
#include "ilp/linear/tableau_sweep.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using ilp::Limit;
using ilp::TableauSweep;

// slope * step, where a slope of zero wins over an infinite step.
double change(double slope, double step) {
    return slope == 0 ? 0.0 : slope * step;
}

class Ranging {
  public:
    Ranging(const Problem& problem, const TableauSweep& t, double objective)
        : problem_(problem), t_(t), sign_(ilp::sign_of(problem.sense())), objective_(objective) {}

    Range cost(std::int32_t j) const;
    Range side(std::int32_t j, bool is_upper) const;

  private:
    BasisVariable id(std::int32_t j) const {
        if (j < 0) return {};
        const std::int32_t n = problem_.columns();
        return j < n ? BasisVariable{j, false} : BasisVariable{j - n, true};
    }
    RangeEnd end(double value, double objective_change, std::int32_t entering,
                 std::int32_t leaving) const {
        return {value + 0.0, sign_ * (objective_ + objective_change) + 0.0, id(entering),
                id(leaving)};
    }
    std::int32_t leaving_for(std::int32_t entering, bool rises) const;
    std::int32_t entering_for(const Limit& reached) const;
    RangeEnd cost_end(std::int32_t j, bool up) const;
    RangeEnd moved_end(std::int32_t j, bool up, bool is_upper) const;

    const Problem& problem_;
    const TableauSweep& t_;
    double sign_, objective_;  // of the minimisation
};

// Who leaves when j enters: the first to reach a bound, or j itself at its own other bound.
std::int32_t Ranging::leaving_for(std::int32_t j, bool rises) const {
    const Limit& limit = rises ? t_.limits[j].up : t_.limits[j].down;
    const double own = rises ? t_.upper[j] - t_.value[j] : t_.value[j] - t_.lower[j];
    if (own < limit.step) return j;
    return limit.variable;
}

// Who enters when the variable that reached its bound leaves there. At the lower bound it must be
// pushed up again, as a falling cost would do.
std::int32_t Ranging::entering_for(const Limit& reached) const {
    if (reached.variable < 0) return -1;
    const ilp::Limits& row = t_.limits[reached.variable];
    return reached.upward ? row.up.variable : row.down.variable;
}

// `up`: of the cost of the minimisation.
RangeEnd Ranging::cost_end(std::int32_t j, bool up) const {
    Limit limit;
    std::int32_t leaving = -1;
    if (t_.status[j] == BasisStatus::basic) {
        limit = up ? t_.limits[j].up : t_.limits[j].down;
        if (limit.variable >= 0) leaving = leaving_for(limit.variable, limit.upward);
    } else if (!t_.is_fixed(j)) {
        const bool may_rise = t_.status[j] != BasisStatus::at_upper;
        const bool may_fall = t_.status[j] != BasisStatus::at_lower;
        // A lower cost makes it rise, a higher one fall.
        if (up ? may_fall : may_rise) {
            limit = {std::fabs(t_.reduced[j]), j, false};
            leaving = leaving_for(j, !up);
        }
    }
    const double step = up ? limit.step : -limit.step;
    return end(problem_.cost()[j] + sign_ * step, change(t_.value[j], step), limit.variable,
               leaving);
}

Range Ranging::cost(std::int32_t j) const {
    const RangeEnd down = cost_end(j, false), up = cost_end(j, true);
    const double own = problem_.cost()[j];
    return sign_ > 0 ? Range{own, down, up} : Range{own, up, down};
}

// The side binds and takes its variable with it.
RangeEnd Ranging::moved_end(std::int32_t j, bool up, bool is_upper) const {
    const Limit& limit = up ? t_.limits[j].up : t_.limits[j].down;
    const double at = t_.value[j], d = t_.reduced[j];
    if (!t_.is_fixed(j) && up != is_upper) {  // towards the other side
        const double room = t_.upper[j] - t_.lower[j];
        if (room <= limit.step)
            return end(is_upper ? t_.lower[j] : t_.upper[j], change(d, up ? room : -room), j, j);
    }
    const double step = up ? limit.step : -limit.step;
    return end(at + step, change(d, step), entering_for(limit), limit.variable);
}

Range Ranging::side(std::int32_t j, bool is_upper) const {
    const BasisStatus status = t_.status[j];
    const bool binds = status == (is_upper ? BasisStatus::at_upper : BasisStatus::at_lower) ||
                       (status != BasisStatus::basic && t_.is_fixed(j));
    const double own = is_upper ? t_.upper[j] : t_.lower[j];
    if (binds) return {own, moved_end(j, false, is_upper), moved_end(j, true, is_upper)};
    // A side above the activity pushes a basic variable up, one below it down.
    const auto near_as = [&](bool from_above) {
        const ilp::Limits& row = t_.limits[j];
        const bool basic = status == BasisStatus::basic;
        return end(t_.value[j], 0,
                   !basic       ? j
                   : from_above ? row.up.variable
                                : row.down.variable,
                   j);
    };
    if (t_.is_fixed(j)) return {own, near_as(true), near_as(false)};
    // It may go away for ever, and come as near as the activity.
    const RangeEnd near = near_as(is_upper);
    const RangeEnd away = end(is_upper ? infinity : -infinity, 0, -1, -1);
    return is_upper ? Range{own, near, away} : Range{own, away, near};
}

void check(const Problem& problem, const Solution& solution) {
    const auto refuse = [](const char* argument, const char* what) {
        throw Error(Status::argument, what, {.argument = argument});
    };
    if (problem.has_integers())
        refuse("problem",
               "ranges belong to linear programs; fix the integer columns at their values and make "
               "them continuous, then solve again");
    if (solution.outcome != Outcome::optimal || !solution.has_values)
        refuse("solution", "ranges need an optimal solution");
    if (solution.values.size() != static_cast<std::size_t>(problem.columns()) ||
        (!solution.basis.empty() &&
         (solution.basis.column.size() != static_cast<std::size_t>(problem.columns()) ||
          solution.basis.row.size() != static_cast<std::size_t>(problem.rows()))))
        refuse("solution", "the solution belongs to a problem of another size");
}

}  // namespace

const std::vector<Range>& Sensitivity::ranges(Part part) const {
    switch (part) {
        case Part::cost:
            return cost;
        case Part::row_lower:
            return row_lower;
        case Part::row_upper:
            return row_upper;
        case Part::column_lower:
            return column_lower;
        case Part::column_upper:
            return column_upper;
        case Part::integrality:
            break;
    }
    throw Error(Status::argument, "there are ranges of costs, sides and bounds only",
                {.argument = "part"});
}

Sensitivity analyse_sensitivity(const Context& context, const Problem& problem,
                                const Solution& solution) {
    check(problem, solution);
    ilp::LpTolerances refined;
    refined.refine = true;
    ilp::Simplex simplex(ilp::linear_form(problem), refined);
    if (!solution.basis.empty()) simplex.set_basis(solution.basis);
    ilp::LpLimits limits;
    limits.context = &context;
    if (simplex.solve(limits) != ilp::LpStatus::optimal) {
        context.check_cancelled();
        throw Error(Status::data, "the basis of the solution is not an optimum of this problem",
                    {.argument = "solution"});
    }
    const TableauSweep sweep = sweep_tableau(context, problem, simplex);
    const Ranging ranging(problem, sweep, simplex.objective());
    Sensitivity out;
    out.objective = ilp::signed_value(ilp::sign_of(problem.sense()), simplex.objective());
    out.basis = simplex.basis();
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        out.cost.push_back(ranging.cost(j));
        out.column_lower.push_back(ranging.side(j, false));
        out.column_upper.push_back(ranging.side(j, true));
    }
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        out.row_lower.push_back(ranging.side(problem.columns() + i, false));
        out.row_upper.push_back(ranging.side(problem.columns() + i, true));
    }
    return out;
}

}  // namespace tenon
