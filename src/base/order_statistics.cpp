#include "base/order_statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace tenon {

namespace {

// Up to here a partial sort in the cache is faster than three passes.
constexpr std::size_t small_part = 1 << 13;
// Values passed between two looks at the cancel handle: well under a millisecond.
constexpr std::size_t block = 1 << 16;
// Cells of a count: 2^12 counters stay in the first-level cache and leave about n / 4096 values.
constexpr int count_bits = 12;

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

std::uint64_t key_of(double value) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0.0 becomes 0.0
    return bits & sign_bit ? ~bits : bits | sign_bit;
}

template <class Body>
void for_blocks(const Context& context, std::span<const double> values, Body body) {
    for (std::size_t first = 0; first < values.size(); first += block) {
        context.check_cancelled();
        body(values.subspan(first, std::min(block, values.size() - first)));
    }
}

void select_small(std::span<const double> values, std::span<const std::int64_t> ranks,
                  std::span<double> out) {
    std::vector<double> part(values.begin(), values.end());
    auto from = part.begin();
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const auto at = part.begin() + ranks[i];
        if (at >= from) std::nth_element(from, at, part.end());
        out[i] = *at + 0.0;
        from = at + 1;
    }
}

void select(const Context& context, std::span<const double> values,
            std::span<const std::int64_t> ranks, std::span<double> out) {
    if (ranks.empty()) return;
    if (values.size() <= small_part) return select_small(values, ranks, out);

    std::uint64_t least = ~std::uint64_t{0}, greatest = 0;
    for_blocks(context, values, [&](std::span<const double> part) {
        for (const double value : part) {
            const std::uint64_t key = key_of(value);
            least = std::min(least, key);
            greatest = std::max(greatest, key);
        }
    });
    if (least == greatest) {
        std::fill(out.begin(), out.end(), values[0] + 0.0);
        return;
    }
    const int shift = std::max(0, static_cast<int>(std::bit_width(greatest - least)) - count_bits);

    std::vector<std::int64_t> counts(std::size_t{1} << count_bits, 0);
    for_blocks(context, values, [&](std::span<const double> part) {
        for (const double value : part) ++counts[(key_of(value) - least) >> shift];
    });

    std::int64_t below = 0;
    std::size_t done = 0;
    std::vector<double> cell;
    for (std::size_t c = 0; c < counts.size() && done < ranks.size(); below += counts[c], ++c) {
        std::size_t end = done;
        while (end < ranks.size() && ranks[end] < below + counts[c]) ++end;
        if (end == done) continue;
        cell.clear();
        cell.reserve(static_cast<std::size_t>(counts[c]));
        for_blocks(context, values, [&](std::span<const double> part) {
            for (const double value : part)
                if (((key_of(value) - least) >> shift) == c) cell.push_back(value);
        });
        std::vector<std::int64_t> inner(ranks.begin() + static_cast<std::ptrdiff_t>(done),
                                        ranks.begin() + static_cast<std::ptrdiff_t>(end));
        for (auto& rank : inner) rank -= below;
        select(context, cell, inner, out.subspan(done, end - done));
        done = end;
    }
}

}  // namespace

double midpoint_of(double a, double b) noexcept {
    const double sum = a + b;
    return std::isfinite(sum) ? sum / 2 : a / 2 + b / 2;
}

double between(double a, double b, double share) noexcept {
    if (a == b || share <= 0) return a;
    if (share >= 1) return b;
    const double span = b - a;
    const double value = std::isfinite(span) ? a + span * share : a * (1 - share) + b * share;
    return std::clamp(value, std::min(a, b), std::max(a, b));
}

std::vector<double> values_at_ranks(const Context& context, std::span<const double> values,
                                    std::span<const std::int64_t> ranks) {
    std::vector<double> out(ranks.size());
    select(context, values, ranks, out);
    return out;
}

double median_of(const Context& context, std::span<const double> values) {
    const auto n = static_cast<std::int64_t>(values.size());
    const std::int64_t ranks[] = {(n - 1) / 2, n / 2};
    const auto middle = values_at_ranks(context, values, ranks);
    return midpoint_of(middle[0], middle[1]);
}

std::vector<double> quantiles_of(const Context& context, std::span<const double> values,
                                 std::span<const double> shares) {
    const auto n = static_cast<std::int64_t>(values.size());
    std::vector<std::int64_t> ranks;
    std::vector<double> rests;
    for (const double share : shares) {
        const double place = static_cast<double>(n - 1) * share;
        const auto low = std::min(static_cast<std::int64_t>(place), n - 1);
        ranks.push_back(low);
        ranks.push_back(std::min(low + 1, n - 1));
        rests.push_back(place - static_cast<double>(low));
    }
    // Ranks must ascend: pairs of near shares may cross, so each distinct rank is found once.
    std::vector<std::int64_t> ordered = ranks;
    std::sort(ordered.begin(), ordered.end());
    ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
    const auto found = values_at_ranks(context, values, ordered);
    const auto at = [&](std::int64_t rank) {
        const auto place = std::lower_bound(ordered.begin(), ordered.end(), rank);
        return found[static_cast<std::size_t>(place - ordered.begin())];
    };
    std::vector<double> out;
    for (std::size_t i = 0; i < rests.size(); ++i)
        out.push_back(between(at(ranks[2 * i]), at(ranks[2 * i + 1]), rests[i]));
    return out;
}

}  // namespace tenon
