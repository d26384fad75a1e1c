// Ordinal logistic regression with proportional odds: classes in an order, such as grades.
#pragma once

#include <span>
#include <string>

#include "tenon/class_model.hpp"
#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/row_extras.hpp"

namespace tenon {

// maximise  sum w_i ln P(y_i | x_i) - l2/2 sum (s_j b_j)^2,
//     P(Y <= k | x) = sigma(cut_k - b'x),   cut_0 < cut_1 < ...
//
// by Newton's method with step control (the log-likelihood is concave: J. W. Pratt, JASA 76, 1981).
// A positive slope moves records to higher classes; exp(b) is the factor of the odds of being above
// any cut, the same for all cuts. target holds 0, 1, ..., each of which must occur. Standard errors
// from the inverse Hessian, z, normal p-values. Otherwise as fit_multinomial.
//
// Source: P. McCullagh, Regression models for ordinal data, JRSS B 42 (1980). Errors: as
// fit_multinomial.
ClassModel fit_ordinal(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const ClassModelOptions& options = {}, const RowExtras& rows = {});

}  // namespace tenon
