#include "tenon/report.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "markup.hpp"
#include "sample_plan.hpp"
#include "temporary_path.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

using namespace tenon;
using tenon::test::count_of;
using tenon::test::Element;
using tenon::test::read_markup;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
const std::string hostile = "<script>alert('x')</script> & \"quoted\" \xFF \x01 ]]> {0}";

struct Sample {
    std::vector<double> truth, probability, value;
    Table table;
};

Sample make_sample(std::int64_t rows) {
    Sample s;
    std::vector<double> x, y;
    std::vector<std::int64_t> time;
    std::vector<std::string> text;
    std::vector<bool> valid;
    std::uint64_t state = 7;
    const auto next = [&] {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(state >> 11) / 9007199254740992.0;
    };
    for (std::int64_t i = 0; i < rows; ++i) {
        const double p = next() * next();
        s.probability.push_back(p);
        s.truth.push_back(next() < p ? 1 : 0);
        s.value.push_back(p * 100 + next());
        x.push_back(300 + 10 * next());
        y.push_back(1 + p);
        time.push_back(1'700'000'000'000'000 + i * 1'000'000);
        text.push_back("M-" + std::to_string(i % 5));
        valid.push_back(i % 13 != 0);
    }
    s.table = Table({"time", "machine", "temperature [K]", "vibration"},
                    {Column::from_timestamp(time), Column::from_text(text),
                     Column::from_float64(x, valid), Column::from_float64(y)});
    return s;
}

std::vector<ColumnProfile> sample_profile(std::int64_t rows) {
    ColumnProfile a, b;
    a.name = "temperature [K]", a.rows = rows, a.missing = rows / 13, a.nan = 1;
    a.minimum = 300, a.quartile1 = 302, a.median = 305, a.quartile3 = 307, a.maximum = 310;
    a.mean = 305, a.sd = 2;
    b.name = hostile, b.type = Type::text, b.rows = rows, b.top = hostile, b.top_count = 3;
    b.minimum = b.maximum = b.mean = b.sd = b.median = not_a_number;
    return {a, b};
}

// Every section there is, with hostile text wherever a caller can put text.
Report full_report(Language language, std::int64_t rows) {
    Report report({.title = hostile, .subtitle = hostile, .language = language});
    const Sample s = make_sample(rows);
    const std::vector<std::pair<std::string, std::string>> figures = {{hostile, hostile},
                                                                      {"b", "2"}};
    report.add_figures(hostile, figures);
    report.add_text("", hostile + "\n\nsecond");
    report.add_profile(sample_profile(rows));
    report.add_missing_map(s.table);
    report.add_changes({{"drop duplicates", "", 3, 0, hostile}, {hostile, hostile, 0, 4, "why"}});
    report.add_table("rows", s.table, 5);
    LinearModel model = test::sample_model();
    model.coefficients.push_back(test::coefficient(hostile, 3, 0.1));
    model.warnings = {hostile};
    model.summary.flags = 63;
    report.add_model(model, hostile);
    report.add_model(test::sample_model(ModelKind::linear), "y");
    report.add_classification(s.truth, s.probability, 0.4, hostile);
    report.add_regression(s.value, s.probability, hostile);
    report.add_scatter(s.table, "temperature [K]", "vibration", s.probability, 0.4, hostile);
    report.add_scatter(s.table, "time", "vibration", {}, 0.5, "");
    OrderPlan plan = test::sample_plan(3, 12);
    plan.skipped = {hostile};
    plan.explanation = hostile;
    report.add_plan(plan);
    Problem problem(Sense::maximize);
    problem.add_column("x <1>", ColumnType::integer, 0, 10, 3);
    Solution solution;
    solution.outcome = Outcome::time_limit;
    solution.has_values = true;
    solution.values = {4};
    solution.objective = 12, solution.bound = 30, solution.gap = 1.5;
    report.add_solution(problem, solution);
    return report;
}

}  // namespace

TEST_CASE("the whole page is well formed in both languages, whatever text it shows") {
    for (const Language language : {Language::english, Language::chinese}) {
        const std::string page = full_report(language, 500).html();
        std::vector<Element> elements;
        REQUIRE_NOTHROW(elements = read_markup(page));
        CHECK(elements[0].name == "html");
        CHECK(elements[0]["lang"] == (language == Language::english ? "en" : "zh-CN"));
        std::set<std::string> ids;
        for (const Element& element : elements) {
            CHECK(element.name != "script");
            if (!element["id"].empty()) CHECK(ids.insert(element["id"]).second);
            if (element.name == "th") CHECK(!element["scope"].empty());
            for (const auto& [name, value] : element.attributes)
                CHECK(name.rfind("on", 0) != 0);  // no event handlers
        }
        for (const Element& element : elements) {
            if (element.name == "a") CHECK(ids.count(element["href"].substr(1)) == 1);
            if (!element["aria-labelledby"].empty())
                CHECK(ids.count(element["aria-labelledby"].substr(
                          0, element["aria-labelledby"].find(' '))) == 1);
        }
    }
}

TEST_CASE("the page asks for nothing from outside") {
    const std::string page = full_report(Language::english, 200).html();
    CHECK(count_of(page, "http://") == count_of(page, "http://www.w3.org/2000/svg"));
    for (const char* word : {"https:", "src=", "url(", "@import", "<link", "<iframe", "<img"})
        CHECK(count_of(page, word) == 0);
    CHECK(count_of(page, "default-src &#39;none&#39;") == 1);
}

TEST_CASE("hostile text is shown, not obeyed") {
    const std::string page = full_report(Language::english, 100).html();
    CHECK(count_of(page, "<script") == 0);
    CHECK(count_of(page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") > 10);
    CHECK(page.find('\x01') == std::string::npos);
    CHECK(page.find('\xFF') == std::string::npos);
}

TEST_CASE("a Chinese report has no English words of its own in headings and captions") {
    const std::string page = full_report(Language::chinese, 300).html();
    for (const Element& element : read_markup(page)) {
        if (element.name != "h2" && element.name != "figcaption" && element.name != "caption")
            continue;
        for (const char* word : {" the ", " of ", "The ", " and ", "How "})
            CHECK_MESSAGE(element.text.find(word) == std::string::npos, element.text);
    }
}

TEST_CASE("the same report is the same bytes") {
    CHECK(full_report(Language::english, 700).html() == full_report(Language::english, 700).html());
}

TEST_CASE("sections appear in the order they are added, numbered in the contents") {
    Report report;
    report.add_text("first", "a");
    report.add_text("second", "b");
    const std::string page = report.html();
    CHECK(page.find("href=\"#s1\">first") < page.find("href=\"#s2\">second"));
    CHECK(page.find("<section id=\"s1\">") < page.find("<section id=\"s2\">"));
}

TEST_CASE("a profile tells infinite cells and how many columns its correlations leave out") {
    std::vector<std::string> names;
    std::vector<Column> columns;
    const std::string longest(51, 'n');
    for (int j = 0; j < 70; ++j) {
        names.push_back(j == 0 ? longest : "c" + std::to_string(j));
        columns.push_back(
            Column::from_float64({1.0 * j, 2, j == 3 ? inf : 4.0 + j, j == 3 ? -inf : 1}));
    }
    const Table table(names, columns);
    Report report;
    report.add_profile(profile({}, table));
    report.add_data_profile(data_profile({}, table));
    const std::string page = report.html();
    CHECK(count_of(page, "c3: 2 cells infinite") == 2);
    CHECK(page.find("12 of 70 columns are shown.") != std::string::npos);  // in correlations
    CHECK(count_of(page, std::string(20, 'n') + "…</th>") == 1);
}

TEST_CASE("an empty report is a page with its default title and the version") {
    CHECK(Report().html().find("<h1>Production report</h1>") != std::string::npos);
    const std::string page =
        Report({.title = "", .subtitle = "", .language = Language::chinese}).html();
    REQUIRE_NOTHROW(read_markup(page));
    CHECK(page.find("<h1>生产报告</h1>") != std::string::npos);
    CHECK(page.find(version()) != std::string::npos);
}

TEST_CASE("every section takes nothing at all and says so") {
    for (const Language language : {Language::english, Language::chinese}) {
        Report report({.title = "t", .subtitle = "", .language = language});
        report.add_text("", "");
        report.add_figures("", {});
        report.add_table("t", Table());
        report.add_table("t", Table({"a"}, {Column::from_int64({})}));
        report.add_profile({});
        report.add_changes({});
        report.add_missing_map(Table());
        LinearModel nothing;
        nothing.has_intercept = false;
        report.add_model(nothing, "");
        report.add_classification({}, {}, 0.5, "");
        report.add_regression({}, {}, "");
        const Table empty({"a", "b"}, {Column::from_int64({}), Column::from_float64({})});
        report.add_scatter(empty, "a", "b", {}, 0.5, "");
        const OrderPlan no_plan;
        report.add_plan(no_plan);
        report.add_solution(Problem(), Solution{});
        const std::string page = report.html();
        REQUIRE_NOTHROW(read_markup(page));
        CHECK(count_of(page, "<svg") == 0);
        CHECK(count_of(page, "class=\"empty\"") >= 10);
    }
}

TEST_CASE("one row is enough for every section") {
    std::vector<Element> elements;
    REQUIRE_NOTHROW(elements = read_markup(full_report(Language::english, 1).html()));
    CHECK(elements.size() > 100);
}

TEST_CASE("predictions that are not numbers are left out and counted") {
    const std::vector<double> truth = {0, 1, not_a_number, 1, 0, 2},
                              probability = {0.1, not_a_number, 0.5, 0.9, 0.2, 0.5};
    Report report;
    report.add_classification(truth, probability, 0.5, "FAIL");
    const std::string page = report.html();
    CHECK(page.find("not valid: 3 rows") != std::string::npos);
    CHECK(page.find("1 of 1 FAIL records found, 0 false alarms") != std::string::npos);
}

TEST_CASE("a class that never occurs leaves a sentence in place of the curve") {
    const std::vector<double> truth = {0, 0, 0}, probability = {0.1, 0.2, 0.3};
    Report report;
    report.add_classification(truth, probability, 0.5, "FAIL");
    const std::string page = report.html();
    CHECK(page.find("Only one class occurs") != std::string::npos);
    CHECK(page.find("No record here is truly FAIL") != std::string::npos);
}

TEST_CASE("a scatter chart of a million rows stays under a megabyte") {
    Report report;
    const Sample s = make_sample(1'000'000);
    report.add_scatter(s.table, "temperature [K]", "vibration", s.probability, 0.9, "FAIL");
    const std::string page = report.html();
    CHECK(page.size() < 1'000'000);
    CHECK(page.find("those predicted FAIL first") != std::string::npos);
}

TEST_CASE("a table shows as many rows as asked and says how many there are") {
    Report report;
    report.add_table("rows", make_sample(60).table, 7);
    const std::string page = report.html();
    CHECK(count_of(page, "<tr>") == 8);
    CHECK(page.find("7 of 60 rows are shown.") != std::string::npos);
}

TEST_CASE("cells of a table are shown as the caller knows them") {
    Report report;
    report.add_table("t",
                     Table({"id", "x", "ok", "missing"},
                           {Column::from_int64({20240101}), Column::from_float64({-12.5}),
                            Column::from_boolean({true}), Column::from_float64({1}, {false})}));
    const std::string page = report.html();
    CHECK(page.find(">20240101<") != std::string::npos);  // a name, not a quantity
    CHECK(page.find(">−12.5<") != std::string::npos);
    CHECK(page.find(">yes<") != std::string::npos);
    CHECK(page.find("<td class=\"n\"></td>") != std::string::npos);
}

TEST_CASE("the change log tells each step in the language of the report") {
    Report report({.title = "", .subtitle = "", .language = Language::chinese});
    report.add_changes({{"drop duplicates", "", 12, 0, "kept the first"}});
    const std::string page = report.html();
    CHECK(page.find("删除重复行") != std::string::npos);
    CHECK(page.find("12 行") != std::string::npos);
    CHECK(page.find("<td lang=\"en\">kept the first</td>") != std::string::npos);
}

TEST_CASE("a plan longer than ten days is drawn a week at a time") {
    Report report;
    report.add_plan(test::sample_plan(2, 20));
    const std::string page = report.html();
    CHECK(page.find(": days 1 to 7") != std::string::npos);
    CHECK(page.find(": days 15 to 20") != std::string::npos);
    CHECK(count_of(page, "<svg") == 6);
}

TEST_CASE("a plan that could not be made still explains itself") {
    OrderPlan plan;
    plan.solution.outcome = Outcome::infeasible;
    plan.explanation = "Order P-17 needs 30 hours and no machine has more than 16.";
    Report report;
    report.add_plan(plan);
    const std::string page = report.html();
    CHECK(page.find("no solution exists") != std::string::npos);
    CHECK(page.find("Order P-17 needs 30 hours") != std::string::npos);
}

TEST_CASE("wrong calls are refused with the argument at fault, and nothing is added") {
    Report report;
    const Sample s = make_sample(3);
    const std::vector<double> two = {0, 1}, three = {0, 1, 0};
    const auto refused = [&](Status status, const char* argument, auto call) {
        try {
            call();
            FAIL("not refused");
        } catch (const Error& error) {
            CHECK(error.status() == status);
            CHECK(error.where().argument == argument);
            CHECK(!error.message().empty());
        }
    };
    refused(Status::argument, "probability",
            [&] { report.add_classification(three, two, 0.5, "F"); });
    refused(Status::argument, "threshold",
            [&] { report.add_classification(two, two, not_a_number, "F"); });
    refused(Status::argument, "threshold", [&] { report.add_classification(two, two, 1.5, "F"); });
    refused(Status::argument, "prediction", [&] { report.add_regression(three, two, "y"); });
    refused(Status::argument, "probability",
            [&] { report.add_scatter(s.table, "time", "vibration", two, 0.5, "F"); });
    refused(Status::type, "machine",
            [&] { report.add_scatter(s.table, "machine", "vibration", {}, 0.5, "F"); });
    CHECK_THROWS_AS(report.add_scatter(s.table, "nowhere", "vibration", {}, 0.5, "F"), Error);
    CHECK(count_of(report.html(), "<section") == 0);
}

TEST_CASE("write puts the page into a file of that name") {
    const std::filesystem::path path = test::temporary_path("tenon_report_test.html");
    Report report;
    report.add_text("heading", "paragraph");
    report.write(path.string());
    CHECK(read_file(Context{}, path.string()) == report.html());
    std::filesystem::remove(path);
    CHECK_THROWS_AS(report.write((path / "no" / "such" / "folder.html").string()), Error);
}
