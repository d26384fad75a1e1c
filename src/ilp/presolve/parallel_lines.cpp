#include "ilp/presolve/parallel_lines.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tenon::ilp {

namespace {

// Entries may differ by this share: a few roundings of the ratio.
constexpr double same_ratio = 1e-12;

std::uint64_t mix(std::uint64_t x) {
    x *= 0x9E3779B97F4A7C15ull;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93ull;
    return x ^ (x >> 29);
}

// Rounded, so that ratios that differ in the last bits meet; a miss at a border is harmless.
std::uint64_t bits_of(double ratio) {
    const auto rounded = static_cast<float>(ratio);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &rounded, sizeof bits);
    return bits;
}

}  // namespace

std::int32_t ParallelLines::first(std::int32_t line) const {
    return of_ == Of::rows ? matrix_.first_in_row(line) : matrix_.first_in_column(line);
}
std::int32_t ParallelLines::after(std::int32_t entry) const {
    return of_ == Of::rows ? matrix_.next_in_row(entry) : matrix_.next_in_column(entry);
}
std::int32_t ParallelLines::index(std::int32_t entry) const {
    return of_ == Of::rows ? matrix_.column(entry) : matrix_.row(entry);
}

// The same for any order of the entries.
void ParallelLines::add(std::int32_t line) {
    std::int32_t smallest = first(line);
    for (std::int32_t e = smallest; e != EntryLists::none; e = after(e))
        if (index(e) < index(smallest)) smallest = e;
    const double unit = 1 / matrix_.value(smallest);
    std::uint64_t hash = 0;
    for (std::int32_t e = first(line); e != EntryLists::none; e = after(e))
        hash += mix(static_cast<std::uint64_t>(index(e)) << 32 | bits_of(matrix_.value(e) * unit));
    order_.emplace_back(hash, line);
}

void ParallelLines::sort() {
    std::sort(order_.begin(), order_.end());
    place_ = 0;
}

void ParallelLines::read(std::int32_t line, std::vector<Entry>& out) const {
    out.clear();
    for (std::int32_t e = first(line); e != EntryLists::none; e = after(e))
        out.push_back({index(e), matrix_.value(e)});
    std::sort(out.begin(), out.end(),
              [](const Entry& a, const Entry& b) { return a.index < b.index; });
}

double ParallelLines::factor() const {
    if (one_.size() != other_.size()) return 0;
    const double t = one_[0].value / other_[0].value;
    for (std::size_t k = 0; k < one_.size(); ++k) {
        if (one_[k].index != other_[k].index) return 0;
        if (std::fabs(one_[k].value - t * other_[k].value) > same_ratio * std::fabs(one_[k].value))
            return 0;
    }
    return t;
}

bool ParallelLines::next(Pair& pair) {
    for (; place_ < order_.size(); ++place_) {
        const std::int32_t line = order_[place_].second;
        if (place_ > 0) {
            const std::int32_t last = order_[place_ - 1].second;
            if (first(last) != EntryLists::none) kept_ = last;
        }
        if (place_ == 0 || order_[place_].first != order_[place_ - 1].first) continue;
        if (first(kept_) == EntryLists::none) continue;
        read(kept_, one_);
        read(line, other_);
        const double t = factor();
        if (t == 0) continue;
        pair = {kept_, line, t};
        ++place_;
        return true;
    }
    return false;
}

}  // namespace tenon::ilp
