// Pipelines that go elsewhere and coefficients that come from there. What other programs make of
// the exported files is tested in tests/partners/exchange.py.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "shop_log.hpp"
#include "tenon/bins.hpp"
#include "tenon/context.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Status status_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.status();
    }
    return Status::ok;
}

const char* const trained = R"({"names": ["a", "b"], "coefficients": [2, -0.5], "intercept": 1,
    "family": "logistic", "target": "worn", "positive_label": "yes",
    "scaler": {"means": [10, 0], "sds": [4, 0.25]}})";

}  // namespace

TEST_CASE("imported coefficients score as their formula says, and are saved as any pipeline") {
    const Pipeline pipeline = Pipeline::from_coefficients(trained);
    CHECK(pipeline.target() == "worn");
    CHECK(pipeline.positive_label() == "yes");
    double score = 0;
    REQUIRE(pipeline.score(std::vector<double>{14, 0.5}, score));
    CHECK(score == logistic_function(1 + 2 * 1 - 0.5 * 2));
    const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
    double again = 0;
    REQUIRE(loaded.score(std::vector<double>{14, 0.5}, again));
    CHECK(again == score);
    CHECK(std::isnan(loaded.model().coefficients[1].standard_error));
    CHECK(loaded.model().warnings.size() == 1);

    const Pipeline bare = Pipeline::from_coefficients(
        R"({"family": "gaussian", "names": ["x"], "coefficients": [3]})");
    REQUIRE(bare.score(std::vector<double>{2}, score));
    CHECK(score == 6);
    CHECK(!bare.model().has_intercept);
}

TEST_CASE("a member that is nearly one of the known ones is refused with its name") {
    const auto document = [](const char* member) {
        return R"({"names": ["x"], "coefficients": [3], "family": "linear", ")" +
               std::string(member) + R"(": 1})";
    };
    try {
        Pipeline::from_coefficients(document("intercpt"));
        FAIL("taken");
    } catch (const Error& error) {
        CHECK(error.status() == Status::corrupt);
        CHECK(std::string(error.what()).find("did you mean \"intercept\"?") != std::string::npos);
    }
    CHECK(status_of([&] { Pipeline::from_coefficients(document("Intercept")); }) ==
          Status::corrupt);
    CHECK(status_of([&] { Pipeline::from_coefficients(document("made_by_line_4")); }) ==
          Status::ok);
}

TEST_CASE("coefficients that are not as they must be are refused") {
    for (const char* text :
         {R"({"names": ["a"], "coefficients": [1, 2], "family": "linear"})",
          R"({"names": ["a", "a"], "coefficients": [1, 2], "family": "linear"})",
          R"({"names": [""], "coefficients": [1], "family": "linear"})",
          R"({"names": [], "coefficients": [], "family": "linear"})",
          R"({"names": ["a"], "coefficients": ["1"], "family": "linear"})",
          R"({"names": ["a"], "coefficients": [1]})",
          R"({"names": ["a"], "coefficients": [1], "family": "cauchy"})",
          R"({"names": ["a"], "coefficients": [1], "family": "linear", "intercept": null})",
          R"({"names": ["a"], "coefficients": [1], "family": "linear", "positive_label": "x"})",
          R"({"names": ["a"], "coefficients": [1], "family": "logistic", "positive_label": "x"})",
          R"({"names": ["a"], "coefficients": [1], "family": "linear", "target": "a"})",
          R"({"names": ["a"], "coefficients": [1], "family": "linear",
              "scaler": {"means": [0], "sds": [0]}})",
          R"({"names": ["a"], "coefficients": [1], "family": "linear",
              "scaler": {"means": [0]}})",
          "[1]", "3"}) {
        CAPTURE(std::string(text));
        CHECK(status_of([&] { Pipeline::from_coefficients(text); }) == Status::corrupt);
    }
    CHECK(status_of([] { Pipeline::from_coefficients("{"); }) == Status::parse);
}

TEST_CASE("PMML tells every step in its own terms, and escapes names") {
    Table log = shop_log({.missing = 0.05, .spikes = 0.02});
    PipelineOptions options = full_options();
    for (const auto& [unknown, word] :
         {std::pair{Unknown::error, "returnInvalid"}, std::pair{Unknown::missing, "asMissing"},
          std::pair{Unknown::zero, "asIs"}}) {
        options.unknown = unknown;
        const std::string pmml = Pipeline::fit(quiet, log, options).to_pmml();
        CHECK(holds(pmml, std::string("invalidValueTreatment=\"") + word + "\""));
        CHECK(holds(pmml, "missingValueReplacement=\""));
        CHECK(holds(pmml, "outliers=\"asExtremeValues\" lowValue=\""));
        CHECK(holds(pmml, "<DerivedField name=\"scaled temperature\""));
        CHECK(holds(pmml, "<CategoricalPredictor name=\"machine\" value=\"saw\""));
        CHECK(holds(pmml, "normalizationMethod=\"logit\""));
        CHECK(holds(pmml, "targetCategory=\"FAIL\""));
        CHECK(holds(pmml, "targetCategory=\"not FAIL\""));
    }
    const Pipeline odd = Pipeline::from_coefficients(
        R"({"names": ["a<b> & \"c\""], "coefficients": [1], "family": "linear"})");
    CHECK(holds(odd.to_pmml(), "name=\"a&lt;b&gt; &amp; &quot;c&quot;\""));
}

TEST_CASE(
    "an exported model of a mean says its link, or is refused where there is no word for it") {
    PipelineOptions options;
    options.kind = ModelKind::gamma;
    options.numeric = {"temperature"};
    options.target = "wait";
    std::vector<double> temperature, wait;
    for (int i = 0; i < 60; ++i) {
        temperature.push_back(i % 10);
        wait.push_back(1 + 0.2 * (i % 10) + 0.05 * (i % 7));
    }
    const Table log({"temperature", "wait"},
                    {Column::from_float64(temperature), Column::from_float64(wait)});
    const Pipeline by_log = Pipeline::fit(quiet, log, options);
    CHECK(holds(by_log.to_pmml(), "normalizationMethod=\"exp\""));
    CHECK(holds(by_log.to_onnx(), "Exp"));
    CHECK(holds(by_log.to_onnx(OnnxOperators::ml), "Exp"));
    options.glm.link = Link::inverse;
    const Pipeline by_inverse = Pipeline::fit(quiet, log, options);
    CHECK(holds(by_inverse.to_onnx(), "Reciprocal"));
    CHECK(status_of([&] { by_inverse.to_pmml(); }) == Status::unsupported);
}

TEST_CASE("powers are exported as terms that do not cancel, plain ones as exponents") {
    PipelineOptions options;
    options.kind = ModelKind::linear;
    options.numeric = {"temperature", "alarm"};
    options.target = "scrap";
    options.linear.polynomial = 3;
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), options);
    const std::string pmml = pipeline.to_pmml();
    CHECK(holds(pmml, "<DerivedField name=\"term 3 of temperature\""));
    CHECK(holds(pmml, "<NumericPredictor name=\"term 3 of temperature\""));
    CHECK(holds(pipeline.to_onnx(), "MatMul"));
    CHECK(holds(pipeline.to_onnx(OnnxOperators::ml), "LinearRegressor"));
}

TEST_CASE("models of several classes are exported with all classes in their order") {
    PipelineOptions options = full_options();
    options.kind = ModelKind::multinomial;
    options.categorical = {"line"};
    options.target = "machine";
    options.positive_label.clear();
    const Table log = shop_log();
    const Pipeline several = Pipeline::fit(quiet, log, options);
    const std::string pmml = several.to_pmml();
    CHECK(holds(pmml, "normalizationMethod=\"softmax\""));
    CHECK(holds(pmml, "<RegressionTable intercept=\"0\" targetCategory=\"lathe\"/>"));
    CHECK(holds(pmml, "targetCategory=\"saw\""));
    CHECK(holds(several.to_onnx(), "Softmax"));
    CHECK(holds(several.to_onnx(OnnxOperators::ml), "LinearClassifier"));
    options.kind = ModelKind::ordinal;
    options.levels = {"saw", "mill", "lathe"};
    const Pipeline ordered = Pipeline::fit(quiet, log, options);
    CHECK(holds(ordered.to_pmml(), "optype=\"ordinal\""));
    CHECK(holds(ordered.to_pmml(), "<RegressionTable intercept=\"0\" targetCategory=\"lathe\"/>"));
    CHECK(holds(ordered.to_onnx(), "ArgMax"));
    CHECK(holds(ordered.to_onnx(OnnxOperators::ml), "LinearRegressor"));
}

TEST_CASE("a pipeline with feature steps is not exported as one without") {
    Table log = shop_log({});
    PipelineOptions options;
    options.kind = ModelKind::logistic;
    options.numeric = {"temperature"};
    options.target = "status";
    options.positive_label = "FAIL";
    const std::vector<std::string> binned{"temperature"};
    options.features = {fit_bins(quiet, log, binned)};
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    CHECK(status_of([&] { pipeline.to_pmml(); }) == Status::unsupported);
    CHECK(status_of([&] { pipeline.to_onnx(); }) == Status::unsupported);
}

TEST_CASE("an ONNX model holds its inputs, outputs and operators") {
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log({.missing = 0.05}), full_options());
    const std::string doubles = pipeline.to_onnx(), ml = pipeline.to_onnx(OnnxOperators::ml);
    for (const std::string& model : {doubles, ml}) {
        for (const PipelineInput& input : pipeline.inputs()) CHECK(holds(model, input.name));
        CHECK(holds(model, "probabilities"));
        CHECK(holds(model, "ai.onnx.ml"));
    }
    CHECK(holds(doubles, "Sigmoid"));
    CHECK(holds(ml, "LinearClassifier"));
    CHECK(holds(ml, "Imputer"));
    CHECK(holds(ml, "Scaler"));
    CHECK(holds(ml, "OneHotEncoder"));
}

TEST_CASE("whole numbers that ONNX-ML meets first take the fill as texts do") {
    std::vector<double> y;
    std::vector<std::int64_t> k;
    for (int i = 0; i < 40; ++i) {
        k.push_back(1 + i % 4);
        y.push_back(10.0 * static_cast<double>(k.back()) + i % 3);
    }
    const Table table({"k", "y"}, {Column::from_int64(k), Column::from_float64(y)});
    PipelineOptions options;
    options.kind = ModelKind::linear;
    options.categorical = {"k"};
    options.target = "y";
    options.impute = true;
    options.impute_options.fill = Fill::mode;
    options.unknown = Unknown::missing;
    // A whole number that the fit did not see becomes the text of the fill, and texts are encoded.
    const std::string fills = Pipeline::fit(quiet, table, options).to_onnx(OnnxOperators::ml);
    CHECK(holds(fills, "LabelEncoder"));
    CHECK(holds(fills, "default_string"));
    CHECK(holds(fills, "cats_strings"));
    CHECK(!holds(fills, "cats_int64s"));
    options.unknown = Unknown::zero;
    const std::string zeros = Pipeline::fit(quiet, table, options).to_onnx(OnnxOperators::ml);
    CHECK(holds(zeros, "cats_int64s"));
}
