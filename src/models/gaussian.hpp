// Least squares as a family: l = -(y - eta)^2 / 2. It makes starting points for other families.
#pragma once

#include "models/family.hpp"

namespace tenon::models {

class Gaussian final : public Family {
  public:
    void evaluate(const Values& target, const Values& eta, Information,
                  RowTerms& out) const override {
        out.residual = target - eta;
        out.log_likelihood = -out.residual.square() / 2;
        out.curvature.setOnes();
    }
    bool canonical() const noexcept override { return true; }
    Eigen::ArrayXd open_side(const Values& target) const override {
        return Eigen::ArrayXd::Zero(target.size());
    }
};

}  // namespace tenon::models
