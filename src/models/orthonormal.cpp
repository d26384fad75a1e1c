#include "models/orthonormal.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/eigen_decompositions.hpp"
#include "base/sum.hpp"
#include "models/inference.hpp"
#include "models/raw_map.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

template <class T>
Grid<double> in_doubles(const Grid<T>& from) {
    Grid<double> to(from.rows, from.columns);
    for (std::size_t i = 0; i < from.values.size(); ++i)
        to.values[i] = static_cast<double>(from.values[i]);
    return to;
}

// The methods that work here are for targets with outliers: residuals of the others are small
// beside the mean, but not beside the median, so that little cancels in them.
double median_of(std::span<const double> target) {
    std::vector<double> values(target.begin(), target.end());
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// U'U = I becomes U'WU = I.
void weigh(Orthonormal& o, std::span<const double> weights) {
    const VectorXd root = Eigen::Map<const VectorXd>(weights.data(), o.u.rows()).cwiseSqrt();
    const auto k = o.u.cols();
    const MatrixXd scaled = root.asDiagonal() * o.u;
    const Eigen::LLT<MatrixXd> cholesky(scaled.transpose() * scaled);
    if (cholesky.info() != Eigen::Success)
        throw Error(Status::data,
                    "the weights lie so many powers of ten apart that the rows of the largest "
                    "alone would decide, and those do not tell every coefficient",
                    {.argument = "weights"});
    const MatrixXd upper = cholesky.matrixU();
    upper.triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(o.u);
    Eigen::Map<MatrixXd> r(o.r.values.data(), k, k), w(o.w.values.data(), k, k);
    upper.triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(w);
    r = MatrixXd(upper * r);
}

}  // namespace

Orthonormal make_orthonormal(const Context& context, const MatrixView& features,
                             std::span<const double> target, std::span<const std::string> names,
                             bool intercept, double confidence, std::span<const double> weights) {
    check_fit_arguments(features, target, names, intercept, 0, confidence);
    Orthonormal o;
    o.design = make_design(context, features, names, intercept);
    o.target = {target, scan_target(context, target, intercept)};
    if (intercept) o.target.variable.centre = median_of(target) * o.target.variable.inverse;
    factor_design(context, o.design, nullptr, 0, {},
                  [&](const auto& f, const std::vector<double>&) {
                      o.kept = f.kept;
                      o.dropped = f.dropped;
                      o.r = in_doubles(f.r);
                      o.w = in_doubles(invert_upper(f.r));
                      return 0;
                  });
    o.condition = condition_number(context, matrix_of(o.r), intercept);
    const Design kept = keep_only(o.design, o.kept);
    const auto rows = features.rows, k = kept.width();
    o.u.resize(rows, k);
    o.y.resize(rows);
    kept.load(0, rows, o.u.data(), rows);
    o.target.load(0, rows, o.y.data());
    const Eigen::Map<const MatrixXd> r(o.r.values.data(), k, k);
    r.triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(o.u);
    o.total = static_cast<double>(rows);
    if (weights.empty()) return o;
    Sum total;
    for (const double weight : weights) total.add(weight);
    o.total = total.value();
    weigh(o, weights);
    return o;
}

Orthonormal make_orthonormal(const Context& context, const PartialDesign& partial, VectorXd& c,
                             double& rest) {
    Orthonormal o;
    o.design = partial.design();
    o.total = static_cast<double>(o.design.rows());
    o.target = {{}, partial.target()};
    const auto f = factor_in_order(context, partial.reduced_matrix(context), partial.rank_rule());
    o.kept = f.kept;
    o.dropped = f.dropped;
    o.r = in_doubles(f.r);
    o.w = in_doubles(invert_upper(f.r));
    o.condition = condition_number(context, matrix_of(o.r), o.design.intercept);
    c.resize(static_cast<Eigen::Index>(f.rotated.size()));
    for (std::size_t k = 0; k < f.rotated.size(); ++k)
        c(static_cast<Eigen::Index>(k)) = static_cast<double>(f.rotated[k]);
    rest = static_cast<double>(f.tail);
    return o;
}

LinearModel Orthonormal::conclude(const VectorXd& c, const MatrixXd& covariance, double degrees,
                                  double confidence) const {
    LinearModel model;
    model.has_intercept = design.intercept;
    model.coefficients = blank_coefficients(design);
    FitSummary& s = model.summary;
    s.kind = ModelKind::linear;
    s.rows = design.rows();
    s.parameters = static_cast<std::int64_t>(kept.size());
    s.effective_parameters = static_cast<double>(s.parameters);
    s.confidence = confidence;
    s.condition = condition;
    s.error_degrees = degrees;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    s.log_likelihood = s.null_log_likelihood = s.aic = s.bic = nan;
    s.r2 = s.adjusted_r2 = s.residual_sd = s.f_statistic = s.f_p_value = nan;
    const auto k = static_cast<Eigen::Index>(kept.size());
    const Eigen::Map<const MatrixXd> inverse(w.values.data(), k, k);
    const VectorXd beta = inverse.triangularView<Eigen::Upper>() * c;
    const double quantile = interval_quantile(confidence, degrees);
    for (const RawTerm& term : raw_terms(design, kept)) {
        DoubleDouble value = term.is_intercept ? target.variable.centre : 0.0;
        VectorXd share = VectorXd::Zero(k);
        for (const auto& [column, weight] : term.from_columns) {
            value += weight * DoubleDouble(beta(column));
            share += static_cast<double>(weight) * inverse.row(column).transpose();
        }
        Coefficient& one = model.coefficients[term.place];
        set_estimate(one, static_cast<double>(value) * term.unit * to_user());
        if (covariance.size() == 0) continue;
        one.standard_error =
            std::sqrt(std::max(0.0, share.dot(covariance * share))) * term.unit * to_user();
        complete(one, degrees, quantile);
    }
    note_dropped(model, design, dropped);
    note_condition(model, design, kept, inflation(as_doubles(r), as_doubles(w)));
    return model;
}

}  // namespace tenon::models
