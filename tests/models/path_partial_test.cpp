// Logistic paths of penalties by passes over rows that are elsewhere.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/slices.hpp"
#include "tenon/elastic_net.hpp"
#include "tenon/error.hpp"
#include "tenon/lasso.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::distance;
using test::Sample;
using test::Slices;

namespace {

constexpr std::int32_t fold_count = 3;

Sample sample(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
    Sample s{test::make_class_data(rows, columns, seed), {}, {}};
    s.values = s.data.row_major();
    Random random(seed, 7);
    for (std::int64_t i = 0; i < rows; ++i)
        s.weights.push_back(std::floor(4 * random.uniform()) / 2);
    return s;
}

// Rows dealt to folds in turn, each a slice of its own.
struct Folds {
    const Sample& s;
    bool weighted = false, backwards = false;

    std::vector<std::int32_t> codes() const {
        std::vector<std::int32_t> list;
        for (std::int64_t i = 0; i < s.data.rows; ++i)
            list.push_back(static_cast<std::int32_t>(i % fold_count));
        return list;
    }
    template <class Partial>
    void fill(std::span<Partial> folds) const {
        for (std::int64_t k = 0; k < s.data.rows; ++k) {
            const std::int64_t i = backwards ? s.data.rows - 1 - k : k;
            const auto at = static_cast<std::size_t>(i);
            folds[at % fold_count].add(
                {}, s.slice(i, i + 1), std::span(s.data.target).subspan(at, 1),
                weighted ? std::span(s.weights).subspan(at, 1) : std::span<const double>());
        }
    }
    std::vector<LinearPartial> first() const {
        std::vector<LinearPartial> list(fold_count, LinearPartial(s.data.names()));
        fill(std::span(list));
        return list;
    }
    FoldPass pass() const {
        return [this](std::span<LogisticPartial> folds) { fill(folds); };
    }
};

// Largest difference of coefficients as a share of the largest of their penalty.
double apart(const ElasticNetPath& a, const ElasticNetPath& b) {
    REQUIRE(a.fits.size() == b.fits.size());
    double worst = 0;
    for (std::size_t k = 0; k < a.fits.size(); ++k) {
        const ElasticNetFit &x = a.fits[k], &y = b.fits[k];
        worst = std::max({worst, distance(x.penalty, y.penalty), distance(x.loss, y.loss),
                          std::fabs(x.objective - y.objective) / x.objective});
        double most = std::fabs(x.intercept);
        for (const double c : x.scaled) most = std::max(most, std::fabs(c));
        for (std::size_t j = 0; j < x.scaled.size(); ++j)
            worst = std::max(worst, std::fabs(x.scaled[j] - y.scaled[j]) / most);
    }
    return worst;
}

bool same_bits(const ElasticNetPath& a, const ElasticNetPath& b) {
    for (std::size_t k = 0; k < a.fits.size(); ++k)
        if (a.fits[k].intercept != b.fits[k].intercept ||
            a.fits[k].coefficients != b.fits[k].coefficients || a.fits[k].gap != b.fits[k].gap)
            return false;
    return a.fits.size() == b.fits.size();
}

}  // namespace

TEST_CASE("a logistic path by passes is that of its rows") {
    const Sample s = sample(900, 5, 4);
    for (const bool intercept : {true, false})
        for (const bool weighted : {true, false})
            for (const double ratio : {1.0, 0.3, 0.0}) {
                CAPTURE(intercept);
                CAPTURE(weighted);
                CAPTURE(ratio);
                ElasticNetOptions options;
                options.intercept = intercept;
                options.standardise = ratio < 1;
                options.l1_ratio = ratio;
                options.steps = 12;
                options.tolerance = 1e-15;
                const auto weights = weighted ? std::span(s.weights) : std::span<const double>();
                const ElasticNetPath whole = fit_elastic_net({}, s.view(), s.data.target,
                                                             ModelKind::logistic, options, weights);
                Slices slices{s, 250, false, weighted};
                const LinearPartial first = slices.first();
                slices.passes = 0;
                const ElasticNetPath path = fit_elastic_net({}, first, slices.pass(), options);
                CHECK(apart(whole, path) < 1e-6);
                CHECK(distance(whole.null_loss, path.null_loss) < 1e-13);
                for (const ElasticNetFit& fit : path.fits) {
                    CHECK(fit.converged);
                    CHECK(fit.gap <= 1e-15 * path.null_loss);
                }
                CHECK(slices.passes <= 12 * 8);
                CHECK(distance(largest_penalty({}, first, slices.pass(), options),
                               path.fits[0].penalty) < 1e-15);
            }
}

TEST_CASE("the order and grouping of merging leaves the bits of a logistic path") {
    const Sample s = sample(1300, 4, 8);
    ElasticNetOptions options;
    options.steps = 8;
    Slices forth{s, 170}, back{s, 170, true};
    const ElasticNetPath a = fit_elastic_net({}, forth.first(), forth.pass(), options);
    const ElasticNetPath b = fit_elastic_net({}, back.first(), back.pass(), options);
    CHECK(same_bits(a, b));
    Context two;
    two.threads = 2;
    CHECK(same_bits(a, fit_elastic_net(two, forth.first(), forth.pass(), options)));
}

TEST_CASE("a logistic path by passes is chosen as that of its rows") {
    const Sample s = sample(600, 4, 11);
    for (const bool weighted : {true, false}) {
        CAPTURE(weighted);
        ElasticNetOptions options;
        options.l1_ratio = 0.7;
        options.steps = 9;
        options.tolerance = 1e-15;
        const Folds folds{s, weighted}, back{s, weighted, true};
        const ElasticNetChoice all = choose_elastic_net(
            {}, s.view(), s.data.target, ModelKind::logistic, folds.codes(), options,
            weighted ? std::span(s.weights) : std::span<const double>());
        const ElasticNetChoice choice =
            choose_elastic_net({}, folds.first(), folds.pass(), options);
        CHECK(choice.converged);
        CHECK(apart(all.path, choice.path) < 1e-6);
        CHECK(choice.best == all.best);
        CHECK(choice.simplest == all.simplest);
        for (std::size_t k = 0; k < all.error.size(); ++k) {
            CHECK(distance(choice.error[k], all.error[k]) < 1e-7);
            CHECK(distance(choice.standard_error[k], all.standard_error[k]) < 1e-5);
        }
        const ElasticNetChoice again = choose_elastic_net({}, back.first(), back.pass(), options);
        CHECK(same_bits(choice.path, again.path));
        CHECK(choice.error == again.error);
    }
}

TEST_CASE("a lasso of classes by passes is that of its rows") {
    const Sample s = sample(400, 3, 5);
    const std::vector<double> penalties{0.1, 0.03, 0.01};
    Slices slices{s, 90};
    const auto whole = fit_lasso({}, s.view(), s.data.target, ModelKind::logistic, penalties);
    const auto fits = fit_lasso({}, slices.first(), slices.pass(), penalties);
    REQUIRE(fits.size() == whole.size());
    for (std::size_t k = 0; k < fits.size(); ++k)
        for (std::size_t j = 0; j < fits[k].scaled.size(); ++j)
            CHECK(std::fabs(fits[k].scaled[j] - whole[k].scaled[j]) < 1e-7);
}

TEST_CASE("a logistic path by passes names what separates the classes") {
    Sample s = sample(200, 3, 6);
    std::vector<double> sorted = s.data.columns[1];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < s.data.target.size(); ++i)
        s.data.target[i] = s.data.columns[1][i] > sorted[100] ? 1 : 0;
    ElasticNetOptions options;
    options.penalties = {0.05, 0};
    Slices slices{s, 64};
    const ElasticNetPath path = fit_elastic_net({}, slices.first(), slices.pass(), options);
    CHECK(path.fits[0].converged);
    CHECK_FALSE(path.fits[1].converged);
    REQUIRE_FALSE(path.fits[1].separating.empty());
    CHECK(path.fits[1].separating[0] == 1);
}

TEST_CASE("a logistic path refuses passes that are none of its rows") {
    const Sample s = sample(120, 3, 7);
    Slices slices{s, 50};
    const LinearPartial first = slices.first();
    const auto refused = [&](const LinearPartial& begin, const LogisticPass& pass) {
        try {
            fit_elastic_net({}, begin, pass);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(refused(first, [](LogisticPartial&) {}) == Status::data);
    int calls = 0;
    CHECK(refused(first, [&](LogisticPartial& partial) {
              slices.fill(partial);
              if (++calls == 3)
                  partial.add({}, s.slice(0, 1), std::span(s.data.target).subspan(0, 1));
          }) == Status::data);
    CHECK(calls == 3);
    Sample other = s;
    other.data.target[5] = 0.5;
    Slices halves{other, 50};
    CHECK(refused(halves.first(), slices.pass()) == Status::data);
    other.data.target.assign(other.data.target.size(), 1);
    CHECK(refused(halves.first(), halves.pass()) == Status::data);
    ElasticNetOptions options;
    const Folds folds{s};
    auto parts = folds.first();
    parts.erase(parts.begin() + 1, parts.end());
    CHECK_THROWS_AS(choose_elastic_net({}, parts, folds.pass(), options), Error);
}
