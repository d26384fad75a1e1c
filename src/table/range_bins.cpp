#include "table/range_bins.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenon {

namespace {

constexpr int mantissa_bits = 52;

// i with i w <= value of a width 2^by times as large.
std::int64_t coarser(std::int64_t index, int by) {
    return by < 63 ? index >> by : index < 0 ? -1 : 0;
}

}  // namespace

void RangeBins::set_width(int exponent) {
    exponent_ = exponent;
    per_width_ = std::ldexp(1.0, -exponent);
    beyond_ = std::ldexp(1.0, exponent + mantissa_bits + 1);
}

// Whole below 2^53, as the number is below 2^53 w.
std::int64_t RangeBins::place(double value) const {
    const double scaled =
        std::isfinite(per_width_) ? value * per_width_ : std::ldexp(value, -exponent_);
    if (scaled == 0) return value < 0 ? -1 : 0;  // too small to be told from zero
    return static_cast<std::int64_t>(std::floor(scaled));
}

void RangeBins::coarsen(int exponent) {
    const int by = exponent - exponent_;
    if (by <= 0) return;
    set_width(exponent);
    if (counts_.empty()) return;
    const std::int64_t before = first_;
    first_ = coarser(before, by);
    std::size_t used = 0;
    for (std::size_t k = 0; k < counts_.size(); ++k) {
        const auto at =
            static_cast<std::size_t>(coarser(before + static_cast<std::int64_t>(k), by) - first_);
        const std::int64_t count = counts_[k];
        if (at != k) counts_[k] = 0;
        if (at != k) counts_[at] += count;
        used = at + 1;
    }
    counts_.resize(used);
}

// Of bins of the present width, some of which may be there.
void RangeBins::make_room(std::int64_t first, std::int64_t last) {
    if (counts_.empty()) {
        first_ = first;
        counts_.assign(static_cast<std::size_t>(last - first + 1), 0);
        return;
    }
    if (first < first_) {
        counts_.insert(counts_.begin(), static_cast<std::size_t>(first_ - first), 0);
        first_ = first;
    }
    const std::int64_t behind = first_ + static_cast<std::int64_t>(counts_.size());
    if (last >= behind)
        counts_.resize(counts_.size() + static_cast<std::size_t>(last + 1 - behind));
}

void RangeBins::add(double value) {
    if (std::fabs(value) >= beyond_) coarsen(std::ilogb(value) - mantissa_bits);
    std::int64_t at = place(value);
    const auto inside = [&] {
        return at >= first_ && at < first_ + static_cast<std::int64_t>(counts_.size());
    };
    if (!inside()) {
        while (!counts_.empty() &&
               std::max(at, first_ + static_cast<std::int64_t>(counts_.size()) - 1) -
                       std::min(at, first_) >=
                   most_bins) {
            coarsen(exponent_ + 1);
            at = coarser(at, 1);
        }
        make_room(at, at);
    }
    ++counts_[static_cast<std::size_t>(at - first_)];
}

void RangeBins::merge(const RangeBins& other) {
    if (other.counts_.empty()) return;
    RangeBins later = other;
    const int exponent = std::max(exponent_, later.exponent_);
    coarsen(exponent);
    later.coarsen(exponent);
    const auto last_of = [](const RangeBins& bins) {
        return bins.first_ + static_cast<std::int64_t>(bins.counts_.size()) - 1;
    };
    while (!counts_.empty() &&
           std::max(last_of(*this), last_of(later)) - std::min(first_, later.first_) >= most_bins) {
        coarsen(exponent_ + 1);
        later.coarsen(later.exponent_ + 1);
    }
    make_room(later.first_, last_of(later));
    for (std::size_t k = 0; k < later.counts_.size(); ++k)
        counts_[static_cast<std::size_t>(later.first_ - first_) + k] += later.counts_[k];
}

double RangeBins::edge(std::int64_t index) const {
    const double at = std::ldexp(static_cast<double>(index), exponent_);
    if (whole_)  // of integers of 64 bits
        return std::clamp(at, -0x1p63, 0x1p63 - 1024);
    return std::clamp(at, std::numeric_limits<double>::lowest(),
                      std::numeric_limits<double>::max());
}

void RangeBins::finish(std::int64_t bins, std::vector<double>& edges,
                       std::vector<std::int64_t>& counts) const {
    edges.clear();
    counts.clear();
    if (counts_.empty()) return;
    const auto size = static_cast<std::int64_t>(counts_.size());
    const std::int64_t together = (size + bins - 1) / bins;
    for (std::int64_t at = 0; at < size; at += together) {
        edges.push_back(edge(first_ + at));
        counts.push_back(0);
        for (std::int64_t k = at; k < std::min(size, at + together); ++k)
            counts.back() += counts_[static_cast<std::size_t>(k)];
    }
    edges.push_back(edge(first_ + static_cast<std::int64_t>(counts.size()) * together));
}

}  // namespace tenon
