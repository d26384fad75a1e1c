#include "ilp/lp/simplex_state.hpp"

#include <algorithm>
#include <cmath>

#include "base/clock.hpp"

namespace tenon::ilp {

namespace {

// Updates at most between factorisations: rounding errors add up with each.
constexpr std::int32_t most_updates = 150;
// Fewer are never worth a factorisation.
constexpr std::int32_t fewest_updates = 20;
// Factors this much longer than fresh ones slow every solve.
constexpr double most_growth = 4.0;
// A nonzero costs more in a factorisation than in a solve: lists move, patterns are searched.
constexpr double factor_work_weight = 4.0;
// The mean work must rise by this share before it counts as rising.
constexpr double rise = 1.02;

}  // namespace

void SimplexState::load(const LinearProgram& p, const Scaling& factors) {
    n = p.columns;
    m = p.rows;
    scaling = factors;
    matrix.build(p, scaling);
    const auto size = static_cast<std::size_t>(total());
    cost.assign(size, 0.0);
    lower.assign(size, 0.0);
    upper.assign(size, 0.0);
    for (std::int32_t j = 0; j < n; ++j) {
        cost[j] = p.cost[j] * scaling.column[j];
        lower[j] = p.lower[j] / scaling.column[j];
        upper[j] = p.upper[j] / scaling.column[j];
    }
    for (std::int32_t i = 0; i < m; ++i) {
        lower[n + i] = p.row_lower[i] * scaling.row[i];
        upper[n + i] = p.row_upper[i] * scaling.row[i];
    }
    work_cost = cost;
    work_lower = lower;
    work_upper = upper;
    value.assign(size, 0.0);
    reduced.assign(size, 0.0);
    where.assign(size, BasisStatus::at_lower);
    move.assign(size, Move::none);
    position.assign(size, -1);
    perturbed = false;
    rows_sorted = false;
    resize_workspace();
}

void SimplexState::resize_workspace() {
    rho.reset(m);
    column.reset(m);
    edge.reset(m);
    flips.reset(m);
    moved.reset(m);
    row.reset(n);
    head.resize(static_cast<std::size_t>(m));
    basic.resize(static_cast<std::size_t>(m));
    weight.resize(static_cast<std::size_t>(m), 1.0);
}

void SimplexState::slack_basis() {
    for (std::int32_t j = 0; j < n; ++j) {
        position[j] = -1;
        where[j] = std::fabs(upper[j]) < std::fabs(lower[j]) ? BasisStatus::at_upper
                                                             : BasisStatus::at_lower;
        place(j);
    }
    for (std::int32_t i = 0; i < m; ++i) {
        head[i] = n + i;
        position[n + i] = i;
        where[n + i] = BasisStatus::basic;
        move[n + i] = Move::none;
        weight[i] = 1.0;
    }
    factor.invalidate();
    rows_sorted = false;
    primal_current = dual_current = false;
}

void SimplexState::place(std::int32_t j) {
    const double l = work_lower[j], u = work_upper[j];
    if (l == -infinity && u == infinity) {
        where[j] = BasisStatus::free_zero;
        value[j] = 0;
        move[j] = Move::both;
        return;
    }
    bool at_upper = where[j] == BasisStatus::at_upper;
    if (where[j] == BasisStatus::free_zero || where[j] == BasisStatus::basic)
        at_upper = std::fabs(u) < std::fabs(l);
    if (l == -infinity) at_upper = true;
    if (u == infinity) at_upper = false;
    where[j] = at_upper ? BasisStatus::at_upper : BasisStatus::at_lower;
    value[j] = at_upper ? u : l;
    move[j] = l == u ? Move::none : at_upper ? Move::down : Move::up;
}

void SimplexState::place_and_track(std::int32_t j) {
    const double before = value[j];
    place(j);
    if (value[j] == before || !primal_current) return;
    if (factor.valid()) {
        matrix.add_column_to(j, value[j] - before, moved);
    } else {
        primal_current = false;
    }
}

void SimplexState::update_primal() {
    if (!primal_current) {
        compute_primal();
        return;
    }
    if (moved.count == 0) return;
    factor.ftran(moved, dense_solve, stop);
    for (std::int32_t k = 0; k < moved.count; ++k) {
        const std::int32_t p = moved.index[k];
        basic[p] -= moved.value[p];
    }
    moved.clear();
}

void SimplexState::use_true_bounds() {
    work_lower = lower;
    work_upper = upper;
    for (std::int32_t j = 0; j < total(); ++j)
        if (!is_basic(j)) place(j);
    primal_current = false;
}

void SimplexState::use_true_costs() {
    work_cost = cost;
    perturbed = false;
    dual_current = false;
}

std::int32_t SimplexState::refactorise() {
    variable_weight_.resize(static_cast<std::size_t>(total()));
    for (std::int32_t p = 0; p < m; ++p) variable_weight_[head[p]] = weight[p];
    const Stopwatch watch;
    for (const std::int32_t j : head) counters.basis_nonzeros += matrix.length(j);
    const auto dependent = factor.factorise(matrix.view(), head, stop);
    ++counters.refactorisations;
    counters.factor_nonzeros += factor.entries();
    counters.factor_seconds += watch.seconds();
    for (const auto& change : dependent) {
        position[change.variable] = -1;
        variable_weight_[n + change.row] = 1.0;
        where[n + change.row] = BasisStatus::basic;
        move[n + change.row] = Move::none;
    }
    for (std::int32_t p = 0; p < m; ++p) {
        position[head[p]] = p;
        weight[p] = variable_weight_[head[p]];
    }
    for (const auto& change : dependent) place(change.variable);
    if (!rows_sorted || !dependent.empty()) matrix.mark_nonbasic(position);
    rows_sorted = true;
    if (!dependent.empty()) dual_current = false;
    primal_current = false;  // positions have moved
    return static_cast<std::int32_t>(dependent.size());
}

void SimplexState::compute_primal() {
    SparseVector& x = column;
    x.clear();
    for (std::int32_t j = 0; j < total(); ++j)
        if (!is_basic(j) && value[j] != 0) {
            matrix.add_column_to(j, -value[j], x);
            stop.charge(matrix.length(j));
        }
    stop.charge(total());
    factor.ftran(x, dense_solve, stop);
    std::copy(x.value.begin(), x.value.end(), basic.begin());
    x.clear();
    moved.clear();
    primal_current = true;
}

void SimplexState::compute_duals() {
    SparseVector& y = edge;
    y.clear();
    for (std::int32_t p = 0; p < m; ++p)
        if (work_cost[head[p]] != 0) y.add(p, work_cost[head[p]]);
    factor.btran(y, dense_solve, stop);
    for (std::int32_t j = 0; j < n; ++j) {
        reduced[j] = is_basic(j) ? 0 : work_cost[j] - matrix.dot_column(j, y.value);
        stop.charge(1 + matrix.length(j));
    }
    for (std::int32_t i = 0; i < m; ++i)
        reduced[n + i] = is_basic(n + i) ? 0 : work_cost[n + i] + y.value[i];
    y.clear();
    dual_current = true;
}

bool SimplexState::pivot(std::int32_t p, std::int32_t q, BasisStatus leaving_to) {
    const std::int32_t leaving = head[p];
    const double step_pivot = column.value[p];
    head[p] = q;
    position[q] = p;
    where[q] = BasisStatus::basic;
    move[q] = Move::none;
    position[leaving] = -1;
    where[leaving] = leaving_to;
    place(leaving);
    matrix.enter_basis(q);
    matrix.leave_basis(leaving);
    if (factor.update(p, step_pivot)) return true;
    factor.invalidate();
    return false;
}

void SimplexState::update_edge_weights(std::int32_t p, double weight_of_row) {
    SparseVector& tau = edge;
    tau.copy(rho);
    factor.ftran(tau, edge_density, stop);
    const double pivot_value = column.value[p];
    for (std::int32_t k = 0; k < column.count; ++k) {
        const std::int32_t i = column.index[k];
        if (i == p) continue;
        const double ratio = column.value[i] / pivot_value;
        weight[i] = std::max(weight[i] + ratio * (ratio * weight_of_row - 2 * tau.value[i]),
                             least_edge_weight);
    }
    weight[p] = std::max(weight_of_row / (pivot_value * pivot_value), least_edge_weight);
}

double SimplexState::primal_infeasibility(std::int32_t p) const noexcept {
    const std::int32_t j = head[p];
    if (basic[p] < work_lower[j] - primal_tolerance) return basic[p] - work_lower[j];
    if (basic[p] > work_upper[j] + primal_tolerance) return basic[p] - work_upper[j];
    return 0;
}

double SimplexState::dual_infeasibility(std::int32_t j) const noexcept {
    const double d = reduced[j];
    switch (move[j]) {
        case Move::up:
            return d < -dual_tolerance ? -d : 0;
        case Move::down:
            return d > dual_tolerance ? d : 0;
        case Move::both:
            return std::fabs(d) > dual_tolerance ? std::fabs(d) : 0;
        case Move::none:
            break;
    }
    return 0;
}

double SimplexState::largest_primal_infeasibility() const noexcept {
    double largest = 0;
    for (std::int32_t p = 0; p < m; ++p)
        largest = std::max(largest, std::fabs(primal_infeasibility(p)));
    return largest;
}

std::int32_t SimplexState::count_dual_infeasibilities() const noexcept {
    std::int32_t count = 0;
    for (std::int32_t j = 0; j < total(); ++j)
        if (!is_basic(j) && dual_infeasibility(j) > 0) ++count;
    return count;
}

double SimplexState::objective() const noexcept {
    double sum = 0;
    for (std::int32_t j = 0; j < total(); ++j)
        sum += work_cost[j] * (is_basic(j) ? basic[position[j]] : value[j]);
    return sum;
}

// Cost of an iteration so far: what the factorisation cost, shared by its updates, and the mean of
// the solves, which grows with fill. Once the sum rises the next factors are due.
bool SimplexState::wants_refactorisation() noexcept {
    const std::int32_t updates = factor.updates();
    if (updates < fewest_updates) {
        least_mean_work_ = infinity;
        return false;
    }
    // Basic values and duals are computed anew with each factorisation.
    const double rebuild = factor_work_weight * static_cast<double>(factor.factor_work()) +
                           2.0 * static_cast<double>(matrix.nonzeros()) + 4.0 * total();
    const double mean = (rebuild + static_cast<double>(factor.solve_work())) / updates;
    least_mean_work_ = std::min(least_mean_work_, mean);
    return updates >= most_updates || factor.growth() > most_growth ||
           mean > rise * least_mean_work_;
}

}  // namespace tenon::ilp
