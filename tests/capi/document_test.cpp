// What saved documents say of themselves, through the C interface.
#include <doctest/doctest.h>

#include <string>

#include "tenon.h"

namespace {

std::string saved_model() {
    tenon_error err = TENON_ERROR_INIT;
    tenon_model* model = nullptr;
    const std::string given =
        R"({"names": ["heat"], "coefficients": [2], "family": "linear", "target": "wear"})";
    REQUIRE(tenon_model_from_coefficients(given.data(), static_cast<std::int64_t>(given.size()),
                                          &model, &err) == TENON_OK);
    std::int64_t needed = 0;
    REQUIRE(tenon_model_to_json(model, nullptr, 0, &needed, &err) == TENON_OK);
    std::string text(static_cast<std::size_t>(needed), '\0');
    REQUIRE(tenon_model_to_json(model, text.data(), needed, &needed, &err) == TENON_OK);
    tenon_model_free(model);
    return text;
}

tenon_status inspect(const std::string& bytes, tenon_document_info* info, tenon_error* err) {
    return tenon_document_inspect(bytes.data(), static_cast<std::int64_t>(bytes.size()), info, err);
}

}  // namespace

TEST_CASE("a changed document is refused, and can be inspected") {
    std::string text = saved_model();
    tenon_error err = TENON_ERROR_INIT;
    tenon_document_info info = TENON_DOCUMENT_INFO_INIT;
    REQUIRE(inspect(text, &info, &err) == TENON_OK);
    CHECK(std::string(info.kind) == "pipeline");
    CHECK(info.has_checksum == 1);
    CHECK(info.damaged == 0);
    text.replace(text.find("wear"), 4, "wars");
    tenon_model* model = nullptr;
    const auto length = static_cast<std::int64_t>(text.size());
    CHECK(tenon_model_from_json(text.data(), length, &model, &err) == TENON_E_CORRUPT);
    REQUIRE(inspect(text, &info, &err) == TENON_OK);
    CHECK(info.damaged == 1);
    std::int64_t needed = 0;
    char start[9] = "";
    REQUIRE(tenon_document_text(text.data(), length, 0, start, 8, &needed, &err) == TENON_OK);
    CHECK(std::string(start) == "pipeline");
    CHECK(needed > 8);
    REQUIRE(tenon_document_json(text.data(), length, start, 1, &needed, &err) == TENON_OK);
    CHECK(start[0] == '{');
    CHECK(tenon_document_text(text.data(), length, -1, nullptr, 0, &needed, &err) ==
          TENON_E_ARGUMENT);
}

TEST_CASE("what is no document, or a result that was not initialised, is refused") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_document_info info = TENON_DOCUMENT_INFO_INIT;
    CHECK(inspect("{", &info, &err) == TENON_E_PARSE);
    CHECK(err.line == 1);
    info.struct_size = 0;
    CHECK(inspect(saved_model(), &info, &err) == TENON_E_ARGUMENT);
}
