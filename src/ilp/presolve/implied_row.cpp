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
          weakened_(work.row_lower.size(), 0) {
        for (std::int32_t i = 0; i < rows(); ++i)
            if (work.row_alive[i] != 0) imply_by(i);
    }

    std::int64_t remove_implied_rows();

  private:
    static constexpr std::int32_t own = -1;

    std::int32_t rows() const { return static_cast<std::int32_t>(work_.row_alive.size()); }
    void imply_by(std::int32_t row);
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
};

void ImpliedBox::imply_by(std::int32_t row) {
    const Activity& box = work_.activity(row);
    const bool may_bound = box.min_infinite < 2 || box.max_infinite < 2;
    if (!may_bound || work_.matrix.row_size(row) < 2) return;
    for (std::int32_t e = work_.matrix.first_in_row(row); e != EntryLists::none;
         e = work_.matrix.next_in_row(e)) {
        const double a = work_.matrix.value(e);
        if (std::fabs(a) < least_entry * box.largest) continue;
        const std::int32_t j = work_.matrix.column(e);
        const Interval x = implied_interval(work_, row, j, a);
        if (x.low > lower_[j]) {
            lower_[j] = x.low;
            lower_from_[j] = row;
        }
        if (x.high < upper_[j]) {
            upper_[j] = x.high;
            upper_from_[j] = row;
        }
    }
}

double ImpliedBox::extreme(std::int32_t row, bool largest) const {
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
    for (std::int32_t i = 0; i < rows(); ++i) {
        double& low = work_.row_lower[i];
        double& high = work_.row_upper[i];
        if (work_.row_alive[i] == 0 || low == high) continue;
        const bool drop_low =
            !std::isinf(low) && extreme(i, false) >= low - scaled(reduction_tolerance, low);
        const bool drop_high =
            !std::isinf(high) && extreme(i, true) <= high + scaled(reduction_tolerance, high);
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
