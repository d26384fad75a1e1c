#include "tenon/frequency.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tenon/error.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> line{"line"};

Table lines(const std::vector<std::string>& values, std::vector<bool> valid = {}) {
    return Table({"line"}, {Column::from_text(values, std::move(valid))});
}

}  // namespace

TEST_CASE("a category becomes its share of the present cells, or their number") {
    const Table table = lines({"A", "B", "A", "", "A"}, {true, true, true, false, true});
    const Column share = fit_frequency({}, table, line).apply({}, table).column("line");
    CHECK(share.type() == Type::float64);
    CHECK(share.number(0) == 0.75);
    CHECK(share.number(1) == 0.25);
    CHECK_FALSE(share.valid(3));
    const Column count =
        fit_frequency({}, table, line, {.counts = true}).apply({}, table).column("line");
    CHECK(count.number(0) == 3);
}

TEST_CASE("a category that the fit did not see has been seen zero times") {
    const Feature feature = fit_frequency({}, lines({"A", "B"}), line);
    CHECK(feature.apply({}, lines({"C"})).column("line").number(0) == 0);
}

TEST_CASE("too many categories are refused, and so is a column of real numbers") {
    CHECK_THROWS_AS(fit_frequency({}, lines({"A", "B"}), line, {.max_categories = 1}), Error);
    CHECK_THROWS_AS(fit_frequency({}, Table({"line"}, {Column::from_float64({1})}), line), Error);
}
