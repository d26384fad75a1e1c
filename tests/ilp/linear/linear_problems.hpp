// Random linear problems in the caller's form, for tests of what is built on their answers.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/lp_checks.hpp"
#include "tenon/problem.hpp"

namespace tenon::test {

// Rows of a column-wise program, as a problem; a maximisation has the costs turned round.
inline Problem to_problem(const LinearProgram& p, Sense sense) {
    const double sign = sense == Sense::maximize ? -1 : 1;
    Problem problem(sense);
    for (std::int32_t j = 0; j < p.columns; ++j)
        problem.add_column("", ColumnType::continuous, p.lower[j], p.upper[j],
                           sign * p.cost[j] + 0.0);
    std::vector<std::vector<std::int32_t>> index(static_cast<std::size_t>(p.rows));
    std::vector<std::vector<double>> value(index.size());
    for (std::int32_t j = 0; j < p.columns; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            index[p.matrix.index[k]].push_back(j);
            value[p.matrix.index[k]].push_back(p.matrix.value[k]);
        }
    for (std::int32_t i = 0; i < p.rows; ++i)
        problem.add_row("", p.row_lower[i], p.row_upper[i], index[i], value[i]);
    problem.set_offset(sign * p.offset + 0.0);
    return problem;
}

inline Sense random_sense(Random& random) {
    return random.below(2) ? Sense::minimize : Sense::maximize;
}

}  // namespace tenon::test
