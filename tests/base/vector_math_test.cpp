#include "base/vector_math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "base/eight_math.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// The kernel that likelihoods take ln(1 + x) from, over whole eights.
struct Log1pKernel {
    const double* x;
    std::int64_t n;
    double* out;

    template <class E>
    TENON_INLINE void run() const {
        for (std::int64_t i = 0; i < n; i += 8) store8(out + i, log1p8(load8<E>(x + i)));
    }
};
void log1p_of(const double* x, std::int64_t n, double* out, VectorLevel level) {
    std::vector<double> in(static_cast<std::size_t>(n + 7) / 8 * 8), all(in.size());
    std::copy(x, x + n, in.begin());
    run_at_level(Log1pKernel{in.data(), n, all.data()}, level);
    std::copy_n(all.begin(), n, out);
}
void logistic_of_many(const double* x, std::int64_t n, double* out, VectorLevel level) {
    logistic_of(x, n, out, level);
}

using Many = void (*)(const double*, std::int64_t, double*, VectorLevel);

// Largest error in units of the last place of the exact value; every level gives the same bits.
double worst_ulps(Many function, long double (*exact)(long double), const std::vector<double>& x) {
    std::vector<double> out(x.size()), other(x.size());
    const auto n = static_cast<std::int64_t>(x.size());
    function(x.data(), n, out.data(), VectorLevel::portable);
    for (std::int32_t k = 1; k <= static_cast<std::int32_t>(vector_level()); ++k) {
        function(x.data(), n, other.data(), static_cast<VectorLevel>(k));
        CHECK(std::memcmp(out.data(), other.data(), out.size() * sizeof(double)) == 0);
    }
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const long double right = exact(static_cast<long double>(x[i]));
        const double rounded = static_cast<double>(right);
        const double place =
            std::nextafter(std::fabs(rounded), std::numeric_limits<double>::infinity()) -
            std::fabs(rounded);
        const double error = static_cast<double>(std::fabs(out[i] - right) / place);
        worst = std::max(worst, error);
    }
    return worst;
}

// Evenly over [low, high], over all its binades, and at its ends.
std::vector<double> samples(double low, double high, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> list{low, high};
    for (int i = 0; i < 400000; ++i) list.push_back(low + (high - low) * random.uniform());
    const double largest = std::max(std::fabs(low), std::fabs(high));
    for (int i = 0; i < 400000; ++i) {
        const double x = largest * std::exp2(-60 * random.uniform());
        if (x <= high) list.push_back(x);
        if (-x >= low) list.push_back(-x);
    }
    return list;
}

long double logistic_exact(long double x) {
    return 1 / (1 + std::exp(-x));
}

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("exp is right to one ulp over its whole range, with the same bits at every level") {
    const auto exact = [](long double x) { return std::exp(x); };
    CHECK(worst_ulps(exp_of, exact, samples(-708, 709.78, 1)) < 1.0);
    CHECK(worst_ulps(exp_of, exact, samples(-1, 1, 2)) < 1.0);
    CHECK(worst_ulps(exp_of, exact, samples(-745, -708, 3)) < 1.5);
}

TEST_CASE("log1p of what is not negative is right to 1.2 ulp, with the same bits at every level") {
    const auto exact = [](long double x) { return std::log1p(x); };
    CHECK(worst_ulps(log1p_of, exact, samples(0, 1, 4)) < 1.2);
    CHECK(worst_ulps(log1p_of, exact, samples(0, 100, 5)) < 1.2);
    CHECK(worst_ulps(log1p_of, exact, samples(0, 1e300, 6)) < 1.2);
    CHECK(worst_ulps(log1p_of, exact, {0x1p-1022, 0x1p-60, 5e-324, 0x1.8p-53, 0x1p53, 1e308}) <
          1.2);
}

TEST_CASE("the logistic function of many numbers is right to 3 ulp") {
    CHECK(worst_ulps(logistic_of_many, logistic_exact, samples(-700, 700, 7)) < 3.0);
    CHECK(worst_ulps(logistic_of_many, logistic_exact, samples(-40, 40, 8)) < 3.0);
}

TEST_CASE("ends of the range and numbers that are none come out as in the C library") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> x{0, -0.0, infinity, -infinity, 1000, -1000, nan, 709.8, -745.2};
    std::vector<double> out(x.size());
    const auto n = static_cast<std::int64_t>(x.size());
    exp_of(x.data(), n, out.data());
    for (std::size_t i = 0; i < x.size(); ++i)
        CHECK((out[i] == std::exp(x[i]) || (std::isnan(out[i]) && std::isnan(x[i]))));
    logistic_of(x.data(), n, out.data());
    CHECK(out[2] == 1);
    CHECK(out[3] == 0);
    CHECK(out[4] == 1);
    CHECK(std::isnan(out[6]));
    const std::vector<double> positive{0, infinity, nan};
    log1p_of(positive.data(), 3, out.data(), vector_level());
    CHECK(out[0] == 0);
    CHECK(out[1] == infinity);
    CHECK(std::isnan(out[2]));
}

TEST_CASE("a number's value does not depend on its place") {
    const auto x = samples(-30, 30, 9);
    std::vector<double> all(x.size());
    exp_of(x.data(), static_cast<std::int64_t>(x.size()), all.data());
    for (std::size_t i = 0; i < 1000; ++i) {
        double one = 0;
        exp_of(&x[i], 1, &one);
        CHECK(one == all[i]);
    }
}

TEST_CASE("the logistic function of one number has the bits of many") {
    auto x = samples(-800, 800, 10);
    for (const double special : {0.0, -0.0, infinity, -infinity, 5e-324, -5e-324})
        x.push_back(special);
    std::vector<double> all(x.size());
    logistic_of(x.data(), static_cast<std::int64_t>(x.size()), all.data());
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(logistic_of(x[i]) == all[i]);
    CHECK(std::isnan(logistic_of(std::numeric_limits<double>::quiet_NaN())));
}
