#include "tenon/check.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "ilp/check/exact_sum.hpp"
#include "random_problem.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

double exact(const std::vector<double>& a, const std::vector<double>& b) {
    ilp::ExactSum sum;
    for (std::size_t i = 0; i < a.size(); ++i) sum.add_product(a[i], b[i]);
    return sum.value();
}

using Row = std::vector<std::pair<std::int32_t, double>>;

// A problem with every kind of row and column, and a point that meets all of it exactly.
struct Sound {
    Problem problem;
    std::vector<double> point{2.5, -3, 4, 1, 0, 7, 1e7, 0.125};

    Sound() {
        problem.add_column("open", ColumnType::continuous, -infinity, infinity, 1);
        problem.add_column("low", ColumnType::continuous, -3, infinity, 2);
        problem.add_column("count", ColumnType::integer, 0, 10, -1);
        problem.add_column("flag", ColumnType::binary, 0, 1, 4);
        problem.add_column("off", ColumnType::binary, 0, 1, 8);
        problem.add_column("fixed", ColumnType::integer, 7, 7, 0);
        problem.add_column("huge", ColumnType::continuous, 0, 1e7, 1e-7);
        problem.add_column("small", ColumnType::continuous, 0, 0.125, 0);
        problem.set_offset(0.5);
        row("first", 2.5, 2.5, {{0, 1}});                       // equality
        row("below", -infinity, 6, {{0, 2}, {3, 1}, {4, -1}});  // at 6
        row("above", -4, infinity, {{1, 1}, {2, 1}, {3, -1}});  // 0
        row("range", 10, 12, {{2, 2}, {3, 3}});                 // 11
        row("big", -infinity, 1e7, {{6, 1}});                   // at the bound
        row("steep", 1e15, 1e15, {{3, 1e15}, {4, 1}});          // equality, large coefficient
        row("cancel", 0, 0, {{6, 1e9}, {3, -1e16}, {4, 1}});    // 1e16 - 1e16 + 0
        row("empty", 0, 0, {});
        row("last", -infinity, 0.125, {{7, 1}});
    }

    void row(const char* name, double lower, double upper, const Row& entries) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (const auto& [column, coefficient] : entries) {
            index.push_back(column);
            value.push_back(coefficient);
        }
        problem.add_row(name, lower, upper, index, value);
    }
};

struct Damage {
    const char* kind;
    std::function<void(Sound&)> plant;
    const char* worst;
};

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

// Each planted alone into the sound problem or point.
const Damage damages[] = {
    {"value above its upper bound",
     [](Sound& s) {
         s.point[2] = 11;
         s.problem.set_row_bounds(3, 0, 99);
     },
     "count"},
    {"value below its lower bound", [](Sound& s) { s.point[1] = -3.1; }, "low"},
    {"half an integer",
     [](Sound& s) {
         s.point[2] = 3.5;
         s.problem.set_row_bounds(3, 0, 99);
     },
     "count"},
    {"an integer off by 1e-9", [](Sound& s) { s.point[2] += 1e-9; }, "count"},
    {"an integer off by one bit", [](Sound& s) { s.point[2] = std::nextafter(4.0, 5.0); }, "count"},
    {"a binary of 2", [](Sound& s) { s.point[4] = 2; }, "steep"},
    {"a binary of -1", [](Sound& s) { s.point[4] = -1; }, "off"},
    {"NaN", [](Sound& s) { s.point[0] = nan_value; }, "open"},
    {"plus infinity", [](Sound& s) { s.point[0] = infinity; }, "open"},
    {"minus infinity", [](Sound& s) { s.point[1] = -infinity; }, "low"},
    {"fixed column moved", [](Sound& s) { s.point[5] = 6; }, "fixed"},
    {"equality broken upward", [](Sound& s) { s.point[0] = 2.51; }, "below"},
    {"equality broken downward", [](Sound& s) { s.point[0] = 2.49; }, "first"},
    {"equality broken by 6e-6", [](Sound& s) { s.point[0] = 2.5 + 6e-6; }, "below"},
    {"row above its upper side", [](Sound& s) { s.problem.set_row_bounds(1, -infinity, 5.9); },
     "below"},
    {"row below its lower side", [](Sound& s) { s.problem.set_row_bounds(2, 0.001, infinity); },
     "above"},
    {"range above", [](Sound& s) { s.problem.set_row_bounds(3, 10, 10.5); }, "range"},
    {"range below", [](Sound& s) { s.problem.set_row_bounds(3, 11.5, 12); }, "range"},
    {"row lower made out of reach", [](Sound& s) { s.problem.set_row_bounds(8, 1, 2); }, "last"},
    {"an empty row that asks for something", [](Sound& s) { s.problem.set_row_bounds(7, 1, 2); },
     "empty"},
    {"column upper tightened", [](Sound& s) { s.problem.set_bounds(7, 0, 0.1); }, "small"},
    {"column lower tightened", [](Sound& s) { s.problem.set_bounds(1, -2.9, 0); }, "low"},
    {"a column made integer", [](Sound& s) { s.problem.set_type(0, ColumnType::integer); }, "open"},
    {"past a large bound by more than the relative tolerance",
     [](Sound& s) {
         s.point[6] = 1e7 + 20;
         s.problem.set_bounds(6, 0, infinity);
         s.problem.set_row_bounds(6, -infinity, infinity);
     },
     "big"},
    {"a missing unit beside 1e15",
     [](Sound& s) {
         s.point[4] = 1e10;
         s.problem.set_type(4, ColumnType::integer);
         s.problem.set_bounds(4, 0, 1e11);
         s.problem.set_row_bounds(1, -infinity, infinity);
         s.problem.set_row_bounds(6, -infinity, infinity);
     },
     "steep"},
    {"a breach that plain sums round away",
     [](Sound& s) {
         s.point[4] = 1;
         s.problem.set_row_bounds(1, -infinity, infinity);
         s.problem.set_row_bounds(5, -infinity, infinity);
     },
     "cancel"},
    {"two values swapped", [](Sound& s) { std::swap(s.point[2], s.point[5]); }, "range"},
    {"all values negated",
     [](Sound& s) {
         for (double& x : s.point) x = -x;
         s.point[6] = 0;
         s.point[3] = 0;
     },
     "steep"},
    {"all values zero", [](Sound& s) { s.point.assign(8, 0.0); }, "steep"},
    {"a new row that the point breaks",
     [](Sound& s) {
         s.row("new", 100, infinity, {{2, 1}});
     },
     "new"},
    {"a coefficient dropped",
     [](Sound& s) {
         s.row("dropped", 2.5, 2.5, {{1, 1}});
     },
     "dropped"},
    {"a coefficient with the wrong sign",
     [](Sound& s) {
         s.row("sign", 1.5, 1.5, {{0, -1}, {3, -1}});
     },
     "sign"},
    {"a coefficient off by 1e-4",
     [](Sound& s) {
         s.row("scaled", 2.5, 2.5, {{0, 1.0001}});
     },
     "scaled"},
};

}  // namespace

TEST_CASE("an equation is missed on either side, where its side is that of two sums") {
    for (const double by : {2.0, -2.0}) {
        Problem problem;
        for (int j = 0; j < 2; ++j) problem.add_column("", ColumnType::integer, 0, 0x1p54, 1);
        problem.add_row("r", 0x1p55, 0x1p55, std::vector<std::int32_t>{0, 1},
                        std::vector<double>{1, 1});
        // 2^55 - 2 rounds to 2^55.
        const std::vector<double> point{0x1p54 - 2, 0x1p54 - (2 - by)};
        const Verdict verdict = check_point(problem, point, {0, 0, 0});
        const double missed = std::fabs(by - 4);
        CHECK(verdict.max_violation == missed);
        CHECK(verdict.worst == "r");
        CHECK(!verdict.feasible);
    }
}

TEST_CASE("a sum of products is rounded once") {
    CHECK(exact({1e308, 1e308, 3}, {10, -10, 1e-300}) == 3e-300);
    CHECK(exact({1e16, 1, -1e16}, {1, 1, 1}) == 1);
    CHECK(exact({0x1p-1074, 0x1p-1074}, {0.5, 0.5}) == 0x1p-1074);
    CHECK(exact({0x1p-1074}, {0.5}) == 0);                                // a tie to even
    CHECK(exact({0x1p-1074, 0x1p-1074}, {0.5, 0x1p-1000}) == 0x1p-1074);  // just past the tie
    CHECK(exact({1, 0x1p-53}, {1, 1}) == 1);                              // a tie to even
    CHECK(exact({1, 0x1p-53, 0x1p-1074}, {1, 1, 0x1p-1074}) == 1 + 0x1p-52);
    CHECK(exact({-1, -0x1p-53, -0x1p-1074}, {1, 1, 0x1p-1074}) == -1 - 0x1p-52);
    CHECK(exact({1e308, 1e308}, {1, 1}) == infinity);
    CHECK(exact({-1e308, -1e308}, {1, 1}) == -infinity);
    CHECK(exact({0x1.fffffffffffffp1023, 0x1p970}, {1, 1}) ==
          infinity);  // rounds up past the range
    CHECK(exact({}, {}) == 0);
}

TEST_CASE("exact sums agree with integer arithmetic and do not depend on the order") {
    Random random(51);
    for (int k = 0; k < 2000; ++k) {
        const auto n = static_cast<std::size_t>(1 + random.below(20));
        const int exponent = static_cast<int>(random.below(900)) - 450;
        std::vector<double> a(n), b(n);
        std::int64_t total = 0;  // 20 products of 28 + 28 bits
        for (std::size_t i = 0; i < n; ++i) {
            const auto x = static_cast<std::int64_t>(random.below(1u << 29)) - (1 << 28);
            const auto y = static_cast<std::int64_t>(random.below(1u << 29)) - (1 << 28);
            total += x * y;
            a[i] = std::ldexp(static_cast<double>(x), exponent);
            b[i] = std::ldexp(static_cast<double>(y), -17);
        }
        const double expected = std::ldexp(static_cast<double>(total), exponent - 17);
        CHECK(exact(a, b) == expected);
        std::reverse(a.begin(), a.end());
        std::reverse(b.begin(), b.end());
        CHECK(exact(a, b) == expected);
    }
}

TEST_CASE("a wild sum taken back term by term is exactly zero, and clear forgets") {
    Random random(52);
    ilp::ExactSum sum;
    std::vector<double> terms;
    for (int k = 0; k < 1000; ++k) {
        const auto x = std::bit_cast<double>(random.bits());
        if (std::isfinite(x)) terms.push_back(x);
    }
    for (std::size_t i = 1; i < terms.size(); ++i) sum.add_product(terms[i], terms[i - 1]);
    sum.value();
    for (std::size_t i = terms.size(); i-- > 1;) sum.add_product(-terms[i - 1], terms[i]);
    CHECK(sum.value() == 0);
    sum.add(3);
    sum.clear();
    CHECK(sum.value() == 0);
}

TEST_CASE("a sound point passes with its exact objective and activities") {
    const Sound sound;
    const Verdict verdict = check_point(sound.problem, sound.point);
    CHECK(verdict.feasible);
    CHECK(verdict.worst == "");
    CHECK(verdict.max_violation == 0);
    CHECK(verdict.max_integrality == 0);
    CHECK(verdict.objective == 0.5 + 2.5 - 6 - 4 + 4 + 1e7 * 1e-7);
    CHECK(test::same_values(verdict.row_activity,
                            std::vector<double>{2.5, 6, 0, 11, 1e7, 1e15, 0, 0, 0.125}));
}

TEST_CASE("every kind of planted damage is found and named") {
    for (const Damage& damage : damages) {
        const std::string kind = damage.kind;
        CAPTURE(kind);
        Sound sound;
        damage.plant(sound);
        const Verdict verdict = check_point(sound.problem, sound.point);
        CHECK_FALSE(verdict.feasible);
        CHECK(verdict.worst == damage.worst);
        CHECK((verdict.max_violation > 0 || verdict.max_integrality > 0));
    }
    CHECK(std::size(damages) >= 30);
}

TEST_CASE("damage to costs shows in the objective") {
    Sound sound;
    const double before = check_point(sound.problem, sound.point).objective;
    sound.problem.set_cost(0, std::nextafter(1.0, 2.0));
    CHECK(check_point(sound.problem, sound.point).objective != before);
    sound.problem.set_cost(0, 1);
    sound.problem.set_offset(-0.5);
    CHECK(check_point(sound.problem, sound.point).objective == before - 1);
}

TEST_CASE("small breaches within the tolerance are measured and allowed") {
    Sound sound;
    sound.point[0] = 2.5 + 0x1p-22;  // 2.4e-7
    const Verdict verdict = check_point(sound.problem, sound.point);
    CHECK(verdict.feasible);
    CHECK(verdict.max_violation == 0x1p-21);  // row "below" counts it twice
    CHECK(verdict.worst == "below");
    CHECK_FALSE(check_point(sound.problem, sound.point, {.feasibility = 1e-8}).feasible);
    sound.point[2] += 1e-9;
    CHECK(check_point(sound.problem, sound.point, {.integrality = 1e-6}).feasible);
}

TEST_CASE("a breach outside its tolerance is named before a larger one inside") {
    Problem problem;
    problem.add_column("huge", ColumnType::continuous, 0, 1e9, 0);
    problem.add_column("unit", ColumnType::continuous, 0, 1, 0);
    const std::vector<double> point{1e9 + 0.875, 1.5};
    const Verdict verdict = check_point(problem, point);
    CHECK_FALSE(verdict.feasible);
    CHECK(verdict.worst == "unit");
    CHECK(verdict.max_violation == 0.875);
}

TEST_CASE("a large side may be missed by its rounding, not by a millionth of itself") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1e5, 0);
    CHECK_FALSE(check_point(problem, std::vector<double>{1e5 + 1e-3}).feasible);
    CHECK(check_point(problem, std::vector<double>{1e5 + 5e-5}).feasible);
}

TEST_CASE("points of the wrong length and unsound tolerances are refused") {
    const Sound sound;
    CHECK_THROWS_AS(check_point(sound.problem, std::vector<double>(7)), Error);
    CHECK_THROWS_AS(check_point(sound.problem, std::vector<double>(9)), Error);
    CHECK_THROWS_AS(check_point(sound.problem, sound.point, {.feasibility = nan_value}), Error);
    CHECK_THROWS_AS(check_point(sound.problem, sound.point, {.integrality = -1}), Error);
    CHECK(check_point(Problem{}, {}).feasible);
}
