#include "ilp/lp/scaled_matrix.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// Above this density of rho the result is written densely and listed afterwards; above the second,
// a dot product a column is cheaper than scattered row additions.
constexpr double listed_rho = 0.10;
constexpr double dense_rho = 0.60;

}  // namespace

void ScaledMatrix::build(const LinearProgram& p, const Scaling& scaling) {
    n_ = p.columns;
    m_ = p.rows;
    start_ = p.matrix.start;
    index_ = p.matrix.index;
    value_.resize(p.matrix.value.size());
    row_start_.assign(static_cast<std::size_t>(m_) + 1, 0);
    for (std::int32_t j = 0; j < n_; ++j) {
        for (std::int64_t k = start_[j]; k < start_[j + 1]; ++k) {
            value_[k] = p.matrix.value[k] * scaling.column[j] * scaling.row[index_[k]];
            ++row_start_[index_[k] + 1];
        }
    }
    for (std::int32_t i = 0; i < m_; ++i) row_start_[i + 1] += row_start_[i];
    row_index_.resize(value_.size());
    row_value_.resize(value_.size());
    std::vector<std::int64_t> next(row_start_.begin(), row_start_.end() - 1);
    for (std::int32_t j = 0; j < n_; ++j) {
        for (std::int64_t k = start_[j]; k < start_[j + 1]; ++k) {
            const std::int64_t at = next[index_[k]]++;
            row_index_[at] = j;
            row_value_[at] = value_[k];
        }
    }
    row_nonbasic_end_ = std::move(next);
}

void ScaledMatrix::mark_nonbasic(const std::vector<std::int32_t>& position) {
    for (std::int32_t i = 0; i < m_; ++i) {
        std::int64_t left = row_start_[i], right = row_start_[i + 1];
        while (left < right) {
            if (position[row_index_[left]] < 0) {
                ++left;
            } else {
                --right;
                std::swap(row_index_[left], row_index_[right]);
                std::swap(row_value_[left], row_value_[right]);
            }
        }
        row_nonbasic_end_[i] = left;
    }
}

void ScaledMatrix::enter_basis(std::int32_t column) {
    if (column >= n_) return;
    for (std::int64_t k = start_[column]; k < start_[column + 1]; ++k) {
        const std::int32_t i = index_[k];
        std::int64_t at = row_start_[i];
        while (row_index_[at] != column) ++at;
        const std::int64_t last = --row_nonbasic_end_[i];
        std::swap(row_index_[at], row_index_[last]);
        std::swap(row_value_[at], row_value_[last]);
    }
}

void ScaledMatrix::leave_basis(std::int32_t column) {
    if (column >= n_) return;
    for (std::int64_t k = start_[column]; k < start_[column + 1]; ++k) {
        const std::int32_t i = index_[k];
        std::int64_t at = row_nonbasic_end_[i];
        while (row_index_[at] != column) ++at;
        const std::int64_t first = row_nonbasic_end_[i]++;
        std::swap(row_index_[at], row_index_[first]);
        std::swap(row_value_[at], row_value_[first]);
    }
}

ColumnsView ScaledMatrix::view() const noexcept {
    return {n_, m_, start_.data(), index_.data(), value_.data()};
}

void ScaledMatrix::add_column_to(std::int32_t variable, double factor, SparseVector& x) const {
    if (variable >= n_) {
        x.add(variable - n_, -factor);
        return;
    }
    for (std::int64_t k = start_[variable]; k < start_[variable + 1]; ++k)
        x.add(index_[k], factor * value_[k]);
}

double ScaledMatrix::dot_column(std::int32_t column, const std::vector<double>& y) const {
    double sum = 0;
    for (std::int64_t k = start_[column]; k < start_[column + 1]; ++k)
        sum += value_[k] * y[index_[k]];
    return sum;
}

std::int64_t ScaledMatrix::price_by_rows(const SparseVector& rho, SparseVector& result) const {
    std::int64_t work = 0;
    double* sum = result.value.data();
    for (std::int32_t t = 0; t < rho.count; ++t) {
        const std::int32_t i = rho.index[t];
        const double factor = rho.value[i];
        const std::int64_t end = row_nonbasic_end_[i];
        work += end - row_start_[i];
        for (std::int64_t k = row_start_[i]; k < end; ++k) {
            const std::int32_t j = row_index_[k];
            const double old = sum[j];
            if (old == 0) result.index[result.count++] = j;
            const double now = old + factor * row_value_[k];
            sum[j] = std::fabs(now) < drop_tolerance ? placeholder : now;
        }
    }
    result.tidy();
    return work + result.count;
}

std::int64_t ScaledMatrix::price_densely_by_rows(const SparseVector& rho,
                                                 SparseVector& result) const {
    std::int64_t work = n_;
    double* sum = result.value.data();
    const std::int32_t* column = row_index_.data();
    const double* value = row_value_.data();
    for (std::int32_t t = 0; t < rho.count; ++t) {
        const std::int32_t i = rho.index[t];
        const double factor = rho.value[i];
        const std::int64_t end = row_nonbasic_end_[i];
        for (std::int64_t k = row_start_[i]; k < end; ++k) sum[column[k]] += factor * value[k];
        work += end - row_start_[i];
    }
    result.relist();
    return work;
}

std::int64_t ScaledMatrix::price(const SparseVector& rho, const std::vector<std::int32_t>& position,
                                 SparseVector& result) const {
    result.clear();
    const double density = rho.density();
    if (density < listed_rho) return price_by_rows(rho, result);
    if (density < dense_rho) return price_densely_by_rows(rho, result);
    std::int64_t work = n_;
    for (std::int32_t j = 0; j < n_; ++j) {
        if (position[j] >= 0) continue;
        const double dot = dot_column(j, rho.value);
        work += start_[j + 1] - start_[j];
        if (std::fabs(dot) < drop_tolerance) continue;
        result.value[j] = dot;
        result.index[result.count++] = j;
    }
    return work;
}

}  // namespace tenon::ilp
