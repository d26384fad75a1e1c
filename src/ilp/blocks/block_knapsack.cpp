#include "ilp/blocks/block_knapsack.hpp"

#include <algorithm>
#include <limits>

namespace tenon::ilp {

namespace {

// Entries of the table in the time of a unit of work.
constexpr std::size_t entries_a_unit = 2;

}  // namespace

double BlockKnapsack::cheapest(std::span<const double> cost, std::span<const std::int32_t> most,
                               std::vector<std::int32_t>& amount) {
    const std::size_t places = group_.items.size();
    amount.resize(places);
    pieces_.clear();
    std::int64_t room = group_.capacity;
    // Each place first where it weighs least; pieces move it the other way where that pays.
    for (std::size_t r = 0; r < places; ++r) {
        const BlockItem& item = group_.items[r];
        const std::int32_t upper = most.empty() ? item.upper : std::min(item.upper, most[r]);
        if (upper < item.lower) return std::numeric_limits<double>::infinity();
        if (item.weight == 0) {
            amount[r] = cost[r] < 0 ? upper : item.lower;
            continue;
        }
        const bool heavy = item.weight > 0;
        amount[r] = heavy ? item.lower : upper;
        room -= item.weight * amount[r];
    }
    if (room < 0) return std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < places; ++r) {
        const BlockItem& item = group_.items[r];
        if (item.weight == 0) continue;
        const bool heavy = item.weight > 0;
        const double profit = heavy ? -cost[r] : cost[r];
        const std::int64_t weight = heavy ? item.weight : -item.weight;
        if (!(profit > 0)) continue;
        const std::int32_t upper = most.empty() ? item.upper : std::min(item.upper, most[r]);
        std::int64_t left = std::min<std::int64_t>(upper - item.lower, room / weight);
        for (std::int64_t count = 1; left > 0; count *= 2) {
            count = std::min(count, left);
            left -= count;
            pieces_.push_back({static_cast<std::int32_t>(r),
                               static_cast<std::int32_t>(heavy ? count : -count), count * weight,
                               static_cast<double>(count) * profit});
        }
    }
    const auto width = static_cast<std::size_t>(room) + 1;
    std::vector<double>& best = table_.best;
    best.assign(width, 0);
    table_.taken.assign(width * pieces_.size(), 0);
    work_ += 1 + static_cast<std::int64_t>(width * pieces_.size() / entries_a_unit);
    for (std::size_t p = 0; p < pieces_.size(); ++p) {
        const auto weight = static_cast<std::size_t>(pieces_[p].weight);
        const double profit = pieces_[p].profit;
        std::uint8_t* taken = table_.taken.data() + p * width;
        for (std::size_t c = width; c-- > weight;) {
            const double with = best[c - weight] + profit;
            if (with > best[c]) {
                best[c] = with;
                taken[c] = 1;
            }
        }
    }
    auto c = static_cast<std::size_t>(room);
    for (std::size_t p = pieces_.size(); p-- > 0;)
        if (table_.taken[p * width + c] != 0) {
            amount[pieces_[p].place] += pieces_[p].count;
            c -= static_cast<std::size_t>(pieces_[p].weight);
        }
    double total = 0;
    for (std::size_t r = 0; r < places; ++r) total += cost[r] * amount[r];
    return total;
}

}  // namespace tenon::ilp
