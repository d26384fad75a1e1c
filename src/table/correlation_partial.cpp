#include "table/correlation_partial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenon {

namespace {

constexpr std::int64_t block_rows = 2048;

}  // namespace

void CorrelationPartial::Pair::merge(const Pair& other) noexcept {
    if (other.count == 0) return;
    const double all = count + other.count, share = count / all * other.count;
    const double dx = other.mean_x - mean_x, dy = other.mean_y - mean_y;
    xx += other.xx + dx * dx * share;
    yy += other.yy + dy * dy * share;
    xy += other.xy + dx * dy * share;
    mean_x += dx * other.count / all;
    mean_y += dy * other.count / all;
    count = all;
}

void CorrelationPartial::add(const Context& context, const std::vector<Column>& columns,
                             std::int64_t rows) {
    const std::size_t p = columns.size();
    pairs_.resize(p * (p - (p > 0)) / 2);
    std::vector<std::vector<double>> block(p);
    for (std::int64_t first = 0; first < rows; first += block_rows) {
        context.check_cancelled();
        const std::int64_t count = std::min(block_rows, rows - first);
        for (std::size_t j = 0; j < p; ++j) {
            block[j].resize(static_cast<std::size_t>(count));
            columns[j].slice(first, count).copy_numbers(block[j]);
        }
        std::size_t k = 0;
        for (std::size_t i = 0; i < p; ++i)
            for (std::size_t j = i + 1; j < p; ++j, ++k) {
                Pair pair;
                const std::vector<double>&x = block[i], &y = block[j];
                const auto both = [&](std::size_t r) {
                    return std::isfinite(x[r]) && std::isfinite(y[r]);
                };
                for (std::size_t r = 0; r < x.size(); ++r)
                    if (both(r)) {
                        pair.count += 1;
                        pair.mean_x += x[r];
                        pair.mean_y += y[r];
                    }
                if (pair.count == 0) continue;
                pair.mean_x /= pair.count;
                pair.mean_y /= pair.count;
                for (std::size_t r = 0; r < x.size(); ++r)
                    if (both(r)) {
                        const double dx = x[r] - pair.mean_x, dy = y[r] - pair.mean_y;
                        pair.xx += dx * dx;
                        pair.yy += dy * dy;
                        pair.xy += dx * dy;
                    }
                pairs_[k].merge(pair);
            }
    }
}

void CorrelationPartial::merge(const CorrelationPartial& other) {
    if (pairs_.size() < other.pairs_.size()) pairs_.resize(other.pairs_.size());
    for (std::size_t k = 0; k < other.pairs_.size(); ++k) pairs_[k].merge(other.pairs_[k]);
}

std::vector<double> CorrelationPartial::finish(std::size_t columns) const {
    std::vector<double> out(columns * columns, 1.0);
    std::size_t k = 0;
    for (std::size_t i = 0; i < columns; ++i)
        for (std::size_t j = i + 1; j < columns; ++j, ++k) {
            const Pair pair = k < pairs_.size() ? pairs_[k] : Pair();
            const double spread = std::sqrt(pair.xx) * std::sqrt(pair.yy);
            const double r = spread > 0 ? std::clamp(pair.xy / spread, -1.0, 1.0)
                                        : std::numeric_limits<double>::quiet_NaN();
            out[i * columns + j] = out[j * columns + i] = r;
        }
    return out;
}

}  // namespace tenon
