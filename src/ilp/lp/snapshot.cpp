// Simplex::save and restore: basis, factors, weights, values and bounds as they were. Factors are
// shared, and copied only when one side updates them.
#include <algorithm>

#include "ilp/lp/simplex_impl.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

// Passes over the variables, in numbers touched: some ten vectors are copied.
constexpr std::int64_t passes = 5;

}  // namespace

std::shared_ptr<const Simplex::Snapshot> Simplex::save() const {
    const Impl& impl = *impl_;
    const SimplexState& s = impl.state;
    impl_->state.stop.count(passes * s.total());
    auto shot = std::make_shared<Snapshot>();
    shot->generation = impl.generation;
    shot->cost_changes = impl.cost_changes;
    shot->columns = s.n;
    shot->rows = s.m;
    shot->lower = impl.problem.lower;
    shot->upper = impl.problem.upper;
    shot->lower.insert(shot->lower.end(), impl.problem.row_lower.begin(),
                       impl.problem.row_lower.end());
    shot->upper.insert(shot->upper.end(), impl.problem.row_upper.begin(),
                       impl.problem.row_upper.end());
    shot->scaled_lower = s.lower;
    shot->scaled_upper = s.upper;
    shot->value = s.value;
    shot->reduced = s.reduced;
    shot->basic = s.basic;
    shot->weight = s.weight;
    shot->where = s.where;
    shot->head = s.head;
    shot->factors = s.factor.share();
    shot->primal_current = s.primal_current && s.moved.count == 0;
    shot->dual_current = s.dual_current;
    shot->cold = impl.cold;
    shot->contradictions = impl.contradictions;
    return shot;
}

void Simplex::restore(const std::shared_ptr<const Snapshot>& snapshot) {
    const Snapshot& shot = *snapshot;
    Impl& impl = *impl_;
    SimplexState& s = impl.state;
    s.stop.count(passes * s.total());
    if (shot.columns > s.n || shot.rows > s.m)
        throw Error(Status::internal,
                    "a snapshot was restored after rows or columns it needs were deleted");
    if (shot.generation != impl.generation) {
        // Rows or columns came since: bounds and basis by number, what is new stays out of the way.
        Basis basis = impl.basis();
        for (std::int32_t j = 0; j < shot.columns; ++j) {
            impl.set_bounds(j, shot.lower[j], shot.upper[j]);
            basis.column[j] = shot.where[j];
        }
        for (std::int32_t i = 0; i < s.m; ++i) {
            basis.row[i] = BasisStatus::basic;
            if (i >= shot.rows) continue;
            impl.set_bounds(s.n + i, shot.lower[shot.columns + i], shot.upper[shot.columns + i]);
            basis.row[i] = shot.where[shot.columns + i];
        }
        for (std::int32_t j = shot.columns; j < s.n; ++j)
            if (basis.column[j] == BasisStatus::basic) basis.column[j] = BasisStatus::at_lower;
        impl.set_basis(basis);
        return;
    }
    const auto columns = static_cast<std::ptrdiff_t>(shot.columns);
    std::copy_n(shot.lower.begin(), columns, impl.problem.lower.begin());
    std::copy_n(shot.upper.begin(), columns, impl.problem.upper.begin());
    std::copy(shot.lower.begin() + columns, shot.lower.end(), impl.problem.row_lower.begin());
    std::copy(shot.upper.begin() + columns, shot.upper.end(), impl.problem.row_upper.begin());
    s.lower = s.work_lower = shot.scaled_lower;
    s.upper = s.work_upper = shot.scaled_upper;
    s.value = shot.value;
    s.reduced = shot.reduced;
    s.basic = shot.basic;
    s.weight = shot.weight;
    for (std::int32_t j = 0; j < s.total(); ++j) {
        const bool was_basic = s.where[j] == BasisStatus::basic;
        const bool is_basic = shot.where[j] == BasisStatus::basic;
        s.where[j] = shot.where[j];
        s.move[j] = Move::none;
        if (s.rows_sorted && is_basic && !was_basic) s.matrix.enter_basis(j);
        if (s.rows_sorted && !is_basic && was_basic) s.matrix.leave_basis(j);
        if (!is_basic) {
            s.position[j] = -1;
            s.place(j);
        }
    }
    s.head = shot.head;
    for (std::int32_t p = 0; p < s.m; ++p) s.position[s.head[p]] = p;
    if (!s.rows_sorted) s.matrix.mark_nonbasic(s.position);
    s.rows_sorted = true;
    s.factor.adopt(shot.factors);
    s.moved.clear();
    s.primal_current = shot.primal_current;
    s.dual_current = shot.dual_current && shot.cost_changes == impl.cost_changes;
    impl.cold = shot.cold;
    impl.contradictions = shot.contradictions;
    impl.status = LpStatus::unsolved;
}

}  // namespace tenon::ilp
