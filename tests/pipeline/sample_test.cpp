// Documents that earlier versions wrote. They are never edited and never regenerated: every later
// release reads them and gives these scores.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "shop_log.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

// Beside this file, or in the source tree around the build folder; empty with a message if the
// tests run away from both.
std::string sample_path(const std::string& name) {
    namespace fs = std::filesystem;
    const fs::path beside = fs::path(__FILE__).parent_path() / "samples" / name;
    if (fs::exists(beside)) return beside.string();
    for (fs::path folder = fs::current_path();; folder = folder.parent_path()) {
        const fs::path sample = folder / "tests" / "pipeline" / "samples" / name;
        if (fs::exists(sample)) return sample.string();
        if (folder == folder.parent_path()) break;
    }
    MESSAGE("skipped: samples/", name, " is not above ", fs::current_path().string());
    return {};
}

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double unknown = -1;

}  // namespace

TEST_CASE("logistic_v1: clip, fill, scale, encode and a logistic model, written by 0.1.0") {
    const std::string path = sample_path("logistic_v1.json");
    if (path.empty()) return;
    const Pipeline pipeline = Pipeline::load(Context{}, path);
    CHECK(pipeline.target() == "status");
    CHECK(pipeline.positive_label() == "FAIL");
    CHECK(pipeline.model().summary.rows == 399);
    CHECK(pipeline.options().unknown == Unknown::missing);
    struct Expected {
        std::vector<double> record;
        double probability;
    };
    // temperature, vibration, rpm, alarm, machine, line
    const Expected expected[] = {
        {{300, 1, 1500, 0, 0, 0}, 0.1439583290684265},
        {{308.5, 1.25, 1420, 1, 1, 2}, 0.6725597204510092},
        {{5300, missing, missing, missing, missing, 1}, 0.6985717795477004},
        {{290, 0.7, 1650, 0, unknown, missing}, 0.04273547556212569},
    };
    for (const auto& [record, probability] : expected) {
        double score = 0;
        REQUIRE(pipeline.score(record, score));
        // The sum is the same to the bit; exp is the C library's, good to a few last digits.
        CHECK(std::fabs(score - probability) <= 1e-15 * probability);
    }
}

TEST_CASE("linear_v1: a linear model on numbers and categories, written by 0.1.0") {
    const std::string path = sample_path("linear_v1.json");
    if (path.empty()) return;
    const Pipeline pipeline = Pipeline::load(Context{}, path);
    CHECK(pipeline.target() == "scrap");
    CHECK(pipeline.model().coefficients.size() == 9);
    double score = 0;
    std::int32_t fault = -1;
    REQUIRE(pipeline.score(std::vector<double>{300, 1, 1500, 0, 0, 0}, score));
    CHECK(score == 1.5886266156238653);
    REQUIRE(pipeline.score(std::vector<double>{308.5, 1.25, 1420, 1, 1, 2}, score));
    CHECK(score == 4.219454941351247);
    CHECK_FALSE(pipeline.score(std::vector<double>{300, missing, 1500, 0, 0, 0}, score, &fault));
    CHECK(fault == 1);
    CHECK_FALSE(pipeline.score(std::vector<double>{300, 1, 1500, 0, unknown, 0}, score, &fault));
    CHECK(fault == 4);
}

TEST_CASE("multinomial_v3 and ordinal_v3: clip, fill, scale, encode and classes, by 0.1.0") {
    struct Expected {
        const char* name;
        std::vector<std::string> classes;
        std::vector<std::vector<double>> probabilities;  // of the records below
    };
    // load, hours, shift
    const std::vector<std::vector<double>> records = {
        {5, 12, 0}, {9.5, missing, 2}, {-300, 3.25, 1}, {4, 20, unknown}};
    const Expected samples[] = {
        {"multinomial_v3.json",
         {"fair", "good", "poor"},
         {{0.43393527301490864, 0.49288150813139892, 0.073183218853692389},
          {0.066392364618949457, 0.00043628435221937096, 0.93317135102883109},
          {6.3865008116563532e-05, 0.99993613439287332, 5.9901006820107995e-10},
          {0.15655181647500502, 0.83743587752552928, 0.0060123059994657297}}},
        {"ordinal_v3.json",
         {"good", "fair", "poor"},
         {{0.42366870119376554, 0.50423168791807427, 0.072099610888160068},
          {0.0030260953481661742, 0.047431598361949087, 0.94954230628988479},
          {0.99997618372597652, 2.2455865603752471e-05, 1.3604084195991194e-06},
          {0.79911476318907393, 0.18672948581843554, 0.014155750992490562}}}};
    for (const Expected& sample : samples) {
        const std::string path = sample_path(sample.name);
        if (path.empty()) return;
        CAPTURE(sample.name);
        const Pipeline pipeline = Pipeline::load(Context{}, path);
        CHECK(pipeline.target() == "grade");
        CHECK(pipeline.classes() == sample.classes);
        CHECK(pipeline.model().summary.rows == 96);
        for (std::size_t i = 0; i < records.size(); ++i) {
            double p[3];
            REQUIRE(pipeline.score_classes(records[i], p));
            // The sums are the same to the bit; exp is the C library's, and differences of shares
            // keep its last digits.
            for (std::size_t k = 0; k < 3; ++k)
                CHECK(std::fabs(p[k] - sample.probabilities[i][k]) <= 1e-15);
        }
    }
}
