// Rows that are multiples of each other: a_i = t a_k. Row k takes the tighter of both pairs of
// sides, row i goes. Found by a hash of the columns and of the coefficients divided by the first.
//
// Coming back, row i is basic, unless row k rests at a side that was row i's: then row k is basic
// and row i takes its place with the price y_k / t.
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
    if (work.linear())
        work.undo.push(ParallelRow{gone, kept, t, low > kept_low, high < kept_high});
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

bool any_changed(Workspace& work, Cursor& since) {
    bool any = false;
    while (work.next_row(since) >= 0) any = true;
    return any;
}

}  // namespace

std::int64_t merge_parallel_rows(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    if (!any_changed(work, since)) return 0;
    std::vector<Entry> row, other;
    std::vector<std::pair<std::uint64_t, std::int32_t>> order;
    const auto rows = static_cast<std::int32_t>(work.row_alive.size());
    for (std::int32_t i = 0; i < rows; ++i) {
        if (!work.row_alive[i] || work.matrix.row_size(i) < 2) continue;
        read_row(work, i, row);
        order.emplace_back(hash_of(row), i);
    }
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

void undo(const ParallelRow& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced()) return;
    BasisStatus& kept = answer.basis.row[step.kept];
    BasisStatus& gone = answer.basis.row[step.gone];
    double& price = answer.dual[step.kept];
    answer.dual[step.gone] = 0;
    gone = BasisStatus::basic;
    const bool at_lower = kept == BasisStatus::at_lower;
    if (kept == BasisStatus::basic || !(at_lower ? step.lower_from_gone : step.upper_from_gone))
        return;
    answer.dual[step.gone] = price / step.factor;
    price = 0;
    kept = BasisStatus::basic;
    gone = at_lower == (step.factor > 0) ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace tenon::ilp
