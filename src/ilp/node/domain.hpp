// The bounds of all columns at one place of the tree, with everything the rows imply for them, and
// the way back.
//
// Propagation: over the box a row a x <= b has smallest activity m = sum min(a_j x_j); then
//
//   a_j > 0:  x_j <= l_j + (b - m) / a_j,      a_j < 0:  x_j >= u_j + (b - m) / a_j,
//
// and m > b proves the box empty. Activities are kept incrementally as a filter that says which
// rows can imply anything; the row itself is summed afresh before a bound is derived from it, so
// that rounding never adds up. M. Savelsbergh, ORSA Journal on Computing 6, 1994; T. Achterberg:
// Constraint Integer Programming, thesis, TU Berlin, 2007, chapter 7.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

class Domain;
class Implications;  // implications.hpp

// Something beside the rows that bounds must obey; asked when the rows imply nothing more.
class DomainRule {
  public:
    virtual ~DomainRule() = default;
    virtual bool concerns(std::int32_t column) const = 0;
    virtual void propagate(Domain& domain) = 0;
};

// What the search learns beside the rows (conflict/): as rows are, asked before them, and able to
// say why. Its reasons are numbers from Domain::rows().rows() upwards, below those of Implications.
class LearnedRule {
  public:
    virtual ~LearnedRule() = default;
    virtual void moved(std::int32_t column, bool upper) = 0;  // a bound has become tighter
    virtual bool due() const = 0;
    virtual void propagate(Domain& domain) = 0;
    virtual void forget() = 0;  // what has moved so far
};

// One side of a row: sum of sign * value x <= side.
struct RowSide {
    std::span<const std::int32_t> index;
    std::span<const double> value;
    double sign, side;
};

class Domain {
  public:
    // Why a bound changed: a row number, what was learned beyond those, or one of these.
    static constexpr std::int32_t by_branching = -1;
    static constexpr std::int32_t by_reduced_cost = -2;
    static constexpr std::int32_t by_choice = -3;
    static constexpr std::int32_t by_symmetry = -4;

    struct Change {
        std::int32_t column;
        std::int32_t reason;
        bool upper;
        std::int32_t previous;  // place in the trail of the last change of the same bound, or -1
        double before, after;
    };
    // What proved the domain empty: a side of a row over the bounds as they are (column -1), or a
    // bound that crosses the opposite one.
    struct Contradiction {
        std::int32_t reason = by_branching;
        std::int32_t column = -1;
        bool upper = false;  // side of the row; or the bound that was to change
        double bound = 0;
    };

    // The objective is a further row, c x <= cutoff, infinite until set_cutoff(). All work is
    // charged to the control, if one is given, and its limits are looked at.
    explicit Domain(const MixedProgram& program, Control* control = nullptr);
    // The same bounds for another search, without rules. Implications are shared: they do not
    // change.
    Domain(const Domain& at, Control* control) : Domain(at) {
        control_ = control;
        rule_ = nullptr;
        learned_ = nullptr;
    }

    std::int32_t columns() const noexcept { return static_cast<std::int32_t>(lower_.size()); }
    double lower(std::int32_t j) const noexcept { return lower_[j]; }
    double upper(std::int32_t j) const noexcept { return upper_[j]; }
    std::span<const double> lower() const noexcept { return lower_; }
    std::span<const double> upper() const noexcept { return upper_; }
    bool fixed(std::int32_t j) const noexcept { return lower_[j] == upper_[j]; }
    bool integer(std::int32_t j) const noexcept { return integer_[j] != 0; }
    const SparseRows& rows() const noexcept { return rows_; }

    // Wanted: c x + offset <= cutoff (with the offset of the program).
    void set_cutoff(double cutoff);

    // Bounds that are not tighter change nothing. A crossing makes the domain infeasible.
    void raise_lower(std::int32_t column, double bound, std::int32_t reason);
    void drop_upper(std::int32_t column, double bound, std::int32_t reason);
    void tighten(std::int32_t column, bool upper, double bound, std::int32_t reason) {
        upper ? drop_upper(column, bound, reason) : raise_lower(column, bound, reason);
    }
    void fix(std::int32_t column, double value, std::int32_t reason) {
        raise_lower(column, value, reason);
        if (!infeasible_) drop_upper(column, value, reason);
    }
    // All that rows imply, up to a work limit of its own and those of the control; false if nothing
    // is left.
    bool propagate();
    bool infeasible() const noexcept { return infeasible_; }
    void reject() noexcept { contradict({}); }
    const Contradiction& contradiction() const noexcept { return contradiction_; }

    // Not owned; nullptr for none. It is asked when a bound of a column that it concerns has moved,
    // or when woken.
    void set_rule(DomainRule* rule) noexcept { rule_ = rule; }
    void wake_rule() noexcept { rule_due_ = true; }
    void set_learned(LearnedRule* learned) noexcept { learned_ = learned; }
    // Not owned; nullptr for none. Where the trail is empty: those whose premise stands are
    // followed.
    void set_implications(const Implications* implications);
    const Implications* implications() const noexcept { return implications_; }

    RowSide side(std::int32_t row, bool upper) const;
    // All that it implies for the bounds here and now.
    void spread(const RowSide& row, std::int32_t reason, bool upper_side);

    std::size_t mark() const noexcept { return trail_.size(); }
    void undo_to(std::size_t mark);
    std::span<const Change> changes_since(std::size_t mark) const {
        return std::span<const Change>(trail_).subspan(mark);
    }
    std::span<const Change> trail() const noexcept { return trail_; }
    // The place of the last change of a bound in the trail, or -1.
    std::int32_t last_change(std::int32_t column, bool upper) const {
        return last_change_[key_of(column, upper)];
    }
    // What stands now stands for the whole tree: the trail is emptied.
    void make_global();
    double global_lower(std::int32_t j) const noexcept { return global_lower_[j]; }
    double global_upper(std::int32_t j) const noexcept { return global_upper_[j]; }
    std::span<const double> global_lower() const noexcept { return global_lower_; }
    std::span<const double> global_upper() const noexcept { return global_upper_; }

    // The bounds of the whole tree, without the changes since make_global().
    void global_bounds(std::vector<double>& lower, std::vector<double>& upper) const;

    // Columns whose bounds may differ from when this was last called; for the LP.
    void take_touched(std::vector<std::int32_t>& out);

    std::int64_t work() const noexcept { return work_; }  // entries looked at
    void charge(std::int64_t entries) noexcept;

  private:
    void forget_queue();
    void apply(std::int32_t column, bool upper, double value);
    void update_rows(std::int32_t column, bool upper, double before, double after);
    void enqueue(std::int32_t row);
    void recompute_activities();
    void propagate_row(std::int32_t row);
    void follow_implications();
    void follow(std::int32_t column, bool upper);
    void contradict(const Contradiction& found) noexcept {
        infeasible_ = true;
        contradiction_ = found;
    }
    void record(std::int32_t column, bool upper, double before, double after, std::int32_t reason);
    static std::size_t key_of(std::int32_t column, bool upper) noexcept {
        return 2 * static_cast<std::size_t>(column) + (upper ? 1 : 0);
    }
    void derive(std::int32_t column, double coefficient, double bound, std::int32_t row);

    SparseRows rows_;
    SparseColumns columns_;  // with the objective row
    std::vector<double> row_lower_, row_upper_, lower_, upper_;
    std::vector<std::uint8_t> integer_;
    std::vector<double> min_, max_, reach_;  // activities; largest effect one column can have
    std::vector<std::int32_t> min_infinite_, max_infinite_;
    std::vector<double> global_min_, global_max_;
    std::vector<std::int32_t> global_min_infinite_, global_max_infinite_;
    std::vector<double> global_lower_, global_upper_;
    std::vector<Change> trail_;
    std::vector<std::int32_t> queue_, touched_, last_change_;
    std::size_t queue_head_ = 0;
    std::vector<std::uint8_t> queued_, is_touched_;
    std::int32_t objective_row_ = -1;
    double offset_ = 0;
    bool infeasible_ = false;
    Contradiction contradiction_;
    Control* control_;
    DomainRule* rule_ = nullptr;
    bool rule_due_ = false;
    LearnedRule* learned_ = nullptr;
    const Implications* implications_ = nullptr;
    std::size_t followed_ = 0;  // changes of the trail whose implications have been drawn
    std::int64_t work_ = 0;
    std::int64_t creeps_after_ = 0;  // work of the propagation at hand
};

}  // namespace tenon::ilp
