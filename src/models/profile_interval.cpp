#include "models/profile_interval.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "models/inference.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
// The root is right to this share of the quantile: ten digits of the bound or so.
constexpr double root_tolerance = 1e-9;
// Half a promised gain moves a root of 2 by a quarter of it: seven digits are left where rounding
// lets no step do better.
constexpr double small_promise = 1e-7;
constexpr int most_steps = 100;
// Where the bracket of a root has no width left and the root is below by more than this share, a
// path ended there and another went on.
constexpr double jump = 1e-6;
// A profile that does not reach its quantile this many Wald widths away never does.
constexpr double far_away = 1e4;
// First step towards the finite bound of an estimate that ran away, as a share of the estimate.
constexpr double first_share = 0.125;
// How much of a flight is taken back where a fit cannot begin at its end.
constexpr double way_back = 0.8;

class Profile {
  public:
    Profile(const PredictorFit& fit, const PredictorResult& result, std::size_t column)
        : fit_(fit),
          direction_(fit.raw_direction(column)),
          flight_(result.separation.direction),
          estimate_(direction_.dot(result.newton.theta)),
          best_(fit.objective_of(result.newton)),
          runs_away_(result.separation.kind != Separation::none),
          at_(result.newton) {
        const Eigen::LLT<MatrixXd> cholesky(at_.at.hessian);
        const bool usable = cholesky.info() == Eigen::Success;
        along_ = usable ? VectorXd(cholesky.solve(direction_)) : direction_;
        along_ /= direction_.dot(along_);
    }

    double estimate() const { return estimate_; }
    bool cut_short() const { return cut_short_; }

    // sqrt(2 (f - f(c))); NaN without convergence.
    double root(double c) {
        NewtonResult next = run_from(at_.theta, c);
        if (!next.converged && runs_away_ && !(next.gradient_norm <= fit_.options().tolerance)) {
            // Far out in the flight the information has lost its rank: most of the way back it has
            // not.
            const double length = flight_.dot(at_.theta) / flight_.squaredNorm();
            next = run_from(at_.theta - way_back * length * flight_, c);
        }
        // Where the classes are separated other coefficients may still run away with this one held:
        // the likelihood then nears its least upper bound, as the gradient nears 0.
        const bool at_bound = runs_away_ && next.gradient_norm <= fit_.options().tolerance;
        // What a further step promises hardly moves the root, whatever is left of the gradient.
        const bool near_enough = !next.singular && !next.cut_short && next.promise <= small_promise;
        if (!next.converged && !at_bound && !near_enough) {
            cut_short_ |= next.cut_short;
            return nan;
        }
        at_ = std::move(next);
        return height();
    }

    // Firth's penalised likelihood may have several maxima with c held: whether there is a greater
    // one than that to which the path led, and goes on.
    bool changes_path() { return fit_.seek_better_maximum(direction_, at_); }

    // Of the root where the path is.
    double height() const { return std::sqrt(2 * std::max(0.0, best_ - fit_.objective_of(at_))); }

    // The c on one side (+-1) of the estimate where the root reaches the quantile.
    double bound(double side, double width, double quantile) {
        double near = 0, near_root = 0, far = infinity, far_root = infinity;
        double at = width;
        // Paths have ended or crossed: the greatest maximum is sought every time.
        bool wary = false;
        for (int step = 0; step < most_steps; ++step) {
            double z = root(estimate_ + side * at);
            if (std::isnan(z)) return nan;
            const bool ends = std::fabs(z - quantile) <= root_tolerance * quantile ||
                              far - near <= root_tolerance * near;
            if (ends || wary) {
                if (changes_path())
                    z = height();
                else if (ends && !(z < (1 - jump) * quantile))
                    return estimate_ + side * at;
                // What was far was another path's, below the profile.
                if (!wary && z < quantile) far = infinity;
                wary = true;
            }
            if (z < quantile) {
                near = at;
                near_root = z;
            } else {
                far = at;
                far_root = z;
            }
            if (near > far_away * width) return side * infinity;
            if (std::isinf(far)) {
                // The root is nearly proportional to the distance; never more than fourfold.
                at *= std::min(4.0, std::max(1.05 * quantile / z, 1.1));
                continue;
            }
            double share = (quantile - near_root) / (far_root - near_root);
            // Every third step halves, so that a curved profile cannot hold the secant up.
            if (step % 3 == 2) share = 0.5;
            at = near + share * (far - near);
        }
        return nan;
    }

  private:
    NewtonResult run_from(const VectorXd& theta, double c) const {
        return fit_.run_constrained(theta + (c - direction_.dot(theta)) * along_, direction_);
    }

    const PredictorFit& fit_;
    VectorXd direction_, along_, flight_;
    double estimate_, best_;
    bool runs_away_, cut_short_ = false;
    NewtonResult at_;
};

}  // namespace

void set_profile_intervals(const Context& context, const PredictorFit& fit,
                           const PredictorResult& result, LinearModel& model) {
    const std::vector<bool> away = fit.running_away(result.separation);
    const double quantile = interval_quantile(fit.options().confidence, infinity);
    const bool separated = result.separation.kind != Separation::none;
    const bool settled = result.newton.converged ||
                         (separated && result.newton.gradient_norm <= fit.options().tolerance);
    bool failed = false, cut_short = result.newton.cut_short;
    for (std::size_t i = 0; i < fit.columns(); ++i) {
        context.check_cancelled();
        Coefficient& c = model.coefficients[fit.place(i)];
        c.low = c.high = nan;
        if (!settled || !(away[i] || c.standard_error > 0)) {
            failed |= !settled;
            continue;
        }
        const double width =
            away[i] ? first_share * std::fabs(c.estimate) : quantile * c.standard_error;
        // Along a direction of separation the likelihood never falls: no bound on that side.
        const double flight = away[i] ? fit.raw_direction(i).dot(result.separation.direction) : 0.0;
        const auto bound = [&](double side) {
            if (flight * side > 0) return side * infinity;
            Profile profile(fit, result, i);
            const double found = profile.bound(side, width, quantile);
            cut_short |= profile.cut_short();
            return found;
        };
        c.low = bound(-1);
        c.high = bound(1);
        failed |= std::isnan(c.low) || std::isnan(c.high);
    }
    if (fit.may_miss_maximum())
        model.warnings.push_back(
            "the classes are separated, and with Firth's correction the profile has several "
            "maxima, "
            "too many to seek all of them at so many rows: a bound may be a lesser one's, mostly "
            "too "
            "narrow");
    if (failed)
        model.warnings.push_back(
            std::string("some profile-likelihood bounds were not found") +
            (cut_short ? " within the iterations allowed; they are NaN: raise max_iterations, or "
                         "read Wald intervals"
                       : "; they are NaN: a fit on the way did not converge; read Wald intervals, "
                         "or those with firth"));
}

double likelihood_ratio(const PredictorFit& fit, const PredictorResult& result, std::size_t i) {
    Profile profile(fit, result, i);
    double z = profile.root(0);
    if (z > 0 && profile.changes_path()) z = profile.height();
    return z * z;
}

}  // namespace tenon::models
