#include "tenon/polynomial.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tenon/error.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> ab{"a", "b"};

Table pair() {
    return Table({"a", "b"}, {Column::from_float64({2, 3, 5}, {true, true, false}),
                              Column::from_int64({7, -1, 4})});
}

}  // namespace

TEST_CASE("all terms up to the degree, by degree and then by column") {
    const Feature feature = fit_polynomial({}, pair(), ab, {.degree = 3});
    CHECK(feature.outputs() ==
          std::vector<std::string>{"a^2", "a*b", "b^2", "a^3", "a^2*b", "a*b^2", "b^3"});
    const Table out = feature.apply({}, pair());
    CHECK(out.columns() == 9);
    CHECK(out.column("a^2*b").number(0) == 28);
    CHECK(out.column("a*b^2").number(1) == 3);
    CHECK(out.column("b^3").number(2) == 64);
    CHECK_FALSE(out.column("a*b").valid(2));
    CHECK(out.column("b^2").valid(2));
}

TEST_CASE("interactions are products of different columns") {
    const Table table({"a", "b", "c"}, {Column::from_float64({2}), Column::from_float64({3}),
                                        Column::from_boolean({true})});
    const std::vector<std::string> abc{"a", "b", "c"};
    const Feature feature =
        fit_polynomial({}, table, abc, {.degree = 3, .interactions_only = true});
    CHECK(feature.outputs() == std::vector<std::string>{"a*b", "a*c", "b*c", "a*b*c"});
    CHECK(feature.apply({}, table).column("a*b*c").number(0) == 6);
}

TEST_CASE("a name that is taken, too many terms and odd degrees are refused") {
    const Table taken = pair().with_column("a*b", Column::from_int64({1, 2, 3}));
    const Feature feature = fit_polynomial({}, pair(), ab);
    CHECK_THROWS_AS(feature.apply({}, taken), Error);
    CHECK_THROWS_AS(fit_polynomial({}, pair(), ab, {.degree = 1}), Error);
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (int i = 0; i < 100; ++i) {
        names.push_back(std::string("c").append(std::to_string(i)));
        columns.push_back(Column::from_float64({1}));
    }
    CHECK_THROWS_AS(fit_polynomial({}, Table(names, columns), names, {.degree = 5}), Error);
}
