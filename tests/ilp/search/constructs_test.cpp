// Each construct is tried at every point of a grid: the columns it is about are fixed there, and
// the solver says what the construct allows, which must be what its name says.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tenon/check.hpp"
#include "tenon/constructs.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

using Columns = std::vector<std::int32_t>;

// Every integer point of the first `count` columns.
void each_point(const Problem& problem, std::int32_t count,
                const std::function<void(const std::vector<double>&)>& body) {
    std::vector<double> x(problem.lower().begin(), problem.lower().begin() + count);
    while (true) {
        body(x);
        std::int32_t j = 0;
        for (; j < count; ++j) {
            if (x[j] < problem.upper()[j]) {
                x[j] += 1;
                break;
            }
            x[j] = problem.lower()[j];
        }
        if (j == count) return;
    }
}

Problem fixed_at(Problem problem, const std::vector<double>& x) {
    for (std::size_t j = 0; j < x.size(); ++j)
        problem.set_bounds(static_cast<std::int32_t>(j), x[j], x[j]);
    return problem;
}

bool possible(const Problem& problem, const std::vector<double>& x) {
    const Outcome outcome = solve({}, fixed_at(problem, x)).outcome;
    CHECK((outcome == Outcome::optimal || outcome == Outcome::infeasible));
    return outcome == Outcome::optimal;
}

// The only value that column r may have at the point.
double forced(const Problem& problem, const std::vector<double>& x, std::int32_t r) {
    Problem low = fixed_at(problem, x);
    for (std::int32_t j = 0; j < low.columns(); ++j) low.set_cost(j, j == r ? 1 : 0);
    Problem high = low;
    low.set_sense(Sense::minimize);
    high.set_sense(Sense::maximize);
    const Solution least = solve({}, low), largest = solve({}, high);
    REQUIRE(least.outcome == Outcome::optimal);
    REQUIRE(largest.outcome == Outcome::optimal);
    CHECK(std::fabs(least.objective - largest.objective) <= 1e-6);
    return least.objective;
}

std::string refusal(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.status() == Status::argument);
        return std::string(error.message());
    }
    return "";
}

// Integer or continuous columns with random bounds around zero.
Columns random_columns(Problem& problem, Random& random, int count, bool around_zero = false) {
    Columns out;
    for (int j = 0; j < count; ++j) {
        double low = static_cast<double>(random.below(5)) - 3;
        if (around_zero) low = -static_cast<double>(random.below(3));
        double high = low + static_cast<double>(random.below(5));
        if (around_zero) high = static_cast<double>(random.below(3));
        out.push_back(problem.add_column(
            "", random.below(2) ? ColumnType::integer : ColumnType::continuous, low, high, 0));
    }
    return out;
}

}  // namespace

TEST_CASE("an indicator row holds exactly where its switch is on") {
    for (int k = 0; k < 120; ++k) {
        Random random(61, static_cast<std::uint64_t>(k));
        Problem problem;
        Columns columns = random_columns(problem, random, 1 + k % 3);
        const std::int32_t z = problem.add_column("z", ColumnType::binary, 0, 1, 0);
        const auto count = problem.columns();
        if (k % 5 == 0) columns.push_back(z);
        std::vector<double> a;
        for (std::size_t j = 0; j < columns.size(); ++j)
            a.push_back(static_cast<double>(random.below(9)) - 4);
        const double middle = static_cast<double>(random.below(9)) - 4;
        const double low = k % 3 == 1 ? -infinity : middle;
        const double high = k % 3 == 2 ? infinity : middle + static_cast<double>(random.below(3));
        const bool active = k % 2 == 0;
        const Construct made = add_indicator(problem, "", z, active, low, high, columns, a);
        CHECK(made.rows <= 2);
        CHECK(made.columns == 0);
        each_point(problem, count, [&](const std::vector<double>& x) {
            double sum = 0;
            for (std::size_t j = 0; j < columns.size(); ++j) sum += a[j] * x[columns[j]];
            const bool on = (x[z] == 1) == active;
            CAPTURE(k);
            CHECK(possible(problem, x) == (!on || (sum >= low && sum <= high)));
        });
    }
}

TEST_CASE("the constant of an indicator is the smallest one") {
    Problem problem;
    const auto x = problem.add_column("x", ColumnType::continuous, -2, 7, 0);
    const auto z = problem.add_column("z", ColumnType::binary, 0, 1, 0);
    add_indicator(problem, "cap", z, true, -infinity, 3, Columns{x}, std::vector<double>{2});
    REQUIRE(problem.rows() == 1);
    CHECK(problem.row_upper()[0] == 14);
    CHECK(problem.value()[1] == 11);
    CHECK(problem.row_name(0) == "cap_1");
    // Where the bounds say it already, nothing is written.
    CHECK(add_indicator(problem, "", z, true, -infinity, 14, Columns{x}, std::vector<double>{2})
              .rows == 0);
}

TEST_CASE("special ordered sets allow what they say") {
    for (int k = 0; k < 60; ++k) {
        Random random(62, static_cast<std::uint64_t>(k));
        Problem problem;
        const Columns columns = random_columns(problem, random, 2 + k % 3, k % 4 != 0);
        const auto count = problem.columns();
        const bool two = k % 2;
        if (two)
            add_sos2(problem, "set", columns);
        else
            add_sos1(problem, "set", columns);
        each_point(problem, count, [&](const std::vector<double>& x) {
            int first = -1, last = -1, there = 0;
            for (int j = 0; j < count; ++j) {
                if (x[j] == 0) continue;
                if (first < 0) first = j;
                last = j;
                ++there;
            }
            const bool allowed = two ? there == 0 || (there <= 2 && last - first <= 1) : there <= 1;
            CAPTURE(k);
            CHECK(possible(problem, x) == allowed);
        });
    }
}

TEST_CASE("semi-continuous and semi-integer columns are zero or within limits") {
    for (const ColumnType type : {ColumnType::continuous, ColumnType::integer})
        for (double low = -4; low <= 4; ++low)
            for (double high = low; high <= 5; high += 3) {
                Problem problem;
                const auto x = problem.add_column("x", type, -10, 10, 0);
                make_semi(problem, "", x, low, high);
                for (double value = -6; value <= 6; value += 0.5) {
                    if (type == ColumnType::integer && value != std::round(value)) continue;
                    if (value < problem.lower()[x] || value > problem.upper()[x]) {
                        CHECK((value < std::fmin(low, 0) || value > std::fmax(high, 0)));
                        continue;
                    }
                    CAPTURE(low);
                    CAPTURE(high);
                    CAPTURE(value);
                    CHECK(possible(problem, {value}) ==
                          (value == 0 || (value >= low && value <= high)));
                }
            }
}

TEST_CASE("piecewise functions have their values, convex or not, with jumps") {
    for (int k = 0; k < 80; ++k) {
        Random random(63, static_cast<std::uint64_t>(k));
        std::vector<PiecewisePoint> points;
        double at = static_cast<double>(random.below(4)) - 2;
        const auto count = 2 + random.below(4);
        for (std::uint64_t i = 0; i < count; ++i) {
            points.push_back({at, static_cast<double>(random.below(9)) - 4});
            const bool jumped = i > 0 && points[i].x == points[i - 1].x;
            if (random.below(4) != 0 || jumped) at += static_cast<double>(1 + random.below(3));
        }
        Problem function(k % 2 ? Sense::minimize : Sense::maximize);
        function.add_column("x", ColumnType::continuous, points.front().x - 2, points.back().x + 2,
                            0);
        Problem cost = function;
        const Construct made = add_piecewise(function, "y", 0, points);
        add_piecewise_cost(cost, "", 0, points);
        CHECK(function.column_name(made.column) == "y");
        const double sign = k % 2 ? 1 : -1;
        for (double x = points.front().x - 1; x <= points.back().x + 1; x += 0.5) {
            double least = infinity, largest = -infinity;
            for (std::size_t i = 0; i + 1 < points.size(); ++i) {
                const PiecewisePoint a = points[i], b = points[i + 1];
                if (x < a.x || x > b.x) continue;
                for (const double y :
                     {a.x == b.x ? a.y : a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x),
                      a.x == b.x ? b.y : a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)}) {
                    least = std::fmin(least, y);
                    largest = std::fmax(largest, y);
                }
            }
            CAPTURE(k);
            CAPTURE(x);
            if (std::isinf(least)) {
                CHECK(!possible(function, {x}));
                CHECK(!possible(cost, {x}));
                continue;
            }
            const Solution paid = solve({}, fixed_at(cost, {x}));
            REQUIRE(paid.outcome == Outcome::optimal);
            CHECK(paid.objective == doctest::Approx(sign > 0 ? least : largest));
            if (least == largest)
                CHECK(forced(function, {x}, made.column) == doctest::Approx(least));
        }
    }
}

TEST_CASE("convex costs need no binaries") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 10, 0);
    const std::vector<PiecewisePoint> convex{{0, 0}, {5, 5}, {10, 20}};
    add_piecewise_cost(problem, "overtime", 0, convex);
    CHECK(!problem.has_integers());
    problem.set_sense(Sense::maximize);
    add_piecewise_cost(problem, "income", 0, convex);
    CHECK(problem.has_integers());
}

TEST_CASE("an offset that is set before or after a cost in pieces leaves its constant alone") {
    const std::vector<PiecewisePoint> points{{0, 7}, {5, 12}, {10, 27}};
    for (const bool before : {true, false}) {
        Problem problem;
        problem.add_column("x", ColumnType::continuous, 5, 10, 0);
        if (before) problem.set_offset(100);
        add_piecewise_cost(problem, "rate", 0, points);
        if (!before) problem.set_offset(100);
        CHECK(problem.offset() == 100);
        CHECK(solve({}, problem).objective == doctest::Approx(112));
        const Problem again = read_problem_text({}, write_mps_text(problem), ProblemFormat::mps);
        CHECK(solve({}, again).objective == doctest::Approx(112));
    }
}

TEST_CASE("and, or, not are what they say at every point") {
    for (int n = 1; n <= 4; ++n) {
        Problem problem;
        Columns columns;
        for (int j = 0; j < n; ++j)
            columns.push_back(problem.add_column("", ColumnType::binary, 0, 1, 0));
        const auto all = add_and(problem, "all", columns).column;
        const auto any = add_or(problem, "any", columns).column;
        const auto no = add_not(problem, "no", 0).column;
        each_point(problem, n, [&](const std::vector<double>& x) {
            bool each = true, some = false;
            for (const double value : x) {
                each = each && value == 1;
                some = some || value == 1;
            }
            CHECK(forced(problem, x, all) == (each ? 1 : 0));
            CHECK(forced(problem, x, any) == (some ? 1 : 0));
            CHECK(forced(problem, x, no) == 1 - x[0]);
        });
    }
}

TEST_CASE("absolute values, maxima and minima are what they say at every point") {
    for (int k = 0; k < 60; ++k) {
        Random random(64, static_cast<std::uint64_t>(k));
        Problem problem;
        const Columns columns = random_columns(problem, random, 1 + k % 3);
        const auto count = problem.columns();
        const auto absolute = add_absolute(problem, "abs", 0).column;
        const auto largest = add_maximum(problem, "max", columns).column;
        const auto least = add_minimum(problem, "min", columns).column;
        each_point(problem, count, [&](const std::vector<double>& x) {
            CAPTURE(k);
            CHECK(forced(problem, x, absolute) == doctest::Approx(std::fabs(x[0])));
            CHECK(forced(problem, x, largest) ==
                  doctest::Approx(*std::max_element(x.begin(), x.end())));
            CHECK(forced(problem, x, least) ==
                  doctest::Approx(*std::min_element(x.begin(), x.end())));
        });
    }
}

TEST_CASE("a missing bound is named, and nothing is left half written") {
    Problem problem;
    const auto open = problem.add_column("open", ColumnType::continuous, 0, infinity, 1);
    const auto other = problem.add_column("other", ColumnType::continuous, -infinity, 5, 1);
    const auto z = problem.add_column("z", ColumnType::binary, 0, 1, 1);
    const Columns both{z, open};
    const Problem before = problem;
    const auto names = [&](const std::function<void()>& call, const char* name) {
        const std::string message = refusal(call);
        CHECK(message.find("\"" + std::string(name) + "\"") != std::string::npos);
        CHECK(write_mps_text(problem) == write_mps_text(before));
        CHECK(problem.columns() == before.columns());
        CHECK(!problem.find_column("n"));
        CHECK(problem.find_column("z") == z);
    };
    const std::vector<double> one{1};
    names([&] { add_indicator(problem, "n", z, true, -infinity, 3, Columns{open}, one); }, "open");
    names([&] { add_indicator(problem, "n", z, true, 3, infinity, Columns{other}, one); }, "other");
    names([&] { add_indicator(problem, "n", open, true, 3, infinity, Columns{z}, one); }, "open");
    names([&] { add_sos1(problem, "n", both); }, "open");
    names([&] { add_sos2(problem, "n", Columns{z, open, other}); }, "open");
    names([&] { make_semi(problem, "n", open, 2, infinity); }, "open");
    names([&] { make_semi(problem, "n", z, 4, 8); }, "z");
    names([&] { add_absolute(problem, "n", other); }, "other");
    names([&] { add_maximum(problem, "n", Columns{z, open}); }, "open");
    names([&] { add_minimum(problem, "n", Columns{z, other}); }, "other");
    names([&] { add_and(problem, "n", both); }, "open");
    names([&] { add_or(problem, "n", Columns{z, z}); }, "z");
    const std::vector<PiecewisePoint> backward{{2, 0}, {1, 0}};
    names([&] { add_piecewise(problem, "n", open, backward); }, "n");
}
