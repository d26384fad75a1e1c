#include "ilp/presolve/parallel_lines.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tenon::ilp {

namespace {

// Entries may differ by this share: a few roundings of the ratio.
constexpr double same_ratio = 1e-12;
// Sorting, in entries looked at for each line.
constexpr std::int64_t sort_weight = 10;

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

// What one entry adds to the hash of its line.
std::uint64_t term(std::int32_t index, double ratio) {
    return mix(static_cast<std::uint64_t>(index) << 32 | bits_of(ratio));
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
std::uint64_t ParallelLines::hash_of(std::int32_t column) const {
    const std::int32_t head = matrix_.first_in_column(column);
    std::int32_t smallest = head;
    for (std::int32_t e = head; e != EntryLists::none; e = matrix_.next_in_column(e))
        if (matrix_.row(e) < matrix_.row(smallest)) smallest = e;
    const double unit = 1 / matrix_.value(smallest);
    std::uint64_t hash = 0;
    for (std::int32_t e = head; e != EntryLists::none; e = matrix_.next_in_column(e))
        hash += term(matrix_.row(e), matrix_.value(e) * unit);
    return hash;
}

// Rows column by column, as the entries lie in memory; the first one met is the smallest.
void ParallelLines::add_rows(const std::vector<std::uint8_t>& wanted) {
    std::vector<std::uint64_t> hash(wanted.size(), 0);
    std::vector<double> unit(wanted.size(), 0);
    for (std::int32_t j = 0; j < matrix_.columns(); ++j) {
        stop_.charge(1 + matrix_.column_size(j));
        for (std::int32_t e = matrix_.first_in_column(j); e != EntryLists::none;
             e = matrix_.next_in_column(e)) {
            const std::int32_t i = matrix_.row(e);
            if (wanted[i] == 0) continue;
            if (unit[i] == 0) unit[i] = 1 / matrix_.value(e);
            hash[i] += term(j, matrix_.value(e) * unit[i]);
        }
    }
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i] != 0) order_.emplace_back(hash[i], static_cast<std::int32_t>(i));
}

void ParallelLines::add(const std::vector<std::uint8_t>& wanted) {
    if (of_ == Of::rows) {
        add_rows(wanted);
    } else {
        for (std::int32_t j = 0; j < matrix_.columns(); ++j) {
            if (wanted[j] == 0) continue;
            stop_.charge(1 + matrix_.column_size(j));
            order_.emplace_back(hash_of(j), j);
        }
    }
    stop_.charge(sort_weight * static_cast<std::int64_t>(order_.size()));
    std::sort(order_.begin(), order_.end());
    place_ = 0;
}

void ParallelLines::read(std::int32_t line, std::vector<Entry>& out) const {
    out.clear();
    for (std::int32_t e = first(line); e != EntryLists::none; e = after(e))
        out.push_back({index(e), matrix_.value(e)});
    stop_.charge(static_cast<std::int64_t>(out.size()));
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

double ParallelLines::miss(const std::vector<Entry>& one, const std::vector<Entry>& other,
                           double factor) {
    double most = 0;
    for (std::size_t k = 0; k < one.size(); ++k)
        most = std::max(most, std::fabs(one[k].value - factor * other[k].value));
    return most;
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
