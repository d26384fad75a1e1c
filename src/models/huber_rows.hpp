// What Huber's estimate asks of the rows, in memory or in passes.
//
// In orthonormal coordinates c (models/orthonormal.hpp), with scale s, threshold t, r = y - u'c and
// z = r / s, rows inside (|z| <= t) and out of reach, a row of weight w counted w times:
//
//     squares  sum_in z^2         linear  sum_out 2 t |z| - t^2         outside  sum_out 1
//     push     sum clamp(z) u     curve   sum_in u u'                   along    sum_in z u
#pragma once

#include <cstdint>
#include <span>

#include "base/eigen.hpp"
#include "models/orthonormal.hpp"
#include "tenon/huber.hpp"

namespace tenon::models {

inline constexpr double normal_quartile = 0.6744897501960817;  // median of |Z|

struct HuberSums {
    double squares = 0, linear = 0, outside = 0;
    Eigen::VectorXd push, along;
    Eigen::MatrixXd curve;  // lower triangle

    explicit HuberSums(Eigen::Index k)
        : push(Eigen::VectorXd::Zero(k)),
          along(Eigen::VectorXd::Zero(k)),
          curve(Eigen::MatrixXd::Zero(k, k)) {}
    // Adds rows with residuals r; the derivatives too. Weights: empty, or one a row.
    void add(const Eigen::Ref<const Eigen::MatrixXd>& u, const Eigen::VectorXd& r, double threshold,
             double scale, std::span<const double> weights = {});
};

// Places of those sums among the measures of a pass; `along` begins at `first`.
enum class HuberPlace : std::int64_t { squares, linear, outside, first };

class HuberRows {
  public:
    virtual ~HuberRows() = default;
    virtual HuberSums at(const Eigen::VectorXd& c, double scale) const = 0;
    // squares + linear alone.
    virtual double loss(const Eigen::VectorXd& c, double scale) const = 0;
    // median |r| / 0.6745
    virtual double mad(const Eigen::VectorXd& c) const = 0;
};

struct HuberStart {
    Eigen::VectorXd c;   // of least squares
    double scale = 0;    // a guess for the joint objective
    double largest = 0;  // |y|
};

void check_huber_options(const HuberOptions& options);
// `o` needs no u and y.
HuberFit fit_huber_rows(const Context& context, const Orthonormal& o, const HuberRows& rows,
                        const HuberStart& start, const HuberOptions& options);

}  // namespace tenon::models
