#include <doctest/doctest.h>

#include <atomic>
#include <bit>
#include <limits>
#include <thread>

#include "shop_log.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

std::uint64_t bits(double x) {
    return std::bit_cast<std::uint64_t>(x);
}

// Rows whose score() differs from predict() in any bit, or is refused.
std::int64_t rows_that_differ(const Pipeline& pipeline, const Table& table) {
    const std::vector<double> predicted = pipeline.predict(quiet, table);
    std::int64_t different = 0;
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        double score = -1;
        const bool scored = pipeline.score(record_of(pipeline, table, row), score);
        different += !scored || bits(score) != bits(predicted[static_cast<std::size_t>(row)]);
    }
    return different;
}

}  // namespace

TEST_CASE("score and predict agree to the bit under every choice of steps") {
    const Table full = shop_log({.missing = 0.05, .spikes = 0.02});
    const Table complete = shop_log();
    for (int steps = 0; steps < 8; ++steps)
        for (const ModelKind kind : {ModelKind::linear, ModelKind::logistic}) {
            PipelineOptions options = plain_options();
            options.kind = kind;
            if (kind == ModelKind::linear) {
                options.positive_label.clear();
                options.target = "scrap";
            }
            options.handle_outliers = steps & 1;
            options.impute = steps & 2;
            options.scale = steps & 4;
            const Table& log = options.impute ? full : complete;
            const Pipeline pipeline = Pipeline::fit(quiet, log, options);
            CAPTURE(steps);
            CHECK(rows_that_differ(pipeline, log) == 0);
            CHECK(rows_that_differ(Pipeline::from_json(pipeline.to_json()), log) == 0);
        }
}

TEST_CASE("predict does not depend on the order of rows") {
    const Table log = shop_log({.rows = 5000, .missing = 0.05});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    std::vector<std::int64_t> order(5000);
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
    Random(3).shuffle(order);
    const auto straight = pipeline.predict(quiet, log);
    const auto shuffled = pipeline.predict(quiet, log.take(order));
    for (std::size_t i = 0; i < order.size(); ++i)
        REQUIRE(bits(shuffled[i]) == bits(straight[static_cast<std::size_t>(order[i])]));
}

TEST_CASE("predict does not depend on the order of columns, nor on columns it does not use") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    std::vector<std::string> reversed(log.names().rbegin(), log.names().rend());
    CHECK(pipeline.predict(quiet, log.select(reversed)) == pipeline.predict(quiet, log));
    CHECK(pipeline.predict(quiet, log.without_column("status")) == pipeline.predict(quiet, log));
}

TEST_CASE("predict does not depend on the number of threads") {
    const Table log = shop_log({.rows = 20000, .missing = 0.02});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    const auto one = pipeline.predict(quiet, log);
    for (const int threads : {2, 3, 8}) {
        Context context;
        context.threads = threads;
        CHECK(pipeline.predict(context, log) == one);
    }
}

TEST_CASE("predict on a slice is a slice of predict") {
    const Table log = shop_log({.rows = 3000, .missing = 0.05});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    const auto all = pipeline.predict(quiet, log);
    const auto part = pipeline.predict(quiet, log.slice(1001, 999));
    CHECK(part == std::vector<double>(all.begin() + 1001, all.begin() + 2000));
    CHECK(pipeline.predict(quiet, log.slice(7, 0)).empty());
    CHECK(pipeline.predict(quiet, log.slice(7, 1)) == std::vector<double>{all[7]});
}

TEST_CASE("many threads score with one pipeline") {
    const Table log = shop_log({.missing = 0.05});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    const auto expected = pipeline.predict(quiet, log);
    std::atomic<std::int64_t> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int round = 0; round < 5; ++round)
                for (std::int64_t row = 0; row < log.rows(); ++row) {
                    double score = -1;
                    const bool scored = pipeline.score(record_of(pipeline, log, row), score);
                    if (!scored || score != expected[static_cast<std::size_t>(row)]) ++wrong;
                }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong.load() == 0);
}

TEST_CASE("a fault of a record is told by its input, and the output is left alone") {
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), plain_options());
    const std::vector<double> good = record_of(pipeline, shop_log(), 0);
    const auto fault_with = [&](std::size_t input, double value) {
        std::vector<double> record = good;
        record[input] = value;
        double out = -7;
        std::int32_t fault = -5;
        const bool scored = pipeline.score(record, out, &fault);
        CHECK((scored || out == -7));
        return scored ? -2 : fault;
    };
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (std::int32_t input = 0; input < 6; ++input) {
        const auto i = static_cast<std::size_t>(input);
        CHECK(fault_with(i, nan) == input);
        CHECK(fault_with(i, infinity) == input);
        CHECK(fault_with(i, -infinity) == input);
        CHECK(fault_with(i, good[i]) == -2);
    }
    for (const double code : {-1.0, -2.0, 3.0, 0.5, 1e300}) CHECK(fault_with(4, code) == 4);
    double out = -7;
    std::int32_t fault = -5;
    CHECK_FALSE(pipeline.score(std::span(good).first(5), out, &fault));
    CHECK(fault == -1);
    CHECK_FALSE(pipeline.score({}, out));
    CHECK(out == -7);
}

TEST_CASE("unknown category, policy error: predict names row, column and category") {
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), plain_options());
    const Table log = with_cell(shop_log(), "machine", 33, "laser");
    const Error error = error_of([&] { pipeline.predict(quiet, log); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 33);
    CHECK(error.where().column == 4);
    CHECK(error.where().argument == "machine");
    says(error, "column \"machine\", row 33");
    says(error, "\"laser\"");
    says(error, "\"lathe\", \"mill\", \"saw\"");
}

TEST_CASE("unknown category, policy zero: it counts as the reference level") {
    PipelineOptions options = plain_options();
    options.unknown = Unknown::zero;
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), options);
    const auto strange = pipeline.predict(quiet, with_cell(shop_log(), "machine", 33, "laser"));
    const auto reference = pipeline.predict(quiet, with_cell(shop_log(), "machine", 33, "lathe"));
    CHECK(strange == reference);
    // A missing cell is not an unknown category.
    const Table hole = with_hole(shop_log(), "machine", 33);
    CHECK(error_of([&] { pipeline.predict(quiet, hole); }).where().row == 33);
}

TEST_CASE("unknown category, policy missing: it is filled where impute is on, else refused") {
    PipelineOptions options = plain_options();
    options.unknown = Unknown::missing;
    const Table strange = with_cell(shop_log(), "machine", 33, "laser");
    const Pipeline bare = Pipeline::fit(quiet, shop_log(), options);
    CHECK(error_of([&] { bare.predict(quiet, strange); }).where().row == 33);
    options.impute = true;
    const Pipeline filling = Pipeline::fit(quiet, shop_log(), options);
    CHECK(filling.predict(quiet, strange) ==
          filling.predict(quiet, with_hole(shop_log(), "machine", 33)));
}

TEST_CASE("a fill that is no category follows the policy for unknown ones") {
    PipelineOptions options = plain_options();
    options.impute = true;
    options.impute_options = {.fill = Fill::constant, .constant = 0, .constant_text = "not noted"};
    const Table hole = with_hole(shop_log(), "machine", 33);
    const auto fitted = [&](Unknown unknown) {
        options.unknown = unknown;
        return Pipeline::fit(quiet, shop_log(), options);
    };
    CHECK(error_of([&] { fitted(Unknown::error).predict(quiet, hole); }).where().row == 33);
    CHECK(error_of([&] { fitted(Unknown::missing).predict(quiet, hole); }).where().row == 33);
    const Pipeline zero = fitted(Unknown::zero);
    CHECK(zero.predict(quiet, hole) ==
          zero.predict(quiet, with_cell(shop_log(), "machine", 33, "lathe")));
}

TEST_CASE("a missing or renamed column is named") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    const Error gone = error_of([&] { pipeline.predict(quiet, log.without_column("vibration")); });
    CHECK(gone.status() == Status::not_found);
    says(gone, "\"vibration\"");
    const Table renamed = log.without_column("rpm").with_column("RPM", log.column("rpm"));
    const Error error = error_of([&] { pipeline.predict(quiet, renamed); });
    CHECK(error.status() == Status::not_found);
    says(error, "\"rpm\"");
    says(error, "\"RPM\"");
    const Error target = error_of([&] { pipeline.evaluate(quiet, log.without_column("status")); });
    CHECK(target.status() == Status::not_found);
    says(target, "\"status\"");
}

TEST_CASE("a column of another type is refused by name, one without cells is only missing") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    const Table wrong = log.with_column("rpm", log.column("machine"));
    const Error error = error_of([&] { pipeline.predict(quiet, wrong); });
    CHECK(error.status() == Status::type);
    CHECK(error.where().argument == "rpm");
    CHECK(error_of([&] {
              pipeline.predict(quiet, log.with_column("machine", log.column("vibration")));
          }).status() == Status::type);

    // What a reader makes of an empty column of a short file is anybody's guess.
    const Pipeline filling = Pipeline::fit(quiet, log, full_options());
    const Table one = log.slice(0, 1);
    const Column no_text = Column::from_text({""}, {false});
    const Column no_number = Column::from_float64({0}, {false});
    CHECK(filling.predict(quiet, one.with_column("rpm", no_text)) ==
          filling.predict(quiet, with_hole(one, "rpm", 0)));
    CHECK(filling.predict(quiet, one.with_column("machine", no_number)) ==
          filling.predict(quiet, with_hole(one, "machine", 0)));
}

TEST_CASE("one value in another number type scores the same") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    std::vector<double> rpm(static_cast<std::size_t>(log.rows()));
    log.column("rpm").copy_numbers(rpm);
    std::vector<std::string> line;
    for (std::int64_t row = 0; row < log.rows(); ++row)
        line.push_back(log.column("line").cell_text(row));
    const Table other = log.with_column("rpm", Column::from_float64(rpm))
                            .with_column("line", Column::from_text(line));
    CHECK(pipeline.predict(quiet, other) == pipeline.predict(quiet, log));
}

TEST_CASE("a fault in a judged row is told by the row of the whole table") {
    const Table log = with_hole(with_hole(shop_log(), "status", 3), "vibration", 20);
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), plain_options());
    const Error error = error_of([&] { pipeline.judge(quiet, log); });
    CHECK(error.where().row == 20);
    CHECK(error.where().column == 1);
    says(error, "row 20");
}

TEST_CASE("judge pairs truth and prediction, and the metrics are theirs") {
    const Table log = with_hole(shop_log(), "status", 100);
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), plain_options());
    const auto judged = pipeline.judge(quiet, log);
    const auto predicted = pipeline.predict(quiet, log);
    REQUIRE(judged.truth.size() == 399);
    CHECK(judged.predicted[99] == predicted[99]);
    CHECK(judged.predicted[100] == predicted[101]);
    const Metrics mine = classification_metrics(judged.truth, judged.predicted, 0.3);
    const Metrics theirs = pipeline.evaluate(quiet, log, 0.3);
    CHECK(theirs.threshold == 0.3);
    CHECK(theirs.auc == mine.auc);
    CHECK(theirs.true_positive == mine.true_positive);
    CHECK(theirs.auc > 0.6);
}

TEST_CASE("a bare model becomes a pipeline on its coefficients' names") {
    LinearModel model;
    model.summary.kind = ModelKind::linear;
    model.coefficients.resize(3);
    model.coefficients[0].name = "(intercept)";
    model.coefficients[0].estimate = 5;
    model.coefficients[1].name = "length";
    model.coefficients[1].estimate = 2;
    model.coefficients[2].name = "width";
    model.coefficients[2].estimate = -0.5;
    const Pipeline pipeline = Pipeline::from_model(model);
    REQUIRE(pipeline.inputs().size() == 2);
    CHECK(pipeline.inputs()[1].name == "width");
    const double record[] = {10, 4};
    double out = 0;
    REQUIRE(pipeline.score(record, out));
    CHECK(out == 23);
    const Table table({"width", "length"}, {Column::from_float64({4}), Column::from_int64({10})});
    CHECK(pipeline.predict(quiet, table) == std::vector<double>{23});
    CHECK(Pipeline::from_json(pipeline.to_json()).predict(quiet, table) == std::vector<double>{23});
    CHECK(error_of([&] { pipeline.evaluate(quiet, table); }).status() == Status::argument);

    model.has_intercept = false;
    CHECK(Pipeline::from_model(model).inputs().size() == 3);
    model.coefficients[2].name = "length";
    CHECK(error_of([&] { Pipeline::from_model(model); }).status() == Status::argument);
    model.coefficients[2].name = "width";
    model.coefficients[2].estimate = std::nan("");
    CHECK(error_of([&] { Pipeline::from_model(model); }).status() == Status::argument);
    CHECK(error_of([&] { Pipeline::from_model({}); }).status() == Status::argument);
}

TEST_CASE("category codes are places in the dictionary of a categorical input") {
    const Pipeline pipeline = Pipeline::fit(quiet, shop_log(), plain_options());
    CHECK(pipeline.category_code(4, "lathe") == 0);
    CHECK(pipeline.category_code(4, "saw") == 2);
    CHECK(pipeline.category_code(5, "3") == 2);
    CHECK(pipeline.category_code(5, "03") == -1);
    CHECK(pipeline.category_code(4, "") == -1);
    CHECK(pipeline.category_code(0, "lathe") == -1);
    CHECK(pipeline.category_code(6, "lathe") == -1);
    CHECK(pipeline.category_code(-1, "lathe") == -1);
}

TEST_CASE("a prediction can be cancelled and keeps to its budget") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, plain_options());
    Context context;
    context.progress = [](const Progress&) { return false; };
    CHECK(error_of([&] { pipeline.predict(context, log); }).status() == Status::cancelled);
    Budget budget(100);
    Context poor;
    poor.budget = &budget;
    CHECK(error_of([&] { pipeline.predict(poor, log); }).status() == Status::budget);
    CHECK(budget.used() == 0);
}
