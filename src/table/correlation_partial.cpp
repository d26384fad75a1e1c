#include "table/correlation_partial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/moments.hpp"

namespace tenon {

namespace {

constexpr std::int64_t block_rows = 2048;
constexpr std::size_t most_asked = 9;  // cells, spread over the block, whose middle one is taken

// The finite numbers of a block of a column less its middle; what is not finite is NaN.
struct ShiftedBlock {
    std::vector<double> values;
    DoubleDouble middle;
    void take(const Column& block);

  private:
    std::size_t middle_place() const;
};

// A place of a finite number that most others are near; none: the size.
std::size_t ShiftedBlock::middle_place() const {
    std::vector<std::size_t> asked;
    const std::size_t step = std::max<std::size_t>(values.size() / most_asked, 1);
    for (std::size_t r = 0; r < values.size() && asked.size() < most_asked; r += step)
        if (std::isfinite(values[r])) asked.push_back(r);
    if (asked.empty())
        for (std::size_t r = 0; r < values.size() && asked.empty(); ++r)
            if (std::isfinite(values[r])) asked.push_back(r);
    if (asked.empty()) return values.size();
    const auto half = asked.begin() + static_cast<std::ptrdiff_t>(asked.size() / 2);
    std::nth_element(asked.begin(), half, asked.end(), [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] < values[b] : a < b;
    });
    return *half;
}

// a - b rounded once, whatever lies between them.
double difference(std::int64_t a, std::int64_t b) {
    const auto x = static_cast<std::uint64_t>(a), y = static_cast<std::uint64_t>(b);
    return a >= b ? static_cast<double>(x - y) : -static_cast<double>(y - x);
}

void ShiftedBlock::take(const Column& block) {
    values.resize(static_cast<std::size_t>(block.size()));
    block.copy_numbers(values);
    const std::size_t at = middle_place();
    if (at == values.size()) return;
    if (block.type() == Type::int64) {
        const auto cells = block.int64s();
        const std::int64_t anchor = cells[at];
        middle = whole_number(anchor);
        for (std::size_t r = 0; r < values.size(); ++r)
            if (!std::isnan(values[r])) values[r] = difference(cells[r], anchor);
    } else {
        const double anchor = values[at];
        middle = anchor;
        for (double& x : values) x -= anchor;
    }
}

}  // namespace

void CorrelationPartial::Pair::merge(const Pair& other) noexcept {
    if (other.count == 0) return;
    if (count == 0) {
        *this = other;
        return;
    }
    const double all = count + other.count, share = count / all * other.count;
    const double dx = deviation(other.mean_x, mean_x), dy = deviation(other.mean_y, mean_y);
    xx += other.xx + dx * dx * share;
    yy += other.yy + dy * dy * share;
    xy += other.xy + dx * dy * share;
    mean_x = moved(mean_x, dx * other.count / all);
    mean_y = moved(mean_y, dy * other.count / all);
    count = all;
}

void CorrelationPartial::add(const Context& context, const std::vector<Column>& columns,
                             std::int64_t rows) {
    const std::size_t p = columns.size();
    pairs_.resize(p * (p - (p > 0)) / 2);
    std::vector<ShiftedBlock> block(p);
    for (std::int64_t first = 0; first < rows; first += block_rows) {
        context.check_cancelled();
        const std::int64_t count = std::min(block_rows, rows - first);
        for (std::size_t j = 0; j < p; ++j) block[j].take(columns[j].slice(first, count));
        std::size_t k = 0;
        for (std::size_t i = 0; i < p; ++i)
            for (std::size_t j = i + 1; j < p; ++j, ++k) {
                Pair pair;
                const std::vector<double>&x = block[i].values, &y = block[j].values;
                const auto both = [&](std::size_t r) {
                    return std::isfinite(x[r]) && std::isfinite(y[r]);
                };
                double mean_x = 0, mean_y = 0;  // of what is left of the middles
                for (std::size_t r = 0; r < x.size(); ++r)
                    if (both(r)) {
                        pair.count += 1;
                        mean_x += x[r];
                        mean_y += y[r];
                    }
                if (pair.count == 0) continue;
                mean_x /= pair.count;
                mean_y /= pair.count;
                for (std::size_t r = 0; r < x.size(); ++r)
                    if (both(r)) {
                        const double dx = x[r] - mean_x, dy = y[r] - mean_y;
                        pair.xx += dx * dx;
                        pair.yy += dy * dy;
                        pair.xy += dx * dy;
                    }
                pair.mean_x = moved(block[i].middle, mean_x);
                pair.mean_y = moved(block[j].middle, mean_y);
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
