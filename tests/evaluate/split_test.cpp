#include "tenon/split.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// Ascending parts that together are 0 .. rows-1.
bool is_partition(const Split& split, std::int64_t rows) {
    std::vector<std::int64_t> all = split.train;
    all.insert(all.end(), split.test.begin(), split.test.end());
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i] != static_cast<std::int64_t>(i)) return false;
    return static_cast<std::int64_t>(all.size()) == rows &&
           std::is_sorted(split.train.begin(), split.train.end()) &&
           std::is_sorted(split.test.begin(), split.test.end());
}

}  // namespace

TEST_CASE("every record is in one part, and the test part has the rounded share") {
    for (const std::int64_t rows : {2, 3, 7, 100, 1001})
        for (const double share : {0.01, 0.2, 0.5, 0.99}) {
            const Split split = split_rows(rows, {.test_share = share});
            CAPTURE(rows);
            CAPTURE(share);
            CHECK(is_partition(split, rows));
            const auto wanted = std::llround(static_cast<double>(rows) * share);
            CHECK(static_cast<std::int64_t>(split.test.size()) ==
                  std::clamp<std::int64_t>(wanted, 1, rows - 1));
        }
}

TEST_CASE("the seed decides the split and nothing else does") {
    CHECK(split_rows(1000).test == split_rows(1000, {.seed = 42}).test);
    CHECK(split_rows(1000).test != split_rows(1000, {.seed = 43}).test);
    // The documented rule: the first records after a shuffle.
    std::vector<std::int64_t> records{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Random(42).shuffle(records);
    std::vector<std::int64_t> test(records.begin(), records.begin() + 2);
    std::sort(test.begin(), test.end());
    CHECK(split_rows(10).test == test);
}

TEST_CASE("every record is as likely as any other to be tested") {
    std::vector<int> tested(20);
    for (std::uint64_t seed = 0; seed < 5000; ++seed)
        for (const std::int64_t i : split_rows(20, {.test_share = 0.25, .seed = seed}).test)
            ++tested[static_cast<std::size_t>(i)];
    for (const int count : tested) CHECK(std::abs(count - 1250) < 5 * 31);  // five deviations
}

TEST_CASE("a stratified split keeps the share within every class") {
    Random random(5);
    for (int trial = 0; trial < 200; ++trial) {
        const auto rows = static_cast<std::int64_t>(2 + random.below(300));
        std::vector<std::int64_t> strata;
        for (std::int64_t i = 0; i < rows; ++i) {
            const auto code = static_cast<std::int64_t>(random.below(5));
            strata.push_back(code * code - 3);
        }
        const double share = random.uniform(0.05, 0.9);
        const Split split = split_stratified(strata, {.test_share = share, .seed = 9});
        REQUIRE(is_partition(split, rows));
        const auto wanted = std::llround(static_cast<double>(rows) * share);
        const auto total = std::clamp<std::int64_t>(wanted, 1, rows - 1);
        CHECK(static_cast<std::int64_t>(split.test.size()) == total);
        std::map<std::int64_t, double> test, all;
        for (const std::int64_t code : strata) all[code] += 1;
        for (const std::int64_t i : split.test) test[strata[static_cast<std::size_t>(i)]] += 1;
        for (const auto& [code, count] : all) CHECK(std::fabs(test[code] - count * share) <= 1);
    }
}

TEST_CASE("splits that cannot be made are refused") {
    const auto status = [](std::int64_t rows, double share) {
        try {
            split_rows(rows, {.test_share = share});
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(status(1, 0.2) == Status::data);
    CHECK(status(0, 0.2) == Status::data);
    CHECK(status(10, 0) == Status::argument);
    CHECK(status(10, 1) == Status::argument);
    CHECK(status(10, std::nan("")) == Status::argument);
    CHECK(status(10, 0.2) == Status::ok);
}
