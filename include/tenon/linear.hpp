// Linear regression by least squares.
#pragma once

#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct LinearOptions {
    bool intercept = true;
    double l2 = 0;            // ridge penalty l2/2 * |beta|^2 on standardised features, summed loss
    double confidence = 0.95;
};

// minimise sum (y_i - b0 - b'x_i)^2 by rank-revealing QR of the scaled design. `names` has one
// entry a feature. NaN and infinity are refused with row and feature: Error(data).
LinearModel fit_linear(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const LinearOptions& options = {});

}  // namespace tenon
