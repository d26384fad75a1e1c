// The order of integer vectors, against all of them.
#include <doctest/doctest.h>

#include "ilp/symmetry/lexicographic.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// All vectors in order within the bounds; the hull of their values.
bool hull(int vectors, int length, const std::vector<double>& lower,
          const std::vector<double>& upper, std::vector<double>& low, std::vector<double>& high) {
    std::vector<double> x = lower;
    bool any = false;
    while (true) {
        bool ordered = true;
        for (int p = 1; p < vectors && ordered; ++p)
            ordered =
                !std::lexicographical_compare(x.begin() + (p - 1) * length, x.begin() + p * length,
                                              x.begin() + p * length, x.begin() + (p + 1) * length);
        if (ordered) {
            if (!any) low = high = x;
            for (std::size_t k = 0; k < x.size(); ++k) {
                low[k] = std::min(low[k], x[k]);
                high[k] = std::max(high[k], x[k]);
            }
            any = true;
        }
        std::size_t k = 0;
        for (; k < x.size(); ++k) {
            if (x[k] < upper[k]) {
                x[k] += 1;
                break;
            }
            x[k] = lower[k];
        }
        if (k == x.size()) return any;
    }
}

}  // namespace

TEST_CASE("bounds of ordered vectors are valid, and the tightest for zeros and ones") {
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        Random random(seed, 3);
        const bool binary = random.below(2) == 0;
        const int vectors = 1 + static_cast<int>(random.below(4));
        const int length = 1 + static_cast<int>(random.below(vectors > 2 ? 2 : 4));
        std::vector<double> lower, upper, low, high;
        for (int k = 0; k < vectors * length; ++k) {
            lower.push_back(static_cast<double>(random.below(binary ? 2 : 3)));
            upper.push_back(binary ? std::max(lower.back(), static_cast<double>(random.below(2)))
                                   : lower.back() + static_cast<double>(random.below(3)));
        }
        CAPTURE(seed);
        const bool any = hull(vectors, length, lower, upper, low, high);
        std::vector<double> a = lower, b = upper;
        REQUIRE(ilp::tighten_ordered(vectors, length, a, b) == any);
        if (!any) continue;
        for (std::size_t k = 0; k < a.size(); ++k) {
            CHECK(a[k] >= lower[k]);
            CHECK(b[k] <= upper[k]);
            CHECK(a[k] <= low[k]);
            CHECK(b[k] >= high[k]);
            if (binary) CHECK(a[k] == low[k]);
            if (binary) CHECK(b[k] == high[k]);
        }
    }
}
