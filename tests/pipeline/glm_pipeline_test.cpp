// Pipelines of generalised linear models: the same numbers as the fit alone, saved and loaded.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/glm.hpp"
#include "tenon/pipeline.hpp"

using namespace tenon;

namespace {

const Context quiet;

// Faults of a machine while it ran for some hours, its load, and how many equal machines.
Table fault_log() {
    std::vector<double> load, hours, weight, delay;
    std::vector<std::int64_t> faults, failed;
    for (int i = 0; i < 90; ++i) {
        load.push_back((i * 7) % 11);
        hours.push_back(1 + i % 4);
        weight.push_back(1 + i % 2);
        faults.push_back(((i * 13) % 17) * ((i * 7) % 11 + 2) / 12);
        delay.push_back(1 + (i * 29) % 31);
        failed.push_back((i * 13) % 17 + (i * 7) % 11 > 12);
    }
    return Table(
        {"load", "hours", "weight", "faults", "delay", "failed"},
        {Column::from_float64(load), Column::from_float64(hours), Column::from_float64(weight),
         Column::from_int64(faults), Column::from_float64(delay), Column::from_int64(failed)});
}

PipelineOptions options_of(ModelKind kind, const std::string& target) {
    PipelineOptions options;
    options.kind = kind;
    options.numeric = {"load"};
    options.target = target;
    return options;
}

std::vector<double> numbers(const Table& table, const std::string& name) {
    std::vector<double> out(static_cast<std::size_t>(table.rows()));
    table.column(name).copy_numbers(out);
    return out;
}

}  // namespace

TEST_CASE("a pipeline fits what fit_glm fits, with weights and exposure by name") {
    const Table log = fault_log();
    PipelineOptions options = options_of(ModelKind::poisson, "faults");
    options.weights = "weight";
    options.exposure = "hours";
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const auto load = numbers(log, "load"), hours = numbers(log, "hours"),
               weight = numbers(log, "weight"), faults = numbers(log, "faults");
    const std::vector<std::string> names{"load"};
    const LinearModel alone = fit_glm(quiet, MatrixView::column_major(load.data(), 90, 1), faults,
                                      names, {}, {.weights = weight, .exposure = hours});
    REQUIRE(pipeline.model().coefficients.size() == 2);
    for (std::size_t j = 0; j < 2; ++j)
        CHECK(pipeline.model().coefficients[j].estimate == alone.coefficients[j].estimate);
    CHECK(pipeline.model().summary.deviance == alone.summary.deviance);

    // A score is the rate per hour; a judgement is about the hours of each record.
    double rate = 0;
    REQUIRE(pipeline.score(std::vector<double>{3.0}, rate));
    CHECK(rate == std::exp(alone.coefficients[0].estimate + 3 * alone.coefficients[1].estimate));
    const Pipeline::Judged judged = pipeline.judge(quiet, log);
    const std::vector<double> rates = pipeline.predict(quiet, log);
    for (std::size_t i = 0; i < 90; ++i) CHECK(judged.predicted[i] == rates[i] * hours[i]);
    // And what is expected of a record, whether its target is known or not.
    CHECK(pipeline.expect(quiet, log) == judged.predicted);
    CHECK(pipeline.expect(quiet, log.select(std::vector<std::string>{"load", "hours"})) ==
          judged.predicted);
    CHECK_THROWS_AS(pipeline.expect(quiet, log.select(std::vector<std::string>{"load"})), Error);
}

TEST_CASE("every kind scores, predicts, saves and loads to the same bits") {
    const Table log = fault_log();
    struct Kind {
        ModelKind kind;
        const char* target;
        Link link;
    };
    for (const Kind& k : {Kind{ModelKind::poisson, "faults", Link::log},
                          Kind{ModelKind::negative_binomial, "faults", Link::log},
                          Kind{ModelKind::gamma, "delay", Link::log},
                          Kind{ModelKind::gamma, "delay", Link::inverse},
                          Kind{ModelKind::tweedie, "faults", Link::log},
                          Kind{ModelKind::probability, "failed", Link::log}}) {
        PipelineOptions options = options_of(k.kind, k.target);
        options.glm.link = k.link;
        if (k.kind == ModelKind::tweedie) options.glm.shape = 1.3;
        options.scale = true;
        const Pipeline fitted = Pipeline::fit(quiet, log, options);
        const Pipeline loaded = Pipeline::from_json(fitted.to_json());
        CAPTURE(static_cast<int>(k.kind));
        CHECK(loaded.to_json() == fitted.to_json());
        const std::vector<double> predicted = fitted.predict(quiet, log);
        const std::vector<double> again = loaded.predict(quiet, log);
        for (std::size_t i = 0; i < 90; ++i) {
            double score = -1;
            const double x = numbers(log, "load")[i];
            REQUIRE(loaded.score(std::vector<double>{x}, score));
            CHECK(std::bit_cast<std::uint64_t>(score) ==
                  std::bit_cast<std::uint64_t>(predicted[i]));
            CHECK(again[i] == predicted[i]);
        }
        const FitSummary &a = fitted.model().summary, &b = loaded.model().summary;
        CHECK(a.kind == b.kind);
        CHECK(a.link == b.link);
        const auto same = [](double x, double y) { return x == y || (x != x && y != y); };
        CHECK(same(a.deviance, b.deviance));
        CHECK(same(a.shape, b.shape));
        CHECK(same(a.dispersion_ml, b.dispersion_ml));
        const Metrics metrics = loaded.evaluate(quiet, log);
        CHECK(metrics.rows == 90);
        CHECK(metrics.rmse > 0);
    }
}

TEST_CASE("the linear probability model has robust errors and a positive label") {
    const Table log = fault_log();
    const Pipeline pipeline =
        Pipeline::fit(quiet, log, options_of(ModelKind::probability, "failed"));
    CHECK(pipeline.positive_label() == "1");
    CHECK(pipeline.model().summary.kind == ModelKind::probability);
    CHECK(pipeline.model().summary.errors == ErrorKind::hc3);
}

TEST_CASE("logistic pipelines keep weights, offset and Firth's correction") {
    const Table log = fault_log();
    PipelineOptions options = options_of(ModelKind::logistic, "failed");
    options.weights = "weight";
    options.offset = "hours";
    options.logistic.firth = true;
    options.logistic.class_weights = ClassWeights::balanced;
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const auto load = numbers(log, "load"), hours = numbers(log, "hours"),
               weight = numbers(log, "weight"), failed = numbers(log, "failed");
    const std::vector<std::string> names{"load"};
    const LinearModel alone =
        fit_logistic(quiet, MatrixView::column_major(load.data(), 90, 1), failed, names,
                     options.logistic, {.weights = weight, .offset = hours});
    CHECK(pipeline.model().coefficients[1].estimate == alone.coefficients[1].estimate);
    const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
    CHECK(loaded.options().weights == "weight");
    CHECK(loaded.options().logistic.firth);
    CHECK(loaded.options().logistic.class_weights == ClassWeights::balanced);
    // The offset moves the odds of a judged record.
    const Pipeline::Judged judged = loaded.judge(quiet, log);
    const std::vector<double> base = loaded.predict(quiet, log);
    CHECK(std::fabs(judged.predicted[2] / (1 - judged.predicted[2]) -
                    base[2] / (1 - base[2]) * std::exp(hours[2])) < 1e-9);
}

TEST_CASE(
    "an offset counts in full where the mean without it is next to 0, 1 or beyond all numbers") {
    const Table log = fault_log();
    const auto n = static_cast<std::size_t>(log.rows());
    const std::vector<double> load = numbers(log, "load");
    for (const double shift : {-700.0, -60.0, -36.0, 0.0, 36.0, 60.0, 700.0, 1e4}) {
        CAPTURE(shift);
        const Table moved =
            log.with_column("hours", Column::from_float64(std::vector<double>(n, shift)));
        PipelineOptions options = options_of(ModelKind::logistic, "failed");
        options.offset = "hours";
        const Pipeline logistic = Pipeline::fit(quiet, moved, options);
        const std::vector<double> probable = logistic.expect(quiet, moved);
        const auto& b = logistic.model().coefficients;
        for (std::size_t i = 0; i < n; ++i)
            CHECK(probable[i] == doctest::Approx(logistic_function(b[0].estimate +
                                                                   b[1].estimate * load[i] + shift))
                                     .epsilon(1e-9));
        CHECK(logistic.evaluate(quiet, moved).log_loss ==
              doctest::Approx(-logistic.model().summary.log_likelihood / 90).epsilon(1e-8));
        if (shift > 700) continue;  // the rate itself is beyond all numbers
        options = options_of(ModelKind::poisson, "faults");
        options.offset = "hours";
        const Pipeline poisson = Pipeline::fit(quiet, moved, options);
        double sum = 0, counts = 0;
        for (const double mean : poisson.expect(quiet, moved)) sum += mean;
        for (const double count : numbers(log, "faults")) counts += count;
        CHECK(sum == doctest::Approx(counts).epsilon(1e-6));  // by the intercept's equation
    }
}

TEST_CASE("columns that come with the rows are checked like the others") {
    const Table log = fault_log();
    const auto refused = [&](PipelineOptions options, Status status) {
        try {
            Pipeline::fit(quiet, log, options);
        } catch (const Error& error) {
            return error.status() == status;
        }
        return false;
    };
    PipelineOptions options = options_of(ModelKind::poisson, "faults");
    options.exposure = "nowhere";
    CHECK(refused(options, Status::not_found));
    options.exposure = "load";  // an input, too
    CHECK(refused(options, Status::argument));
    options.numeric = {"hours"};
    CHECK(refused(options, Status::data));  // holds zeros
    options = options_of(ModelKind::linear, "delay");
    options.exposure = "hours";
    CHECK(refused(options, Status::argument));
    options = options_of(ModelKind::gamma, "faults");
    CHECK(refused(options, Status::data));  // holds zeros
    options = options_of(ModelKind::multinomial, "faults");
    options.exposure = "hours";
    CHECK(refused(options, Status::argument));
    options = options_of(static_cast<ModelKind>(10), "faults");
    CHECK(refused(options, Status::argument));
}
