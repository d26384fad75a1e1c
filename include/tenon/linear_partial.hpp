// Least squares over slices of rows that need not be together, nor fit in memory.
//
// A partial is what least squares must know of some rows: counts, ranges, and the cross products
//
//     sum w_i z_i z_i',     z_i = (x_i, y_i, 1)
//
// as exact numbers (every bit of every product is kept). So partials of slices can be made
// anywhere, written as bytes, merged in any order and grouping, and finished: the fit has the same
// bits however the rows were sliced, ordered, blocked or shared among threads.
//
// How exact: the cross products are free of rounding, their centring about the means as well. What
// follows is done in double-double (106 bits), so a condition number k of the scaled design costs
// 2 log10 k of some 31 digits: all 16 digits of the estimates are right up to about k = 1e7, and
// six up to 1e12; summary.digits tells. A column that is stored with 53 bits and is a combination
// of others up to its own rounding is dropped, by the rule of fit_linear.
//
// Cost: a row of p features takes some 5 to 8 times as long as a plain cross product (three or four
// slices of 22 bits a column, and their products); finishing takes O(p^3) in double-double: 0.1 s
// for p = 200. Memory: about 150 bytes for each of the (p + 2)^2 / 2 products.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/linear.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

namespace models {
struct LinearSums;
}

class LinearPartial {
  public:
    // No rows yet. `names` has one entry a feature; features of a slice come in this order.
    explicit LinearPartial(std::vector<std::string> names);
    LinearPartial(const LinearPartial& other);
    LinearPartial(LinearPartial&&) noexcept;
    LinearPartial& operator=(LinearPartial) noexcept;
    ~LinearPartial();

    // Adds the rows of a slice. `weights` is empty (all 1) or has one entry a row, 0 or from 1e-18
    // to 1e18: an observation of weight w has variance sigma^2 / w, one of weight 0 is left out.
    // Values below 1e-100 in size count as 0. Any thread count gives the same bits.
    // Errors, and then nothing was added: argument (shapes, a weight out of range), data (NaN,
    // infinity or a size above 1e100, with the row of the slice and the feature), budget,
    // cancelled.
    void add(const Context& context, const MatrixView& features, std::span<const double> target,
             std::span<const double> weights = {});
    // Errors: argument (other features).
    void merge(const LinearPartial& other);

    const std::vector<std::string>& names() const noexcept;
    std::int64_t rows() const noexcept;  // with a weight above 0

    // The partial as bytes, the same on every machine: mark, format version, names, sums, checksum.
    std::string to_bytes() const;
    // Trusts nothing. Errors: parse (no such bytes), version (written by a newer library), corrupt
    // (checksum, or sums that no rows have), no_memory.
    static LinearPartial from_bytes(std::string_view bytes);

    // The model of fit_linear on all rows, ridge and inference included (weighted where weights
    // were given: residual_sd is that of an observation of weight 1, R2 compares weighted sums of
    // squares, the log-likelihood has the term sum ln(w_i) / 2, a spread s_j is the weighted one).
    // What needs the rows is not there: the Durbin-Watson statistic is NaN, robust errors and
    // powers are refused.
    // The partial stays: more can be added, and other options tried, at the cost of one finish.
    // Errors: argument (l2, confidence, polynomial, errors), data (no rows), cancelled.
    LinearModel finish(const Context& context, const LinearOptions& options = {}) const;

    const models::LinearSums& sums() const noexcept { return *sums_; }  // what the library reads

  private:
    std::unique_ptr<models::LinearSums> sums_;
};

}  // namespace tenon
