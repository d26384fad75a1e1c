// What passes over residuals add: r = y - v'c at the point c, of rows v (features scaled, in the
// basis of the plan) and targets y (scaled). With q and s the shape and the scale of the plan's
// family:
//
//     huber    models/huber_rows.hpp, threshold q and scale s
//     pinball  gradient sum a v, Hessian sum_in v v' for a = clamp(r / s, q - 1, q), in where that
//     is
//              inside; `within` counts those rows
//     ranks    `cells`: rows with r at most marks[0], above that and at most marks[1], ...; of |r|
//              where `bound` is above 0
//     near     rows with |r| <= bound as they are (v, y), and the sums of (v, y) over those above
//     and
//              those below
//     check    sum rho(r) and sum |r|; `within` counts rows that were further than `bound` from the
//              plane at the point `earlier` and have crossed it since, as `within`
//     density  Hessian sum side^2 v v', side q for r > bound and 1 - q else; sum of the kernel at
//              r / s
#pragma once

#include "base/eigen.hpp"
#include "models/logistic_sums.hpp"

namespace tenon::models {

// Places among the measures.
enum class PinballMeasure : std::size_t { smooth, count };     // sum a r - s a^2 / 2
enum class CheckMeasure : std::size_t { loss, sizes, count };  // sum rho(r), sum |r|
enum class DensityMeasure : std::size_t { kernel, count };
// Of near rows: how many are above, the sum of their targets, those below, then v above and below.
enum class NearMeasure : std::size_t { above, target_above, below, target_below, first };

std::int64_t residual_measures(const PassPlan& plan);

void add_residuals(const PassPlan& plan, const Eigen::MatrixXd& v, const Eigen::VectorXd& y,
                   LogisticSums& sums);

}  // namespace tenon::models
