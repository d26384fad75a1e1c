// Equations over integer columns that no integers solve: presolve ends (whole_equations.hpp).
// Looked for once, before any other reduction has rounded a coefficient.
#include <cmath>
#include <cstdint>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/whole_equations.hpp"

namespace tenon::ilp {

namespace {

// Multiples of 2^-10 below this are summed without rounding.
constexpr double largest_constant = 0x1p40;

// All equations, fixed integers moved to the right side.
MixedProgram equations_of(const Workspace& work, SparseRows& rows) {
    MixedProgram out;
    out.integer = work.integer;
    for (std::size_t i = 0; i < work.row_alive.size(); ++i) {
        const auto row = static_cast<std::int32_t>(i);
        if (!work.row_alive[i] || work.row_lower[i] != work.row_upper[i]) continue;
        double right = work.row_lower[i];
        bool exact = true;
        const std::size_t first = rows.index.size();
        for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
             e = work.matrix.next_in_row(e)) {
            const std::int32_t j = work.matrix.column(e);
            const double a = work.matrix.value(e);
            if (work.integer[j] && work.lower[j] == work.upper[j]) {
                const double constant = a * work.lower[j];
                right -= constant;
                exact = exact && std::fabs(constant) < largest_constant &&
                        std::fabs(right) < largest_constant;
                continue;
            }
            rows.index.push_back(j);
            rows.value.push_back(a);
        }
        if (!exact) {
            rows.index.resize(first);
            rows.value.resize(first);
        }
        rows.start.push_back(static_cast<std::int64_t>(rows.index.size()));
        out.lp.row_lower.push_back(right);
        out.lp.row_upper.push_back(right);
        ++out.lp.rows;
    }
    return out;
}

}  // namespace

std::int64_t judge_equation_system(Workspace& work, Cursor& since) {
    const bool first = since.row == 0 && since.column == 0;
    if (!work.enough_changed(since) || !first) return 0;
    SparseRows rows;
    const MixedProgram program = equations_of(work, rows);
    auto effort = static_cast<std::int64_t>(work.row_alive.size() + rows.index.size());
    const WholeEquations equations = whole_equations(program, rows, effort);
    const auto columns = static_cast<std::int32_t>(work.column_alive.size());
    const bool contradiction = find_congruence(equations, columns, effort).has_value();
    work.charge(effort);
    if (!contradiction) return 0;
    work.infeasible();
    return 1;
}

}  // namespace tenon::ilp
