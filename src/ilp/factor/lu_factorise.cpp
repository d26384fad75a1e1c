// BasisFactor::factorise: triangular part first, then the kernel, then the factors as lists.
//
// Logicals pivot first, then columns and rows with a single entry left, until there are none; what
// remains is the kernel (lu_kernel.hpp). (U. H. Suhl, L. M. Suhl: Computing sparse LU
// factorizations for large-scale linear programming bases, ORSA Journal on Computing 2, 1990.)
#include <algorithm>
#include <cmath>
#include <limits>

#include "ilp/factor/basis_factor.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

// Smaller pivots (columns are scaled to size one) make a basis that cannot be told from singular.
constexpr double smallest_pivot = 1e-10;

bool is_logical(const ColumnsView& a, std::int32_t variable) {
    return variable >= a.columns;
}

}  // namespace

void BasisFactor::make_workspace(std::int32_t m) {
    const auto size = static_cast<std::size_t>(m);
    // The last one made: where memory ran out half way, all are made again.
    if (stack_entry_.size() == size) return;
    marked_.assign(size, 0);
    scatter_.assign(size, 0.0);
    reached_.assign(size, 0);
    stack_node_.assign(size, 0);
    stack_entry_.assign(size, 0);
}

void BasisFactor::adopt(std::shared_ptr<const LuFactors> factors) {
    // Shared factors are copied before they change, so constness is kept in effect.
    factors_ = std::const_pointer_cast<LuFactors>(std::move(factors));
    unit_position_ = -1;
    spike_kept_ = false;
    solve_work_ = 0;
    if (factors_) make_workspace(factors_->size);
}

double BasisFactor::growth() const noexcept {
    if (!factors_) return 1;
    return static_cast<double>(factors_->entries() + 1) /
           static_cast<double>(factors_->entries_at_start + 1);
}

std::vector<BasisFactor::Dependent> BasisFactor::factorise(const ColumnsView& columns,
                                                           std::vector<std::int32_t>& head,
                                                           StopCheck& stop) {
    const std::int32_t m = columns.rows;
    const std::int64_t work_before = stop.work();
    factors_.reset();
    unit_position_ = -1;
    spike_kept_ = false;
    make_workspace(m);
    elimination_.clear();
    work_ = 0;
    eliminate_triangles(columns, head);
    stop.charge(work_ + m);
    work_ = 0;
    kernel_begin_ = static_cast<std::int32_t>(elimination_.row.size());
    eliminate_kernel(columns, head, stop);
    std::vector<Dependent> dependent = replace_dependent(columns, head);

    auto f = std::make_shared<LuFactors>();
    f->size = m;
    f->order = elimination_.row;
    f->place.assign(static_cast<std::size_t>(m), 0);
    f->pivot.assign(static_cast<std::size_t>(m), 0.0);
    std::vector<std::int32_t> reordered(static_cast<std::size_t>(m));
    for (std::int32_t k = 0; k < m; ++k) {
        const std::int32_t r = elimination_.row[k];
        f->place[r] = k;
        f->pivot[r] = elimination_.value[k];
        reordered[r] = head[elimination_.slot[k]];
    }
    assemble_lower(*f);
    assemble_upper(*f, columns, head);
    f->entries_at_start = f->entries();
    head.swap(reordered);
    factors_ = std::move(f);
    stop.charge(work_ + factors_->entries_at_start);
    work_ = 0;
    factor_work_ = stop.work() - work_before;
    solve_work_ = 0;
    return dependent;
}

// Logicals pivot first. Counts are of entries in rows and columns that have not pivoted yet.
void BasisFactor::count_active(const ColumnsView& a, const std::vector<std::int32_t>& head) {
    const auto m = static_cast<std::size_t>(a.rows);
    rank_of_row_.assign(m, -1);
    rank_of_slot_.assign(m, -1);
    column_count_.assign(m, 0);
    row_count_.assign(m, 0);
    row_begin_.assign(m + 1, 0);
    for (std::int32_t s = 0; s < a.rows; ++s) {
        if (!is_logical(a, head[s])) continue;
        const std::int32_t r = head[s] - a.columns;
        rank_of_row_[r] = rank_of_slot_[s] = static_cast<std::int32_t>(elimination_.row.size());
        elimination_.push(r, s, -1.0);
    }
    for (std::int32_t s = 0; s < a.rows; ++s) {
        if (rank_of_slot_[s] >= 0) continue;
        const std::int32_t j = head[s];
        work_ += a.start[j + 1] - a.start[j];
        for (std::int64_t k = a.start[j]; k < a.start[j + 1]; ++k) {
            const std::int32_t i = a.index[k];
            if (rank_of_row_[i] >= 0) continue;
            ++column_count_[s];
            ++row_count_[i];
        }
    }
    for (std::size_t i = 0; i < m; ++i) row_begin_[i + 1] = row_begin_[i] + row_count_[i];
    row_slot_.resize(static_cast<std::size_t>(row_begin_[m]));
    std::fill(row_count_.begin(), row_count_.end(), 0);
    for (std::int32_t s = 0; s < a.rows; ++s) {
        if (rank_of_slot_[s] >= 0) continue;
        const std::int32_t j = head[s];
        for (std::int64_t k = a.start[j]; k < a.start[j + 1]; ++k) {
            const std::int32_t i = a.index[k];
            if (rank_of_row_[i] >= 0) continue;
            row_slot_[row_begin_[i] + row_count_[i]++] = s;
        }
    }
}

// A column whose only active entry lies in row r: row r goes above everything left; no multipliers.
void BasisFactor::take_column_singletons(const ColumnsView& a,
                                         const std::vector<std::int32_t>& head) {
    queue_.clear();
    for (std::int32_t s = 0; s < a.rows; ++s)
        if (rank_of_slot_[s] < 0 && column_count_[s] == 1) queue_.push_back(s);
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        const std::int32_t s = queue_[next], j = head[s];
        if (column_count_[s] != 1) continue;
        std::int64_t k = a.start[j];
        while (rank_of_row_[a.index[k]] >= 0) ++k;
        if (!(std::fabs(a.value[k]) >= smallest_pivot)) continue;
        const std::int32_t r = a.index[k];
        rank_of_row_[r] = rank_of_slot_[s] = static_cast<std::int32_t>(elimination_.row.size());
        elimination_.push(r, s, a.value[k]);
        work_ += row_begin_[r + 1] - row_begin_[r] + (k - a.start[j]);
        for (std::int32_t e = row_begin_[r]; e < row_begin_[r + 1]; ++e) {
            const std::int32_t t = row_slot_[e];
            if (rank_of_slot_[t] < 0 && --column_count_[t] == 1) queue_.push_back(t);
        }
    }
}

// A row whose only active entry lies in column s: the rest of the column becomes multipliers, and
// no other column changes.
void BasisFactor::take_row_singletons(const ColumnsView& a, const std::vector<std::int32_t>& head) {
    std::fill(row_count_.begin(), row_count_.end(), 0);
    for (std::int32_t i = 0; i < a.rows; ++i) {
        if (rank_of_row_[i] >= 0) continue;
        for (std::int32_t e = row_begin_[i]; e < row_begin_[i + 1]; ++e)
            if (rank_of_slot_[row_slot_[e]] < 0) ++row_count_[i];
    }
    queue_.clear();
    for (std::int32_t i = 0; i < a.rows; ++i)
        if (rank_of_row_[i] < 0 && row_count_[i] == 1) queue_.push_back(i);
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        const std::int32_t r = queue_[next];
        if (row_count_[r] != 1) continue;
        std::int32_t e = row_begin_[r];
        while (rank_of_slot_[row_slot_[e]] >= 0) ++e;
        const std::int32_t s = row_slot_[e], j = head[s];
        double pivot = 0, largest = 0;
        for (std::int64_t k = a.start[j]; k < a.start[j + 1]; ++k) {
            if (a.index[k] == r) pivot = a.value[k];
            if (rank_of_row_[a.index[k]] < 0) largest = std::max(largest, std::fabs(a.value[k]));
        }
        work_ += a.start[j + 1] - a.start[j];
        // Multipliers beyond this would lose half of the digits; the kernel may do better.
        constexpr double largest_multiplier = 1e7;
        if (!(std::fabs(pivot) >= std::max(smallest_pivot, largest / largest_multiplier))) continue;
        for (std::int64_t k = a.start[j]; k < a.start[j + 1]; ++k) {
            const std::int32_t i = a.index[k];
            if (rank_of_row_[i] >= 0 || i == r) continue;
            elimination_.lower_index.push_back(i);
            elimination_.lower_value.push_back(a.value[k] / pivot);
            if (--row_count_[i] == 1) queue_.push_back(i);
        }
        rank_of_row_[r] = rank_of_slot_[s] = static_cast<std::int32_t>(elimination_.row.size());
        elimination_.push(r, s, pivot);
    }
}

void BasisFactor::eliminate_triangles(const ColumnsView& a, const std::vector<std::int32_t>& head) {
    count_active(a, head);
    if (elimination_.row.size() == static_cast<std::size_t>(a.rows)) return;
    take_column_singletons(a, head);
    if (elimination_.row.size() == static_cast<std::size_t>(a.rows)) return;
    take_row_singletons(a, head);
}

void BasisFactor::eliminate_kernel(const ColumnsView& a, const std::vector<std::int32_t>& head,
                                   StopCheck& stop) {
    if (kernel_begin_ == a.rows) return;
    kernel_.reset(a.rows);
    std::vector<std::int32_t> rows;
    std::vector<double> values;
    for (std::int32_t s = 0; s < a.rows; ++s) {
        if (rank_of_slot_[s] >= 0) continue;
        rows.clear();
        values.clear();
        const std::int32_t j = head[s];
        for (std::int64_t k = a.start[j]; k < a.start[j + 1]; ++k) {
            if (rank_of_row_[a.index[k]] >= 0) continue;
            rows.push_back(a.index[k]);
            values.push_back(a.value[k]);
        }
        kernel_.add_column(s, rows, values);
    }
    kernel_.run(threshold, smallest_pivot, elimination_, stop);
    for (std::size_t k = static_cast<std::size_t>(kernel_begin_); k < elimination_.row.size();
         ++k) {
        rank_of_row_[elimination_.row[k]] = static_cast<std::int32_t>(k);
        rank_of_slot_[elimination_.slot[k]] = static_cast<std::int32_t>(k);
    }
}

std::vector<BasisFactor::Dependent> BasisFactor::replace_dependent(
    const ColumnsView& a, std::vector<std::int32_t>& head) {
    std::vector<Dependent> dependent;
    std::int32_t row = 0;
    for (std::int32_t s = 0; s < a.rows; ++s) {
        if (rank_of_slot_[s] >= 0) continue;
        while (rank_of_row_[row] >= 0) ++row;
        dependent.push_back({head[s], row});
        head[s] = a.columns + row;
        rank_of_row_[row] = rank_of_slot_[s] = static_cast<std::int32_t>(elimination_.row.size());
        elimination_.push(row, s, -1.0);
    }
    return dependent;
}

namespace {

// Transposes lists of m keys; keys of the source are visited in the given order. With spare, each
// row gets that much room beyond its own length.
void transpose(const SparseLists& from, const std::vector<std::int32_t>& order, std::int32_t m,
               SparseLists& to, std::int32_t spare, std::vector<std::int32_t>* limit) {
    const auto size = static_cast<std::size_t>(m);
    to.begin.assign(size, 0);
    to.end.assign(size, 0);
    std::vector<std::int32_t>& count = to.end;
    for (std::int32_t r : order)
        for (std::int32_t k = from.begin[r]; k < from.end[r]; ++k) ++count[from.index[k]];
    std::int64_t total = 0;
    if (limit) limit->assign(size, 0);
    for (std::size_t i = 0; i < size; ++i) {
        to.begin[i] = static_cast<std::int32_t>(total);
        total += count[i] + spare;
        to.end[i] = to.begin[i];
        if (limit) (*limit)[i] = static_cast<std::int32_t>(total);
    }
    if (total > std::numeric_limits<std::int32_t>::max())
        throw Error(Status::no_memory, "the factors of the basis have too many entries");
    to.index.resize(static_cast<std::size_t>(total));
    to.value.resize(static_cast<std::size_t>(total));
    for (std::int32_t r : order) {
        for (std::int32_t k = from.begin[r]; k < from.end[r]; ++k) {
            const std::int32_t at = to.end[from.index[k]]++;
            to.index[at] = r;
            to.value[at] = from.value[k];
        }
    }
}

}  // namespace

void BasisFactor::assemble_lower(LuFactors& f) const {
    const Elimination& e = elimination_;
    const auto m = static_cast<std::size_t>(f.size);
    f.lower.begin.assign(m, 0);
    f.lower.end.assign(m, 0);
    f.lower.index = e.lower_index;
    f.lower.value = e.lower_value;
    for (std::size_t k = 0; k < m; ++k) {
        const std::int32_t r = e.row[k];
        f.lower.begin[r] = e.lower_begin[k];
        f.lower.end[r] = e.lower_begin[k + 1];
        if (e.lower_begin[k + 1] > e.lower_begin[k]) f.lower_order.push_back(r);
    }
    transpose(f.lower, f.lower_order, f.size, f.lower_transposed, 0, nullptr);
    if (e.lower_index.empty()) return;
    for (std::size_t k = m; k-- > 0;) {
        const std::int32_t i = e.row[k];
        if (f.lower_transposed.end[i] > f.lower_transposed.begin[i])
            f.lower_transposed_order.push_back(i);
    }
}

// Column s of U: entries of its basis column in rows that pivoted before it, taken from A itself
// outside the kernel, and from the rows of U that the kernel recorded.
void BasisFactor::assemble_upper(LuFactors& f, const ColumnsView& a,
                                 const std::vector<std::int32_t>& head) {
    const Elimination& e = elimination_;
    const auto m = static_cast<std::size_t>(f.size);
    f.upper.begin.assign(m, 0);
    f.upper.end.assign(m, 0);
    std::vector<std::int32_t>& kernel_count = column_count_;
    std::fill(kernel_count.begin(), kernel_count.end(), 0);
    for (std::int32_t s : e.upper_slot) ++kernel_count[s];
    std::size_t room = e.upper_slot.size();
    for (std::size_t s = 0; s < m; ++s)
        if (!is_logical(a, head[s]))
            room += static_cast<std::size_t>(a.start[head[s] + 1] - a.start[head[s]]);
    f.upper.index.reserve(room + room / 4);
    f.upper.value.reserve(room + room / 4);
    for (std::int32_t k = 0; k < f.size; ++k) {
        const std::int32_t r = e.row[k], s = e.slot[k];
        f.upper.begin[r] = f.upper.end[r] = static_cast<std::int32_t>(f.upper.index.size());
        if (is_logical(a, head[s])) continue;
        const std::int32_t before = std::min(k, kernel_begin_);
        for (std::int64_t t = a.start[head[s]]; t < a.start[head[s] + 1]; ++t) {
            if (rank_of_row_[a.index[t]] >= before) continue;
            f.upper.index.push_back(a.index[t]);
            f.upper.value.push_back(a.value[t]);
        }
        f.upper.end[r] = static_cast<std::int32_t>(f.upper.index.size());
        const auto extended = f.upper.index.size() + static_cast<std::size_t>(kernel_count[s]);
        f.upper.index.resize(extended);
        f.upper.value.resize(extended);
    }
    for (std::size_t k = static_cast<std::size_t>(kernel_begin_); k < m; ++k) {
        for (std::int32_t t = e.upper_begin[k]; t < e.upper_begin[k + 1]; ++t) {
            const std::int32_t s = e.upper_slot[t];
            if (is_logical(a, head[s])) continue;  // a dependent column that was replaced
            const std::int32_t at = f.upper.end[e.row[rank_of_slot_[s]]]++;
            f.upper.index[at] = e.row[k];
            f.upper.value[at] = e.upper_value[t];
        }
    }
    // Room for the entries that updates add before a row must move.
    constexpr std::int32_t spare = 3;
    transpose(f.upper, f.order, f.size, f.upper_transposed, spare, &f.upper_transposed_limit);
    for (std::size_t r = 0; r < m; ++r) f.live_upper += f.upper.end[r] - f.upper.begin[r];
}

}  // namespace tenon::ilp
