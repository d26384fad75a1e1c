#include "tenon/document.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/bytes.hpp"
#include "base/json_envelope.hpp"
#include "base/saved_formats.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

using namespace tenon;

namespace {

std::string sample() {
    Json document = new_document(feature_format);
    document.set("step", "scale");
    Json scales = Json::array();
    for (int i = 0; i < 30; ++i) {
        Json& entry = scales.push(Json::object());
        entry.set("column", "c" + std::to_string(i));
        entry.set("centre", 0.5 * i);
        entry.set(
            "remark",
            "a text of such a length that not all of the entry fits into one line of the outline");
    }
    document.set("scales", std::move(scales));
    document.set("empty", Json::array());
    document.set("control", "a\x1b[2Jb");
    document.set("nested", Json::object()).set("on", true);
    return seal_document(std::move(document));
}

}  // namespace

TEST_CASE("a document says its format, versions and that it is intact") {
    const DocumentInfo info = inspect_document(sample());
    CHECK(std::string(info.format) == "tenon.feature");
    CHECK(std::string(info.kind) == "feature");
    CHECK(info.format_version == 1);
    CHECK(info.newest_version == feature_format.newest_version);
    CHECK(info.library_version == version());
    CHECK(info.checksum == info.content_checksum);
    CHECK_FALSE(info.damaged());
    CHECK_FALSE(info.too_new());
}

TEST_CASE("a document that was changed is shown, and told to be damaged") {
    std::string text = sample();
    text.replace(text.find("\"c7\""), 4, "\"d7\"");
    const DocumentInfo info = inspect_document(text);
    CHECK(info.damaged());
    CHECK(info.checksum != info.content_checksum);
    CHECK_THROWS_AS(open_document(text, feature_format), Error);
    const std::string shown = document_text(text);
    CHECK(shown.find("DAMAGED") != std::string::npos);
    CHECK(shown.find("column: d7") != std::string::npos);
    CHECK(document_json(text).find("\"damaged\": true") != std::string::npos);
    // As the content is written is no change of it.
    CHECK_FALSE(inspect_document(json_text(parse_json(sample()))).damaged());
}

TEST_CASE("a document whose writer is no text is refused, and may be left out") {
    Json document = new_document(feature_format);
    document.set("library_version", 1);
    try {
        open_document(seal_document(document), feature_format);
        FAIL("it was opened");
    } catch (const Error& error) {
        CHECK(error.status() == Status::parse);
        CHECK(error.message().find("library_version") != std::string::npos);
    }
    document.remove("library_version");
    CHECK_NOTHROW(open_document(seal_document(document), feature_format));
}

TEST_CASE("a document of a newer library is shown") {
    JsonFormat newer = pipeline_format;
    newer.newest_version += 5;
    const std::string text = seal_document(new_document(newer));
    const DocumentInfo info = inspect_document(text);
    CHECK(info.too_new());
    CHECK_FALSE(info.damaged());
    CHECK(document_text(text).find("too new: this tenon reads up to format version " +
                                   std::to_string(pipeline_format.newest_version)) !=
          std::string::npos);
}

TEST_CASE("an outline has a line for each member, the first entries of a list, no control marks") {
    CHECK(document_text(sample(), 2).substr(document_text(sample(), 2).find("step:")) ==
          "step: scale\n"
          "scales:\n"
          "  -\n"
          "    column: c0\n"
          "    centre: 0\n"
          "    remark: a text of such a length that not all of the entry fits into one line of the "
          "outline\n"
          "  -\n"
          "    column: c1\n"
          "    centre: 0.5\n"
          "    remark: a text of such a length that not all of the entry fits into one line of the "
          "outline\n"
          "  ... and 28 more\n"
          "empty:\n"
          "control: a\\u001b[2Jb\n"
          "nested: on: true\n");
    CHECK_THROWS_AS(document_text(sample(), 0), Error);
}

TEST_CASE("words of a document from outside do not steer the terminal") {
    const std::string evil =
        "{\"format\": \"tenon.feature\", \"library_version\": \"\\u001b[2J\", "
        "\"checksum\": \"\\u009b5m\", \"a\\u202eb\": \"\\u2066\\u200f\\u061c\"}";
    const std::string shown = document_text(evil);
    for (std::size_t at = 0; at < shown.size(); ++at)
        CHECK((shown[at] == '\n' || unseen_at_front(std::string_view(shown).substr(at)) == 0));
    CHECK(shown.find("a\\u202eb: \\u2066\\u200f\\u061c") != std::string::npos);
    try {
        inspect_document("{\"format\": \"\\u001b[31m\"}");
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.message().find('\x1b') == std::string::npos);
    }
}

TEST_CASE("partials and online models are told by their bytes") {
    for (const ByteFormat& format : byte_formats) {
        ByteWriter writer(format);
        writer.text("names");
        std::string bytes = writer.seal();
        DocumentInfo info = inspect_document(bytes);
        CHECK(std::string(info.kind) == format.noun);
        CHECK(info.format_version == format.newest_version);
        CHECK_FALSE(info.damaged());
        bytes[bytes.size() / 2] ^= 1;
        CHECK(inspect_document(bytes).damaged());
        CHECK_THROWS_WITH_AS(inspect_document(bytes.substr(0, 11)),
                             doctest::Contains("end before its checksum"), Error);
    }
}

TEST_CASE("what tenon does not save is refused, with the place where JSON ends") {
    CHECK_THROWS_WITH_AS(inspect_document("{}"), doctest::Contains("no member \"format\""), Error);
    CHECK_THROWS_WITH_AS(inspect_document(R"({"format": "other"})"),
                         doctest::Contains("the format \"other\""), Error);
    try {
        inspect_document("{\n\"format\": \"tenon.feature\",\n");
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.status() == Status::parse);
        CHECK(error.where().line == 3);
    }
    const DocumentInfo bare = inspect_document(R"({"format": "tenon.pipeline"})");
    CHECK(bare.damaged());
    CHECK(document_text(R"({"format": "tenon.pipeline"})").find("it has no checksum") !=
          std::string::npos);
    // Problems and plans written by hand have no checksum: nothing is told of a change.
    const DocumentInfo plan = inspect_document(R"({"format": "tenon.clean_plan", "steps": []})");
    CHECK(plan.format_version == 0);
    CHECK_FALSE(plan.damaged());
    CHECK(plan.checksum.empty());
}
