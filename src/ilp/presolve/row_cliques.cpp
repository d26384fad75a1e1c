#include "ilp/presolve/row_cliques.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// One row may give this many entries, against its own length: the later cliques of a knapsack
// overlap in most of it.
constexpr std::int64_t row_share = 10;

}  // namespace

void RowCliques::read(const RowOfBox& row) {
    if (std::isinf(row.side) || !read_knapsack(row)) return;
    std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.literal < b.literal;
    });
    // Beyond what the judge would forgive.
    limit_ = capacity_ + scaled(feasibility_tolerance, std::max(std::fabs(row.side), capacity_));
    if (!exclude(0, 1)) return;
    std::size_t run = 2;
    while (run < items_.size() && exclude(run - 1, run)) ++run;
    add(run, 0);
    std::int64_t given = static_cast<std::int64_t>(run);
    const std::int64_t most = row_share * static_cast<std::int64_t>(items_.size());
    for (std::size_t k = run; k < items_.size() && exclude(0, k) && given < most; ++k) {
        while (!exclude(run - 1, k)) --run;
        add(run, k);
        given += static_cast<std::int64_t>(run) + 1;
    }
}

bool RowCliques::read_knapsack(const RowOfBox& row) {
    items_.clear();
    capacity_ = row.sign * row.side;
    double largest = 0, second = 0;
    for (std::size_t k = 0; k < row.index.size(); ++k) {
        const std::int32_t j = row.index[k];
        const double a = row.sign * row.value[k];
        if (integer_[j] && lower_[j] == 0 && upper_[j] == 1) {
            if (a < 0) capacity_ -= a;
            const double weight = std::fabs(a);
            items_.push_back({literal(j, a > 0), weight});
            second = std::max(second, std::min(weight, largest));
            largest = std::max(largest, weight);
            continue;
        }
        const double least = a > 0 ? lower_[j] : upper_[j];
        if (std::isinf(least)) return false;
        capacity_ -= a * least;
    }
    return items_.size() >= 2 && capacity_ >= 0 && largest + second > capacity_;
}

// Items 0 .. run - 1, and one more if there is one.
void RowCliques::add(std::size_t run, std::size_t last) {
    members_.clear();
    for (std::size_t k = 0; k < run; ++k) members_.push_back(items_[k].literal);
    if (last > 0) members_.push_back(items_[last].literal);
    std::sort(members_.begin(), members_.end());
    table_.add(members_);
}

}  // namespace tenon::ilp
