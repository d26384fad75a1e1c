// The lasso is the elastic net (models/elastic_net.cpp) with l1_ratio 1.
#include "tenon/lasso.hpp"

#include <algorithm>

#include "tenon/elastic_net.hpp"

namespace tenon {

namespace {

// Coefficients of earlier releases were good to about ten digits; the gap falls with the square of
// their error.
constexpr double lasso_tolerance = 1e-15;

ElasticNetOptions lasso_options(std::span<const double> penalties) {
    ElasticNetOptions options;
    options.penalties.assign(penalties.begin(), penalties.end());
    options.tolerance = lasso_tolerance;
    return options;
}

std::vector<LassoFit> lasso_fits(ElasticNetPath path) {
    std::vector<LassoFit> fits;
    for (ElasticNetFit& fit : path.fits)
        fits.push_back({.penalty = fit.penalty,
                        .intercept = fit.intercept,
                        .coefficients = std::move(fit.coefficients),
                        .scaled = std::move(fit.scaled),
                        .iterations = fit.models,
                        .converged = fit.converged});
    return fits;
}

}  // namespace

std::int64_t LassoFit::nonzero() const noexcept {
    return std::count_if(scaled.begin(), scaled.end(), [](double b) { return b != 0; });
}

std::vector<LassoFit> fit_lasso(const Context& context, const MatrixView& features,
                                std::span<const double> target, ModelKind kind,
                                std::span<const double> penalties) {
    if (penalties.empty()) return {};
    return lasso_fits(fit_elastic_net(context, features, target, kind, lasso_options(penalties)));
}

std::vector<LassoFit> fit_lasso(const Context& context, const LinearPartial& rows,
                                std::span<const double> penalties) {
    if (penalties.empty()) return {};
    return lasso_fits(fit_elastic_net(context, rows, lasso_options(penalties)));
}

std::vector<LassoFit> fit_lasso(const Context& context, const LinearPartial& first,
                                const LogisticPass& pass, std::span<const double> penalties) {
    if (penalties.empty()) return {};
    return lasso_fits(fit_elastic_net(context, first, pass, lasso_options(penalties)));
}

double largest_lasso_penalty(const Context& context, const MatrixView& features,
                             std::span<const double> target, ModelKind kind) {
    return largest_penalty(context, features, target, kind);
}

}  // namespace tenon
