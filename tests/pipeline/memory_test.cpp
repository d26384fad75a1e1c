// Memory as a pipeline uses it: none for a score, and none kept when there is none to have.
#include <doctest/doctest.h>

#include <limits>
#include <new>

#include "shop_log.hpp"
#include "survives.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

}  // namespace

TEST_CASE("score allocates nothing, faults included") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    const std::vector<double> good = record_of(pipeline, log, 0);
    std::vector<double> bad = good;
    bad[3] = std::numeric_limits<double>::infinity();
    bad[4] = 77;
    double out = 0;
    std::int32_t fault = 0;
    const std::int64_t before = allocations.load();
    bool ok = true;
    for (int i = 0; i < 100; ++i) {
        ok = ok && pipeline.score(good, out, &fault);
        ok = ok && !pipeline.score(bad, out, &fault);
        ok =
            ok && pipeline.category_code(4, "a category whose name is too long for any buffer") < 0;
        ok = ok && pipeline.category_code(4, "mill") == 1;
    }
    CHECK(allocations.load() == before);
    CHECK(ok);
}

TEST_CASE("the probabilities of several classes take no allocation, faults included") {
    const Table log = shop_log();
    PipelineOptions options = full_options();
    options.kind = ModelKind::multinomial;
    options.positive_label.clear();
    options.categorical = {"line"};
    options.target = "machine";
    const Pipeline several = Pipeline::fit(quiet, log, options);
    options.kind = ModelKind::ordinal;
    options.levels = {"lathe", "mill", "saw"};
    const Pipeline ordered = Pipeline::fit(quiet, log, options);
    const std::vector<double> good = record_of(several, log, 0);
    std::vector<double> bad = good;
    bad[3] = std::numeric_limits<double>::infinity();
    bad[4] = 77;
    double probabilities[3], place = 0;
    std::int32_t fault = 0;
    const std::int64_t before = allocations.load();
    bool ok = true;
    for (const Pipeline* pipeline : {&several, &ordered})
        for (int i = 0; i < 100; ++i) {
            ok = ok && pipeline->score_classes(good, probabilities, &fault);
            ok = ok && !pipeline->score_classes(bad, probabilities, &fault);
            ok = ok && pipeline->score(good, place, &fault);
        }
    CHECK(allocations.load() == before);
    CHECK(ok);
    survives([&] { several.predict_classes(quiet, log); });
    survives([&] { Pipeline::from_json(several.to_json()); });
}

TEST_CASE("whichever allocation fails, a document is read or written or given up cleanly") {
    const Pipeline pipeline =
        Pipeline::fit(quiet, shop_log({.missing = 0.05, .spikes = 0.02}), full_options());
    const std::string document = pipeline.to_json();
    survives([&] { pipeline.to_json(); });
    survives([&] { Pipeline::from_json(document); });
}

TEST_CASE("whichever allocation fails, a table is predicted or given up cleanly") {
    const Table log = shop_log({.missing = 0.05});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    survives([&] { pipeline.predict(quiet, log); });
    const Table hole = with_hole(log, "status", 7);
    survives([&] { pipeline.evaluate(quiet, hole); });
}

TEST_CASE("whichever allocation fails, a pipeline is fitted or given up cleanly") {
    const Table log = shop_log({.rows = 60, .missing = 0.05, .spikes = 0.02});
    survives([&] { Pipeline::fit(quiet, log, full_options()); });
}
