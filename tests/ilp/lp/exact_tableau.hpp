// The simplex tableau of a linear program in integers: with basic variables B and nonbasic N,
//
//   z_B = T z_N / D,     objective - offset = d' z_N / D,     D > 0 the determinant of the basis.
//
// A pivot keeps all entries integers, because each is a minor of the matrix (J. Edmonds: Systems of
// distinct representatives and linear algebra, J. Res. NBS 71B, 1967; E. Bareiss: Sylvester's
// identity and multistep integer-preserving Gaussian elimination, Math. Comp. 22, 1968).
#pragma once

#include <cstdint>
#include <vector>

#include "exact_program.hpp"
#include "tenon/basis.hpp"

namespace tenon::test {

class ExactTableau {
  public:
    // The basis of logicals, each column at the bound nearest to zero. The program must outlive it.
    explicit ExactTableau(const ExactProgram& program)
        : p_(&program),
          entry_(program.matrix),
          reduced_(program.cost),
          value_(static_cast<std::size_t>(program.total())) {
        for (std::int32_t i = 0; i < p_->rows; ++i) basic_.push_back(p_->columns + i);
        for (std::int32_t j = 0; j < p_->columns; ++j) {
            nonbasic_.push_back(j);
            const ExactBound &l = p_->lower[j], &u = p_->upper[j];
            const bool upper_is_nearer =
                !l.finite || (u.finite && magnitude(u.value) < magnitude(l.value));
            if (l.finite || u.finite) value_[j] = upper_is_nearer ? u.value : l.value;
        }
        compute_basic_values();
    }

    const ExactProgram& program() const noexcept { return *p_; }
    std::int32_t rows() const noexcept { return p_->rows; }
    std::int32_t columns() const noexcept { return p_->columns; }
    std::int32_t basic(std::int32_t p) const { return basic_[p]; }
    std::int32_t nonbasic(std::int32_t k) const { return nonbasic_[k]; }
    const Integer& entry(std::int32_t p, std::int32_t k) const { return entry_[p][k]; }
    const Integer& reduced(std::int32_t k) const { return reduced_[k]; }  // times D
    const Integer& denominator() const noexcept { return denominator_; }
    const Integer& value(std::int32_t k) const { return value_[nonbasic_[k]]; }
    const Integer& basic_value(std::int32_t p) const { return basic_value_[p]; }  // times D

    // Objective times D, scaled as the program is.
    Integer objective() const {
        Integer sum = p_->offset * denominator_;
        for (std::int32_t k = 0; k < columns(); ++k) sum += reduced_[k] * value(k);
        return sum;
    }

    void set_value(std::int32_t k, const Integer& x) {
        value_[nonbasic_[k]] = x;
        compute_basic_values();
    }

    // Exchanges basic position p and nonbasic position k, whose entry is not zero; the variable
    // that leaves gets the value given.
    void exchange(std::int32_t p, std::int32_t k, const Integer& leaving_value) {
        eliminate(p, k);
        std::swap(basic_[p], nonbasic_[k]);
        value_[nonbasic_[k]] = leaving_value;
        compute_basic_values();
    }

    // False if the statuses are no basis of this program: a wrong count of basic variables, a bound
    // that is not there, or a singular matrix.
    bool take(const Basis& basis) {
        const auto status = [&](std::int32_t j) {
            return j < columns() ? basis.column[j] : basis.row[j - columns()];
        };
        std::int32_t wanted = 0;
        for (std::int32_t j = 0; j < p_->total(); ++j) {
            if (status(j) == BasisStatus::basic) {
                ++wanted;
            } else if (!rest(j, status(j))) {
                return false;
            }
        }
        if (wanted != rows()) return false;
        for (std::int32_t k = 0; k < columns(); ++k) {
            if (status(nonbasic_[k]) != BasisStatus::basic) continue;
            std::int32_t p = 0;
            while (p < rows() &&
                   (status(basic_[p]) == BasisStatus::basic || entry_[p][k].sign() == 0))
                ++p;
            if (p == rows()) return false;
            eliminate(p, k);
            std::swap(basic_[p], nonbasic_[k]);
        }
        compute_basic_values();
        return true;
    }

  private:
    bool rest(std::int32_t j, BasisStatus status) {
        const ExactBound &l = p_->lower[j], &u = p_->upper[j];
        if (status == BasisStatus::free_zero) {
            value_[j] = 0;
            return !l.finite && !u.finite;
        }
        const ExactBound& bound = status == BasisStatus::at_lower ? l : u;
        value_[j] = bound.value;
        return bound.finite;
    }

    // Every entry outside row p and column k becomes (entry * pivot - its row * its column) / D.
    void eliminate(std::int32_t p, std::int32_t k) {
        const Integer pivot = entry_[p][k];
        const std::vector<Integer> pivot_row = entry_[p];
        const auto step = [&](std::vector<Integer>& row) {
            const Integer factor = row[k];
            for (std::int32_t j = 0; j < columns(); ++j)
                if (j != k) row[j] = (row[j] * pivot - factor * pivot_row[j]) / denominator_;
        };
        for (std::int32_t i = 0; i < rows(); ++i)
            if (i != p) step(entry_[i]);
        step(reduced_);
        for (Integer& x : entry_[p]) x = -x;
        entry_[p][k] = denominator_;
        denominator_ = pivot;
        if (pivot.sign() < 0) change_signs();
    }
    void change_signs() {
        denominator_ = -denominator_;
        for (auto& row : entry_)
            for (Integer& x : row) x = -x;
        for (Integer& x : reduced_) x = -x;
    }

    void compute_basic_values() {
        basic_value_.assign(static_cast<std::size_t>(rows()), Integer());
        for (std::int32_t p = 0; p < rows(); ++p)
            for (std::int32_t k = 0; k < columns(); ++k)
                if (entry_[p][k].sign() != 0) basic_value_[p] += entry_[p][k] * value(k);
    }

    const ExactProgram* p_;
    std::vector<std::vector<Integer>> entry_;
    std::vector<Integer> reduced_;
    Integer denominator_ = 1;
    std::vector<Integer> value_, basic_value_;
    std::vector<std::int32_t> basic_, nonbasic_;
};

}  // namespace tenon::test
