// What the report says of fitted pipelines must be true of how they were fitted.
#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "report/charts.hpp"
#include "report/model_view.hpp"
#include "tenon/error.hpp"
#include "tenon/report.hpp"

using namespace tenon;
using namespace tenon::report;

namespace {

constexpr int rows = 60;

// y rises by 3 for each unit of a, whose standard deviation is above 17.
Table shop() {
    std::vector<double> a, b, y, w;
    std::vector<std::string> c, q;
    for (int i = 0; i < rows; ++i) {
        a.push_back(i);
        b.push_back((i * 7) % 11);
        y.push_back(5 + 3.0 * i + (i * 13) % 5);
        w.push_back(i < 10 ? 0 : 1 + i % 3);
        c.push_back(i % 2 ? "night" : "day");
        q.push_back((i * 31) % 60 < 20 + i / 2 ? "bad" : "good");
    }
    return Table({"a", "b", "y", "w", "c", "q"},
                 {Column::from_float64(a), Column::from_float64(b), Column::from_float64(y),
                  Column::from_float64(w), Column::from_text(c), Column::from_text(q)});
}

PipelineOptions linear_options() {
    PipelineOptions options;
    options.numeric = {"a", "b"};
    options.target = "y";
    options.kind = ModelKind::linear;
    return options;
}

std::string page_of(const PipelineOptions& options, Language language = Language::english) {
    Report report({.title = {}, .subtitle = {}, .language = language});
    report.add_model(Pipeline::fit(Context(), shop(), options));
    return report.html();
}

bool says(const std::string& page, const std::string& words) {
    return page.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "the effect of a scaled feature is told for its standard deviation and for its own unit") {
    PipelineOptions options = linear_options();
    options.scale = true;
    const std::string page = page_of(options);
    CHECK(!says(page, "One more unit of a "));
    CHECK(!says(page, "in the units of the features"));
    CHECK(says(page, "17.5 more of a (one standard deviation) changes y by +52.4"));
    CHECK(says(page, "+52.4 per 17.5"));
    CHECK(says(page, "Coefficients of the scaled features"));
    CHECK(says(page, "<td class=\"n\">17.46</td><td class=\"n\">3.003</td>"));
    options.scaling = Scaling::min_max;
    CHECK(says(page_of(options), "59 more of a (one range) changes y"));
    options.scale = false;
    const std::string plain = page_of(options);
    CHECK(says(plain, "One more unit of a changes y by +3, all other features unchanged."));
    CHECK(says(plain, "Coefficients in the units of the features"));
}

TEST_CASE("the unit of each coefficient is that of the feature behind it") {
    PipelineOptions options = linear_options();
    options.scale = true;
    options.categorical = {"c"};
    options.linear.polynomial = 2;
    const Pipeline pipeline = Pipeline::fit(Context(), shop(), options);
    REQUIRE(pipeline.model().coefficients.size() == 6);  // intercept, a, a^2, b, b^2, c=night
    CHECK(pipeline.unit_of(0).unit == 1);
    CHECK(pipeline.unit_of(1).centre == doctest::Approx(29.5));
    CHECK(pipeline.unit_of(2).unit == pipeline.unit_of(1).unit);
    CHECK(pipeline.unit_of(1).unit == doctest::Approx(17.46425));
    CHECK(pipeline.unit_of(3).unit != pipeline.unit_of(1).unit);
    CHECK(pipeline.unit_of(4).unit == pipeline.unit_of(3).unit);
    CHECK(pipeline.unit_of(5).unit == 1);
    CHECK(pipeline.unit_of(5).centre == 0);
}

TEST_CASE("no single term of a polynomial is read as an effect") {
    PipelineOptions options = linear_options();
    options.linear.polynomial = 3;
    const std::string page = page_of(options);
    CHECK(!says(page, "One more unit of"));
    CHECK(!says(page, "per unit"));
    CHECK(!says(page, "most clearly"));
    CHECK(says(page, "acts through all its terms together"));
}

TEST_CASE("the category of a record is compared with the reference") {
    PipelineOptions options = linear_options();
    options.numeric.clear();
    options.categorical = {"c"};
    options.target = "a";
    CHECK(says(page_of(options), "c=night instead of c=day changes a by"));
}

TEST_CASE("the method of a fit is named as it was") {
    const auto told = [](const PipelineOptions& options) { return page_of(options); };
    PipelineOptions options = linear_options();
    CHECK(says(told(options), "A linear regression for y, fitted by least squares to 60 rows."));
    options.linear.l2 = 2.5;
    CHECK(says(told(options), "fitted by least squares with a ridge penalty of 2.5 to"));
    options.linear.l2 = 0;
    options.penalty = 0.25;
    CHECK(says(told(options), "least squares with a lasso penalty of 0.25 to"));
    options.l1_ratio = 0.5;
    CHECK(says(told(options), "elastic-net penalty of 0.25 (share of the lasso 0.5) to"));
    options.penalty = 0;
    options.estimator = Estimator::nonnegative;
    CHECK(says(told(options), "least squares with coefficients of at least 0"));
    options.estimator = Estimator::huber;
    CHECK(says(told(options), "fitted by Huber&#39;s robust regression to"));
    options.estimator = Estimator::quantile;
    options.quantile = 0.9;
    const std::string quantile = told(options);
    CHECK(says(quantile, "fitted by regression of the 0.9 quantile to"));
    CHECK(says(quantile, "changes the 0.9 quantile of y by"));
    CHECK(!says(quantile, "share of the variation explained"));
    CHECK(!says(quantile, "least squares"));

    options = linear_options();
    options.target = "q";
    options.positive_label = "bad";
    options.kind = ModelKind::logistic;
    CHECK(says(told(options),
               "A logistic regression for the probability of q = bad, fitted by "
               "maximum likelihood to 60 rows."));
    options.logistic.firth = true;
    CHECK(says(told(options), "by maximum likelihood with Firth&#39;s correction to"));
    options.logistic.firth = false;
    options.kind = ModelKind::probability;
    CHECK(says(told(options), "A linear model for the probability of q = bad, fitted by least"));
    options = linear_options();
    options.kind = ModelKind::poisson;
    options.target = "b";
    options.numeric = {"a"};
    const std::string counts = told(options);
    CHECK(says(counts, "A Poisson regression for b, fitted by maximum likelihood to"));
    CHECK(says(counts, "One more unit of a multiplies the mean of b by"));
    CHECK(!says(counts, "share of the variation"));
}

TEST_CASE(
    "of counts and amounts deviance and scatter are told, of a quasi-likelihood no criterion") {
    PipelineOptions options = linear_options();
    options.kind = ModelKind::poisson;
    options.target = "b";
    options.numeric = {"a"};
    const auto lines = [&](const std::string& page, const std::string& words) {
        return says(page, "<th scope=\"row\">" + words);
    };
    const std::string counts = page_of(options);
    CHECK(lines(counts, "Deviance"));
    CHECK(lines(counts, "Deviance of the mean alone"));
    CHECK(lines(counts, "Dispersion"));
    CHECK(lines(counts, "AIC"));
    CHECK(says(counts, ">z</th>"));
    CHECK(!says(counts, "per unit of"));
    options.exposure = "y";
    CHECK(says(page_of(options), "The model tells the mean per unit of y;"));
    CHECK(says(page_of(options, Language::chinese), "模型给出每单位 y 的均值"));
    options.glm.quasi = true;
    const std::string quasi = page_of(options);
    CHECK(!lines(quasi, "AIC"));
    CHECK(says(quasi, ">t</th>"));
    options.glm.quasi = false;
    options.kind = ModelKind::negative_binomial;
    options.glm.shape = 0.5;
    CHECK(lines(page_of(options), "Shape"));
    options.kind = ModelKind::gamma;
    options.target = "y";
    options.exposure.clear();
    options.glm.shape = std::numeric_limits<double>::quiet_NaN();
    const std::string amounts = page_of(options);
    CHECK(lines(amounts, "Deviance"));
    CHECK(!lines(amounts, "Dispersion"));
    CHECK(says(amounts, ">t</th>"));
    options.kind = ModelKind::tweedie;
    options.glm.shape = 1.5;
    CHECK(lines(page_of(options), "Power of the mean"));
}

TEST_CASE("weights and a missing intercept are told") {
    PipelineOptions options = linear_options();
    CHECK(!says(page_of(options), "weighted"));
    options.weights = "w";
    CHECK(says(page_of(options), "Records are weighted by w; those of weight 0 count nowhere."));
    options.weights.clear();
    options.linear.intercept = false;
    const std::string page = page_of(options);
    CHECK(says(page, "R² about zero"));
    CHECK(!says(page, "share of the variation explained"));
    CHECK(says(page_of(options, Language::chinese), "关于零的 R²"));
}

TEST_CASE("a bare model is not said to be more than is known of it") {
    Report report;
    LinearModel model;
    model.summary.rows = 5;
    model.coefficients = {{.name = "(intercept)"}, {.name = "x", .estimate = 2}};
    report.add_model(model, "y");
    CHECK(!says(report.html(), "least squares"));
    CHECK(says(report.html(), "A linear regression for y, fitted to 5 rows."));
}

TEST_CASE("weighted predictions are judged by weight, and rows of weight 0 are counted") {
    const std::vector<double> truth = {0, 1, 2, 3, 90}, predicted = {0, 1, 2, 4, 0};
    const std::vector<double> weights = {1, 1, 1, 3, 0};
    Report report;
    report.add_regression(truth, predicted, "y", weights);
    const std::string page = report.html();
    CHECK(says(page, "Records of weight 0, which count nowhere: 1."));
    CHECK(says(page, "<td class=\"n\">0.7071</td>"));  // sqrt(3 / 6)
    CHECK_THROWS_AS(report.add_regression(truth, predicted, "y", std::vector<double>{1}), Error);

    Report classes;
    const std::vector<double> bad = {0, 0, 1, 1, 1}, risk = {0.1, 0.6, 0.4, 0.9, 0.2};
    classes.add_classification(bad, risk, 0.5, "bad", nullptr, weights);
    const std::string told = classes.html();
    CHECK(says(told, "Of 100 true bad records, the model finds 75."));
    CHECK(says(told, "by weight"));
}

TEST_CASE("the prediction of a quantile is judged by the share below it") {
    std::vector<double> truth, predicted;
    for (int i = 0; i < 20; ++i) {
        truth.push_back(i);
        predicted.push_back(16.5);
    }
    Report report;
    report.add_regression(truth, predicted, "y", {}, 0.9);
    const std::string page = report.html();
    CHECK(says(page, "85.0% of the actual y lie at or below the prediction, which aims at 90.0%"));
    CHECK(!says(page, "explains"));
    CHECK(!says(page, "R²"));
}

TEST_CASE("models of several classes tell the coefficients of each, in both languages") {
    PipelineOptions options = linear_options();
    options.target = "g";
    options.kind = ModelKind::multinomial;
    std::vector<std::string> g;
    for (int i = 0; i < rows; ++i) {
        const int c = (i * 31) % 60 + i / 2;
        g.push_back(c < 30 ? "fine" : c < 60 ? "good" : "poor");
    }
    const Table whole = shop().with_column("g", Column::from_text(g));
    const auto page = [&](Language language) {
        const Pipeline pipeline = Pipeline::fit(Context(), whole, options);
        Report report({.title = {}, .subtitle = {}, .language = language});
        report.add_model(pipeline);
        report.add_classes(pipeline.evaluate_classes(Context(), whole), pipeline.classes(),
                           pipeline.target());
        return report.html();
    };
    const std::string several = page(Language::english);
    CHECK(says(several,
               "A multinomial logistic regression for the classes of g, fitted by maximum "
               "likelihood to 60 rows"));
    CHECK(says(several, "Every class is compared with fine"));
    CHECK(says(several, "good against fine"));
    CHECK(says(several, "poor against fine"));
    CHECK(says(several, "of 60 records are put in their class"));
    CHECK(says(several, "Mean over classes"));
    CHECK(says(page(Language::chinese), "good 相对于 fine"));
    CHECK(!says(several, "Estimate per unit as given"));
    options.scale = true;
    CHECK(says(page(Language::english), "Estimate per unit as given"));
    options.scale = false;
    options.kind = ModelKind::ordinal;
    options.levels = {"fine", "good", "poor"};
    const std::string ordered = page(Language::english);
    CHECK(says(ordered, "An ordinal logistic regression for g"));
    CHECK(says(ordered, "The classes in their order: fine, good, poor."));
    CHECK(says(ordered, "good | poor"));
    CHECK(says(page(Language::chinese), "类别之间的切点"));

    Report report;
    MultiClassMeasures other;
    other.classes = 2;
    CHECK_THROWS_AS(report.add_classes(other, std::vector<std::string>{"a", "b", "c"}, "g"), Error);
    MultiClassMeasures none;
    none.classes = 2;
    none.confusion.assign(4, 0);
    none.precision = none.recall = none.f1 = {0, 0};
    report.add_classes(none, std::vector<std::string>{"a", "b"}, "g");
    CHECK(says(report.html(), "There are no rows to judge the predictions by"));
}
