#include "tenon/target_encode.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> line{"line"};

Table log_of(const std::vector<std::string>& lines, const std::vector<double>& scrap) {
    return Table({"line", "scrap"}, {Column::from_text(lines), Column::from_float64(scrap)});
}

Table random_log(std::int64_t rows, int categories, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::string> lines;
    std::vector<double> scrap;
    for (std::int64_t i = 0; i < rows; ++i) {
        lines.push_back(std::string("L").append(std::to_string(random.below(categories))));
        scrap.push_back(random.normal());
    }
    return log_of(lines, scrap);
}

}  // namespace

TEST_CASE("new rows get the category's mean, drawn to the mean of all by the smoothing") {
    const Table table = log_of({"A", "A", "B", "B", "B", "C"}, {1, 3, 5, 7, 9, 11});
    const Feature feature =
        fit_target_encode({}, table, line, "scrap", {.smoothing = 2, .folds = 2}).feature;
    const Column out =
        feature.apply({}, Table({"line"}, {Column::from_text({"A", "B", "C", "new"})}))
            .column("line");
    CHECK(out.number(0) == doctest::Approx((4 + 2 * 6.0) / 4));
    CHECK(out.number(1) == doctest::Approx((21 + 2 * 6.0) / 5));
    CHECK(out.number(2) == doctest::Approx((11 + 2 * 6.0) / 3));
    CHECK(out.number(3) == 6);
}

TEST_CASE("a training row's own target is not in its own feature") {
    const Table table = random_log(200, 8, 3);
    const TargetEncodeOptions options{.smoothing = 5, .folds = 4, .seed = 9};
    const Column before =
        fit_target_encode({}, table, line, "scrap", options).training.column("line");
    for (const std::size_t changed : {0u, 57u, 199u}) {
        std::vector<double> scrap(table.column("scrap").float64s().begin(),
                                  table.column("scrap").float64s().end());
        scrap[changed] += 1000;
        const Table other = table.with_column("scrap", Column::from_float64(scrap));
        const Column after =
            fit_target_encode({}, other, line, "scrap", options).training.column("line");
        CHECK(after.number(static_cast<std::int64_t>(changed)) ==
              before.number(static_cast<std::int64_t>(changed)));
    }
}

TEST_CASE("an identifier tells nothing of the target out of fold, where in-fold it tells all") {
    std::vector<std::string> ids;
    std::vector<double> scrap;
    Random random(5);
    for (int i = 0; i < 100; ++i) {
        ids.push_back(std::to_string(i));
        scrap.push_back(random.normal());
    }
    const Table table = log_of(ids, scrap);
    const TargetEncoded fitted =
        fit_target_encode({}, table, line, "scrap", {.smoothing = 0, .folds = 5});
    const Column leaky = fitted.feature.apply({}, table).column("line");
    for (std::int64_t row = 0; row < 100; ++row)
        CHECK(leaky.number(row) == doctest::Approx(scrap[static_cast<std::size_t>(row)]));
    // Only the means of the five complements appear.
    std::map<double, int> values;
    for (std::int64_t row = 0; row < 100; ++row)
        ++values[fitted.training.column("line").number(row)];
    CHECK(values.size() == 5);
    for (const auto& [value, count] : values) CHECK(count == 20);
}

TEST_CASE("the seed decides the folds, and nothing else does") {
    const Table table = random_log(100, 3, 1);
    const auto encoded = [&](std::uint64_t seed) {
        const Column column =
            fit_target_encode({}, table, line, "scrap", {.seed = seed}).training.column("line");
        return std::vector<double>(column.float64s().begin(), column.float64s().end());
    };
    CHECK(encoded(1) == encoded(1));
    CHECK(encoded(1) != encoded(2));
}

TEST_CASE("a label makes a target of text") {
    const Table table({"line", "status"}, {Column::from_text({"A", "A", "B", "B"}),
                                           Column::from_text({"FAIL", "OK", "OK", "OK"})});
    const Feature feature =
        fit_target_encode({}, table, line, "status",
                          {.positive_label = "FAIL", .smoothing = 0, .folds = 2})
            .feature;
    const Column out = feature.apply({}, table).column("line");
    CHECK(out.number(0) == 0.5);
    CHECK(out.number(2) == 0);
}

TEST_CASE("rows without a target do not count and are encoded all the same") {
    const Table table =
        Table({"line", "scrap"}, {Column::from_text({"A", "A", "B", "A"}),
                                  Column::from_float64({1, 3, 9, 777}, {true, true, true, false})});
    const TargetEncoded fitted =
        fit_target_encode({}, table, line, "scrap", {.smoothing = 0, .folds = 2});
    CHECK(fitted.feature.apply({}, table).column("line").number(0) == 2);
    CHECK(fitted.training.column("line").valid(3));
}

TEST_CASE("what cannot be encoded is refused") {
    const Table table = log_of({"A", "B"}, {1, 2});
    const auto refused = [&](const char* target, const TargetEncodeOptions& options) {
        CHECK_THROWS_AS(fit_target_encode({}, table, line, target, options), Error);
    };
    refused("line", {.folds = 2});
    refused("scrap", {.folds = 3});
    refused("scrap", {.folds = 1});
    refused("scrap", {.smoothing = -1, .folds = 2});
    refused("scrap", {.positive_label = "FAIL", .folds = 2});
}
