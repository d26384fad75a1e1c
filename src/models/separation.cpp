#include "models/separation.hpp"

namespace tenon::models {

namespace {

// A Newton step that moves no margin by more than this is convergence, not flight: along a
// separating direction the step is about 1.
constexpr double flight = 0.1;
// Relative to the largest margin of the step. What has converged beside the flight still moves by
// its rounding and by the shrinking weights of the rows left behind, both far below this.
constexpr double tie = 1e-6;
// The iterate separates by more than the rounding of its margins.
constexpr double margin_rounding = 1e-12;

}  // namespace

SeparationFinding find_separation(const Context& context, const Observations& data,
                                  const Eigen::VectorXd& theta, const Eigen::VectorXd& step) {
    const Margins at = margins(context, data, theta);
    if (at.least > margin_rounding * at.largest) {
        // The step says better than the iterate which features grow.
        const bool grows = step.size() > 0 && margins(context, data, step).least > 0;
        return {Separation::complete, grows ? step : theta, 0};
    }
    if (step.size() == 0 || !step.allFinite()) return {};
    const Margins m = margins(context, data, step);
    if (m.most < flight || m.least < -tie * m.largest) return {};
    const std::int64_t ties = rows_within(context, data, step, tie * m.largest);
    return {ties == 0 ? Separation::complete : Separation::quasi, step, ties};
}

}  // namespace tenon::models
