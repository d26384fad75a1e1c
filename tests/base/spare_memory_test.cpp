// Memory kept between calls: used again, never more than was allowed, and never after its context.
#include "base/spare_memory.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

constexpr std::size_t cells = 1 << 20;  // of 8 bytes: 8 MB

}  // namespace

TEST_CASE("a block that was freed is used again for one of nearly its size") {
    Context context;
    context.keep_spare(64 << 20);
    const void* first = nullptr;
    {
        LargeArray<double> block(cells, context.spare);
        first = block.data();
    }
    CHECK(context.spare->kept_bytes() == 8 << 20);
    const LargeArray<double> larger(2 * cells, context.spare), smaller(cells / 2, context.spare);
    CHECK(context.spare->kept_bytes() == 8 << 20);
    const LargeArray<double> again(cells - 100, context.spare);
    CHECK(again.data() == first);
    CHECK(again.size() == cells - 100);
    CHECK(context.spare->kept_bytes() == 0);
}

TEST_CASE("no more is kept than was allowed, and the oldest makes room") {
    Context context;
    context.keep_spare(20 << 20);
    {
        const LargeArray<double> a(cells, context.spare), b(cells, context.spare),
            c(cells, context.spare), too_large(3 * cells, context.spare);
    }
    CHECK(context.spare->kept_bytes() == 16 << 20);
    { const LargeArray<double> other(2 * cells, context.spare); }
    CHECK(context.spare->kept_bytes() == 16 << 20);
}

TEST_CASE("a block may outlive the context that it came from") {
    std::optional<LargeArray<double>> block;
    {
        Context context;
        context.keep_spare(64 << 20);
        block.emplace(cells, 1.5, context.spare);
    }
    CHECK((*block)[cells - 1] == 1.5);
}

TEST_CASE("without spare memory nothing is kept, and a negative size is refused") {
    Context context;
    context.keep_spare(0);
    CHECK(context.spare == nullptr);
    CHECK_THROWS_AS(context.keep_spare(-1), Error);
}
