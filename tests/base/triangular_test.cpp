#include "base/triangular.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;

namespace {

std::int64_t padded(std::int64_t n) {
    return (n + 7) / 8 * 8;
}

// Lower triangle of B B' + I, padded with the identity, columns padded(n) apart.
std::vector<double> positive_definite(std::int64_t n, std::uint64_t seed) {
    Random random(seed);
    const std::int64_t m = padded(n);
    std::vector<double> b(static_cast<std::size_t>(n * 12)), a(static_cast<std::size_t>(m * m));
    for (double& x : b) x = random.normal();
    for (std::int64_t j = 0; j < m; ++j)
        for (std::int64_t i = j; i < m; ++i) {
            double sum = i == j;
            for (std::int64_t k = 0; k < 12 && i < n; ++k)
                sum += b[static_cast<std::size_t>(i * 12 + k)] *
                       b[static_cast<std::size_t>(j * 12 + k)];
            a[static_cast<std::size_t>(j * m + i)] = sum;
        }
    return a;
}

}  // namespace

TEST_CASE("Cholesky's factor times its transpose is the matrix, with any number of threads") {
    for (const std::int64_t n : {1, 8, 63, 64, 65, 130, 321}) {
        CAPTURE(n);
        const std::int64_t m = padded(n);
        const auto a = positive_definite(n, 3);
        auto l = a;
        REQUIRE(factor_cholesky({}, l.data(), m, m));
        const auto at = [&](const std::vector<double>& x, std::int64_t i, std::int64_t j) {
            return x[static_cast<std::size_t>(j * m + i)];
        };
        double worst = 0;
        for (std::int64_t j = 0; j < n; ++j)
            for (std::int64_t i = j; i < n; ++i) {
                double sum = 0;
                for (std::int64_t k = 0; k <= j; ++k) sum += at(l, i, k) * at(l, j, k);
                worst = std::max(
                    worst, std::fabs(sum - at(a, i, j)) / std::sqrt(at(a, i, i) * at(a, j, j)));
            }
        CHECK(worst < 1e-14);
        for (const int threads : {2, 3}) {
            Context context;
            context.threads = threads;
            auto other = a;
            REQUIRE(factor_cholesky(context, other.data(), m, m));
            for (std::int64_t j = 0; j < n; ++j)
                for (std::int64_t i = j; i < n; ++i) REQUIRE(at(other, i, j) == at(l, i, j));
        }
    }
}

TEST_CASE("a matrix that is not positive definite has no Cholesky factor") {
    for (const double spoiled : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::infinity()})
        for (const std::int64_t place : {0, 70, 99}) {
            auto a = positive_definite(100, 4);
            a[static_cast<std::size_t>(place * 104 + place)] = spoiled;
            CHECK_FALSE(factor_cholesky({}, a.data(), 104, 104));
        }
}

TEST_CASE("a triangle times its inverse is the identity, with any number of threads") {
    for (const std::int64_t n : {1, 7, 8, 63, 64, 65, 131, 300}) {
        CAPTURE(n);
        Random random(5);
        std::vector<double> r(static_cast<std::size_t>(n * n)), w(r.size(), 7.0);
        const auto at = [n](std::vector<double>& x, std::int64_t i, std::int64_t j) -> double& {
            return x[static_cast<std::size_t>(j * n + i)];
        };
        for (std::int64_t j = 0; j < n; ++j)
            for (std::int64_t i = 0; i <= j; ++i)
                at(r, i, j) = i == j ? 4 + random.uniform() : random.normal() / 8;
        invert_triangle({}, r.data(), n, w.data());
        double worst = 0;
        for (std::int64_t j = 0; j < n; ++j)
            for (std::int64_t i = 0; i < n; ++i) {
                if (i > j) CHECK(at(w, i, j) == 0);
                double sum = 0;
                for (std::int64_t k = i; k <= j; ++k) sum += at(r, i, k) * at(w, k, j);
                worst = std::max(worst, std::fabs(sum - (i == j)));
            }
        CHECK(worst < 1e-13);
        Context context;
        context.threads = 2;
        std::vector<double> other(w.size());
        invert_triangle(context, r.data(), n, other.data());
        CHECK(other == w);
    }
}
