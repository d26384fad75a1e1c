// Linear regression for a quantile of the target: "nine of ten waits are shorter than b0 + b'x".
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/row_source.hpp"

namespace tenon {

struct QuantileRegressionOptions {
    bool intercept = true;
    double quantile = 0.5;  // between 0 and 1; 0.5: least absolute deviations
    double confidence = 0.95;
    std::int64_t max_pivots = 0;  // 0: 1000 + 20 rows
};

struct QuantileFit {
    LinearModel model;
    double objective = 0;         // sum rho(y_i - b0 - b'x_i), rho(r) = r (q - 1[r < 0])
    double bound = 0;             // of the dual: no b has a smaller sum, up to rounding
    std::int64_t exact_rows = 0;  // rows on the plane, the basis of the vertex
};

// minimise  sum rho(y_i - b0 - b'x_i)     over b, exactly: the answer is a vertex,
// maximise  y'a  subject to  X'a = 0,  q - 1 <= a_i <= q     and this program's solution proves it.
//
// A smoothed problem is solved by Newton steps (K. Madsen, H. B. Nielsen, A finite smoothing
// algorithm for linear l1 estimation, SIAM J. Optimization 3, 1993), and from the rows nearest to
// its plane the simplex method of I. Barrodale and F. D. K. Roberts (SIAM J. Numer. Anal. 10, 1973)
// moves along edges, past all breakpoints at which the sum still falls, until no edge descends.
// Ties are broken by a seeded perturbation of the target in its last digits, which the answer does
// not contain. Where several b are optimal, one vertex is returned.
//
// converged tells that objective - bound is rounding (below 1e-10 of the sum);
// summary.gradient_norm is that gap over the sum. Standard errors are those of statsmodels'
// QuantReg (robust: the sparsity by an Epanechnikov kernel with the bandwidth of Hall and Sheather
// 1988); t with n - k degrees. Rows that lie on the plane but for rounding are on it, in any order
// and however often they are there. summary.r2 is 1 - objective over that of the best constant (R.
// Koenker, J. Machado 1999; with an intercept). Collinear features are left out as in fit_linear.
//
// Weights, one a row, finite and at least 0: a row of weight w counts as w rows everywhere, in n
// and in quantiles too; one of weight 0 nowhere. Empty: all 1.
//
// Errors: as fit_linear, and argument for a quantile outside (0, 1). Cost: rows * columns a pivot.
// Memory: a copy of the features.
QuantileFit fit_quantile(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const QuantileRegressionOptions& options = {},
                         std::span<const double> weights = {});

// fit_quantile on the rows of `first`, visited again by `pass`: see tenon/logistic_partial.hpp.
// Rows next to the plane are fetched as they are, some 500 and 50 for every column, those above and
// below as their sums; a last look at all rows proves that the vertex of these is that of all, as
// above. Some 40 to 60 passes: half of them for the vertex, the others for quartiles of the
// residuals and the quantile of the target, exact. A partial holds the rows that are fetched: where
// more rows lie on the plane they are all in it, equal ones once. Weights are 1, or 0 for a row
// that is left out. Errors: as above, argument (weights), and data if a pass brings other rows than
// `first` had.
QuantileFit fit_quantile(const Context& context, const LinearPartial& first,
                         const LogisticPass& pass, const QuantileRegressionOptions& options = {});
// The same over a source of blocks, which must be able to go back.
QuantileFit fit_quantile(const Context& context, const RowSource& source,
                         std::span<const std::string> names,
                         const QuantileRegressionOptions& options = {});

}  // namespace tenon
