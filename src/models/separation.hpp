// Does the maximum likelihood estimate exist?
//
// It does not exactly if some direction d has s_i (A d)_i >= 0 in every row and > 0 in one, with
// s_i = 2 y_i - 1 (A. Albert and J. A. Anderson, On the existence of maximum likelihood estimates
// in logistic regression models, Biometrika 71, 1984): complete separation if > 0 in every row,
// quasi-separation otherwise. In other families s_i is the side on which the likelihood of the row
// stays open (-1 for a count of 0), and d must leave rows that have none alone: (A d)_i = 0.
// Newton's iterates find such a direction by themselves: where it
// exists they run along it by about one unit of the margin a step while everything else converges.
// So the candidates are the iterate itself and its last step. Beside a row far out all other
// margins are small, and the largest says nothing about them; so for rows in memory a candidate has
// to stand two trials more. The rows that it leaves on the border, seen in the units that their own
// columns have, must not be of full rank, for then no direction leaves them alone; and the direction
// that does must not cost any other row more than the rounding of that row's own terms. Where rows
// are elsewhere the margins are judged by the largest alone.
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

// `theta` the last iterate; `step` the Newton step from it, or the last one taken. Costs two passes
// over the rows, and a few more, with a QR of the rows on the border, where the step is in flight.
SeparationFinding find_separation(const Context& context, const Observations& data,
                                  const Eigen::VectorXd& theta, const Eigen::VectorXd& step);

}  // namespace tenon::models
