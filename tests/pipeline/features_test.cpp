// Feature steps that belong to a pipeline: applied to every table, saved, and loaded to the same
// bits.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "shop_log.hpp"
#include "tenon/calendar.hpp"
#include "tenon/explain_model.hpp"
#include "tenon/pca.hpp"
#include "tenon/polynomial.hpp"
#include "tenon/power.hpp"
#include "tenon/target_encode.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

// Powers of the vibration, and products of what that makes and the temperature.
PipelineOptions featured(const Table& log) {
    PipelineOptions options;
    const std::vector<std::string> vibration = {"vibration"};
    options.features.push_back(fit_power(quiet, log, vibration));
    const Table next = options.features[0].apply(quiet, log);
    const std::vector<std::string> both = {"temperature", "vibration"};
    options.features.push_back(fit_polynomial(quiet, next, both));
    options.numeric = both;
    for (const std::string& made : options.features[1].outputs()) options.numeric.push_back(made);
    options.target = "failed";
    return options;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("a pipeline makes its features of every table, and keeps them when it is saved") {
    const Table log = shop_log();
    const PipelineOptions options = featured(log);
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    CHECK(pipeline.changes()[0].step == "make features");
    CHECK(pipeline.inputs().size() == options.numeric.size());

    // The same as features made by hand, on tables the fit has not seen.
    Table made = log;
    for (const Feature& feature : options.features) made = feature.apply(quiet, made);
    PipelineOptions plain = options;
    plain.features.clear();
    const Pipeline by_hand = Pipeline::fit(quiet, made, plain);
    const Table next = shop_log({.rows = 90, .seed = 8});
    Table next_made = next;
    for (const Feature& feature : options.features) next_made = feature.apply(quiet, next_made);
    CHECK(pipeline.predict(quiet, next) == by_hand.predict(quiet, next_made));
    CHECK(pipeline.evaluate(quiet, next).auc == by_hand.evaluate(quiet, next_made).auc);

    const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
    CHECK(loaded.options().features.size() == 2);
    CHECK(loaded.predict(quiet, next) == pipeline.predict(quiet, next));
    CHECK(loaded.to_json() == pipeline.to_json());
}

TEST_CASE("intervals and diagnostics of a pipeline make its features first") {
    const Table log = shop_log();
    PipelineOptions options;
    const std::vector<std::string> vibration = {"vibration"};
    options.features.push_back(fit_polynomial(quiet, log, vibration));
    options.numeric = {"vibration", "vibration^2"};
    options.target = "scrap";
    options.kind = ModelKind::linear;
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const std::vector<double> predicted = pipeline.predict(quiet, log);
    const auto intervals = pipeline.predict_intervals(quiet, log, 0);
    const RowDiagnostics rows = pipeline.diagnose(quiet, log);
    REQUIRE(intervals.size() == predicted.size());
    REQUIRE(rows.fitted.size() == predicted.size());
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        CHECK(intervals[i].estimate == doctest::Approx(predicted[i]).epsilon(1e-12));
        CHECK(rows.fitted[i] == doctest::Approx(predicted[i]).epsilon(1e-12));
    }
}

TEST_CASE("contributions of a pipeline make its features first and sum to its predictions") {
    const Table log = shop_log();
    PipelineOptions options;
    const std::vector<std::string> both = {"vibration", "temperature"};
    options.features.push_back(fit_power(quiet, log, both));  // in place
    const Table powered = options.features[0].apply(quiet, log);
    options.features.push_back(fit_pca(quiet, powered, both));
    options.numeric = options.features[1].outputs();
    options.target = "scrap";
    options.kind = ModelKind::linear;
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const std::vector<double> predicted = pipeline.predict(quiet, log);
    const Table shares = pipeline.contributions(quiet, log);
    const Column& score = shares.column("(score)");
    CHECK(shares.find(options.numeric.front()));
    for (std::size_t i = 0; i < predicted.size(); ++i)
        CHECK(score.number(static_cast<std::int64_t>(i)) ==
              doctest::Approx(predicted[i]).epsilon(1e-12));
}

TEST_CASE("importance and dependence are of the columns of the user, not of those made of them") {
    const Table log = shop_log();
    PipelineOptions options;
    const std::vector<std::string> both = {"vibration", "temperature"}, machine = {"machine"};
    options.features.push_back(fit_power(quiet, log, std::vector<std::string>{"vibration"}));
    const Table powered = options.features[0].apply(quiet, log);
    options.features.push_back(fit_pca(quiet, powered, both));
    options.features.push_back(fit_target_encode(quiet, log, machine, "scrap").feature);
    options.numeric = {options.features[1].outputs().front(), "machine"};
    options.target = "scrap";
    options.kind = ModelKind::linear;
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);

    std::vector<std::string> named;
    for (const InputImportance& input : permutation_importance(quiet, pipeline, log).inputs)
        named.push_back(input.input);
    std::sort(named.begin(), named.end());
    CHECK(named == std::vector<std::string>{"machine", "temperature", "vibration"});

    const Dependence of_number =
        partial_dependence(quiet, pipeline, log, "vibration", {.points = 3});
    REQUIRE(of_number.values.size() == 3);
    const auto n = static_cast<std::size_t>(log.rows());
    const Table set = log.with_column(
        "vibration", Column::from_float64(std::vector<double>(n, of_number.values[1])));
    CHECK(of_number.mean[1] == doctest::Approx(mean_of(pipeline.predict(quiet, set))));

    const Dependence of_text = partial_dependence(quiet, pipeline, log, "machine");
    REQUIRE(of_text.categories.size() > 1);
    const Table moved = log.with_column(
        "machine", Column::from_text(std::vector<std::string>(n, of_text.categories[0])));
    CHECK(of_text.mean[0] == doctest::Approx(mean_of(pipeline.predict(quiet, moved))));
    CHECK_THROWS_AS(partial_dependence(quiet, pipeline, log, options.numeric[0]), Error);
}

TEST_CASE("dependence on a column of times is refused by name, its importance told") {
    const Table log = shop_log();
    std::vector<std::int64_t> times(static_cast<std::size_t>(log.rows()));
    for (std::size_t i = 0; i < times.size(); ++i)
        times[i] = static_cast<std::int64_t>(i) * 3'600'000'000;
    const Table timed = log.with_column("at", Column::from_timestamp(times));
    PipelineOptions options;
    options.features.push_back(fit_calendar(quiet, timed, std::vector<std::string>{"at"}));
    options.numeric = options.features[0].outputs();
    options.target = "scrap";
    options.kind = ModelKind::linear;
    const Pipeline pipeline = Pipeline::fit(quiet, timed, options);
    CHECK(permutation_importance(quiet, pipeline, timed).inputs[0].input == "at");
    try {
        partial_dependence(quiet, pipeline, timed, "at");
        FAIL("times were varied");
    } catch (const Error& error) {
        CHECK(error.status() == Status::type);
        CHECK(std::string(error.message()).find("\"at\" is of times") != std::string::npos);
    }
}

TEST_CASE("a document with features has a version that a library without them refuses") {
    const Table log = shop_log();
    PipelineOptions options = featured(log);
    const std::string with = Pipeline::fit(quiet, log, options).to_json();
    CHECK(with.find("\"format_version\": 2") != std::string::npos);
    options.features.clear();
    options.numeric = {"temperature"};
    const std::string without = Pipeline::fit(quiet, log, options).to_json();
    CHECK(without.find("\"format_version\": 1") != std::string::npos);
    CHECK(without.find("\"features\"") == std::string::npos);
}

TEST_CASE("a table without the columns that features are made of is refused by name") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, featured(log));
    try {
        pipeline.predict(quiet, log.without_column("vibration"));
        FAIL("a feature was made of a column that is not there");
    } catch (const Error& error) {
        CHECK(error.status() == Status::not_found);
        CHECK(std::string(error.message()).find("vibration") != std::string::npos);
    }
}
