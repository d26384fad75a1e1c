#include "ilp/certified/ray.hpp"

#include <cmath>

#include "base/exact_number.hpp"
#include "ilp/lp/certificate.hpp"

namespace tenon::ilp::certified {

namespace {

bool stays_within(int sign, double lower, double upper) {
    return sign == 0 || (sign > 0 ? upper == infinity : lower == -infinity);
}

bool holds_exactly(const LinearProgram& p, const std::vector<double>& r) {
    std::vector<ExactNumber> activity(static_cast<std::size_t>(p.rows));
    ExactNumber cost;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (r[j] == 0) continue;
        if (!stays_within(r[j] > 0 ? 1 : -1, p.lower[j], p.upper[j])) return false;
        cost += ExactNumber(p.cost[j]) * ExactNumber(r[j]);
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            activity[p.matrix.index[k]] += ExactNumber(p.matrix.value[k]) * ExactNumber(r[j]);
    }
    for (std::int32_t i = 0; i < p.rows; ++i)
        if (!stays_within(activity[i].sign(), p.row_lower[i], p.row_upper[i])) return false;
    return cost.sign() < 0;
}

}  // namespace

std::vector<double> exact_ray(const MixedProgram& program, std::vector<double> direction) {
    if (direction.size() != static_cast<std::size_t>(program.lp.columns)) return {};
    if (!is_ray(program.lp, direction)) return {};  // cleans it
    if (!holds_exactly(program.lp, direction)) return {};
    return direction;
}

}  // namespace tenon::ilp::certified
