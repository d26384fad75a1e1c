// BasisFactor::ftran and btran. Each triangular solve comes in two kinds: in pivot order over all
// rows, or, where few entries are expected, in topological order over the rows reached from the
// right-hand side only.
#include <cmath>

#include "ilp/factor/basis_factor.hpp"

namespace tenon::ilp {

namespace {

// Reaching pays while right-hand side and result are this sparse (Hall and McKinnon use 0.1).
constexpr double sparse_input = 0.05;
constexpr double sparse_result = 0.10;

bool solve_by_reach(const SparseVector& x, double expected) {
    return expected < sparse_result &&
           static_cast<double>(x.count) < sparse_input * static_cast<double>(x.size());
}

}  // namespace

// Lists every key reachable from the pattern of x along key -> index of its entries, so that each
// key comes before those it leads to. Returns the first place in reached_, which ends at its size.
std::int32_t BasisFactor::reach(const SparseLists& lists, const SparseVector& x) {
    auto first = static_cast<std::int32_t>(reached_.size());
    const std::int32_t* begin = lists.begin.data();
    const std::int32_t* end = lists.end.data();
    const std::int32_t* index = lists.index.data();
    for (std::int32_t k = 0; k < x.count; ++k) {
        std::int32_t node = x.index[k];
        if (marked_[node]) continue;
        marked_[node] = 1;
        std::int32_t entry = begin[node];
        std::int32_t depth = 0;
        for (;;) {
            if (entry < end[node]) {
                const std::int32_t child = index[entry++];
                if (marked_[child]) continue;
                marked_[child] = 1;
                stack_node_[depth] = node;
                stack_entry_[depth++] = entry;
                node = child;
                entry = begin[child];
            } else {
                reached_[--first] = node;
                if (depth == 0) break;
                node = stack_node_[--depth];
                entry = stack_entry_[depth];
            }
        }
    }
    return first;
}

void BasisFactor::ftran_lower(SparseVector& x, double expected) {
    const LuFactors& f = *factors_;
    if (f.lower_order.empty()) return;
    double* v = x.value.data();
    const std::int32_t* index = f.lower.index.data();
    const double* value = f.lower.value.data();
    if (!solve_by_reach(x, expected)) {
        for (std::int32_t r : f.lower_order) {
            const double t = v[r];
            if (std::fabs(t) < drop_tolerance) continue;
            const std::int32_t end = f.lower.end[r];
            for (std::int32_t k = f.lower.begin[r]; k < end; ++k) v[index[k]] -= t * value[k];
            work_ += end - f.lower.begin[r];
        }
        work_ += static_cast<std::int64_t>(f.lower_order.size()) + f.size;
        x.relist();
        return;
    }
    const std::int32_t first = reach(f.lower, x);
    x.count = 0;
    for (auto q = static_cast<std::size_t>(first); q < reached_.size(); ++q) {
        const std::int32_t r = reached_[q];
        marked_[r] = 0;
        const double t = v[r];
        const std::int32_t end = f.lower.end[r];
        work_ += end - f.lower.begin[r] + 1;
        if (std::fabs(t) < drop_tolerance) {
            v[r] = 0;
            continue;
        }
        x.index[x.count++] = r;
        for (std::int32_t k = f.lower.begin[r]; k < end; ++k) v[index[k]] -= t * value[k];
    }
}

void BasisFactor::ftran_row_etas(SparseVector& x) {
    const LuFactors& f = *factors_;
    double* v = x.value.data();
    for (std::int32_t u = 0; u < f.updates(); ++u) {
        double sum = 0;
        for (std::int32_t k = f.row_eta.begin[u]; k < f.row_eta.end[u]; ++k)
            sum += f.row_eta.value[k] * v[f.row_eta.index[k]];
        if (sum != 0) x.add(f.row_eta_pivot[u], -sum);
    }
    work_ += static_cast<std::int64_t>(f.row_eta.value.size());
}

void BasisFactor::ftran_upper(SparseVector& x, double expected) {
    const LuFactors& f = *factors_;
    double* v = x.value.data();
    const std::int32_t* index = f.upper.index.data();
    const double* value = f.upper.value.data();
    const auto step = [&](std::int32_t r) {
        double t = v[r];
        if (std::fabs(t) < drop_tolerance) {
            v[r] = 0;
            return;
        }
        t /= f.pivot[r];
        v[r] = t;
        x.index[x.count++] = r;
        const std::int32_t end = f.upper.end[r];
        for (std::int32_t k = f.upper.begin[r]; k < end; ++k) v[index[k]] -= t * value[k];
        work_ += end - f.upper.begin[r];
    };
    if (!solve_by_reach(x, expected)) {
        x.count = 0;
        for (std::size_t k = f.order.size(); k-- > 0;)
            if (f.order[k] >= 0) step(f.order[k]);
        work_ += static_cast<std::int64_t>(f.order.size());
        return;
    }
    const std::int32_t first = reach(f.upper, x);
    x.count = 0;
    work_ += 2 * (f.size - first);
    for (auto q = static_cast<std::size_t>(first); q < reached_.size(); ++q) {
        marked_[reached_[q]] = 0;
        step(reached_[q]);
    }
}

void BasisFactor::btran_upper(SparseVector& y, double expected) {
    const LuFactors& f = *factors_;
    double* v = y.value.data();
    const std::int32_t* index = f.upper_transposed.index.data();
    const double* value = f.upper_transposed.value.data();
    const auto step = [&](std::int32_t r) {
        double t = v[r];
        if (std::fabs(t) < drop_tolerance) {
            v[r] = 0;
            return;
        }
        t /= f.pivot[r];
        v[r] = t;
        y.index[y.count++] = r;
        const std::int32_t end = f.upper_transposed.end[r];
        for (std::int32_t k = f.upper_transposed.begin[r]; k < end; ++k)
            v[index[k]] -= t * value[k];
        work_ += end - f.upper_transposed.begin[r];
    };
    if (!solve_by_reach(y, expected)) {
        std::int32_t from = y.count > 0 ? f.place[y.index[0]] : 0;
        for (std::int32_t k = 1; k < y.count; ++k) from = std::min(from, f.place[y.index[k]]);
        y.count = 0;
        for (auto k = static_cast<std::size_t>(from); k < f.order.size(); ++k)
            if (f.order[k] >= 0) step(f.order[k]);
        work_ += static_cast<std::int64_t>(f.order.size());
        return;
    }
    const std::int32_t first = reach(f.upper_transposed, y);
    y.count = 0;
    work_ += 2 * (f.size - first);
    for (auto q = static_cast<std::size_t>(first); q < reached_.size(); ++q) {
        marked_[reached_[q]] = 0;
        step(reached_[q]);
    }
}

void BasisFactor::btran_row_etas(SparseVector& y) {
    const LuFactors& f = *factors_;
    for (std::int32_t u = f.updates(); u-- > 0;) {
        const double t = y.value[f.row_eta_pivot[u]];
        if (std::fabs(t) < drop_tolerance) continue;
        for (std::int32_t k = f.row_eta.begin[u]; k < f.row_eta.end[u]; ++k)
            y.add(f.row_eta.index[k], -t * f.row_eta.value[k]);
        work_ += f.row_eta.end[u] - f.row_eta.begin[u];
    }
    work_ += f.updates();
}

void BasisFactor::btran_lower(SparseVector& y, double expected) {
    const LuFactors& f = *factors_;
    if (f.lower_order.empty()) return;
    double* v = y.value.data();
    const SparseLists& lt = f.lower_transposed;
    const std::int32_t* index = lt.index.data();
    const double* value = lt.value.data();
    if (!solve_by_reach(y, expected)) {
        for (std::int32_t r : f.lower_transposed_order) {
            const double t = v[r];
            if (std::fabs(t) < drop_tolerance) continue;
            const std::int32_t end = lt.end[r];
            for (std::int32_t k = lt.begin[r]; k < end; ++k) v[index[k]] -= t * value[k];
            work_ += end - lt.begin[r];
        }
        work_ += static_cast<std::int64_t>(f.lower_transposed_order.size()) + f.size;
        y.relist();
        return;
    }
    const std::int32_t first = reach(lt, y);
    y.count = 0;
    for (auto q = static_cast<std::size_t>(first); q < reached_.size(); ++q) {
        const std::int32_t r = reached_[q];
        marked_[r] = 0;
        const double t = v[r];
        const std::int32_t end = lt.end[r];
        work_ += end - lt.begin[r] + 1;
        if (std::fabs(t) < drop_tolerance) {
            v[r] = 0;
            continue;
        }
        y.index[y.count++] = r;
        for (std::int32_t k = lt.begin[r]; k < end; ++k) v[index[k]] -= t * value[k];
    }
}

void BasisFactor::finish_solve(const SparseVector& x, ResultDensity& density, StopCheck& stop) {
    density.note(x.density());
    const std::int64_t work = work_;
    solve_work_ += work;
    work_ = 0;
    stop.charge(work);
}

void BasisFactor::ftran(SparseVector& x, ResultDensity& density, StopCheck& stop, bool keep_spike) {
    ftran_lower(x, density.expected);
    ftran_row_etas(x);
    if (keep_spike) {
        x.tidy();
        spike_index_.assign(x.index.begin(), x.index.begin() + x.count);
        spike_value_.resize(static_cast<std::size_t>(x.count));
        for (std::int32_t k = 0; k < x.count; ++k) spike_value_[k] = x.value[x.index[k]];
        spike_kept_ = true;
    }
    ftran_upper(x, density.expected);
    finish_solve(x, density, stop);
}

void BasisFactor::btran(SparseVector& y, ResultDensity& density, StopCheck& stop) {
    btran_upper(y, density.expected);
    btran_row_etas(y);
    btran_lower(y, density.expected);
    finish_solve(y, density, stop);
}

void BasisFactor::btran_unit(std::int32_t p, SparseVector& y, ResultDensity& density,
                             StopCheck& stop) {
    y.clear();
    y.add(p, 1.0);
    btran_upper(y, density.expected);
    unit_position_ = p;
    unit_index_.assign(y.index.begin(), y.index.begin() + y.count);
    unit_value_.resize(static_cast<std::size_t>(y.count));
    for (std::int32_t k = 0; k < y.count; ++k) unit_value_[k] = y.value[y.index[k]];
    btran_row_etas(y);
    btran_lower(y, density.expected);
    finish_solve(y, density, stop);
}

}  // namespace tenon::ilp
