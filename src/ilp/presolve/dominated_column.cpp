// Bounds on the prices say on which side of zero a reduced cost lies, and so at which bound a
// column rests. A row without an upper side has y >= 0, one without a lower side y <= 0; and a
// column that may rise for ever has a reduced cost  c_k - sum a_ik y_i >= 0,  which bounds the
// price of each of its rows by what the others may be (falls for ever: <= 0).
//
//   least d_j > 0:  dominated. x_j is at its lower bound in every optimum, and where it has none
//                   there is no optimum; mirrored at the upper bound.
//   least d_j = 0:  weakly dominated. Some optimum has x_j at its lower bound, if the bounds on the
//                   prices come from the rows and from columns of one entry, which stay.
//   least y_i > 0:  the row is at its lower side in every optimum, and may be called an equation.
//
// In terms of the dual: the sign of d_j is one of its constraints, redundant where the others imply
// it. Implied with a margin it is redundant even if it took part in the implication itself: a
// feasible dual without it that broke it would lie on a line with one that has it to spare, and
// between the two it would hold exactly, which the margin excludes.
//
// J. Tomlin, J. Welch: Formal optimization of some reduced linear programming problems,
// Mathematical Programming 27, 1983; E. Andersen, K. Andersen: Presolving in linear programming,
// Mathematical Programming 71, 1995 (dominated columns); J. Gondzio: Presolve analysis of linear
// programs prior to applying an interior point method, INFORMS Journal on Computing 9, 1997.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/sum.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Passes over the columns that carry bounds from price to price. Few chains are longer.
constexpr int passes = 3;
// A reduced cost or price counts as away from zero by this share of its terms.
constexpr double margin = 1e-7;
// And as zero within this share: a few roundings.
constexpr double rounding = 1e-13;
// Bounds beyond this are rounding of differences of large numbers.
constexpr double useless_price = 1e9;

class PriceBounds {
  public:
    explicit PriceBounds(Workspace& work) : work_(work), lower_(rows()), upper_(rows()) {
        for (std::size_t i = 0; i < rows(); ++i) {
            lower_[i] = std::isinf(work.row_upper[i]) ? 0 : -infinity;
            upper_[i] = std::isinf(work.row_lower[i]) ? 0 : infinity;
        }
    }

    void bound_by_singletons();
    void bound_by_all();
    std::int64_t fix_weakly_dominated();
    std::int64_t fix_dominated();
    std::int64_t settle_rows();

  private:
    // Least and largest reduced cost.
    struct Range {
        double least, most, size;
    };

    std::size_t rows() const { return work_.row_alive.size(); }
    std::int32_t columns() const { return static_cast<std::int32_t>(work_.column_alive.size()); }
    Range range(std::int32_t j) const;
    double extreme(std::int32_t j, bool least, double& size) const;
    void bound_by(std::int32_t j);
    void drop(std::int32_t row, double bound) {
        if (std::fabs(bound) >= useless_price || bound >= upper_[row]) return;
        upper_[row] = bound;
        tightened_ = true;
    }
    void raise(std::int32_t row, double bound) {
        if (std::fabs(bound) >= useless_price || bound <= lower_[row]) return;
        lower_[row] = bound;
        tightened_ = true;
    }
    bool fix_at(std::int32_t j, bool at_lower);

    Workspace& work_;
    std::vector<double> lower_, upper_;
    bool tightened_ = false;
};

// c - a y >= 0 bounds y from above if a > 0, from below if a < 0; and so <= 0 the other way round.
void PriceBounds::bound_by_singletons() {
    for (std::int32_t j = 0; j < columns(); ++j) {
        if (work_.column_alive[j] == 0 || work_.matrix.column_size(j) != 1) continue;
        const std::int32_t e = work_.matrix.first_in_column(j);
        const double a = work_.matrix.value(e), bound = work_.cost[j] / a;
        const bool rises = std::isinf(work_.upper[j]), falls = std::isinf(work_.lower[j]);
        if (a > 0 ? rises : falls) drop(work_.matrix.row(e), bound);
        if (a > 0 ? falls : rises) raise(work_.matrix.row(e), bound);
    }
}

// The least needs the upper bounds of prices with positive, the lower ones of those with negative
// entries; most columns meet an infinite one soon.
PriceBounds::Range PriceBounds::range(std::int32_t j) const {
    work_.charge(1 + work_.matrix.column_size(j));
    bool least_known = true, most_known = true;
    for (std::int32_t e = work_.matrix.first_in_column(j);
         e != EntryLists::none && (least_known || most_known); e = work_.matrix.next_in_column(e)) {
        const std::int32_t i = work_.matrix.row(e);
        const bool positive = work_.matrix.value(e) > 0;
        least_known = least_known && !std::isinf(positive ? upper_[i] : lower_[i]);
        most_known = most_known && !std::isinf(positive ? lower_[i] : upper_[i]);
    }
    Range out{-infinity, infinity, std::fabs(work_.cost[j])};
    if (least_known) out.least = extreme(j, true, out.size);
    if (most_known) out.most = extreme(j, false, out.size);
    return out;
}

// c - sum a y with every term at its end; size grows to the largest term.
double PriceBounds::extreme(std::int32_t j, bool least, double& size) const {
    Sum sum;
    sum.add(work_.cost[j]);
    for (std::int32_t e = work_.matrix.first_in_column(j); e != EntryLists::none;
         e = work_.matrix.next_in_column(e)) {
        const std::int32_t i = work_.matrix.row(e);
        const double a = work_.matrix.value(e);
        const double y = (a > 0) == least ? upper_[i] : lower_[i];
        sum.add(-a * y);
        size = std::max(size, std::fabs(a * y));
    }
    return sum.value();
}

// The condition on the reduced cost of x_j as bounds on the prices of its rows:
//   rises for ever:  a_i y_i <= c - sum of the least other terms,
//   falls for ever:  a_i y_i >= c - sum of the largest other terms.
void PriceBounds::bound_by(std::int32_t j) {
    work_.charge(1 + work_.matrix.column_size(j));
    for (const bool rises : {true, false}) {
        if (!std::isinf(rises ? work_.upper[j] : work_.lower[j])) continue;
        // The bound of y_i that stands in the sum.
        const auto own = [&](std::int32_t i, double a) {
            return (a > 0) == rises ? lower_[i] : upper_[i];
        };
        double sum = 0;
        int infinite = 0;
        for (std::int32_t e = work_.matrix.first_in_column(j);
             e != EntryLists::none && infinite < 2; e = work_.matrix.next_in_column(e)) {
            const double bound = own(work_.matrix.row(e), work_.matrix.value(e));
            if (std::isinf(bound))
                ++infinite;
            else
                sum += work_.matrix.value(e) * bound;
        }
        if (infinite > 1) continue;
        for (std::int32_t e = work_.matrix.first_in_column(j); e != EntryLists::none;
             e = work_.matrix.next_in_column(e)) {
            const std::int32_t i = work_.matrix.row(e);
            const double a = work_.matrix.value(e), bound = own(i, a);
            if (infinite == 1 && !std::isinf(bound)) continue;
            const double rest = infinite == 1 ? sum : sum - a * bound;
            if ((a > 0) == rises)
                drop(i, (work_.cost[j] - rest) / a);
            else
                raise(i, (work_.cost[j] - rest) / a);
        }
    }
}

void PriceBounds::bound_by_all() {
    tightened_ = true;
    for (int pass = 0; pass < passes && tightened_; ++pass) {
        tightened_ = false;
        for (std::int32_t j = 0; j < columns(); ++j)
            if (work_.column_alive[j] != 0 && work_.lower[j] != work_.upper[j]) bound_by(j);
    }
}

bool PriceBounds::fix_at(std::int32_t j, bool at_lower) {
    const double value = at_lower ? work_.lower[j] : work_.upper[j];
    if (std::isinf(value)) return false;
    work_.fix(j, value, at_lower ? BasisStatus::at_lower : BasisStatus::at_upper);
    return true;
}

std::int64_t PriceBounds::fix_weakly_dominated() {
    std::int64_t count = 0;
    for (std::int32_t j = 0; j < columns(); ++j) {
        if (work_.column_alive[j] == 0 || work_.matrix.column_size(j) < 2) continue;
        const Range d = range(j);
        if (d.least >= -rounding * d.size && fix_at(j, true))
            ++count;
        else if (d.most <= rounding * d.size && fix_at(j, false))
            ++count;
    }
    return count;
}

std::int64_t PriceBounds::fix_dominated() {
    std::int64_t count = 0;
    for (std::int32_t j = 0; j < columns(); ++j) {
        if (work_.column_alive[j] == 0 || work_.lower[j] == work_.upper[j]) continue;
        const Range d = range(j);
        const double away = margin * std::max(d.size, reduction_tolerance);
        if (!(d.least > away) && !(d.most < -away)) continue;
        if (!fix_at(j, d.least > away)) {
            work_.status = PresolveStatus::unbounded_or_infeasible;
            return count;
        }
        ++count;
    }
    return count;
}

std::int64_t PriceBounds::settle_rows() {
    std::int64_t count = 0;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(rows()); ++i) {
        double& low = work_.row_lower[i];
        double& high = work_.row_upper[i];
        if (work_.row_alive[i] == 0 || low == high) continue;
        const bool at_lower = lower_[i] > scaled(margin, lower_[i]) && !std::isinf(low);
        const bool at_upper = upper_[i] < -scaled(margin, upper_[i]) && !std::isinf(high);
        if (at_lower == at_upper) continue;
        work_.undo.push(SettledRow{i, at_upper});
        (at_lower ? high : low) = at_lower ? low : high;
        work_.touch_row(i);
        ++count;
    }
    return count;
}

}  // namespace

std::int64_t fix_dominated_columns(Workspace& work, Cursor& since) {
    if (!work.linear()) return fix_by_dominating_columns(work, since);
    if (!work.enough_changed(since)) return 0;
    PriceBounds prices(work);
    prices.bound_by_singletons();
    std::int64_t count = prices.fix_weakly_dominated();
    prices.bound_by_all();
    count += prices.fix_dominated();
    if (!work.stopped()) count += prices.settle_rows();
    return count;
}

void undo(const SettledRow& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced() || answer.basis.row[step.row] == BasisStatus::basic) return;
    answer.basis.row[step.row] = step.at_upper ? BasisStatus::at_upper : BasisStatus::at_lower;
}

}  // namespace tenon::ilp
