#include "models/path_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/parallel.hpp"
#include "base/sum.hpp"

namespace tenon::models {

namespace {

// A variance below this share of the mean square is the rounding of a column that does not vary.
constexpr double constant_share = 64 * std::numeric_limits<double>::epsilon();

}  // namespace

Spread spread_of(double mean_square, double mean, std::int64_t records, const Design& design,
                 std::int64_t column, bool standardise) {
    Spread spread;
    const auto n = static_cast<double>(records);
    double variance = mean_square;
    if (design.intercept) {
        spread.mean = mean;
        variance -= mean * mean;
        if (!(variance > constant_share * mean_square)) return spread;
        variance *= n / (n - 1);
    }
    if (!(variance > 0)) return spread;
    spread.scale = standardise ? std::sqrt(variance) : design.variable(column).inverse;
    return spread;
}

std::vector<double> caller_scales(const Design& design, const std::vector<Spread>& spreads) {
    std::vector<double> scales(static_cast<std::size_t>(design.features.columns));
    for (std::size_t k = 0; k < spreads.size(); ++k) {
        const auto j = static_cast<std::size_t>(design.active[k]);
        scales[j] = spreads[k].scale / design.variables[j].inverse;
    }
    return scales;
}

KeptDesign::KeptDesign(const Context& context, const Design& made)
    : design(made),
      charge(context, 8 * made.rows() * made.width()),
      values(static_cast<std::size_t>(made.rows() * made.width())) {
    constexpr std::int64_t block = 4096;
    parallel_blocks(context, design.rows(), block,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        design.load(first, last, values.data() + first, design.rows());
                    });
}

CallerCoefficients caller_coefficients(const Design& design, const std::vector<Spread>& spreads,
                                       std::span<const double> scaled, double intercept) {
    CallerCoefficients fit;
    const auto columns = static_cast<std::size_t>(design.features.columns);
    fit.coefficients.assign(columns, 0);
    fit.scaled.assign(columns, 0);
    Sum free;
    free.add(intercept);
    for (std::size_t k = 0; k < spreads.size(); ++k) {
        const auto j = static_cast<std::size_t>(design.active[k]);
        if (!(spreads[k].scale > 0)) continue;
        const double slope = scaled[k] / spreads[k].scale;  // a unit of the design's column
        fit.scaled[j] = scaled[k];
        fit.coefficients[j] = slope * design.variables[j].inverse;
        free.add(-slope * design.variables[j].centre);
    }
    fit.intercept = design.intercept ? free.value() : 0;
    return fit;
}

void set_coefficients(ElasticNetFit& fit, CallerCoefficients given) {
    fit.intercept = given.intercept;
    fit.coefficients = std::move(given.coefficients);
    fit.scaled = std::move(given.scaled);
}

}  // namespace tenon::models
