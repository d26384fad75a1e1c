// The last pivots: from an optimum within the usual tolerance to one within a hundredth of it.
//
// With a tolerance of 1e-7 the method may stop a pivot or two short of the vertex. From there few
// are left, but where numbers are large none may be able to meet a tighter tolerance, so the first
// answer is kept and comes back unless the second is better.
#include <algorithm>
#include <tuple>

#include "ilp/lp/refinement.hpp"
#include "ilp/lp/simplex_impl.hpp"

namespace tenon::ilp {

namespace {

constexpr double polished = 1e-9;
// More pivots than this share of the rows are no polish.
constexpr std::int64_t least_pivots = 20, share_of_rows = 10;

}  // namespace

// For an optimal status whose point is refined.
void Simplex::Impl::polish() {
    SimplexState& s = state;
    const double kept_primal = s.primal_tolerance, kept_dual = s.dual_tolerance;
    s.primal_tolerance = std::min(kept_primal, polished);
    s.dual_tolerance = std::min(kept_dual, polished);
    if (s.largest_primal_infeasibility() > 0 || s.count_dual_infeasibilities() > 0) {
        const Basis basis_before = basis();
        auto answer =
            std::tie(primal, activity, dual, reduced, objective, worst_primal, worst_dual);
        const auto before =
            std::make_tuple(primal, activity, dual, reduced, objective, worst_primal, worst_dual);
        const double error_before = std::max(worst_primal, worst_dual);
        bool better = false;
        try {
            SimplexDriver driver(s, least_pivots + s.m / share_of_rows, infinity);
            better = driver.run(false, method) == Outcome::optimal && refine_point() &&
                     finish_optimal(true) && std::max(worst_primal, worst_dual) <= error_before;
        } catch (const Stopped&) {
            repair_after_stop();  // out of time: the answer in hand is an optimum all the same
        }
        if (!better) {
            answer = before;
            set_basis(basis_before);
            status = LpStatus::optimal;
        }
    }
    s.primal_tolerance = kept_primal;
    s.dual_tolerance = kept_dual;
}

}  // namespace tenon::ilp
