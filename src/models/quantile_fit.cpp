#include "models/quantile_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "base/distribution.hpp"
#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

constexpr double gap_tolerance = 1e-10;
// Of a term, in eps for every coefficient and the target: of its factors, product and sum.
constexpr double roundings = 4;

}  // namespace

void check_quantile_options(const QuantileRegressionOptions& options) {
    if (!(options.quantile > 0 && options.quantile < 1))
        throw Error(Status::argument,
                    "quantile is " + format_double(options.quantile) +
                        "; it must lie between 0 and 1, such as 0.9",
                    {.argument = "quantile"});
    if (options.max_pivots < 0)
        throw Error(Status::argument, "max_pivots must not be negative",
                    {.argument = "max_pivots"});
}

double kernel_width(double n, double q, double sd, double quartiles) {
    const double z = normal_upper_quantile(1 - q);
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    const double width = std::cbrt(1 / n) * std::pow(normal_upper_quantile(0.025), 2.0 / 3) *
                         std::cbrt(1.5 * density * density / (2 * z * z + 1));
    if (!(q - width > 0 && q + width < 1)) return std::numeric_limits<double>::quiet_NaN();
    return std::min(sd, quartiles / 1.34) *
           (normal_upper_quantile(1 - q - width) - normal_upper_quantile(1 - q + width));
}

// u = W'a for scaled features a = x / unit - centre. What is rounded are the terms of u'c and, with
// x and y, the centres, which stand beside the intercept's. |y| is no more than the terms of a row
// on the plane.
Eigen::VectorXd plane_rounding(const Orthonormal& o, const QuantileVertex& vertex) {
    const Eigen::Index k = vertex.c().size();
    Eigen::VectorXd b(k), terms(k);
    for (Eigen::Index j = 0; j < k; ++j) {
        b(j) = sizes_of_row(o.w.values.data(), k, j, vertex.c());
        if (j > 0 && o.design.intercept)
            b(0) += b(j) * std::fabs(o.design.variable(o.kept[static_cast<std::size_t>(j)]).centre);
    }
    if (o.design.intercept) b(0) += std::fabs(o.target.variable.centre);
    b *= roundings * static_cast<double>(k + 1) * std::numeric_limits<double>::epsilon();
    for (Eigen::Index j = 0; j < k; ++j) terms(j) = sizes_of_row(o.r.values.data(), k, j, b);
    return vertex.rounding(terms);
}

QuantileFit tell_quantile(const Orthonormal& o, const QuantileOutcome& of,
                          const QuantileRegressionOptions& options) {
    const double n = o.total;
    const auto k = static_cast<double>(of.c.size());
    QuantileFit fit;
    fit.model = o.conclude(of.c, of.covariance, n - k, options.confidence);
    if (of.covariance.size() == 0 && n > k)
        fit.model.warnings.push_back(
            of.sizes > 0
                ? "there are no standard errors: too few rows lie beside the quantile to "
                  "tell how dense the residuals are there; use more rows, or a quantile "
                  "nearer to 0.5"
                : "the fit leaves no residual: there is no scatter to tell standard errors "
                  "by");
    fit.objective = of.primal * o.to_user();
    fit.bound = of.dual * o.to_user();
    fit.exact_rows = of.c.size();
    FitSummary& s = fit.model.summary;
    s.iterations = of.pivots;
    s.objective = fit.objective;
    s.bound = fit.bound;
    s.gradient_norm =
        of.sizes > 0 ? std::max(0.0, std::fabs(of.primal - of.dual) - of.rounding) / of.sizes : 0;
    s.converged = of.feasible && s.gradient_norm <= gap_tolerance;
    if (o.design.intercept && of.best_constant > 0) s.r2 = 1 - of.primal / of.best_constant;
    if (!s.converged) {
        s.flags |= fit_not_converged;
        fit.model.warnings.push_back("no proof of optimality was found in " +
                                     std::to_string(of.pivots) + " pivots: the sum is " +
                                     format_double(fit.objective) + ", the bound " +
                                     format_double(fit.bound) + "; raise max_pivots");
    }
    return fit;
}

}  // namespace tenon::models
