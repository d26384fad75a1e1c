// A dense simplex tableau in double-double numbers that know their error.
//
//   minimise cost'z   subject to   [A | -I] z = 0,   lower <= z <= upper,   z = (x, s)
//
// scaled by powers of two, which change no digit. The tableau T gives the basic variables by the
// nonbasic ones, z_B = T z_N. An exchange of z_p = sum T_pj z_j and nonbasic z_k is one step of
// Gauss-Jordan elimination. Errors grow from exchange to exchange; rebuild() makes T anew from A
// with the largest pivots first (complete pivoting: J. H. Wilkinson: Error analysis of direct
// methods of matrix inversion, J. ACM 8, 1961), so T is as good as its basis allows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/stop_check.hpp"
#include "ilp/lp/extended_number.hpp"
#include "ilp/lp/scaling.hpp"
#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

class ExtendedTableau {
  public:
    // Begins with the basis of all logicals.
    ExtendedTableau(const LinearProgram& problem, StopCheck& stop);

    std::int32_t rows() const noexcept { return m_; }
    std::int32_t columns() const noexcept { return n_; }
    std::int32_t total() const noexcept { return n_ + m_; }
    std::int32_t basic(std::int32_t p) const noexcept { return head_[p]; }
    std::int32_t nonbasic(std::int32_t k) const noexcept { return nonbasic_[k]; }
    const ExtendedNumber& entry(std::int32_t p, std::int32_t k) const noexcept {
        return entries_[static_cast<std::size_t>(p) * static_cast<std::size_t>(n_) +
                        static_cast<std::size_t>(k)];
    }
    double cost(std::int32_t j) const noexcept { return cost_[j]; }
    double lower(std::int32_t j) const noexcept { return lower_[j]; }
    double upper(std::int32_t j) const noexcept { return upper_[j]; }
    // z_j in the caller's units is unit(j) times the scaled one.
    double unit(std::int32_t j) const noexcept { return unit_[j]; }

    // visit(row, value) for the scaled entries of a column of A.
    template <class Visit>
    void for_each_entry(std::int32_t column, Visit&& visit) const {
        const SparseColumns& a = problem_.matrix;
        for (std::int64_t k = a.start[column]; k < a.start[column + 1]; ++k)
            visit(a.index[k], a.value[k] * scaling_.column[column] * scaling_.row[a.index[k]]);
    }

    // The variables of row p and column k change places. Entry (p, k) is not zero.
    void exchange(std::int32_t p, std::int32_t k);
    // No exchange since T was made from A?
    bool is_fresh() const noexcept { return exchanges_ == 0; }
    // Makes T anew. Basic columns that depend on others, as far as can be known, leave the basis.
    void rebuild();
    // False once a number has left the range of doubles.
    bool is_finite() const noexcept { return finite_; }

  private:
    ExtendedNumber* row(std::int32_t p) noexcept {
        return entries_.data() + static_cast<std::size_t>(p) * static_cast<std::size_t>(n_);
    }
    void load_matrix();
    bool exchange_largest(const std::vector<std::uint8_t>& wanted);

    const LinearProgram& problem_;
    StopCheck& stop_;
    std::int32_t n_, m_;
    Scaling scaling_;
    std::vector<ExtendedNumber> entries_;  // by row
    std::vector<std::int32_t> head_, nonbasic_;
    std::vector<double> cost_, lower_, upper_, unit_;
    std::int64_t exchanges_ = 0;
    bool finite_ = true;
};

}  // namespace tenon::ilp
