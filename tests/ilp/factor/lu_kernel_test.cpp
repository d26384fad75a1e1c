// The elimination of a basis kernel: which entries may be pivots.
#include "ilp/factor/lu_kernel.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

constexpr std::int32_t size = 40;

// A third full, each row and column on a scale of its own.
Elimination eliminate(std::uint64_t seed, double threshold) {
    Random random(seed);
    MarkowitzKernel kernel;
    kernel.reset(size);
    std::vector<double> scale(size);
    for (double& s : scale) s = std::pow(10.0, random.uniform(-4, 4));
    for (std::int32_t slot = 0; slot < size; ++slot) {
        const double own = std::pow(10.0, random.uniform(-4, 4));
        std::vector<std::int32_t> rows;
        std::vector<double> values;
        for (std::int32_t i = 0; i < size; ++i) {
            if (i != slot && random.uniform() > 0.33) continue;
            rows.push_back(i);
            values.push_back(own * scale[i] * random.uniform(0.5, 1.5));
        }
        kernel.add_column(slot, rows, values);
    }
    Elimination out;
    out.clear();
    StopCheck stop;
    kernel.run(threshold, 1e-13, out, stop);
    return out;
}

double largest_multiplier(const Elimination& e) {
    double largest = 0;
    for (const double l : e.lower_value) largest = std::max(largest, std::fabs(l));
    return largest;
}

// Of an entry of U beside the pivot of its row.
double largest_ratio(const Elimination& e) {
    double largest = 0;
    for (std::size_t k = 0; k < e.row.size(); ++k)
        for (std::int32_t t = e.upper_begin[k]; t < e.upper_begin[k + 1]; ++t)
            largest = std::max(largest, std::fabs(e.upper_value[t] / e.value[k]));
    return largest;
}

}  // namespace

TEST_CASE("multipliers stay below one over the threshold") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        for (const double threshold : {0.1, 0.5, 0.9}) {
            const Elimination e = eliminate(seed, threshold);
            REQUIRE(e.row.size() == size);
            CHECK(largest_multiplier(e) <= (1 + 1e-12) / threshold);
        }
    }
}

TEST_CASE("a safe threshold also keeps the rows of U below one over it") {
    double loose = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        loose = std::max(loose, largest_ratio(eliminate(seed, 0.1)));
        CHECK(largest_ratio(eliminate(seed, 0.5)) <= (1 + 1e-12) / 0.5);
        CHECK(largest_ratio(eliminate(seed, 0.9)) <= (1 + 1e-12) / 0.9);
    }
    CHECK(loose > 100);  // without the rook's second look rows grow by orders of magnitude
}
