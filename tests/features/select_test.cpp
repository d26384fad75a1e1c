#include "tenon/select.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "features/scores.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<double> a{2.5, 0.5, 2.2, 1.9, 3.1, 2.3, 2.0, 1.0};
const std::vector<double> b{2.4, 0.7, 2.9, 2.2, 3.0, 2.7, 1.6, 1.1};
const std::vector<double> c{1.0, -0.3, 0.4, 0.9, 2.0, -1.0, 0.1, 0.5};
const std::vector<double> t{1, 2, 2.5, 4, 4.2, 6, 7, 7.5};
const std::vector<std::string> abc{"a", "b", "c"};

Table table_of(const std::vector<std::string>& classes) {
    return Table({"a", "b", "c", "t", "class"},
                 {Column::from_float64(a), Column::from_float64(b), Column::from_float64(c),
                  Column::from_float64(t), Column::from_text(classes)});
}

Table table() {
    return table_of({"x", "x", "y", "y", "z", "z", "y", "x"});
}

std::vector<std::string> kept(const Selection& selection) {
    return selection.feature.outputs();
}

}  // namespace

TEST_CASE("variance keeps what varies more than the threshold") {
    const Selection selection =
        select_columns({}, table(), abc, {.rule = SelectRule::variance, .threshold = 0.72});
    CHECK(selection.columns[0].score == doctest::Approx(0.6883928571428571).epsilon(1e-14));
    CHECK(kept(selection) == std::vector<std::string>{"b", "c"});
    CHECK(std::isnan(selection.columns[0].p_value));
}

// Reference values: scikit-learn's f_regression and f_classif, that is F = r^2 (n - 2) / (1 - r^2),
// and mean squares between classes over within.
TEST_CASE("F of a number target and of classes") {
    const Selection line = select_columns(
        {}, table(), abc, {.rule = SelectRule::f_score, .threshold = 1, .target = "t"});
    CHECK(line.columns[0].score == doctest::Approx(0.056725508332111).epsilon(1e-12));
    CHECK(line.columns[2].score == doctest::Approx(0.3495598980743189).epsilon(1e-12));
    CHECK(line.columns[2].p_value == doctest::Approx(0.5759430061904728).epsilon(1e-12));
    const Selection classes = select_columns(
        {}, table(), abc, {.rule = SelectRule::f_score, .keep = 1, .target = "class"});
    CHECK(classes.columns[1].score == doctest::Approx(2.673634524612272).epsilon(1e-12));
    CHECK(classes.columns[1].p_value == doctest::Approx(0.1623157476385556).epsilon(1e-12));
    CHECK(kept(classes) == std::vector<std::string>{"b"});
}

TEST_CASE("a column that is the target has F infinite and p zero") {
    const Table twice = table().with_column("copy", Column::from_float64(t));
    const std::vector<std::string> names{"a", "copy"};
    const Selection selection = select_columns(
        {}, twice, names, {.rule = SelectRule::f_score, .threshold = 0.01, .target = "t"});
    CHECK(std::isinf(selection.columns[1].score));
    CHECK(selection.columns[1].p_value == 0);
    CHECK(kept(selection) == std::vector<std::string>{"copy"});
}

// Reference value: scikit-learn's mutual_info_score, 0.39575279478527847 nats, less (3 - 1)(2 - 1)
// / 20.
TEST_CASE("mutual information of two codings, less the bias") {
    const std::vector<std::int64_t> left{0, 0, 1, 1, 2, 2, 1, 0, 1, 0};
    const std::vector<std::int64_t> right{0, 1, 1, 1, 0, 0, 1, 0, 1, 1};
    CHECK(features::mutual_information(left, right) ==
          doctest::Approx(0.39575279478527847 - 0.1).epsilon(1e-13));
    CHECK(features::mutual_information(right, left) == features::mutual_information(left, right));
}

TEST_CASE("mutual information sees what no line sees, and nothing where there is nothing") {
    Random random(12);
    std::vector<double> x, noise, y;
    for (int i = 0; i < 4000; ++i) {
        x.push_back(random.normal());
        noise.push_back(random.normal());
        y.push_back(x.back() * x.back() + 0.1 * random.normal());
    }
    const Table log({"x", "noise", "y"}, {Column::from_float64(x), Column::from_float64(noise),
                                          Column::from_float64(y)});
    const std::vector<std::string> names{"noise", "x"};
    const Selection selection = select_columns(
        {}, log, names, {.rule = SelectRule::mutual_information, .threshold = 0.05, .target = "y"});
    CHECK(kept(selection) == std::vector<std::string>{"x"});
    CHECK(selection.columns[1].score > 1);
    CHECK(selection.columns[0].score < 0.02);
}

TEST_CASE("of columns that are alike one is kept, the one that says most of the target") {
    Random random(2);
    std::vector<double> base, twin, far, target;
    for (int i = 0; i < 500; ++i) {
        base.push_back(random.normal());
        twin.push_back(-base.back() + 0.05 * random.normal());
        far.push_back(random.normal());
        target.push_back(twin.back());
    }
    const Table log({"base", "twin", "far", "target"},
                    {Column::from_float64(base), Column::from_float64(twin),
                     Column::from_float64(far), Column::from_float64(target)});
    const std::vector<std::string> names{"base", "twin", "far"};
    SelectOptions options{.rule = SelectRule::correlation, .threshold = 0.9};
    const Selection plain = select_columns({}, log, names, options);
    CHECK(kept(plain) == std::vector<std::string>{"base", "far"});
    CHECK(plain.columns[1].cluster == plain.columns[0].cluster);
    CHECK(plain.columns[2].cluster == 1);
    options.target = "target";
    CHECK(kept(select_columns({}, log, names, options)) == std::vector<std::string>{"twin", "far"});
}

TEST_CASE("chains of likeness are one cluster") {
    std::vector<double> one, two, three;
    Random random(9);
    for (int i = 0; i < 2000; ++i) {
        const double u = random.normal(), v = random.normal();
        one.push_back(u);
        two.push_back(u + 0.6 * v);
        three.push_back(u + 1.6 * v);
    }
    const Table log({"one", "two", "three"}, {Column::from_float64(one), Column::from_float64(two),
                                              Column::from_float64(three)});
    const Selection selection =
        select_columns({}, log, log.names(), {.rule = SelectRule::correlation, .threshold = 0.8});
    CHECK(std::fabs(features::correlation_of(one, three)) < 0.8);
    CHECK(kept(selection) == std::vector<std::string>{"one"});
}

TEST_CASE("the step drops what was not kept, leaves other columns, and needs no dropped one") {
    const Selection selection =
        select_columns({}, table(), abc, {.rule = SelectRule::variance, .threshold = 0.72});
    const Table out = selection.feature.apply({}, table());
    CHECK(out.names() == std::vector<std::string>{"b", "c", "t", "class"});
    CHECK(selection.feature.apply({}, out).names() == out.names());
    CHECK_THROWS_AS(selection.feature.apply({}, out.without_column("b")), Error);
}

TEST_CASE("nothing kept is an error, and so are rules without what they need") {
    const auto refused = [](const SelectOptions& options) {
        CHECK_THROWS_AS(select_columns({}, table(), abc, options), Error);
    };
    refused({.rule = SelectRule::variance, .threshold = 1e9});
    refused({.rule = SelectRule::f_score, .threshold = 0.05});
    refused({.rule = SelectRule::correlation, .threshold = 0});
    refused({.rule = SelectRule::correlation, .threshold = 0.9, .keep = 1});
    refused({.rule = SelectRule::f_score, .threshold = 1, .target = "a"});
    refused({.rule = SelectRule::mutual_information, .target = "t", .bins = 1});
    CHECK_THROWS_AS(
        select_columns({}, table_of(std::vector<std::string>(8, "same")), abc,
                       {.rule = SelectRule::f_score, .threshold = 1, .target = "class"}),
        Error);
}
