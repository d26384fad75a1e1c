// Columns that are multiples of each other: a_j = t a_k. With z = t x_j, of cost c_j / t and bounds
// t [l_j, u_j], both columns do the same to every row.
//
//   c_j / t = c_k:   one column x_k + z with the sum of the bounds does for both;
//   c_j / t > c_k:   z only where x_k cannot rise: if it has no upper bound, z stays at its lower
//                    one, and if z has no lower bound, x_k stays at its upper one (mirrored for <).
//
// Coming back, a merged column at a bound is both at theirs; a basic one is divided so that one of
// the two is at a bound of its own.
//
// E. Andersen, K. Andersen: Presolving in linear programming, Mathematical Programming 71, 1995.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "ilp/presolve/parallel_lines.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Costs per unit that differ by a smaller share are the same.
constexpr double same_cost = 1e-12;

struct Bounds {
    double lower, upper;
};

Bounds scaled_bounds(double t, double lower, double upper) {
    Bounds out{t * lower, t * upper};
    if (t < 0) std::swap(out.lower, out.upper);
    return out;
}

// The bound of z as one of x_j.
BasisStatus status_of(double t, bool at_lower) {
    return at_lower == (t > 0) ? BasisStatus::at_lower : BasisStatus::at_upper;
}

// Fixes the column that costs more where the cheaper one knows no end. True if it did.
bool fix_dearer(Workspace& work, std::int32_t j, std::int32_t k, double t, double difference) {
    const Bounds z = scaled_bounds(t, work.lower[j], work.upper[j]);
    const bool z_dearer = difference > 0;
    const bool x_unlimited = std::isinf(z_dearer ? work.upper[k] : work.lower[k]);
    const bool z_unlimited = std::isinf(z_dearer ? z.lower : z.upper);
    if (x_unlimited && z_unlimited) {
        work.status = PresolveStatus::unbounded_or_infeasible;
        return true;
    }
    if (x_unlimited) {
        const BasisStatus at = status_of(t, z_dearer);
        work.fix(j, at == BasisStatus::at_lower ? work.lower[j] : work.upper[j], at);
    } else if (z_unlimited) {
        work.fix(k, z_dearer ? work.upper[k] : work.lower[k],
                 z_dearer ? BasisStatus::at_upper : BasisStatus::at_lower);
    }
    return x_unlimited || z_unlimited;
}

bool is_free(const Workspace& work, std::int32_t j) {
    return std::isinf(work.lower[j]) && std::isinf(work.upper[j]);
}

void fix_anywhere(Workspace& work, std::int32_t j) {
    if (is_free(work, j))
        work.fix(j, 0, BasisStatus::free_zero);
    else if (std::fabs(work.lower[j]) <= std::fabs(work.upper[j]))
        work.fix(j, work.lower[j], BasisStatus::at_lower);
    else
        work.fix(j, work.upper[j], BasisStatus::at_upper);
}

bool merge(Workspace& work, std::int32_t j, std::int32_t k, double t) {
    // A free column does what any other one could do.
    if (is_free(work, j) || is_free(work, k)) {
        fix_anywhere(work, is_free(work, k) ? j : k);
        return true;
    }
    const Bounds z = scaled_bounds(t, work.lower[j], work.upper[j]);
    const double lower = work.lower[k] + z.lower, upper = work.upper[k] + z.upper;
    if (std::isinf(lower) && std::isinf(upper)) {
        // Two halves. A free column that comes back nonbasic is zero, and they must be at bounds.
        const double ends =
            std::isinf(work.lower[k]) ? work.upper[k] + z.lower : work.lower[k] + z.upper;
        if (ends != 0) return false;
    }
    work.undo.push(ParallelColumn{j, k, t, z.lower, z.upper, work.lower[k], work.upper[k]});
    work.lower[k] = lower;
    work.upper[k] = upper;
    work.remove_column(j);
    work.touch_column(k);
    return true;
}

bool reduce_pair(Workspace& work, const ParallelLines::Pair& pair) {
    const std::int32_t j = pair.first, k = pair.second;
    const double difference = work.cost[j] / pair.factor - work.cost[k];
    if (std::fabs(difference) > same_cost * std::fabs(work.cost[k]))
        return fix_dearer(work, j, k, pair.factor, difference);
    return merge(work, j, k, pair.factor);
}

// x + z = value with one of them at a bound. Of the four ways the one that keeps the other column
// within its bounds, or breaks them least.
void divide(const ParallelColumn& step, double value, Answer& answer) {
    struct Way {
        bool z_fixed, at_lower;
        double bound, own_lower, own_upper;
    };
    const Way ways[] = {{true, true, step.z_lower, step.lower, step.upper},
                        {true, false, step.z_upper, step.lower, step.upper},
                        {false, true, step.lower, step.z_lower, step.z_upper},
                        {false, false, step.upper, step.z_lower, step.z_upper}};
    const Way* best = nullptr;
    double least = infinity;
    for (const Way& way : ways) {
        if (std::isinf(way.bound)) continue;
        const double rest = value - way.bound;
        const double breach = std::max({way.own_lower - rest, rest - way.own_upper, 0.0});
        if (breach >= least) continue;
        least = breach;
        best = &way;
    }
    if (best == nullptr) return;  // not a number: left for the judge
    const BasisStatus of_z =
        best->z_fixed ? status_of(step.factor, best->at_lower) : BasisStatus::basic;
    const BasisStatus of_x = best->z_fixed    ? BasisStatus::basic
                             : best->at_lower ? BasisStatus::at_lower
                                              : BasisStatus::at_upper;
    const double z = best->z_fixed ? best->bound : value - best->bound;
    answer.primal[step.gone] = z / step.factor;
    answer.primal[step.kept] = value - z;
    answer.basis.column[step.gone] = of_z;
    answer.basis.column[step.kept] = of_x;
}

void rest_at(const ParallelColumn& step, bool x_at_lower, bool z_at_lower, Answer& answer) {
    answer.primal[step.kept] = x_at_lower ? step.lower : step.upper;
    answer.primal[step.gone] = (z_at_lower ? step.z_lower : step.z_upper) / step.factor;
    answer.basis.column[step.kept] = x_at_lower ? BasisStatus::at_lower : BasisStatus::at_upper;
    answer.basis.column[step.gone] = status_of(step.factor, z_at_lower);
}

}  // namespace

std::int64_t merge_parallel_columns(Workspace& work, Cursor& since) {
    if (!work.enough_changed(since)) return 0;
    std::int64_t count = 0;
    std::vector<std::uint8_t> wanted(work.column_alive);
    for (std::size_t j = 0; j < wanted.size(); ++j)
        if (work.matrix.column_size(static_cast<std::int32_t>(j)) == 0 ||
            work.lower[j] == work.upper[j])
            wanted[j] = 0;
    ParallelLines lines(work.matrix, ParallelLines::Of::columns, work.stop());
    lines.add(wanted);
    for (ParallelLines::Pair pair{}; !work.stopped() && lines.next(pair);)
        count += reduce_pair(work, pair) ? 1 : 0;
    work.skip_changes(since);  // what goes here makes no other columns parallel
    return count;
}

void undo(const ParallelColumn& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced()) return;
    const BasisStatus merged = answer.basis.column[step.kept];
    answer.reduced[step.gone] = step.factor * answer.reduced[step.kept];
    if (merged == BasisStatus::basic) {
        divide(step, answer.primal[step.kept], answer);
    } else if (merged == BasisStatus::free_zero) {  // two halves, each at its end
        rest_at(step, !std::isinf(step.lower), !std::isinf(step.z_lower), answer);
    } else {
        const bool at_lower = merged == BasisStatus::at_lower;
        rest_at(step, at_lower, at_lower, answer);
    }
}

}  // namespace tenon::ilp
