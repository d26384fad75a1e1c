#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

Error refusal(std::string_view text, const JsonLimits& limits = {}) {
    try {
        parse_json(text, limits);
    } catch (const Error& error) {
        return error;
    }
    return Error(Status::ok, "");
}

}  // namespace

TEST_CASE("a document reads back as it was written, member order included") {
    const char* text = R"({"b":1,"a":[true,null,-2,0.5,"\u00e9\n"],"c":{"x":{}}})";
    CHECK(parse_json(text).dump() == R"({"b":1,"a":[true,null,-2,0.5,"é\n"],"c":{"x":{}}})");
}

TEST_CASE("every double survives writing and reading") {
    Random random(1);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t bits = random.bits();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        const double back = parse_json(Json(value).dump()).get<double>();
        REQUIRE(std::memcmp(&back, &value, sizeof value) == 0);
    }
    CHECK(std::signbit(parse_json("-0.0").get<double>()));
    CHECK(parse_json("5e-324").get<double>() == 5e-324);
}

TEST_CASE("malformed text is refused with its byte") {
    struct Fault {
        const char* text;
        std::int64_t byte;
    };
    const Fault faults[] = {{"", 0},           {"{", 0},          {"[1,]", 3},   {"[1 2]", 3},
                            {"{\"a\" 1}", 5},  {"[1] x", 4},      {"nul", 2},    {"[01]", 2},
                            {"[\"\xff\"]", 2}, {"{\"a\":1,}", 7}, {"[1e999]", 6}};
    for (const Fault& fault : faults) {
        CAPTURE(fault.text);
        const Error error = refusal(fault.text);
        CHECK(error.status() == Status::parse);
        // A number is seen to be wrong only at the byte behind it.
        CHECK(error.where().byte >= fault.byte);
        CHECK(error.where().byte <= fault.byte + 1);
    }
    CHECK(refusal("{\n\"a\":\n?}").where().line == 3);
}

TEST_CASE("a member that is there twice is refused") {
    CHECK(refusal(R"({"a":1,"b":2,"a":3})").status() == Status::parse);
    CHECK(refusal(R"({"a":1,"b":{"a":2}})").status() == Status::ok);
}

TEST_CASE("limits hold to the last one allowed") {
    const std::string deep(40, '[');
    const JsonLimits limits{.bytes = 100, .depth = 3, .values = 5, .members = 2};
    CHECK(refusal("[[[1]]]", limits).status() == Status::ok);
    CHECK(refusal("[[[[]]]]", limits).status() == Status::parse);
    CHECK(refusal(deep).status() == Status::parse);
    CHECK(refusal("[1,2,3,4]", limits).status() == Status::ok);
    CHECK(refusal("[1,2,3,4,5]", limits).status() == Status::parse);
    CHECK(refusal(R"({"a":1,"b":2})", limits).status() == Status::ok);
    CHECK(refusal(R"({"a":1,"b":2,"c":3})", limits).status() == Status::parse);
    CHECK(refusal(std::string(100, ' ') + "1", limits).status() == Status::parse);
}

TEST_CASE("the checksum is of the meaning, not of the writing") {
    const auto sum = [](const char* text) { return json_checksum_text(parse_json(text)); };
    CHECK(sum(R"({"a":1,"b":[2.0,"x"]})") == sum("{ \"b\" : [2, \"\\u0078\"],\n\"a\":1.0 }"));
    const char* different[] = {R"({"a":1})",
                               R"({"a":2})",
                               R"({"b":1})",
                               R"({"a":"1"})",
                               R"([])",
                               R"({})",
                               R"([[]])",
                               R"([[],[]])",
                               R"(["ab"])",
                               R"(["a","b"])",
                               R"([true])",
                               R"([false])",
                               R"([null])",
                               R"([0.0])",
                               R"([-0.0])",
                               R"([-1])",
                               R"([9007199254740993])",
                               R"([9007199254740992])"};
    std::vector<std::string> sums;
    for (const char* text : different) sums.push_back(sum(text));
    for (std::size_t i = 0; i < sums.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            CAPTURE(different[i]);
            CAPTURE(different[j]);
            CHECK(sums[i] != sums[j]);
        }
}

TEST_CASE("the checksum of a known document never changes") {
    // FNV-1a of the bytes 'n' and of '[' ']', by its published constants.
    CHECK(json_checksum(parse_json("null")) == (0xcbf29ce484222325ULL ^ 'n') * 0x100000001b3ULL);
    CHECK(json_checksum(parse_json("[]")) ==
          ((((0xcbf29ce484222325ULL ^ '[') * 0x100000001b3ULL) ^ ']') * 0x100000001b3ULL));
}
