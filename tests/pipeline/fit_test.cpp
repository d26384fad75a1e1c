#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "shop_log.hpp"
#include "tenon/context.hpp"
#include "tenon/cross_validate.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

std::vector<std::string> coefficient_names(const Pipeline& pipeline) {
    std::vector<std::string> names;
    for (const Coefficient& c : pipeline.model().coefficients) names.push_back(c.name);
    return names;
}

// Two halves of the records, by turns.
Split half(std::int64_t rows, std::int64_t which) {
    Split split;
    for (std::int64_t i = 0; i < rows; ++i)
        (i % 2 == which ? split.test : split.train).push_back(i);
    return split;
}

}  // namespace

TEST_CASE("features are the numeric inputs and every category but the first") {
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), plain_options());
    CHECK(coefficient_names(pipeline) ==
          std::vector<std::string>{"(intercept)", "temperature", "vibration", "rpm", "alarm",
                                   "machine=mill", "machine=saw", "line=2", "line=3"});
    REQUIRE(pipeline.inputs().size() == 6);
    CHECK(pipeline.inputs()[2].type == Type::int64);
    CHECK(pipeline.inputs()[4].categorical);
    CHECK(pipeline.inputs()[4].categories == std::vector<std::string>{"lathe", "mill", "saw"});
    CHECK(pipeline.inputs()[5].categories == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("prediction equals the steps run one by one, to the bit") {
    const Table log = shop_log({.missing = 0.05, .spikes = 0.02});
    const PipelineOptions options = full_options();
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);

    // The same steps by hand; alarm is bool, which has no outliers and scales as 0 and 1.
    const std::vector<std::string> readings{"temperature", "vibration", "rpm"};
    const std::vector<std::string> machine{"machine"}, categories{"machine", "line"};
    Table table = OutlierFilter::fit(quiet, log, readings, options.outliers).apply(quiet, log);
    table = Imputer::fit(quiet, table, readings, options.impute_options).apply(quiet, table);
    table = Imputer::fit(quiet, table, machine, {.fill = Fill::mode}).apply(quiet, table);
    table = Scaler::fit(quiet, table, options.numeric).apply(quiet, table);
    table = Encoder::fit(quiet, table, categories, {.drop_first = true}).apply(quiet, table);

    const std::vector<double> predicted = pipeline.predict(quiet, log);
    const auto& coefficients = pipeline.model().coefficients;
    std::int64_t different = 0;
    for (std::int64_t row = 0; row < log.rows(); ++row) {
        double t = pipeline.model().intercept();
        for (std::size_t j = 1; j < coefficients.size(); ++j)
            t += table.column(coefficients[j].name).number(row) * coefficients[j].estimate;
        different += predicted[static_cast<std::size_t>(row)] != logistic_function(t);
    }
    CHECK(different == 0);
}

TEST_CASE("the fitted model is that of the design matrix") {
    const Table log = shop_log();
    PipelineOptions options = plain_options();
    options.categorical.clear();
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    std::vector<double> design, target(static_cast<std::size_t>(log.rows()));
    for (const std::string& name : options.numeric)
        for (std::int64_t row = 0; row < log.rows(); ++row)
            design.push_back(log.column(name).number(row));
    log.column("failed").copy_numbers(target);
    const LinearModel model = fit_logistic(
        quiet, MatrixView::column_major(design.data(), log.rows(), 4), target, options.numeric);
    REQUIRE(model.coefficients.size() == 5);
    for (std::size_t j = 0; j < 5; ++j)
        CHECK(model.coefficients[j].estimate == pipeline.model().coefficients[j].estimate);
}

TEST_CASE("rows without a target are left out and counted") {
    Table log = shop_log();
    const std::vector<std::int64_t> holes{0, 17, 399};
    std::vector<std::int64_t> kept;
    for (std::int64_t row = 0; row < log.rows(); ++row)
        if (std::find(holes.begin(), holes.end(), row) == holes.end()) kept.push_back(row);
    const Pipeline without = Pipeline::fit(quiet, log.take(kept), plain_options());
    for (const std::int64_t row : holes) log = with_hole(log, "status", row);
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    CHECK(pipeline.predict(quiet, log) == without.predict(quiet, log));
    REQUIRE_FALSE(pipeline.changes().empty());
    CHECK(pipeline.changes()[0].column == "status");
    CHECK(pipeline.changes()[0].rows == 3);
    CHECK(pipeline.judge(quiet, log).truth.size() == 397);
    CHECK(pipeline.evaluate(quiet, log).rows == 397);
}

TEST_CASE("a missing target in a row with a missing input does no harm") {
    const Table log = with_hole(with_hole(shop_log(), "status", 5), "vibration", 5);
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    CHECK(pipeline.judge(quiet, log).predicted.size() == 399);
}

TEST_CASE("the change log tells the steps in their order") {
    const Pipeline pipeline =
        Pipeline::fit(quiet, shop_log({.missing = 0.05, .spikes = 0.02}), full_options());
    std::vector<std::string> columns;
    for (const Change& change : pipeline.changes()) columns.push_back(change.column);
    CHECK(columns == std::vector<std::string>{"temperature", "vibration", "rpm",  // clip
                                              "machine", "line", "temperature", "vibration", "rpm",
                                              "alarm",                                     // fill
                                              "temperature", "vibration", "rpm", "alarm",  // scale
                                              "machine", "line"});                         // encode
}

TEST_CASE("a table's own history is not the pipeline's") {
    const Table log = shop_log().with_change({.step = "read", .column = "", .reason = "long ago"});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    REQUIRE_FALSE(pipeline.changes().empty());
    for (const Change& change : pipeline.changes()) CHECK(change.step != "read");
}

TEST_CASE("the named label is positive, every other value negative") {
    Table log = shop_log();
    log = with_cell(log, "status", 0, "SCRAPPED");
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    CHECK(pipeline.positive_label() == "FAIL");
    const auto truth = pipeline.judge(quiet, log).truth;
    for (std::int64_t row = 0; row < log.rows(); ++row)
        CHECK((truth[static_cast<std::size_t>(row)] == 1) ==
              (log.column("status").text(row) == "FAIL"));
}

TEST_CASE("without a label the rarer of two texts is positive") {
    PipelineOptions options = plain_options();
    options.positive_label.clear();
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    CHECK(pipeline.positive_label() == "FAIL");
    CHECK(pipeline.predict(quiet, log) ==
          Pipeline::fit(quiet, log, plain_options()).predict(quiet, log));
}

TEST_CASE("bool, 0 and 1, and text targets of one meaning give one model") {
    const Table log = shop_log();
    const std::vector<double> expected =
        Pipeline::fit(quiet, log, plain_options()).predict(quiet, log);
    std::vector<double> zero_one(static_cast<std::size_t>(log.rows()));
    log.column("failed").copy_numbers(zero_one);
    const Table more = log.with_column("number", Column::from_float64(zero_one));
    PipelineOptions options = plain_options();
    for (const char* target : {"failed", "number"})
        for (const char* label : {"", "1", "true"}) {
            options.target = target;
            options.positive_label = label;
            CAPTURE(target);
            CAPTURE(label);
            CHECK(Pipeline::fit(quiet, more, options).predict(quiet, more) == expected);
        }
}

TEST_CASE("a positive label of 0 turns the probabilities round") {
    const Table log = shop_log();
    PipelineOptions options = plain_options();
    options.target = "failed";
    options.positive_label = "0";
    const auto good = Pipeline::fit(quiet, log, options).predict(quiet, log);
    const auto bad = Pipeline::fit(quiet, log, plain_options()).predict(quiet, log);
    for (std::size_t i = 0; i < good.size(); ++i) CHECK(good[i] == doctest::Approx(1 - bad[i]));
}

TEST_CASE("a label that the target never takes is refused with the values it takes") {
    PipelineOptions options = plain_options();
    options.positive_label = "fail";
    const Error error = error_of([&] { Pipeline::fit(quiet, shop_log(), options); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().argument == "positive_label");
    says(error, "\"FAIL\", \"OK\"");
}

TEST_CASE("a target of one class is refused in words") {
    const Table log = shop_log();
    std::vector<std::int64_t> good;
    for (std::int64_t row = 0; row < log.rows(); ++row)
        if (!log.column("failed").boolean(row)) good.push_back(row);
    PipelineOptions options = plain_options();
    for (const char* target : {"status", "failed"}) {
        options.target = target;
        options.positive_label = target == std::string("status") ? "OK" : "";
        const Error error = error_of([&] { Pipeline::fit(quiet, log.take(good), options); });
        CHECK(error.status() == Status::data);
        CHECK(error.where().argument == target);
        says(error, "both classes");
    }
}

TEST_CASE("a target that is neither two texts nor 0 and 1 needs a label") {
    PipelineOptions options = plain_options();
    options.positive_label.clear();
    Error error = error_of(
        [&] { Pipeline::fit(quiet, with_cell(shop_log(), "status", 9, "LOST"), options); });
    CHECK(error.status() == Status::data);
    says(error, "\"FAIL\", \"LOST\", \"OK\"");
    options.target = "line";
    options.categorical = {"machine"};
    error = error_of([&] { Pipeline::fit(quiet, shop_log(), options); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row >= 0);
    says(error, "neither 0 nor 1");
}

TEST_CASE("a linear model takes numbers and no text") {
    PipelineOptions options = plain_options();
    options.kind = ModelKind::linear;
    options.positive_label.clear();
    options.target = "scrap";
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), options);
    CHECK(pipeline.positive_label().empty());
    CHECK(pipeline.evaluate(quiet, shop_log()).r2 > 0.95);
    options.target = "status";
    const Error error = error_of([&] { Pipeline::fit(quiet, shop_log(), options); });
    CHECK(error.status() == Status::type);
    CHECK(error.where().argument == "status");
}

TEST_CASE("a missing cell without impute is named by row, column and remedies") {
    const Table log = with_hole(with_hole(shop_log(), "status", 2), "rpm", 41);
    const Error error = error_of([&] { Pipeline::fit(quiet, log, plain_options()); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 41);
    CHECK(error.where().column == 2);
    CHECK(error.where().argument == "rpm");
    says(error, "column \"rpm\", row 41");
    says(error, "drop_missing");
    says(error, "impute");
    const Error category = error_of(
        [&] { Pipeline::fit(quiet, with_hole(shop_log(), "machine", 3), plain_options()); });
    CHECK(category.where().row == 3);
}

TEST_CASE("NaN counts as missing: filled with impute, refused without") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const Table log = with_cell(shop_log(), "vibration", 11, nan);
    const Error error = error_of([&] { Pipeline::fit(quiet, log, plain_options()); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 11);
    const Pipeline filled = Pipeline::fit(quiet, log, full_options());
    const Pipeline same =
        Pipeline::fit(quiet, with_hole(shop_log(), "vibration", 11), full_options());
    CHECK(filled.predict(quiet, log) == same.predict(quiet, log));
}

TEST_CASE("an infinite reading is clipped where asked and refused else") {
    const Table log =
        with_cell(shop_log(), "vibration", 23, std::numeric_limits<double>::infinity());
    const Error error = error_of([&] { Pipeline::fit(quiet, log, plain_options()); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 23);
    CHECK(error.where().argument == "vibration");
    CHECK(Pipeline::fit(quiet, log, full_options()).predict(quiet, log).size() == 400);
}

TEST_CASE("outliers made missing are filled") {
    PipelineOptions options = full_options();
    options.outliers.action = OutlierAction::missing;
    const Table log = shop_log({.spikes = 0.05});
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    std::vector<double> spike = record_of(pipeline, log, 0), hole = spike;
    spike[0] = 1e6;
    hole[0] = std::nan("");
    double a = 0, b = 1;
    REQUIRE(pipeline.score(spike, a));
    REQUIRE(pipeline.score(hole, b));
    CHECK(a == b);
}

TEST_CASE("a constant text fills categories, and the mode does without one") {
    PipelineOptions options = plain_options();
    options.impute = true;
    options.impute_options.fill = Fill::constant;
    const Table log = shop_log({.missing = 0.05});
    CHECK(Pipeline::fit(quiet, log, options).inputs()[4].categories ==
          std::vector<std::string>{"lathe", "mill", "saw"});
    options.impute_options.constant_text = "not noted";
    CHECK(Pipeline::fit(quiet, log, options).inputs()[4].categories ==
          std::vector<std::string>{"lathe", "mill", "not noted", "saw"});
}

TEST_CASE("a category without alternatives is noted, and alone it is refused") {
    PipelineOptions options = plain_options();
    const Table log = shop_log();
    std::vector<std::string> same(static_cast<std::size_t>(log.rows()), "north");
    const Table more = log.with_column("hall", Column::from_text(same));
    options.categorical = {"hall"};
    const Pipeline pipeline = Pipeline::fit(quiet, more, options);
    CHECK(pipeline.model().coefficients.size() == 5);
    CHECK(pipeline.changes().back().column == "hall");
    options.numeric.clear();
    CHECK(error_of([&] { Pipeline::fit(quiet, more, options); }).status() == Status::data);
}

TEST_CASE("wrong names are refused and named") {
    const Table log = shop_log();
    const auto refused = [&](Status status, const std::string& words, auto change) {
        PipelineOptions options = plain_options();
        change(options);
        const Error error = error_of([&] { Pipeline::fit(quiet, log, options); });
        CAPTURE(words);
        CHECK(error.status() == status);
        says(error, words);
    };
    using Options = PipelineOptions;
    refused(Status::not_found, "vibrations", [](Options& o) { o.numeric[1] = "vibrations"; });
    refused(Status::not_found, "Machine", [](Options& o) { o.categorical[0] = "Machine"; });
    refused(Status::not_found, "state", [](Options& o) { o.target = "state"; });
    refused(Status::argument, "\"rpm\" is named twice",
            [](Options& o) { o.numeric.push_back("rpm"); });
    refused(Status::argument, "\"line\" is named twice",
            [](Options& o) { o.numeric.push_back("line"); });
    refused(Status::argument, "\"status\" is the target",
            [](Options& o) { o.categorical.push_back("status"); });
    refused(Status::argument, "target", [](Options& o) { o.target.clear(); });
    refused(Status::argument, "empty", [](Options& o) { o.numeric.push_back(""); });
    refused(Status::argument, "at least one", [](Options& o) {
        o.numeric.clear();
        o.categorical.clear();
    });
    refused(Status::type, "\"machine\"", [](Options& o) {
        o.numeric.push_back("machine");
        o.categorical = {"line"};
    });
    refused(Status::type, "\"scrap\"", [](Options& o) { o.categorical.push_back("scrap"); });
}

TEST_CASE("steps that one record does not allow are refused") {
    const auto refused = [](const std::string& argument, auto change) {
        PipelineOptions options = full_options();
        change(options);
        const Error error = error_of([&] { Pipeline::fit(quiet, shop_log(), options); });
        CAPTURE(argument);
        CHECK(error.status() == Status::argument);
        CHECK(error.where().argument == argument);
    };
    using Options = PipelineOptions;
    refused("outliers.rule", [](Options& o) { o.outliers.rule = OutlierRule::hampel; });
    refused("outliers.action", [](Options& o) { o.outliers.action = OutlierAction::flag; });
    refused("outliers.action", [](Options& o) { o.outliers.action = OutlierAction::drop; });
    refused("outliers.action", [](Options& o) {
        o.outliers.action = OutlierAction::missing;
        o.impute = false;
    });
    refused("impute_options.fill", [](Options& o) { o.impute_options.fill = Fill::previous; });
    refused("impute_options.limit", [](Options& o) { o.impute_options.limit = 3; });
    refused("impute_options.add_indicator",
            [](Options& o) { o.impute_options.add_indicator = true; });
    refused("positive_label", [](Options& o) {
        o.kind = ModelKind::linear;
        o.target = "scrap";
    });
}

TEST_CASE("tables of no rows, one row and no target are refused as data") {
    const Table log = shop_log();
    const auto status = [&](const Table& table) {
        return error_of([&] { Pipeline::fit(quiet, table, plain_options()); }).status();
    };
    CHECK(status(log.slice(0, 0)) == Status::data);
    CHECK(status(log.slice(0, 1)) == Status::data);
    Table empty = log.slice(0, 3);
    for (std::int64_t row = 0; row < 3; ++row) empty = with_hole(empty, "status", row);
    CHECK(status(empty) == Status::data);
}

TEST_CASE("a fit can be cancelled and keeps to its budget") {
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK(error_of([&] { Pipeline::fit(context, shop_log(), plain_options()); }).status() ==
          Status::cancelled);
    Budget budget(1000);
    Context poor;
    poor.budget = &budget;
    CHECK(error_of([&] { Pipeline::fit(poor, shop_log(), plain_options()); }).status() ==
          Status::budget);
    CHECK(budget.used() == 0);
}

TEST_CASE(
    "a fit with weights is judged by weight: a weight of two is the record twice, of zero none") {
    Random random(7);
    std::vector<double> heat, score, weight, heats, scores;
    std::vector<bool> failed, failures;
    for (int i = 0; i < 240; ++i) {
        const double x = random.normal(), w = static_cast<double>(random.below(3));
        const double y = 2 * x + random.normal() * (w == 0 ? 20 : 1);
        heat.push_back(x);
        score.push_back(y);
        failed.push_back(y > 0.5);
        weight.push_back(w);
        for (int k = 0; k < w; ++k) {
            heats.push_back(x);
            scores.push_back(y);
            failures.push_back(y > 0.5);
        }
    }
    const Table log({"heat", "score", "failed", "weight"},
                    {Column::from_float64(heat), Column::from_float64(score),
                     Column::from_boolean(failed), Column::from_float64(weight)});
    const Table again({"heat", "score", "failed"},
                      {Column::from_float64(heats), Column::from_float64(scores),
                       Column::from_boolean(failures)});
    for (const ModelKind kind : {ModelKind::linear, ModelKind::logistic}) {
        CAPTURE(static_cast<int>(kind));
        PipelineOptions options;
        options.kind = kind;
        options.numeric = {"heat"};
        options.target = kind == ModelKind::linear ? "score" : "failed";
        options.weights = "weight";
        const Pipeline pipeline = Pipeline::fit(quiet, log, options);
        const Metrics by_weight = pipeline.evaluate(quiet, log),
                      repeated = pipeline.evaluate(quiet, again);  // which has no weights
        CHECK(by_weight.rows < 240);
        if (kind == ModelKind::linear) {
            CHECK(by_weight.r2 == doctest::Approx(repeated.r2).epsilon(1e-12));
            CHECK(by_weight.rmse == doctest::Approx(repeated.rmse).epsilon(1e-12));
            CHECK(by_weight.mae == doctest::Approx(repeated.mae).epsilon(1e-12));
        } else {
            CHECK(by_weight.accuracy == doctest::Approx(repeated.accuracy).epsilon(1e-12));
            CHECK(by_weight.auc == doctest::Approx(repeated.auc).epsilon(1e-12));
            CHECK(by_weight.log_loss == doctest::Approx(repeated.log_loss).epsilon(1e-12));
            CHECK(by_weight.true_positive + by_weight.false_positive + by_weight.true_negative +
                      by_weight.false_negative ==
                  by_weight.rows);
        }
        const CrossValidation folds =
            cross_validate(quiet, log, options, std::vector<Split>{half(240, 0), half(240, 1)});
        CHECK(folds.pooled.rows == by_weight.rows);
        CHECK(folds.weights.size() == 240);
    }
}
