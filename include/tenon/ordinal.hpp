// Ordinal logistic regression with proportional odds: classes in an order, such as grades.
#pragma once

#include <span>
#include <string>

#include "tenon/class_model.hpp"
#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/matrix.hpp"
#include "tenon/row_extras.hpp"
#include "tenon/row_source.hpp"

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

// fit_ordinal on the rows of `first`, whose target is the class, visited again by `pass`: see
// tenon/logistic_partial.hpp. Newton's method needs two passes an iteration; about 12 to 25 in all.
// Errors: as above, and data if a pass brings other rows than `first` had.
ClassModel fit_ordinal(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                       const ClassModelOptions& options = {});
// The same over a source of blocks, which must be able to go back.
ClassModel fit_ordinal(const Context& context, const RowSource& source,
                       std::span<const std::string> names, const ClassModelOptions& options = {});

}  // namespace tenon
