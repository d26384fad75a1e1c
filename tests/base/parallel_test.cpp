#include "base/parallel.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

#include "base/sum.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("a parallel sum has the same bits for every number of threads") {
    std::vector<double> values(100'000);
    Random random(3);
    for (double& value : values) value = random.normal() * 1e8;
    auto total = [&](int threads) {
        Context context;
        context.threads = threads;
        std::vector<Sum> parts(static_cast<std::size_t>(block_count(100'000, 777)));
        parallel_blocks(context, 100'000, 777, [&](auto block, auto first, auto last) {
            for (auto i = first; i < last; ++i)
                parts[static_cast<std::size_t>(block)].add(values[static_cast<std::size_t>(i)]);
        });
        Sum sum;
        for (const Sum& part : parts) sum.merge(part);
        return sum.value();
    };
    const double one = total(1);
    for (int threads : {2, 4, 8}) CHECK(total(threads) == one);
}

TEST_CASE("the fault of the lowest block is the one reported, and cancel stops the loop") {
    Context context;
    context.threads = 4;
    CHECK_THROWS_AS(parallel_blocks(context, 100, 1,
                                    [](auto block, auto, auto) {
                                        if (block == 0) throw std::runtime_error("block 0");
                                    }),
                    std::runtime_error);
    Cancel cancel;
    cancel.request();
    context.cancel = &cancel;
    CHECK_THROWS_AS(parallel_blocks(context, 10, 1, [](auto, auto, auto) {}), Error);
}

TEST_CASE("a compensated sum keeps small terms between large ones") {
    Sum sum;
    for (double x : {1.0, 1e100, 1.0, -1e100}) sum.add(x);
    CHECK(sum.value() == 2.0);
}
