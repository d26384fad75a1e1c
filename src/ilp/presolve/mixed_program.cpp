// minimise c'x or maximise c'x = -minimise (-c)'x, with integer bounds rounded inward:
// l <= x <= u and x integer  <=>  ceil(l) <= x <= floor(u) and x integer.
#include <cmath>

#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

double finite_or_infinite(double bound) {
    if (bound >= huge_bound) return infinity;
    if (bound <= -huge_bound) return -infinity;
    return bound;
}

SparseColumns columns_of(const Problem& problem) {
    SparseColumns out;
    out.start.assign(static_cast<std::size_t>(problem.columns()) + 1, 0);
    for (const std::int32_t j : problem.index()) ++out.start[j + 1];
    for (std::int32_t j = 0; j < problem.columns(); ++j) out.start[j + 1] += out.start[j];
    out.index.resize(problem.index().size());
    out.value.resize(problem.index().size());
    std::vector<std::int64_t> next(out.start.begin(), out.start.end() - 1);
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            const std::int64_t place = next[problem.index()[k]]++;
            out.index[place] = i;
            out.value[place] = problem.value()[k];
        }
    }
    return out;
}

}  // namespace

MixedProgram to_mixed_program(const Problem& problem) {
    MixedProgram out;
    LinearProgram& lp = out.lp;
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    lp.columns = problem.columns();
    lp.rows = problem.rows();
    lp.offset = sign * problem.offset();
    lp.cost.resize(lp.columns);
    lp.lower.resize(lp.columns);
    lp.upper.resize(lp.columns);
    out.integer.resize(lp.columns);
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        // 0 * -1 would be -0, which prints and compares badly.
        lp.cost[j] = problem.cost()[j] == 0 ? 0.0 : sign * problem.cost()[j];
        lp.lower[j] = finite_or_infinite(problem.lower()[j]);
        lp.upper[j] = finite_or_infinite(problem.upper()[j]);
        if (problem.type()[j] == ColumnType::continuous) continue;
        out.integer[j] = 1;
        if (problem.type()[j] == ColumnType::binary) {
            lp.lower[j] = std::fmax(lp.lower[j], 0.0);
            lp.upper[j] = std::fmin(lp.upper[j], 1.0);
        }
        lp.lower[j] = std::ceil(lp.lower[j]);
        lp.upper[j] = std::floor(lp.upper[j]);
    }
    lp.row_lower.resize(lp.rows);
    lp.row_upper.resize(lp.rows);
    for (std::int32_t i = 0; i < lp.rows; ++i) {
        lp.row_lower[i] = finite_or_infinite(problem.row_lower()[i]);
        lp.row_upper[i] = finite_or_infinite(problem.row_upper()[i]);
    }
    lp.matrix = columns_of(problem);
    return out;
}

}  // namespace tenon::ilp
