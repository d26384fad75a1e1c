#include "tenon/select_by_model.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> inputs{"noise", "heat", "copy", "speed", "dust"};

// The target depends on heat and speed; copy is heat over again; noise and dust say nothing.
Table log_of(std::int64_t rows) {
    Random random(21);
    std::vector<double> noise, heat, copy, speed, dust, wear;
    std::vector<bool> present;
    std::vector<std::string> status;
    for (std::int64_t i = 0; i < rows; ++i) {
        noise.push_back(1000 * random.normal());
        heat.push_back(random.normal());
        copy.push_back(2 * heat.back() + 7);
        speed.push_back(1e-3 * random.normal());
        dust.push_back(random.normal());
        wear.push_back(3 * heat.back() - 2000 * speed.back() + 0.5 * random.normal());
        status.push_back(wear.back() + random.normal() > 4 ? "FAIL" : "OK");
        present.push_back(i % 17 != 0);
    }
    return Table(
        {"noise", "heat", "copy", "speed", "dust", "wear", "status"},
        {Column::from_float64(noise), Column::from_float64(heat, present),
         Column::from_float64(copy), Column::from_float64(speed), Column::from_float64(dust),
         Column::from_float64(wear), Column::from_text(status)});
}

}  // namespace

TEST_CASE("recursive elimination keeps what the model needs, whatever the units") {
    const Table table = log_of(400);
    const Selection selection = select_by_model(
        {}, table, inputs, {.rule = ModelSelectRule::recursive, .target = "wear", .keep = 2});
    CHECK(selection.feature.outputs() == std::vector<std::string>{"heat", "speed"});
    CHECK(selection.columns[2].score == 0);  // the copy depends on heat and goes first
    CHECK(selection.columns[1].score == 3);
}

TEST_CASE("an L1 penalty keeps what carries weight") {
    const Table table = log_of(400);
    const std::vector<std::string> distinct{"noise", "heat", "speed", "dust"};
    const Selection by_share =
        select_by_model({}, table, distinct, {.target = "wear", .penalty_share = 0.2});
    CHECK(by_share.feature.outputs() == std::vector<std::string>{"heat", "speed"});
    const Selection one = select_by_model({}, table, distinct, {.target = "wear", .keep = 1});
    CHECK(one.feature.outputs() == std::vector<std::string>{"heat"});
}

TEST_CASE("both rules know classes") {
    const Table table = log_of(600);
    const std::vector<std::string> distinct{"noise", "heat", "speed", "dust"};
    for (const auto rule : {ModelSelectRule::l1, ModelSelectRule::recursive}) {
        const Selection selection = select_by_model({}, table, distinct,
                                                    {.rule = rule,
                                                     .kind = ModelKind::logistic,
                                                     .target = "status",
                                                     .positive_label = "FAIL",
                                                     .keep = 2});
        CHECK(selection.feature.outputs() == std::vector<std::string>{"heat", "speed"});
    }
}

TEST_CASE("a selection by a model is saved and replayed like any other step") {
    const Table table = log_of(200);
    const Feature feature =
        select_by_model({}, table, inputs,
                        {.rule = ModelSelectRule::recursive, .target = "wear", .keep = 3})
            .feature;
    const Feature back = Feature::from_json(feature.to_json());
    CHECK(back.apply({}, table).names() == feature.apply({}, table).names());
}

TEST_CASE("options that contradict each other or the table are refused") {
    const Table table = log_of(50);
    const auto refused = [&](const ModelSelectOptions& options) {
        CHECK_THROWS_AS(select_by_model({}, table, inputs, options), Error);
    };
    refused({});
    refused({.target = "nowhere"});
    refused({.target = "heat"});
    refused({.target = "status"});
    refused({.target = "wear", .keep = 6});
    refused({.target = "wear", .penalty_share = 1});
    refused({.rule = ModelSelectRule::recursive, .target = "wear", .l2 = -1});
    const std::vector<std::string> words{"status"};
    CHECK_THROWS_AS(select_by_model({}, table, words, {.target = "wear"}), Error);
}
