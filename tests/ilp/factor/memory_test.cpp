// Memory that runs out anywhere in a factorisation: the next one, with memory, is whole again.
#include <doctest/doctest.h>

#include "factor_bench.hpp"
#include "failing_memory.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

// A permuted band, so that there is a kernel between the triangles.
Matrix band(std::int32_t m) {
    Random random(7);
    Matrix matrix;
    matrix.rows = m;
    for (std::int32_t j = 0; j < m; ++j) {
        matrix.add(j, 2 + random.uniform());
        matrix.add((j + 1) % m, random.uniform(-1, 1));
        matrix.add((j + 3) % m, random.uniform(-1, 1));
        matrix.close_column();
    }
    return matrix;
}

void give(Bench& bench, const Matrix& matrix) {
    bench.matrix = matrix;
    bench.head.clear();
    for (std::int32_t j = 0; j < matrix.columns(); ++j) bench.head.push_back(j);
}

// Fails allocation k of the factorisation of `second` after one of `first`, for every k.
std::int64_t fail_between(const Matrix& first, const Matrix& second) {
    std::int64_t failures = 0;
    for (bool failed = true; failed; ++failures) {
        CAPTURE(failures);
        Random random(3);
        Bench bench;
        if (first.rows > 0) {
            give(bench, first);
            REQUIRE(bench.factorise().empty());
        }
        give(bench, second);
        fail_on = false;
        fail_from = allocations.load() + failures;
        failed = !attempt([&] { (void)bench.factorise(); });
        fail_from = -1;
        if (failed) {
            CHECK(!bench.factor.valid());
            give(bench, second);
            REQUIRE(bench.factorise().empty());
        }
        CHECK(bench.residual(random, 0) < 1e-8);  // one entry: by its reach
        CHECK(bench.residual(random, 0.9) < 1e-8);
    }
    return failures - 1;
}

}  // namespace

TEST_CASE("a factorisation that ran out of memory can be made again") {
    CHECK(fail_between(Matrix{}, band(50)) > 10);
}

TEST_CASE("a larger basis that memory did not reach for can be made again") {
    CHECK(fail_between(band(20), band(50)) > 10);
}
