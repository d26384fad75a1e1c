// Robust errors of logistic and generalised linear models. Numbers: hc0 and cluster are those of
// statsmodels 0.15, GLM(y, X, family, freq_weights, offset or exposure).fit(tol=1e-15, maxiter=200,
// cov_type="HC0") or (cov_type="cluster", cov_kwds={"groups": i // 5}), whose small-sample factor
// takes the number of rows for n: with weights it is mended here to their sum, 120. hc1 to hc3 come
// from its score_factor r and hessian_factor (observed: c; expected: e) by numpy, with f the
// freq_weights, A = inv(X'diag(c)X), h = e / f * rowsum(X @ inv(X'diag(e)X) * X): sqrt(diag(A @
// (X'diag(r r / f * m)X) @ A)), m = n/(n-k), 1/(1-h), 1/(1-h)^2.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

#include "models/formula_data.hpp"
#include "tenon/error.hpp"
#include "tenon/glm.hpp"
#include "tenon/logistic.hpp"
#include "tenon/logistic_inference.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::FormulaData;

namespace {

constexpr std::initializer_list<ErrorKind> robust_kinds{
    ErrorKind::hc0, ErrorKind::hc1, ErrorKind::hc2, ErrorKind::hc3, ErrorKind::cluster};

std::vector<std::int64_t> by_five(std::size_t rows) {
    std::vector<std::int64_t> clusters;
    for (std::size_t i = 0; i < rows; ++i)
        clusters.push_back(100 - static_cast<std::int64_t>(i / 5));
    return clusters;
}

// One list a kind, in the order of robust_kinds.
using Errors = std::initializer_list<std::initializer_list<double>>;

void check_errors(const std::function<LinearModel(ErrorKind)>& fit, Errors truth) {
    REQUIRE(truth.size() == robust_kinds.size());
    const LinearModel plain = fit(ErrorKind::classical);
    for (std::size_t k = 0; k < truth.size(); ++k) {
        const ErrorKind kind = robust_kinds.begin()[k];
        CAPTURE(error_kind_name(kind));
        const LinearModel model = fit(kind);
        CHECK(model.summary.errors == kind);
        for (std::size_t j = 0; j < 3; ++j) {
            const Coefficient& c = model.coefficients[j];
            CHECK(c.estimate == plain.coefficients[j].estimate);
            CHECK(c.standard_error == doctest::Approx(truth.begin()[k].begin()[j]).epsilon(1e-9));
            CHECK(c.statistic == doctest::Approx(c.estimate / c.standard_error).epsilon(1e-14));
        }
    }
}

LinearModel fit_classes(const FormulaData& data, ErrorKind kind, RowExtras extras = {},
                        LogisticOptions options = {}) {
    const auto clusters = by_five(data.target.size());
    extras.clusters = clusters;
    options.errors = kind;
    return fit_logistic({}, data.features(), data.target, data.names, options, extras);
}

LinearModel fit_amounts(const FormulaData& data, GlmOptions options, ErrorKind kind,
                        RowExtras extras = {}) {
    const auto clusters = by_five(data.target.size());
    extras.clusters = clusters;
    options.errors = kind;
    return fit_glm({}, data.features(), data.target, data.names, options, extras);
}

Error fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("the call was accepted");
    return {Status::ok, ""};
}

bool warns(const LinearModel& model, const std::string& words) {
    return std::any_of(model.warnings.begin(), model.warnings.end(),
                       [&](const std::string& w) { return w.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("robust errors of logistic regression agree with statsmodels") {
    const FormulaData data = test::make_classes();
    check_errors([&](ErrorKind kind) { return fit_classes(data, kind); },
                 {{0.598243533927783, 0.0919373364928207, 0.356506967039226},
                  {0.613784915084827, 0.0943257169900026, 0.365768430549782},
                  {0.615419270895423, 0.0948511564390666, 0.366841835948531},
                  {0.63314106240438, 0.0978635065465285, 0.377500226312674},
                  {0.502089939608041, 0.0699340551822761, 0.484179938410963}});
    std::vector<double> offset = data.exposure;
    for (double& o : offset) o /= 4;
    check_errors(
        [&](ErrorKind kind) {
            return fit_classes(data, kind, {.weights = data.weights, .offset = offset});
        },
        {{0.416525827731233, 0.0691897328924698, 0.260392751431814},
         {0.42183210315053, 0.0700711662982079, 0.26370999027823},
         {0.422533893833826, 0.0702638535059719, 0.264146786561774},
         {0.428638400245281, 0.0713559232526484, 0.26795945327686},
         {0.514621569214145, 0.0638899463031732, 0.483563378849421}});
}

TEST_CASE("robust errors of counts agree with statsmodels") {
    const FormulaData data = test::make_counts();
    check_errors([&](ErrorKind kind) { return fit_amounts(data, {}, kind); },
                 {{0.217672670357404, 0.0281355095814004, 0.111265958278544},
                  {0.223327447627264, 0.0288664237554013, 0.114156464517797},
                  {0.224405900599304, 0.0293332934439882, 0.115764972321237},
                  {0.231522494621097, 0.0306090302438876, 0.120547988523873},
                  {0.184966612715752, 0.0253603920796065, 0.128852846365816}});
    check_errors(
        [&](ErrorKind kind) {
            return fit_amounts(data, {}, kind,
                               {.weights = data.weights, .exposure = data.exposure});
        },
        {{0.154266275551934, 0.0192640220558806, 0.0818880591916625},
         {0.156231530264819, 0.0195094335043583, 0.0829312612374741},
         {0.156470505330589, 0.0196304581919144, 0.0832722819306767},
         {0.158746674350108, 0.0200096947883441, 0.0847049138899597},
         {0.147352633142744, 0.0248891617092485, 0.150504065423169}});
    check_errors(
        [&](ErrorKind kind) {
            return fit_amounts(data, {.family = ModelKind::negative_binomial, .shape = 0.4}, kind);
        },
        {{0.219292599118447, 0.0284656862344804, 0.10834465995079},
         {0.224989459468014, 0.0292051778538252, 0.111159275673538},
         {0.225423324150581, 0.0294234677450383, 0.111509121612913},
         {0.23177035693312, 0.0304202711793423, 0.114793315429283},
         {0.173917771758043, 0.0227592287291903, 0.127777154030701}});
    check_errors(
        [&](ErrorKind kind) {
            return fit_amounts(data, {.family = ModelKind::tweedie, .shape = 1.5}, kind);
        },
        {{0.220959715539833, 0.0285651373130133, 0.107642652951072},
         {0.226699884826763, 0.0293072125074917, 0.110439031688815},
         {0.227246065184594, 0.0295730666362996, 0.110964984390067},
         {0.233773670165848, 0.0306264147042346, 0.114430148181272},
         {0.173106834911424, 0.0232675199810521, 0.126924820701373}});
}

TEST_CASE("robust errors of amounts agree with statsmodels, in every unit of the amounts") {
    FormulaData data = test::make_formula_data(60, test::waiting_time);
    for (const double unit : {1.0, 1e12}) {
        for (double& y : data.target) y *= unit;
        check_errors(
            [&](ErrorKind kind) { return fit_amounts(data, {.family = ModelKind::gamma}, kind); },
            {{0.145236484672681, 0.0167182765061855, 0.0585509977056378},
             {0.149009489207118, 0.0171525897795202, 0.060072056138972},
             {0.149680067622773, 0.0172618422690928, 0.0602591481652926},
             {0.154286964671191, 0.01782590354893, 0.0620267931544448},
             {0.120699333833842, 0.014930982255929, 0.0684850637824619}});
    }
    data = test::make_formula_data(60, test::waiting_time);
    check_errors(
        [&](ErrorKind kind) {
            return fit_amounts(data, {.family = ModelKind::gamma, .link = Link::inverse}, kind);
        },
        {{0.0118875047999098, 0.00129029884948687, 0.0042315313850763},
         {0.0121963225850158, 0.0013238186872939, 0.0043414595972572},
         {0.0121676106109343, 0.00132671309722757, 0.00434803560219253},
         {0.0124570002684214, 0.00136460951101201, 0.00446922377775625},
         {0.00946488569293235, 0.00103851628335631, 0.00472107450603354}});
}

TEST_CASE("tests and intervals by cluster are Student's with a degree less than clusters") {
    const LinearModel model = fit_classes(test::make_classes(), ErrorKind::cluster);
    CHECK(model.summary.clusters == 12);
    CHECK(model.summary.error_degrees == 11);
    // Logit(y, X).fit(cov_type="cluster", cov_kwds={"groups": i // 5}, use_t=True).pvalues
    const double p[] = {0.037097675884074394, 0.0029987774158251627, 0.9729796600811197};
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(model.coefficients[j].p_value == doctest::Approx(p[j]).epsilon(1e-6));
    CHECK(fit_classes(test::make_classes(), ErrorKind::hc0).summary.error_degrees == 0);
}

TEST_CASE("a weight of two is two rows for robust errors, and a weight of zero is none") {
    const FormulaData data = test::make_counts();
    FormulaData twice;
    std::vector<double> weights;
    std::vector<std::int64_t> clusters, twice_clusters;
    for (std::size_t i = 0; i < data.target.size(); ++i) {
        weights.push_back(static_cast<double>(i % 3));
        clusters.push_back(static_cast<std::int64_t>(i % 7));
        for (std::size_t k = 0; k < i % 3; ++k) {
            twice.values.insert(twice.values.end(), {data.values[2 * i], data.values[2 * i + 1]});
            twice.target.push_back(data.target[i]);
            twice_clusters.push_back(clusters.back());
        }
    }
    for (const ErrorKind kind : robust_kinds) {
        CAPTURE(error_kind_name(kind));
        const LinearModel a = fit_glm({}, data.features(), data.target, data.names,
                                      {.errors = kind}, {.weights = weights, .clusters = clusters});
        const LinearModel b = fit_glm({}, twice.features(), twice.target, twice.names,
                                      {.errors = kind}, {.clusters = twice_clusters});
        for (std::size_t j = 0; j < 3; ++j)
            CHECK(a.coefficients[j].standard_error ==
                  doctest::Approx(b.coefficients[j].standard_error).epsilon(1e-11));
    }
}

// Weights of the classes change what every row's score counts, not how often the row was seen:
// one cluster a row says the same without that knowledge.
TEST_CASE("weights of classes multiply scores") {
    const FormulaData data = test::make_classes();
    const LogisticOptions weighed{
        .class_weights = ClassWeights::given, .negative_weight = 0.5, .positive_weight = 3};
    std::vector<double> weights;
    std::vector<std::int64_t> each;
    for (const double y : data.target) {
        weights.push_back(y == 1 ? 3 : 0.5);
        each.push_back(static_cast<std::int64_t>(each.size()));
    }
    const LinearModel model = fit_classes(data, ErrorKind::hc0, {}, weighed);
    const LinearModel alone =
        fit_logistic({}, data.features(), data.target, data.names, {.errors = ErrorKind::cluster},
                     {.weights = weights, .clusters = each});
    double total = 0;
    for (const double w : weights) total += w;
    const double correction = std::sqrt(60.0 / 59 * (total - 1) / (total - 3));
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(model.coefficients[j].standard_error * correction ==
              doctest::Approx(alone.coefficients[j].standard_error).epsilon(1e-11));
    CHECK(warns(model, "class weights change what is estimated"));
    CHECK(!warns(model, "take the weights for numbers of rows"));
}

TEST_CASE("robust errors do not depend on threads, nor on units and names of clusters") {
    Random random(3);
    std::vector<double> x, large, y, counts;
    std::vector<std::int64_t> clusters, others;
    for (std::int64_t i = 0; i < 30000; ++i) {
        const double a = random.normal(), b = 50 + random.normal();
        x.insert(x.end(), {a, b});
        large.insert(large.end(), {a * 1024, b / 4096});
        y.push_back(random.uniform() < 1 / (1 + std::exp(1 - a)) ? 1 : 0);
        counts.push_back(std::floor(3 * random.uniform() * (2 + std::fabs(a))));
        clusters.push_back(i % 17);
        others.push_back(i % 17 * 1000 - 5);
    }
    const std::vector<std::string> names{"a", "b"};
    const auto features = MatrixView::row_major(x.data(), 30000, 2);
    const auto rescaled = MatrixView::row_major(large.data(), 30000, 2);
    Context four;
    four.threads = 4;
    for (const ErrorKind kind : robust_kinds) {
        CAPTURE(error_kind_name(kind));
        const auto classes = [&](const Context& context, const MatrixView& values,
                                 const std::vector<std::int64_t>& groups) {
            return fit_logistic(context, values, y, names, {.errors = kind}, {.clusters = groups});
        };
        const LinearModel one = classes({}, features, clusters);
        const LinearModel threads = classes(four, features, clusters);
        const LinearModel renamed = classes({}, features, others);
        const LinearModel units = classes({}, rescaled, clusters);
        const double factor[] = {1, 1024, 1.0 / 4096};
        for (std::size_t j = 0; j < 3; ++j) {
            const double error = one.coefficients[j].standard_error;
            CHECK(threads.coefficients[j].standard_error == error);
            CHECK(renamed.coefficients[j].standard_error == error);
            CHECK(units.coefficients[j].standard_error * factor[j] ==
                  doctest::Approx(error).epsilon(1e-12));
        }
        const auto amounts = [&](const Context& context) {
            return fit_glm(context, features, counts, names, {.errors = kind},
                           {.clusters = clusters});
        };
        const LinearModel few = amounts({}), many = amounts(four);
        for (std::size_t j = 0; j < 3; ++j)
            CHECK(few.coefficients[j].standard_error == many.coefficients[j].standard_error);
    }
}

namespace {

// The rows of a FormulaData in blocks of `step`.
struct Blocks {
    const FormulaData& data;
    std::vector<std::int64_t> clusters;
    std::vector<double> offset;
    std::size_t step;
    bool weighted = false, with_offset = true;
    std::size_t at = 0;

    Blocks(const FormulaData& given, std::size_t rows, bool with_weights)
        : data(given), clusters(by_five(given.target.size())), step(rows), weighted(with_weights) {
        for (const double e : data.exposure) offset.push_back(std::log(e) / 4);
    }
    RowSource source() {
        return {[this](RowBlock& block) { return next(block); },
                [this] {
                    at = 0;
                    return true;
                }};
    }
    bool next(RowBlock& block) {
        if (at >= data.target.size()) return false;
        const std::size_t count = std::min(step, data.target.size() - at);
        block = {
            MatrixView::row_major(data.values.data() + 2 * at, static_cast<std::int64_t>(count), 2),
            {data.target.data() + at, count}};
        if (weighted) {
            block.weights = {data.weights.data() + at, count};
            if (with_offset) block.offset = {offset.data() + at, count};
        }
        block.clusters = {clusters.data() + at, count};
        at += count;
        return true;
    }
};

void check_same(const LinearModel& a, const LinearModel& b) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    CHECK(a.summary.errors == b.summary.errors);
    CHECK(a.summary.clusters == b.summary.clusters);
    CHECK(a.summary.error_degrees == b.summary.error_degrees);
    CHECK(a.warnings == b.warnings);
    for (std::size_t j = 0; j < a.coefficients.size(); ++j)
        CHECK(a.coefficients[j].standard_error ==
              doctest::Approx(b.coefficients[j].standard_error).epsilon(1e-8));
}

}  // namespace

TEST_CASE("robust errors over a source of blocks are those of the rows in memory") {
    const FormulaData classes = test::make_classes(), counts = test::make_counts();
    for (const ErrorKind kind : robust_kinds)
        for (const bool weighted : {false, true}) {
            CAPTURE(error_kind_name(kind));
            CAPTURE(weighted);
            const auto extras = [&](Blocks& blocks) {
                RowExtras given{.clusters = blocks.clusters};
                if (weighted) given.weights = blocks.data.weights;
                if (weighted && blocks.with_offset) given.offset = blocks.offset;
                return given;
            };
            Blocks a(classes, 7, weighted);
            a.with_offset = false;  // of logistic models over a source there is none
            for (const ClassWeights balance : {ClassWeights::none, ClassWeights::balanced})
                for (const double l2 : {0.0, 2.0}) {
                    const LogisticOptions options{
                        .l2 = l2, .class_weights = balance, .errors = kind};
                    check_same(fit_logistic({}, a.source(), classes.names, options),
                               fit_logistic({}, classes.features(), classes.target, classes.names,
                                            options, extras(a)));
                    a.at = 0;
                }
            Blocks b(counts, 13, weighted);
            for (const ModelKind family : {ModelKind::poisson, ModelKind::negative_binomial}) {
                GlmOptions options{.family = family, .errors = kind};
                if (family != ModelKind::poisson) options.shape = 0.4;
                check_same(fit_glm({}, b.source(), counts.names, options),
                           fit_glm({}, counts.features(), counts.target, counts.names, options,
                                   extras(b)));
                b.at = 0;
            }
        }
}

TEST_CASE("a row that alone decides a coefficient has no hc2 and hc3, and is told by its number") {
    FormulaData data = test::make_counts();
    for (std::size_t i = 0; i < data.target.size(); ++i) data.values[2 * i + 1] = i == 41 ? 1 : 0;
    data.target[41] = 3;
    std::vector<double> weights(data.target.size(), 1.0);
    weights[7] = 0;  // row 41 keeps its number where an earlier one is left out
    for (const ErrorKind kind : {ErrorKind::hc2, ErrorKind::hc3}) {
        const LinearModel model = fit_amounts(data, {}, kind, {.weights = weights});
        CHECK(std::isnan(model.coefficients[1].standard_error));
        CHECK(warns(model, "row 41 has leverage 1"));
    }
    CHECK(std::isfinite(fit_amounts(data, {}, ErrorKind::hc1).coefficients[1].standard_error));
}

TEST_CASE("marginal effects and Wald's test take the robust errors") {
    const FormulaData data = test::make_classes();
    const auto infer = [&](ErrorKind kind) {
        return infer_logistic({}, data.features(), data.target, data.names, {.errors = kind});
    };
    const LogisticInference plain = infer(ErrorKind::classical), robust = infer(ErrorKind::hc1);
    const FormulaData one = [&] {
        FormulaData single;
        for (std::size_t i = 0; i < data.target.size(); ++i)
            single.values.push_back(data.values[2 * i]);
        single.target = data.target;
        single.names = {"x1"};
        return single;
    }();
    CHECK(robust.effects[1].marginal == plain.effects[1].marginal);
    CHECK(robust.effects[1].marginal_error != plain.effects[1].marginal_error);
    CHECK(robust.effects[1].odds_low == std::exp(robust.model.coefficients[1].low));
    // Of one slope, Wald's statistic is the square of its z.
    const LogisticInference single =
        infer_logistic({}, MatrixView::row_major(one.values.data(), 60, 1), one.target, one.names,
                       {.errors = ErrorKind::hc1});
    const double z = single.model.coefficients[1].statistic;
    CHECK(single.wald.statistic == doctest::Approx(z * z).epsilon(1e-11));
}

TEST_CASE("with fewer clusters than coefficients errors stand, and Wald's test does not") {
    const FormulaData data = test::make_classes();
    std::vector<std::int64_t> two;
    for (std::size_t i = 0; i < data.target.size(); ++i)
        two.push_back(static_cast<std::int64_t>(i % 2));
    const LogisticInference out = infer_logistic({}, data.features(), data.target, data.names,
                                                 {.errors = ErrorKind::cluster}, {.clusters = two});
    CHECK(out.model.coefficients[1].standard_error > 0);
    CHECK(out.model.summary.error_degrees == 1);
    CHECK(std::isnan(out.wald.statistic));
}

TEST_CASE("counts that scatter more than Poisson's have no warning of errors that are mended") {
    const LinearModel model = fit_amounts(test::make_counts(), {}, ErrorKind::hc1);
    CHECK((model.summary.flags & fit_dispersed) != 0);
    CHECK(warns(model, "the hc1 errors allow for it"));
    CHECK(!warns(model, "too small by a factor"));
}

TEST_CASE("robust errors that have no meaning are refused, with what to leave out") {
    const FormulaData data = test::make_classes();
    const auto refused = [&](const LogisticOptions& options, const RowExtras& extras = {}) {
        return fault_of(
            [&] { fit_logistic({}, data.features(), data.target, data.names, options, extras); });
    };
    CHECK(refused({.firth = true, .errors = ErrorKind::hc1}).where().argument == "errors");
    CHECK(refused({.profile_intervals = true, .errors = ErrorKind::hc1}).where().argument ==
          "errors");
    CHECK(refused({.inference = false, .errors = ErrorKind::hc1}).where().argument == "errors");
    CHECK(refused({.errors = static_cast<ErrorKind>(9)}).where().argument == "errors");
    CHECK(refused({.errors = ErrorKind::cluster}).where().argument == "clusters");
    const std::vector<std::int64_t> short_one{1, 2}, same(60, 4);
    CHECK(refused({}, {.clusters = short_one}).where().argument == "clusters");
    CHECK(refused({.errors = ErrorKind::cluster}, {.clusters = same}).status() == Status::data);
    CHECK(fault_of([&] {
              fit_glm({}, data.features(), data.target, data.names,
                      {.quasi = true, .errors = ErrorKind::hc0});
          })
              .where()
              .argument == "errors");

    LinearPartial first(data.names);
    first.add({}, data.features(), data.target);
    const LogisticPass pass = [&](LogisticPartial& partial) {
        partial.add({}, data.features(), data.target);
    };
    CHECK(fault_of([&] { fit_logistic({}, first, pass, {.errors = ErrorKind::hc0}); })
              .where()
              .argument == "errors");
    CHECK(
        fault_of([&] { fit_glm({}, first, pass, {.errors = ErrorKind::hc0}); }).where().argument ==
        "errors");
    Blocks blocks(data, 7, false);
    RowSource source = blocks.source();
    source.next = [&](RowBlock& block) {
        const bool more = blocks.next(block);
        block.clusters = {};
        return more;
    };
    CHECK(fault_of([&] { fit_logistic({}, source, data.names, {.errors = ErrorKind::cluster}); })
              .where()
              .argument == "clusters");
}
