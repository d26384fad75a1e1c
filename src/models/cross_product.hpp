// [A y]'[A y] in one pass over the rows, and the pass that finds the design's scales besides.
//
// A scale and a centre may be anything near the right ones (models/design.hpp): so they are taken
// from a sample of the rows, the range of every feature is watched while the products are summed,
// and the sums are brought to the right powers of two afterwards, which is exact. Where the sample
// misleads (a feature is centred farther off than its spread, or a value is not finite), nothing is
// returned and the careful way, two passes, is to be gone.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

struct MeasuredDesign {
    Design design;
    Variable target;
    // Lower triangle, in the order of the design's columns, the target last; empty if not summed.
    Eigen::MatrixXd cross;
};

// make_design, and scan_target where there is a target, with the cross product where that can be
// had in the same pass and will be wanted (factor_design) as the features are: `plain`, without
// weights and powers.
MeasuredDesign measure_design(const Context& context, const MatrixView& features,
                              const std::span<const double>* target,
                              std::span<const std::string> names, bool intercept, bool plain);

// Would a design of this shape be factored by its cross product?
bool takes_cross_product(std::int64_t rows, std::int64_t width);

}  // namespace tenon::models
