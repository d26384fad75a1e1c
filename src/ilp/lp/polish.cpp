// The last pivots: from an optimum within the usual tolerance to one within a hundredth of it, and
// one whose duality gap is closed.
//
// With a tolerance of 1e-7 the method may stop a pivot or two short of the vertex. From there few
// are left, but where numbers are large none may be able to meet a tighter tolerance, so the first
// answer is kept and comes back unless the second is better.
//
// At a vertex the primal objective is above the dual one by
//
//   gap = sum_j |d_j| (upper_j - lower_j)   over the nonbasic j whose d_j has the wrong sign,
//
// so a reduced cost far below any tolerance counts where there is much room for its variable, and
// where there is no end of it all that rounding does not explain. Such signs are taken as they are.
#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "ilp/lp/refinement.hpp"
#include "ilp/lp/simplex_impl.hpp"

namespace tenon::ilp {

namespace {

constexpr double polished = 1e-9;
// A gap of this share of the objective is closed: what `polished` allows for.
constexpr double closed_gap = 1e-9;
// One variable that opens it by this share spoils the bound of a search, which proves a gap of
// 1e-6.
constexpr double open_gap = 1e-7;
// More pivots than this share of the rows are no polish.
constexpr std::int64_t least_pivots = 20, share_of_rows = 10;
// Refined prices are right to the last digits; a thousand times their rounding is safe.
constexpr double rounding = 1e3 * std::numeric_limits<double>::epsilon();

double wrong_cost(const SimplexState& s, std::int32_t j) {
    const double d = s.reduced[j];
    const bool may_rise = s.move[j] == Move::up || s.move[j] == Move::both;
    const bool may_fall = s.move[j] == Move::down || s.move[j] == Move::both;
    return (d < 0 && may_rise) || (d > 0 && may_fall) ? std::fabs(d) : 0.0;
}

double largest_price(const SimplexState& s) {
    double largest = 0;
    for (std::int32_t j = s.n; j < s.total(); ++j)
        if (!s.is_basic(j)) largest = std::max(largest, std::fabs(s.reduced[j]));
    return largest;
}

// What rounding may have left of a reduced cost of zero. Small prices are right to the last digits
// of the largest.
double rounding_of_cost(const SimplexState& s, std::int32_t j, double largest_price) {
    if (j >= s.n) return rounding * largest_price;
    double entries = 0;
    s.matrix.for_each_entry(j, [&](std::int32_t, double a) { entries += std::fabs(a); });
    return rounding * (std::fabs(s.work_cost[j]) + entries * largest_price);
}

// The least reduced cost of the wrong sign by which a variable alone opens the gap by more than
// allowed; infinity: none does.
double least_open_cost(const SimplexState& s, double allowed) {
    double price = -1;  // found where it is asked for, which is seldom
    double least = infinity;
    for (std::int32_t j = 0; j < s.total(); ++j) {
        if (s.is_basic(j)) continue;
        const double d = wrong_cost(s, j);
        if (d == 0 || d >= least || d * (s.work_upper[j] - s.work_lower[j]) <= allowed) continue;
        if (price < 0) price = largest_price(s);
        if (d > rounding_of_cost(s, j, price)) least = d;
    }
    return least;
}

}  // namespace

// For an optimal status whose point is not refined: what polish is for where a bound is asked, and
// not each digit of it. Then only a variable with much room counts, or without an end.
bool Simplex::Impl::is_gap_open() const {
    return least_open_cost(state, open_gap * (1 + std::fabs(objective))) < infinity;
}

// For an optimal status whose point is refined.
void Simplex::Impl::polish() {
    SimplexState& s = state;
    const double kept_primal = s.primal_tolerance, kept_dual = s.dual_tolerance;
    const double finer_dual = std::min(kept_dual, polished);
    const double open_cost =
        least_open_cost(s, closed_gap * (1 + std::fabs(objective)) / std::max(s.total(), 1));
    s.primal_tolerance = std::min(kept_primal, polished);
    s.dual_tolerance = std::min(finer_dual, open_cost / 2);
    if (s.largest_primal_infeasibility() > 0 || s.count_dual_infeasibilities() > 0) {
        const Basis basis_before = basis();
        auto answer =
            std::tie(primal, activity, dual, reduced, objective, worst_primal, worst_dual);
        const auto before =
            std::make_tuple(primal, activity, dual, reduced, objective, worst_primal, worst_dual);
        const double error_before = std::max(worst_primal, worst_dual);
        const double allowed_error =
            open_cost < finer_dual ? std::max(error_before, polished) : error_before;
        bool better = false;
        try {
            SimplexDriver driver(s, least_pivots + s.m / share_of_rows, infinity);
            better = driver.run(false, method) == Outcome::optimal;
            s.dual_tolerance = finer_dual;
            better = better && refine_point() && finish_optimal(true) &&
                     std::max(worst_primal, worst_dual) <= allowed_error;
        } catch (const Stopped&) {
            repair_after_stop();  // out of time: the answer in hand is an optimum all the same
        }
        if (!better) {
            answer = before;
            s.stop.disarm();  // what is asked of the basis later needs its factors
            stand_on(basis_before);
            status = LpStatus::optimal;
        }
    }
    s.primal_tolerance = kept_primal;
    s.dual_tolerance = kept_dual;
}

}  // namespace tenon::ilp
