#include "ilp/node/attainable_costs.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace tenon::ilp {

namespace {

// Larger sets cost more than they bring: bits, and words shifted in all.
constexpr double most_places = 1e6;
constexpr double most_shifts = 2e6;

// bits |= bits << by
void add_shifted(std::vector<std::uint64_t>& bits, std::int64_t by) {
    const auto words = static_cast<std::size_t>(by / 64);
    const auto rest = static_cast<unsigned>(by % 64);
    for (std::size_t w = bits.size(); w-- > words;) {
        std::uint64_t moved = bits[w - words] << rest;
        if (rest != 0 && w > words) moved |= bits[w - words - 1] >> (64 - rest);
        bits[w] |= moved;
    }
}

}  // namespace

std::optional<AttainableCosts> AttainableCosts::find(const MixedProgram& program, double step) {
    if (step <= 0) return std::nullopt;
    std::map<double, double> counts;  // by |a|
    AttainableCosts out;
    double reach = 0;
    for (std::size_t j = 0; j < program.integer.size(); ++j) {
        const double low = program.lp.lower[j], high = program.lp.upper[j];
        if (program.lp.cost[j] == 0 || low == high) continue;  // fixed: in the grid's beginning
        const double a = std::round(program.lp.cost[j] / step);
        if (std::isinf(low) || std::isinf(high)) return std::nullopt;
        out.first_ += a > 0 ? a * low : a * high;
        reach += std::fabs(a) * (high - low);
        counts[std::fabs(a)] += high - low;
        if (!(reach < most_places)) return std::nullopt;
    }
    // Single units alone leave no gaps.
    if (counts.empty() || counts.rbegin()->first == 1) return std::nullopt;
    double shifts = 0;
    for (const auto& [a, count] : counts) shifts += 1 + std::log2(1 + count);
    if (shifts * reach / 64 > most_shifts) return std::nullopt;
    out.places_ = static_cast<std::int64_t>(reach) + 1;
    out.bits_.assign(static_cast<std::size_t>(out.places_ / 64 + 1), 0);
    out.bits_[0] = 1;
    for (const auto& [a, count] : counts) {
        double left = count;
        for (double part = 1; left > 0; part *= 2) {
            const double now = std::min(part, left);
            add_shifted(out.bits_, static_cast<std::int64_t>(a * now));
            left -= now;
        }
    }
    return out;
}

std::optional<double> AttainableCosts::at_least(double k) const {
    const double place = std::max(0.0, k - first_);
    if (place >= static_cast<double>(places_)) return std::nullopt;
    for (auto p = static_cast<std::int64_t>(place); p < places_; ++p)
        if (has(p)) return first_ + static_cast<double>(p);
    return std::nullopt;
}

std::optional<double> AttainableCosts::below(double k) const {
    const double place = std::min(k - first_, static_cast<double>(places_)) - 1;
    for (auto p = static_cast<std::int64_t>(std::max(place, -1.0)); p >= 0; --p)
        if (has(p)) return first_ + static_cast<double>(p);
    return std::nullopt;
}

}  // namespace tenon::ilp
