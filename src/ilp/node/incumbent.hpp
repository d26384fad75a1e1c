// The best plan so far, and what a better one must cost at most.
//
// A point is taken in four steps: its integers are rounded; with continuous columns the LP over
// those alone is solved again; the judge (the independent checker in the original problem) must
// accept it; it must be better. Nothing else makes an incumbent.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ilp/node/attainable_costs.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/cut.hpp"
#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

struct Judged {
    bool accepted = false;
    double objective = 0;     // of the minimisation
    std::string reason;       // why it was refused
    bool rows_added = false;  // rows came in that it breaks: a completion may now be another
    bool dear = false;        // refused for its cost alone: it is no better than the best plan
};
// Takes a point of the program that is searched.
using Judge = std::function<Judged(std::span<const double>)>;

struct GapRule {
    double relative = 0, absolute = 0;
};

// Every plan's cost is `from` + k `step` for some integer k, or off that by `drift` steps at most;
// step 0: costs have none. `from`, the offset and what fixed columns cost, is known then, too.
struct ObjectiveGrid {
    double from = 0, step = 0, drift = 0;
};
ObjectiveGrid objective_grid(const MixedProgram& program);

// What of the objective's own costs is looked for.
struct CostRule {
    bool step = true, attainable = true;
};

class Incumbent {
  public:
    Incumbent(const MixedProgram& program, Judge judge, GapRule gap, Control& control,
              CostRule costs = {});
    // For another search of the same program: what is known of its costs. Plans by adopt().
    Incumbent(const Incumbent& other, Judge judge, Control& control);
    ~Incumbent();

    // The plans of another search whose judge agrees.
    void adopt(const Incumbent& other);

    // True if the point (or its completion) became the incumbent.
    bool offer(std::span<const double> point, const char* source);
    // The same for a point whose continuous columns are optimal for its integers already.
    bool offer_completed(std::span<const double> point, const char* source);
    // Points that cost more than the best plan are judged too: a pool wants them, or rows that they
    // bring. Else their completion ends as soon as that is known.
    void judge_every_plan() noexcept { every_plan_ = true; }
    const std::string& refusal() const noexcept { return refusal_; }  // of the last offer
    // The last offer kept all rows or was not asked: it costs no less than the best plan.
    bool refused_as_dear() const noexcept { return dear_; }

    bool found() const noexcept { return found_; }
    double objective() const noexcept { return found_ ? objective_ : infinity; }
    const std::vector<double>& point() const noexcept { return point_; }
    // The last few incumbents, the best one last.
    const std::vector<std::vector<double>>& plans() const noexcept { return plans_; }
    const char* source() const noexcept { return source_; }

    // A better plan costs at most this: below the objective by the step of the objective, if it has
    // one, or by the rounding of the LP. Everything above may be cut off without loss.
    double strict_cutoff() const noexcept { return strict_; }
    // A node whose bound reaches this is within the gap that the caller allows.
    double gap_cutoff() const noexcept { return relaxed_; }
    // Starts with the cost of a plan that somebody else holds (sub-problems, restarts).
    void set_limit(double objective);
    // The least cost known of any plan, or infinity.
    double limit() const noexcept { return limit_; }
    bool limited() const noexcept { return limit_ < infinity; }

    // A valid bound made stronger by the step: no plan costs between two multiples.
    double round_up(double bound) const;
    // The same for one that does not come from an LP and leaves room for its own rounding.
    double round_up_exact(double bound) const;
    double step() const noexcept { return grid_.step; }
    // Of the linear programs that completed points.
    LpCounters lp_counters() const { return completion_ ? completion_->counters() : LpCounters{}; }

    // A row that every plan must keep from now on; may be called by the judge.
    void add_row(const Cut& row);

  private:
    std::optional<double> room_of_values(double value) const;
    double round_up(double bound, double room) const;
    double next_lower(double objective) const;
    bool take(std::span<const double> point, const char* source, bool completed);
    std::unique_ptr<Simplex> make_completion() const;
    enum class Completion : std::uint8_t { made, dear, failed };
    Completion complete(std::vector<double>& point);
    void set_cutoffs(double objective);

    const MixedProgram& program_;
    Judge judge_;
    GapRule gap_;
    Control& control_;
    bool found_ = false, has_continuous_ = false, every_plan_ = false;
    double objective_ = infinity, limit_ = infinity, strict_ = infinity, relaxed_ = infinity;
    ObjectiveGrid grid_;
    std::optional<AttainableCosts> costs_;
    std::vector<double> point_, tried_;
    std::vector<std::vector<double>> plans_;
    const char* source_ = "";
    std::string refusal_;
    bool dear_ = false;
    std::unique_ptr<Simplex> completion_;  // made when first needed
    std::vector<Cut> rows_;                // beyond those of the program
};

}  // namespace tenon::ilp
