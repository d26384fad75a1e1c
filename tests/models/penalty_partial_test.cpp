// Paths of penalties and non-negative least squares from partials.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "tenon/elastic_net.hpp"
#include "tenon/error.hpp"
#include "tenon/lasso.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/nonnegative.hpp"
#include "tenon/random.hpp"
#include "tenon/ridge_path.hpp"

using namespace tenon;
using test::MadeData;

namespace {

using test::distance;

constexpr std::int32_t fold_count = 4;

struct Sample {
    MadeData data;
    std::vector<double> values, weights;
    std::vector<std::int32_t> fold_of;

    MatrixView view() const {
        return MatrixView::row_major(values.data(), data.rows,
                                     static_cast<std::int64_t>(data.columns.size()));
    }
};

Sample sample(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
    Sample s{test::make_linear_data(rows, columns, seed), {}, {}, {}};
    s.values = s.data.row_major();
    Random random(seed, 5);
    for (std::int64_t i = 0; i < rows; ++i) {
        s.weights.push_back(std::floor(4 * random.uniform()) / 2);
        s.fold_of.push_back(static_cast<std::int32_t>(random.below(fold_count)));
    }
    return s;
}

// The partial of the rows of a fold, -1 for all, each a slice of its own, from first to last or
// back.
LinearPartial partial_of(const Sample& s, std::int32_t fold, bool weighted,
                         bool backwards = false) {
    LinearPartial partial(s.data.names());
    const auto p = static_cast<std::int64_t>(s.data.columns.size());
    for (std::int64_t k = 0; k < s.data.rows; ++k) {
        const std::int64_t i = backwards ? s.data.rows - 1 - k : k;
        const auto at = static_cast<std::size_t>(i);
        if (fold >= 0 && s.fold_of[at] != fold) continue;
        const auto weight =
            weighted ? std::span(s.weights).subspan(at, 1) : std::span<const double>();
        partial.add({}, MatrixView::row_major(s.values.data() + i * p, 1, p),
                    std::span(s.data.target).subspan(at, 1), weight);
    }
    return partial;
}

std::vector<LinearPartial> folds_of(const Sample& s, bool weighted, bool backwards = false) {
    std::vector<LinearPartial> folds;
    for (std::int32_t fold = 0; fold < fold_count; ++fold)
        folds.push_back(partial_of(s, fold, weighted, backwards));
    return folds;
}

template <class Path>
double distance(const Path& a, const Path& b) {
    REQUIRE(a.fits.size() == b.fits.size());
    double worst = 0;
    for (std::size_t k = 0; k < a.fits.size(); ++k) {
        double most = 0;
        for (const double x : a.fits[k].scaled) most = std::max(most, std::fabs(x));
        worst = std::max(worst, distance(a.fits[k].penalty, b.fits[k].penalty));
        for (std::size_t j = 0; j < a.fits[k].scaled.size(); ++j)
            if (most > 0)
                worst =
                    std::max(worst, std::fabs(a.fits[k].scaled[j] - b.fits[k].scaled[j]) / most);
    }
    return worst;
}

template <class Path>
bool same_bits(const Path& a, const Path& b) {
    for (std::size_t k = 0; k < a.fits.size(); ++k)
        if (a.fits[k].intercept != b.fits[k].intercept ||
            a.fits[k].coefficients != b.fits[k].coefficients)
            return false;
    return a.fits.size() == b.fits.size();
}

}  // namespace

TEST_CASE("a path of ridge penalties from a partial is that of its rows") {
    const Sample s = sample(150, 5, 3);
    for (const bool intercept : {true, false})
        for (const bool weighted : {true, false}) {
            CAPTURE(intercept);
            CAPTURE(weighted);
            RidgeOptions options;
            options.intercept = intercept;
            options.steps = 12;
            const auto weights = weighted ? std::span(s.weights) : std::span<const double>();
            const RidgePath whole = fit_ridge_path({}, s.view(), s.data.target, options, weights);
            const RidgePath path = fit_ridge_path({}, partial_of(s, -1, weighted), options);
            CHECK(distance(path, whole) < 1e-11);
            for (std::size_t k = 0; k < path.fits.size(); ++k)
                CHECK(distance(path.fits[k].mean_square, whole.fits[k].mean_square) < 1e-11);
            const RidgeChoice all =
                choose_ridge({}, s.view(), s.data.target, s.fold_of, options, weights);
            const RidgeChoice choice = choose_ridge({}, folds_of(s, weighted), options);
            CHECK(choice.best == all.best);
            CHECK(choice.simplest == all.simplest);
            for (std::size_t k = 0; k < all.error.size(); ++k) {
                CHECK(distance(choice.error[k], all.error[k]) < 1e-10);
                CHECK(distance(choice.standard_error[k], all.standard_error[k]) < 1e-8);
            }
        }
}

TEST_CASE("an elastic-net path from a partial is that of its rows, and so is its choice") {
    const Sample s = sample(200, 6, 9);
    for (const bool intercept : {true, false})
        for (const bool weighted : {true, false})
            for (const double ratio : {1.0, 0.4}) {
                CAPTURE(intercept);
                CAPTURE(weighted);
                CAPTURE(ratio);
                ElasticNetOptions options;
                options.intercept = intercept;
                options.l1_ratio = ratio;
                options.steps = 15;
                options.tolerance = 1e-14;
                const auto weights = weighted ? std::span(s.weights) : std::span<const double>();
                const LinearPartial partial = partial_of(s, -1, weighted);
                const ElasticNetPath whole = fit_elastic_net({}, s.view(), s.data.target,
                                                             ModelKind::linear, options, weights);
                const ElasticNetPath path = fit_elastic_net({}, partial, options);
                CHECK(distance(path, whole) < 1e-6);
                for (const ElasticNetFit& fit : path.fits) CHECK(fit.converged);
                CHECK(distance(largest_penalty({}, partial, options), path.fits[0].penalty) <
                      1e-15);
                const ElasticNetChoice all = choose_elastic_net(
                    {}, s.view(), s.data.target, ModelKind::linear, s.fold_of, options, weights);
                const ElasticNetChoice choice =
                    choose_elastic_net({}, folds_of(s, weighted), options);
                CHECK(choice.best == all.best);
                CHECK(choice.simplest == all.simplest);
                for (std::size_t k = 0; k < all.error.size(); ++k)
                    CHECK(distance(choice.error[k], all.error[k]) < 1e-7);
            }
    const std::vector<double> penalties{0.5, 0.05};
    const auto whole = fit_lasso({}, s.view(), s.data.target, ModelKind::linear, penalties);
    const auto lasso = fit_lasso({}, partial_of(s, -1, false), penalties);
    for (std::size_t k = 0; k < penalties.size(); ++k)
        for (std::size_t j = 0; j < 6; ++j)
            CHECK(std::fabs(lasso[k].scaled[j] - whole[k].scaled[j]) < 1e-8);
}

TEST_CASE("paths from partials have the same bits whatever the order of rows and merging") {
    const Sample s = sample(120, 5, 11);
    LinearPartial merged(s.data.names());
    const auto folds = folds_of(s, true, true);
    for (const std::size_t k : {2, 0, 3, 1})
        merged.merge(LinearPartial::from_bytes(folds[k].to_bytes()));
    const LinearPartial straight = partial_of(s, -1, true);
    CHECK(same_bits(fit_ridge_path({}, merged), fit_ridge_path({}, straight)));
    CHECK(same_bits(fit_elastic_net({}, merged), fit_elastic_net({}, straight)));
    const RidgeChoice there = choose_ridge({}, folds), back = choose_ridge({}, folds_of(s, true));
    CHECK(there.error == back.error);
    CHECK(choose_elastic_net({}, folds).error == choose_elastic_net({}, folds_of(s, true)).error);
    const NonnegativeFit one = fit_nonnegative({}, merged), other = fit_nonnegative({}, straight);
    CHECK(one.multipliers == other.multipliers);
    for (std::size_t j = 0; j < one.model.coefficients.size(); ++j)
        CHECK(one.model.coefficients[j].estimate == other.model.coefficients[j].estimate);
}

TEST_CASE("nonnegative least squares from a partial is that of its rows") {
    for (const bool intercept : {true, false})
        for (std::uint64_t seed = 1; seed < 6; ++seed) {
            CAPTURE(intercept);
            CAPTURE(seed);
            const Sample s = sample(90, 7, seed);
            NonnegativeOptions options;
            options.intercept = intercept;
            const NonnegativeFit whole =
                fit_nonnegative({}, s.view(), s.data.target, s.data.names(), options);
            const NonnegativeFit fit = fit_nonnegative({}, partial_of(s, -1, false), options);
            CHECK(fit.model.summary.converged);
            CHECK(fit.at_bound == whole.at_bound);
            CHECK(fit.model.warnings == whole.model.warnings);
            for (std::size_t j = 0; j < whole.model.coefficients.size(); ++j)
                CHECK(distance(fit.model.coefficients[j].estimate,
                               whole.model.coefficients[j].estimate) < 1e-14);
            for (std::size_t j = 0; j < whole.multipliers.size(); ++j)
                CHECK(distance(fit.multipliers[j], whole.multipliers[j]) < 1e-11);
            const FitSummary &a = fit.model.summary, &b = whole.model.summary;
            CHECK(std::fabs(a.r2 - b.r2) < 1e-14);
            CHECK(distance(a.residual_sd, b.residual_sd) < 1e-14);
        }
}

TEST_CASE("a weight of two is the row twice for nonnegative least squares from a partial") {
    const Sample s = sample(60, 4, 2);
    const std::vector<double> twos(60, 2.0);
    LinearPartial weighted(s.data.names()), twice(s.data.names());
    weighted.add({}, s.view(), s.data.target, twos);
    for (int k = 0; k < 2; ++k) twice.add({}, s.view(), s.data.target);
    const NonnegativeFit a = fit_nonnegative({}, weighted), b = fit_nonnegative({}, twice);
    for (std::size_t j = 0; j < a.model.coefficients.size(); ++j)
        CHECK(a.model.coefficients[j].estimate == b.model.coefficients[j].estimate);
    CHECK(a.model.summary.r2 == b.model.summary.r2);
}

TEST_CASE("partials that no path can be fitted to are refused") {
    const Sample s = sample(30, 3, 1);
    const LinearPartial empty(s.data.names()), some = partial_of(s, -1, false);
    CHECK_THROWS_AS(fit_ridge_path({}, empty), Error);
    CHECK_THROWS_AS(fit_elastic_net({}, empty), Error);
    CHECK_THROWS_AS(fit_nonnegative({}, empty), Error);
    CHECK_THROWS_AS(choose_ridge({}, std::vector{some}), Error);
    CHECK_THROWS_AS(choose_elastic_net({}, std::vector{some, empty}), Error);
    CHECK_THROWS_AS(choose_ridge({}, std::vector{some, LinearPartial({"a", "b", "c"})}), Error);
    RidgeOptions ridge;
    ridge.penalties = {-1};
    CHECK_THROWS_AS(fit_ridge_path({}, some, ridge), Error);
    NonnegativeOptions options;
    options.max_steps = -1;
    CHECK_THROWS_AS(fit_nonnegative({}, some, options), Error);
}
