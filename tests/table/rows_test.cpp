// Sorting, joining and grouping against the plainest way to do the same.
#include "tenon/rows.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "tenon/error.hpp"
#include "tenon/group.hpp"
#include "tenon/join.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const double not_a_number = std::nan("");

// Few values, so that many are equal, and every odd one among them.
Column random_column(Type type, std::int64_t rows, Random& random) {
    ColumnBuilder out(type);
    for (std::int64_t i = 0; i < rows; ++i) {
        if (random.uniform() < 0.15) {
            out.add_missing();
            continue;
        }
        const double odd[] = {0.0, -0.0, not_a_number, -not_a_number,
                              1.5, -1.5, 1e300,        -std::numeric_limits<double>::infinity()};
        const std::int64_t whole[] = {0,
                                      1,
                                      -1,
                                      7,
                                      std::numeric_limits<std::int64_t>::max(),
                                      std::numeric_limits<std::int64_t>::min()};
        const char* const words[] = {"", "a", "b", "B", "é", "ab"};
        switch (type) {
            case Type::float64:
                out.add_float64(odd[random.below(8)]);
                break;
            case Type::int64:
            case Type::timestamp:
                out.add_int64(whole[random.below(6)]);
                break;
            case Type::boolean:
                out.add_boolean(random.uniform() < 0.5);
                break;
            case Type::text:
                out.add_text(words[random.below(6)]);
                break;
        }
    }
    return out.finish();
}

Table random_table(std::int64_t rows, Random& random) {
    return Table(
        {"x", "n", "b", "s", "t"},
        {random_column(Type::float64, rows, random), random_column(Type::int64, rows, random),
         random_column(Type::boolean, rows, random), random_column(Type::text, rows, random),
         random_column(Type::timestamp, rows, random)});
}

// -1, 0, 1 as sort() orders cells: missing last, NaN before them, whatever the direction.
int compared(const Column& c, std::int64_t i, std::int64_t j, bool descending) {
    if (c.valid(i) != c.valid(j)) return c.valid(i) ? -1 : 1;
    if (!c.valid(i)) return 0;
    int order = 0;
    if (c.type() == Type::text) {
        order = c.text(i).compare(c.text(j));
    } else if (c.type() == Type::float64) {
        const double a = c.number(i), b = c.number(j);
        if (std::isnan(a) || std::isnan(b))
            return std::isnan(a) == std::isnan(b) ? 0 : std::isnan(b) ? -1 : 1;
        order = a < b ? -1 : a > b;
    } else if (c.type() == Type::boolean) {
        order = static_cast<int>(c.boolean(i)) - static_cast<int>(c.boolean(j));
    } else {
        const auto v = c.int64s();
        const auto a = v[static_cast<std::size_t>(i)], b = v[static_cast<std::size_t>(j)];
        order = a < b ? -1 : a > b;
    }
    return descending ? -order : order;
}

std::string key_text(const Table& table, const std::vector<std::string>& keys, std::int64_t row) {
    std::string out;
    for (const std::string& key : keys) {
        const Column& c = table.column(key);
        std::string cell = c.valid(row) ? "=" + c.cell_text(row) : "missing";
        if (cell == "=-0") cell = "=0";
        out += cell + '\x1f';
    }
    return out;
}

bool any_missing(const Table& table, const std::vector<std::string>& keys, std::int64_t row) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return !table.column(key).valid(row); });
}

std::string cell(const Table& table, const std::string& column, std::int64_t row) {
    const Column& c = table.column(column);
    return c.valid(row) ? c.cell_text(row) : "missing";
}

const std::vector<std::string> all_names = {"x", "n", "b", "s", "t"};

}  // namespace

TEST_CASE("sorting is stable in several keys, missing last in either direction") {
    Random random(51);
    for (int trial = 0; trial < 200; ++trial) {
        const Table table = random_table(static_cast<std::int64_t>(random.below(80)), random);
        std::vector<SortKey> keys;
        for (std::uint64_t k = 0, n = 1 + random.below(3); k < n; ++k)
            keys.push_back({all_names[random.below(5)], random.uniform() < 0.5});
        std::vector<std::int64_t> expected(static_cast<std::size_t>(table.rows()));
        std::iota(expected.begin(), expected.end(), std::int64_t{0});
        std::stable_sort(expected.begin(), expected.end(), [&](std::int64_t a, std::int64_t b) {
            for (const SortKey& key : keys)
                if (const int c = compared(table.column(key.column), a, b, key.descending))
                    return c < 0;
            return false;
        });
        REQUIRE(sorted_rows({}, table, keys) == expected);
    }
    const Table table({"a"}, {Column::from_int64({1})});
    CHECK_THROWS_AS(sort({}, table, {}), Error);
    const SortKey unknown[] = {{"b"}};
    CHECK_THROWS_AS(sort({}, table, unknown), Error);
}

TEST_CASE("joins give every pair of equal keys, in order") {
    Random random(52);
    for (int trial = 0; trial < 200; ++trial) {
        const Table left = random_table(static_cast<std::int64_t>(random.below(40)), random);
        const Table right = random_table(static_cast<std::int64_t>(random.below(40)), random);
        JoinOptions options;
        for (std::uint64_t k = 0, n = 1 + random.below(2); k < n; ++k)
            options.keys.push_back(all_names[(trial + k) % 5]);
        options.kind = random.uniform() < 0.5 ? JoinKind::left : JoinKind::inner;
        const Table joined = join({}, left, right, options);
        std::int64_t at = 0;
        const auto check_row = [&](std::int64_t i, std::int64_t j) {
            REQUIRE(at < joined.rows());
            for (const std::string& name : all_names) {
                REQUIRE(cell(joined, name, at) == cell(left, name, i));
                if (std::find(options.keys.begin(), options.keys.end(), name) != options.keys.end())
                    continue;
                REQUIRE(cell(joined, name + "_right", at) ==
                        (j < 0 ? "missing" : cell(right, name, j)));
            }
            ++at;
        };
        for (std::int64_t i = 0; i < left.rows(); ++i) {
            bool found = false;
            for (std::int64_t j = 0; j < right.rows() && !any_missing(left, options.keys, i); ++j) {
                if (any_missing(right, options.keys, j)) continue;
                if (key_text(left, options.keys, i) != key_text(right, options.keys, j)) continue;
                found = true;
                check_row(i, j);
            }
            if (!found && options.kind == JoinKind::left) check_row(i, -1);
        }
        REQUIRE(at == joined.rows());
    }
}

TEST_CASE("joins by differently named keys; keys of other types are refused") {
    const Table left({"id", "v"},
                     {Column::from_int64({1, 2, 3}), Column::from_text({"a", "b", "c"})});
    const Table right({"machine", "v"},
                      {Column::from_int64({3, 1}), Column::from_float64({30, 10})});
    const Table joined =
        join({}, left, right, {.keys = {"id"}, .right_keys = {"machine"}, .suffix = "2"});
    CHECK(joined.names() == std::vector<std::string>{"id", "v", "v2"});
    CHECK(joined.column("v2").number(0) == 10);
    CHECK(joined.rows() == 2);
    CHECK_THROWS_AS(join({}, left, right, {.keys = {"v"}}), Error);
    CHECK_THROWS_AS(join({}, left, right, {}), Error);
    CHECK_THROWS_AS(join({}, left, right, {.keys = {"id"}, .right_keys = {}}), Error);
}

TEST_CASE("as-of joins take the nearest row in time by keys and within the tolerance") {
    Random random(53);
    for (int trial = 0; trial < 300; ++trial) {
        const auto make = [&](std::int64_t rows) {
            ColumnBuilder t(Type::timestamp), k(Type::text), v(Type::int64);
            for (std::int64_t i = 0; i < rows; ++i) {
                random.uniform() < 0.1
                    ? t.add_missing()
                    : t.add_int64(static_cast<std::int64_t>(random.below(20)) * 500'000);
                random.uniform() < 0.1 ? k.add_missing()
                                       : k.add_text(random.uniform() < 0.5 ? "A" : "B");
                v.add_int64(i);
            }
            return Table({"t", "k", "v"}, {t.finish(), k.finish(), v.finish()});
        };
        const Table left = make(static_cast<std::int64_t>(random.below(30))),
                    right = make(static_cast<std::int64_t>(random.below(30)));
        AsofOptions options;
        options.time = "t";
        options.direction = static_cast<AsofDirection>(random.below(3));
        if (random.uniform() < 0.5) options.tolerance = 1.0;
        if (random.uniform() < 0.5) options.keys = {"k"};
        const Table joined = join_asof({}, left, right, options);
        REQUIRE(joined.rows() == left.rows());
        for (std::int64_t i = 0; i < left.rows(); ++i) {
            std::int64_t previous = -1, next = -1;
            const auto time = [](const Table& table, std::int64_t row) {
                return table.column("t").number(row) / 1e6;
            };
            for (std::int64_t j = 0; j < right.rows(); ++j) {
                if (any_missing(left, {"t"}, i) || any_missing(right, {"t"}, j)) continue;
                if (!options.keys.empty() &&
                    (any_missing(left, {"k"}, i) || cell(left, "k", i) != cell(right, "k", j)))
                    continue;
                const double apart = time(right, j) - time(left, i);
                if (options.tolerance >= 0 && std::fabs(apart) > options.tolerance) continue;
                if (apart <= 0 && (previous < 0 || time(right, j) >= time(right, previous)))
                    previous = j;
                if (apart >= 0 && (next < 0 || time(right, j) < time(right, next))) next = j;
            }
            std::int64_t expected = options.direction == AsofDirection::next ? next : previous;
            if (options.direction == AsofDirection::nearest && next >= 0 &&
                (previous < 0 ||
                 time(right, next) - time(left, i) < time(left, i) - time(right, previous)))
                expected = next;
            REQUIRE(cell(joined, "v_right", i) ==
                    (expected < 0 ? "missing" : std::to_string(expected)));
        }
    }
}

TEST_CASE("an as-of join tells int64 times apart that are one double") {
    const std::int64_t base = 1'700'000'000'000'000'000;
    const Table left({"t"}, {Column::from_int64({base, base + 100})});
    const Table right({"t", "v"}, {Column::from_int64({base + 50}), Column::from_int64({7})});
    AsofOptions options;
    options.time = "t";
    const auto found = [&](AsofDirection direction, double tolerance) {
        options.direction = direction;
        options.tolerance = tolerance;
        const Table joined = join_asof({}, left, right, options);
        return cell(joined, "v", 0) + " " + cell(joined, "v", 1);
    };
    CHECK(found(AsofDirection::previous, -1) == "missing 7");
    CHECK(found(AsofDirection::next, -1) == "7 missing");
    CHECK(found(AsofDirection::nearest, 50) == "7 7");
    CHECK(found(AsofDirection::nearest, 49.5) == "missing missing");
}

TEST_CASE("of rows at the same infinite time an as-of join takes the last, as at others") {
    const double inf = std::numeric_limits<double>::infinity();
    const Table left({"t"}, {Column::from_float64({inf, -inf, 2})});
    const Table right({"t", "v"}, {Column::from_float64({inf, inf, -inf, -inf, 2, 2}),
                                   Column::from_int64({1, 2, 3, 4, 5, 6})});
    for (const double tolerance : {-1.0, 0.0, 5.0}) {
        const Table joined =
            join_asof({}, left, right,
                      {.time = "t", .direction = AsofDirection::nearest, .tolerance = tolerance});
        CHECK(cell(joined, "v", 0) == "2");
        CHECK(cell(joined, "v", 1) == "4");
        CHECK(cell(joined, "v", 2) == "6");
    }
}

TEST_CASE("a tolerance in seconds reaches as far as it says, to the microsecond") {
    // 0.57 * 1e6 is a little less than 570000 in doubles.
    const Table left({"t"}, {Column::from_timestamp({570'000, 570'001})});
    const Table right({"t", "v"}, {Column::from_timestamp({0}), Column::from_int64({7})});
    AsofOptions options;
    options.time = "t";
    options.tolerance = 0.57;
    const Table joined = join_asof({}, left, right, options);
    CHECK(cell(joined, "v", 0) == "7");
    CHECK(cell(joined, "v", 1) == "missing");
}

TEST_CASE(
    "groups stand in the order of their first rows and their aggregates are those of their rows") {
    Random random(54);
    for (int trial = 0; trial < 100; ++trial) {
        const auto rows = static_cast<std::int64_t>(random.below(60));
        const Table keys_of = random_table(rows, random);
        ColumnBuilder v(Type::float64);
        for (std::int64_t i = 0; i < rows; ++i)
            random.uniform() < 0.2 ? v.add_missing()
                                   : v.add_float64(std::round(random.normal() * 4) / 2);
        const Table table = keys_of.with_column("v", v.finish());
        std::vector<std::string> keys = {all_names[random.below(5)]};
        if (random.uniform() < 0.5) keys.push_back(keys[0] == "b" ? "s" : "b");
        const AggregateColumn asked[] = {{Aggregate::count},
                                         {Aggregate::count, "v"},
                                         {Aggregate::sum, "v"},
                                         {Aggregate::mean, "v"},
                                         {Aggregate::min, "v"},
                                         {Aggregate::max, "v"},
                                         {Aggregate::sd, "v"},
                                         {Aggregate::median, "v"},
                                         {Aggregate::first, "v"},
                                         {Aggregate::last, "v"},
                                         {Aggregate::distinct, "v", "different"}};
        const Table out = aggregate({}, table, keys, asked);
        std::vector<std::string> order;
        std::map<std::string, std::vector<std::int64_t>> members;
        for (std::int64_t i = 0; i < rows; ++i) {
            const std::string key = key_text(table, keys, i);
            if (!members.contains(key)) order.push_back(key);
            members[key].push_back(i);
        }
        REQUIRE(out.rows() == static_cast<std::int64_t>(order.size()));
        for (std::size_t g = 0; g < order.size(); ++g) {
            const auto at = static_cast<std::int64_t>(g);
            CHECK(key_text(out, keys, at) == order[g]);
            std::vector<double> values;
            for (const std::int64_t i : members[order[g]])
                if (table.column("v").valid(i)) values.push_back(table.column("v").number(i));
            const auto n = static_cast<double>(values.size());
            CHECK(out.column("count").number(at) == static_cast<double>(members[order[g]].size()));
            CHECK(out.column("count_v").number(at) == n);
            CHECK(out.column("different").number(at) ==
                  static_cast<double>(std::set<double>(values.begin(), values.end()).size()));
            CHECK(out.column("sum_v").valid(at) == !values.empty());
            if (values.empty()) continue;
            CHECK(out.column("first_v").number(at) == values.front());
            CHECK(out.column("last_v").number(at) == values.back());
            const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
            CHECK(out.column("mean_v").number(at) == doctest::Approx(mean).epsilon(1e-14));
            CHECK(out.column("sum_v").number(at) == doctest::Approx(mean * n).epsilon(1e-14));
            double squares = 0;
            for (const double x : values) squares += (x - mean) * (x - mean);
            CHECK(out.column("sd_v").valid(at) == (n > 1));
            if (n > 1)
                CHECK(out.column("sd_v").number(at) ==
                      doctest::Approx(std::sqrt(squares / (n - 1))).epsilon(1e-13));
            std::sort(values.begin(), values.end());
            CHECK(out.column("min_v").number(at) == values.front());
            CHECK(out.column("max_v").number(at) == values.back());
            const std::size_t half = values.size() / 2;
            CHECK(out.column("median_v").number(at) ==
                  (values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2));
        }
    }
}

TEST_CASE("means and deviations of very large and very small numbers stay in range") {
    const auto of = [](double a, double b, Aggregate what) {
        const Table table({"x"}, {Column::from_float64({a, b})});
        const AggregateColumn asked[] = {{what, "x", "out"}};
        return aggregate({}, table, {}, asked).column("out").number(0);
    };
    constexpr double root2 = 1.4142135623730951;
    CHECK(of(1e155, 3e155, Aggregate::sd) == doctest::Approx(root2 * 1e155).epsilon(1e-15));
    CHECK(of(1e-163, 3e-163, Aggregate::sd) == doctest::Approx(root2 * 1e-163).epsilon(1e-15));
    CHECK(of(1.7e308, 1.7e308, Aggregate::mean) == 1.7e308);
    CHECK(of(1.7e308, 1.7e308, Aggregate::sd) == 0);
    CHECK(of(5e-324, 5e-324, Aggregate::mean) == 5e-324);
    CHECK(of(0, 0, Aggregate::sd) == 0);
    constexpr double infinite = std::numeric_limits<double>::infinity();
    CHECK(of(infinite, 1, Aggregate::mean) == infinite);
    CHECK(std::isnan(of(infinite, 1, Aggregate::sd)));
}

TEST_CASE("sums of integers are exact or refused; what has no mean is refused") {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const Table table({"n", "s"},
                      {Column::from_int64({most, -5, 5}), Column::from_text({"b", "a", "c"})});
    const AggregateColumn sum[] = {{Aggregate::sum, "n"}};
    CHECK(aggregate({}, table, {}, sum).column(0).int64s()[0] == most);
    const Table more = table.take(std::vector<std::int64_t>{0, 2});
    CHECK_THROWS_AS(aggregate({}, more, {}, sum), Error);
    const AggregateColumn mean[] = {{Aggregate::mean, "s"}};
    CHECK_THROWS_AS(aggregate({}, table, {}, mean), Error);
    const AggregateColumn least[] = {{Aggregate::min, "s"}};
    CHECK(aggregate({}, table, {}, least).column(0).text(0) == "a");
}

TEST_CASE("tables are concatenated by name, with types that go together") {
    const Table a({"n", "s"}, {Column::from_int64({1, 2}), Column::from_text({"x", "y"})});
    const Table b({"s", "n"}, {Column::from_text({"z"}), Column::from_float64({2.5})});
    const Table both[] = {a, b, a.slice(0, 0)};
    const Table out = concatenate({}, both);
    CHECK(out.names() == a.names());
    CHECK(out.column("n").type() == Type::float64);
    CHECK(out.column("n").number(2) == 2.5);
    CHECK(out.column("s").text(2) == "z");
    const Table nothing({"n", "s"},
                        {Column::from_float64({0}, {false}), Column::from_float64({0}, {false})});
    const Table with_nothing[] = {nothing, a};
    CHECK(concatenate({}, with_nothing).column("s").type() == Type::text);
    CHECK(concatenate({}, with_nothing).column("n").type() == Type::int64);
    const Table lacking[] = {a, Table({"n"}, {Column::from_int64({9})})};
    CHECK_THROWS_AS(concatenate({}, lacking), Error);
    CHECK(concatenate({}, lacking, true).column("s").missing() == 1);
    const Table other[] = {a,
                           Table({"n", "s"}, {Column::from_text({"9"}), Column::from_text({""})})};
    CHECK_THROWS_AS(concatenate({}, other), Error);
    CHECK_THROWS_AS(concatenate({}, {}), Error);
}

TEST_CASE("a conversion that loses digits tells of how many cells, and of the first") {
    const std::int64_t odd = 9007199254740993;  // 2^53 + 1
    const Table whole({"n"}, {Column::from_int64({1, odd, odd + 1, -odd})});
    const Table real({"n"}, {Column::from_float64({2.5})});
    const Table both[] = {real, whole};
    const Table out = concatenate({}, both);
    REQUIRE(out.findings().size() == 1);
    CHECK(out.findings()[0].kind == "digits lost");
    CHECK(out.findings()[0].line == -1);  // there is no file
    CHECK(out.findings()[0].text.find("2 cells") != std::string::npos);
    CHECK(out.findings()[0].text.find("first row 2") != std::string::npos);
    const Table again[] = {whole, whole};
    CHECK(concatenate({}, again).findings().empty());

    const Table made = cast({}, whole, "n", Type::float64);
    REQUIRE(made.findings().size() == 1);
    CHECK(made.findings()[0].kind == "digits lost");
    CHECK(made.findings()[0].line == -1);
    CHECK(made.findings()[0].text.find("first row 1") != std::string::npos);
    const Table text({"n"}, {Column::from_text({"0.1", "12345678901234567891", "1e30"})});
    const Table read = cast({}, text, "n", Type::float64);
    REQUIRE(read.findings().size() == 1);
    CHECK(read.findings()[0].line == -1);
    CHECK(read.findings()[0].text.find("first row 1") != std::string::npos);
}

TEST_CASE("columns are renamed in their places") {
    const Table table({"a", "b"}, {Column::from_int64({1}), Column::from_int64({2})});
    const std::pair<std::string, std::string> swapped[] = {{"a", "b"}, {"b", "a"}};
    CHECK(rename(table, swapped).names() == std::vector<std::string>{"b", "a"});
    const std::pair<std::string, std::string> twice[] = {{"a", "b"}};
    CHECK_THROWS_AS(rename(table, twice), Error);
    const std::pair<std::string, std::string> again[] = {{"a", "x"}, {"a", "y"}};
    CHECK_THROWS_AS(rename(table, again), Error);
}

TEST_CASE("casts keep what has a value in the new type and tell the rest") {
    const Table table({"s"}, {Column::from_text({" 12 ", "1.5", "x", "true", "2024-01-01", ""},
                                                {true, true, true, true, true, false})});
    const auto cells = [&](Type type) {
        const Table out = cast({}, table, "s", type);
        std::string text;
        for (std::int64_t i = 0; i < out.rows(); ++i) text += cell(out, "s", i) + ";";
        return text + std::to_string(out.findings().size());
    };
    CHECK(cells(Type::int64) == "12;missing;missing;missing;missing;missing;4");
    CHECK(cells(Type::float64) == "12;1.5;missing;missing;missing;missing;3");
    CHECK(cells(Type::boolean) == "missing;missing;missing;true;missing;missing;4");
    CHECK(cells(Type::timestamp) ==
          "missing;missing;missing;missing;2024-01-01 00:00:00;missing;4");
    CHECK_THROWS_AS(cast({}, table, "s", Type::int64, Unconverted::refuse), Error);
    const Table numbers({"x"}, {Column::from_float64({1, 0, 2.5, 1e300, not_a_number, -9.3e18})});
    CHECK(cast({}, numbers, "x", Type::int64).column("x").missing() == 4);
    CHECK(cast({}, numbers, "x", Type::boolean).column("x").missing() == 4);
    CHECK(cast({}, numbers, "x", Type::text).column("x").text(2) == "2.5");
    CHECK(cell(cast({}, numbers, "x", Type::timestamp), "x", 2) == "1970-01-01 00:00:02.500000");
    const Table times = cast({}, numbers.slice(0, 3), "x", Type::timestamp);
    CHECK(cast({}, times, "x", Type::float64).column("x").number(2) == 2.5);
    CHECK(cast({}, times, "x", Type::int64).column("x").number(2) == 2'500'000);
}

TEST_CASE("without keys no rows are one group: count 0, the others missing") {
    const Table table({"x", "s"}, {Column::from_float64({}), Column::from_text({})});
    const AggregateColumn asked[] = {{Aggregate::count, "", "rows"},
                                     {Aggregate::count, "x", "count"},
                                     {Aggregate::distinct, "s", "kinds"},
                                     {Aggregate::mean, "x", "mean"},
                                     {Aggregate::min, "s", "least"}};
    const Table out = aggregate({}, table, {}, asked);
    REQUIRE(out.rows() == 1);
    for (const char* name : {"rows", "count", "kinds"}) CHECK(out.column(name).int64s()[0] == 0);
    for (const char* name : {"mean", "least"}) CHECK(!out.column(name).valid(0));
    const std::string keys[] = {"s"};
    CHECK(aggregate({}, table, keys, asked).rows() == 0);
}

TEST_CASE("aggregates of numbers far from zero keep their digits, and sums of integers are exact") {
    std::vector<double> real, near;
    std::vector<std::int64_t> whole;
    for (std::int64_t i = 0; i < 101; ++i) {
        near.push_back(static_cast<double>(i * i % 97) / 1024);
        real.push_back(1e12 + near.back());
        whole.push_back(1'700'000'000'000'000'000 + 100 * (i % 5));
    }
    const Table table(
        {"real", "near", "whole"},
        {Column::from_float64(real), Column::from_float64(near), Column::from_int64(whole)});
    const auto of = [](const Table& from, Aggregate what, const char* column) {
        const AggregateColumn asked[] = {{what, column, "out"}};
        return aggregate({}, from, {}, asked).column("out").number(0);
    };
    const double sd = of(table, Aggregate::sd, "near");
    CHECK(of(table, Aggregate::sd, "real") == doctest::Approx(sd).epsilon(1e-14));
    const Table five = table.slice(0, 5);
    CHECK(of(five, Aggregate::sd, "whole") == doctest::Approx(std::sqrt(25000.0)).epsilon(1e-15));
    CHECK(of(five, Aggregate::mean, "whole") == 1'700'000'000'000'000'200.0);
    const Table ends({"v"}, {Column::from_int64({INT64_MAX, 1, INT64_MIN, -2})});
    CHECK(of(ends.slice(0, 3), Aggregate::sum, "v") == 0);
    CHECK(of(ends, Aggregate::mean, "v") == -0.5);
    const AggregateColumn sum[] = {{Aggregate::sum, "v", "out"}};
    CHECK_THROWS_AS(aggregate({}, ends.slice(0, 2), {}, sum), Error);
}
