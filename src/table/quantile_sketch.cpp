#include "table/quantile_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "table/distinct.hpp"

namespace tenon {

std::size_t QuantileSketch::capacity(std::size_t level) const noexcept {
    constexpr double shrink = 2.0 / 3;
    constexpr double least = 8;
    const auto below_top = static_cast<double>(levels_.size() - 1 - level);
    return static_cast<std::size_t>(std::max(
        least, std::ceil(static_cast<double>(top_capacity) * std::pow(shrink, below_top))));
}

void QuantileSketch::add(double value) {
    levels_[0].push_back(value);
    ++count_;
    if (levels_[0].size() >= capacity(0)) compress();
}

void QuantileSketch::compress() {
    for (std::size_t h = 0; h < levels_.size(); ++h) {
        if (levels_[h].size() < capacity(h)) continue;
        if (h + 1 == levels_.size()) levels_.emplace_back();
        std::vector<double>& level = levels_[h];
        std::sort(level.begin(), level.end());
        const std::size_t odd = level.size() % 2;  // one value stays, so that pairs are left
        const std::size_t first = odd + (mixed(++coin_) & 1);
        for (std::size_t i = first; i < level.size(); i += 2) levels_[h + 1].push_back(level[i]);
        level.resize(odd);
    }
}

void QuantileSketch::merge(const QuantileSketch& other) {
    if (levels_.size() < other.levels_.size()) levels_.resize(other.levels_.size());
    for (std::size_t h = 0; h < other.levels_.size(); ++h)
        levels_[h].insert(levels_[h].end(), other.levels_[h].begin(), other.levels_[h].end());
    count_ += other.count_;
    coin_ = mixed(coin_ ^ other.coin_);
    compress();
}

std::vector<std::pair<double, std::int64_t>> QuantileSketch::sorted() const {
    std::vector<std::pair<double, std::int64_t>> out;
    for (std::size_t h = 0; h < levels_.size(); ++h)
        for (const double value : levels_[h]) out.emplace_back(value, std::int64_t{1} << h);
    std::sort(out.begin(), out.end());
    return out;
}

double value_at_share(const std::vector<std::pair<double, std::int64_t>>& sorted, double share) {
    if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::int64_t all = 0, below = 0;
    for (const auto& [value, weight] : sorted) all += weight;
    for (const auto& [value, weight] : sorted) {
        below += weight;
        if (static_cast<double>(below) >= share * static_cast<double>(all)) return value;
    }
    return sorted.back().first;
}

double value_between_ranks(const std::vector<std::pair<double, std::int64_t>>& sorted,
                           double share) {
    if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::int64_t all = 0;
    for (const auto& entry : sorted) all += entry.second;
    const double place = share * static_cast<double>(all - 1);
    const auto rank = static_cast<std::int64_t>(place);
    const auto value_of = [&sorted](std::int64_t wanted) {
        for (const auto& [value, weight] : sorted)
            if ((wanted -= weight) < 0) return value;
        return sorted.back().first;
    };
    const double below = value_of(rank), above = value_of(std::min(rank + 1, all - 1));
    const double part = place - static_cast<double>(rank);
    return part == 0 ? below : (1 - part) * below + part * above;
}

}  // namespace tenon
