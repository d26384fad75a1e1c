#include "tenon/pca.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> abc{"a", "b", "c"};

Table eight_rows() {
    return Table({"a", "b", "c"},
                 {Column::from_float64({2.5, 0.5, 2.2, 1.9, 3.1, 2.3, 2.0, 1.0}),
                  Column::from_float64({2.4, 0.7, 2.9, 2.2, 3.0, 2.7, 1.6, 1.1}),
                  Column::from_float64({1.0, -0.3, 0.4, 0.9, 2.0, -1.0, 0.1, 0.5})});
}

Table random_table(std::int64_t rows, std::size_t columns, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::string> names;
    std::vector<Column> made;
    std::vector<double> common;
    for (std::int64_t i = 0; i < rows; ++i) common.push_back(random.normal());
    for (std::size_t j = 0; j < columns; ++j) {
        std::vector<double> x;
        for (std::int64_t i = 0; i < rows; ++i)
            x.push_back(100 + common[static_cast<std::size_t>(i)] * static_cast<double>(j) +
                        random.normal());
        names.push_back(std::string("x").append(std::to_string(j)));
        made.push_back(Column::from_float64(x));
    }
    return Table(names, made);
}

}  // namespace

// Reference values: singular value decomposition of the centred rows, variances s^2 / (n - 1), as
// scikit-learn's PCA gives them; signs such that the largest entry of a component is positive.
TEST_CASE("components, variances, scores and errors agree with their definition") {
    const FittedPca raw = learn_pca({}, eight_rows(), abc, {.components = 3, .standardise = false});
    const double variances[] = {1.6123360922971883, 0.5726965620947148, 0.04836020275095371};
    for (std::size_t k = 0; k < 3; ++k)
        CHECK(raw.variances[k] == doctest::Approx(variances[k]).epsilon(1e-13));
    CHECK(raw.components[0] == doctest::Approx(0.623555908001854).epsilon(1e-12));
    CHECK(raw.components[5] == doctest::Approx(0.8625990709986754).epsilon(1e-12));
    CHECK(raw.components[7] == doctest::Approx(-0.6588293271121971).epsilon(1e-12));
    CHECK(raw.explained_share(0) == doctest::Approx(0.7219222928651361).epsilon(1e-13));

    const Table table = eight_rows();
    const Table out = fit_pca({}, table, abc, {.components = 2}).apply({}, table);
    CHECK(out.names() == std::vector<std::string>{"pc1", "pc2", "pc_error"});
    CHECK(out.column("pc1").number(0) == doctest::Approx(0.9444927404434863).epsilon(1e-12));
    CHECK(out.column("pc2").number(0) == doctest::Approx(0.24184232865957056).epsilon(1e-12));
    CHECK(out.column("pc_error").number(0) == doctest::Approx(0.02511767171378442).epsilon(1e-11));
    CHECK(out.column("pc_error").number(1) == doctest::Approx(0.00585669651204478).epsilon(1e-11));
}

TEST_CASE("the scores' variances are those of the components, and all of them leave no error") {
    const Table table = random_table(3000, 6, 5);
    const FittedPca fitted = learn_pca({}, table, table.names(), {.components = 6});
    const Table out = pca_feature(fitted).apply({}, table);
    for (std::int32_t k = 0; k < 6; ++k) {
        double squares = 0;
        for (std::int64_t row = 0; row < out.rows(); ++row)
            squares += out.column(k).number(row) * out.column(k).number(row);
        CHECK(squares / 2999 ==
              doctest::Approx(fitted.variances[static_cast<std::size_t>(k)]).epsilon(1e-10));
    }
    for (std::int64_t row = 0; row < out.rows(); ++row)
        CHECK(out.column("pc_error").number(row) < 1e-20);
}

TEST_CASE("a variance far below the largest keeps its digits") {
    Random random(1);
    std::vector<double> a, b;
    for (int i = 0; i < 500; ++i) {
        const double t = random.normal(), e = random.normal();
        a.push_back(t);
        b.push_back(t + 1e-7 * e);
    }
    const Table table({"a", "b"}, {Column::from_float64(a), Column::from_float64(b)});
    const std::vector<std::string> ab{"a", "b"};
    const FittedPca fitted = learn_pca({}, table, ab, {.components = 2, .standardise = false});
    // The determinant of the covariance matrix is the product of the variances.
    double ma = 0, me = 0, aa = 0, ee = 0, ae = 0;
    for (std::size_t i = 0; i < 500; ++i) ma += a[i] / 500, me += (b[i] - a[i]) / 500;
    for (std::size_t i = 0; i < 500; ++i) {
        const double da = a[i] - ma, de = b[i] - a[i] - me;
        aa += da * da / 499, ee += de * de / 499, ae += da * de / 499;
    }
    CHECK(fitted.variances[0] * fitted.variances[1] ==
          doctest::Approx(aa * ee - ae * ae).epsilon(1e-8));
}

TEST_CASE("as many components as the share of the variance needs") {
    const auto kept = [](double share) {
        return learn_pca({}, eight_rows(), abc, {.share = share, .standardise = false}).kept();
    };
    CHECK(kept(0.7) == 1);
    CHECK(kept(0.75) == 2);
    CHECK(kept(0.99) == 3);
    CHECK(kept(1) == 3);
}

TEST_CASE("rows with holes are not learned from and have no scores") {
    const Table table = eight_rows();
    std::vector<double> a(table.column("a").float64s().begin(), table.column("a").float64s().end());
    a[0] = 1e9;
    std::vector<bool> valid(8, true);
    valid[0] = false;
    const Table holed = table.with_column("a", Column::from_float64(a, valid));
    const FittedPca fitted = learn_pca({}, holed, abc);
    CHECK(fitted.rows == 7);
    const Table out = pca_feature(fitted).apply({}, holed);
    CHECK_FALSE(out.column("pc1").valid(0));
    CHECK_FALSE(out.column("pc_error").valid(0));
    CHECK(out.column("pc1").valid(1));
}

TEST_CASE("inputs may stay, and a prefix names the components") {
    const Table table = eight_rows();
    const Table out =
        fit_pca({}, table, abc, {.components = 1, .keep_inputs = true, .prefix = "vib"})
            .apply({}, table);
    CHECK(out.names() == std::vector<std::string>{"a", "b", "c", "vib1", "vib_error"});
}

TEST_CASE("what has no components is refused") {
    const Table constant(
        {"a", "b", "c"},
        {Column::from_float64({1, 1}), Column::from_float64({2, 2}), Column::from_float64({3, 3})});
    CHECK_THROWS_AS(learn_pca({}, constant, abc), Error);
    CHECK_THROWS_AS(learn_pca({}, eight_rows().slice(0, 1), abc), Error);
    CHECK_THROWS_AS(learn_pca({}, eight_rows(), abc, {.components = 4}), Error);
    CHECK_THROWS_AS(learn_pca({}, eight_rows(), abc, {.share = 0}), Error);
    FittedPca forged = learn_pca({}, eight_rows(), abc, {.components = 2});
    forged.components[0] += 0.1;
    CHECK_THROWS_AS(pca_feature(forged), Error);
}
