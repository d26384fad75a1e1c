// What the logistic path (models/path_logistic.cpp) asks of the rows: in memory
// (models/path_rows.cpp) or by passes over them (models/path_passes.cpp).
//
// With eta = a + sum c_k z_k over the design's columns z, p = 1 / (1 + e^-eta), r = w (y - p).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/path_model.hpp"
#include "tenon/elastic_net.hpp"

namespace tenon::models {

using Columns = std::vector<Eigen::Index>;  // places among the features of the design

// A fitted probability of exactly 0 or 1 would leave no curvature to work with.
inline constexpr double least_curvature = 1e-10;

// Of the rows that are fitted.
struct PathFacts {
    double weight = 0;
    double ones = 0;  // weight of the rows of class 1
    std::int64_t records = 0;
    std::vector<Spread> spreads;
    bool is_part = false;  // others are left out
};

class PathRows {
  public:
    virtual ~PathRows() = default;

    const PathFacts& facts() const { return facts_; }
    virtual const Design& design() const = 0;
    // An old Hessian saves nothing where a new one comes with the slopes.
    virtual bool hessian_is_free() const = 0;

    // Moves eta to a constant.
    virtual void start(double intercept) = 0;
    // The step that is meant: free + sum slope_k z_k over these columns.
    virtual void aim(const Context& context, const Columns& columns, const Eigen::VectorXd& slopes,
                     double free) = 0;
    // Mean loss at eta and this length of the step; NaN where it is out of range.
    virtual double loss_along(const Context& context, double length) = 0;
    virtual void move(double length) = 0;
    virtual void shift(double change) = 0;  // of the intercept

    // sum r (0 without an intercept), and sum r z_k of these columns.
    virtual Eigen::VectorXd residual_sums(const Context& context, const Columns& columns) = 0;
    // sum w p (1 - p) v v' with v = (1 with an intercept, these columns), lower triangle.
    virtual Eigen::MatrixXd hessian(const Context& context, const Columns& columns) = 0;
    struct Balance {
        double residual = 0, curvature = 1;  // sum r, sum w p (1 - p)
    };
    virtual Balance balance(const Context& context) = 0;
    // Mean Kullback-Leibler divergence of y - s (y - p) from p, or more.
    virtual double divergence(double share) = 0;
    // Whether every row lies on the side of its class.
    virtual bool separates() = 0;
    // Mean loss of the rows left out.
    virtual double held_out_error() = 0;

  protected:
    PathFacts facts_;
};

// Records of `left_out` (a fold; -1: none) have no part in the fit.
std::unique_ptr<PathRows> kept_path_rows(const Context& context, const KeptDesign& kept,
                                         std::span<const double> target,
                                         std::span<const double> weights,
                                         std::span<const std::int32_t> fold_of,
                                         std::int32_t left_out, bool standardise);

// Rows in one part or in a part for every fold, the first pass of each over.
struct PartedRows {
    const Design& design;                // of all parts together, as PartialProducts has it
    const std::vector<Products>& parts;  // one a partial
    std::span<const LinearPartial> first;
    const FoldPass& pass;
};
std::unique_ptr<PathRows> passed_path_rows(const Context& context, const PartedRows& rows,
                                           std::int32_t left_out, bool standardise);

}  // namespace tenon::models
