#include "ilp/factor/lu_kernel.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// Columns and rows looked at before the best pivot so far is taken (Suhl and Suhl use 4).
constexpr int search_limit = 6;
// From this threshold on pivots must stand out in their row as well as in their column.
constexpr double rook_threshold = 0.5;
// An eliminated entry below this is a cancellation.
constexpr double cancellation = 1e-14;

}  // namespace

void Elimination::clear() {
    row.clear();
    slot.clear();
    value.clear();
    lower_begin.assign(1, 0);
    lower_index.clear();
    lower_value.clear();
    upper_begin.assign(1, 0);
    upper_slot.clear();
    upper_value.clear();
}

void Elimination::push(std::int32_t pivot_row, std::int32_t pivot_slot, double pivot_value) {
    row.push_back(pivot_row);
    slot.push_back(pivot_slot);
    value.push_back(pivot_value);
    lower_begin.push_back(static_cast<std::int32_t>(lower_index.size()));
    upper_begin.push_back(static_cast<std::int32_t>(upper_slot.size()));
}

void MarkowitzKernel::CountLists::reset(std::int32_t keys, std::int32_t counts) {
    head.assign(static_cast<std::size_t>(counts) + 1, -1);
    next.assign(static_cast<std::size_t>(keys), -1);
    previous.assign(static_cast<std::size_t>(keys), -1);
}

void MarkowitzKernel::CountLists::link(std::int32_t key, std::int32_t count) {
    const std::int32_t first = head[count];
    next[key] = first;
    previous[key] = -1;
    if (first >= 0) previous[first] = key;
    head[count] = key;
}

void MarkowitzKernel::CountLists::unlink(std::int32_t key, std::int32_t count) {
    if (previous[key] >= 0) {
        next[previous[key]] = next[key];
    } else {
        head[count] = next[key];
    }
    if (next[key] >= 0) previous[next[key]] = previous[key];
}

void MarkowitzKernel::reset(std::int32_t m) {
    m_ = m;
    slots_.clear();
    const auto size = static_cast<std::size_t>(m);
    column_begin_.assign(size, 0);
    column_count_.assign(size, 0);
    column_room_.assign(size, 0);
    row_begin_.assign(size, 0);
    row_count_.assign(size, 0);
    row_room_.assign(size, 0);
    largest_.assign(size, 0.0);
    column_row_.clear();
    column_value_.clear();
    row_slot_.clear();
    multiplier_.assign(size, 0.0);
    seen_.assign(size, 0);
    stamp_ = 0;
}

void MarkowitzKernel::add_column(std::int32_t slot, const std::vector<std::int32_t>& rows,
                                 const std::vector<double>& values) {
    // A little room so that the first fill does not move the column.
    constexpr std::int32_t spare = 4;
    const auto count = static_cast<std::int32_t>(rows.size());
    slots_.push_back(slot);
    column_begin_[slot] = static_cast<std::int32_t>(column_row_.size());
    column_count_[slot] = count;
    column_room_[slot] = count + spare;
    column_row_.insert(column_row_.end(), rows.begin(), rows.end());
    column_value_.insert(column_value_.end(), values.begin(), values.end());
    column_row_.resize(column_row_.size() + spare);
    column_value_.resize(column_value_.size() + spare);
    for (std::int32_t i : rows) ++row_count_[i];
    refresh_largest(slot);
}

// Row patterns from the columns, and the lists by count.
void MarkowitzKernel::start() {
    constexpr std::int32_t spare = 4;
    std::int32_t end = 0;
    for (std::int32_t i = 0; i < m_; ++i) {
        row_begin_[i] = end;
        row_room_[i] = row_count_[i] > 0 ? row_count_[i] + spare : 0;
        end += row_room_[i];
        row_count_[i] = 0;
    }
    row_slot_.resize(static_cast<std::size_t>(end));
    for (std::int32_t slot : slots_) {
        for (std::int32_t k = 0; k < column_count_[slot]; ++k) {
            const std::int32_t i = column_row_[column_begin_[slot] + k];
            row_slot_[row_begin_[i] + row_count_[i]++] = slot;
        }
    }
    columns_.reset(m_, m_);
    rows_.reset(m_, m_);
    for (std::int32_t slot : slots_) columns_.link(slot, column_count_[slot]);
    for (std::int32_t i = 0; i < m_; ++i)
        if (row_count_[i] > 0) rows_.link(i, row_count_[i]);
}

void MarkowitzKernel::refresh_largest(std::int32_t slot) {
    double largest = 0;
    const std::int32_t begin = column_begin_[slot];
    for (std::int32_t k = begin; k < begin + column_count_[slot]; ++k)
        largest = std::max(largest, std::fabs(column_value_[k]));
    largest_[slot] = largest;
}

std::int32_t MarkowitzKernel::find_in_column(std::int32_t slot, std::int32_t row) const {
    std::int32_t k = column_begin_[slot];
    while (column_row_[k] != row) ++k;
    return k;
}

void MarkowitzKernel::remove_from_row(std::int32_t row, std::int32_t slot) {
    std::int32_t k = row_begin_[row];
    while (row_slot_[k] != slot) ++k;
    row_slot_[k] = row_slot_[row_begin_[row] + --row_count_[row]];
}

void MarkowitzKernel::append_to_row(std::int32_t row, std::int32_t slot) {
    if (row_count_[row] == row_room_[row]) {
        const std::int32_t room = 2 * row_room_[row] + 4;
        const auto begin = static_cast<std::int32_t>(row_slot_.size());
        row_slot_.resize(row_slot_.size() + static_cast<std::size_t>(room));
        std::copy_n(row_slot_.begin() + row_begin_[row], row_count_[row],
                    row_slot_.begin() + begin);
        row_begin_[row] = begin;
        row_room_[row] = room;
    }
    row_slot_[row_begin_[row] + row_count_[row]++] = slot;
}

void MarkowitzKernel::grow_column(std::int32_t slot, std::int32_t room) {
    if (room <= column_room_[slot]) return;
    const std::int32_t wide = std::max(room, 2 * column_room_[slot]);
    const auto begin = static_cast<std::int32_t>(column_row_.size());
    column_row_.resize(column_row_.size() + static_cast<std::size_t>(wide));
    column_value_.resize(column_value_.size() + static_cast<std::size_t>(wide));
    std::copy_n(column_row_.begin() + column_begin_[slot], column_count_[slot],
                column_row_.begin() + begin);
    std::copy_n(column_value_.begin() + column_begin_[slot], column_count_[slot],
                column_value_.begin() + begin);
    column_begin_[slot] = begin;
    column_room_[slot] = wide;
}

// A column without an acceptable entry is dependent on the others: it leaves the active part.
void MarkowitzKernel::discard_column(std::int32_t slot) {
    columns_.unlink(slot, column_count_[slot]);
    for (std::int32_t k = 0; k < column_count_[slot]; ++k) {
        const std::int32_t i = column_row_[column_begin_[slot] + k];
        rows_.unlink(i, row_count_[i]);
        remove_from_row(i, slot);
        if (row_count_[i] > 0) rows_.link(i, row_count_[i]);
    }
    column_count_[slot] = 0;
}

void MarkowitzKernel::search_column(std::int32_t slot, double threshold, Pivot& best) {
    const std::int32_t begin = column_begin_[slot], count = column_count_[slot];
    const double least = std::max(threshold * largest_[slot], smallest_pivot_);
    work_ += count;
    for (std::int32_t k = begin; k < begin + count; ++k) {
        const double size = std::fabs(column_value_[k]);
        if (!(size >= least)) continue;
        const std::int64_t merit =
            static_cast<std::int64_t>(count - 1) * (row_count_[column_row_[k]] - 1);
        if (best.row < 0 || merit < best.merit ||
            (merit == best.merit && size > std::fabs(best.value))) {
            best = {column_row_[k], slot, column_value_[k], merit};
        }
    }
}

void MarkowitzKernel::search_row(std::int32_t row, double threshold, Pivot& best) {
    const std::int32_t begin = row_begin_[row], count = row_count_[row];
    work_ += count;
    for (std::int32_t k = begin; k < begin + count; ++k) {
        const std::int32_t slot = row_slot_[k];
        const std::int64_t merit = static_cast<std::int64_t>(count - 1) * (column_count_[slot] - 1);
        if (best.row >= 0 && merit >= best.merit) continue;
        const double value = column_value_[find_in_column(slot, row)];
        work_ += column_count_[slot] / 2;
        if (!(std::fabs(value) >= std::max(threshold * largest_[slot], smallest_pivot_))) continue;
        best = {row, slot, value, merit};
    }
}

MarkowitzKernel::Pivot MarkowitzKernel::select(double threshold) {
    const Pivot sparsest = select_sparsest(threshold);
    return threshold >= rook_threshold && sparsest.row >= 0 ? make_rook(sparsest, threshold)
                                                            : sparsest;
}

// Moves from the pivot to the largest entry of its row, of that entry's column and so on until one
// is large in both. Sizes grow with each move, so this ends.
MarkowitzKernel::Pivot MarkowitzKernel::make_rook(Pivot pivot, double threshold) {
    for (;;) {
        Pivot in_row = pivot;
        const std::int32_t begin = row_begin_[pivot.row], count = row_count_[pivot.row];
        for (std::int32_t k = begin; k < begin + count; ++k) {
            const std::int32_t slot = row_slot_[k];
            const double value = column_value_[find_in_column(slot, pivot.row)];
            work_ += column_count_[slot];
            if (std::fabs(value) > std::fabs(in_row.value)) in_row = {pivot.row, slot, value, 0};
        }
        if (std::fabs(pivot.value) >= threshold * std::fabs(in_row.value)) return pivot;
        pivot = in_row;
        if (std::fabs(pivot.value) >= threshold * largest_[pivot.slot]) return pivot;
        const std::int32_t first = column_begin_[pivot.slot];
        for (std::int32_t k = first; k < first + column_count_[pivot.slot]; ++k)
            if (std::fabs(column_value_[k]) > std::fabs(pivot.value))
                pivot = {column_row_[k], pivot.slot, column_value_[k], 0};
    }
}

MarkowitzKernel::Pivot MarkowitzKernel::select_sparsest(double threshold) {
    Pivot best;
    int searched = 0;
    for (std::int32_t count = 1; count <= m_; ++count) {
        const std::int64_t bound = static_cast<std::int64_t>(count - 1) * (count - 1);
        for (std::int32_t slot = columns_.head[count]; slot >= 0;) {
            const std::int32_t following = columns_.next[slot];
            if (!(largest_[slot] >= smallest_pivot_)) {
                discard_column(slot);
            } else {
                search_column(slot, threshold, best);
                if (best.row >= 0 && (best.merit <= bound || ++searched >= search_limit))
                    return best;
            }
            slot = following;
        }
        const std::int64_t row_bound = static_cast<std::int64_t>(count - 1) * count;
        for (std::int32_t row = rows_.head[count]; row >= 0; row = rows_.next[row]) {
            search_row(row, threshold, best);
            if (best.row >= 0 && (best.merit <= row_bound || ++searched >= search_limit))
                return best;
        }
    }
    return best;
}

// column -= factor * multipliers, with fill at its end.
void MarkowitzKernel::update_column(std::int32_t slot, double factor) {
    ++stamp_;
    grow_column(slot, column_count_[slot] + static_cast<std::int32_t>(pivot_rows_.size()));
    const std::int32_t begin = column_begin_[slot];
    std::int32_t count = column_count_[slot];
    work_ += count + static_cast<std::int64_t>(pivot_rows_.size());
    for (std::int32_t k = begin; k < begin + count;) {
        const std::int32_t i = column_row_[k];
        if (multiplier_[i] == 0) {
            ++k;
            continue;
        }
        seen_[i] = stamp_;
        const double now = column_value_[k] - factor * multiplier_[i];
        if (std::fabs(now) >= cancellation) {
            column_value_[k++] = now;
            continue;
        }
        --count;
        column_row_[k] = column_row_[begin + count];
        column_value_[k] = column_value_[begin + count];
        remove_from_row(i, slot);
    }
    for (std::int32_t i : pivot_rows_) {
        if (seen_[i] == stamp_) continue;
        const double fill = -factor * multiplier_[i];
        if (std::fabs(fill) < cancellation) continue;
        column_row_[begin + count] = i;
        column_value_[begin + count++] = fill;
        append_to_row(i, slot);
    }
    column_count_[slot] = count;
}

void MarkowitzKernel::eliminate(const Pivot& pivot, Elimination& out) {
    const std::int32_t r = pivot.row, c = pivot.slot;
    columns_.unlink(c, column_count_[c]);
    rows_.unlink(r, row_count_[r]);
    pivot_rows_.clear();
    for (std::int32_t k = column_begin_[c]; k < column_begin_[c] + column_count_[c]; ++k) {
        const std::int32_t i = column_row_[k];
        if (i == r) continue;
        const double multiplier = column_value_[k] / pivot.value;
        rows_.unlink(i, row_count_[i]);
        remove_from_row(i, c);
        pivot_rows_.push_back(i);
        multiplier_[i] = multiplier;
        out.lower_index.push_back(i);
        out.lower_value.push_back(multiplier);
    }
    column_count_[c] = 0;
    pivot_slots_.assign(row_slot_.begin() + row_begin_[r],
                        row_slot_.begin() + row_begin_[r] + row_count_[r]);
    row_count_[r] = 0;
    for (std::int32_t slot : pivot_slots_) {
        if (slot == c) continue;
        columns_.unlink(slot, column_count_[slot]);
        const std::int32_t k = find_in_column(slot, r);
        const double value = column_value_[k];
        const std::int32_t last = column_begin_[slot] + --column_count_[slot];
        column_row_[k] = column_row_[last];
        column_value_[k] = column_value_[last];
        out.upper_slot.push_back(slot);
        out.upper_value.push_back(value);
        if (!pivot_rows_.empty()) update_column(slot, value);
        refresh_largest(slot);
        columns_.link(slot, column_count_[slot]);
    }
    for (std::int32_t i : pivot_rows_) {
        multiplier_[i] = 0;
        if (row_count_[i] > 0) rows_.link(i, row_count_[i]);
    }
    out.push(r, c, pivot.value);
}

void MarkowitzKernel::run(double threshold, double smallest_pivot, Elimination& out,
                          StopCheck& stop) {
    smallest_pivot_ = smallest_pivot;
    start();
    for (;;) {
        const Pivot pivot = select(threshold);
        if (pivot.row < 0) return;
        eliminate(pivot, out);
        stop.charge(work_);
        work_ = 0;
    }
}

}  // namespace tenon::ilp
