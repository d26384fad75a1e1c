// In sums over records instead of means: C = Z'Z, q = Z'y; see tenon/ridge_path.hpp.
#include "tenon/ridge_path.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/eigen_decompositions.hpp"
#include "base/number_text.hpp"
#include "base/parallel.hpp"
#include "models/fold_choice.hpp"
#include "models/partial_products.hpp"
#include "models/standardised.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace models;

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::int32_t most_steps = 100'000;
// The ends of the usual path, a unit of weight: from hardly any coefficient to hardly any penalty.
constexpr double largest_share = 1e2, smallest_share = 1e-6;

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message) {
    throw Error(status, message, {.argument = argument});
}

void check_options(const RidgeOptions& o) {
    for (const double penalty : o.penalties)
        if (!(penalty > 0) || !std::isfinite(penalty))
            refuse(Status::argument, "penalties",
                   "a penalty is " + format_double(penalty) +
                       "; penalties must be finite and above 0");
    if (o.steps < 1 || o.steps > most_steps)
        refuse(Status::argument, "steps",
               "steps is " + std::to_string(o.steps) + "; it must lie between 1 and " +
                   std::to_string(most_steps));
}

std::vector<double> penalties_of(const RidgeOptions& options, double weight) {
    if (!options.penalties.empty()) return options.penalties;
    std::vector<double> penalties;
    const double steps = std::max(1, options.steps - 1);
    for (std::int32_t k = 0; k < options.steps; ++k)
        penalties.push_back(weight * largest_share *
                            std::pow(smallest_share / largest_share, k / steps));
    return penalties;
}

// (T + l2 I) x = u for a positive semidefinite tridiagonal T, by LDL'. No pivot is below l2 but by
// rounding.
VectorXd solve_shifted(const VectorXd& diagonal, const VectorXd& beside, double l2, VectorXd u) {
    const Index p = u.size();
    VectorXd pivot(p), factor(std::max<Index>(0, p - 1));
    for (Index i = 0; i < p; ++i) {
        pivot[i] = diagonal[i] + l2;
        if (i > 0) {
            factor[i - 1] = beside[i - 1] / pivot[i - 1];
            pivot[i] -= factor[i - 1] * beside[i - 1];
            u[i] -= factor[i - 1] * u[i - 1];
        }
        pivot[i] = std::max(pivot[i], l2);
    }
    for (Index i = p - 1; i >= 0; --i) {
        u[i] /= pivot[i];
        if (i + 1 < p) u[i] -= factor[i] * u[i + 1];
    }
    return u;
}

// C = U T U' with T tridiagonal and U a product of Householder's reflections (G. Golub and C. Van
// Loan, Matrix Computations, 8.3.1), which stand below the diagonal of the matrix that held C. A
// matrix of thousands of rows takes seconds, so the cancel handle is looked at in every column.
struct Tridiagonal {
    Tridiagonal(const Context& context, const MatrixXd& c)
        : vectors(c), factors(std::max<Index>(0, c.rows() - 1)), beside(factors.size()) {
        const Index n = c.rows();
        VectorXd moved(n);
        for (Index i = 0; i + 1 < n; ++i) {
            context.check_cancelled();
            const Index rest = n - i - 1;
            auto v = vectors.col(i).tail(rest);
            auto below = vectors.bottomRightCorner(rest, rest).selfadjointView<Eigen::Lower>();
            double factor = 0, length = 0;
            v.makeHouseholderInPlace(factor, length);
            v[0] = 1;
            // H B H = B - v w' - w v' for w = p - (factor p'v / 2) v, p = factor B v.
            auto w = moved.head(rest);
            w.noalias() = below * (factor * v);
            w -= (0.5 * factor * w.dot(v)) * v;
            below.rankUpdate(v, w, -1);
            beside[i] = length;
            factors[i] = factor;
        }
        diagonal = vectors.diagonal();
    }
    Eigen::HouseholderSequence<MatrixXd, VectorXd> rotation() const {
        return Eigen::householderSequence(vectors, factors).setLength(factors.size()).setShift(1);
    }

    MatrixXd vectors;
    VectorXd factors, diagonal, beside;
};

// Standardised coefficients for all penalties, a column each.
class Solver {
  public:
    Solver(const Context& context, const Standardised& data, double weight)
        : q_(weight * data.q), c_(data.c * weight), reduced_(context, c_) {}

    MatrixXd coefficients(const Context& context, std::span<const double> penalties) const {
        const auto count = static_cast<Index>(penalties.size());
        MatrixXd x(q_.size(), count);
        if (q_.size() == 0) return x;
        const auto u = reduced_.rotation();
        const VectorXd rotated = u.adjoint() * q_;
        const VectorXd &diagonal = reduced_.diagonal, &beside = reduced_.beside;
        for (Index k = 0; k < count; ++k) {
            context.check_cancelled();
            x.col(k) =
                solve_shifted(diagonal, beside, penalties[static_cast<std::size_t>(k)], rotated);
        }
        constexpr Index columns_between_checks = 8;
        for (Index k = 0; k < count; k += columns_between_checks) {
            context.check_cancelled();
            auto some = x.middleCols(k, std::min(columns_between_checks, count - k));
            some.applyOnTheLeft(u);
        }
        return x;
    }

    VectorXd eigenvalues() const {
        if (q_.size() == 0) return {};
        Eigen::SelfAdjointEigenSolver<MatrixXd> solver;
        solver.computeFromTridiagonal(reduced_.diagonal, reduced_.beside, Eigen::EigenvaluesOnly);
        return solver.eigenvalues().cwiseMax(0);
    }
    double gradient(const VectorXd& b, double penalty) const {
        const double at_zero = q_.size() > 0 ? q_.lpNorm<Eigen::Infinity>() : 0;
        if (!(at_zero > 0)) return 0;
        return (q_ - c_ * b - penalty * b).lpNorm<Eigen::Infinity>() / at_zero;
    }

  private:
    VectorXd q_;
    MatrixXd c_;
    Tridiagonal reduced_;
};

struct Data {
    Data(const Context& context, const MatrixView& features, std::span<const double> values,
         const RidgeOptions& options, std::span<const double> given_weights)
        : weights(given_weights) {
        check_options(options);
        for (std::int64_t j = 1; j <= std::max<std::int64_t>(0, features.columns); ++j)
            names.push_back("x" + std::to_string(j));
        constexpr double any_confidence = 0.95;
        check_fit_arguments(features, values, names, options.intercept, 0, any_confidence);
        if (features.rows < 2)
            refuse(Status::data, "features", "there is one record only: nothing can be fitted");
        check_weights(weights, features.rows);
        design = make_design(context, features, names, options.intercept);
        target = {values, scan_target(context, values, options.intercept)};
    }

    std::span<const double> weights;
    std::vector<std::string> names;
    Design design;
    Target target;
};

RidgePath path_on(const Context& context, const Design& design, const Target& target,
                  const Products& products, std::span<const double> penalties, bool standardise) {
    const std::int64_t p = design.width();
    const Charge charge(context, 4 * p * p * 8);
    const Standardised standard(design, target, products, standardise);
    const Solver solver(context, standard, products.weight);
    const MatrixXd b = solver.coefficients(context, penalties);
    const VectorXd eigenvalues = solver.eigenvalues();
    RidgePath path;
    path.scales = standard.scales();
    for (std::size_t k = 0; k < penalties.size(); ++k) {
        const VectorXd column = b.col(static_cast<Index>(k)), scaled = column * standard.unit;
        CallerCoefficients given = caller_coefficients(
            design, standard.spreads, {scaled.data(), static_cast<std::size_t>(scaled.size())},
            standard.free_term(column));
        RidgeFit fit;
        fit.penalty = penalties[k];
        fit.intercept = given.intercept;
        fit.coefficients = std::move(given.coefficients);
        fit.scaled = std::move(given.scaled);
        fit.mean_square = standard.mean_square(products, column);
        fit.effective = design.intercept ? 1 : 0;
        for (const double d : eigenvalues) fit.effective += d / (d + penalties[k]);
        fit.gradient = solver.gradient(column, penalties[k]);
        path.fits.push_back(std::move(fit));
    }
    return path;
}

// `parts` as fold_products() gives them: one a fold, and the records that are in none.
RidgeChoice choose_by(const Context& context, const Design& design, const Target& target,
                      const std::vector<Products>& parts, const RidgeOptions& options) {
    const auto folds = static_cast<std::int64_t>(parts.size()) - 1;
    const Products all = sum_of(parts);
    const std::vector<double> penalties = penalties_of(options, all.weight);
    RidgeChoice choice;
    choice.path = path_on(context, design, target, all, penalties, options.standardise);
    choice.fold_errors.resize(static_cast<std::size_t>(folds));
    std::vector<double> fold_weights;
    for (const Products& part : parts) fold_weights.push_back(part.weight);
    fold_weights.pop_back();
    const std::int64_t p = design.width();
    const Charge charge(context, std::min<std::int64_t>(context.threads, folds) * 5 * p * p * 8);
    parallel_blocks(context, folds, 1, [&](std::int64_t fold, std::int64_t, std::int64_t) {
        const auto at = static_cast<std::size_t>(fold);
        const Products training = sum_of(parts, static_cast<std::int32_t>(fold));
        check_fold(training, parts[at], fold);
        const Standardised standard(design, target, training, options.standardise);
        const MatrixXd b =
            Solver(context, standard, training.weight).coefficients(context, penalties);
        for (Index k = 0; k < b.cols(); ++k)
            choice.fold_errors[at].push_back(standard.mean_square(parts[at], b.col(k)));
    });
    FoldChoice chosen = choose_penalty(penalties, choice.fold_errors, fold_weights);
    choice.error = std::move(chosen.error);
    choice.standard_error = std::move(chosen.standard_error);
    choice.best = chosen.best;
    choice.simplest = chosen.simplest;
    return choice;
}

}  // namespace

RidgePath fit_ridge_path(const Context& context, const MatrixView& features,
                         std::span<const double> target, const RidgeOptions& options,
                         std::span<const double> weights) {
    const Data data(context, features, target, options, weights);
    context.report({.phase = "fit ridge", .share = 0, .rows = features.rows});
    const Products all = sum_of(fold_products(context, data.design, data.target, weights, {}, 0));
    return path_on(context, data.design, data.target, all, penalties_of(options, all.weight),
                   options.standardise);
}

RidgePath fit_ridge_path(const Context& context, const LinearPartial& rows,
                         const RidgeOptions& options) {
    check_options(options);
    const PartialProducts given(context, {&rows, 1}, options.intercept);
    context.report({.phase = "fit ridge", .share = 0, .rows = given.rows()});
    const Products all = sum_of(given.parts());
    return path_on(context, given.design(), given.target(), all, penalties_of(options, all.weight),
                   options.standardise);
}

RidgeChoice choose_ridge(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::int32_t> fold_of,
                         const RidgeOptions& options, std::span<const double> weights) {
    const Data data(context, features, target, options, weights);
    const std::int32_t folds = count_folds(fold_of, features.rows);
    context.report({.phase = "cross-validate ridge", .share = 0, .rows = features.rows});
    const auto parts = fold_products(context, data.design, data.target, weights, fold_of, folds);
    return choose_by(context, data.design, data.target, parts, options);
}

RidgeChoice choose_ridge(const Context& context, std::span<const LinearPartial> folds,
                         const RidgeOptions& options) {
    check_options(options);
    check_fold_count(folds);
    const PartialProducts given(context, folds, options.intercept);
    context.report({.phase = "cross-validate ridge", .share = 0, .rows = given.rows()});
    return choose_by(context, given.design(), given.target(), given.parts(), options);
}

}  // namespace tenon
