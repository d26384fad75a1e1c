#include "table/range_bins.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tenon/random.hpp"

using tenon::Random;
using tenon::RangeBins;

namespace {

struct Histogram {
    std::vector<double> edges;
    std::vector<std::int64_t> counts;
    bool operator==(const Histogram&) const = default;
};

Histogram of(const RangeBins& bins, std::int64_t most) {
    Histogram out;
    bins.finish(most, out.edges, out.counts);
    return out;
}

double some_number(Random& random, int kind) {
    switch (kind) {
        case 0:
            return random.normal();
        case 1:  // a spike now and then
            return random.below(500) == 0 ? 50 + 10 * random.uniform() : random.normal();
        case 2:
            return std::floor(random.uniform(1, 41));
        case 3:
            return std::ldexp(random.normal(), static_cast<int>(random.below(2000)) - 1000);
        case 4:
            return 1e9 + 1e-6 * random.normal();
        case 5:
            return random.below(2) ? 0.0 : -0.0;
        default:
            return random.normal() * (std::numeric_limits<double>::max() / 16);
    }
}

}  // namespace

TEST_CASE("a histogram whose range nobody knew counts exactly") {
    for (int trial = 0; trial < 200; ++trial) {
        Random random(71, static_cast<std::uint64_t>(trial));
        const int kind = trial % 7;
        const bool whole = kind == 2;
        RangeBins bins(whole);
        std::vector<double> numbers;
        for (std::uint64_t k = 0; k <= random.below(3000); ++k) {
            numbers.push_back(some_number(random, kind));
            bins.add(numbers.back());
        }
        CAPTURE(trial);
        const Histogram found = of(bins, 30);
        REQUIRE(found.edges.size() == found.counts.size() + 1);
        CHECK(found.counts.size() <= 30);
        CHECK(found.counts.front() > 0);
        CHECK(found.counts.back() > 0);
        for (std::size_t b = 0; b < found.counts.size(); ++b) {
            const bool last = b + 1 == found.counts.size();
            const auto inside = std::count_if(numbers.begin(), numbers.end(), [&](double x) {
                return x >= found.edges[b] && (x < found.edges[b + 1] || last);
            });
            REQUIRE(inside == found.counts[b]);
        }
    }
}

TEST_CASE("parts of a histogram merge to the whole in any order") {
    for (int trial = 0; trial < 100; ++trial) {
        Random random(72, static_cast<std::uint64_t>(trial));
        RangeBins whole(false), forward(false), backward(false);
        std::vector<RangeBins> parts(1 + random.below(5), RangeBins(false));
        for (RangeBins& part : parts)
            for (std::uint64_t k = 0, end = random.below(200); k < end; ++k) {
                const double x = some_number(random, trial % 7);
                part.add(x);
                whole.add(x);
            }
        for (const RangeBins& part : parts) forward.merge(part);
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) backward.merge(*part);
        CHECK(of(forward, 30) == of(whole, 30));
        CHECK(of(backward, 30) == of(whole, 30));
    }
}
