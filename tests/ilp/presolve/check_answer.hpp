// An independent judge of the answers that postsolve brings back, before any simplex method mends
// them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "ilp/presolve/steps.hpp"

namespace tenon::test {

// Each relative to the numbers it is made of; computed from the program and the answer alone.
struct AnswerError {
    double primal = 0;  // rows and bounds
    double dual = 0;    // reduced costs against c - A'y
    double slack = 0;   // signs of prices and reduced costs against where the variables rest
    double worst() const { return std::max({primal, dual, slack}); }
};

inline AnswerError answer_error(const ilp::LinearProgram& p, const ilp::Answer& answer) {
    AnswerError out;
    std::vector<double> activity(static_cast<std::size_t>(p.rows), 0.0);
    std::vector<double> terms(static_cast<std::size_t>(p.rows), 1.0);
    const auto see = [&](double x, double size, double l, double u, double d, double price_size,
                         BasisStatus status) {
        if (!(std::isfinite(x) && std::isfinite(d))) out.primal = infinity;
        out.primal = std::max({out.primal, (l - x) / size, (x - u) / size});
        if (status == BasisStatus::basic || status == BasisStatus::free_zero)
            out.slack = std::max(out.slack, std::fabs(d) / price_size);
        if (status == BasisStatus::at_lower) {
            out.primal = std::max(out.primal, std::fabs(x - l) / size);
            if (l < u) out.slack = std::max(out.slack, -d / price_size);
        }
        if (status == BasisStatus::at_upper) {
            out.primal = std::max(out.primal, std::fabs(x - u) / size);
            if (l < u) out.slack = std::max(out.slack, d / price_size);
        }
    };
    for (std::int32_t j = 0; j < p.columns; ++j) {
        double d = p.cost[j], size = 1 + std::fabs(p.cost[j]);
        const double x = answer.primal[j];
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            const std::int32_t i = p.matrix.index[k];
            activity[i] += p.matrix.value[k] * x;
            terms[i] += std::fabs(p.matrix.value[k] * x);
            d -= p.matrix.value[k] * answer.dual[i];
            size += std::fabs(p.matrix.value[k] * answer.dual[i]);
        }
        out.dual = std::max(out.dual, std::fabs(d - answer.reduced[j]) / size);
        see(x, 1 + std::fabs(x), p.lower[j], p.upper[j], answer.reduced[j], size,
            answer.basis.column[j]);
    }
    for (std::int32_t i = 0; i < p.rows; ++i)
        see(activity[i], terms[i], p.row_lower[i], p.row_upper[i], answer.dual[i], 1,
            answer.basis.row[i]);
    return out;
}

// As many basic variables as rows.
inline bool has_basis_size(const ilp::LinearProgram& p, const Basis& basis) {
    const auto basics = [](const std::vector<BasisStatus>& v) {
        return std::count(v.begin(), v.end(), BasisStatus::basic);
    };
    return basics(basis.column) + basics(basis.row) == p.rows;
}

}  // namespace tenon::test
