// The two logs that tenon is first judged by; skipped where they are absent.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>

#include "shop_log.hpp"
#include "tenon/csv.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

}  // namespace

TEST_CASE("AI4I 2020: failure on five sensors and the type, at the certified maximum") {
    const std::string path = data_path("learn/tabular/ai4i2020.csv");
    if (path.empty()) return;
    const Table log = read_csv(quiet, path);
    PipelineOptions options;
    options.numeric = {"Air temperature [K]", "Process temperature [K]", "Rotational speed [rpm]",
                       "Torque [Nm]", "Tool wear [min]"};
    options.categorical = {"Type"};
    options.target = "Machine failure";
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    const FitSummary& summary = pipeline.model().summary;
    CHECK(summary.rows == 10000);
    CHECK(summary.converged);
    CHECK(std::fabs(summary.log_likelihood - -956.964685784) < 1e-8);
    CHECK(pipeline.model().coefficients.back().name == "Type=M");
    CHECK(pipeline.evaluate(quiet, log).log_loss ==
          doctest::Approx(956.964685784 / 10000).epsilon(1e-12));

    SUBCASE("scaling the inputs changes the units of the coefficients, not the likelihood") {
        options.scale = true;
        const Pipeline scaled = Pipeline::fit(quiet, log, options);
        CHECK(std::fabs(scaled.model().summary.log_likelihood - -956.964685784) < 1e-8);
    }
    SUBCASE("a loaded copy predicts with the same bits") {
        CHECK(Pipeline::from_json(pipeline.to_json()).predict(quiet, log) ==
              pipeline.predict(quiet, log));
    }
}

TEST_CASE("production_5k: a log with holes and spikes becomes a failure model") {
    const std::string path = data_path("learn/tabular/production_5k.csv");
    if (path.empty()) return;
    const Table log = read_csv(quiet, path);
    PipelineOptions options;
    options.numeric = {"temperature", "pressure", "vibration", "rpm", "torque"};
    options.categorical = {"shift"};
    options.target = "status";
    options.positive_label = "FAIL";

    const Error error = error_of([&] { Pipeline::fit(quiet, log, options); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row >= 0);
    says(error, "missing");

    options.handle_outliers = true;
    options.impute = true;
    options.scale = true;
    const Pipeline pipeline = Pipeline::fit(quiet, log, options);
    CHECK(pipeline.model().summary.rows == log.rows() - log.column("status").missing());
    const Metrics metrics = pipeline.evaluate(quiet, log);
    CHECK(metrics.auc > 0.7);
    MESSAGE("AUC ", metrics.auc, ", log loss ", metrics.log_loss);
    const std::vector<double> predicted = pipeline.predict(quiet, log);
    const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
    std::int64_t different = 0;
    for (std::int64_t row = 0; row < log.rows(); ++row) {
        double score = -1;
        const bool scored = loaded.score(record_of(loaded, log, row), score);
        different +=
            !scored || std::bit_cast<std::uint64_t>(score) !=
                           std::bit_cast<std::uint64_t>(predicted[static_cast<std::size_t>(row)]);
    }
    CHECK(different == 0);
}
