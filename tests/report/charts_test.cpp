#include "report/charts.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "drawing_check.hpp"
#include "sample_plan.hpp"

using namespace tenon;
using namespace tenon::report;
using tenon::test::check_drawing;
using tenon::test::count_of;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

const Words both[] = {Words(Language::english), Words(Language::chinese)};
const std::string long_name =
    "Umdrehungszahl der Hauptspindel in Halle 3, gemessen am Westtor [1/min]";

ScatterData scatter_of(const std::vector<double>& x, const std::vector<double>& y,
                       const std::vector<double>& p = {}) {
    ScatterData data;
    data.x_name = long_name, data.y_name = "温度 [K]";
    data.x = x, data.y = y, data.probability = p;
    data.positive_label = "FAIL";
    return data;
}

Metrics metrics_of(std::int64_t tp, std::int64_t fp, std::int64_t tn, std::int64_t fn) {
    Metrics m;
    m.true_positive = tp, m.false_positive = fp, m.true_negative = tn, m.false_negative = fn;
    m.rows = tp + fp + tn + fn;
    m.auc = 0.9;
    return m;
}

}  // namespace

TEST_CASE("a scatter chart of ordinary, single, constant, huge and tiny values draws cleanly") {
    const std::vector<std::vector<double>> cases = {{1, 2, 3, 4, 5},    {7},
                                                    {3, 3, 3},          {0},
                                                    {-1e300, 1e300},    {1e-300, 3e-300},
                                                    {1e15, 1e15 + 1},   {123456789, 987654321},
                                                    {-0.00012, 0.00034}};
    for (const Words& words : both) {
        for (const auto& x : cases) {
            for (const auto& y : cases) {
                const std::size_t n = std::min(x.size(), y.size());
                const std::vector<double> xs(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n));
                const std::vector<double> ys(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(n));
                const std::vector<double> ps(n, 0.7);
                const Figure figure = draw_scatter(words, "c", scatter_of(xs, ys, ps));
                CAPTURE(x[0]);
                CAPTURE(y[0]);
                check_drawing(figure.svg);
                CHECK(count_of(figure.svg, "<path") == n + 1);  // and one in the legend
            }
        }
    }
}

TEST_CASE("a scatter chart leaves out what is not a number and says how many") {
    const std::vector<double> x = {1, not_a_number, 3, inf, 5}, y = {1, 2, -inf, 4, 5};
    const Figure figure = draw_scatter(both[0], "c", scatter_of(x, y));
    check_drawing(figure.svg);
    CHECK(count_of(figure.svg, "<circle") == 2);
    CHECK(figure.caption.find("want of a value: 3") != std::string::npos);
}

TEST_CASE("a scatter chart without a usable record is a sentence") {
    const std::vector<double> none = {not_a_number, not_a_number};
    for (const Words& words : both) {
        const Figure figure = draw_scatter(words, "c", scatter_of(none, none));
        CHECK(figure.svg.empty());
        CHECK(!figure.title.empty());
    }
    CHECK(draw_scatter(both[0], "c", scatter_of({}, {})).svg.empty());
}

TEST_CASE("a scatter chart draws far spikes at its edge and says so") {
    std::vector<double> x, y;
    for (int i = 0; i < 500; ++i) x.push_back(i % 50), y.push_back(i % 37);
    x[3] = 1e9;
    const Figure figure = draw_scatter(both[0], "c", scatter_of(x, y));
    CHECK(figure.caption.find("outside and drawn at the edge: 1") != std::string::npos);
    CHECK(count_of(figure.svg, "<circle") == 500);
}

TEST_CASE("the ROC chart thins a long curve but keeps its ends") {
    std::vector<RocPoint> points;
    for (int i = 0; i <= 100'000; ++i) {
        const double t = i / 100'000.0;
        points.push_back({1 - t, t, std::sqrt(t)});
    }
    for (const Words& words : both) {
        const Figure figure =
            draw_roc(words, "c", points, metrics_of(60, 40, 4700, 200), nullptr, "FAIL");
        check_drawing(figure.svg);
        CHECK(figure.svg.size() < 40'000);
        CHECK(figure.title.find("AUC 0.900") == 0);
    }
}

TEST_CASE("the ROC chart shows a threshold anywhere without running out of its frame") {
    const std::vector<RocPoint> points = {{2, 0, 0}, {0.5, 0.3, 0.8}, {0, 1, 1}};
    for (const Metrics& m : {metrics_of(0, 0, 100, 10), metrics_of(10, 100, 0, 0),
                             metrics_of(10, 0, 100, 0), metrics_of(1, 50, 50, 9)})
        check_drawing(draw_roc(both[0], "c", points, m, nullptr, "FAIL").svg);
}

TEST_CASE("the ROC chart of one class is a sentence") {
    Metrics m = metrics_of(5, 0, 0, 0);
    m.auc = not_a_number;
    CHECK(draw_roc(both[0], "c", {}, m, nullptr, "FAIL").svg.empty());
}

TEST_CASE("the confusion chart states catches and false alarms for any counts and labels") {
    for (const Words& words : both)
        for (const Metrics& m : {metrics_of(59, 44, 4706, 191), metrics_of(0, 0, 7, 0),
                                 metrics_of(1'000'000'000, 5, 1'000'000'000'000, 0)})
            for (const std::string& label : {std::string("FAIL"), std::string("故障"), long_name})
                check_drawing(draw_confusion(words, "c", m, label).svg);
    const Figure figure = draw_confusion(both[0], "c", metrics_of(59, 44, 4706, 191), "FAIL");
    CHECK(figure.title == "59 of 250 FAIL records found, 44 false alarms");
}

TEST_CASE("the calibration chart marks groups that disagree and skips empty ones") {
    std::vector<CalibrationBin> bins;
    for (int b = 0; b < 10; ++b)
        bins.push_back({b / 10.0, (b + 1) / 10.0, 1000 * (b + 1), b / 10.0 + 0.05, b / 10.0 + 0.06,
                        b / 10.0 + 0.01, std::min(1.0, b / 10.0 + 0.11)});
    bins[4] = {0.4, 0.5, 0, not_a_number, not_a_number, not_a_number, not_a_number};
    bins[7].interval_low = bins[7].interval_high = bins[7].share_positive = 0.2;
    for (const Words& words : both) {
        const Figure figure = draw_calibration(words, "c", bins, "FAIL");
        check_drawing(figure.svg);
        CHECK(count_of(figure.svg, "<circle") == 9);
        CHECK(count_of(figure.svg, "class=\"dot-off\"") == 1);
    }
    CHECK(draw_calibration(both[0], "c", bins, "FAIL").title ==
          "Predicted risks agree with what happened in 8 of 9 groups");
    CHECK(draw_calibration(both[0], "c", {}, "FAIL").svg.empty());
}

TEST_CASE("the coefficient chart orders by evidence and names the clearest effects") {
    for (const Words& words : both)
        for (const ModelKind kind : {ModelKind::linear, ModelKind::logistic})
            check_drawing(draw_coefficients(words, "c", {test::sample_model(kind), "FAIL"}).svg);
    const Figure figure = draw_coefficients(both[0], "c", {test::sample_model(), "FAIL"});
    CHECK(figure.title == "vibration and temperature raise FAIL most clearly");
    CHECK(figure.svg.find("vibration</text>") < figure.svg.find("temperature</text>"));
    CHECK(figure.svg.find("odds × 8.17 per unit") != std::string::npos);
}

TEST_CASE("the coefficient chart says when nothing is clear") {
    LinearModel model = test::sample_model();
    for (auto& c : model.coefficients) c = test::coefficient(c.name, 0.01, 1);
    CHECK(draw_coefficients(both[0], "c", {model, "FAIL"}).title ==
          "No feature shows a clear effect on FAIL");
}

TEST_CASE("coefficients without standard errors are counted, not drawn") {
    LinearModel model = test::sample_model();
    model.coefficients[1].standard_error = not_a_number;
    model.coefficients[2].dropped = true;
    const Figure figure = draw_coefficients(both[0], "c", {model, "FAIL"});
    CHECK(figure.caption.find("left out of the chart: 2") != std::string::npos);
    check_drawing(figure.svg);
    model.coefficients[3].standard_error = 0;
    CHECK(draw_coefficients(both[0], "c", {model, "FAIL"}).svg.empty());
    LinearModel nothing;
    nothing.has_intercept = false;
    CHECK(draw_coefficients(both[0], "c", {nothing, "y"}).svg.empty());
}

TEST_CASE("a model of very many features draws the clearest") {
    LinearModel model = test::sample_model();
    for (int j = 0; j < 500; ++j)
        model.coefficients.push_back(
            test::coefficient(long_name + std::to_string(j), 50.0 * j, 1 + j));
    const Figure figure = draw_coefficients(both[0], "c", {model, long_name});
    check_drawing(figure.svg);
    CHECK(figure.svg.size() < 20'000);
}

TEST_CASE("the missing map finds where cells are missing") {
    std::vector<double> a(1000, 1.0), b(1000, 2.0);
    std::vector<bool> valid(1000, true);
    for (std::size_t i = 600; i < 700; ++i) valid[i] = false;
    b[10] = b[11] = not_a_number;
    const Table table({"a", long_name}, {Column::from_float64(a, valid), Column::from_float64(b)});
    for (const Words& words : both) check_drawing(draw_missing_map(words, "c", table).svg);
    const Figure figure = draw_missing_map(both[0], "c", table);
    CHECK(figure.title == "102 cells are missing (5.1%); most in a (10.0% of its rows)");
    CHECK(count_of(figure.svg, "class=\"gap4\"") == 2);  // the outage, and the legend
}

TEST_CASE("a single missing cell among a million rows is visible") {
    std::vector<std::int64_t> values(1'000'000);
    std::vector<bool> valid(values.size(), true);
    valid[123'456] = false;
    const Figure figure =
        draw_missing_map(both[0], "c", Table({"a"}, {Column::from_int64(values, valid)}));
    CHECK(count_of(figure.svg, "class=\"gap1\"") == 2);
    CHECK(figure.svg.size() < 5000);
    check_drawing(figure.svg);
}

TEST_CASE("the missing map of a full, an empty and a one-row table") {
    const Table full({"a"}, {Column::from_int64({1, 2})});
    CHECK(draw_missing_map(both[0], "c", full).title ==
          "No cell is missing in 2 rows and 1 column.");
    CHECK(draw_missing_map(both[0], "c", full).svg.empty());
    CHECK(draw_missing_map(both[0], "c", Table()).svg.empty());
    CHECK(draw_missing_map(both[0], "c", Table({"a"}, {Column::from_text({})})).svg.empty());
    check_drawing(
        draw_missing_map(both[0], "c", Table({"a"}, {Column::from_int64({1}, {false})})).svg);
}

TEST_CASE("the missing map of very many columns draws the worst forty") {
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (int j = 0; j < 120; ++j) {
        names.push_back("c" + std::to_string(j));
        columns.push_back(Column::from_int64({1, 2}, {j != 100, true}));
    }
    const Figure figure = draw_missing_map(both[0], "c", Table(names, columns));
    check_drawing(figure.svg);
    CHECK(figure.svg.find(">c100<") != std::string::npos);
    CHECK(figure.svg.find(">c119<") == std::string::npos);
}

TEST_CASE("Gantt and load charts of small and large plans stay in their frames") {
    for (const Words& words : both) {
        for (const int machines : {1, 3, 60}) {
            for (const int days : {1, 5, 10, 31}) {
                const PlanView view = read_plan(test::sample_plan(machines, days));
                CAPTURE(machines);
                CAPTURE(days);
                check_drawing(draw_gantt(words, "c", view, 1, std::min(days, 10)).svg);
                check_drawing(draw_load(words, "c", view, 1, std::min(days, 10)).svg);
            }
        }
    }
}

TEST_CASE("late orders are marked and counted in the Gantt chart") {
    const Figure figure = draw_gantt(both[0], "c", read_plan(test::sample_plan(3, 5)), 1, 5);
    CHECK(count_of(figure.svg, " late\"") > 0);
    CHECK(figure.title.find(" orders late") != std::string::npos);
    OrderPlan on_time = test::sample_plan(1, 3);
    const Figure punctual = draw_gantt(both[0], "c", read_plan(on_time), 1, 3);
    CHECK(punctual.title.find("all on time") != std::string::npos);
    CHECK(count_of(punctual.svg, " late\"") == 0);
}

TEST_CASE("a bar too short for its order's name shows the part that tells it apart") {
    OrderPlan plan;
    plan.schedule = Table(
        {"order", "family", "machine", "day", "start_hour", "end_hour"},
        {Column::from_text({"P-1001", "P-1002", "P-1003"}), Column::from_text({"a", "a", "a"}),
         Column::from_text({"M", "M", "M"}), Column::from_int64({1, 1, 1}),
         Column::from_float64({0, 1, 2}), Column::from_float64({1, 2, 24})});
    const Figure figure = draw_gantt(both[0], "c", read_plan(plan), 1, 1);
    CHECK(figure.svg.find(">1002</text>") != std::string::npos);
    CHECK(figure.svg.find(">P-1003</text>") != std::string::npos);
    CHECK(figure.caption.find("beginning \"P-\"") != std::string::npos);
    check_drawing(figure.svg);
}

TEST_CASE("an alarm far outside the picture is drawn at its edge, not lost") {
    std::vector<double> x, y, p;
    for (int i = 0; i < 1000; ++i) x.push_back(i % 50), y.push_back(i % 37), p.push_back(0.1);
    y[500] = 400, p[500] = 0.9;
    const Figure figure = draw_scatter(both[0], "c", scatter_of(x, y, p));
    CHECK(count_of(figure.svg, "<path") == 2);  // the alarm and its legend
    CHECK(figure.caption.find("drawn at the edge: 1") != std::string::npos);
    check_drawing(figure.svg);
}

TEST_CASE("every order of the chart carries its details") {
    const OrderPlan plan = test::sample_plan(3, 5);
    const Figure figure = draw_gantt(both[0], "c", read_plan(plan), 1, 5);
    const Column& orders = plan.schedule.column("order");
    for (std::int64_t row = 0; row < orders.size(); ++row)
        CHECK(figure.svg.find("<title>" + std::string(orders.text(row)) + " (") !=
              std::string::npos);
}

TEST_CASE("the load chart names the busiest machine and day") {
    const PlanView view = read_plan(test::sample_plan(3, 5));
    CHECK(draw_load(both[0], "c", view, 1, 5).title.find("busiest is M-") != std::string::npos);
}

TEST_CASE("a plan without orders, load or tables is a sentence") {
    const OrderPlan plan;
    const PlanView nothing = read_plan(plan);
    CHECK(draw_gantt(both[0], "c", nothing, 1, 5).svg.empty());
    CHECK(draw_load(both[0], "c", nothing, 1, 5).svg.empty());
}

TEST_CASE("predicted against actual, and the errors") {
    std::vector<double> truth, prediction;
    for (int i = 0; i < 300; ++i) {
        truth.push_back(i);
        prediction.push_back(i + (i % 7 - 3));
    }
    truth.push_back(not_a_number);
    prediction.push_back(1);
    for (const Words& words : both) {
        check_drawing(draw_predicted(words, "c", truth, prediction, long_name, long_name).svg);
        check_drawing(draw_residuals(words, "c", truth, prediction, long_name).svg);
    }
    CHECK(draw_residuals(both[0], "c", truth, prediction, "y").title ==
          "Half of the predictions are within 2 of the truth, nine in ten within 3");
    CHECK(draw_residuals(both[0], "c", {}, {}, "y").svg.empty());
    CHECK(draw_predicted(both[0], "c", {}, {}, "y", "title").svg.empty());
}

TEST_CASE("the errors of perfect and of single predictions can be drawn") {
    const std::vector<double> same = {5, 5, 5}, one = {1e9}, far = {-1e9};
    check_drawing(draw_residuals(both[0], "c", same, same, "y").svg);
    check_drawing(draw_residuals(both[0], "c", one, far, "y").svg);
    check_drawing(draw_predicted(both[0], "c", one, far, "y", "title").svg);
}

TEST_CASE("the small box of a column needs numbers that differ") {
    ColumnProfile column;
    column.minimum = 1, column.quartile1 = 2, column.median = 3, column.quartile3 = 4,
    column.maximum = 9;
    CHECK(test::read_markup(draw_box(column)).size() == 6);
    column.maximum = 1;
    CHECK(draw_box(column).empty());
    column.maximum = inf;
    CHECK(draw_box(column).empty());
}

TEST_CASE("the small box of a range beyond a double is that of a quarter of it") {
    ColumnProfile column, small;
    column.minimum = -1.6e308, column.quartile1 = -4e307, column.median = 0,
    column.quartile3 = 4e307, column.maximum = 1.6e308;
    small.minimum = -16, small.quartile1 = -4, small.median = 0, small.quartile3 = 4,
    small.maximum = 16;
    CHECK(draw_box(column) == draw_box(small));
}
