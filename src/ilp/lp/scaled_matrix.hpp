// The scaled constraint matrix by columns and by rows, and the pricing product rho' A.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/factor/basis_factor.hpp"
#include "ilp/factor/sparse_vector.hpp"
#include "ilp/lp/scaling.hpp"
#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

class ScaledMatrix {
  public:
    void build(const LinearProgram& problem, const Scaling& scaling);
    // Which structural columns are nonbasic; rows then list those first.
    void mark_nonbasic(const std::vector<std::int32_t>& position);
    void enter_basis(std::int32_t column);  // nothing for logicals
    void leave_basis(std::int32_t column);

    ColumnsView view() const noexcept;
    std::int32_t columns() const noexcept { return n_; }
    std::int32_t rows() const noexcept { return m_; }
    std::int64_t length(std::int32_t variable) const noexcept {
        return variable < n_ ? start_[variable + 1] - start_[variable] : 1;
    }
    std::int64_t nonzeros() const noexcept { return static_cast<std::int64_t>(value_.size()); }

    // x += factor * column of the variable; logicals are -e_i.
    void add_column_to(std::int32_t variable, double factor, SparseVector& x) const;
    // visit(row, value) for each entry of the variable's column.
    template <class Visit>
    void for_each_entry(std::int32_t variable, Visit&& visit) const {
        if (variable >= n_) {
            visit(variable - n_, -1.0);
            return;
        }
        for (std::int64_t k = start_[variable]; k < start_[variable + 1]; ++k)
            visit(index_[k], value_[k]);
    }
    double dot_column(std::int32_t column, const std::vector<double>& y) const;
    // result = rho' A over nonbasic structural columns. Returns the nonzeros touched.
    std::int64_t price(const SparseVector& rho, const std::vector<std::int32_t>& position,
                       SparseVector& result) const;

  private:
    std::int64_t price_by_rows(const SparseVector& rho, SparseVector& result) const;
    std::int64_t price_densely_by_rows(const SparseVector& rho, SparseVector& result) const;

    std::int32_t n_ = 0, m_ = 0;
    std::vector<std::int64_t> start_, row_start_, row_nonbasic_end_;
    std::vector<std::int32_t> index_, row_index_;
    std::vector<double> value_, row_value_;
};

}  // namespace tenon::ilp
