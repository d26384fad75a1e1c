#include "tenon/cross_validate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/explain_model.hpp"
#include "tenon/random.hpp"
#include "tenon/tune.hpp"

using namespace tenon;

namespace {

// Sensor readings of ten machines with holes; x1 and the machine matter, x2 does not.
Table sample(std::int64_t rows, bool classes, std::uint64_t seed = 1) {
    Random random(seed);
    std::vector<double> x1, x2, y, time;
    std::vector<std::string> machine, state;
    std::vector<bool> valid;
    for (std::int64_t i = 0; i < rows; ++i) {
        x1.push_back(random.normal());
        x2.push_back(random.normal());
        valid.push_back(random.uniform() > 0.1);
        const auto m = random.below(10);
        machine.push_back("M" + std::to_string(m));
        const double t = 3 * x1.back() + (m < 5 ? 1 : -1) + random.normal();
        y.push_back(t);
        state.push_back(t > 1 ? "fail" : "ok");
        time.push_back(static_cast<double>(i));
    }
    return Table({"x1", "x2", "machine", "y", "state", "time"},
                 {Column::from_float64(x1), Column::from_float64(x2, valid),
                  Column::from_text(machine), Column::from_float64(y), Column::from_text(state),
                  Column::from_float64(time)})
        .select(std::vector<std::string>{"x1", "x2", "machine", classes ? "state" : "y", "time"});
}

PipelineOptions pipeline(bool classes) {
    PipelineOptions options;
    options.numeric = {"x1", "x2"};
    options.categorical = {"machine"};
    options.kind = classes ? ModelKind::logistic : ModelKind::linear;
    options.target = classes ? "state" : "y";
    options.impute = options.scale = options.handle_outliers = true;
    options.unknown = Unknown::zero;
    return options;
}

}  // namespace

TEST_CASE("out-of-fold predictions are those of fits without the fold") {
    for (const bool classes : {false, true}) {
        const Table table = sample(300, classes);
        const PipelineOptions options = pipeline(classes);
        const auto splits = plan_splits({}, table, options, {});
        REQUIRE(splits.size() == 5);
        const CrossValidation found = cross_validate({}, table, options, splits);
        CHECK(found.row.size() == 300);
        CHECK(std::set<std::int64_t>(found.row.begin(), found.row.end()).size() == 300);
        std::size_t at = 0;
        for (const Split& split : splits) {
            const Pipeline fitted = Pipeline::fit({}, table.take(split.train), options);
            const auto predicted = fitted.predict({}, table.take(split.test));
            for (std::size_t i = 0; i < predicted.size(); ++i, ++at) {
                CHECK(found.row[at] == split.test[i]);
                CHECK(found.predicted[at] == predicted[i]);
            }
        }
    }
}

TEST_CASE("nothing that a record left out holds reaches the fit it is judged by") {
    for (const bool classes : {false, true}) {
        const Table table = sample(200, classes);
        const PipelineOptions options = pipeline(classes);
        const auto splits = plan_splits({}, table, options, {});
        const CrossValidation clean = cross_validate({}, table, options, splits);
        // Poison half of the first test part: values that would move every mean, scale and bound.
        std::vector<double> x1(200);
        table.column("x1").copy_numbers(x1);
        std::set<std::int64_t> poisoned;
        for (std::size_t i = 0; i < splits[0].test.size(); i += 2) {
            x1[static_cast<std::size_t>(splits[0].test[i])] = 1e9;
            poisoned.insert(splits[0].test[i]);
        }
        const Table leaky = table.with_column("x1", Column::from_float64(x1));
        const CrossValidation again =
            cross_validate({}, leaky, options, std::span(splits).first(1));
        std::size_t compared = 0;
        for (std::size_t i = 0; i < again.row.size(); ++i) {
            if (poisoned.count(again.row[i])) continue;
            ++compared;
            CHECK(again.predicted[i] == clean.predicted[i]);
        }
        CHECK(compared == 20);
        // The test can fail: a pipeline fitted on all records does feel it.
        CHECK(Pipeline::fit({}, leaky, options).predict({}, table) !=
              Pipeline::fit({}, table, options).predict({}, table));
    }
}

TEST_CASE("an input that is the answer in disguise is seen by a score too good") {
    const Table table = sample(200, false);
    std::vector<double> y(200);
    table.column("y").copy_numbers(y);
    for (double& value : y) value = 2 * value + 7;
    const Table leaky = table.with_column("x2", Column::from_float64(y));
    PipelineOptions options = pipeline(false);
    options.handle_outliers = false;
    const auto splits = plan_splits({}, table, options, {});
    CHECK(cross_validate({}, leaky, options, splits).pooled.r2 > 0.999999);
    CHECK(cross_validate({}, table, options, splits).pooled.r2 < 0.97);
    const Importance found = permutation_importance({}, Pipeline::fit({}, leaky, options), leaky);
    CHECK(found.inputs.front().input == "x2");
}

TEST_CASE("groups stay together and times in order in the splits of a plan") {
    const Table table = sample(300, true);
    const PipelineOptions options = pipeline(true);
    FoldPlan plan;
    plan.kind = FoldKind::grouped;
    plan.column = "machine";
    for (const Split& split : plan_splits({}, table, options, plan)) {
        std::set<std::string_view> left_out;
        for (const std::int64_t row : split.test)
            left_out.insert(table.column("machine").text(row));
        for (const std::int64_t row : split.train)
            CHECK(left_out.count(table.column("machine").text(row)) == 0);
    }
    plan.kind = FoldKind::time;
    plan.column = "time";
    plan.time.gap = 10;
    for (const Split& split : plan_splits({}, table, options, plan))
        CHECK(split.train.back() + 10 <= split.test.front());
    plan = {};
    plan.repeats = 3;
    CHECK(plan_splits({}, table, options, plan).size() == 15);
}

TEST_CASE("a fault says in which split it is") {
    const Table table = sample(100, false);
    PipelineOptions options = pipeline(false);
    options.impute = false;
    const auto splits = plan_splits({}, table, options, {});
    try {
        cross_validate({}, table, options, splits);
        FAIL("holes without a fill must be refused");
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.message().find("split 0, rows counted in its training part") == 0);
    }
    CHECK_THROWS_AS(cross_validate({}, table, options, {}), Error);
    std::vector<Split> bad{{{0, 1, 100}, {2}}};
    CHECK_THROWS_AS(cross_validate({}, table, options, bad), Error);
}

TEST_CASE("more records help, as a learning curve tells") {
    const Table table = sample(600, false);
    const PipelineOptions options = pipeline(false);
    const auto splits = plan_splits({}, table, options, {});
    const auto curve =
        learning_curve({}, table, options, splits, std::vector<double>{0.05, 0.3, 1});
    REQUIRE(curve.size() == 3);
    CHECK(curve[0].rows == doctest::Approx(24));
    CHECK(curve[0].test < curve[2].test);
    CHECK(curve[0].training > curve[2].training);
}

TEST_CASE("a grid search finds the best combination and refits to it") {
    const Table table = sample(150, false);
    const PipelineOptions options = pipeline(false);
    const auto splits = plan_splits({}, table, options, {});
    TuneOptions tuning;
    tuning.ranges.push_back({.parameter = Tuned::l2, .values = {0.1, 1000}});
    tuning.ranges.push_back({.parameter = Tuned::scaling, .values = {-1, 0, 2}});
    const TuneResult found = tune({}, table, options, splits, tuning);
    REQUIRE(found.trials.size() == 6);
    CHECK(found.trials[1].values == std::vector<double>{0.1, 0});
    CHECK(found.options.linear.l2 == 0.1);
    for (const TuneTrial& trial : found.trials)
        CHECK(trial.score <= found.trials[static_cast<std::size_t>(found.best)].score);
    const auto alone = cross_validate({}, table, found.options, splits);
    double mean = 0;
    for (const Metrics& m : alone.splits) mean -= m.rmse / 5;
    CHECK(found.trials[static_cast<std::size_t>(found.best)].score ==
          doctest::Approx(mean).epsilon(1e-14));
}

TEST_CASE("a penalty that is tuned is that of counts and amounts too") {
    Table table = sample(150, false);
    std::vector<double> counts;
    for (std::int64_t i = 0; i < 150; ++i)
        counts.push_back(1 + std::floor(std::exp(table.column("x1").number(i))));
    table = table.with_column("n", Column::from_float64(counts));
    for (const ModelKind kind :
         {ModelKind::poisson, ModelKind::negative_binomial, ModelKind::gamma, ModelKind::tweedie}) {
        PipelineOptions options = pipeline(false);
        options.kind = kind;
        options.target = "n";
        TuneOptions tuning;
        tuning.ranges.push_back({.parameter = Tuned::l2, .values = {1e-3, 1e7}});
        const TuneResult found =
            tune({}, table, options, plan_splits({}, table, options, {}), tuning);
        CHECK(found.options.glm.l2 == 1e-3);
        CHECK(found.trials[0].score > found.trials[1].score);
    }
}

TEST_CASE("random search draws the same trials for the same seed, halving judges the last fully") {
    const Table table = sample(200, true);
    const PipelineOptions options = pipeline(true);
    const auto splits = plan_splits({}, table, options, {});
    TuneOptions tuning;
    tuning.method = TuneMethod::random;
    tuning.trials = 7;
    tuning.ranges.push_back(
        {.parameter = Tuned::penalty, .values = {}, .low = 1e-4, .high = 1, .logarithmic = true});
    tuning.ranges.push_back(
        {.parameter = Tuned::l1_ratio, .values = {}, .low = 0.1, .high = 1, .logarithmic = false});
    const TuneResult a = tune({}, table, options, splits, tuning);
    Context threads;
    threads.threads = 4;
    const TuneResult b = tune(threads, table, options, splits, tuning);
    REQUIRE(a.trials.size() == 7);
    for (std::size_t t = 0; t < 7; ++t) {
        CHECK(a.trials[t].values == b.trials[t].values);
        CHECK(a.trials[t].score == b.trials[t].score);
    }
    tuning.method = TuneMethod::halving;
    tuning.trials = 9;
    tuning.least_records = 1;
    const TuneResult c = tune({}, table, options, splits, tuning);
    REQUIRE(c.trials.size() == 9 + 3 + 1);
    CHECK(c.trials.front().share == doctest::Approx(1.0 / 9));
    CHECK(c.trials.back().share == 1);
    CHECK(c.best == 12);
}

namespace {

// A number, and a category that few training records do not know.
Table many_levels() {
    std::vector<double> x, y;
    std::vector<std::string> c;
    Random random(3, 0);
    for (int i = 0; i < 120; ++i) {
        x.push_back(random.uniform(-1, 1));
        y.push_back(3 * x.back() + 0.1 * random.uniform(-1, 1));
        c.push_back("level " + std::to_string(i % 15));
    }
    return Table({"x", "y", "c"},
                 {Column::from_float64(x), Column::from_float64(y), Column::from_text(c)});
}

PipelineOptions level_options() {
    PipelineOptions options;
    options.kind = ModelKind::linear;
    options.numeric = {"x"};
    options.categorical = {"c"};
    options.target = "y";
    return options;
}

}  // namespace

TEST_CASE("no round of halving has fewer records than its trials can be fitted on") {
    const Table table = many_levels();
    const PipelineOptions options = level_options();
    TuneOptions tuning;
    tuning.method = TuneMethod::halving;
    tuning.ranges.push_back(
        {.parameter = Tuned::l2, .values = {1e6, 1e5, 3e4, 1e4, 1e3, 1e2, 10, 1, 0.01}});
    const auto splits = plan_splits({}, table, options, {});  // 96 records to train on
    const TuneResult whole = tune({}, table, options, splits, tuning);
    CHECK(whole.trials.size() == 9);  // 16 coefficients would want 160 records
    for (const TuneTrial& trial : whole.trials) {
        CHECK(trial.share == 1);
        CHECK(trial.fault.empty());
    }
    CHECK(whole.options.linear.l2 <= 1);
    tuning.least_records = 30;
    const TuneResult third = tune({}, table, options, splits, tuning);
    REQUIRE(third.trials.size() >= 9 + 3);
    CHECK(third.trials.front().share == doctest::Approx(1.0 / 3));
    CHECK(third.trials.back().share == 1);
    PipelineOptions plain = options;  // 30 records, at the least, of two coefficients
    plain.categorical.clear();
    tuning.least_records = 0;
    CHECK(tune({}, table, plain, splits, tuning).trials.size() == 9 + 3);
    tuning.least_records = -1;
    CHECK_THROWS_AS(tune({}, table, plain, splits, tuning), Error);
}

TEST_CASE("halving goes on with all trials from a round in which none can be judged") {
    // A category that is met in tests but hardly in few training records makes every early trial
    // fail, which says nothing of the penalties.
    const Table table = many_levels();
    const PipelineOptions options = level_options();
    TuneOptions tuning;
    tuning.method = TuneMethod::halving;
    tuning.least_records = 1;
    // The worst come first, so that the first of a failed round are not the best.
    tuning.ranges.push_back(
        {.parameter = Tuned::l2, .values = {1e6, 1e5, 3e4, 1e4, 1e3, 1e2, 10, 1, 0.01}});
    const auto splits = plan_splits({}, table, options, {});
    const TuneResult found = tune({}, table, options, splits, tuning);
    std::size_t failed = 0;
    for (const TuneTrial& trial : found.trials) failed += std::isnan(trial.score);
    REQUIRE(failed >= 9);  // the premise: the first round fails
    REQUIRE(!found.trials.front().fault.empty());
    CHECK(found.options.linear.l2 <= 1);
}

TEST_CASE("nested cross-validation chooses inside each training part") {
    const Table table = sample(120, false);
    const PipelineOptions options = pipeline(false);
    const auto splits = plan_splits({}, table, options, {});
    TuneOptions tuning;
    tuning.ranges.push_back({.parameter = Tuned::l2, .values = {1, 100}});
    FoldPlan inner;
    inner.folds.folds = 3;
    const auto found = nested_cross_validate({}, table, options, splits, inner, tuning);
    REQUIRE(found.choices.size() == 5);
    CHECK(found.outer.row.size() == 120);
    const Table training = table.take(splits[2].train);
    const auto alone =
        tune({}, training, options, plan_splits({}, training, options, inner), tuning);
    CHECK(alone.trials[0].score == found.choices[2].trials[0].score);
}

TEST_CASE("a search is cancelled through its progress, and faults of options are told") {
    const Table table = sample(100, false);
    const PipelineOptions options = pipeline(false);
    const auto splits = plan_splits({}, table, options, {});
    TuneOptions tuning;
    tuning.ranges.push_back({.parameter = Tuned::l2, .values = {0.1, 1, 10}});
    Context context;
    double last = 0;
    context.progress = [&](const Progress& progress) {
        CHECK(progress.share >= last - 1e-12);
        last = progress.share;
        return progress.share < 0.5;
    };
    try {
        tune(context, table, options, splits, tuning);
        FAIL("the search must stop");
    } catch (const Error& error) {
        CHECK(error.status() == Status::cancelled);
    }
    const auto refused = [&](const TuneRange& range, TuneMethod method) {
        TuneOptions bad;
        bad.method = method;
        bad.ranges = {range};
        CHECK_THROWS_AS(tune({}, table, options, splits, bad), Error);
    };
    refused({.parameter = Tuned::l2, .values = {}}, TuneMethod::grid);
    refused({.parameter = Tuned::l2, .values = {-1}}, TuneMethod::grid);
    refused({.parameter = Tuned::scaling, .values = {0.5}}, TuneMethod::grid);
    refused({.parameter = Tuned::l2, .values = {}, .low = 0, .high = 1, .logarithmic = true},
            TuneMethod::random);
    TuneOptions score;
    score.ranges.push_back({.parameter = Tuned::l2, .values = {1}});
    score.score = Score::auc;
    CHECK_THROWS_AS(tune({}, table, options, splits, score), Error);
}

TEST_CASE("the criteria of a lasso count its coefficients that are not zero") {
    for (const bool classes : {false, true}) {
        const Table table = sample(150, classes);
        PipelineOptions options = pipeline(classes);
        options.penalty = classes ? 0.03 : 0.3;
        const Pipeline fitted = Pipeline::fit({}, table, options);
        const FitSummary& s = fitted.model().summary;
        double nonzero = 0;
        for (const Coefficient& c : fitted.model().coefficients) nonzero += c.estimate != 0;
        REQUIRE(nonzero < static_cast<double>(fitted.model().coefficients.size()));
        const Metrics seen = fitted.evaluate({}, table);
        const auto n = static_cast<double>(s.rows);
        const double pi = std::acos(-1.0);
        const double likelihood =
            classes ? -n * seen.log_loss : -n / 2 * (std::log(2 * pi * seen.rmse * seen.rmse) + 1);
        CHECK(s.effective_parameters == nonzero);
        CHECK(s.log_likelihood == doctest::Approx(likelihood).epsilon(1e-10));
        CHECK(s.aic == doctest::Approx(-2 * likelihood + 2 * nonzero).epsilon(1e-10));
        CHECK(s.bic == doctest::Approx(-2 * likelihood + nonzero * std::log(n)).epsilon(1e-10));
        CHECK(s.log_likelihood > s.null_log_likelihood);
        const Pipeline loaded = Pipeline::from_json(fitted.to_json());
        CHECK(loaded.model().summary.effective_parameters == nonzero);
    }
}

TEST_CASE("an elastic-net pipeline survives its document") {
    PipelineOptions options = pipeline(false);
    options.penalty = 0.2;
    options.l1_ratio = 0.5;
    const Table table = sample(100, false);
    const Pipeline fitted = Pipeline::fit({}, table, options);
    const Pipeline loaded = Pipeline::from_json(fitted.to_json());
    CHECK(loaded.options().penalty == 0.2);
    CHECK(loaded.options().l1_ratio == 0.5);
    CHECK(loaded.predict({}, table) == fitted.predict({}, table));
}

TEST_CASE("an elastic-net pipeline takes weights: a weight of two is the record twice") {
    for (const bool classes : {false, true}) {
        const Table table = sample(120, classes);
        PipelineOptions options = pipeline(classes);
        options.impute = options.scale = options.handle_outliers = false;
        options.numeric = {"x1"};
        options.categorical = {};
        options.penalty = 0.05;
        std::vector<double> weights;
        std::vector<std::int64_t> twice;
        for (std::int64_t i = 0; i < table.rows(); ++i) {
            weights.push_back(i % 3 == 0 ? 2 : 1);
            for (int k = 0; k < weights.back(); ++k) twice.push_back(i);
        }
        const Pipeline plain = Pipeline::fit({}, table.take(twice), options);
        options.weights = "w";
        const Pipeline weighted =
            Pipeline::fit({}, table.with_column("w", Column::from_float64(weights)), options);
        // The standard deviations differ by the root of (n - 1) / n of the two numbers of records.
        for (std::size_t j = 0; j < 2; ++j)
            CHECK(weighted.model().coefficients[j].estimate ==
                  doctest::Approx(plain.model().coefficients[j].estimate).epsilon(2e-3));
        options.offset = "x2";
        CHECK_THROWS_AS(
            Pipeline::fit({}, table.with_column("w", Column::from_float64(weights)), options),
            Error);
    }
}

TEST_CASE("importance is large for what matters and none for what does not") {
    for (const bool classes : {false, true}) {
        const Table table = sample(400, classes);
        const Pipeline fitted = Pipeline::fit({}, table, pipeline(classes));
        const Importance found = permutation_importance({}, fitted, sample(400, classes, 2));
        REQUIRE(found.inputs.size() == 3);
        CHECK(found.inputs[0].input == "x1");
        CHECK(found.inputs[1].input == "machine");
        CHECK(std::fabs(found.inputs[2].loss) < 0.05 * found.inputs[0].loss);
        const Importance again = permutation_importance({}, fitted, sample(400, classes, 2));
        CHECK(again.inputs[0].loss == found.inputs[0].loss);
    }
}

TEST_CASE("partial dependence of a linear pipeline is a line, and curves average to it") {
    const Table table = sample(200, false);
    PipelineOptions options = pipeline(false);
    options.handle_outliers = false;
    const Pipeline fitted = Pipeline::fit({}, table, options);
    const Dependence found = partial_dependence({}, fitted, table, "x1");
    REQUIRE(found.values.size() == 20);
    const double slope =
        (found.mean.back() - found.mean.front()) / (found.values.back() - found.values.front());
    for (std::size_t k = 0; k < 20; ++k) {
        CHECK(found.mean[k] ==
              doctest::Approx(found.mean[0] + slope * (found.values[k] - found.values[0])));
        double mean = 0;
        for (std::size_t i = 0; i < 200; ++i) mean += found.curves[i * 20 + k] / 200;
        CHECK(mean == doctest::Approx(found.mean[k]));
    }
    const Dependence machines = partial_dependence({}, fitted, table, "machine", {.records = 50});
    CHECK(machines.categories.size() == 10);
    CHECK(machines.rows.size() == 50);
    CHECK(machines.mean[0] > machines.mean[9]);
    CHECK_THROWS_AS(partial_dependence({}, fitted, table, "time"), Error);
}
