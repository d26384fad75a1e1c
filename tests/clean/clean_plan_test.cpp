// A plan says what is done, learns once, repeats itself to the byte and can be asked why.
#include "tenon/clean_plan.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/csv.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

constexpr double unread = std::numeric_limits<double>::quiet_NaN();

Table readings() {
    return Table({"machine", "speed"},
                 {Column::from_text({"a", "a", "b", "b", "a"}),
                  Column::from_float64({1, 1, 3, 500, unread}, {true, true, true, true, false})});
}

const char* const three_steps = R"({"row_id": "source", "steps": [
    {"step": "drop_duplicates"},
    {"step": "outliers", "rule": "mad", "action": "missing", "columns": ["speed"], "factor": 5},
    {"step": "fill", "method": "median", "columns": ["speed"]}]})";

std::string csv(const Table& table) {
    return write_csv_text(table);
}

Error refusal(const std::string& plan) {
    try {
        CleanPlan::parse(plan);
    } catch (const Error& error) {
        return error;
    }
    return Error(Status::ok, "parsed");
}

}  // namespace

TEST_CASE("a plan runs its steps in order, each on what the one before it left") {
    Table cleaned;
    CleanPlan::parse(three_steps).fit({}, readings(), &cleaned);
    REQUIRE(cleaned.rows() == 4);
    CHECK(cleaned.column("speed").missing() == 0);
    CHECK(cleaned.column("speed").number(2) == 2);  // 500 cleared, then the median of 1 and 3
    CHECK(cleaned.column("speed").number(3) == 2);
    CHECK(cleaned.column("source").number(3) == 4);  // the second row of the input was dropped
}

TEST_CASE("applying a fitted plan gives what the fit gave, also from its document") {
    Table cleaned;
    const CleanPlan fitted = CleanPlan::parse(three_steps).fit({}, readings(), &cleaned);
    REQUIRE(fitted.fitted());
    CHECK(csv(fitted.apply({}, readings())) == csv(cleaned));
    const CleanPlan loaded = CleanPlan::parse(fitted.to_json());
    REQUIRE(loaded.fitted());
    CHECK(loaded.to_json() == fitted.to_json());
    CHECK(csv(loaded.apply({}, readings())) == csv(cleaned));
}

TEST_CASE("the next file is repaired by what the first one taught") {
    const CleanPlan fitted = CleanPlan::parse(three_steps).fit({}, readings());
    const Table next({"machine", "speed"}, {Column::from_text({"c", "c"}),
                                            Column::from_float64({unread, 400}, {false, true})});
    const Table out = fitted.apply({}, next);
    CHECK(out.column("speed").number(0) == 2);
    CHECK(out.column("speed").number(1) == 2);
}

TEST_CASE("a column without a present cell is of the type that it had in the fit") {
    const Table first({"s", "t", "x"}, {Column::from_text({"a", "", "b"}, {true, false, true}),
                                        Column::from_timestamp({0, 0, 1}, {true, false, true}),
                                        Column::from_float64({1, 2, 3})});
    const CleanPlan plan =
        CleanPlan::parse(R"({"steps":[{"step":"fill","method":"mode","columns":["s","t"]}]})")
            .fit({}, first);
    CHECK(plan.columns().size() == 3);
    CHECK(plan.columns()[0] == std::pair<std::string, Type>("s", Type::text));
    const std::vector<bool> none = {false, false};
    const Table next({"s", "t", "x"},
                     {Column::from_float64({0, 0}, none), Column::from_float64({0, 0}, none),
                      Column::from_float64({0, 0}, none)});
    const Table cleaned = plan.apply({}, next);
    CHECK(cleaned.column("s").text(1) == "a");
    CHECK(cleaned.column("t").type() == Type::timestamp);
    CHECK(cleaned.column("t").int64s()[0] == 0);
    CHECK(cleaned.column("x").missing() == 2);
    CHECK(plan.apply({}, next.slice(0, 0)).rows() == 0);
}

TEST_CASE("a plan that is not fitted is not applied") {
    const CleanPlan plan = CleanPlan::parse(three_steps);
    CHECK_FALSE(plan.fitted());
    CHECK_THROWS_AS(plan.apply({}, readings()), Error);
    CHECK_THROWS_AS(plan.why({}, readings(), 0, "speed"), Error);
}

TEST_CASE("a cell tells which steps changed it, from what to what, and why") {
    const CleanPlan plan = CleanPlan::parse(three_steps).fit({}, readings());
    const auto changes = plan.why({}, readings(), 3, "speed");
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].step == 2);
    CHECK(changes[0].kind == "outliers");
    CHECK(changes[0].before == "500");
    CHECK(changes[0].after == std::nullopt);
    CHECK(changes[1].step == 3);
    CHECK(changes[1].before == std::nullopt);
    CHECK(changes[1].after == "2");
    CHECK(changes[1].reason.find("median 2") != std::string::npos);
    CHECK(plan.why({}, readings(), 0, "speed").empty());
    CHECK(plan.why({}, readings(), 0, "machine").empty());
}

TEST_CASE("a row that was dropped says by which step") {
    const CleanPlan plan = CleanPlan::parse(three_steps).fit({}, readings());
    const auto changes = plan.why({}, readings(), 1, "speed");
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].step == 1);
    CHECK(changes[0].column.empty());
    CHECK(changes[0].reason.find("earlier row") != std::string::npos);
}

TEST_CASE("why refuses a row and a column that are not there") {
    const CleanPlan plan = CleanPlan::parse(three_steps).fit({}, readings());
    CHECK_THROWS_AS(plan.why({}, readings(), 5, "speed"), Error);
    CHECK_THROWS_AS(plan.why({}, readings(), -1, "speed"), Error);
    CHECK_THROWS_AS(plan.why({}, readings(), 0, "sped"), Error);
}

TEST_CASE("a slip in a plan is refused with its place and what was meant") {
    const Error member = refusal(R"({"steps": [{"step": "fill", "metod": "mean"}]})");
    CHECK(member.status() == Status::argument);
    CHECK(member.where().argument == "/steps/0/metod");
    CHECK(member.message().find("method") != std::string::npos);
    CHECK(refusal(R"({"steps": [{"step": "fil"}]})").message().find("fill") != std::string::npos);
    CHECK(refusal(R"({"steps": [{"step": "fill", "method": "middling"}]})").status() ==
          Status::argument);
    CHECK(refusal(R"({"steps": [{"step": "outliers", "factor": -1}]})").status() ==
          Status::argument);
    CHECK(refusal(R"({"stepps": []})").status() == Status::argument);
    CHECK(refusal("{").status() == Status::parse);
    CHECK(refusal(R"({"format_version": 99, "steps": []})").status() == Status::version);
}

TEST_CASE("a document of another kind is refused as such, whatever is wrong with it besides") {
    const auto refused = [](const std::string& members) {
        const Error error = refusal(R"({"steps": [])" + members + "}");
        CHECK(error.where().argument == "document");
        return error.status() == Status::parse;
    };
    CHECK(refused(R"(, "format": "tenon.pipeline")"));
    CHECK(refused(R"(, "format": "tenon.pipeline", "checksum": "fnv1a64:0", "model": {})"));
    CHECK(refused(R"(, "format": 7)"));
    CHECK(refused(R"(, "format_version": "1")"));
    CHECK(refused(R"(, "library_version": 1)"));
    CHECK(refusal("[]").status() == Status::parse);
    CHECK(refusal("7").status() == Status::parse);
}

TEST_CASE("a saved plan that was changed is refused, and a hand may leave the checksum out") {
    std::string saved = CleanPlan::parse(three_steps).fit({}, readings()).to_json();
    const auto at = saved.find("\"missing\"");
    REQUIRE(at != std::string::npos);
    std::string changed = saved;
    changed.replace(at, 9, "\"flag\"");
    CHECK(refusal(changed).status() == Status::corrupt);
    const auto sum = changed.find(",\n \"checksum\"");
    REQUIRE(sum != std::string::npos);
    changed.erase(sum, changed.rfind('}') - sum);
    CHECK(refusal(changed).status() == Status::ok);
}

TEST_CASE("a fault of a step names the step") {
    try {
        CleanPlan::parse(R"({"steps": [{"step": "drop_duplicates"},
                                       {"step": "fill", "columns": ["sped"]}]})")
            .fit({}, readings());
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.status() == Status::not_found);
        CHECK(error.message().find("step 2 (fill)") == 0);
    }
}

TEST_CASE("a row_id that is a column already is refused") {
    const CleanPlan plan = CleanPlan::parse(R"({"row_id": "speed", "steps": []})");
    CHECK_THROWS_AS(plan.fit({}, readings()).apply({}, readings()), Error);
}

TEST_CASE("every step is told of, and a plan cut anywhere is refused, never misread") {
    const std::string help = clean_step_help();
    for (const char* kind : {"drop_duplicates", "drop_missing", "fill", "outliers"})
        CHECK(help.find(std::string(kind) + ": ") != std::string::npos);
    const std::string saved = CleanPlan::parse(three_steps).fit({}, readings()).to_json();
    const std::size_t last = saved.rfind('}');
    for (std::size_t size = 0; size < last; ++size)
        CHECK(refusal(saved.substr(0, size)).status() != Status::ok);
}

TEST_CASE("why of a removed row knows the columns that are there or come, and no others") {
    const Table table({"k", "x"},
                      {Column::from_text({"a", "a", "b"}), Column::from_float64({1, 1, 2})});
    const CleanPlan plan = CleanPlan::parse(
                               R"({"steps": [{"step": "drop_duplicates", "keys": ["k"]},
                                             {"step": "outliers", "columns": ["x"]}]})")
                               .fit({}, table);
    CHECK(plan.why({}, table, 1, "x").size() == 1);
    CHECK(plan.why({}, table, 1, "x outlier").size() == 1);
    CHECK_THROWS_AS(plan.why({}, table, 1, "y"), Error);
    CHECK_THROWS_AS(plan.why({}, table, 0, "y"), Error);
}

TEST_CASE("what a second step finds in a column has a name of its own") {
    std::vector<double> x;
    for (int i = 0; i < 60; ++i) x.push_back(i < 30 ? 5 : i % 7);
    x[40] = 900;
    const Table table({"x"}, {Column::from_float64(x)});
    Table out;
    (void)CleanPlan::parse(R"({"steps": [{"step": "stuck"}, {"step": "stuck", "readings": 20},
        {"step": "outliers", "rule": "mad", "columns": ["x"]},
        {"step": "outliers", "rule": "iqr", "columns": ["x"]},
        {"step": "outliers", "rule": "iqr", "factor": 9, "columns": ["x"]},
        {"step": "smooth", "add": true, "columns": ["x"]},
        {"step": "smooth", "add": true, "method": "ewma", "columns": ["x"]}]})")
        .fit({}, table, &out);
    for (const char* name : {"x stuck", "x stuck (2)", "x outlier", "x outlier (iqr)",
                             "x outlier (iqr) (2)", "x smooth", "x smooth (2)"}) {
        CAPTURE(name);
        CHECK(out.find(name));
    }
}

TEST_CASE("why tells of a column without a present cell what apply does of it") {
    struct Case {
        const char *first, *next, *method, *after;
    };
    for (const Case& one : {Case{"k,v\n1,2024-01-01\n2,2024-01-01\n3,\n", "k,v\n1,\n2,\n", "mode",
                                 "2024-01-01 00:00:00"},
                            Case{"k,v\n1,true\n2,true\n3,\n", "k,v\n1,\n2,\n", "median", "true"}}) {
        const CleanPlan plan =
            CleanPlan::parse(std::string(R"({"steps":[{"step":"fill","columns":["v"],"method":")") +
                             one.method + "\"}]}")
                .fit({}, read_csv_buffer({}, one.first));
        const Table next = read_csv_buffer({}, one.next);
        CHECK(plan.apply({}, next).column("v").cell_text(1) == one.after);
        const auto changes = plan.why({}, next, 1, "v");
        REQUIRE(changes.size() == 1);
        CHECK_FALSE(changes[0].before);
        CHECK(changes[0].after == one.after);
    }
}

TEST_CASE("the indicators of two fills of one column stand beside each other") {
    const Table table = read_csv_buffer({}, "g,x,v\n1,1,1\n1,,2\n1,,3\n1,5,4\n");
    for (const char* second : {R"("method":"median")", R"("method":"median","group":["g"])",
                               R"("method":"nearest","features":["v"])",
                               R"("method":"regression","predictors":["v"])"}) {
        CAPTURE(second);
        Table out;
        CleanPlan::parse(
            std::string(
                R"({"steps":[{"step":"fill","method":"previous","limit":1,"indicator":true,"columns":["x"]},
                    {"step":"fill","indicator":true,"columns":["x"],)") +
            second + "}]}")
            .fit({}, table, &out);
        CHECK(out.column("x missing").boolean(1));
        CHECK(out.column("x missing (2)").type() == Type::boolean);
    }
}

TEST_CASE("what clock_jumps remembers counts in the byte budget") {
    std::vector<std::int64_t> times;
    for (std::int64_t row = 0; row < 50'000; ++row) times.push_back(row ^ 5);
    const Table table({"t"}, {Column::from_timestamp(times)});
    const CleanPlan plan =
        CleanPlan::parse(R"({"steps":[{"step":"clock_jumps","time":"t","action":"missing"}]})");
    Budget small(1'500'000), large(20'000'000);
    Context context;
    context.budget = &large;
    const CleanPlan fitted = plan.fit(context, table);
    CHECK(fitted.apply(context, table).rows() == 50'000);
    context.budget = &small;
    try {
        fitted.apply(context, table);
        FAIL("a budget without room for the times was kept to");
    } catch (const Error& error) {
        CHECK(error.status() == Status::budget);
    }
}
