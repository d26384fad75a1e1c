// How many digits the coefficients of models/predictor_fit.hpp have.
//
// With W W' = (H + P)^-1 and u = 2^-53, a coefficient b = a'theta that the last step left may still
// move by
//
//     |a' d| + s u m |W'a| (sqrt(sum w x2) + sum_j |theta_j| sqrt(H_jj)) + u |b|
//
// d is the Newton step from where the fit ended, measured. The middle term is rounding: of dl/deta,
// which is off by some u of itself and of the curvature times eta, in every row, and which moves b
// by no more than |W'a| times the length of that over the root of the curvature; x2 is Pearson's
// square. m is 1 in a basis, where V has no columns that cancel (models/basis_block.hpp), and the
// condition number of V elsewhere.
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/predictor_fit.hpp"

namespace tenon::models {

namespace {

using Eigen::VectorXd;

constexpr double single = std::numeric_limits<double>::epsilon() / 2;
constexpr double modest = 8;              // of the functions of eta, and of sums over a block
constexpr double rounded_digits = 15.95;  // of a double that is rounded once

}  // namespace

double PredictorFit::digits(const PredictorResult& result, const std::vector<RawEstimate>& raw,
                            const Grid<double>& root) const {
    const NewtonResult& found = result.newton;
    if (!result.converged() || root.rows == 0 || found.at.hessian.size() == 0) return 0;
    VectorXd left = found.left;
    if (left.size() == 0) {
        const VectorXd gradient = found.at.gradient - make_problem().penalty.times(found.theta);
        left = matrix_of(root) * (matrix_of(root).transpose() * gradient);
    }
    double noise = std::sqrt(rows_.total_weight() * std::max(result.scatter, 1.0));
    for (Eigen::Index j = 0; j < left.size(); ++j)
        noise += std::fabs(found.theta(j)) * std::sqrt(std::max(found.at.hessian(j, j), 0.0));
    noise *= modest * single;
    if (data_.basis.size() == 0) noise *= ranked_.condition;
    double worst = single;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const double size = std::fabs(raw[i].value);
        if (!(size > 0)) continue;
        const double moved = std::fabs(raw_direction(i).dot(left)) + noise * raw[i].unit_error;
        worst = std::max(worst, single + moved / size);
    }
    return worst < 1 ? std::min(rounded_digits, -std::log10(worst)) : 0;
}

}  // namespace tenon::models
