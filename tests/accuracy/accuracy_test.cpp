// How many digits are right: every set of the folder, and sets with a closed form, by every method
// that applies. The table is written beside the test (accuracy.md); tests/accuracy/README.md is one
// such run, and no row of it may get worse.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/number_text.hpp"
#include "models/nist.hpp"
#include "tenon/anova.hpp"
#include "tenon/linear.hpp"
#include "tenon/profile.hpp"

using namespace tenon;

namespace {

// Digits that are lost by another compiler's library or order of additions do not count.
constexpr double slack = 0.5;

struct Row {
    std::string set, method;
    double value = 99, error = 99;  // least digits of estimates, and of their errors
    double vouched = -1;            // what the fit said of itself
};

std::string cell(double digits) {
    if (digits > 90) return "-";
    std::string text = format_double(std::floor(std::max(digits, 0.0) * 10) / 10);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string line_of(const Row& row) {
    return "| " + row.set + " | " + row.method + " | " + cell(row.value) + " | " + cell(row.error) +
           " | " + (row.vouched < 0 ? "-" : cell(row.vouched)) + " |";
}

Row judge(const std::string& set, const std::string& method, const test::Nist& nist,
          const LinearModel& model) {
    Row row{set, method, 99, 99, model.summary.digits};
    REQUIRE(model.coefficients.size() == nist.estimate.size());
    for (std::size_t j = 0; j < nist.estimate.size(); ++j) {
        const Coefficient& b = model.coefficients[j];
        row.value = std::min(row.value, test::digits(b.estimate, nist.estimate[j]));
        if (nist.standard_error[j] > 0)
            row.error = std::min(row.error, test::digits(b.standard_error, nist.standard_error[j]));
    }
    return row;
}

void add_regressions(const std::string& folder, std::vector<Row>& rows) {
    struct Case {
        const char* name;
        int powers;
        bool intercept;
    };
    for (const Case& c :
         {Case{"Norris", 1, true}, Case{"NoInt1", 1, false}, Case{"Longley", 1, true},
          Case{"Wampler1", 5, true}, Case{"Wampler3", 5, true}, Case{"Wampler5", 5, true}}) {
        const test::Nist nist = test::read_nist(folder + "/" + c.name + ".dat");
        rows.push_back(judge(c.name,
                             c.powers > 1 ? "least squares, powers as columns" : "least squares",
                             nist, test::fit_nist(nist, {.intercept = c.intercept}, c.powers)));
        if (c.powers > 1)
            rows.push_back(
                judge(c.name, "least squares, own powers", nist,
                      test::fit_nist(nist, {.intercept = c.intercept, .polynomial = c.powers}, 1)));
    }
}

// Wampler2 and Wampler4 follow from their definition, NoInt2 from hand computation.
void add_closed_forms(const std::string& folder, std::vector<Row>& rows) {
    const test::Nist w3 = test::read_nist(folder + "/Wampler3.dat");
    test::Nist w4 = w3, w2 = w3;
    for (std::size_t i = 0; i < w3.y.size(); ++i) {
        const double x = w3.columns[0][i];
        double ones = 0, tenths = 0;
        for (int k = 5; k >= 0; --k) {
            ones = ones * x + 1;
            tenths = tenths * x + std::pow(10.0, 5 - k);
        }
        w4.y[i] = ones + 100 * (w3.y[i] - ones);
        w2.y[i] = tenths / 1e5;
    }
    for (std::size_t j = 0; j < w3.estimate.size(); ++j) {
        w4.standard_error[j] = 100 * w3.standard_error[j];
        w2.standard_error[j] = 0;
        w2.estimate[j] = std::pow(10.0, -static_cast<double>(j));
    }
    for (const auto& [name, set] :
         {std::pair{"Wampler2, made", &w2}, std::pair{"Wampler4, made", &w4}})
        rows.push_back(judge(name, "least squares, own powers", *set,
                             test::fit_nist(*set, {.polynomial = 5}, 1)));
    test::Nist noint2;
    noint2.columns = {{4, 5, 6}};
    noint2.y = {3, 4, 4};
    noint2.estimate = {56.0 / 77};
    noint2.standard_error = {std::sqrt((41 - 56.0 * 56 / 77) / 2 / 77)};
    rows.push_back(judge("NoInt2, made", "least squares", noint2,
                         test::fit_nist(noint2, {.intercept = false}, 1)));
}

// The one number after the last ':' or blank of the line that begins with `label`.
double certified(const std::string& path, const std::string& label) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, label.size(), label) != 0) continue;
        const auto numbers = test::numbers_of(line);
        if (!numbers.empty()) return numbers.back();
    }
    FAIL("no line begins with ", label);
    return 0;
}

std::vector<double> values_of(const std::string& path, std::int64_t count) {
    std::ifstream file(path);
    std::vector<double> all;
    for (std::string line; std::getline(file, line);) {
        const auto numbers = test::numbers_of(line);
        std::istringstream words(line);
        std::string word;
        words >> word;
        // The data are the lines of one number at the end of the file.
        if (numbers.size() == 1 && parse_double(word)) all.push_back(numbers[0]);
    }
    REQUIRE(static_cast<std::int64_t>(all.size()) >= count);
    return {all.end() - count, all.end()};
}

void add_univariate(const std::string& folder, std::vector<Row>& rows) {
    struct Case {
        const char* name;
        std::int64_t count;
    };
    for (const Case& c :
         {Case{"NumAcc1", 3}, Case{"NumAcc3", 1001}, Case{"Lew", 200}, Case{"Mavro", 50}}) {
        const std::string path = folder + "/" + c.name + ".dat";
        const auto table = Table({"y"}, {Column::from_float64(values_of(path, c.count))});
        const ColumnProfile p = profile({}, table).front();
        const double mean = certified(path, "Sample Mean");
        const double sd = certified(path, "Sample Standard Deviation");
        const double lag = certified(path, "Sample Autocorrelation");
        rows.push_back({c.name, "profile: mean", test::digits(p.mean, mean), 99, -1});
        rows.push_back({c.name, "profile: sd", test::digits(p.sd, sd), 99, -1});
        rows.push_back(
            {c.name, "profile: autocorrelation", test::digits(p.autocorrelation, lag), 99, -1});
    }
}

void add_anova(const std::string& folder, std::vector<Row>& rows) {
    for (const char* name : {"SiRstvt", "SmLs01t", "SmLs04t", "SmLs07t"}) {
        const std::string path = folder + "/" + name + ".dat";
        std::ifstream file(path);
        std::vector<std::vector<double>> lines;
        int marks = 0;
        for (std::string line; std::getline(file, line);) {
            if (line.compare(0, 5, "Data:") == 0) ++marks;
            const auto numbers = test::numbers_of(line);
            std::istringstream words(line);
            std::string first;
            words >> first;
            if (marks >= 2 && parse_double(first)) lines.push_back(numbers);
        }
        REQUIRE(lines.size() > 2);
        // One column a group, under a line that numbers them.
        std::vector<double> y;
        std::vector<std::int64_t> group;
        for (std::size_t i = 1; i < lines.size(); ++i)
            for (std::size_t j = 0; j < lines[i].size(); ++j) {
                y.push_back(lines[i][j]);
                group.push_back(static_cast<std::int64_t>(j));
            }
        const Anova a = one_way_anova({}, y, group);
        rows.push_back({name, "analysis of variance: F",
                        test::digits(a.f_statistic, certified(path, "Between")), 99, -1});
        double r2 = 0, sd = 0;
        std::ifstream again(path);
        for (std::string line; std::getline(again, line);) {
            const auto numbers = test::numbers_of(line);
            if (numbers.size() != 1) continue;
            if (line.find("Certified R-Squared") != std::string::npos) r2 = numbers[0];
            if (line.find("Standard Deviation") != std::string::npos) sd = numbers[0];
        }
        rows.push_back({name, "analysis of variance: R2", test::digits(a.r2, r2), 99, -1});
        rows.push_back(
            {name, "analysis of variance: residual sd", test::digits(a.residual_sd, sd), 99, -1});
    }
}

const char* const heading =
    "| set | method | digits | digits of errors | vouched for |\n| --- | --- | --- | --- | --- |\n";

// "set | method" -> digits of values and of errors, of the page in the source.
std::map<std::string, std::pair<double, double>> read_page(const std::string& path) {
    std::map<std::string, std::pair<double, double>> page;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> cells;
        std::istringstream parts(line);
        for (std::string part; std::getline(parts, part, '|');) {
            const auto from = part.find_first_not_of(' '), to = part.find_last_not_of(' ');
            cells.push_back(from == std::string::npos ? "" : part.substr(from, to - from + 1));
        }
        if (cells.size() < 6) continue;
        const auto digits = [](const std::string& text) { return parse_double(text).value_or(0); };
        if (parse_double(cells[3]))
            page[cells[1] + " | " + cells[2]] = {digits(cells[3]), digits(cells[4])};
    }
    return page;
}

}  // namespace

TEST_CASE("no set has fewer right digits than the accuracy page says") {
    const std::string folder = test::data_path("learn/nist");
    if (folder.empty()) return;
    std::vector<Row> rows;
    add_regressions(folder, rows);
    add_closed_forms(folder, rows);
    add_univariate(folder, rows);
    add_anova(folder, rows);
    {
        std::ofstream out("accuracy.md");
        out << heading;
        for (const Row& row : rows) out << line_of(row) << '\n';
    }
    const char* source = std::getenv("TENON_SOURCE");
    if (!source) {
        MESSAGE("skipped: TENON_SOURCE is not set");
        return;
    }
    const auto page = read_page(std::string(source) + "/tests/accuracy/README.md");
    CHECK(page.size() == rows.size());
    for (const Row& row : rows) {
        CAPTURE(line_of(row));
        const auto told = page.find(row.set + " | " + row.method);
        REQUIRE(told != page.end());
        CHECK(row.value >= told->second.first - slack);
        CHECK(row.error >= told->second.second - slack);
    }
}
