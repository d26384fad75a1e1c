// Linear programs of the engine as public problems, and back.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "lp_changes.hpp"
#include "tenon/problem.hpp"

namespace tenon::test {

// A problem as a minimisation, integers as continuous columns.
inline ilp::LinearProgram to_program(const Problem& problem) {
    const double sign = problem.sense() == Sense::maximize ? -1 : 1;
    ilp::LinearProgram p;
    p.columns = problem.columns();
    p.rows = problem.rows();
    for (double c : problem.cost()) p.cost.push_back(sign * c);
    p.offset = sign * problem.offset();
    p.lower.assign(problem.lower().begin(), problem.lower().end());
    p.upper.assign(problem.upper().begin(), problem.upper().end());
    p.row_lower.assign(problem.row_lower().begin(), problem.row_lower().end());
    p.row_upper.assign(problem.row_upper().begin(), problem.row_upper().end());
    p.matrix.start.assign(static_cast<std::size_t>(p.columns) + 1, 0);
    for (std::int32_t j : problem.index()) ++p.matrix.start[j + 1];
    for (std::int32_t j = 0; j < p.columns; ++j) p.matrix.start[j + 1] += p.matrix.start[j];
    p.matrix.index.resize(problem.index().size());
    p.matrix.value.resize(problem.index().size());
    std::vector<std::int64_t> next(p.matrix.start.begin(), p.matrix.start.end() - 1);
    for (std::int32_t i = 0; i < p.rows; ++i) {
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            const std::int64_t at = next[problem.index()[k]]++;
            p.matrix.index[at] = i;
            p.matrix.value[at] = problem.value()[k];
        }
    }
    return p;
}

// The program as a minimisation, or the maximisation of its negative.
inline Problem to_problem(const LinearProgram& p, Sense sense) {
    const double sign = sense == Sense::maximize ? -1 : 1;
    Problem problem(sense);
    problem.set_offset(sign * p.offset + 0.0);
    for (std::int32_t j = 0; j < p.columns; ++j)
        problem.add_column("", ColumnType::continuous, p.lower[j], p.upper[j],
                           sign * p.cost[j] + 0.0);
    const DenseRows a = dense_rows(p);
    for (std::int32_t i = 0; i < p.rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int32_t j = 0; j < p.columns; ++j) {
            if (a[i][j] == 0) continue;
            index.push_back(j);
            value.push_back(a[i][j]);
        }
        problem.add_row("", p.row_lower[i], p.row_upper[i], index, value);
    }
    return problem;
}

}  // namespace tenon::test
