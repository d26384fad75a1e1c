#include "tenon/data_profile.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/json.hpp"
#include "table/quantile_sketch.hpp"
#include "tenon/error.hpp"
#include "tenon/profile.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

Table random_log(std::int64_t rows, Random& random, std::int64_t kinds) {
    ColumnBuilder t(Type::timestamp), x(Type::float64), n(Type::int64), s(Type::text),
        b(Type::boolean);
    std::int64_t now = 1'700'000'000'000'000;
    double level = 0;
    for (std::int64_t i = 0; i < rows; ++i) {
        now += random.uniform() < 0.01   ? 60'000'000
               : random.uniform() < 0.02 ? -1'000'000
                                         : 5'000'000;
        if (random.uniform() < 0.3) level = std::round(random.normal() * 8) / 4;
        t.add_int64(now);
        random.uniform() < 0.1    ? x.add_missing()
        : random.uniform() < 0.02 ? x.add_float64(std::nan(""))
                                  : x.add_float64(level);
        n.add_int64(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(kinds))));
        random.uniform() < 0.2 ? s.add_missing()
                               : s.add_text("M-" + std::to_string(random.below(7)));
        b.add_boolean(random.uniform() < 0.3);
    }
    return Table({"t", "x", "n", "s", "b"},
                 {t.finish(), x.finish(), n.finish(), s.finish(), b.finish()});
}

}  // namespace

TEST_CASE("a profile in one pass agrees with one that looks at everything") {
    Random random(61);
    for (int trial = 0; trial < 30; ++trial) {
        const Table table = random_log(static_cast<std::int64_t>(random.below(700)), random, 20);
        const DataProfile one_pass = data_profile({}, table);
        const std::vector<ColumnProfile> exact = profile({}, table);
        REQUIRE(one_pass.columns.size() == exact.size());
        for (std::size_t j = 0; j < exact.size(); ++j) {
            const ColumnDetail& a = one_pass.columns[j];
            const ColumnProfile& b = exact[j];
            CAPTURE(b.name);
            CHECK(a.missing == b.missing);
            CHECK(a.nan == b.nan);
            CHECK(a.distinct == b.distinct);
            CHECK(a.distinct_error == 0);
            CHECK((a.top.empty() ? 0 : a.top[0].count) == b.top_count);
            if (std::isnan(b.minimum)) continue;
            CHECK(a.minimum == b.minimum);
            CHECK(a.maximum == b.maximum);
            CHECK(a.mean == doctest::Approx(b.mean).epsilon(1e-14));
            if (b.rows - b.missing - b.nan > 1) CHECK(a.sd == doctest::Approx(b.sd).epsilon(1e-12));
            CHECK(a.rank_error == 0);
            std::int64_t binned = 0;
            for (const std::int64_t count : a.bin_counts) binned += count;
            CHECK(binned == b.rows - b.missing - b.nan);
        }
    }
}

TEST_CASE("profiles of slices merge to that of the whole") {
    Random random(62);
    for (int trial = 0; trial < 60; ++trial) {
        const Table table = random_log(static_cast<std::int64_t>(1 + random.below(300)), random, 5);
        ProfilePartial merged, added;
        for (std::int64_t first = 0; first < table.rows();) {
            const auto count = std::min<std::int64_t>(
                table.rows() - first, static_cast<std::int64_t>(1 + random.below(80)));
            ProfilePartial part;
            part.add({}, table.slice(first, count));
            merged.merge(part);
            added.add({}, table.slice(first, count));
            first += count;
        }
        const DataProfile whole = data_profile({}, table);
        for (const DataProfile& parts : {merged.finish(), added.finish()}) {
            REQUIRE(parts.rows == whole.rows);
            for (std::size_t j = 0; j < whole.columns.size(); ++j) {
                const ColumnDetail &a = parts.columns[j], &b = whole.columns[j];
                CAPTURE(b.name);
                REQUIRE(a.rows == b.rows);
                REQUIRE(a.missing == b.missing);
                REQUIRE(a.distinct == b.distinct);
                REQUIRE(a.quantiles == b.quantiles);
                REQUIRE(a.bin_counts == b.bin_counts);
                REQUIRE(a.stuck_rows == b.stuck_rows);
                REQUIRE(a.stuck_first_row == b.stuck_first_row);
                REQUIRE(a.increasing == b.increasing);
                REQUIRE(a.decreasing == b.decreasing);
                REQUIRE(a.strictly == b.strictly);
                REQUIRE(a.steps_back == b.steps_back);
                REQUIRE(a.repeated == b.repeated);
                REQUIRE(a.gaps.size() == b.gaps.size());
                for (std::size_t g = 0; g < a.gaps.size(); ++g)
                    REQUIRE(a.gaps[g].seconds == b.gaps[g].seconds);
                if (!std::isnan(b.mean)) REQUIRE(a.mean == doctest::Approx(b.mean).epsilon(1e-13));
            }
            for (std::size_t k = 0; k < whole.correlation.size(); ++k)
                if (!std::isnan(whole.correlation[k]))
                    REQUIRE(parts.correlation[k] ==
                            doctest::Approx(whole.correlation[k]).epsilon(1e-10));
        }
    }
    ProfilePartial partial;
    partial.add({}, Table({"a"}, {Column::from_int64({1})}));
    CHECK_THROWS_AS(partial.add({}, Table({"b"}, {Column::from_int64({1})})), Error);
    CHECK_THROWS_AS(partial.add({}, Table({"a"}, {Column::from_text({"1"})})), Error);
}

TEST_CASE("stuck values, order and the steps of time are found where they are") {
    const Table table(
        {"x", "t"},
        {Column::from_float64({1, 2, 2, 2, 9, 2, 2, 2, 2, 2},
                              {true, true, true, true, false, true, true, true, true, true}),
         Column::from_timestamp({0, 5'000'000, 10'000'000, 15'000'000, 15'000'000, 60'000'000,
                                 65'000'000, 64'000'000, 69'000'000, 74'000'000})});
    const DataProfile p = data_profile({}, table);
    CHECK(p.columns[0].stuck_rows == 5);
    CHECK(p.columns[0].stuck_first_row == 5);
    CHECK(p.columns[0].increasing);
    CHECK_FALSE(p.columns[0].strictly);
    const ColumnDetail& t = p.columns[1];
    CHECK(t.period_seconds == 5);
    CHECK(t.steps_back == 1);
    CHECK(t.repeated == 1);
    REQUIRE(t.gaps.size() == 1);
    CHECK(t.gaps[0].row == 4);
    CHECK(t.gaps[0].seconds == 45);
    CHECK_FALSE(t.increasing);
}

TEST_CASE("past their limits counts and ranks stay within the errors they state") {
    constexpr std::int64_t rows = 400'000, kinds = 200'000;
    Random random(63);
    std::vector<std::int64_t> values;
    std::vector<bool> seen(kinds);
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto v = random.uniform() < 0.05 ? std::int64_t{42}
                                               : static_cast<std::int64_t>(random.below(kinds));
        values.push_back(v);
        seen[static_cast<std::size_t>(v)] = true;
    }
    const auto truth = static_cast<double>(std::count(seen.begin(), seen.end(), true));
    const DataProfile p = data_profile({}, Table({"v"}, {Column::from_int64(values)}));
    const ColumnDetail& v = p.columns[0];
    CHECK(v.distinct_error > 0);
    CHECK(std::fabs(static_cast<double>(v.distinct) - truth) < 4 * v.distinct_error * truth);
    CHECK(v.top[0].value == "42");
    const auto of_42 = std::count(values.begin(), values.end(), 42);
    CHECK(v.top[0].count <= of_42);
    CHECK(v.top[0].count + v.top_error >= of_42);
    std::sort(values.begin(), values.end());
    constexpr double shares[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    for (std::size_t k = 0; k < 7; ++k) {
        const auto at = static_cast<std::int64_t>(v.quantiles[k]);
        const auto low = std::lower_bound(values.begin(), values.end(), at) - values.begin();
        const auto high = std::upper_bound(values.begin(), values.end(), at) - values.begin();
        CHECK(static_cast<double>(low) / rows <= shares[k] + v.rank_error);
        CHECK(static_cast<double>(high) / rows >= shares[k] - v.rank_error);
    }
}

TEST_CASE("a column has one median and the same quartiles in both profiles, where they are exact") {
    Random random(9);
    for (const std::int64_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 99, 600}) {
        std::vector<double> values;
        for (std::int64_t i = 0; i < rows; ++i)
            values.push_back(std::floor(1000 * random.uniform()) / 1000);
        const Table table({"v"}, {Column::from_float64(values)});
        const ColumnDetail detail = data_profile({}, table).columns[0];
        const ColumnProfile exact = profile({}, table)[0];
        REQUIRE(detail.rank_error == 0);
        CHECK(detail.quantiles[2] == doctest::Approx(exact.quartile1).epsilon(1e-14));
        CHECK(detail.quantiles[3] == doctest::Approx(exact.median).epsilon(1e-14));
        CHECK(detail.quantiles[4] == doctest::Approx(exact.quartile3).epsilon(1e-14));
    }
}

TEST_CASE("merged sketches keep their error") {
    Random random(64);
    QuantileSketch all;
    for (int part = 0; part < 40; ++part) {
        QuantileSketch sketch;
        for (int i = 0; i < 5000; ++i) sketch.add(random.uniform());
        all.merge(sketch);
    }
    CHECK(all.count() == 200'000);
    const auto sorted = all.sorted();
    CHECK(sorted.size() < 4000);
    for (double share = 0.05; share < 1; share += 0.05)
        CHECK(std::fabs(value_at_share(sorted, share) - share) < 2 * QuantileSketch::rank_error);
}

TEST_CASE("correlations are Pearson's over complete pairs") {
    const Table table({"a", "b", "c", "s"},
                      {Column::from_float64({1, 2, 3, 4, 100}, {true, true, true, true, false}),
                       Column::from_int64({2, 4, 6, 8, 0}), Column::from_float64({5, 5, 5, 5, 5}),
                       Column::from_text({"", "", "", "", ""})});
    const DataProfile p = data_profile({}, table);
    CHECK(p.correlated == std::vector<std::string>{"a", "b", "c"});
    CHECK(p.correlation[1] == doctest::Approx(1).epsilon(1e-14));
    CHECK(std::isnan(p.correlation[2]));
    CHECK(p.correlation[4] == 1);
    CHECK(std::isnan(p.correlation[8]));  // nothing varies
    const double inf = std::numeric_limits<double>::infinity();
    const DataProfile none =
        data_profile({}, Table({"a", "b"}, {Column::from_float64({1, 2}, {false, false}),
                                            Column::from_float64({inf, -inf})}));
    for (const double r : none.correlation) CHECK(std::isnan(r));
}

TEST_CASE("a profile has a face of JSON and one of text, also of nothing") {
    Random random(65);
    const DataProfile p = data_profile({}, random_log(500, random, 9));
    const Json document = parse_json(data_profile_json(p));
    CHECK(*document.find("rows")->if_integer() == 500);
    CHECK(document.find("columns")->if_array()->size() == 5);
    CHECK(data_profile_text(p).find("one record every 5 s") != std::string::npos);
    for (const Table& table : {Table(), Table({"a"}, {Column::from_text({})})}) {
        const DataProfile nothing = data_profile({}, table);
        CHECK(nothing.rows == 0);
        CHECK_FALSE(data_profile_text(nothing).empty());
        (void)parse_json(data_profile_json(nothing));
    }
}

TEST_CASE("integers beyond 2^53 are told apart: runs, order, least and greatest") {
    const std::int64_t base = std::int64_t{1} << 53;
    const Table table({"v"}, {Column::from_int64({base, base + 1, base + 2, base + 2, INT64_MAX})});
    const DataProfile found = data_profile({}, table);
    const ColumnDetail& v = found.columns[0];
    CHECK(v.stuck_rows == 2);
    CHECK(v.stuck_first_row == 2);
    CHECK(v.increasing);
    CHECK(v.int64_minimum == base);
    CHECK(v.int64_maximum == INT64_MAX);
    CHECK(data_profile_json(found).find("9223372036854775807") != std::string::npos);

    const Table rising({"v"}, {Column::from_int64({base, base + 1, base + 2})});
    CHECK(data_profile({}, rising).columns[0].strictly);
}

TEST_CASE("a slice whose profile is cancelled halfway is not in it") {
    Random random(62);
    const Table first = random_log(300, random, 20), second = random_log(200, random, 20);
    ProfilePartial whole, interrupted;
    whole.add({}, first);
    whole.add({}, second);
    interrupted.add({}, first);
    int reports = 0;
    for (int columns = 0; columns < second.columns(); ++columns) {
        CAPTURE(columns);
        Context context;
        context.progress = [&, left = columns](const Progress&) mutable {
            ++reports;
            return left-- > 0;
        };
        CHECK_THROWS_AS(interrupted.add(context, second), Error);
    }
    CHECK(reports == 15);  // 1 + 2 + ... columns
    CHECK(data_profile_json(interrupted.finish()) != data_profile_json(whole.finish()));
    interrupted.add({}, second);
    CHECK(data_profile_json(interrupted.finish()) == data_profile_json(whole.finish()));
}

TEST_CASE("infinite readings are counted, and the range and mean are those of the finite ones") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const Table table({"x"}, {Column::from_float64({5, inf, 7, -inf, 999979730, inf})});
    const DataProfile profile = data_profile({}, table);
    const ColumnDetail& column = profile.columns[0];
    CHECK(column.infinite == 3);
    CHECK(column.nan == 0);
    CHECK(column.minimum == 5);
    CHECK(column.maximum == 999979730);
    CHECK(column.mean == doctest::Approx((5 + 7 + 999979730.0) / 3));
    const std::string text = data_profile_text(profile);
    CHECK(text.find("3 infinite") != std::string::npos);
    CHECK(text.find("from 5 to 999979730") != std::string::npos);
    const Json json = parse_json(data_profile_json(profile));
    const Json& of_column = *json.find("columns")->if_array()->begin();
    CHECK(*of_column.find("infinite")->if_integer() == 3);
    const Json* most = of_column.find("numbers")->find("max");
    CHECK((most->if_real() ? *most->if_real() : static_cast<double>(*most->if_integer())) ==
          999979730);
}

TEST_CASE("numbers far from zero keep the digits of their spread in both profiles") {
    std::vector<std::int64_t> whole, steps;
    std::vector<double> real;
    Random random(66);
    for (std::int64_t i = 0; i < 5000; ++i) {
        whole.push_back(1'700'000'000'000'000'000 + 100 * i);
        steps.push_back(i);
        real.push_back(1e12 + std::ldexp(static_cast<double>(random.below(1 << 12)), -13));
    }
    std::vector<double> near(real);
    for (double& x : near) x -= 1e12;
    const Table table({"whole", "steps", "real", "near"},
                      {Column::from_int64(whole), Column::from_int64(steps),
                       Column::from_float64(real), Column::from_float64(near)});
    const DataProfile p = data_profile({}, table);
    const auto exact = profile({}, table);
    CHECK(p.correlation[1] == doctest::Approx(1).epsilon(1e-13));
    CHECK(p.correlation[2 * 4 + 3] == doctest::Approx(1).epsilon(1e-13));
    CHECK(p.correlation[2] == doctest::Approx(p.correlation[3]).epsilon(1e-10));
    CHECK(p.columns[0].sd == doctest::Approx(100 * p.columns[1].sd).epsilon(1e-13));
    CHECK(p.columns[2].sd == doctest::Approx(p.columns[3].sd).epsilon(1e-13));
    for (std::size_t j = 0; j < exact.size(); ++j) {
        CHECK(p.columns[j].sd == doctest::Approx(exact[j].sd).epsilon(1e-13));
        CHECK(p.columns[j].mean == doctest::Approx(exact[j].mean).epsilon(1e-14));
    }
    const Table ends({"v"}, {Column::from_int64({INT64_MAX, INT64_MIN})});
    CHECK(profile({}, ends)[0].mean == -0.5);
    CHECK(data_profile({}, ends).columns[0].mean == -0.5);
}
