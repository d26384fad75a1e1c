// Rows that follow from other rows. Each row keeps its columns within some interval, whatever the
// others do (implied_bounds.hpp); where that is tighter than the column's own bounds, it may show
// that another row, or one side of it, can never be broken:
//
//   max of a x over the implied box <= row_upper:   the upper side is redundant (likewise the
//   lower).
//
// An implied bound counts as long as the row that implies it keeps its sides, and never for that
// row itself; it was made from the columns' own bounds alone, so that no chain of implications
// closes to a circle.
//
// Nothing comes back but the row itself, basic with price zero.
//
// A. Brearley, G. Mitra, H. Williams: Analysis of mathematical programming problems prior to
// applying the simplex algorithm, Mathematical Programming 8, 1975.
#include <cmath>
#include <vector>

#include "base/sum.hpp"
#include "ilp/presolve/implied_bounds.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// An entry smaller than this share of its row's largest implies a bound that the rounding of the
// row moves too far.
constexpr double least_entry = 1e-2;

class ImpliedBox {
  public:
    explicit ImpliedBox(Workspace& work)
        : work_(work),
          lower_(work.lower),
          upper_(work.upper),
          lower_from_(work.lower.size(), own),
          upper_from_(work.lower.size(), own),
          weakened_(work.row_lower.size(), 0),
          source_(work.row_lower.size(), 0) {
        work.refresh_activities();
        bool any = false;
        for (std::int32_t i = 0; i < rows(); ++i)
            any = (source_[i] = may_imply(i) ? 1 : 0) != 0 || any;
        for (std::int32_t j = 0; any && j < columns(); ++j)
            if (work.column_alive[j] != 0 && is_wanted(j)) imply_for(j);
    }

    std::int64_t remove_implied_rows();

  private:
    static constexpr std::int32_t own = -1;

    std::int32_t rows() const { return static_cast<std::int32_t>(work_.row_alive.size()); }
    std::int32_t columns() const { return static_cast<std::int32_t>(work_.column_alive.size()); }
    bool is_candidate(std::int32_t row) const {
        return work_.row_alive[row] != 0 && work_.row_lower[row] != work_.row_upper[row];
    }
    bool may_imply(std::int32_t row) const;
    bool is_wanted(std::int32_t j) const;
    void imply_for(std::int32_t j);
    bool counts(std::int32_t from, std::int32_t row) const {
        return from == own || (from != row && weakened_[from] == 0);
    }
    double lower_for(std::int32_t j, std::int32_t row) const {
        return counts(lower_from_[j], row) ? lower_[j] : work_.lower[j];
    }
    double upper_for(std::int32_t j, std::int32_t row) const {
        return counts(upper_from_[j], row) ? upper_[j] : work_.upper[j];
    }
    // The largest or least value of the row over the box that the other rows leave; infinite where
    // it has no end.
    double extreme(std::int32_t row, bool largest) const;

    Workspace& work_;
    std::vector<double> lower_, upper_;                  // the tightest
    std::vector<std::int32_t> lower_from_, upper_from_;  // the rows that imply them
    std::vector<std::uint8_t> weakened_;                 // rows that lost a side since
    std::vector<std::uint8_t> source_;                   // rows that may imply a bound
    bool found_ = false;                                 // some bound is tighter than the column's
};

// Only where a single column could leave the row is there a bound tighter than its own.
bool ImpliedBox::may_imply(std::int32_t row) const {
    if (work_.row_alive[row] == 0 || work_.matrix.row_size(row) < 2) return false;
    const Activity& box = work_.activity(row);
    return (box.min_infinite < 2 && box.span > work_.row_upper[row] - box.min) ||
           (box.max_infinite < 2 && box.span > box.max - work_.row_lower[row]);
}

// Bounds of columns that stand in no inequality serve nobody.
bool ImpliedBox::is_wanted(std::int32_t j) const {
    work_.charge(1 + work_.matrix.column_size(j));
    std::int32_t e = work_.matrix.first_in_column(j);
    while (e != EntryLists::none && !is_candidate(work_.matrix.row(e)))
        e = work_.matrix.next_in_column(e);
    return e != EntryLists::none;
}

void ImpliedBox::imply_for(std::int32_t j) {
    for (std::int32_t e = work_.matrix.first_in_column(j); e != EntryLists::none;
         e = work_.matrix.next_in_column(e)) {
        const double a = work_.matrix.value(e);
        const std::int32_t row = work_.matrix.row(e);
        if (source_[row] == 0 || std::fabs(a) < least_entry * work_.activity(row).largest) continue;
        const Interval x = implied_interval(work_, row, j, a);
        if (x.low > lower_[j]) {
            lower_[j] = x.low;
            lower_from_[j] = row;
            found_ = true;
        }
        if (x.high < upper_[j]) {
            upper_[j] = x.high;
            upper_from_[j] = row;
            found_ = true;
        }
    }
}

double ImpliedBox::extreme(std::int32_t row, bool largest) const {
    work_.charge(work_.matrix.row_size(row));
    Sum sum;
    for (std::int32_t e = work_.matrix.first_in_row(row); e != EntryLists::none;
         e = work_.matrix.next_in_row(e)) {
        const double a = work_.matrix.value(e);
        const std::int32_t j = work_.matrix.column(e);
        const double x = (a > 0) == largest ? upper_for(j, row) : lower_for(j, row);
        if (std::isinf(x)) return largest ? infinity : -infinity;
        sum.add(a * x);
    }
    return sum.value();
}

std::int64_t ImpliedBox::remove_implied_rows() {
    std::int64_t count = 0;
    const auto room = [&](double side) {
        const double relative = scaled(reduction_tolerance, side);
        return work_.linear() ? relative : std::min(relative, integer_reduction_room(side));
    };
    for (std::int32_t i = 0; i < rows() && found_; ++i) {
        double& low = work_.row_lower[i];
        double& high = work_.row_upper[i];
        if (!is_candidate(i)) continue;
        const bool drop_low = !std::isinf(low) && extreme(i, false) >= low - room(low);
        const bool drop_high = !std::isinf(high) && extreme(i, true) <= high + room(high);
        if (!drop_low && !drop_high) continue;
        if (drop_low) low = -infinity;
        if (drop_high) high = infinity;
        weakened_[i] = 1;
        if (std::isinf(low) && std::isinf(high))
            work_.drop_row(i);
        else
            work_.touch_row(i);
        ++count;
    }
    return count;
}

}  // namespace

std::int64_t remove_implied_rows(Workspace& work, Cursor& since) {
    if (!work.enough_changed(since)) return 0;
    return ImpliedBox(work).remove_implied_rows();
}

}  // namespace tenon::ilp
