// Pipelines whose target has several classes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "shop_log.hpp"
#include "tenon/context.hpp"
#include "tenon/cross_validate.hpp"
#include "tenon/csv.hpp"
#include "tenon/explain_model.hpp"
#include "tenon/matrix.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"
#include "tenon/tune.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

// The shop log with two targets: `kind` (none, belt, bearing) and `grade` (poor, fair, good), the
// place of which is in `rank`.
Table class_log(const LogShape& shape = {}) {
    Table log = shop_log({.rows = shape.rows, .seed = shape.seed});
    Random random(shape.seed + 1);
    std::vector<std::string> kind, grade;
    std::vector<std::int64_t> rank;
    for (std::int64_t row = 0; row < log.rows(); ++row) {
        const double t = log.column("temperature").number(row) - 300;
        const double v = log.column("vibration").number(row) - 1;
        const bool saw = log.column("machine").cell_text(row) == "saw";
        const double belt = std::exp(0.2 * t + saw), bearing = std::exp(4 * v - 0.3);
        const double u = random.uniform() * (1 + belt + bearing);
        kind.emplace_back(u < 1 ? "none" : u < 1 + belt ? "belt" : "bearing");
        const double latent = 0.3 * t - 3 * v + std::log(1 / random.uniform() - 1);
        rank.push_back(latent < -1 ? 0 : latent < 1 ? 1 : 2);
        const char* const grades[] = {"poor", "fair", "good"};
        grade.emplace_back(grades[rank.back()]);
    }
    const Table holes = shop_log(shape);
    return holes.with_column("kind", Column::from_text(kind))
        .with_column("grade", Column::from_text(grade))
        .with_column("rank", Column::from_int64(rank));
}

PipelineOptions class_options(ModelKind kind = ModelKind::multinomial) {
    PipelineOptions options;
    options.kind = kind;
    options.numeric = {"temperature", "vibration"};
    options.categorical = {"machine"};
    options.target = "kind";
    if (kind == ModelKind::ordinal) {
        options.target = "grade";
        options.levels = {"poor", "fair", "good"};
    }
    return options;
}

// temperature, vibration, machine=mill, machine=saw, column after column.
std::vector<double> design_of(const Table& log) {
    const auto n = static_cast<std::size_t>(log.rows());
    std::vector<double> x(4 * n);
    log.column("temperature").copy_numbers({x.data(), n});
    log.column("vibration").copy_numbers({x.data() + n, n});
    for (std::size_t i = 0; i < n; ++i) {
        const std::string machine = log.column("machine").cell_text(static_cast<std::int64_t>(i));
        x[2 * n + i] = machine == "mill";
        x[3 * n + i] = machine == "saw";
    }
    return x;
}

std::vector<double> places_of(const Table& log, const std::string& name,
                              const std::vector<std::string>& classes) {
    std::vector<double> places;
    for (std::int64_t row = 0; row < log.rows(); ++row)
        places.push_back(static_cast<double>(
            std::find(classes.begin(), classes.end(), log.column(name).cell_text(row)) -
            classes.begin()));
    return places;
}

const std::vector<std::string> feature_names{"temperature", "vibration", "machine=mill",
                                             "machine=saw"};

std::vector<double> row_of(const std::vector<double>& all, std::size_t row, std::size_t classes) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(row * classes);
    return {first, first + static_cast<std::ptrdiff_t>(classes)};
}

}  // namespace

TEST_CASE("a multinomial pipeline is the multinomial model of its design") {
    const Table log = class_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, class_options());
    CHECK(pipeline.classes() == std::vector<std::string>{"bearing", "belt", "none"});
    CHECK(pipeline.positive_label().empty());
    const std::vector<double> x = design_of(log);
    const ClassModel plain =
        fit_multinomial(quiet, MatrixView::column_major(x.data(), 400, 4),
                        places_of(log, "kind", pipeline.classes()), feature_names);
    const ClassModel& model = pipeline.class_model();
    REQUIRE(model.coefficients.size() == 2);
    for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t j = 0; j < 5; ++j) {
            CHECK(model.coefficients[k][j].name == plain.coefficients[k][j].name);
            CHECK(model.coefficients[k][j].estimate == plain.coefficients[k][j].estimate);
            CHECK(model.coefficients[k][j].standard_error ==
                  plain.coefficients[k][j].standard_error);
        }
    CHECK(pipeline.model().summary.log_likelihood == plain.summary.log_likelihood);
    REQUIRE(pipeline.model().coefficients.size() == 10);
    CHECK(pipeline.model().coefficients[5].name == "none: (intercept)");
    CHECK(pipeline.model().coefficients[9].name == "none: machine=saw");
    CHECK(pipeline.model().coefficients[9].estimate == plain.coefficients[1][4].estimate);
}

TEST_CASE("an ordinal pipeline is the ordinal model of its design") {
    const Table log = class_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, class_options(ModelKind::ordinal));
    const std::vector<double> x = design_of(log);
    const ClassModel plain =
        fit_ordinal(quiet, MatrixView::column_major(x.data(), 400, 4),
                    places_of(log, "grade", pipeline.classes()), feature_names);
    CHECK(pipeline.class_model().coefficients[0][1].estimate == plain.coefficients[0][1].estimate);
    CHECK(pipeline.class_model().cuts[1].estimate == plain.cuts[1].estimate);
    const auto& list = pipeline.model().coefficients;
    REQUIRE(list.size() == 6);
    CHECK(list[0].name == "temperature");
    CHECK(list[4].name == "poor|fair");
    CHECK(list[5].name == "fair|good");
}

TEST_CASE("records and tables have the same bits, and probabilities of all classes add up to one") {
    const Table log = class_log({.rows = 5000, .missing = 0.05, .spikes = 0.02});
    for (const ModelKind kind : {ModelKind::multinomial, ModelKind::ordinal}) {
        PipelineOptions options = class_options(kind);
        options.numeric = {"temperature", "vibration", "rpm", "alarm"};
        options.categorical = {"machine", "line"};
        options.handle_outliers = options.impute = options.scale = true;
        const Pipeline pipeline = Pipeline::fit(quiet, log, options);
        Context two;
        two.threads = 2;
        const std::vector<double> all = pipeline.predict_classes(quiet, log);
        CHECK(pipeline.predict_classes(two, log) == all);
        const std::vector<double> likeliest = pipeline.predict(quiet, log);
        REQUIRE(all.size() == 15000);
        const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
        CHECK(loaded.to_json() == pipeline.to_json());
        CHECK(loaded.classes() == pipeline.classes());
        CHECK(loaded.model().coefficients.back().name == pipeline.model().coefficients.back().name);
        for (std::size_t row = 0; row < 5000; ++row) {
            const auto record = record_of(pipeline, log, static_cast<std::int64_t>(row));
            std::vector<double> p(3), again(3);
            REQUIRE(pipeline.score_classes(record, p));
            REQUIRE(loaded.score_classes(record, again));
            REQUIRE(p == row_of(all, row, 3));
            REQUIRE(again == p);
            REQUIRE(std::fabs(p[0] + p[1] + p[2] - 1) < 1e-15 * 8);
            double place = -1;
            REQUIRE(pipeline.score(record, place));
            REQUIRE(place == likeliest[row]);
            REQUIRE(place == static_cast<double>(std::max_element(p.begin(), p.end()) - p.begin()));
        }
    }
}

TEST_CASE("the probabilities are the softmax of the sums, and those between the cuts") {
    const Table log = class_log();
    const Pipeline several = Pipeline::fit(quiet, log, class_options());
    const Pipeline ordered = Pipeline::fit(quiet, log, class_options(ModelKind::ordinal));
    const std::vector<double> x{304, 1.1, 2};  // machine=saw
    std::vector<double> p(3);
    REQUIRE(several.score_classes(x, p));
    const auto& b = several.class_model().coefficients;
    const auto sum = [&](std::size_t k) {
        return b[k][0].estimate + 304 * b[k][1].estimate + 1.1 * b[k][2].estimate +
               b[k][4].estimate;
    };
    const double total = 1 + std::exp(sum(0)) + std::exp(sum(1));
    CHECK(p[0] == doctest::Approx(1 / total).epsilon(1e-12));
    CHECK(p[2] == doctest::Approx(std::exp(sum(1)) / total).epsilon(1e-12));

    REQUIRE(ordered.score_classes(x, p));
    const ClassModel& m = ordered.class_model();
    const auto& s = m.coefficients[0];
    const double eta = 304 * s[0].estimate + 1.1 * s[1].estimate + s[3].estimate;
    const double low = logistic_function(m.cuts[0].estimate - eta);
    const double high = logistic_function(m.cuts[1].estimate - eta);
    CHECK(p[0] == doctest::Approx(low).epsilon(1e-12));
    CHECK(p[1] == doctest::Approx(high - low).epsilon(1e-10));
    CHECK(p[2] == doctest::Approx(1 - high).epsilon(1e-10));
}

TEST_CASE("classes are numbers by value and texts in byte order, or as the levels say") {
    const Table log = class_log();
    PipelineOptions options = class_options();
    options.levels = {"none", "belt", "bearing"};
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    CHECK(pipeline.classes() == options.levels);
    CHECK(pipeline.model().coefficients[0].name == "belt: (intercept)");

    options = class_options(ModelKind::ordinal);
    const Pipeline by_text = Pipeline::fit(quiet, log, options);
    options.target = "rank";
    options.levels.clear();
    const Pipeline by_number = Pipeline::fit(quiet, log, options);
    CHECK(by_number.classes() == std::vector<std::string>{"0", "1", "2"});
    CHECK(by_number.predict_classes(quiet, log) == by_text.predict_classes(quiet, log));
    options.levels = {"0.0", "1", "2e0"};  // as numbers
    CHECK(Pipeline::fit(quiet, log, options).predict_classes(quiet, log) ==
          by_text.predict_classes(quiet, log));
    std::vector<double> halves;
    for (std::int64_t row = 0; row < log.rows(); ++row)
        halves.push_back(log.column("rank").number(row) * 5);
    options.target = "size";
    options.levels.clear();
    const Pipeline by_real =
        Pipeline::fit(quiet, log.with_column("size", Column::from_float64(halves)), options);
    CHECK(by_real.classes() == std::vector<std::string>{"0", "5", "10"});

    options = class_options();
    options.target = "alarm";
    CHECK(Pipeline::fit(quiet, log, options).classes() ==
          std::vector<std::string>{"false", "true"});
}

TEST_CASE("levels that the target cannot have are refused with what to do") {
    const Table log = class_log();
    const auto fit = [&](const PipelineOptions& options) {
        return error_of([&] { Pipeline::fit(quiet, log, options); });
    };
    PipelineOptions options = class_options(ModelKind::ordinal);
    options.levels.clear();
    CHECK(fit(options).status() == Status::argument);
    says(fit(options), "\"fair\", \"good\", \"poor\"");
    options.levels = {"poor", "fair"};
    CHECK(fit(options).status() == Status::data);
    says(fit(options), "\"good\" is none of the classes");
    options.levels = {"poor", "fair", "good", "fine"};
    says(fit(options), "never is \"fine\"");
    options.levels = {"poor", "fair", "good", "fair"};
    says(fit(options), "\"fair\" is named twice");
    options.levels = {"poor"};
    CHECK(fit(options).status() == Status::argument);
    options = class_options();
    options.target = "rank";
    options.levels = {"0", "1", "1.0", "2"};
    says(fit(options), "same value");
    options.levels = {"0", "1", "two"};
    says(fit(options), "\"two\" is none");
    options = class_options();
    options.kind = ModelKind::logistic;
    options.levels = {"none", "belt"};
    CHECK(fit(options).where().argument == "levels");
    options = class_options();
    options.positive_label = "belt";
    CHECK(fit(options).where().argument == "positive_label");
    options = class_options();
    options.offset = "rpm";
    CHECK(fit(options).status() == Status::argument);
    options = class_options();
    options.penalty = 1;
    CHECK(fit(options).status() == Status::argument);
    options = class_options();
    const Table one =
        log.with_column("kind", Column::from_text(std::vector<std::string>(400, "belt")));
    says(error_of([&] { Pipeline::fit(quiet, one, options); }), "every present value is \"belt\"");
}

TEST_CASE(
    "a pipeline of several classes has robust errors, by cluster too, which its document keeps") {
    Table log = class_log();
    std::vector<std::int64_t> shift(static_cast<std::size_t>(log.rows()));
    for (std::size_t i = 0; i < shift.size(); ++i) shift[i] = static_cast<std::int64_t>(i / 20);
    log = log.with_column("shift", Column::from_int64(shift));
    for (const ModelKind kind : {ModelKind::multinomial, ModelKind::ordinal}) {
        const Pipeline plain = Pipeline::fit(quiet, log, class_options(kind));
        for (const ErrorKind errors : {ErrorKind::hc0, ErrorKind::cluster}) {
            PipelineOptions options = class_options(kind);
            options.classes.errors = errors;
            if (errors == ErrorKind::cluster) options.clusters = "shift";
            const Pipeline robust = Pipeline::fit(quiet, log, options);
            const Pipeline again = Pipeline::from_json(robust.to_json());
            for (const Pipeline* model : {&robust, &again}) {
                const ClassModel& fitted = model->class_model();
                CHECK(fitted.summary.errors == errors);
                CHECK(fitted.summary.clusters == (errors == ErrorKind::cluster ? 20 : 0));
                const Coefficient &a = plain.class_model().coefficients[0][1],
                                  &b = fitted.coefficients[0][1];
                CHECK(a.estimate == b.estimate);
                CHECK(std::fabs(b.standard_error / a.standard_error - 1) > 1e-3);
                CHECK(std::fabs(b.standard_error / a.standard_error - 1) < 0.5);
            }
        }
        PipelineOptions options = class_options(kind);
        options.classes.errors = ErrorKind::cluster;
        CHECK(error_of([&] { Pipeline::fit(quiet, log, options); }).where().argument == "clusters");
    }
}

TEST_CASE("robust errors are refused where the model would not have them") {
    const Table log = class_log();
    const auto error = [&](ModelKind kind, ErrorKind linear, ErrorKind logistic, ErrorKind glm) {
        PipelineOptions options = class_options(kind);
        if (!has_classes(kind)) options.target = "alarm";
        options.linear.errors = linear;
        options.logistic.errors = logistic;
        options.glm.errors = glm;
        try {
            Pipeline::fit(quiet, log, options);
        } catch (const Error& refused) {
            CHECK(refused.status() == Status::argument);
            CHECK(refused.where().argument == "errors");
            return true;
        }
        return false;
    };
    constexpr ErrorKind none = ErrorKind::classical, robust = ErrorKind::hc3;
    for (const ModelKind kind : {ModelKind::multinomial, ModelKind::ordinal}) {
        CHECK(error(kind, none, robust, none));
        CHECK(error(kind, robust, none, none));
        CHECK(error(kind, none, none, robust));
        CHECK_FALSE(error(kind, none, none, none));
    }
    CHECK(error(ModelKind::probability, none, robust, none));
    CHECK_FALSE(error(ModelKind::probability, robust, none, none));
    CHECK_FALSE(error(ModelKind::logistic, robust, robust, robust));
}

TEST_CASE("a record that cannot be scored is refused with its input, in tables with its row") {
    const Table log = class_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, class_options());
    std::vector<double> p(3);
    std::int32_t fault = 9;
    CHECK(!pipeline.score_classes(std::vector<double>{300, std::nan(""), 0}, p, &fault));
    CHECK(fault == 1);
    CHECK(!pipeline.score_classes(std::vector<double>{300, 1, -1}, p, &fault));
    CHECK(fault == 2);
    CHECK(!pipeline.score_classes(std::vector<double>{300, 1}, p, &fault));
    CHECK(fault == -1);
    std::vector<double> two(2);
    CHECK(!pipeline.score_classes(std::vector<double>{300, 1, 0}, two, &fault));
    const Error error =
        error_of([&] { pipeline.predict_classes(quiet, with_hole(log, "vibration", 7)); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 7);
    says(error, "missing");
    const Pipeline binary = Pipeline::fit(quiet, log, plain_options());
    CHECK(error_of([&] { binary.predict_classes(quiet, log); }).status() == Status::argument);
    CHECK(binary.classes().empty());
}

TEST_CASE("several classes are judged by log loss, accuracy and what each class says") {
    const Table log = class_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, class_options());
    const std::vector<double> all = pipeline.predict_classes(quiet, log);
    const std::vector<double> truth = places_of(log, "kind", pipeline.classes());
    double loss = 0, right = 0, brier = 0;
    std::vector<double> confusion(9);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const auto p = row_of(all, i, 3);
        const auto y = static_cast<std::size_t>(truth[i]);
        const auto guess =
            static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
        loss -= std::log(p[y]) / 400;
        right += guess == y;
        ++confusion[y * 3 + guess];
        for (std::size_t k = 0; k < 3; ++k) brier += std::pow(p[k] - (k == y), 2) / 400;
    }
    const Metrics m = pipeline.evaluate(quiet, log);
    CHECK(m.rows == 400);
    CHECK(m.log_loss == doctest::Approx(loss).epsilon(1e-12));
    CHECK(m.log_loss == doctest::Approx(-pipeline.model().summary.log_likelihood / 400));
    CHECK(m.brier == doctest::Approx(brier).epsilon(1e-12));
    CHECK(m.accuracy == right / 400);
    CHECK(std::isnan(m.auc));
    const MultiClassMeasures each = pipeline.evaluate_classes(quiet, log);
    CHECK(each.confusion == confusion);
    CHECK(each.recall[1] == confusion[4] / (confusion[3] + confusion[4] + confusion[5]));
    CHECK(m.recall == each.macro_recall);
    CHECK(m.precision == each.macro_precision);
    const Table strange = with_cell(log, "kind", 11, "gear");
    const Error error = error_of([&] { pipeline.evaluate(quiet, strange); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 11);
}

TEST_CASE("weights of records weigh in the fit of several classes and in what judges it") {
    const Table log = class_log();
    std::vector<double> weights;
    std::vector<std::int64_t> doubled;
    for (std::int64_t row = 0; row < log.rows(); ++row) {
        const std::int64_t times = row % 3;
        weights.push_back(static_cast<double>(times));
        doubled.insert(doubled.end(), static_cast<std::size_t>(times), row);
    }
    PipelineOptions options = class_options();
    const Pipeline repeated = Pipeline::fit(quiet, log.take(doubled), options);
    options.weights = "w";
    const Table weighed = log.with_column("w", Column::from_float64(weights));
    const Pipeline pipeline = Pipeline::fit(quiet, weighed, options);
    const auto &a = pipeline.model().coefficients, &b = repeated.model().coefficients;
    for (std::size_t i = 0; i < a.size(); ++i)
        CHECK(a[i].estimate == doctest::Approx(b[i].estimate).epsilon(1e-9));
    const Metrics m = pipeline.evaluate(quiet, weighed);
    const Metrics again = repeated.evaluate(quiet, log.take(doubled));
    CHECK(m.log_loss == doctest::Approx(again.log_loss).epsilon(1e-9));
    CHECK(m.accuracy == doctest::Approx(again.accuracy).epsilon(1e-12));
    CHECK(m.rows < 400);
}

TEST_CASE("folds of a pipeline of several classes have all classes, and pool their predictions") {
    const Table log = class_log();
    const PipelineOptions options = class_options();
    FoldPlan plan;
    plan.folds.folds = 4;
    const std::vector<Split> splits = plan_splits(quiet, log, options, plan);
    const CrossValidation found = cross_validate(quiet, log, options, splits);
    CHECK(found.classes == std::vector<std::string>{"bearing", "belt", "none"});
    REQUIRE(found.truth.size() == 400);
    REQUIRE(found.probabilities.size() == 1200);
    double loss = 0;
    for (std::size_t i = 0; i < 400; ++i)
        loss -= std::log(found.probabilities[i * 3 + static_cast<std::size_t>(found.truth[i])]);
    CHECK(found.pooled.log_loss == doctest::Approx(loss / 400).epsilon(1e-12));
    for (std::size_t k = 0; k < 4; ++k) {
        const Pipeline one = Pipeline::fit(quiet, log.take(splits[k].train), options);
        CHECK(found.splits[k].log_loss == one.evaluate(quiet, log.take(splits[k].test)).log_loss);
    }
    CHECK(score_of(found.pooled, Score::automatic, options.kind) == -found.pooled.log_loss);
    CHECK(error_of([&] { score_of(found.pooled, Score::auc, options.kind); }).status() ==
          Status::argument);

    TuneOptions tuning;
    tuning.ranges = {{.parameter = Tuned::l2, .values = {1e6, 1}}};
    const TuneResult tuned = tune(quiet, log, options, splits, tuning);
    CHECK(tuned.options.classes.l2 == 1);
    CHECK(tuned.trials[1].score > tuned.trials[0].score);
}

TEST_CASE("shares of the inputs add up to the log odds against the first class") {
    const Table log = class_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, class_options());
    const std::vector<double> all = pipeline.predict_classes(quiet, log);
    const Table shares = pipeline.contributions(quiet, log);
    REQUIRE(shares.rows() == 800);
    CHECK(shares.column("(class)").cell_text(0) == "belt");
    CHECK(shares.column("(class)").cell_text(400) == "none");
    for (const std::int64_t row : {0, 17, 399}) {
        const auto p = row_of(all, static_cast<std::size_t>(row), 3);
        for (std::int64_t k = 1; k < 3; ++k) {
            const std::int64_t at = (k - 1) * 400 + row;
            double sum = shares.column("(intercept)").number(at);
            for (const char* input : {"temperature", "vibration", "machine"})
                sum += shares.column(input).number(at);
            CHECK(sum == shares.column("(score)").number(at));
            CHECK(sum == doctest::Approx(std::log(p[static_cast<std::size_t>(k)] / p[0])));
        }
    }
    const Pipeline ordered = Pipeline::fit(quiet, log, class_options(ModelKind::ordinal));
    const Table one = ordered.contributions(quiet, log);
    CHECK(one.rows() == 400);
    CHECK(!one.find("(class)"));
    const auto p = row_of(ordered.predict_classes(quiet, log), 0, 3);
    CHECK(ordered.class_model().cuts[0].estimate - one.column("(score)").number(0) ==
          doctest::Approx(std::log(p[0] / (1 - p[0]))));
}

TEST_CASE("importance and dependence are told of several classes") {
    const Table log = class_log();
    PipelineOptions options = class_options();
    options.numeric = {"temperature", "vibration", "rpm"};
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const Importance found = permutation_importance(quiet, pipeline, log);
    CHECK(found.score == -pipeline.evaluate(quiet, log).log_loss);
    CHECK(found.inputs.back().input == "rpm");
    DependenceOptions dependence;
    dependence.points = 5;
    CHECK(error_of([&] {
              partial_dependence(quiet, pipeline, log, "temperature", dependence);
          }).status() == Status::argument);
    dependence.of_class = "belt";
    const Dependence belt = partial_dependence(quiet, pipeline, log, "temperature", dependence);
    CHECK(std::is_sorted(belt.mean.begin(), belt.mean.end()));
    dependence.of_class = "gear";
    CHECK(error_of([&] {
              partial_dependence(quiet, pipeline, log, "temperature", dependence);
          }).status() == Status::not_found);
}

TEST_CASE("the unit of a scaled feature is told with each class's coefficient") {
    const Table log = shop_log();
    for (const ModelKind kind : {ModelKind::multinomial, ModelKind::ordinal}) {
        PipelineOptions options;
        options.kind = kind;
        options.numeric = {"temperature", "vibration"};
        options.categorical = {"line"};
        options.target = "machine";
        options.impute = options.scale = true;
        if (kind == ModelKind::ordinal) options.levels = {"saw", "lathe", "mill"};
        const Pipeline pipeline = Pipeline::fit(Context{}, log, options);
        double units[2] = {0, 0};
        for (std::size_t j = 0; j < pipeline.model().coefficients.size(); ++j) {
            const std::string& name = pipeline.model().coefficients[j].name;
            CAPTURE(name);
            const double unit = pipeline.unit_of(j).unit;
            const bool heat = name.find("temperature") != std::string::npos;
            if (heat || name.find("vibration") != std::string::npos) {
                double& known = units[heat ? 0 : 1];
                CHECK(unit != 1);
                CHECK((known == 0 || known == unit));
                known = unit;
            } else {
                CHECK(unit == 1);
            }
        }
        CHECK(units[0] != units[1]);
    }
}

TEST_CASE("a class that never occurs with a category is named where classes are told apart by it") {
    const Table log = class_log({.rows = 400, .seed = 9});
    std::vector<std::string> kind;
    for (std::int64_t row = 0; row < log.rows(); ++row) {
        const std::string seen = log.column("kind").cell_text(row);
        kind.push_back(seen == "belt" && log.column("machine").cell_text(row) == "saw" ? "none"
                                                                                       : seen);
    }
    const Pipeline pipeline =
        Pipeline::fit(quiet, log.with_column("kind", Column::from_text(kind)), class_options());
    const auto& warnings = pipeline.model().warnings;
    CHECK(std::any_of(warnings.begin(), warnings.end(), [](const std::string& text) {
        return text == "class \"belt\" never occurs where \"machine\" is \"saw\"";
    }));
}

TEST_CASE("the first category is named, too, where a yes or no is told apart by it") {
    std::string csv = "x,line,weight,stop\n";
    for (int i = 0; i < 60; ++i) {
        const char line = "abc"[i % 3];
        const bool weightless = i == 3 || i == 4;  // of lines a and b
        const bool stop = weightless ? line == 'a' : line != 'a' && i % 7 < 3;
        csv += std::to_string(i * 37 % 11) + "," + line + "," + (weightless ? "0" : "1") + "," +
               (stop ? "yes" : "no") + "\n";
    }
    const Table log = read_csv_buffer(quiet, csv, {});
    PipelineOptions options;
    options.target = "stop";
    options.numeric = {"x"};
    options.categorical = {"line"};
    options.weights = "weight";
    options.kind = ModelKind::logistic;
    options.positive_label = "yes";
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const auto& warnings = pipeline.model().warnings;
    CHECK(std::count(warnings.begin(), warnings.end(),
                     "stop = yes never occurs where \"line\" is \"a\"") == 1);
    options.positive_label = "no";
    const auto other = Pipeline::fit(quiet, log, options).model().warnings;
    CHECK(std::count(other.begin(), other.end(),
                     "stop = no always holds where \"line\" is \"a\"") == 1);
}
