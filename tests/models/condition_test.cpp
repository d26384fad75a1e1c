// The condition number of a triangle whose singular values are known, or found by Jacobi's method.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "base/eigen_decompositions.hpp"
#include "models/reduction.hpp"
#include "tenon/context.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using Eigen::Index;
using Eigen::MatrixXd;

namespace {

// A triangle with columns of unit length: R of rows whose columns lean to each other by `share`.
MatrixXd leaning_triangle(Index columns, double share, std::uint64_t seed) {
    Random random(seed);
    MatrixXd rows(2 * columns + 3, columns);
    for (Index i = 0; i < rows.rows(); ++i) {
        const double common = random.normal();
        for (Index j = 0; j < columns; ++j)
            rows(i, j) = share * common + (1 - share) * random.normal();
    }
    rows.colwise().normalize();
    const MatrixXd qr = Eigen::HouseholderQR<MatrixXd>(rows).matrixQR();
    return qr.topRows(columns).triangularView<Eigen::Upper>();
}

}  // namespace

TEST_CASE("a condition number is the ratio of the singular values of columns of unit length") {
    const Context context;
    for (const Index columns : {1, 2, 3, 17, 60})
        for (const double share : {0.0, 0.9, 0.9999, 1 - 1e-8}) {
            CAPTURE(columns);
            CAPTURE(share);
            const MatrixXd r = leaning_triangle(columns, share, 3);
            const auto values = Eigen::JacobiSVD<MatrixXd>(r).singularValues();
            const double expected = values(0) / values(columns - 1);
            const double got = models::condition_number(context, r, false);
            // The smallest value is as exact as the largest allows.
            CHECK(std::fabs(got / expected - 1) <= 1e-14 * static_cast<double>(columns) * expected);
            CHECK(got >= 1);
            // The units of the columns and what stands first do not matter.
            MatrixXd scaled = MatrixXd::Identity(columns + 1, columns + 1);
            scaled.bottomRightCorner(columns, columns) = r;
            scaled.row(0).setConstant(1e3);
            for (Index j = 0; j <= columns; ++j)
                scaled.col(j) *= std::ldexp(1.0, 40 - 20 * (j % 5));
            CHECK(std::fabs(models::condition_number(context, scaled, true) / got - 1) <=
                  1e-14 * static_cast<double>(columns) * expected);
        }
}

TEST_CASE(
    "columns at right angles have the condition 1 and those that fall together an infinite one") {
    const Context context;
    CHECK(models::condition_number(context, MatrixXd::Identity(5, 5), false) ==
          doctest::Approx(1).epsilon(1e-15));
    MatrixXd twice(2, 2);
    twice << 1, 1, 0, 0;
    CHECK(models::condition_number(context, twice, false) ==
          std::numeric_limits<double>::infinity());
    twice(1, 1) = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(models::condition_number(context, twice, false) < 1e300);
}
