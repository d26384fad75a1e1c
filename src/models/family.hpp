// What a distribution and its link make of the linear predictor, a block of rows at a time.
//
// A model maximises l = sum_i w_i l(y_i, eta_i) with eta = V theta + offset. All that the sums over
// rows (models/likelihood.hpp), Newton's method (models/newton.hpp) and the search for separation
// (models/separation.hpp) ask of a family are the three functions of (y, eta) below. They stand
// without weights: those are the callers' and common to all families.
#pragma once

#include <cstdint>

#include "base/eigen.hpp"

namespace tenon::models {

// observed: -d2l/deta2, which gives Newton's method. expected: its mean over y, which is positive
// for every link and gives Fisher scoring and the usual covariance. For a canonical link both are
// the same.
enum class Information : std::int32_t { observed, expected };

// One entry a row of the block.
struct RowTerms {
    Eigen::ArrayXd log_likelihood;  // l, without terms that do not depend on eta
    Eigen::ArrayXd residual;        // dl/deta
    Eigen::ArrayXd curvature;       // see Information

    explicit RowTerms(Eigen::Index rows) : log_likelihood(rows), residual(rows), curvature(rows) {}
};

class Family {
  public:
    using Values = Eigen::Ref<const Eigen::ArrayXd>;

    virtual ~Family() = default;
    // An eta outside the link's domain leaves a log-likelihood that is NaN or -infinity: the step
    // that led there is then halved.
    virtual void evaluate(const Values& target, const Values& eta, Information information,
                          RowTerms& out) const = 0;
    // Whether observed and expected information are the same.
    virtual bool canonical() const noexcept = 0;
    // Whether the target names classes, 0 and 1.
    virtual bool of_classes() const noexcept { return false; }
    // Whether eta is on a logarithmic scale, so that a change by 10 is a large one in every unit.
    virtual bool of_logarithms() const noexcept { return true; }
    // Where the row's likelihood keeps growing as eta goes to infinity: +1 upwards, -1 downwards, 0
    // in neither direction.
    virtual Eigen::ArrayXd open_side(const Values& target) const = 0;
};

}  // namespace tenon::models
