// A problem as a JSON document.
#include "ilp/model/problem_document.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "random_problem.hpp"
#include "same_problem.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

Problem read(const std::string& text) {
    return read_problem_text({}, text, ProblemFormat::json);
}

struct Refusal {
    std::string message;
    Status status = Status::ok;
    std::int64_t line = 0, byte = 0;
};

Refusal refusal(const std::string& text) {
    try {
        read(text);
    } catch (const Error& error) {
        return {error.message(), error.status(), error.where().line, error.where().byte};
    }
    FAIL("accepted: ", text);
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string head = "{\"format\": \"tenon.problem\", \"format_version\": 1, ";
const std::string plain =
    head +
    "\"sense\": \"maximize\", \"offset\": 2.5,\n"
    "\"columns\": [{\"name\": \"x\", \"type\": \"continuous\", \"lower\": 0, \"upper\": null, "
    "\"cost\": 1},\n"
    "{\"name\": \"y\", \"type\": \"integer\", \"lower\": null, \"upper\": 9, \"cost\": -2}],\n"
    "\"rows\": [{\"name\": \"r\", \"lower\": null, \"upper\": 4, \"columns\": [0, 1], "
    "\"coefficients\": [1, 0.5]}]}";

std::string with(std::string text, const std::string& part, const std::string& by) {
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), by);
}

}  // namespace

TEST_CASE("a document is the calls that make the problem") {
    const Problem problem = read(plain);
    CHECK(problem.sense() == Sense::maximize);
    CHECK(problem.offset() == 2.5);
    REQUIRE(problem.columns() == 2);
    CHECK(problem.column_name(1) == "y");
    CHECK(problem.upper()[0] == infinity);
    CHECK(problem.lower()[1] == -infinity);
    CHECK(problem.type()[1] == ColumnType::integer);
    REQUIRE(problem.rows() == 1);
    CHECK(problem.row_lower()[0] == -infinity);
    CHECK(problem.row_upper()[0] == 4);
    CHECK(test::same_values(problem.value(), std::vector<double>{1, 0.5}));
}

TEST_CASE("what is written reads back bit by bit") {
    Random random(231);
    for (int k = 0; k < 400; ++k) {
        Problem problem = test::random_problem(random, k % 2 == 1);
        if (problem.columns() > 0) {
            problem.set_cost(0, k % 3 == 0 ? -0.0 : std::bit_cast<double>(random.bits() >> 2));
            problem.set_bounds(0, problem.lower()[0], problem.upper()[0]);
        }
        const Problem again = read(write_problem_text(problem, ProblemFormat::json));
        CAPTURE(k);
        test::check_same(problem, again);
        CHECK(test::same_bits(problem.cost(), again.cost()));
        CHECK(test::same_bits(problem.lower(), again.lower()));
        CHECK(test::same_bits(problem.upper(), again.upper()));
        CHECK(test::same_bits(problem.row_lower(), again.row_lower()));
        CHECK(test::same_bits(problem.row_upper(), again.row_upper()));
        CHECK(test::same_bits(problem.value(), again.value()));
    }
}

TEST_CASE("names hold anything that is UTF-8") {
    Problem problem;
    problem.set_name("plan \"B\"\n\t\\");
    problem.add_column("\xE4\xBA\xA7\xE5\x93\x81 1", ColumnType::binary, 0, 1, 1);
    problem.add_column("a\x01\"b\"", ColumnType::binary, 1, 1, 1);
    const Problem again = read(write_problem_text(problem, ProblemFormat::json));
    test::check_same(problem, again);
    CHECK(again.type()[1] == ColumnType::binary);
    problem.set_name("\xFF");
    CHECK_THROWS_AS(write_problem_text(problem, ProblemFormat::json), Error);
}

TEST_CASE("the document is JSON with the members it promises") {
    Random random(232);
    const Json document =
        parse_json(write_problem_text(test::random_problem(random, true), ProblemFormat::json));
    for (const char* member : {"format", "format_version", "library_version", "name", "sense",
                               "offset", "columns", "rows"})
        CHECK(document.find(member) != nullptr);
}

TEST_CASE("members come in any order, and those that are not known are ignored") {
    const std::string turned =
        "{\"rows\": [{\"coefficients\": [1, 0.5], \"columns\": [0, 1], \"upper\": 4, \"lower\": "
        "null, "
        "\"name\": \"r\"}], \"columns\": [{\"cost\": 1, \"upper\": null, \"lower\": 0, \"type\": "
        "\"continuous\", \"name\": \"x\", \"unit\": {\"is\": [\"t\", {\"a\": []}]}}, {\"cost\": "
        "-2, "
        "\"upper\": 9, \"lower\": null, \"type\": \"integer\", \"name\": \"y\"}], \"offset\": 2.5, "
        "\"made by\": \"ERP\", \"sense\": \"maximize\", \"format_version\": 1, \"format\": "
        "\"tenon.problem\"}";
    test::check_same(read(plain), read(turned));
}

TEST_CASE("empty names are made, repeated columns of a row are summed, huge bounds are none") {
    std::string text = with(plain, "\"name\": \"x\"", "\"name\": \"\"");
    text = with(text, "[0, 1]", "[1, 1]");
    text = with(text, "\"upper\": 9", "\"upper\": 1e25");
    const Problem problem = read(text);
    CHECK(problem.column_name(0) == "x0");
    CHECK(test::same_values(problem.value(), std::vector<double>{1.5}));
    CHECK(problem.upper()[1] == infinity);
}

TEST_CASE("what is wrong is refused with line, byte and pointer") {
    const auto says = [](const std::string& text, const std::string& pointer,
                         const std::string& words) {
        const Refusal found = refusal(text);
        CAPTURE(found.message);
        CHECK(found.status == Status::parse);
        CHECK(found.line >= 1);
        CHECK(found.byte >= 0);
        CHECK(has(found.message, "at " + pointer + ":"));
        CHECK(has(found.message, words));
    };
    says("[]", "/", "an object is expected");
    says("3", "/", "an object is expected");
    says("{}", "/", "\"format\" is not there");
    says(with(plain, "tenon.problem", "tenon.pipeline"), "/format", "\"tenon.problem\"");
    says(with(plain, "_version\": 1", "_version\": 0"), "/format_version", "from 1");
    says(with(plain, "maximize", "max"), "/sense", "minimize");
    says(with(plain, "\"offset\": 2.5", "\"offset\": \"2.5\""), "/offset", "a number");
    says(with(plain, "\"offset\"", "\"ofset\""), "/", "\"offset\" is not there");
    says(with(plain, "\"offset\"", "\"sense\""), "/sense", "there twice");
    says(with(plain, "\"continuous\"", "\"real\""), "/columns/0/type", "continuous");
    says(with(plain, "\"upper\": null", "\"upper\": \"inf\""), "/columns/0/upper", "null for none");
    says(with(plain, "\"lower\": 0", "\"lower\": true"), "/columns/0/lower", "null for none");
    says(with(plain, "\"cost\": -2", "\"cost\": null"), "/columns/1/cost", "a number");
    says(with(plain, ", \"cost\": -2", ""), "/columns/1", "\"cost\" is not there");
    says(with(plain, "\"name\": \"y\"", "\"name\": \"x\""), "/columns/1", "already used");
    says(with(plain, "\"name\": \"y\"", "\"name\": 7"), "/columns/1/name", "a text");
    says(with(plain, "\"upper\": 9", "\"upper\": -9, \"lower\": -3"), "/columns/1/lower", "twice");
    says(with(plain, "\"lower\": null, \"upper\": 9", "\"lower\": 10, \"upper\": 9"), "/columns/1",
         "above");
    says(with(plain, "[0, 1]", "[0, 2]"), "/rows/0", "column 2");
    says(with(plain, "[0, 1]", "[0, -1]"), "/rows/0/columns/1", "whole number");
    says(with(plain, "[0, 1]", "[0, 1.0]"), "/rows/0/columns/1", "whole number");
    says(with(plain, "[0, 1]", "[0, [1]]"), "/rows/0/columns/1", "place of a column");
    says(with(plain, "[0, 1]", "[0]"), "/rows/0", "1 columns but 2 coefficients");
    says(with(plain, "[1, 0.5]", "[1, null]"), "/rows/0/coefficients/1", "a number");
    says(with(plain, "[0, 1]", "0"), "/rows/0/columns", "an array");
    says(with(plain, "\"rows\": [", "\"rows\": [3, "), "/rows", "an object");
}

TEST_CASE("a document of a later format names both versions") {
    const Refusal found = refusal(with(plain, "\"format_version\": 1",
                                       "\"library_version\": \"9.1\", \"format_version\": 2"));
    CHECK(found.status == Status::version);
    CHECK(has(found.message, "format_version 2"));
    CHECK(has(found.message, "9.1"));
}

TEST_CASE("bad syntax and numbers out of range are refused with the byte") {
    for (std::size_t cut = 0; cut < plain.size(); ++cut) {
        const Refusal found = refusal(plain.substr(0, cut));
        CHECK(found.status == Status::parse);
        CHECK(found.byte >= 0);
        CHECK(found.byte <= static_cast<std::int64_t>(cut));
    }
    for (const char* number :
         {"1e400", "-1e400", "NaN", "Infinity", "0x10", "1,5", "01", "+1", ".5"})
        CHECK(refusal(with(plain, "2.5", number)).status == Status::parse);
    CHECK(read(with(plain, "2.5", "1e-400")).offset() == 0);
    CHECK(refusal(with(plain, "\"cost\": 1", "\"cost\": 1, \"u\": " + std::string(100000, '[')))
              .status == Status::parse);
}

TEST_CASE("cancel stops the reading of one long row") {
    Problem problem;
    std::vector<std::int32_t> index;
    std::vector<double> value;
    for (std::int32_t j = 0; j < 20'000; ++j) {
        problem.add_column("", ColumnType::continuous, 0, 1, 0);
        index.push_back(j);
        value.push_back(1);
    }
    problem.add_row("", 0, 1, index, value);
    const std::string text = write_problem_text(problem, ProblemFormat::json);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK_THROWS_AS(read_problem_text(context, text, ProblemFormat::json), Error);
}
