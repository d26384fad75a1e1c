#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "shop_log.hpp"
#include "temporary_path.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

Pipeline full_pipeline() {
    return Pipeline::fit(quiet, shop_log({.missing = 0.05, .spikes = 0.02}), full_options());
}

// A pipeline whose document is short, so that every byte of it can be tried.
Pipeline small_pipeline() {
    PipelineOptions options;
    options.numeric = {"vibration"};
    options.categorical = {"machine"};
    options.target = "failed";
    options.impute = true;
    return Pipeline::fit(quiet, shop_log({.rows = 60, .missing = 0.05}), options);
}

// The value at a JSON pointer, made null if it is not there; array indices may be one past the end.
Json& at(Json& value, std::string_view pointer) {
    if (pointer.empty()) return value;
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view step = pointer.substr(1, end - 1), rest = pointer.substr(end);
    if (Json::Array* items = value.if_array()) {
        const auto place = static_cast<std::size_t>(parse_int64(step).value());
        if (place == items->size()) items->emplace_back();
        return at((*items)[place], rest);
    }
    if (Json* member = value.find(step)) return at(*member, rest);
    return at(value.set(step, Json()), rest);
}

std::string with_right_checksum(Json json) {
    json.remove("checksum");
    json.set("checksum", json_checksum_text(json));
    return json_text(json);
}

// The document after a change of its meaning, with a checksum that says nothing of it.
std::string forged(const std::string& document, std::string_view pointer, Json value) {
    Json json = parse_json(document);
    at(json, pointer) = std::move(value);
    return with_right_checksum(std::move(json));
}

std::string forged_without(const std::string& document, std::string_view parent,
                           const char* member) {
    Json json = parse_json(document);
    at(json, parent).remove(member);
    return with_right_checksum(std::move(json));
}

Error refusal(const std::string& document) {
    return error_of([&] { Pipeline::from_json(document); });
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

}  // namespace

TEST_CASE("a loaded pipeline scores with the same bits and says the same of itself") {
    const Table log = shop_log({.missing = 0.05, .spikes = 0.02});
    const Pipeline pipeline = full_pipeline();
    const Pipeline loaded = Pipeline::from_json(pipeline.to_json());
    CHECK(loaded.predict(quiet, log) == pipeline.predict(quiet, log));
    CHECK(loaded.to_json() == pipeline.to_json());
    CHECK(loaded.target() == "status");
    CHECK(loaded.positive_label() == "FAIL");
    CHECK(loaded.inputs().size() == pipeline.inputs().size());
    CHECK(loaded.changes().size() == pipeline.changes().size());
    CHECK(loaded.changes().back().reason == pipeline.changes().back().reason);
    CHECK(loaded.options().impute);
    CHECK(loaded.options().numeric == pipeline.options().numeric);
    CHECK(loaded.evaluate(quiet, log).log_loss == pipeline.evaluate(quiet, log).log_loss);
}

TEST_CASE("a document is kept by a file") {
    const std::string path = test::temporary_path("tenon_pipeline_document_test.json");
    const Pipeline pipeline = full_pipeline();
    pipeline.save(path);
    CHECK(Pipeline::load(quiet, path).to_json() == pipeline.to_json());
    std::filesystem::remove(path);
    CHECK(error_of([&] { Pipeline::load(quiet, path); }).status() == Status::io);
}

TEST_CASE("numbers that are not finite survive in the summary") {
    LinearModel model;
    model.summary.kind = ModelKind::linear;
    model.summary.r2 = std::nan("");
    model.summary.condition = std::numeric_limits<double>::infinity();
    model.summary.log_likelihood = -std::numeric_limits<double>::infinity();
    model.summary.flags = fit_rank_deficient | fit_few_rows;
    model.summary.residual_sd = 5e-324;
    model.summary.aic = -0.0;
    model.coefficients.resize(2);
    model.coefficients[0].name = "(intercept)";
    model.coefficients[0].estimate = 0.1;
    model.coefficients[1].name = "\"温度\"\n\\x";
    model.coefficients[1].estimate = 1.7976931348623157e308;
    model.coefficients[1].standard_error = std::nan("");
    model.coefficients[1].dropped = true;
    model.warnings = {"first", "second"};
    const Pipeline loaded = Pipeline::from_json(Pipeline::from_model(model).to_json());
    const FitSummary& summary = loaded.model().summary;
    CHECK(std::isnan(summary.r2));
    CHECK(summary.condition == std::numeric_limits<double>::infinity());
    CHECK(summary.log_likelihood == -std::numeric_limits<double>::infinity());
    CHECK(summary.flags == (fit_rank_deficient | fit_few_rows));
    CHECK(summary.residual_sd == 5e-324);
    CHECK(std::signbit(summary.aic));
    CHECK(loaded.model().coefficients[1].name == model.coefficients[1].name);
    CHECK(loaded.model().coefficients[1].estimate == model.coefficients[1].estimate);
    CHECK(std::isnan(loaded.model().coefficients[1].standard_error));
    CHECK(loaded.model().coefficients[1].dropped);
    CHECK(loaded.model().warnings == model.warnings);
}

TEST_CASE("a name that is not UTF-8 cannot be saved, and says so") {
    LinearModel model;
    model.coefficients.resize(2);
    model.coefficients[0].name = "(intercept)";
    model.coefficients[1].name = "temp\xb0";
    CHECK(error_of([&] { Pipeline::from_model(model).to_json(); }).status() == Status::data);
}

TEST_CASE("blanks and the order of members do not matter") {
    const Pipeline pipeline = full_pipeline();
    const std::string document = pipeline.to_json();
    const auto sorted = nlohmann::json::parse(document);  // another library's idea of order
    CHECK(Pipeline::from_json(sorted.dump()).to_json() == document);
    CHECK(Pipeline::from_json(sorted.dump(7)).to_json() == document);
}

TEST_CASE("a changed document is corrupt, and both checksums are told") {
    std::string document = full_pipeline().to_json();
    const auto place = document.find_first_of("123456789", document.find("\"estimate\": "));
    REQUIRE(place != std::string::npos);
    document[place] = document[place] == '1' ? '2' : '1';
    const Error error = refusal(document);
    CHECK(error.status() == Status::corrupt);
    says(error, "fnv1a64:");
}

TEST_CASE("a document of a newer format is refused with both numbers") {
    const Error error = refusal(forged(full_pipeline().to_json(), "/format_version", Json(9)));
    CHECK(error.status() == Status::version);
    says(error, "format_version 9");
    says(error, "up to format_version 3");
    // Also when the newer format has nothing else that this one knows.
    CHECK(refusal(R"({"format":"tenon.pipeline","format_version":4})").status() == Status::version);
}

TEST_CASE("JSON that is no pipeline is refused as such") {
    for (const char* text :
         {"", "{", "[]", "null", "3", "{}", R"({"format":"other"})",
          R"({"format":"tenon.pipeline"})", R"({"format":"tenon.pipeline","format_version":0})",
          R"({"format":"tenon.pipeline","format_version":-1})",
          R"({"format":"tenon.pipeline","format_version":"1"})",
          R"({"format":"tenon.pipeline","format_version":1.5})"}) {
        CAPTURE(text);
        CHECK(refusal(text).status() == Status::parse);
        CHECK(refusal(text).where().byte >= 0);
    }
    CHECK(refusal(R"({"format":"tenon.pipeline","format_version":1})").status() == Status::corrupt);
}

TEST_CASE("unknown members are ignored, so that a format can grow") {
    const Pipeline pipeline = full_pipeline();
    const std::string grown = forged(forged(pipeline.to_json(), "/comment", Json("kept by hand")),
                                     "/model/extra", Json("more"));
    CHECK(Pipeline::from_json(grown).to_json() == pipeline.to_json());
}

TEST_CASE("parts of a document of several classes that contradict each other are corrupt") {
    PipelineOptions options;
    options.kind = ModelKind::multinomial;
    options.numeric = {"temperature", "vibration"};
    options.categorical = {"line"};
    options.target = "machine";
    const Table log = shop_log();
    const std::string several = Pipeline::fit(quiet, log, options).to_json();
    options.kind = ModelKind::ordinal;
    options.levels = {"lathe", "mill", "saw"};
    const std::string ordered = Pipeline::fit(quiet, log, options).to_json();
    CHECK(Pipeline::from_json(forged(several, "/comment", Json("kept"))).to_json() == several);
    CHECK(Pipeline::from_json(forged(ordered, "/comment", Json("kept"))).to_json() == ordered);
    struct Forgery {
        const char* place;
        Json value;
    };
    const Forgery forgeries[] = {
        {"/schema/classes", Json::array()},
        {"/schema/classes/1", Json("lathe")},
        {"/schema/classes/1", Json(1)},
        {"/schema/classes/3", Json("drill")},
        {"/schema/target", Json("")},
        {"/schema/positive_label", Json("mill")},
        {"/options/kind", Json("logistic")},
        {"/options/levels", Json("lathe")},
        {"/options/classes/max_iterations", Json(0.5)},
        {"/model/class_coefficients", Json::array()},
        {"/model/class_coefficients/0/0/name", Json("renamed")},
        {"/model/class_coefficients/0/1/estimate", Json("nan")},
        {"/model/class_coefficients/0/0", Json::object()},
        {"/model/class_coefficients/1", Json::array()},
        {"/model/cuts/0", Json::object()},
        {"/model/warnings", Json("none")},
    };
    for (const Forgery& forgery : forgeries)
        for (const std::string& document : {several, ordered}) {
            CAPTURE(forgery.place);
            CHECK(refusal(forged(document, forgery.place, forgery.value)).status() ==
                  Status::corrupt);
        }
    CHECK(refusal(forged(ordered, "/model/cuts/1/estimate", Json(-1e300))).status() ==
          Status::corrupt);
    const std::string binary = full_pipeline().to_json();
    CHECK(refusal(forged(binary, "/schema/classes", Json::array())).status() == Status::ok);
    CHECK(refusal(forged(forged(binary, "/schema/classes", Json::array()), "/schema/classes/0",
                         Json("x")))
              .status() == Status::corrupt);
}

TEST_CASE("parts that contradict each other are corrupt even under a right checksum") {
    const std::string document = full_pipeline().to_json();
    struct Forgery {
        const char* place;
        Json value;
    };
    const Forgery forgeries[] = {
        {"/schema/inputs", Json::array()},
        {"/schema/inputs", Json(3)},
        {"/schema/inputs/0/name", Json("")},
        {"/schema/inputs/0/name", Json("vibration")},
        {"/schema/inputs/0/name", Json("renamed")},
        {"/schema/inputs/0/type", Json("complex")},
        {"/schema/inputs/0/categorical", Json(true)},
        {"/schema/inputs/4/categorical", Json(false)},
        {"/schema/inputs/4/categories", Json::array()},
        {"/schema/inputs/4/categories/1", Json("zebra")},
        {"/schema/inputs/4/categories/1", Json("lathe")},
        {"/schema/inputs/4/categories/1", Json(5)},
        {"/schema/target", Json("rpm")},
        {"/schema/target", Json()},
        {"/schema/positive_label", Json("")},
        {"/options/kind", Json("linear")},
        {"/options/kind", Json("forest")},
        {"/options/impute", Json(false)},
        {"/options/handle_outliers", Json(false)},
        {"/options/scale", Json("yes")},
        {"/options/unknown", Json(0)},
        {"/options/logistic/max_iterations", Json(-1)},
        {"/options/logistic/max_iterations", Json(1.5)},
        {"/steps", Json::array()},
        {"/steps/0/step", Json("impute")},
        {"/steps/0/step", Json("whiten")},
        {"/steps/0/bounds/0/low", Json(1e300)},
        {"/steps/0/bounds/0/low", Json("nan")},
        {"/steps/0/bounds/0/column", Json("rpm")},
        {"/steps/0/bounds/4", Json::object()},
        {"/steps/1/fills/0/value", Json("inf")},
        {"/steps/1/fills/0/value", Json("1")},
        {"/steps/1/fills/4/text", Json(1)},
        {"/steps/2/scales/0/scale", Json(0)},
        {"/steps/2/scales/0/scale", Json(-1)},
        {"/steps/2/scales/0/centre", Json("nan")},
        {"/model/kind", Json("linear")},
        {"/model/has_intercept", Json(false)},
        {"/model/flags", Json(std::int64_t{1} << 40)},
        {"/model/rows", Json(-4)},
        {"/model/warnings", Json("none")},
        {"/model/coefficients", Json::array()},
        {"/model/coefficients/0/name", Json("intercept")},
        {"/model/coefficients/0/estimate", Json("nan")},
        {"/model/coefficients/3/estimate", Json("inf")},
        {"/model/coefficients/3/estimate", Json()},
        {"/model/coefficients/3/dropped", Json(0)},
        {"/training/rows", Json(0.5)},
        {"/training/changes/0", Json(1)},
        {"/training/changes/0/reason", Json::array()},
    };
    for (const Forgery& forgery : forgeries) {
        CAPTURE(forgery.place);
        CAPTURE(json_text(forgery.value));
        CHECK(refusal(forged(document, forgery.place, forgery.value)).status() == Status::corrupt);
    }
}

TEST_CASE("a member that is gone is named by its place") {
    const std::string document = full_pipeline().to_json();
    const Error error = refusal(forged_without(document, "/model/coefficients/2", "estimate"));
    CHECK(error.status() == Status::corrupt);
    says(error, "/model/coefficients/2");
    says(error, "\"estimate\"");
    for (const char* member : {"schema", "options", "steps", "model", "training"})
        CHECK(refusal(forged_without(document, "", member)).status() == Status::corrupt);
}

TEST_CASE("cut at any byte, a document is refused") {
    const std::string document = small_pipeline().to_json();
    std::int64_t accepted = 0;
    // Without its last byte, a line end, it is still whole.
    for (std::size_t length = 0; length + 1 < document.size(); ++length) {
        const Error error = refusal(document.substr(0, length));
        accepted += error.status() != Status::parse;
    }
    CHECK(accepted == 0);
    CHECK(refusal(document.substr(0, document.size() - 1)).status() == Status::ok);
}

TEST_CASE("with any byte changed, a document is refused or means the same") {
    const Pipeline pipeline = small_pipeline();
    const std::string document = pipeline.to_json();
    const double record[] = {1.25, 1};
    double expected = 0;
    REQUIRE(pipeline.score(record, expected));
    std::int64_t changed = 0, accepted = 0;
    for (std::size_t i = 0; i < document.size(); ++i)
        for (const int mask : {0x01, 0x02, 0x10, 0x20, 0x80, 0xff}) {
            std::string other = document;
            other[i] = static_cast<char>(other[i] ^ mask);
            try {
                const Pipeline read = Pipeline::from_json(other);
                double score = 0;
                ++accepted;
                changed += !read.score(record, score) || !same_bits(score, expected);
            } catch (const Error& error) {
                const Status status = error.status();
                changed += status != Status::parse && status != Status::corrupt &&
                           status != Status::version;
            }
        }
    CHECK(changed == 0);
    // Some changes do mean the same: a blank for a line end, an e for an E.
    CHECK(accepted < static_cast<std::int64_t>(document.size()));
}

TEST_CASE("hostile documents are refused in little time and memory") {
    CHECK(refusal(std::string(1'000'000, '[')).status() == Status::parse);
    std::string many = "{";
    for (int i = 0; i < 100'000; ++i) many.append(1, '"').append(std::to_string(i)).append("\":0,");
    CHECK(refusal(many + "\"x\":0}").status() == Status::parse);
    std::string zeros = "[0";
    for (int i = 0; i < 3'000'000; ++i) zeros += ",0";
    CHECK(refusal(zeros + "]").status() == Status::parse);
}

TEST_CASE("an intercept alone is a model without inputs, kept and scored") {
    LinearModel model;
    model.has_intercept = true;
    model.coefficients.resize(1);
    model.coefficients[0].name = "(intercept)";
    model.coefficients[0].estimate = 2.5;
    const Pipeline loaded = Pipeline::from_json(Pipeline::from_model(model).to_json());
    CHECK(loaded.inputs().empty());
    double out = 0;
    REQUIRE(loaded.score({}, out));
    CHECK(out == 2.5);
}
