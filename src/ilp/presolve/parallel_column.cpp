// Columns that are multiples of each other: a_j = t a_k. With z = t x_j, of cost c_j / t and bounds
// t [l_j, u_j], both columns do the same to every row.
//
//   c_j / t = c_k:   one column x_k + z with the sum of the bounds does for both;
//   c_j / t > c_k:   z only where x_k cannot rise: if it has no upper bound, z stays at its lower
//                    one, and if z has no lower bound, x_k stays at its upper one (mirrored for <).
//
// With integers, x_k + z must reach all that the merged column may be:
//
//   both integer:    t is whole and u_k - l_k >= |t| - 1: between two values of z, x_k fills the
//                    whole numbers;
//   only x_j is:     u_k - l_k >= |t|, and the merged column is continuous;
//   only x_k is:     the same with j and k exchanged,
//
// and what is exchanged for the cheaper column goes in whole steps of both.
//
// Coming back to a basis, a merged column at a bound is both at theirs; a basic one is divided so
// that one of the two is at a bound of its own. Coming back to a point of integers, x_j is the
// value nearest to zero that leaves x_k within its bounds.
//
// E. Andersen, K. Andersen: Presolving in linear programming, Mathematical Programming 71, 1995;
// G. Gamrath, T. Koch, A. Martin, M. Miltenberger, D. Weninger: Progress in presolving for mixed
// integer programming, Mathematical Programming Computation 7, 2015; T. Achterberg, R. Bixby,
// Z. Gu, E. Rothberg, D. Weninger: Presolve reductions in mixed integer programming, ZIB-Report
// 16-44, 2016, section 6.
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
// The same in integer programs, whose optimum is claimed to the last digit: roundings.
constexpr double same_digits = 4e-16;
// Of whole ratios and of the bounds of merged integers: what stays far from 2^53.
constexpr double largest_ratio = 1e6, largest_bound = 1e12;

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

// z = t x_j goes into x_k.
void merge_into(Workspace& work, std::int32_t j, std::int32_t k, double t, const Bounds& z) {
    work.undo.push(ParallelColumn{j, k, t, z.lower, z.upper, work.lower[k], work.upper[k],
                                  work.integer[j] != 0, work.integer[k] != 0});
    if (work.debug) work.watched[k] += t * work.watched[j];
    work.lower[k] += z.lower;
    work.upper[k] += z.upper;
    work.remove_column(j);
    work.touch_column(k);
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
    merge_into(work, j, k, t, z);
    return true;
}

bool reduce_pair(Workspace& work, const ParallelLines::Pair& pair) {
    const std::int32_t j = pair.first, k = pair.second;
    const double difference = work.cost[j] / pair.factor - work.cost[k];
    if (std::fabs(difference) > same_cost * std::fabs(work.cost[k]))
        return fix_dearer(work, j, k, pair.factor, difference);
    return merge(work, j, k, pair.factor);
}

// Two columns of an integer program: a_j = t a_k, up to `miss` in every entry.
struct Merger {
    std::int32_t j, k;
    double t, miss;
};

double range_of(const Workspace& work, std::int32_t j) {
    return work.upper[j] - work.lower[j];
}

bool is_whole(double t) {
    return t == std::round(t) && std::fabs(t) <= largest_ratio;
}

bool too_large(double bound) {
    return !std::isinf(bound) && std::fabs(bound) > largest_bound;
}

// Whether x_k + t x_j reaches all that a column of the kind of x_k with the sum of the bounds may.
bool reaches_all(const Workspace& work, const Merger& m) {
    const bool whole = work.integer[m.j] != 0, into_whole = work.integer[m.k] != 0;
    if (!whole) return !into_whole;
    if (into_whole && !is_whole(m.t)) return false;
    return range_of(work, m.k) >= std::fabs(m.t) - (into_whole ? 1 : 0);
}

// Whether no row can tell the columns apart: for a change of x_j by so much.
bool is_exact(const Merger& m, double most_change) {
    return m.miss == 0 || m.miss * most_change <= reduction_tolerance;
}

bool merge_integers(Workspace& work, const Merger& m) {
    const Bounds z = scaled_bounds(m.t, work.lower[m.j], work.upper[m.j]);
    if (!reaches_all(work, m) || too_large(z.lower) || too_large(z.upper) ||
        too_large(work.lower[m.k]) || too_large(work.upper[m.k]) ||
        !is_exact(m, std::max(std::fabs(work.lower[m.j]), std::fabs(work.upper[m.j]))))
        return false;
    merge_into(work, m.j, m.k, m.t, z);
    return true;
}

// x_j costs more than what x_k does the same for, by `difference` a unit of z = t x_j. A step of
// x_j must be one of x_k.
bool fix_dearer_integers(Workspace& work, const Merger& m, double difference) {
    const bool whole = work.integer[m.j] != 0, by_whole = work.integer[m.k] != 0;
    if (by_whole && !(whole && is_whole(m.t))) return false;
    if (!is_exact(m, range_of(work, m.j))) return false;
    const bool z_falls = difference > 0;
    if (!std::isinf(z_falls ? work.upper[m.k] : work.lower[m.k])) return false;
    const bool falls = z_falls == (m.t > 0);
    const double bound = falls ? work.lower[m.j] : work.upper[m.j];
    if (std::isinf(bound)) {
        work.status = PresolveStatus::unbounded_or_infeasible;
        return true;
    }
    work.fix(m.j, bound, falls ? BasisStatus::at_lower : BasisStatus::at_upper);
    return true;
}

double rounded_ratio(double t) {
    const double whole = std::round(t);
    return std::fabs(t - whole) <= same_digits * std::fabs(t) ? whole : t;
}

bool reduce_integer_pair(Workspace& work, const ParallelLines& lines,
                         const ParallelLines::Pair& pair) {
    const double t = rounded_ratio(pair.factor), s = rounded_ratio(1 / pair.factor);
    const Merger there{pair.first, pair.second, t, lines.miss(t)};
    const Merger back{pair.second, pair.first, s, lines.miss_back(s)};
    for (const Merger& m : {there, back}) {
        const double cost = m.t * work.cost[m.k], difference = work.cost[m.j] - cost;
        if (std::fabs(difference) <= same_digits * std::fabs(cost)) {
            if (merge_integers(work, m)) return true;
        } else if (!work.keeps_every_plan() && difference / m.t != 0 &&
                   fix_dearer_integers(work, m, difference / m.t)) {
            return true;
        }
    }
    return false;
}

// Of a point: x + z = value with x_gone as near to zero as the bounds of both let it.
void divide_integers(const ParallelColumn& step, Answer& answer) {
    const double t = step.factor;
    double value = answer.primal[step.kept];
    if (step.kept_integer && step.gone_integer) value = std::round(value);
    Bounds own{step.z_lower / t, step.z_upper / t};
    Bounds left{(value - step.upper) / t, (value - step.lower) / t};
    if (t < 0) {
        std::swap(own.lower, own.upper);
        std::swap(left.lower, left.upper);
    }
    if (step.gone_integer) {
        own = {std::round(own.lower), std::round(own.upper)};
        left = {std::ceil(left.lower - integer_reduction_room(left.lower)),
                std::floor(left.upper + integer_reduction_room(left.upper))};
    }
    double x = std::clamp(0.0, own.lower, own.upper);
    if (x < left.lower) x = std::min(left.lower, own.upper);
    if (x > left.upper) x = std::max(left.upper, own.lower);
    answer.primal[step.gone] = x;
    answer.primal[step.kept] = value - t * x;
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
    if (!work.much_changed(since)) return 0;
    std::int64_t count = 0;
    std::vector<std::uint8_t> wanted(work.column_alive);
    for (std::size_t j = 0; j < wanted.size(); ++j)
        if (work.matrix.column_size(static_cast<std::int32_t>(j)) == 0 ||
            work.lower[j] == work.upper[j])
            wanted[j] = 0;
    ParallelLines lines(work.matrix, ParallelLines::Of::columns, work.stop());
    lines.add(wanted);
    for (ParallelLines::Pair pair{}; !work.stopped() && lines.next(pair);)
        count += (work.linear() ? reduce_pair(work, pair) : reduce_integer_pair(work, lines, pair));
    work.skip_changes(since);  // what goes here makes no other columns parallel
    return count;
}

void undo(const ParallelColumn& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced()) {
        divide_integers(step, answer);
        return;
    }
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
