#include "tenon/outlier.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr double not_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();
const std::vector<std::string> x{"x"};

Table one(Column column) {
    return Table({"x"}, {std::move(column)});
}

Table treated(const Table& table, const OutlierOptions& options) {
    return OutlierFilter::fit({}, table, x, options).apply({}, table);
}

std::string cells(const Table& table, const std::string& name = "x") {
    const Column& column = table.column(name);
    std::string out;
    for (std::int64_t row = 0; row < column.size(); ++row)
        out.append(row ? " " : "").append(column.valid(row) ? column.cell_text(row) : ".");
    return out;
}

Status refusal(const Table& table, const OutlierOptions& options,
               const std::vector<std::string>& columns = x) {
    try {
        OutlierFilter::fit({}, table, columns, options);
    } catch (const Error& error) {
        return error.status();
    }
    return Status::ok;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto n = values.size();
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

double type_7(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (place - static_cast<double>(low)) * (values[high] - values[low]);
}

// What the definition says of every row, by sorting each window.
struct Verdict {
    bool outlier = false;
    double centre = 0;
};

std::vector<Verdict> hampel_by_definition(const Column& column, std::int64_t window,
                                          double factor) {
    std::vector<double> finite;
    std::vector<std::int64_t> before;  // finite cells above each row
    for (std::int64_t row = 0; row < column.size(); ++row) {
        before.push_back(static_cast<std::int64_t>(finite.size()));
        if (std::isfinite(column.number(row))) finite.push_back(column.number(row));
    }
    const auto n = static_cast<std::int64_t>(finite.size());
    std::vector<Verdict> out(static_cast<std::size_t>(column.size()));
    for (std::int64_t row = 0; row < column.size(); ++row) {
        const double reading = column.number(row);
        if (std::isnan(reading)) continue;
        const std::int64_t at = before[static_cast<std::size_t>(row)];
        const std::int64_t first = std::max<std::int64_t>(0, at - window / 2);
        const std::int64_t last = std::min(n, at + window / 2 + (std::isfinite(reading) ? 1 : 0));
        const std::vector<double> near(finite.begin() + first, finite.begin() + last);
        auto& verdict = out[static_cast<std::size_t>(row)];
        verdict.centre = median(near);
        std::vector<double> deviations;
        for (const double value : near) deviations.push_back(std::fabs(value - verdict.centre));
        const double spread = median(deviations);
        verdict.outlier =
            std::isinf(reading) ||
            (spread > 0 && std::fabs(reading - verdict.centre) > factor * 1.4826 * spread);
    }
    return out;
}

// Noise with spikes, ties, missing cells, NaN and now and then an infinite reading.
Column random_signal(Random& random, std::int64_t rows, bool infinities) {
    std::vector<double> values;
    std::vector<bool> present;
    for (std::int64_t i = 0; i < rows; ++i) {
        double value = random.normal();
        if (random.below(3) == 0) value = std::round(value);
        if (random.below(15) == 0) value *= 20;
        if (random.below(25) == 0) value = not_number;
        if (infinities && random.below(20) == 0) value = random.below(2) ? infinite : -infinite;
        values.push_back(value);
        present.push_back(random.below(8) > 0);
    }
    return Column::from_float64(values, present);
}

}  // namespace

TEST_CASE("a spike far from the median is found by each rule") {
    const Table table = one(Column::from_float64({10, 11, 9, 10.5, 99, 10, 9.5, 10.25, 11.5}));
    for (const OutlierRule rule : {OutlierRule::iqr, OutlierRule::mad, OutlierRule::hampel})
        CHECK(cells(treated(table, {.rule = rule}), "x outlier") ==
              "false false false false true false false false false");
}

TEST_CASE("each action does what it says and logs why") {
    const Table table =
        one(Column::from_float64({1, 2, 3, 4, 100, 0}, {true, true, true, true, true, false}));
    // Median 3, MAD 1: bounds 3 -+ 3.5 x 1.4826 = [-2.1891, 8.1891].
    const Table clipped = treated(table, {.action = OutlierAction::clip});
    CHECK(cells(clipped) == "1 2 3 4 8.1891 .");
    CHECK(clipped.changes()[0].step == "clip outliers");
    CHECK(clipped.changes()[0].cells == 1);
    CHECK(clipped.changes()[0].rows == 0);
    CHECK(clipped.changes()[0].reason ==
          "1 of 5 readings; bounds [-2.1891, 8.1891] = median 3 +- 3.5 x 1.4826 x MAD 1 of 5 "
          "present cells");
    CHECK(cells(treated(table, {.action = OutlierAction::missing})) == "1 2 3 4 . .");
    CHECK(cells(treated(table, {})) == cells(table));
    CHECK(cells(treated(table, {}), "x outlier") == "false false false false true false");
    const Table dropped = treated(table, {.action = OutlierAction::drop});
    CHECK(cells(dropped) == "1 2 3 4 .");
    CHECK(dropped.changes()[0].rows == 1);
}

TEST_CASE("quartiles and medians agree with sorting") {
    Random random(11);
    for (int round = 0; round < 60; ++round) {
        const auto rows = static_cast<std::int64_t>(1 + random.below(round < 50 ? 40 : 20'000));
        std::vector<double> values, present;
        std::vector<bool> valid;
        for (std::int64_t i = 0; i < rows; ++i) {
            values.push_back(std::round(random.normal() * 50) * std::pow(10, random.below(3)));
            valid.push_back(random.below(5) > 0 || i == 0);
            if (valid.back()) present.push_back(values.back());
        }
        const Table table = one(Column::from_float64(values, valid));
        const auto quartiles =
            OutlierFilter::fit({}, table, x, {.rule = OutlierRule::iqr, .factor = 2}).bounds()[0];
        const double q1 = type_7(present, 0.25), q3 = type_7(present, 0.75);
        REQUIRE(quartiles.spread == doctest::Approx(q3 - q1).epsilon(1e-14));
        REQUIRE(quartiles.cells == static_cast<std::int64_t>(present.size()));
        if (q3 > q1) {
            REQUIRE(quartiles.low == doctest::Approx(q1 - 2 * (q3 - q1)).epsilon(1e-13));
            REQUIRE(quartiles.high == doctest::Approx(q3 + 2 * (q3 - q1)).epsilon(1e-13));
        }
        const auto mad = OutlierFilter::fit({}, table, x).bounds()[0];
        REQUIRE(mad.centre == median(present));
        std::vector<double> deviations;
        for (const double value : present) deviations.push_back(std::fabs(value - mad.centre));
        REQUIRE(mad.spread == median(deviations));
    }
}

TEST_CASE("the hampel window agrees with its definition, edges and gaps included") {
    Random random(12);
    for (int round = 0; round < 150; ++round) {
        const auto rows = static_cast<std::int64_t>(random.below(200));
        const Column column = random_signal(random, rows + 20, round % 2 == 0)
                                  .slice(static_cast<std::int64_t>(random.below(20)), rows);
        const auto window = static_cast<std::int64_t>(3 + 2 * random.below(30));
        bool any_finite = false;
        for (std::int64_t row = 0; row < rows; ++row)
            any_finite |= std::isfinite(column.number(row));
        if (!any_finite) continue;
        const auto expected = hampel_by_definition(column, window, 3);
        const Table table = one(column);
        OutlierOptions options{.rule = OutlierRule::hampel, .window = window};
        const Table flagged = treated(table, options);
        options.action = OutlierAction::clip;
        const Table clipped = treated(table, options);
        for (std::int64_t row = 0; row < rows; ++row) {
            const Verdict& verdict = expected[static_cast<std::size_t>(row)];
            REQUIRE(flagged.column("x outlier").boolean(row) == verdict.outlier);
            REQUIRE(clipped.column("x").valid(row) == column.valid(row));
            if (verdict.outlier) REQUIRE(clipped.column("x").number(row) == verdict.centre);
        }
    }
}

TEST_CASE("wide windows and many blocks give the same as the definition, for any threads") {
    Random random(13);
    const Column column = random_signal(random, 20'000, true);
    for (const std::int64_t window : {7, 1001}) {
        const auto expected = hampel_by_definition(column, window, 3);
        for (const int threads : {1, 3}) {
            Context context;
            context.threads = threads;
            const OutlierOptions options{.rule = OutlierRule::hampel, .window = window};
            const Table flagged =
                OutlierFilter::fit(context, one(column), x, options).apply(context, one(column));
            std::int64_t different = 0;
            for (std::int64_t row = 0; row < column.size(); ++row)
                different += flagged.column("x outlier").boolean(row) !=
                             expected[static_cast<std::size_t>(row)].outlier;
            CHECK(different == 0);
        }
    }
}

TEST_CASE("a window wider than the data is the whole data") {
    const Table table = one(Column::from_float64({1, 2, 3, 4, 100}));
    CHECK(cells(treated(table, {.rule = OutlierRule::hampel, .window = 999'999'999}),
                "x outlier") == "false false false false true");
}

TEST_CASE(
    "among equal readings a spike is an outlier, by the mean absolute deviation, and told so") {
    const Table table = one(Column::from_float64({5, 5, 5, 5, 99, 5, 5, 5}));
    const char* found = "false false false false true false false false";
    for (const OutlierRule rule : {OutlierRule::mad, OutlierRule::iqr}) {
        const Table flagged = treated(table, {.rule = rule});
        CHECK(cells(flagged, "x outlier") == found);
        CHECK(flagged.changes()[0].reason.find("mean absolute deviation") != std::string::npos);
        CHECK(cells(treated(table, {.rule = rule, .action = OutlierAction::missing})) ==
              "5 5 5 5 . 5 5 5");
    }
    // A = 94 / 8: bounds 5 -+ 3.5 x 1.2533 x 11.75, and 5 -+ 1.5 x 1.349 x 1.2533 x 11.75.
    const auto bounds = [&](OutlierRule rule) {
        return OutlierFilter::fit({}, table, x, {.rule = rule}).bounds()[0];
    };
    CHECK(bounds(OutlierRule::mad).high == doctest::Approx(5 + 3.5 * 1.2533 * 11.75));
    CHECK(bounds(OutlierRule::iqr).low == doctest::Approx(5 - 1.5 * 1.349 * 1.2533 * 11.75));
    CHECK(treated(table, {}).changes()[0].reason ==
          "1 of 8 readings; bounds [-46.542, 56.542] = median 5 +- 3.5 x 1.2533 x mean absolute "
          "deviation 11.75, as the MAD is zero, of 8 present cells");
}

TEST_CASE("a value that a fourth of the readings have is no outlier of the others, all equal") {
    const Table table = one(Column::from_float64({0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0}));
    CHECK(cells(treated(table, {.action = OutlierAction::missing})) == cells(table));
}

TEST_CASE("steps of a coarse sensor are no outliers where most readings are equal") {
    Random random(4);
    for (const double mean : {20.0, 20.02}) {
        std::vector<double> values;
        for (int i = 0; i < 5000; ++i)
            values.push_back(std::round((mean + 0.04 * random.normal()) * 10) / 10);
        const Table table = one(Column::from_float64(values));
        for (const OutlierRule rule :
             {OutlierRule::mad, OutlierRule::iqr, OutlierRule::hampel, OutlierRule::rolling}) {
            CAPTURE(static_cast<int>(rule));
            std::int64_t lost = 0;
            const Table cleared = treated(table, {.rule = rule, .action = OutlierAction::missing});
            lost = cleared.column("x").missing();
            // Rolling and hampel judge windows that have a spread.
            const bool whole = rule == OutlierRule::mad || rule == OutlierRule::iqr;
            CHECK(lost <= (whole ? 0 : 150));
        }
    }
}

TEST_CASE("where all readings are equal no finite one is an outlier, and the log says so") {
    const Table table = one(Column::from_float64({5, 5, 5, 5, 5}));
    CHECK(treated(table, {}).changes()[0].reason ==
          "0 of 5 readings; the spread (MAD) is zero, so no finite reading is an outlier");
    for (const OutlierRule rule : {OutlierRule::hampel, OutlierRule::rolling})
        CHECK(treated(table, {.rule = rule}).changes()[0].cells == 0);
}

TEST_CASE("infinite readings are outliers always, NaN never") {
    const Column column = Column::from_float64({5, infinite, 5, not_number, 5, -infinite, 5});
    for (const OutlierRule rule : {OutlierRule::iqr, OutlierRule::mad, OutlierRule::hampel}) {
        const Table flagged = treated(one(column), {.rule = rule});
        CHECK(cells(flagged, "x outlier") == "false true false false false true false");
        CHECK(flagged.changes()[0].reason.find("1 NaN cell left alone") != std::string::npos);
        if (rule != OutlierRule::iqr)
            CHECK(cells(treated(one(column), {.rule = rule, .action = OutlierAction::clip})) ==
                  "5 5 5 nan 5 5 5");
    }
    CHECK(refusal(one(Column::from_float64({infinite, infinite, 1})), {}) == Status::data);
}

TEST_CASE("bounds learned on one table judge another") {
    Random random(14);
    std::vector<double> a, b;
    for (int i = 0; i < 1000; ++i) {
        a.push_back(random.normal());
        b.push_back(random.normal() * 4);
    }
    const Table other = one(Column::from_float64(b));
    for (const OutlierRule rule : {OutlierRule::iqr, OutlierRule::mad}) {
        const auto filter = OutlierFilter::fit({}, one(Column::from_float64(a)), x,
                                               {.rule = rule, .action = OutlierAction::clip});
        const OutlierFilter stored(filter.options(), filter.bounds());
        const Table once = filter.apply({}, other), again = stored.apply({}, other);
        const OutlierBounds& bounds = filter.bounds()[0];
        std::int64_t clipped = 0;
        for (std::int64_t row = 0; row < 1000; ++row) {
            const double reading = b[static_cast<std::size_t>(row)];
            REQUIRE(once.column("x").number(row) == std::clamp(reading, bounds.low, bounds.high));
            REQUIRE(again.column("x").number(row) == bounds.clipped(reading));
            clipped += bounds.is_outlier(reading);
        }
        CHECK(once.changes()[0].cells == clipped);
        CHECK(clipped > 0);
    }
}

TEST_CASE("the order of rows does not change bounds") {
    Random random(15);
    std::vector<double> values;
    for (int i = 0; i < 20'000; ++i) values.push_back(random.normal());
    const auto before = OutlierFilter::fit({}, one(Column::from_float64(values)), x).bounds()[0];
    std::reverse(values.begin(), values.end());
    const auto after = OutlierFilter::fit({}, one(Column::from_float64(values)), x).bounds()[0];
    CHECK(before.low == after.low);
    CHECK(before.high == after.high);
}

TEST_CASE("an int64 column stays one where the bounds are integers") {
    const Table table = one(Column::from_int64({1, 2, 3, 4, 5, 100}));
    // Quartiles 2.25 and 4.75: bounds -1.5 and 8.5.
    const Table half = treated(table, {.rule = OutlierRule::iqr, .action = OutlierAction::clip});
    CHECK(half.column("x").type() == Type::float64);
    CHECK(cells(half) == "1 2 3 4 5 8.5");
    const Table whole =
        treated(table, {.rule = OutlierRule::iqr, .action = OutlierAction::clip, .factor = 1.7});
    CHECK(whole.column("x").type() == Type::int64);
    CHECK(cells(whole) == "1 2 3 4 5 9");
}

TEST_CASE("a bool column has no outliers") {
    std::vector<bool> rare(20, false);
    rare[3] = true;
    for (const OutlierRule rule : {OutlierRule::iqr, OutlierRule::mad, OutlierRule::hampel})
        CHECK(treated(one(Column::from_boolean(rare)), {.rule = rule}).changes()[0].cells == 0);
}

TEST_CASE("rows that several columns would drop are dropped and counted once") {
    const Table table({"a", "b"}, {Column::from_float64({1, 2, 3, 4, 100, 2}),
                                   Column::from_float64({1, 2, 300, 4, 100, 2})});
    const std::vector<std::string> both{"a", "b"};
    const Table out =
        OutlierFilter::fit({}, table, both, {.action = OutlierAction::drop}).apply({}, table);
    CHECK(out.rows() == 4);
    CHECK(out.changes()[0].rows == 1);
    CHECK(out.changes()[1].rows == 1);
    CHECK(out.changes()[1].cells == 2);
}

TEST_CASE("clearing shares the values and leaves the old table as it was") {
    const Table table = one(Column::from_float64({1, 2, 3, 4, 100}).slice(1, 4));
    const Table out = treated(table, {.action = OutlierAction::missing, .factor = 2});
    CHECK(cells(out) == "2 3 4 .");
    CHECK(cells(table) == "2 3 4 100");
    CHECK(out.column("x").buffers().values == table.column("x").buffers().values);
}

TEST_CASE("what cannot be judged is refused with the column and the reason") {
    const Table table = one(Column::from_float64({1, 2}));
    CHECK(refusal(one(Column::from_text({"a"})), {}) == Status::type);
    CHECK(refusal(one(Column::from_timestamp({0})), {}) == Status::type);
    CHECK(refusal(table, {}, {"y"}) == Status::not_found);
    CHECK(refusal(table, {}, {"x", "x"}) == Status::argument);
    CHECK(refusal(table, {.factor = -1}) == Status::argument);
    CHECK(refusal(table, {.factor = not_number}) == Status::argument);
    CHECK(refusal(table, {.rule = OutlierRule::hampel, .window = 4}) == Status::argument);
    CHECK(refusal(table, {.rule = OutlierRule::hampel, .window = 1}) == Status::argument);
    CHECK(refusal(one(Column::from_float64({1, 2}, {false, false})), {}) == Status::data);
    CHECK(refusal(one(Column::from_float64({})), {}) == Status::data);
    CHECK_THROWS_AS(OutlierFilter({}, {{.column = "x", .low = 2, .high = 1}}), Error);
    CHECK_THROWS_AS(treated(treated(table, {}), {}), Error);  // "x outlier" is there already
}

TEST_CASE("one row is no outlier, and a hampel filter bears no rows at all") {
    CHECK(cells(treated(one(Column::from_float64({7})), {}), "x outlier") == "false");
    CHECK(cells(treated(one(Column::from_float64({7})), {.rule = OutlierRule::hampel}),
                "x outlier") == "false");
    CHECK(treated(one(Column::from_float64({})), {.rule = OutlierRule::hampel}).rows() == 0);
    CHECK(treated(one(Column::from_float64({1, 2}, {false, false})), {.rule = OutlierRule::hampel})
              .changes()[0]
              .cells == 0);
}

TEST_CASE("readings are judged among their own group, as if it were a table of its own") {
    const std::vector<std::string> columns{"v"}, group{"m"};
    std::vector<double> values;
    std::vector<std::string> machines;
    std::vector<bool> known;
    for (int i = 0; i < 60; ++i) {  // two machines at 10 and at 1000, one reading of each astray
        const bool second = i % 2 == 1;
        values.push_back((second ? 1000 : 10) + i % 5);
        machines.push_back(second ? "B" : "A");
        known.push_back(true);
    }
    values[20] = 1000;  // right for B, wrong for A
    values[31] = 10;
    const Table table({"v", "m"}, {Column::from_float64(values), Column::from_text(machines)});
    for (const OutlierRule rule :
         {OutlierRule::mad, OutlierRule::iqr, OutlierRule::hampel, OutlierRule::rolling}) {
        const OutlierOptions options{.rule = rule, .action = OutlierAction::missing};
        const OutlierFilter filter = OutlierFilter::fit_by({}, table, columns, group, options);
        const Table cleaned = filter.apply({}, table);
        CHECK_FALSE(cleaned.column("v").valid(20));
        CHECK_FALSE(cleaned.column("v").valid(31));
        std::vector<bool> outlier(values.size());
        for (const char* machine : {"A", "B"}) {
            std::vector<std::int64_t> rows;
            for (std::size_t i = 0; i < machines.size(); ++i)
                if (machines[i] == machine) rows.push_back(static_cast<std::int64_t>(i));
            const Table part = table.take(rows);
            const Table alone = OutlierFilter::fit({}, part, columns, options).apply({}, part);
            for (std::size_t i = 0; i < rows.size(); ++i)
                CHECK(alone.column("v").valid(static_cast<std::int64_t>(i)) ==
                      cleaned.column("v").valid(rows[i]));
        }
        REQUIRE(cleaned.changes().size() == 1);
        CHECK(cleaned.changes()[0].reason.find("by m (2 groups)") != std::string::npos);
        // By stored bounds, too.
        const OutlierFilter stored(filter.options(), filter.bounds(), filter.group(),
                                   filter.of_groups());
        CHECK(stored.apply({}, table).column("v").missing() == cleaned.column("v").missing());
    }
    const OutlierFilter filter = OutlierFilter::fit_by({}, table, columns, group);
    REQUIRE(filter.of_groups().size() == 2);
    CHECK(filter.of_groups()[0].bounds[0].centre == doctest::Approx(12));
    const Table stranger({"v", "m"},
                         {Column::from_float64({12, 1e9}), Column::from_text({"C", "C"})});
    const Table judged = filter.apply({}, stranger);
    CHECK_FALSE(judged.column("v outlier").boolean(0));
    CHECK(judged.column("v outlier").boolean(1));
    CHECK(judged.changes()[0].reason.find("no finite reading of C") != std::string::npos);
    CHECK(OutlierFilter::fit_by({}, table, columns, {}).group().empty());
    for (const OutlierRule rule : {OutlierRule::mad, OutlierRule::hampel})
        CHECK_THROWS_AS(OutlierFilter::fit_by({}, table, columns, std::vector<std::string>{"mm"},
                                              {.rule = rule}),
                        Error);
}
