// Exact cross products of partials (models/linear_sums.hpp) as the products in double that paths of
// penalties are fitted from (models/fold_products.hpp), one set a partial.
//
// With v = (1 with an intercept, z, y) in scaled units, z_j = x_j inverse_j - centre_j, an entry
//
//     sum w v_j v_k = i_j i_k G_jk - c_j i_k G_k1 - c_k i_j G_j1 + c_j c_k W
//
// is formed without rounding and then rounded once. Scales and centres are those of all partials
// together, so that sums over any of them add up.
#pragma once

#include <span>
#include <vector>

#include "models/fold_products.hpp"
#include "models/linear_sums.hpp"
#include "models/partial_design.hpp"
#include "tenon/linear_partial.hpp"

namespace tenon::models {

class PartialProducts {
  public:
    // Errors: argument (no partials, other features, nothing to fit), data (fewer than two rows).
    PartialProducts(const Context& context, std::span<const LinearPartial> parts, bool intercept);
    PartialProducts(const PartialProducts&) = delete;
    PartialProducts& operator=(const PartialProducts&) = delete;

    const Design& design() const { return partial_.design(); }  // its features have no data
    const Target& target() const { return target_; }
    // One a partial, and a last one of no rows, as fold_products() has them.
    const std::vector<Products>& parts() const { return parts_; }
    std::int64_t rows() const { return whole_.rows; }

  private:
    Products products_of(const Context& context, const LinearSums& sums) const;

    LinearSums whole_;
    PartialDesign partial_;
    Target target_;
    std::vector<Products> parts_;
};

// Error(argument) for fewer than two.
void check_fold_count(std::span<const LinearPartial> folds);

}  // namespace tenon::models
