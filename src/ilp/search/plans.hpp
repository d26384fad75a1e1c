// The plans of a solve, in the caller's own columns. Every point that the search offers is judged
// here in exact arithmetic, shown to the caller's lazy rows, and kept if it is among the best.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/node/incumbent.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp {

class Plans {
  public:
    struct Place {
        double bound = -infinity;  // of the minimisation
        std::int64_t nodes = 0;
    };

    Plans(const Problem& problem, const SolveOptions& options, Control& control);

    // Where the search stands, for callbacks; what happens to a lazy row (in the caller's columns).
    void connect(std::function<Place()> place, std::function<void(const NewRow&)> add_row);

    // Is it a plan? Nothing is kept and nobody told: for several threads at once, where there are
    // no lazy rows.
    Judged examine(std::span<const double> values) const;
    // Integers of the point must be exact. A point that is accepted has been kept.
    Judged consider(std::vector<double> values);
    // Without a judge: a plan of the problem that is known to be one.
    void keep(std::vector<double> values, double objective);

    // The problem with the lazy rows that came so far.
    const Problem& judged() const noexcept { return extended_ ? *extended_ : problem_; }
    bool found() const noexcept { return found_; }
    double objective() const noexcept { return objective_; }  // of the minimisation
    bool is_best(const std::vector<double>& values) const { return found_ && values == best_; }
    std::int64_t lazy_rows() const noexcept { return judged().rows() - problem_.rows(); }

    // What was kept so far, and the cost of the last plan of it.
    std::int64_t kept() const noexcept { return kept_; }
    double last_kept() const noexcept { return last_kept_; }

    // Cuts, plans, a branching of the caller at a point of the relaxation; and what became of a
    // plan.
    void ask_for_cuts(std::span<const double> values, double objective, NewRows& rows);
    void ask_for_plans(std::span<const double> values, double objective, NewPlans& plans);
    void ask_for_branching(std::span<const double> values, double objective, Branching& branching);
    void tell_verdict(const PlanVerdict& verdict);

    // Moves the plans into the answer, with their exact evaluation; false without any.
    bool give(Solution& answer);

  private:
    bool wanted(double objective) const;
    bool refused_by_lazy_rows(std::span<const double> values, double objective, Judged& judged);
    SolvePoint point_for(std::span<const double> values, double objective) const;
    void stop_unless(bool go_on);
    bool same_plan(std::span<const double> a, std::span<const double> b) const;
    void keep_in_pool(const std::vector<double>& values, double objective);

    const Problem& problem_;
    const SolveOptions& options_;
    Control& control_;
    double sign_;
    std::function<Place()> place_;
    std::function<void(const NewRow&)> add_row_;
    std::optional<Problem> extended_;
    // The rows of whole numbers whose sides are so large that the judge's relative tolerance would
    // pass an error of one: they are kept exactly.
    std::optional<Problem> whole_rows_;
    bool found_ = false;
    bool ended_ = false;  // by a callback: nobody is asked any more
    double objective_ = infinity;
    std::int64_t kept_ = 0;
    double last_kept_ = infinity;
    std::vector<double> best_;
    std::vector<PoolPlan> pool_;  // objectives of the minimisation, best first
};

// A row in the reduced columns: one cut a finite side. Sides and coefficients that cannot be told
// from the rounding of the map are left as they come out; the judge decides in the caller's
// columns.
std::vector<Cut> to_cuts(const NewRow& row, std::span<const AffineColumn> columns);

// Those rows, if there are any.
std::optional<Problem> large_whole_rows(const Problem& problem);

// "row" is broken by 0.25: for refusals.
std::string describe_breach(const std::string& name, double amount);

}  // namespace tenon::ilp
