// Multinomial logistic regression: several classes without an order.
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

// maximise  sum w_i ln P(y_i | x_i) - l2/2 sum (s_j b_kj)^2,
//     P(k | x) = exp(eta_k) / sum_m exp(eta_m),  eta_0 = 0,  eta_k = b_k0 + b_k'x
//
// by Newton's method with step control; s_j as in fit_linear, weighted by the w_i. target holds 0,
// 1, ..., each of which must occur. Standard errors from the inverse Hessian, z, normal p-values.
// Summary as fit_logistic's; parameters counts (classes - 1) times the columns. Separation of
// classes (a direction along which no row loses) is a flag, and the features that drive it are
// named. Cost: one pass an iteration, and a Hessian of
// ((classes - 1) * (features + 1))^2.
//
// Source: A. Agresti, Categorical Data Analysis (2013), 8.1. Errors: as fit_logistic, and argument
// (offset or exposure, which have no meaning here; more than 1000 classes), data (a class between 0
// and the greatest that never occurs).
ClassModel fit_multinomial(const Context& context, const MatrixView& features,
                           std::span<const double> target, std::span<const std::string> names,
                           const ClassModelOptions& options = {}, const RowExtras& rows = {});

// fit_multinomial on the rows of `first`, whose target is the class, visited again by `pass`: see
// tenon/logistic_partial.hpp. Newton's method needs two passes an iteration; about 12 to 25 in all.
// Errors: as above, and data if a pass brings other rows than `first` had.
ClassModel fit_multinomial(const Context& context, const LinearPartial& first,
                           const LogisticPass& pass, const ClassModelOptions& options = {});
// The same over a source of blocks, which must be able to go back.
ClassModel fit_multinomial(const Context& context, const RowSource& source,
                           std::span<const std::string> names,
                           const ClassModelOptions& options = {});

}  // namespace tenon
