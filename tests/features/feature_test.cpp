// What all kinds of feature steps have in common: documents, names, refusals.
#include "tenon/feature.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "features/feature_kinds.hpp"
#include "features/feature_samples.hpp"
#include "tenon/error.hpp"
#include "tenon/polynomial.hpp"
#include "tenon/power.hpp"

using namespace tenon;
using namespace tenon::samples;

namespace {

bool same_cell(const Column& a, const Column& b, std::int64_t row) {
    if (a.valid(row) != b.valid(row)) return false;
    if (!a.valid(row)) return true;
    if (a.type() == Type::float64) {
        const double x = a.number(row), y = b.number(row);
        return std::memcmp(&x, &y, sizeof x) == 0;
    }
    return a.cell_text(row) == b.cell_text(row);
}

void check_same(const Table& a, const Table& b) {
    REQUIRE(a.names() == b.names());
    REQUIRE(a.rows() == b.rows());
    for (std::int32_t c = 0; c < a.columns(); ++c) {
        CAPTURE(a.name(c));
        REQUIRE(a.column(c).type() == b.column(c).type());
        bool same = true;
        for (std::int64_t row = 0; row < a.rows(); ++row)
            same = same && same_cell(a.column(c), b.column(c), row);
        CHECK(same);
    }
}

// A document with another value at a place, under a checksum that is right again.
std::string forged(const std::string& text, const char* member, Json value) {
    Json document = parse_json(text);
    document.remove("checksum");
    if (!member) member = "kind";
    document.set(member, std::move(value));
    document.set("checksum", json_checksum_text(document));
    return json_text(document);
}

Status refusal(const std::string& text) {
    try {
        Feature::from_json(text);
    } catch (const Error& error) {
        CHECK_FALSE(error.message().empty());
        return error.status();
    }
    return Status::ok;
}

}  // namespace

TEST_CASE("the test has every kind of the table") {
    const auto features = one_of_each_kind(log_of(300, 1));
    REQUIRE(features.size() == std::size(features::feature_kinds));
    for (std::size_t i = 0; i < features.size(); ++i)
        CHECK(features[i].kind() == features::feature_kinds[i].name);
}

TEST_CASE("a saved step does to new rows, bit for bit, what the fitted one does") {
    const Table fitted_on = log_of(300, 1), later = log_of(200, 2);
    for (const Feature& feature : one_of_each_kind(fitted_on)) {
        CAPTURE(feature.kind());
        const std::string text = feature.to_json();
        const Feature back = Feature::from_json(text);
        CHECK(back.to_json() == text);
        CHECK(back.inputs() == feature.inputs());
        CHECK(back.outputs() == feature.outputs());
        check_same(back.apply({}, later), feature.apply({}, later));
    }
}

TEST_CASE("the outputs named are the columns made, also for no rows at all") {
    const Table table = log_of(300, 1);
    for (const Feature& feature : one_of_each_kind(table))
        for (const Table& given : {table, table.slice(0, 0), table.slice(0, 1)}) {
            CAPTURE(feature.kind());
            const Table out = feature.apply({}, given);
            for (const std::string& name : feature.outputs()) CHECK(out.find(name).has_value());
            CHECK_FALSE(out.changes().size() < given.changes().size());
        }
}

TEST_CASE("an input that is not there is named") {
    const Table table = log_of(300, 1);
    for (const Feature& feature : one_of_each_kind(table))
        for (const std::string& name : feature.inputs()) {
            if (feature.kind() == "select" && name != feature.outputs()[0]) continue;
            CAPTURE(feature.kind());
            try {
                feature.apply({}, table.without_column(name));
                FAIL("it did without a column it reads");
            } catch (const Error& error) {
                CHECK(error.status() == Status::not_found);
                CHECK(error.message().find(name) != std::string::npos);
            }
        }
}

TEST_CASE("every cut and every changed digit of a document is refused") {
    for (const Feature& feature : one_of_each_kind(log_of(60, 3))) {
        CAPTURE(feature.kind());
        const std::string text = feature.to_json();
        // The last byte is a line end, which carries no meaning.
        const std::size_t last = text.find_last_of('}');
        for (std::size_t length = 0; length <= last; length += 1 + length / 50)
            CHECK(refusal(text.substr(0, length)) != Status::ok);
        for (std::size_t at = 0; at < last; at += 1 + at / 50) {
            std::string changed = text;
            if (changed[at] < '0' || changed[at] > '9') continue;
            changed[at] = changed[at] == '9' ? '1' : '9';
            // A digit far behind the point may round to the same number.
            if (json_text(parse_json(text)) == text && refusal(changed) == Status::ok)
                CHECK(Feature::from_json(changed).to_json() == text);
        }
    }
}

TEST_CASE("parts that contradict each other are corrupt even under a right checksum") {
    const Table table = log_of(300, 1);
    const auto features = one_of_each_kind(table);
    const auto document = [&](const char* kind) {
        for (const Feature& feature : features)
            if (feature.kind() == kind) return feature.to_json();
        return std::string();
    };
    CHECK(refusal(forged(document("power"), "kind", Json("pwer"))) == Status::corrupt);
    CHECK(refusal(forged(document("power"), "powers", Json::array())) == Status::corrupt);
    CHECK(refusal(forged(document("power"), "family", Json("cubic"))) == Status::corrupt);
    CHECK(refusal(forged(document("windows"), "rows", Json(3))) == Status::corrupt);
    CHECK(refusal(forged(document("windows"), "statistics", Json(1 << 20))) == Status::corrupt);
    CHECK(refusal(forged(document("windows"), "min_count", Json(-1))) == Status::corrupt);
    CHECK(refusal(forged(document("polynomial"), "degree", Json(99))) == Status::corrupt);
    CHECK(refusal(forged(document("calendar"), "parts", Json(0))) == Status::corrupt);
    CHECK(refusal(forged(document("pca"), "scales", Json::array())) == Status::corrupt);
    CHECK(refusal(forged(document("pca"), "columns", Json::array())) == Status::corrupt);
    CHECK(refusal(forged(document("spectrum"), "sample_rate_hz", Json(1))) == Status::corrupt);
    CHECK(refusal(forged(document("select"), "columns", Json::array())) == Status::corrupt);
    CHECK(refusal(forged(document("bins"), "outside", Json(1))) == Status::corrupt);
    CHECK(refusal(forged(document("bins"), "format_version", Json(2))) == Status::version);
    CHECK(refusal(forged(document("bins"), "format", Json("tenon.pipeline"))) == Status::parse);
    // The kinds read one another's documents as nothing at all.
    for (const auto& kind : features::feature_kinds)
        if (kind.name != "frequency" && kind.name != "target")
            CHECK(refusal(forged(document("polynomial"), "kind", Json(kind.name))) ==
                  (kind.name == "polynomial" ? Status::ok : Status::corrupt));
}

TEST_CASE("a table has no column whose name is not UTF-8, so none is saved") {
    const Table table({"a"}, {Column::from_float64({1, 2})});
    CHECK_THROWS_AS(Table({"\xff"}, {table.column("a")}), Error);
    CHECK_THROWS_AS(table.with_column("\xff", table.column("a")), Error);
    CHECK_THROWS_AS(table.with_column(std::string("b\0", 2), table.column("a")), Error);
}

TEST_CASE("cancelling and a small budget stop a step") {
    const Table table = log_of(300, 1);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK_THROWS_AS(fit_power(context, table, numbers), Error);
    Budget budget(100);
    Context small;
    small.budget = &budget;
    for (const Feature& feature : one_of_each_kind(table)) {
        if (feature.kind() == "select" || feature.kind() == "encode") continue;
        CAPTURE(feature.kind());
        CHECK_THROWS_AS(feature.apply(small, table), Error);
        CHECK(budget.used() == 0);
    }
}
