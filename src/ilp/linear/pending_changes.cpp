#include "ilp/linear/pending_changes.hpp"

#include <algorithm>
#include <tuple>

namespace tenon::ilp {

namespace {

// Room for one more of each, growing by doubling, so that the appends after it cannot fail.
template <class... Vectors>
void make_room(Vectors&... vectors) {
    const auto grow = [](auto& v) {
        if (v.size() == v.capacity()) v.reserve(std::max<std::size_t>(8, 2 * v.size()));
    };
    (grow(vectors), ...);
}

// A sparse list in compressed form, as the engine takes it.
struct Compressed {
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    std::vector<double> value;

    void append(std::int32_t i, double x) {
        index.push_back(i);
        value.push_back(x);
    }
    void close() { start.push_back(static_cast<std::int64_t>(index.size())); }
};

}  // namespace

void PendingChanges::add_column(double column_cost, double l, double u, std::int32_t column,
                                std::span<const std::int32_t> rows,
                                std::span<const double> values) {
    make_room(cost, lower, upper);
    const std::size_t before = entries_.size();
    if (entries_.capacity() < before + rows.size())
        entries_.reserve(std::max(before + rows.size(), 2 * before));
    for (std::size_t k = 0; k < rows.size(); ++k) entries_.push_back({rows[k], column, values[k]});
    cost.push_back(column_cost);
    lower.push_back(l);
    upper.push_back(u);
}

void PendingChanges::add_row(double l, double u, std::int32_t row,
                             std::span<const std::int32_t> columns,
                             std::span<const double> values) {
    make_room(row_lower, row_upper);
    const std::size_t before = entries_.size();
    if (entries_.capacity() < before + columns.size())
        entries_.reserve(std::max(before + columns.size(), 2 * before));
    for (std::size_t k = 0; k < columns.size(); ++k)
        entries_.push_back({row, columns[k], values[k]});
    row_lower.push_back(l);
    row_upper.push_back(u);
}

// Sorted by row and column, one entry a place.
void PendingChanges::keep_last_words() {
    const auto place = [](const Entry& e) { return std::tie(e.row, e.column); };
    std::stable_sort(entries_.begin(), entries_.end(),
                     [&](const Entry& a, const Entry& b) { return place(a) < place(b); });
    std::size_t out = 0;
    for (std::size_t k = 0; k < entries_.size(); ++k)
        if (k + 1 == entries_.size() || place(entries_[k]) != place(entries_[k + 1]))
            entries_[out++] = entries_[k];
    entries_.resize(out);
}

void PendingChanges::build_into(Simplex& simplex) {
    keep_last_words();
    const std::int32_t n = simplex.columns(), m = simplex.rows();
    const auto first_new_row =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.row >= m; });
    std::vector<Entry> old_rows(entries_.begin(), first_new_row);
    std::stable_sort(old_rows.begin(), old_rows.end(),
                     [](const Entry& a, const Entry& b) { return a.column < b.column; });

    std::vector<std::int32_t> rows, columns;
    std::vector<double> values;
    auto at = old_rows.cbegin();
    for (; at != old_rows.cend() && at->column < n; ++at) {
        rows.push_back(at->row);
        columns.push_back(at->column);
        values.push_back(at->value);
    }
    simplex.set_coefficients(rows, columns, values);

    Compressed fresh;
    for (std::int32_t j = n; j < n + new_columns(); ++j, fresh.close())
        for (; at != old_rows.cend() && at->column == j; ++at)
            if (at->value != 0) fresh.append(at->row, at->value);
    simplex.add_columns(cost, lower, upper, fresh.start, fresh.index, fresh.value);

    fresh = {};
    auto entry = first_new_row;
    for (std::int32_t i = m; i < m + new_rows(); ++i, fresh.close())
        for (; entry != entries_.end() && entry->row == i; ++entry)
            if (entry->value != 0) fresh.append(entry->column, entry->value);
    simplex.add_rows(row_lower, row_upper, fresh.start, fresh.index, fresh.value);
}

void PendingChanges::clear() noexcept {
    cost.clear();
    lower.clear();
    upper.clear();
    row_lower.clear();
    row_upper.clear();
    entries_.clear();
}

}  // namespace tenon::ilp
