// Rows that are multiples of each other: a_i = t a_k. Row k takes the tighter of both pairs of
// sides, row i goes. Found by a hash of the columns and of the coefficients divided by the first.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

struct Entry {
    std::int32_t column;
    double value;
};

void read_row(const Workspace& work, std::int32_t row, std::vector<Entry>& out) {
    out.clear();
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e))
        out.push_back({work.matrix.column(e), work.matrix.value(e)});
    std::sort(out.begin(), out.end(),
              [](const Entry& a, const Entry& b) { return a.column < b.column; });
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t x) {
    hash = (hash ^ x) * 0x9E3779B97F4A7C15ull;
    return hash ^ (hash >> 29);
}

std::uint64_t hash_of(const std::vector<Entry>& row) {
    std::uint64_t hash = row.size();
    for (const Entry& entry : row) {
        hash = mix(hash, static_cast<std::uint64_t>(entry.column));
        // Rounded, so that ratios that differ in the last bits meet; a miss at a border is
        // harmless.
        const auto ratio = static_cast<float>(entry.value / row[0].value);
        std::uint32_t bits = 0;
        std::memcpy(&bits, &ratio, sizeof bits);
        hash = mix(hash, bits);
    }
    return hash;
}

// t with one = t * other, or 0.
double multiple_of(const std::vector<Entry>& one, const std::vector<Entry>& other) {
    if (one.size() != other.size()) return 0;
    const double t = one[0].value / other[0].value;
    for (std::size_t k = 0; k < one.size(); ++k) {
        if (one[k].column != other[k].column) return 0;
        if (std::fabs(one[k].value - t * other[k].value) >
            reduction_tolerance * std::fabs(one[k].value) * 1e-3)
            return 0;
    }
    return t;
}

void merge(Workspace& work, std::int32_t gone, std::int32_t kept, double t) {
    double low = work.row_lower[gone] / t, high = work.row_upper[gone] / t;
    if (t < 0) std::swap(low, high);
    double& kept_low = work.row_lower[kept];
    double& kept_high = work.row_upper[kept];
    kept_low = std::max(kept_low, low);
    kept_high = std::min(kept_high, high);
    if (kept_low > kept_high) {
        if (kept_low > kept_high + scaled(feasibility_tolerance, kept_high))
            work.infeasible();
        else
            kept_low = kept_high;
    }
    work.remove_row(gone);
    work.touch_row(kept);
}

}  // namespace

std::int64_t merge_parallel_rows(Workspace& work, std::int64_t since) {
    std::int64_t count = 0;
    std::vector<Entry> row, other;
    std::vector<std::pair<std::uint64_t, std::int32_t>> order;
    const auto rows = static_cast<std::int32_t>(work.row_alive.size());
    bool any = false;
    for (std::int32_t i = 0; i < rows; ++i) {
        if (!work.row_alive[i] || work.matrix.row_size(i) < 2) continue;
        any = any || work.row_changed[i] > since;
        read_row(work, i, row);
        order.emplace_back(hash_of(row), i);
    }
    if (!any) return 0;
    std::sort(order.begin(), order.end());
    for (std::size_t k = 1; k < order.size() && !work.stopped(); ++k) {
        if (order[k].first != order[k - 1].first) continue;
        read_row(work, order[k].second, row);
        read_row(work, order[k - 1].second, other);
        const double t = multiple_of(other, row);
        if (t == 0) continue;
        merge(work, order[k - 1].second, order[k].second, t);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp
