// Pipelines fitted over tables that come one after the other.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "shop_log.hpp"
#include "temporary_path.hpp"
#include "tenon/context.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/impute.hpp"
#include "tenon/table_source.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

// A table as parts of some rows.
struct Parts {
    Table table;
    std::int64_t rows;
    std::int64_t at = 0;
    int passes = 1;

    TableSource source() {
        return {[this]() -> std::optional<Table> {
                    if (at >= table.rows()) return std::nullopt;
                    const std::int64_t count = std::min(rows, table.rows() - at);
                    Table part = table.slice(at, count);
                    at += count;
                    return part;
                },
                [this] {
                    at = 0;
                    ++passes;
                    return true;
                }};
    }
};

Table complete_rows(const Table& table, const PipelineOptions& options) {
    std::vector<std::string> used = options.numeric;
    used.insert(used.end(), options.categorical.begin(), options.categorical.end());
    used.push_back(options.target);
    return drop_missing(quiet, table, used);
}

double distance(const Pipeline& a, const Pipeline& b) {
    REQUIRE(a.model().coefficients.size() == b.model().coefficients.size());
    double worst = 0;
    for (std::size_t j = 0; j < a.model().coefficients.size(); ++j) {
        const Coefficient &x = a.model().coefficients[j], &y = b.model().coefficients[j];
        REQUIRE(x.name == y.name);
        const double size = std::max(std::fabs(x.estimate), std::fabs(y.estimate));
        if (size > 0) worst = std::max(worst, std::fabs(x.estimate - y.estimate) / size);
    }
    return worst;
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

}  // namespace

TEST_CASE("a logistic pipeline over parts is the pipeline of the complete records") {
    const Table log = shop_log({.missing = 0.03});
    const PipelineOptions options = plain_options();
    const Table complete = complete_rows(log, options);
    const Pipeline whole = Pipeline::fit(quiet, complete, options);
    for (const std::int64_t rows : {17, 400, 100000}) {
        Parts parts{log, rows};
        const Pipeline pipeline = Pipeline::fit(quiet, parts.source(), options);
        CHECK(distance(pipeline, whole) < 1e-9);
        CHECK(pipeline.positive_label() == whole.positive_label());
        CHECK(pipeline.model().summary.rows == complete.rows());
        REQUIRE(pipeline.changes().size() == 1);
        CHECK(pipeline.changes()[0].rows == log.rows() - complete.rows());
        for (std::size_t j = 0; j < whole.inputs().size(); ++j) {
            CHECK(pipeline.inputs()[j].name == whole.inputs()[j].name);
            CHECK(pipeline.inputs()[j].type == whole.inputs()[j].type);
            CHECK(pipeline.inputs()[j].categories == whole.inputs()[j].categories);
        }
        const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
        CHECK(loaded.predict(quiet, complete) == pipeline.predict(quiet, complete));
    }
}

TEST_CASE("a pipeline of several classes over parts is the pipeline of the complete records") {
    const Table log = shop_log({.missing = 0.03});
    for (const ModelKind kind : {ModelKind::multinomial, ModelKind::ordinal}) {
        PipelineOptions options = plain_options();
        options.kind = kind;
        options.positive_label = "";
        options.categorical = {"line"};
        options.target = "machine";
        if (kind == ModelKind::ordinal) options.levels = {"saw", "lathe", "mill"};
        const Table complete = complete_rows(log, options);
        const Pipeline whole = Pipeline::fit(quiet, complete, options);
        for (const std::int64_t rows : {17, 100000}) {
            Parts parts{log, rows};
            const Pipeline pipeline = Pipeline::fit(quiet, parts.source(), options);
            CHECK(pipeline.classes() == whole.classes());
            CHECK(distance(pipeline, whole) < 1e-8);
            CHECK(pipeline.model().summary.rows == complete.rows());
            CHECK(pipeline.model().summary.log_likelihood ==
                  doctest::Approx(whole.model().summary.log_likelihood).epsilon(1e-12));
            const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
            CHECK(loaded.predict_classes(quiet, complete) ==
                  pipeline.predict_classes(quiet, complete));
        }
    }
}

TEST_CASE("robust errors, probabilities and weights of classes over parts are those of one table") {
    const Table log = shop_log({.missing = 0.03});
    const auto compare = [&](const PipelineOptions& options) {
        std::vector<std::string> used = options.numeric;
        used.insert(used.end(), options.categorical.begin(), options.categorical.end());
        used.push_back(options.target);
        if (!options.clusters.empty()) used.push_back(options.clusters);
        const Pipeline whole = Pipeline::fit(quiet, drop_missing(quiet, log, used), options);
        for (const std::int64_t rows : {23, 100000}) {
            Parts parts{log, rows};
            const Pipeline pipeline = Pipeline::fit(quiet, parts.source(), options);
            CHECK(distance(pipeline, whole) < 1e-8);
            CHECK(pipeline.positive_label() == whole.positive_label());
            CHECK(pipeline.model().summary.kind == options.kind);
            CHECK(pipeline.model().summary.clusters == whole.model().summary.clusters);
            for (std::size_t j = 0; j < whole.model().coefficients.size(); ++j)
                CHECK(pipeline.model().coefficients[j].standard_error ==
                      doctest::Approx(whole.model().coefficients[j].standard_error).epsilon(1e-8));
            CHECK(Pipeline::from_json(pipeline.to_json()).to_json() == pipeline.to_json());
        }
    };
    PipelineOptions options = plain_options();
    options.numeric = {"temperature", "vibration"};
    options.categorical = {"line"};
    options.logistic.class_weights = ClassWeights::balanced;
    compare(options);
    options.logistic.class_weights = ClassWeights::none;
    options.kind = ModelKind::probability;
    compare(options);
    options.positive_label.clear();
    compare(options);
    options.kind = ModelKind::linear;
    options.target = "scrap";
    options.linear.errors = ErrorKind::hc2;
    compare(options);
    options.linear.errors = ErrorKind::cluster;
    options.clusters = "machine";
    compare(options);
    options.kind = ModelKind::poisson;
    options.target = "rpm";
    options.glm.errors = ErrorKind::cluster;
    compare(options);
    options = plain_options();
    options.numeric = {"temperature", "vibration"};
    options.categorical = {"line"};
    options.clusters = "machine";
    for (const ErrorKind errors : {ErrorKind::cluster, ErrorKind::hc3}) {
        options.logistic.errors = errors;
        compare(options);
    }
}

TEST_CASE("classes over parts that the levels do not name, or that never occur, are refused") {
    const Table log = shop_log();
    PipelineOptions options = plain_options();
    options.kind = ModelKind::multinomial;
    options.positive_label = "";
    options.categorical = {"line"};
    options.target = "machine";
    options.levels = {"saw", "mill"};
    const auto fit = [&] {
        Parts parts{log, 50};
        Pipeline::fit(quiet, parts.source(), options);
    };
    Error error = fault_of(fit);
    CHECK(error.status() == Status::data);
    CHECK(log.column("machine").cell_text(error.where().row) == "lathe");
    says(error, "none of the classes");
    options.levels = {"saw", "mill", "lathe", "drill"};
    says(fault_of(fit), "never is \"drill\"");
    options.levels.clear();
    options.kind = ModelKind::ordinal;
    CHECK(fault_of(fit).where().argument == "levels");
    options.weights = "rpm";
    options.kind = ModelKind::multinomial;
    options.numeric = {"temperature", "vibration"};
    Parts parts{log, 50};
    CHECK(distance(Pipeline::fit(quiet, parts.source(), options),
                   Pipeline::fit(quiet, log, options)) < 1e-8);
}

TEST_CASE(
    "least squares on number columns needs one pass, and its bits do not depend on the parts") {
    const Table log = shop_log();
    PipelineOptions options = plain_options();
    options.kind = ModelKind::linear;
    options.positive_label = "";
    options.target = "scrap";
    options.categorical.clear();
    Parts once{log, 1000};
    TableSource forward = once.source();
    forward.rewind = {};
    const Pipeline pipeline = Pipeline::fit(quiet, forward, options);
    CHECK(distance(pipeline, Pipeline::fit(quiet, complete_rows(log, options), options)) < 1e-10);
    Parts small{log, 7};
    const Pipeline same = Pipeline::fit(quiet, small.source(), options);
    CHECK(small.passes == 1);
    CHECK(distance(pipeline, same) == 0);
    CHECK(pipeline.model().summary.digits > 10);
}

TEST_CASE("counts with exposure and weights over parts are those of the table at once") {
    Random random(9);
    std::vector<double> load, hours, faults, weight;
    std::vector<std::string> shift;
    for (int i = 0; i < 500; ++i) {
        load.push_back(i % 17 == 5 ? std::nan("") : random.normal());
        hours.push_back(1 + 7 * random.uniform());
        shift.emplace_back(i % 3 == 0 ? "night" : "day");
        weight.push_back(1 + i % 2);
        const double mean = hours.back() * std::exp(0.3 * (i % 17 == 5 ? 0 : load.back()) - 1);
        double y = 0;
        for (double t = -std::log(1 - random.uniform()); t < mean;
             t -= std::log(1 - random.uniform()))
            ++y;
        faults.push_back(y);
    }
    const Table log(
        {"load", "hours", "faults", "weight", "shift"},
        {Column::from_float64(load), Column::from_float64(hours), Column::from_float64(faults),
         Column::from_float64(weight), Column::from_text(shift)});
    PipelineOptions options;
    options.kind = ModelKind::poisson;
    options.numeric = {"load"};
    options.categorical = {"shift"};
    options.target = "faults";
    options.exposure = "hours";
    options.weights = "weight";
    std::vector<std::int64_t> there;
    for (std::int64_t i = 0; i < log.rows(); ++i)
        if (i % 17 != 5) there.push_back(i);
    const Table complete = log.take(there);
    const Pipeline whole = Pipeline::fit(quiet, complete, options);
    Parts parts{log, 60};
    const Pipeline pipeline = Pipeline::fit(quiet, parts.source(), options);
    CHECK(distance(pipeline, whole) < 1e-9);
    CHECK(pipeline.predict(quiet, complete)[3] ==
          doctest::Approx(whole.predict(quiet, complete)[3]).epsilon(1e-9));
    options.kind = ModelKind::tweedie;
    Parts again{log, 60};
    CHECK(fault_of([&] { Pipeline::fit(quiet, again.source(), options); }).where().argument ==
          "shape");
    options.kind = ModelKind::poisson;
    hours[100] = 0;
    Parts bad{Table({"load", "hours", "faults", "weight", "shift"},
                    {Column::from_float64(load), Column::from_float64(hours),
                     Column::from_float64(faults), Column::from_float64(weight),
                     Column::from_text(shift)}),
              60};
    const Error error = fault_of([&] { Pipeline::fit(quiet, bad.source(), options); });
    CHECK(error.where().row == 100);
    CHECK(error.where().argument == "hours");
}

TEST_CASE("a file larger than the memory budget is learned from in batches") {
    const std::string path = temporary_path("parts.csv");
    std::string text = "speed,load,tool,worn\n";
    Random random(3);
    for (int i = 0; i < 60000; ++i) {
        const double speed = random.normal() * 10 + 100, load = random.uniform();
        const int tool = static_cast<int>(random.uniform() * 3);
        const double t = (speed - 100) / 10 + 2 * load - tool;
        char line[80];
        std::snprintf(line, sizeof line, "%.3f,%.4f,tool%d,%s\n", speed, load, tool,
                      random.uniform() < 1 / (1 + std::exp(-t)) ? "yes" : "no");
        text += line;
    }
    std::FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file);
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);

    PipelineOptions options;
    options.numeric = {"speed", "load"};
    options.categorical = {"tool"};
    options.target = "worn";
    options.positive_label = "yes";
    const Pipeline whole = Pipeline::fit(quiet, read_csv(quiet, path), options);
    Budget budget(static_cast<std::int64_t>(text.size()));
    Context context;
    context.budget = &budget;
    CHECK(fault_of([&] { Pipeline::fit(context, read_csv(context, path), options); }).status() ==
          Status::budget);
    const Pipeline streamed =
        Pipeline::fit(context, csv_table_source(context, path, {.bytes = 100000}), options);
    CHECK(distance(streamed, whole) < 1e-9);
    CHECK(streamed.model().summary.rows == 60000);
}

TEST_CASE("what parts cannot do is refused, and faults name the record of the source") {
    const Table log = shop_log();
    Parts parts{log, 100};
    PipelineOptions options = full_options();
    CHECK(fault_of([&] { Pipeline::fit(quiet, parts.source(), options); }).status() ==
          Status::argument);
    options = plain_options();
    TableSource once = parts.source();
    once.rewind = {};
    CHECK(fault_of([&] { Pipeline::fit(quiet, once, options); }).where().argument == "source");
    CHECK(fault_of([&] { Pipeline::fit(quiet, TableSource{}, options); }).where().argument ==
          "source");
    options.numeric[0] = "no such column";
    parts.at = 0;
    CHECK(fault_of([&] { Pipeline::fit(quiet, parts.source(), options); }).status() ==
          Status::not_found);

    std::vector<double> x(300), y(300);
    for (std::size_t i = 0; i < 300; ++i) {
        x[i] = static_cast<double>(i * i % 31);
        y[i] = 2 * x[i];
    }
    x[250] = std::numeric_limits<double>::infinity();
    Parts bad{Table({"x", "y"}, {Column::from_float64(x), Column::from_float64(y)}), 100};
    PipelineOptions linear;
    linear.kind = ModelKind::linear;
    linear.numeric = {"x"};
    linear.target = "y";
    const Error error = fault_of([&] { Pipeline::fit(quiet, bad.source(), linear); });
    CHECK(error.where().row == 250);
    CHECK(error.message().find("row 250") != std::string::npos);
}
