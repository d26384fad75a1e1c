// Models of counts and amounts over slices of rows: the fit of the rows together, with bits that do
// not depend on the order in which partials are merged.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/glm.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> names{"load", "heat", "double load"};

// Counts or amounts whose log mean is linear in two features; the third is twice the first.
struct Log {
    std::vector<double> features, target, weights, offset;
    std::int64_t rows;

    Log(ModelKind kind, std::int64_t count, std::uint64_t seed) : rows(count) {
        Random random(seed);
        for (std::int64_t i = 0; i < rows; ++i) {
            const double load = 40 + 10 * random.normal(), heat = random.normal();
            features.insert(features.end(), {load, heat, 2 * load});
            offset.push_back(std::log(1 + 4 * random.uniform()));
            weights.push_back(i % 5 == 0 ? 2 : 1);
            const double mean = std::exp(0.03 * load + 0.4 * heat - 0.5 + offset.back());
            double y = 0;
            if (kind == ModelKind::gamma) {
                y = mean * (-std::log(1 - random.uniform()) - std::log(1 - random.uniform())) / 2;
            } else {  // Poisson by its waiting times
                for (double t = -std::log(1 - random.uniform()); t < mean;
                     t -= std::log(1 - random.uniform()))
                    ++y;
                if (kind == ModelKind::tweedie) y *= 0.25 + random.uniform();
            }
            target.push_back(y);
        }
    }
    RowBlock block(std::int64_t first, std::int64_t last) const {
        const auto at = static_cast<std::size_t>(first),
                   count = static_cast<std::size_t>(last - first);
        return {MatrixView::row_major(features.data() + 3 * first, last - first, 3),
                std::span(target).subspan(at, count), std::span(weights).subspan(at, count),
                std::span(offset).subspan(at, count)};
    }
    RowSource source(std::int64_t step) const {
        auto at = std::make_shared<std::int64_t>(0);
        return {[this, at, step](RowBlock& next) {
                    if (*at == rows) return false;
                    const std::int64_t last = std::min(rows, *at + step);
                    next = block(*at, last);
                    *at = last;
                    return true;
                },
                [at] {
                    *at = 0;
                    return true;
                }};
    }
    LinearModel whole(const GlmOptions& options) const {
        return fit_glm({}, MatrixView::row_major(features.data(), rows, 3), target, names, options,
                       {weights, offset, {}});
    }
};

double gap(double a, double b) {
    if (std::isnan(a) && std::isnan(b)) return 0;
    return a == b ? 0 : std::fabs(a - b) / std::max(std::fabs(a), std::fabs(b));
}

void check_same(const LinearModel& a, const LinearModel& b, double tolerance) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &x = a.coefficients[j], &y = b.coefficients[j];
        CHECK(x.dropped == y.dropped);
        CHECK(gap(x.estimate, y.estimate) < tolerance);
        CHECK(gap(x.standard_error, y.standard_error) < tolerance);
        CHECK(gap(x.p_value, y.p_value) < 1e3 * tolerance);
    }
    const FitSummary &s = a.summary, &t = b.summary;
    CHECK(s.converged);
    CHECK(t.converged);
    CHECK(s.kind == t.kind);
    CHECK(s.rows == t.rows);
    CHECK(s.flags == t.flags);
    for (const auto member :
         {&FitSummary::log_likelihood, &FitSummary::null_log_likelihood, &FitSummary::aic,
          &FitSummary::bic, &FitSummary::deviance, &FitSummary::null_deviance, &FitSummary::pearson,
          &FitSummary::dispersion, &FitSummary::dispersion_ml, &FitSummary::shape, &FitSummary::r2})
        CHECK(gap(s.*member, t.*member) < tolerance);
}

GlmOptions options_of(ModelKind kind, double shape = std::numeric_limits<double>::quiet_NaN()) {
    GlmOptions options;
    options.family = kind;
    options.shape = shape;
    return options;
}

}  // namespace

TEST_CASE("a model of counts or amounts over blocks of rows is that of all rows at once") {
    const std::vector<GlmOptions> list{
        options_of(ModelKind::poisson), options_of(ModelKind::negative_binomial, 0.3),
        options_of(ModelKind::gamma), options_of(ModelKind::tweedie, 1.4)};
    for (const GlmOptions& given : list)
        for (const double l2 : {0.0, 3.0}) {
            CAPTURE(static_cast<int>(given.family));
            CAPTURE(l2);
            GlmOptions options = given;
            options.l2 = l2;
            Log log(options.family, 700, 5);
            // With weights a penalty counts by the weighted spreads, which rows at once do not.
            if (l2 > 0) std::fill(log.weights.begin(), log.weights.end(), 1.0);
            const LinearModel whole = log.whole(options);
            if (l2 == 0) REQUIRE(whole.coefficients[3].dropped);
            for (const std::int64_t step : {1000, 77})
                check_same(fit_glm({}, log.source(step), names, options), whole, 2e-9);
        }
}

TEST_CASE("quasi-Poisson errors and other links over blocks of rows") {
    Log log(ModelKind::gamma, 400, 6);
    log.offset.assign(log.offset.size(), 0);
    GlmOptions options = options_of(ModelKind::poisson);
    options.quasi = true;
    check_same(fit_glm({}, log.source(90), names, options), log.whole(options), 2e-9);
    options = options_of(ModelKind::gamma);
    options.link = Link::inverse;
    for (std::size_t i = 0; i < log.target.size(); ++i)
        log.target[i] =
            1 / (0.2 + 0.001 * log.features[3 * i]) + 0.1 * (static_cast<double>(i % 7));
    check_same(fit_glm({}, log.source(90), names, options), log.whole(options), 2e-8);
}

TEST_CASE("partials of counts travel as bytes and merge in any order with the same bits") {
    const Log log(ModelKind::poisson, 600, 7);
    const GlmOptions options = options_of(ModelKind::poisson);
    LinearPartial first(names);
    const RowBlock all = log.block(0, log.rows);
    first.add({}, all.features, all.target, all.weights);
    const auto fit = [&](bool backwards) {
        return fit_glm(
            {}, first,
            [&](LogisticPartial& partial) {
                const std::string plan = partial.to_bytes();
                std::vector<std::string> parts;
                for (std::int64_t at = 0; at < log.rows; at += 100) {
                    LogisticPartial part = LogisticPartial::from_bytes(plan);
                    const RowBlock block = log.block(at, at + 100);
                    part.add({}, block.features, block.target, block.weights, block.offset);
                    parts.push_back(part.to_bytes());
                }
                if (backwards) std::reverse(parts.begin(), parts.end());
                for (const std::string& bytes : parts)
                    partial.merge(LogisticPartial::from_bytes(bytes));
            },
            options);
    };
    const LinearModel one = fit(false), other = fit(true);
    for (std::size_t j = 0; j < one.coefficients.size(); ++j) {
        CHECK(one.coefficients[j].estimate == other.coefficients[j].estimate);
        CHECK((one.coefficients[j].standard_error == other.coefficients[j].standard_error ||
               one.coefficients[j].dropped));
    }
    CHECK(one.summary.log_likelihood == other.summary.log_likelihood);
    CHECK(one.summary.deviance == other.summary.deviance);
}

TEST_CASE("what cannot be fitted in slices is refused with its reason") {
    const Log log(ModelKind::poisson, 50, 8);
    const auto status = [&](const GlmOptions& options, const Log& rows) {
        try {
            fit_glm({}, rows.source(20), names, options);
        } catch (const Error& error) {
            return error;
        }
        return Error(Status::ok, "");
    };
    CHECK(status(options_of(ModelKind::negative_binomial), log).where().argument == "shape");
    CHECK(status(options_of(ModelKind::tweedie), log).where().argument == "shape");
    GlmOptions identity = options_of(ModelKind::poisson);
    identity.link = Link::identity;
    identity.intercept = false;
    CHECK(status(identity, log).where().argument == "intercept");
    Log negative = log;
    negative.target[33] = -1;
    const Error fault = status(options_of(ModelKind::poisson), negative);
    CHECK(fault.status() == Status::data);
    CHECK(fault.where().row == 33);
    Log none = log;
    std::fill(none.target.begin(), none.target.end(), 0.0);
    CHECK(status(options_of(ModelKind::poisson), none).status() == Status::data);
}
