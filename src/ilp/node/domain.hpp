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

// Something beside the rows that bounds must obey; asked when the rows imply nothing more.
class DomainRule {
  public:
    virtual ~DomainRule() = default;
    virtual bool concerns(std::int32_t column) const = 0;
    virtual void propagate(Domain& domain) = 0;
};

class Domain {
  public:
    // Why a bound changed: a row number, or one of these.
    static constexpr std::int32_t by_branching = -1;
    static constexpr std::int32_t by_reduced_cost = -2;
    static constexpr std::int32_t by_choice = -3;
    static constexpr std::int32_t by_symmetry = -4;

    struct Change {
        std::int32_t column;
        std::int32_t reason;
        bool upper;
        double before, after;
    };

    // The objective is a further row, c x <= cutoff, infinite until set_cutoff(). All work is
    // charged to the control, if one is given, and its limits are looked at.
    explicit Domain(const MixedProgram& program, Control* control = nullptr);

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
    void fix(std::int32_t column, double value, std::int32_t reason) {
        raise_lower(column, value, reason);
        if (!infeasible_) drop_upper(column, value, reason);
    }
    // All that rows imply, up to a work limit of its own and those of the control; false if nothing
    // is left.
    bool propagate();
    bool infeasible() const noexcept { return infeasible_; }
    void reject() noexcept { infeasible_ = true; }

    // Not owned; nullptr for none. It is asked when a bound of a column that it concerns has moved,
    // or when woken.
    void set_rule(DomainRule* rule) noexcept { rule_ = rule; }
    void wake_rule() noexcept { rule_due_ = true; }

    std::size_t mark() const noexcept { return trail_.size(); }
    void undo_to(std::size_t mark);
    std::span<const Change> changes_since(std::size_t mark) const {
        return std::span<const Change>(trail_).subspan(mark);
    }
    // What stands now stands for the whole tree: the trail is emptied.
    void make_global();

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
    void propagate_side(std::int32_t row, bool upper_side);
    void derive(std::int32_t column, bool upper, double bound, std::int32_t row);

    SparseRows rows_;
    SparseColumns columns_;  // with the objective row
    std::vector<double> row_lower_, row_upper_, lower_, upper_;
    std::vector<std::uint8_t> integer_;
    std::vector<double> min_, max_, reach_;  // activities; largest effect one column can have
    std::vector<std::int32_t> min_infinite_, max_infinite_;
    std::vector<double> global_min_, global_max_;
    std::vector<std::int32_t> global_min_infinite_, global_max_infinite_;
    std::vector<Change> trail_;
    std::vector<std::int32_t> queue_, touched_;
    std::size_t queue_head_ = 0;
    std::vector<std::uint8_t> queued_, is_touched_;
    std::int32_t objective_row_ = -1;
    double offset_ = 0;
    bool infeasible_ = false;
    Control* control_;
    DomainRule* rule_ = nullptr;
    bool rule_due_ = false;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp
