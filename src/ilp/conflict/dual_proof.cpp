#include "ilp/conflict/dual_proof.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/sum.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
// Coefficients below this share of the largest are taken out.
constexpr double tiny = 1e-9;
// A coefficient below this share of the terms it is the sum of is what the rounding of y left of
// zero; where the column has no bound to take it out over, it counts as zero.
constexpr double cancelled = 1e-12;

struct Entry {
    std::int32_t column;
    double d;
    double loss;  // of the least activity, if the column goes out over its bounds of the whole tree
};

double at_least(double d, double lower, double upper) {
    return d > 0 ? d * lower : d * upper;
}

}  // namespace

bool dual_proof(const LinearProgram& lp, std::span<const double> multipliers, double cutoff,
                const Domain& domain, ProofRow& out) {
    const bool by_cost = cutoff < infinity;
    std::vector<double> y(multipliers.begin(), multipliers.end());
    if (y.size() != static_cast<std::size_t>(lp.rows)) return false;
    Sum right;
    right.add(by_cost ? cutoff : 0.0);
    double error = 0;
    for (std::int32_t i = 0; i < lp.rows; ++i) {
        const double side = y[i] > 0 ? lp.row_lower[i] : lp.row_upper[i];
        if (std::isinf(side)) y[i] = 0;
        if (y[i] == 0) continue;
        right.add_product(-y[i], side);
        error += epsilon * std::fabs(y[i] * side);
    }
    std::vector<Entry> entries;
    double largest = 0;
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        Sum d;
        double terms = by_cost ? std::fabs(lp.cost[j]) : 0;
        if (by_cost) d.add(lp.cost[j]);
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            const double yi = y[lp.matrix.index[k]];
            if (yi == 0) continue;
            d.add_product(-lp.matrix.value[k], yi);
            terms += std::fabs(lp.matrix.value[k] * yi);
        }
        const double value = d.value();
        if (value == 0) continue;
        if (std::fabs(value) <= cancelled * terms) {
            const double least = at_least(value, domain.global_lower(j), domain.global_upper(j));
            if (!std::isinf(least)) right.add(-least);
            continue;
        }
        entries.push_back({j, value, 0});
        largest = std::max(largest, std::fabs(value));
    }
    // The row in units of its largest coefficient.
    const double scale = largest > 0 ? std::ldexp(1.0, -std::ilogb(largest)) : 1.0;
    double least = 0, size = 0;
    for (Entry& entry : entries) {
        entry.d *= scale;
        const std::int32_t j = entry.column;
        const double local = at_least(entry.d, domain.lower(j), domain.upper(j));
        if (std::isinf(local)) return false;
        entry.loss = local - at_least(entry.d, domain.global_lower(j), domain.global_upper(j));
        least += local;
        size = std::max(size, std::fabs(local));
        error += 4 * epsilon * std::fabs(local) / scale;
    }
    double side = right.value() * scale + error * scale;
    const double margin = 2 * scaled(feasibility_tolerance, side) +
                          size * static_cast<double>(entries.size()) * epsilon;
    double excess = least - side - margin;
    if (!(excess > 0)) return false;
    // Out with what is not needed, the least loss first.
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.loss < b.loss; });
    for (Entry& entry : entries) {
        const std::int32_t j = entry.column;
        const bool small = std::fabs(entry.d) < tiny;
        if (!small && domain.integer(j)) continue;
        const double out_at = at_least(entry.d, domain.global_lower(j), domain.global_upper(j));
        if (!(entry.loss <= excess) || std::isinf(out_at)) {
            if (small) return false;
            continue;
        }
        excess -= entry.loss;
        side -= out_at;
        entry.d = 0;
    }
    std::erase_if(entries, [](const Entry& entry) { return entry.d == 0; });
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.column < b.column; });
    out = {};
    out.right = side;
    for (const Entry& entry : entries) {
        out.index.push_back(entry.column);
        out.value.push_back(entry.d);
    }
    return true;
}

}  // namespace tenon::ilp
