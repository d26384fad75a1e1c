// Does the maximum likelihood estimate exist?
//
// It does not exactly if some direction d has s_i (A d)_i >= 0 in every row and > 0 in one, with
// s_i = 2 y_i - 1 (A. Albert and J. A. Anderson, On the existence of maximum likelihood estimates
// in logistic regression models, Biometrika 71, 1984): complete separation if > 0 in every row,
// quasi-separation otherwise. In other families s_i is the side on which the likelihood of the row
// stays open (-1 for a count of 0), and d must leave rows that have none alone: (A d)_i = 0.
// Newton's iterates find such a direction by themselves: where it
// exists they run along it by about one unit of the margin a step while everything else converges.
// So the candidates are the iterate itself and its last step, and each is a proof when it passes.
#pragma once

#include <cstdint>

#include "base/eigen.hpp"
#include "models/likelihood.hpp"

namespace tenon::models {

enum class Separation : std::int32_t { none, quasi, complete };

struct SeparationFinding {
    Separation kind = Separation::none;
    Eigen::VectorXd direction;  // theta units
    std::int64_t ties = 0;      // rows on the hyperplane
};

// `theta` the last iterate; `step` the Newton step from it, or the last one taken.
SeparationFinding find_separation(const Context& context, const Observations& data,
                                  const Eigen::VectorXd& theta, const Eigen::VectorXd& step);

}  // namespace tenon::models
