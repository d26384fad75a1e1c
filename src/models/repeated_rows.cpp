#include "models/repeated_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tenon/random.hpp"

namespace tenon::models {

namespace {

constexpr std::int64_t most_sampled = 512;
// Repeated roundings of up to this many times the size of the others are let pass.
constexpr double let_pass = 2;

std::uint64_t mixed(std::uint64_t hash, double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    hash = (hash ^ bits) * 0x9e3779b97f4a7c15;
    return hash ^ (hash >> 29);
}

// Probability that two rows have the same hash.
double agreement(std::vector<std::uint64_t> hashes) {
    std::sort(hashes.begin(), hashes.end());
    double pairs = 0;
    for (std::size_t first = 0, last = 0; first < hashes.size(); first = last) {
        while (last < hashes.size() && hashes[last] == hashes[first]) ++last;
        const auto count = static_cast<double>(last - first);
        pairs += count * (count - 1);
    }
    const auto all = static_cast<double>(hashes.size());
    return all > 1 ? pairs / (all * (all - 1)) : 0;
}

// What each column adds to a residual: its length times |b|, about.
std::vector<double> sizes_of(const OrderedQr<double>& f) {
    std::vector<double> sizes = f.rotated;
    solve_upper(f.r, sizes);
    for (std::int64_t j = 0; j < f.r.columns; ++j) {
        const double* r = f.r.column(j);
        double& size = sizes[static_cast<std::size_t>(j)];
        size = std::fabs(size) * std::sqrt(dot(r, r, j + 1));
    }
    return sizes;
}

}  // namespace

bool roundings_repeat(const Design& design, const OrderedQr<double>& f) {
    const std::vector<double> sizes = sizes_of(f);
    const std::int64_t rows = design.rows(), width = design.width();
    const std::int64_t sampled = std::min(rows, most_sampled);
    std::vector<double> values(static_cast<std::size_t>(sampled * width));
    Random random(static_cast<std::uint64_t>(rows));
    for (std::int64_t i = 0; i < sampled; ++i) {
        const std::int64_t row =
            sampled == rows
                ? i
                : static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(rows)));
        design.load(row, row + 1, values.data() + i * width, 1);
    }
    double whole = 0, partial = 0, repeated = 0;
    for (const double size : sizes) whole += size;
    std::vector<std::uint64_t> hashes(static_cast<std::size_t>(sampled), 1);
    for (std::int64_t j = design.intercept ? 1 : 0; j < width; ++j) {
        for (std::size_t i = 0; i < hashes.size(); ++i)
            hashes[i] =
                mixed(hashes[i],
                      values[i * static_cast<std::size_t>(width) + static_cast<std::size_t>(j)]);
        const double share = agreement(hashes);
        if (share == 0) break;
        partial += sizes[static_cast<std::size_t>(j)];
        repeated = std::max(repeated, partial * std::sqrt(share));
    }
    return repeated > let_pass * whole / std::sqrt(static_cast<double>(rows));
}

}  // namespace tenon::models
