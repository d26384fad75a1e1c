#include "ilp/lp/extended_tableau.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// Numbers touched by one multiplication and addition with its error.
constexpr std::int64_t work_of_entry = 8;

}  // namespace

ExtendedTableau::ExtendedTableau(const LinearProgram& problem, StopCheck& stop)
    : problem_(problem),
      stop_(stop),
      n_(problem.columns),
      m_(problem.rows),
      scaling_(find_scaling(problem)) {
    for (std::int32_t j = 0; j < total(); ++j) {
        const bool column = j < n_;
        const double unit = column ? scaling_.column[j] : 1 / scaling_.row[j - n_];
        unit_.push_back(unit);
        cost_.push_back(column ? problem.cost[j] * unit : 0.0);
        lower_.push_back((column ? problem.lower[j] : problem.row_lower[j - n_]) / unit);
        upper_.push_back((column ? problem.upper[j] : problem.row_upper[j - n_]) / unit);
        upper_.back() = std::max(lower_.back(), upper_.back());  // crossed within the tolerance
    }
    entries_.resize(static_cast<std::size_t>(m_) * static_cast<std::size_t>(n_));
    load_matrix();
}

void ExtendedTableau::load_matrix() {
    std::fill(entries_.begin(), entries_.end(), ExtendedNumber{});
    for (std::int32_t j = 0; j < n_; ++j)
        for_each_entry(j, [&](std::int32_t i, double a) {
            const ExtendedNumber before = row(i)[j];  // entries may repeat
            row(i)[j] = before.is_zero() ? ExtendedNumber(a) : sum_product(before, a, 1.0);
        });
    head_.clear();
    nonbasic_.clear();
    for (std::int32_t j = 0; j < n_; ++j) nonbasic_.push_back(j);
    for (std::int32_t i = 0; i < m_; ++i) head_.push_back(n_ + i);
    exchanges_ = 0;
    stop_.charge(static_cast<std::int64_t>(entries_.size()));
}

void ExtendedTableau::exchange(std::int32_t p, std::int32_t k) {
    ExtendedNumber* pivot_row = row(p);
    const ExtendedNumber inverse = ExtendedNumber(1.0) / pivot_row[k];
    pivot_row[k] = -1.0;
    std::vector<std::int32_t> nonzeros;
    for (std::int32_t j = 0; j < n_; ++j) {
        if (pivot_row[j].is_zero()) continue;
        pivot_row[j] = -pivot_row[j] * inverse;
        nonzeros.push_back(j);
    }
    pivot_row[k] = inverse;
    finite_ = finite_ && std::isfinite(inverse.value.hi);
    std::int64_t touched = n_ + m_;
    for (std::int32_t i = 0; i < m_; ++i) {
        ExtendedNumber* const r = row(i);
        if (i == p || r[k].is_zero()) continue;
        const ExtendedNumber factor = r[k];
        r[k] = {};
        for (const std::int32_t j : nonzeros) {
            r[j] = sum_product(r[j], factor, pivot_row[j]);
            finite_ = finite_ && std::isfinite(r[j].value.hi);
            r[j].round_off();
        }
        touched += work_of_entry * static_cast<std::int64_t>(nonzeros.size());
    }
    std::swap(head_[p], nonbasic_[k]);
    ++exchanges_;
    stop_.charge(touched);
}

void ExtendedTableau::rebuild() {
    std::vector<std::uint8_t> wanted(static_cast<std::size_t>(total()), 0);
    for (const std::int32_t j : head_) wanted[j] = 1;
    load_matrix();
    while (exchange_largest(wanted)) {
    }
    exchanges_ = 0;
}

// The largest entry in the row of a logical that shall leave and the column of a variable that
// shall enter.
bool ExtendedTableau::exchange_largest(const std::vector<std::uint8_t>& wanted) {
    double largest = 0;
    std::int32_t best_row = -1, best_column = -1;
    for (std::int32_t p = 0; p < m_; ++p) {
        if (wanted[head_[p]]) continue;
        for (std::int32_t k = 0; k < n_; ++k) {
            if (!wanted[nonbasic_[k]] || !(entry(p, k).size() > largest)) continue;
            largest = entry(p, k).size();
            best_row = p;
            best_column = k;
        }
    }
    stop_.charge(static_cast<std::int64_t>(entries_.size()));
    if (best_row < 0) return false;
    exchange(best_row, best_column);
    return true;
}

}  // namespace tenon::ilp
