// The family of binary logistic regression: y is 0 or 1 with P(y = 1) = p = sigma(eta).
//
//     l = -ln(1 + exp(-s eta)),  s = 2 y - 1;   dl/deta = y - p;   -d2l/deta2 = p (1 - p)
//
// The link is canonical, so observed and expected information are the same.
#pragma once

#include "models/family.hpp"

namespace tenon::models {

class Bernoulli final : public Family {
  public:
    void evaluate(const Values& target, const Values& eta, Information information,
                  RowTerms& out) const override;
    bool canonical() const noexcept override { return true; }
    bool of_classes() const noexcept override { return true; }
    Eigen::ArrayXd open_side(const Values& target) const override;
};

}  // namespace tenon::models
