// Binary logistic regression by maximum likelihood: P(Y = 1 | X) = sigma(b0 + b'X).
#pragma once

#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct LogisticOptions {
    bool intercept = true;
    double l2 = 0;              // penalty l2/2 * |beta|^2 on standardised features, intercept free
    double confidence = 0.95;
    std::int64_t max_iterations = 100;
    double tolerance = 1e-10;   // on the scaled gradient per row
};

// Newton's method with step control on internally standardised features. target holds 0 and 1;
// one class only is refused: Error(data). Separation, rank loss and failure to converge are flags
// and warnings of the result, never silent.
LinearModel fit_logistic(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const LogisticOptions& options = {});

}  // namespace tenon
