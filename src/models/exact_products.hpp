// Cross products of columns without any rounding: sum_i w_i x_ij x_ik as exact numbers.
//
// A block of at most 512 rows is cut into slices of 22 bits (K. Ozaki, T. Ogita, S. Oishi, S. M.
// Rump, Error-free transformations of matrix multiplication, Numer. Algorithms 59, 2012):
//
//     x_ij = sum_t q_ijt 2^(e_j - 22 (t + 1)),   q whole, |q| <= 2^22,   |x_ij| < 2^e_j
//
// A product of two slices summed over the block is a whole number of at most 2^53, so an ordinary
// matrix product gives it exactly, in whatever order and with whatever instructions it is summed;
// exact numbers (base/exact_number.hpp) add the blocks. Cost: the square of the number of slices
// (three or four for measured data, one or two for counts and short decimals times a power of two)
// times that of a plain cross product.
#pragma once

#include <cstdint>
#include <vector>

#include "base/exact_number.hpp"
#include "tenon/context.hpp"

namespace tenon::models {

// The lower triangle, column after column: entry (i, k), i >= k.
class ExactProducts {
  public:
    ExactProducts() = default;
    explicit ExactProducts(std::int64_t columns);

    std::int64_t columns() const noexcept { return columns_; }
    ExactNumber& at(std::int64_t i, std::int64_t k) { return entries_[place(i, k)]; }
    const ExactNumber& at(std::int64_t i, std::int64_t k) const { return entries_[place(i, k)]; }

    // `x` holds `rows` rows, column after column; `weights` one a row, or null for 1.
    // Values and weights within the bounds of models/slice_checks.hpp. x is used up.
    void add(std::vector<double>& x, std::int64_t rows, const double* weights);
    void merge(const ExactProducts& other);
    std::int64_t bytes() const;

    struct Slices;

  private:
    void add_squares(const Slices& slices);
    std::size_t place(std::int64_t i, std::int64_t k) const {
        if (i < k) return place(k, i);
        return static_cast<std::size_t>(i + k * columns_ - k * (k + 1) / 2);
    }

    std::int64_t columns_ = 0;
    std::vector<ExactNumber> entries_;
};

inline constexpr std::int64_t exact_block_rows = 512;

}  // namespace tenon::models
