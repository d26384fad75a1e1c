// Simplex between solves: bounds, costs, rows, columns and bases change, the rest stays warm.
//
// What of an optimal basis outlives a change (V. Chvatal, Linear Programming, 1983, ch. 10):
// another bound or side, or a new row with its logical basic, leaves it dual feasible; another
// cost, or a new column at a bound, leaves it primal feasible.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "ilp/lp/simplex_impl.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

bool contradicts(double lower, double upper, double tolerance) {
    return lower > upper + tolerance || lower == infinity || upper == -infinity;
}

void check_index(std::int32_t i, std::int32_t size, const char* what) {
    if (i < 0 || i >= size)
        throw Error(Status::internal, std::string(what) + " " + std::to_string(i) +
                                          " is outside the linear program, which has " +
                                          std::to_string(size));
}

}  // namespace

Simplex::Impl::Impl(LinearProgram given, LpTolerances wanted)
    : problem(std::move(given)), tolerances(wanted) {
    load_state();
}

void Simplex::Impl::load_state() {
    Scaling factors{std::vector<double>(static_cast<std::size_t>(problem.columns), 1.0),
                    std::vector<double>(static_cast<std::size_t>(problem.rows), 1.0)};
    if (scaled) factors = find_scaling(problem);
    state.load(problem, factors);
    contradictions = 0;
    for (std::int32_t j = 0; j < state.total(); ++j) {
        const bool column = j < state.n;
        const double l = column ? problem.lower[j] : problem.row_lower[j - state.n];
        const double u = column ? problem.upper[j] : problem.row_upper[j - state.n];
        contradictions += contradicts(l, u, tolerances.primal) ? 1 : 0;
        scale_bounds(j);
    }
    state.slack_basis();
    ++generation;
}

// The scaled bounds of a variable from the caller's; bounds that cross within the tolerance meet.
void Simplex::Impl::scale_bounds(std::int32_t j) {
    SimplexState& s = state;
    const bool column = j < s.n;
    const double factor = column ? 1 / s.scaling.column[j] : s.scaling.row[j - s.n];
    const double l = (column ? problem.lower[j] : problem.row_lower[j - s.n]) * factor;
    const double u = (column ? problem.upper[j] : problem.row_upper[j - s.n]) * factor;
    s.lower[j] = s.work_lower[j] = l;
    s.upper[j] = s.work_upper[j] = std::max(l, u);
    if (s.is_basic(j)) return;
    s.place_and_track(j);
}

void Simplex::Impl::set_bounds(std::int32_t j, double lower, double upper) {
    const bool column = j < state.n;
    double& l = column ? problem.lower[j] : problem.row_lower[j - state.n];
    double& u = column ? problem.upper[j] : problem.row_upper[j - state.n];
    state.stop.count(1);
    contradictions -= contradicts(l, u, tolerances.primal) ? 1 : 0;
    l = lower;
    u = upper;
    contradictions += contradicts(l, u, tolerances.primal) ? 1 : 0;
    if (!contradicts(l, u, tolerances.primal)) scale_bounds(j);
    status = LpStatus::unsolved;
}

void Simplex::set_bounds(std::int32_t column, double lower, double upper) {
    check_index(column, impl_->state.n, "column");
    impl_->set_bounds(column, lower, upper);
}

void Simplex::set_row_bounds(std::int32_t row, double lower, double upper) {
    check_index(row, impl_->state.m, "row");
    impl_->set_bounds(impl_->state.n + row, lower, upper);
}

void Simplex::set_cost(std::int32_t column, double cost) {
    check_index(column, impl_->state.n, "column");
    SimplexState& s = impl_->state;
    impl_->problem.cost[column] = cost;
    s.cost[column] = s.work_cost[column] = cost * s.scaling.column[column];
    s.dual_current = false;
    ++impl_->cost_changes;
    impl_->status = LpStatus::unsolved;
}

// Rebuilds the state for a problem with other rows or columns. new_number maps old variables to
// new ones, -1 where they went; new variables are nonbasic if columns, basic if logicals.
void Simplex::Impl::remap(const std::vector<std::int32_t>& new_number, std::int32_t columns,
                          std::int32_t rows) {
    SimplexState old = std::move(state);
    state = SimplexState{};
    SimplexState& s = state;
    s.counters = old.counters;
    s.stop = old.stop;
    s.column_density = old.column_density;
    s.row_density = old.row_density;
    s.edge_density = old.edge_density;
    s.dense_solve = old.dense_solve;
    // Scale factors stay; new rows and columns have theirs appended by the caller.
    s.load(problem, old.scaling);
    std::vector<std::uint8_t> basic(static_cast<std::size_t>(columns + rows), 0);
    std::vector<double> weight(basic.size(), 1.0);
    for (std::int32_t i = 0; i < rows; ++i) basic[columns + i] = 1;
    for (std::int32_t j = 0; j < old.total(); ++j) {
        const std::int32_t k = new_number[j];
        if (k < 0) continue;
        basic[k] = old.is_basic(j) ? 1 : 0;
        if (old.is_basic(j)) weight[k] = old.weight[old.position[j]];
        s.where[k] = old.where[j];
        s.reduced[k] = old.reduced[j];
    }
    s.head.clear();
    for (std::int32_t j = 0; j < columns + rows; ++j) {
        if (basic[j]) {
            s.position[j] = static_cast<std::int32_t>(s.head.size());
            if (s.head.size() < s.weight.size()) s.weight[s.head.size()] = weight[j];
            s.head.push_back(j);
            s.where[j] = BasisStatus::basic;
        }
        scale_bounds(j);
    }
    s.dual_current = false;
    ++generation;
    status = LpStatus::unsolved;
    if (s.head.size() != static_cast<std::size_t>(rows)) {
        s.weight.resize(s.head.size(), 1.0);
        set_basis(this->basis());
    }
}

void Simplex::add_rows(std::span<const double> lower, std::span<const double> upper,
                       std::span<const std::int64_t> start, std::span<const std::int32_t> index,
                       std::span<const double> value) {
    const auto count = static_cast<std::int32_t>(lower.size());
    if (count == 0) return;
    LinearProgram& p = impl_->problem;
    std::vector<std::int64_t> extra(static_cast<std::size_t>(p.columns) + 1, 0);
    for (std::int64_t k = start[0]; k < start[count]; ++k) {
        check_index(index[k], p.columns, "column");
        ++extra[index[k] + 1];
    }
    for (std::int32_t j = 0; j < p.columns; ++j) extra[j + 1] += extra[j];
    SparseColumns wide;
    wide.start.assign(static_cast<std::size_t>(p.columns) + 1, 0);
    for (std::int32_t j = 0; j <= p.columns; ++j) wide.start[j] = p.matrix.start[j] + extra[j];
    wide.index.resize(static_cast<std::size_t>(wide.start[p.columns]));
    wide.value.resize(wide.index.size());
    std::vector<std::int64_t> next(static_cast<std::size_t>(p.columns));
    for (std::int32_t j = 0; j < p.columns; ++j) {
        const std::int64_t from = p.matrix.start[j], length = p.matrix.start[j + 1] - from;
        std::copy_n(p.matrix.index.begin() + from, length, wide.index.begin() + wide.start[j]);
        std::copy_n(p.matrix.value.begin() + from, length, wide.value.begin() + wide.start[j]);
        next[j] = wide.start[j] + length;
    }
    std::vector<double> scaled_entries;
    for (std::int32_t i = 0; i < count; ++i) {
        scaled_entries.clear();
        for (std::int64_t k = start[i]; k < start[i + 1]; ++k) {
            const std::int64_t at = next[index[k]]++;
            wide.index[at] = p.rows + i;
            wide.value[at] = value[k];
            scaled_entries.push_back(value[k] * impl_->state.scaling.column[index[k]]);
        }
        impl_->state.scaling.row.push_back(scale_of_entries(scaled_entries));
    }
    p.matrix = std::move(wide);
    p.row_lower.insert(p.row_lower.end(), lower.begin(), lower.end());
    p.row_upper.insert(p.row_upper.end(), upper.begin(), upper.end());
    for (std::int32_t i = 0; i < count; ++i)
        impl_->contradictions += contradicts(lower[i], upper[i], impl_->tolerances.primal) ? 1 : 0;
    const bool duals_kept = impl_->state.dual_current;
    std::vector<std::int32_t> number(static_cast<std::size_t>(impl_->state.total()));
    for (std::size_t j = 0; j < number.size(); ++j) number[j] = static_cast<std::int32_t>(j);
    p.rows += count;
    impl_->remap(number, p.columns, p.rows);
    impl_->state.dual_current = duals_kept;  // new rows have multiplier zero
}

void Simplex::delete_rows(std::span<const std::uint8_t> remove) {
    LinearProgram& p = impl_->problem;
    SimplexState& s = impl_->state;
    std::vector<std::int32_t> number(static_cast<std::size_t>(s.total()));
    for (std::int32_t j = 0; j < s.n; ++j) number[j] = j;
    std::int32_t kept = 0;
    bool all_basic = true;
    for (std::int32_t i = 0; i < p.rows; ++i) {
        if (remove[i] != 0) {
            number[s.n + i] = -1;
            all_basic = all_basic && s.is_basic(s.n + i);
            impl_->contradictions -=
                contradicts(p.row_lower[i], p.row_upper[i], impl_->tolerances.primal) ? 1 : 0;
            continue;
        }
        number[s.n + i] = s.n + kept;
        p.row_lower[kept] = p.row_lower[i];
        p.row_upper[kept] = p.row_upper[i];
        s.scaling.row[kept] = s.scaling.row[i];
        ++kept;
    }
    if (kept == p.rows) return;
    std::int64_t out = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        const std::int64_t begin = p.matrix.start[j], end = p.matrix.start[j + 1];
        p.matrix.start[j] = out;
        for (std::int64_t k = begin; k < end; ++k) {
            const std::int32_t row = number[s.n + p.matrix.index[k]];
            if (row < 0) continue;
            p.matrix.index[out] = row - s.n;
            p.matrix.value[out++] = p.matrix.value[k];
        }
    }
    p.matrix.start[p.columns] = out;
    p.matrix.index.resize(static_cast<std::size_t>(out));
    p.matrix.value.resize(static_cast<std::size_t>(out));
    p.row_lower.resize(static_cast<std::size_t>(kept));
    p.row_upper.resize(static_cast<std::size_t>(kept));
    s.scaling.row.resize(static_cast<std::size_t>(kept));
    p.rows = kept;
    const bool duals_kept = s.dual_current && all_basic;
    impl_->remap(number, p.columns, kept);
    impl_->state.dual_current = duals_kept;
}

void Simplex::add_column(double cost, double lower, double upper,
                         std::span<const std::int32_t> rows, std::span<const double> values) {
    const std::int64_t start[] = {0, static_cast<std::int64_t>(rows.size())};
    add_columns({&cost, 1}, {&lower, 1}, {&upper, 1}, start, rows, values);
}

void Simplex::add_columns(std::span<const double> cost, std::span<const double> lower,
                          std::span<const double> upper, std::span<const std::int64_t> start,
                          std::span<const std::int32_t> rows, std::span<const double> values) {
    LinearProgram& p = impl_->problem;
    SimplexState& s = impl_->state;
    const auto count = static_cast<std::int32_t>(cost.size());
    if (count == 0) return;
    std::vector<double> scaled_entries;
    for (std::int32_t c = 0; c < count; ++c) {
        scaled_entries.clear();
        for (std::int64_t k = start[c]; k < start[c + 1]; ++k) {
            check_index(rows[k], p.rows, "row");
            p.matrix.index.push_back(rows[k]);
            p.matrix.value.push_back(values[k]);
            scaled_entries.push_back(values[k] * s.scaling.row[rows[k]]);
        }
        p.matrix.start.push_back(static_cast<std::int64_t>(p.matrix.index.size()));
        s.scaling.column.push_back(scale_of_entries(scaled_entries));
        impl_->contradictions += contradicts(lower[c], upper[c], impl_->tolerances.primal) ? 1 : 0;
    }
    p.cost.insert(p.cost.end(), cost.begin(), cost.end());
    p.lower.insert(p.lower.end(), lower.begin(), lower.end());
    p.upper.insert(p.upper.end(), upper.begin(), upper.end());
    std::vector<std::int32_t> number(static_cast<std::size_t>(s.total()));
    for (std::int32_t j = 0; j < s.total(); ++j) number[j] = j < s.n ? j : j + count;
    p.columns += count;
    impl_->remap(number, p.columns, p.rows);
}

void Simplex::delete_columns(std::span<const std::uint8_t> remove) {
    LinearProgram& p = impl_->problem;
    SimplexState& s = impl_->state;
    std::vector<std::int32_t> number(static_cast<std::size_t>(s.total()));
    std::int32_t kept = 0;
    std::int64_t out = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        const std::int64_t begin = p.matrix.start[j], end = p.matrix.start[j + 1];
        if (remove[j] != 0) {
            number[j] = -1;
            impl_->contradictions -=
                contradicts(p.lower[j], p.upper[j], impl_->tolerances.primal) ? 1 : 0;
            continue;
        }
        number[j] = kept;
        p.cost[kept] = p.cost[j];
        p.lower[kept] = p.lower[j];
        p.upper[kept] = p.upper[j];
        s.scaling.column[kept] = s.scaling.column[j];
        p.matrix.start[kept++] = out;
        for (std::int64_t k = begin; k < end; ++k, ++out) {
            p.matrix.index[out] = p.matrix.index[k];
            p.matrix.value[out] = p.matrix.value[k];
        }
    }
    if (kept == p.columns) return;
    const auto size = static_cast<std::size_t>(kept);
    for (std::int32_t i = 0; i < p.rows; ++i) number[s.n + i] = kept + i;
    p.cost.resize(size);
    p.lower.resize(size);
    p.upper.resize(size);
    s.scaling.column.resize(size);
    p.matrix.start.resize(size + 1);
    p.matrix.start[kept] = out;
    p.matrix.index.resize(static_cast<std::size_t>(out));
    p.matrix.value.resize(static_cast<std::size_t>(out));
    p.columns = kept;
    impl_->remap(number, kept, p.rows);
}

void Simplex::set_coefficients(std::span<const std::int32_t> rows,
                               std::span<const std::int32_t> columns,
                               std::span<const double> values) {
    if (rows.empty()) return;
    LinearProgram& p = impl_->problem;
    SparseColumns changed;
    changed.index.reserve(p.matrix.index.size() + rows.size());
    changed.value.reserve(p.matrix.value.size() + rows.size());
    constexpr double kept = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> wanted(static_cast<std::size_t>(p.rows), kept);
    const auto append = [&](std::int32_t i, double value) {
        if (value == 0) return;
        changed.index.push_back(i);
        changed.value.push_back(value);
    };
    std::size_t next = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        const std::size_t first = next;
        for (; next < rows.size() && columns[next] == j; ++next) {
            check_index(rows[next], p.rows, "row");
            wanted[rows[next]] = values[next];
        }
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            const std::int32_t i = p.matrix.index[k];
            append(i, std::isnan(wanted[i]) ? p.matrix.value[k] : wanted[i]);
            wanted[i] = kept;
        }
        for (std::size_t k = first; k < next; ++k) {
            if (!std::isnan(wanted[rows[k]])) append(rows[k], wanted[rows[k]]);
            wanted[rows[k]] = kept;
        }
        changed.start.push_back(static_cast<std::int64_t>(changed.index.size()));
    }
    check_index(next < columns.size() ? columns[next] : 0, p.columns, "column");
    p.matrix = std::move(changed);
    std::vector<std::int32_t> number(static_cast<std::size_t>(impl_->state.total()));
    std::iota(number.begin(), number.end(), 0);
    impl_->remap(number, p.columns, p.rows);
}

Basis Simplex::Impl::basis() const {
    Basis b;
    b.column.assign(state.where.begin(), state.where.begin() + state.n);
    b.row.assign(state.where.begin() + state.n, state.where.end());
    return b;
}

// Takes a basis of any origin: too many basic variables lose the last ones, too few are filled up
// with logicals; singular ones are mended by the factorisation.
void Simplex::Impl::set_basis(const Basis& wanted) {
    SimplexState& s = state;
    std::vector<double> weight(static_cast<std::size_t>(s.total()), 1.0);
    for (std::size_t p = 0; p < std::min(s.head.size(), s.weight.size()); ++p)
        weight[s.head[p]] = s.weight[p];
    const auto status_of = [&](std::int32_t j) {
        const auto& list = j < s.n ? wanted.column : wanted.row;
        const auto k = static_cast<std::size_t>(j < s.n ? j : j - s.n);
        if (k < list.size()) return list[k];
        return j < s.n ? BasisStatus::at_lower : BasisStatus::basic;
    };
    s.head.clear();
    std::fill(s.position.begin(), s.position.end(), -1);
    const auto take = [&](std::int32_t j) {
        s.position[j] = static_cast<std::int32_t>(s.head.size());
        s.head.push_back(j);
    };
    const auto full = [&] { return s.head.size() == static_cast<std::size_t>(s.m); };
    for (std::int32_t j = 0; j < s.total(); ++j)
        if (status_of(j) == BasisStatus::basic && !full()) take(j);
    for (std::int32_t i = 0; i < s.m && !full(); ++i)
        if (s.position[s.n + i] < 0) take(s.n + i);
    for (std::int32_t j = 0; j < s.total(); ++j) {
        s.where[j] = s.is_basic(j) ? BasisStatus::basic : status_of(j);
        s.move[j] = Move::none;
        if (!s.is_basic(j)) s.place(j);
    }
    s.resize_workspace();
    for (std::int32_t p = 0; p < s.m; ++p) s.weight[p] = weight[s.head[p]];
    s.factor.invalidate();
    s.rows_sorted = false;
    s.primal_current = s.dual_current = false;
    cold = false;
    status = LpStatus::unsolved;
}

void Simplex::set_basis(const Basis& basis) {
    impl_->set_basis(basis);
}
Basis Simplex::basis() const {
    return impl_->basis();
}

}  // namespace tenon::ilp
