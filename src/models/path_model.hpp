// What the elastic-net path needs of a model kind: where it starts, and one fit after another. All
// quantities are in standardised features, b_j = s_j times the coefficient.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/design.hpp"
#include "models/fold_products.hpp"
#include "tenon/elastic_net.hpp"

namespace tenon::models {

class PathModel {
  public:
    virtual ~PathModel() = default;
    // Largest |slope| of the loss along a coefficient where all are zero.
    virtual double steepest() const = 0;
    virtual double null_loss() const = 0;
    // s_j in the caller's units; 0 for a constant feature.
    virtual std::vector<double> scales() const = 0;
    // From the fit before; `screen` as in penalised_quadratic.hpp.
    virtual ElasticNetFit fit(const Context& context, double penalty, double screen) = 0;
    // Mean error of the records left out under the fit just made: squares or log loss.
    virtual double held_out_error() = 0;
};

// Mean and deviation of every design column under some weights, in design units.
struct Spread {
    double mean = 0;
    double scale = 0;  // what the penalty weighs by; 0 for a constant column
};

// `tested` may be null. Both products must outlive the model.
std::unique_ptr<PathModel> linear_path_model(const Design& design, const Target& target,
                                             const Products& trained, const Products* tested,
                                             const ElasticNetOptions& options);

// The columns of a design, kept: rows x width, column after column.
struct KeptDesign {
    KeptDesign(const Context& context, const Design& design);
    const Design& design;
    Charge charge;
    std::vector<double> values;
};

class PathRows;  // models/path_rows.hpp
std::unique_ptr<PathModel> logistic_path_model(const Context& context,
                                               std::unique_ptr<PathRows> rows,
                                               const ElasticNetOptions& options);

// Spread of a design column over records of positive weight, from its mean square about zero and
// its mean, both by weight.
Spread spread_of(double mean_square, double mean, std::int64_t records, const Design& design,
                 std::int64_t column, bool standardise);
// s_j in the caller's units, an entry a feature.
std::vector<double> caller_scales(const Design& design, const std::vector<Spread>& spreads);

// Coefficients and intercept in the caller's units; `intercept` is that of the design's columns.
struct CallerCoefficients {
    double intercept = 0;
    std::vector<double> coefficients, scaled;  // an entry a feature
};
CallerCoefficients caller_coefficients(const Design& design, const std::vector<Spread>& spreads,
                                       std::span<const double> scaled, double intercept);
void set_coefficients(ElasticNetFit& fit, CallerCoefficients given);

}  // namespace tenon::models
