#include "tenon/elastic_net.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

struct Sample {
    std::int64_t rows, columns;
    std::vector<double> values, target, weights;

    MatrixView view() const { return MatrixView::column_major(values.data(), rows, columns); }
};

// Features of different units with a common part, a target that depends on every third of them.
Sample sample(std::uint64_t seed, std::int64_t rows, std::int64_t columns, ModelKind kind) {
    Random random(seed);
    Sample s{rows, columns, std::vector<double>(static_cast<std::size_t>(rows * columns)), {}, {}};
    for (std::int64_t i = 0; i < rows; ++i) {
        const double common = random.normal();
        double t = 0;
        for (std::int64_t j = 0; j < columns; ++j) {
            const double z = random.normal() + common;
            s.values[static_cast<std::size_t>(j * rows + i)] =
                z * std::pow(10.0, static_cast<double>(j % 5) - 2) + 3;
            if (j % 3 == 0) t += z / (1 + static_cast<double>(j));
        }
        t += random.normal();
        s.target.push_back(kind == ModelKind::logistic ? (t > 0 ? 1 : 0) : 100 + 10 * t);
        s.weights.push_back(std::floor(3 * random.uniform()));
    }
    return s;
}

double loss_of(const Sample& s, ModelKind kind, std::span<const double> weights, double intercept,
               std::span<const double> coefficients) {
    long double sum = 0, total = 0;
    for (std::int64_t i = 0; i < s.rows; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const long double w = weights.empty() ? 1 : weights[at], y = s.target[at];
        long double t = intercept;
        for (std::int64_t j = 0; j < s.columns; ++j)
            t += static_cast<long double>(coefficients[static_cast<std::size_t>(j)]) *
                 s.values[static_cast<std::size_t>(j * s.rows + i)];
        const long double loss =
            kind == ModelKind::linear
                ? (y - t) * (y - t) / 2
                : std::max(t, 0.0L) + std::log1p(std::exp(-std::fabs(t))) - y * t;
        sum += w * loss;
        total += w;
    }
    return static_cast<double>(sum / total);
}

double objective_of(const Sample& s, ModelKind kind, std::span<const double> weights,
                    const ElasticNetPath& path, const ElasticNetFit& fit) {
    double objective = loss_of(s, kind, weights, fit.intercept, fit.coefficients);
    for (std::size_t j = 0; j < path.scales.size(); ++j) {
        const double b = path.scales[j] * fit.coefficients[j];
        objective += fit.penalty * (path.l1_ratio * std::fabs(b) + (1 - path.l1_ratio) / 2 * b * b);
    }
    return objective;
}

std::vector<std::int32_t> folds_of(std::int64_t rows, std::int32_t folds) {
    std::vector<std::int32_t> fold_of;
    for (std::int64_t i = 0; i < rows; ++i)
        fold_of.push_back(static_cast<std::int32_t>((i * 7 + i / 5) % folds));
    return fold_of;
}

constexpr ModelKind kinds[] = {ModelKind::linear, ModelKind::logistic};

}  // namespace

TEST_CASE("the gap is a proof: no finer fit is below the objective by more than it") {
    for (const ModelKind kind : kinds)
        for (const double ratio : {0.0, 0.2, 1.0})
            for (const bool plain : {false, true}) {
                const Sample s = sample(3, 300, 9, kind);
                const std::span<const double> weights =
                    plain ? std::span<const double>() : std::span<const double>(s.weights);
                ElasticNetOptions options;
                options.l1_ratio = ratio;
                options.intercept = !plain;
                options.steps = 20;
                options.tolerance = 1e-4;
                const auto rough = fit_elastic_net({}, s.view(), s.target, kind, options, weights);
                options.tolerance = 1e-11;
                const auto fine = fit_elastic_net({}, s.view(), s.target, kind, options, weights);
                for (std::size_t k = 0; k < rough.fits.size(); ++k) {
                    const auto &a = rough.fits[k], &b = fine.fits[k];
                    CAPTURE(k);
                    CAPTURE(ratio);
                    CAPTURE(plain);
                    CAPTURE(b.models);
                    CAPTURE(b.gap);
                    CAPTURE(b.sweeps);
                    CHECK(a.converged);
                    CHECK(b.converged);
                    CHECK(a.gap <= 1e-4 * rough.null_loss);
                    const double low = objective_of(s, kind, weights, fine, b);
                    const double high = objective_of(s, kind, weights, rough, a);
                    CHECK(a.objective == doctest::Approx(high).epsilon(1e-10));
                    CHECK(high - low <= a.gap + 1e-11 * high);
                    CHECK(high - low >= -1e-11 * high);
                }
            }
}

TEST_CASE("a lasso of more features than records is proved to its end, in few sweeps") {
    for (const std::uint64_t seed : {11, 12, 13}) {
        const Sample s = sample(seed, 80, 200, ModelKind::linear);
        ElasticNetOptions options;
        options.steps = 40;
        options.tolerance = 1e-12;
        const auto path = fit_elastic_net({}, s.view(), s.target, ModelKind::linear, options);
        std::int64_t sweeps = 0;
        for (const ElasticNetFit& fit : path.fits) {
            CAPTURE(fit.penalty);
            CHECK(fit.converged);
            CHECK(fit.gap <= 1e-12 * path.null_loss);
            CHECK(fit.nonzero() <= 79);
            sweeps += fit.sweeps;
        }
        CHECK(sweeps < 10000);
    }
}

TEST_CASE("the path starts where the first coefficient enters and falls in equal ratios") {
    for (const ModelKind kind : kinds) {
        const Sample s = sample(5, 200, 7, kind);
        ElasticNetOptions options;
        options.l1_ratio = 0.6;
        options.steps = 11;
        options.smallest_share = 1e-2;
        const auto path = fit_elastic_net({}, s.view(), s.target, kind, options);
        REQUIRE(path.fits.size() == 11);
        CHECK(path.fits[0].nonzero() == 0);
        CHECK(path.fits[0].explained == doctest::Approx(0).epsilon(1e-12));
        CHECK(path.fits[1].nonzero() > 0);
        const double largest = largest_penalty({}, s.view(), s.target, kind, options);
        CHECK(path.fits[0].penalty == largest);
        CHECK(path.fits[10].penalty == doctest::Approx(largest / 100));
        for (std::size_t k = 1; k < path.fits.size(); ++k)
            CHECK(path.fits[k].loss <= path.fits[k - 1].loss);
    }
}

// scikit-learn: ElasticNet(alpha=0.3, l1_ratio=0.4, tol=1e-14) on the same eight rows of features
// divided by their deviations (n - 1).
TEST_CASE("coefficients agree with those of another implementation") {
    const std::vector<double> values{2.5, 0.5,  2.2, 1.9, 3.1, 2.3,  2.0, 1.0,  //
                                     2.4, 0.7,  2.9, 2.2, 3.0, 2.7,  1.6, 1.1,  //
                                     1.0, -0.3, 0.4, 0.9, 2.0, -1.0, 0.1, 0.5};
    const std::vector<double> target{1, 2, 2.5, 4, 4.2, 6, 7, 7.5};
    ElasticNetOptions options;
    options.l1_ratio = 0.4;
    options.penalties = {0.3};
    options.tolerance = 1e-15;
    const auto path = fit_elastic_net({}, MatrixView::column_major(values.data(), 8, 3), target,
                                      ModelKind::linear, options);
    CHECK(path.fits[0].scaled[0] == doctest::Approx(0.0).epsilon(1e-10));
    CHECK(path.fits[0].scaled[1] == doctest::Approx(-0.19893957196583578).epsilon(1e-10));
    CHECK(path.fits[0].scaled[2] == doctest::Approx(-0.2939202994530288).epsilon(1e-10));
    CHECK(path.fits[0].intercept == doctest::Approx(4.90448210440437).epsilon(1e-10));
}

TEST_CASE("a weight of two is the record twice, and a weight of zero is no record") {
    for (const ModelKind kind : kinds) {
        const Sample s = sample(8, 150, 5, kind);
        Sample repeated{0, s.columns, {}, {}, {}};
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < s.weights.size(); ++i)
            for (double w = 0; w < s.weights[i]; ++w) rows.push_back(i);
        repeated.rows = static_cast<std::int64_t>(rows.size());
        for (std::int64_t j = 0; j < s.columns; ++j)
            for (const std::size_t i : rows)
                repeated.values.push_back(s.values[static_cast<std::size_t>(j * s.rows) + i]);
        for (const std::size_t i : rows) repeated.target.push_back(s.target[i]);
        ElasticNetOptions options;
        options.standardise = false;  // the deviations count records
        options.l1_ratio = 0.5;
        options.penalties = {0.02};
        options.tolerance = 1e-14;
        const auto a = fit_elastic_net({}, s.view(), s.target, kind, options, s.weights).fits[0];
        const auto b = fit_elastic_net({}, repeated.view(), repeated.target, kind, options).fits[0];
        CHECK(a.intercept == doctest::Approx(b.intercept).epsilon(1e-6));
        for (std::size_t j = 0; j < a.coefficients.size(); ++j)
            CHECK(a.coefficients[j] == doctest::Approx(b.coefficients[j]).epsilon(1e-6));
    }
}

TEST_CASE("the error of a fold is that of a fit without its records") {
    for (const ModelKind kind : kinds) {
        const Sample s = sample(9, 240, 6, kind);
        const auto fold_of = folds_of(s.rows, 4);
        ElasticNetOptions options;
        options.l1_ratio = 0.7;
        options.steps = 15;
        options.smallest_share = 1e-3;
        options.tolerance = 1e-12;
        const auto choice =
            choose_elastic_net({}, s.view(), s.target, kind, fold_of, options, s.weights);
        CHECK(choice.converged);
        std::vector<double> penalties;
        for (const auto& fit : choice.path.fits) penalties.push_back(fit.penalty);
        options.penalties = penalties;
        for (std::int32_t fold = 0; fold < 4; ++fold) {
            std::vector<double> training = s.weights, test = s.weights;
            for (std::size_t i = 0; i < fold_of.size(); ++i)
                (fold_of[i] == fold ? training : test)[i] = 0;
            const auto path = fit_elastic_net({}, s.view(), s.target, kind, options, training);
            for (std::size_t k = 0; k < penalties.size(); ++k) {
                double error =
                    loss_of(s, kind, test, path.fits[k].intercept, path.fits[k].coefficients);
                if (kind == ModelKind::linear) error *= 2;
                CHECK(choice.fold_errors[static_cast<std::size_t>(fold)][k] ==
                      doctest::Approx(error).epsilon(1e-7));
            }
        }
        CHECK(choice.path.fits[static_cast<std::size_t>(choice.simplest)].penalty >=
              choice.path.fits[static_cast<std::size_t>(choice.best)].penalty);
        const auto best = static_cast<std::size_t>(choice.best);
        CHECK(choice.error[best] == *std::min_element(choice.error.begin(), choice.error.end()));
        CHECK(choice.error[static_cast<std::size_t>(choice.simplest)] <=
              choice.error[best] + choice.standard_error[best]);
    }
}

TEST_CASE("bits are the same for any number of threads") {
    for (const ModelKind kind : kinds) {
        const Sample s = sample(10, 5000, 12, kind);
        const auto fold_of = folds_of(s.rows, 3);
        ElasticNetOptions options;
        options.steps = 8;
        Context one;
        const auto base = choose_elastic_net(one, s.view(), s.target, kind, fold_of, options);
        for (const int threads : {2, 4, 8}) {
            Context context;
            context.threads = threads;
            const auto other =
                choose_elastic_net(context, s.view(), s.target, kind, fold_of, options);
            CHECK(other.error == base.error);
            for (std::size_t k = 0; k < base.path.fits.size(); ++k) {
                CHECK(other.path.fits[k].coefficients == base.path.fits[k].coefficients);
                CHECK(other.path.fits[k].gap == base.path.fits[k].gap);
            }
        }
    }
}

TEST_CASE("nearly collinear features do not keep a fit from its minimum") {
    Random random(4);
    const std::int64_t rows = 400;
    std::vector<double> values(static_cast<std::size_t>(rows) * 3), target;
    for (std::size_t i = 0; i < 400; ++i) {
        values[i] = random.normal();
        values[400 + i] = values[i] + 1e-6 * random.normal();
        values[800 + i] = values[i] - values[400 + i] + 1e-6 * random.normal();
        target.push_back(values[i] + 1e5 * (values[400 + i] - values[i]) + 0.1 * random.normal());
    }
    ElasticNetOptions options;
    options.l1_ratio = 0.5;
    options.penalties = {1e-9};
    const auto fit = fit_elastic_net({}, MatrixView::column_major(values.data(), rows, 3), target,
                                     ModelKind::linear, options)
                         .fits[0];
    CHECK(fit.converged);
    CHECK(fit.sweeps < 10'000);
}

TEST_CASE("a fit that runs out of sweeps says that it did not converge") {
    for (const ModelKind kind : kinds) {
        const Sample s = sample(12, 200, 9, kind);
        ElasticNetOptions options;
        options.penalties = {1e-5};
        options.max_sweeps = 1;
        const auto fit = fit_elastic_net({}, s.view(), s.target, kind, options).fits[0];
        CHECK(!fit.converged);
        CHECK(fit.gap > 0);
    }
}

TEST_CASE("more features than records, a constant and a copy among them") {
    for (const ModelKind kind : kinds) {
        Sample s = sample(13, 40, 90, kind);
        std::fill_n(s.values.begin() + 40 * 5, 40, 7.5);
        std::copy_n(s.values.begin(), 40, s.values.begin() + 40 * 6);
        ElasticNetOptions options;
        options.l1_ratio = 0.9;
        options.steps = 30;
        const auto path = fit_elastic_net({}, s.view(), s.target, kind, options);
        for (const auto& fit : path.fits) {
            CHECK(fit.converged);
            CHECK(fit.coefficients[5] == 0);
            CHECK(std::isfinite(fit.intercept));
        }
        CHECK(path.scales[5] == 0);
    }
}

TEST_CASE("options, weights and folds that cannot be are refused") {
    const Sample s = sample(14, 30, 3, ModelKind::logistic);
    const auto refused = [&](const ElasticNetOptions& options, std::vector<double> weights,
                             std::vector<std::int32_t> fold_of) {
        try {
            if (fold_of.empty())
                fit_elastic_net({}, s.view(), s.target, ModelKind::logistic, options, weights);
            else
                choose_elastic_net({}, s.view(), s.target, ModelKind::logistic, fold_of, options,
                                   weights);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    const auto with = [](void (*change)(ElasticNetOptions&)) {
        ElasticNetOptions options;
        change(options);
        return options;
    };
    CHECK(refused(with([](ElasticNetOptions& o) { o.l1_ratio = 1.5; }), {}, {}) ==
          Status::argument);
    CHECK(refused(with([](ElasticNetOptions& o) { o.l1_ratio = std::nan(""); }), {}, {}) ==
          Status::argument);
    CHECK(refused(with([](ElasticNetOptions& o) {
                      o.penalties = {0.1, -1};
                  }),
                  {}, {}) == Status::argument);
    CHECK(refused(with([](ElasticNetOptions& o) { o.steps = 0; }), {}, {}) == Status::argument);
    CHECK(refused(with([](ElasticNetOptions& o) { o.smallest_share = 1; }), {}, {}) ==
          Status::argument);
    CHECK(refused(with([](ElasticNetOptions& o) { o.tolerance = 0; }), {}, {}) == Status::argument);
    CHECK(refused(with([](ElasticNetOptions& o) { o.max_sweeps = 0; }), {}, {}) ==
          Status::argument);
    CHECK(refused({}, {1, 2}, {}) == Status::argument);
    CHECK(refused({}, std::vector<double>(30, 0), {}) == Status::data);
    CHECK(refused({}, std::vector<double>(30, -1), {}) == Status::data);
    CHECK(refused({}, {}, std::vector<std::int32_t>(30, 0)) == Status::argument);
    CHECK(refused({}, {}, std::vector<std::int32_t>(30, -2)) == Status::argument);
    std::vector<std::int32_t> gap(30, 0);
    gap[3] = 2;
    CHECK(refused({}, {}, gap) == Status::argument);
    std::vector<std::int32_t> classes;
    for (const double y : s.target) classes.push_back(static_cast<std::int32_t>(y));
    CHECK(refused({}, {}, classes) == Status::data);
}

TEST_CASE("a linear path does not depend on the unit of the target") {
    const Sample s = sample(5, 60, 6, ModelKind::linear);
    const auto path_in = [&](double unit, double l1_ratio) {
        std::vector<double> target;
        for (const double y : s.target) target.push_back(y * unit);
        ElasticNetOptions options;
        options.l1_ratio = l1_ratio;
        options.steps = 20;
        return fit_elastic_net({}, s.view(), target, ModelKind::linear, options);
    };
    for (const double l1_ratio : {1.0, 0.3}) {
        const ElasticNetPath plain = path_in(1, l1_ratio);
        for (const int power : {-980, -540, 500, 540, 900}) {
            CAPTURE(power);
            const double unit = std::ldexp(1.0, power);
            const ElasticNetPath path = path_in(unit, l1_ratio);
            for (std::size_t k = 0; k < plain.fits.size(); ++k) {
                const ElasticNetFit &a = path.fits[k], &b = plain.fits[k];
                CHECK(a.converged);
                CHECK(a.penalty == b.penalty * unit);
                CHECK_FALSE(std::isnan(a.gap));
                CHECK_FALSE(std::isnan(a.objective));
                // The same ridge part weighs less where the penalty is in a larger unit.
                if (l1_ratio < 1) continue;
                CHECK(a.explained == b.explained);
                for (std::size_t j = 0; j < b.coefficients.size(); ++j)
                    CHECK(a.coefficients[j] == b.coefficients[j] * unit);
            }
        }
    }
}

TEST_CASE("classes that a feature separates are told where nothing or little holds the estimates") {
    Sample s = sample(9, 80, 3, ModelKind::logistic);
    for (std::int64_t i = 0; i < s.rows; ++i)
        s.target[static_cast<std::size_t>(i)] =
            s.values[static_cast<std::size_t>(s.rows + i)] > 3 ? 1 : 0;
    ElasticNetOptions options;
    options.penalties = {0.05, 0};
    const ElasticNetPath path =
        fit_elastic_net({}, s.view(), s.target, ModelKind::logistic, options);
    CHECK(path.fits[0].converged);
    CHECK(path.fits[0].separating.empty());
    CHECK_FALSE(path.fits[1].converged);
    REQUIRE_FALSE(path.fits[1].separating.empty());
    CHECK(path.fits[1].separating[0] == 1);
    const std::vector<std::string> names{"a", "b", "c"};
    const auto model = [&](const ElasticNetFit& fit) {
        return penalised_model(ModelKind::logistic, names, true, fit.intercept, fit.coefficients,
                               {s.rows, fit.penalty, fit.converged, fit.separating});
    };
    CHECK(model(path.fits[0]).summary.flags == 0);
    const LinearModel separated = model(path.fits[1]);
    CHECK((separated.summary.flags & fit_separation) != 0);
    CHECK((separated.summary.flags & fit_not_converged) != 0);
    CHECK(separated.warnings.back().find("driven by \"b\"") != std::string::npos);

    // Where the classes overlap, a path that ends at 0 has converged there as before.
    const Sample overlapping = sample(10, 200, 3, ModelKind::logistic);
    const ElasticNetPath plain =
        fit_elastic_net({}, overlapping.view(), overlapping.target, ModelKind::logistic, options);
    CHECK(plain.fits[1].converged);
    CHECK(plain.fits[1].separating.empty());
}
